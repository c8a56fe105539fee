// Predictions from the command line enter the history too. A history that cannot be written to costs a warning, never
// the prediction.
#pragma once

#include "base/log.h"
#include "predict/run_job.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace foldmeter::history {
class History;
}

namespace foldmeter::cli {

class HistoryEntry {
public:
    HistoryEntry(bool wanted, Log log);
    ~HistoryEntry();
    void begin(const predict::JobRequest& request, const std::filesystem::path& folder);
    void end(const predict::JobOutcome& outcome);
    void fail(const std::string& reason, bool cancelled);   // of the run that was begun and not ended
    std::optional<int> number() const { return m_number; }

private:
    template <typename Work> void guarded(const Work& work);

    std::unique_ptr<history::History> m_history;
    Log m_log;
    std::optional<int> m_number;
};

}  // namespace foldmeter::cli
