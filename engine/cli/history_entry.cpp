#include "cli/history_entry.h"

#include "base/message.h"
#include "base/paths.h"
#include "history/history.h"

#include <unistd.h>

namespace foldmeter::cli {

template <typename Work> void HistoryEntry::guarded(const Work& work) {
    try {
        work();
    } catch (const std::exception& problem) {
        note(m_log, LogLevel::Warning, message("history.unused", {problem.what()}));
        m_history.reset();
    }
}

HistoryEntry::HistoryEntry(bool wanted, Log log) : m_log(std::move(log)) {
    if (wanted) guarded([this] { m_history = std::make_unique<history::History>(historyFolder()); });
}

HistoryEntry::~HistoryEntry() = default;

void HistoryEntry::begin(const predict::JobRequest& request, const std::filesystem::path& folder) {
    if (!m_history) return;
    guarded([&] {
        m_number = m_history->begin(folder, {.title = request.input.name, .input = std::filesystem::absolute(request.input.file).string(), .commandLine = request.commandLine, .process = ::getpid()}).number;
    });
}

void HistoryEntry::end(const predict::JobOutcome& outcome) {
    using history::RunState;
    if (!m_history || !m_number) return;
    guarded([&] {
        const bool nothing = outcome.samples.empty() && !outcome.failures.empty();
        const RunState state = outcome.cancelled ? RunState::Cancelled : nothing ? RunState::Failed : outcome.failures.empty() ? RunState::Finished : RunState::PartlyFinished;
        m_history->end(*m_number, state, outcome.failures.empty() ? std::string() : outcome.failures.front().text);
    });
    m_number.reset();
}

void HistoryEntry::fail(const std::string& reason, bool cancelled) {
    if (!m_history || !m_number) return;
    guarded([&] { m_history->end(*m_number, cancelled ? history::RunState::Cancelled : history::RunState::Failed, reason); });
    m_number.reset();
}

}  // namespace foldmeter::cli
