#include "worker/server/workplace.h"

#include <fmt/format.h>

namespace foldmeter::worker {
namespace {

constexpr int mostJobs = 50;   // a session's recorder keeps the spans of all its jobs

std::string keyOf(const PredictOptions& options) {
    std::string key = fmt::format("{}\n{}\n", options.model, options.msaRows.value_or(0));
    for (const auto& [name, value] : options.settings.toPairs()) key += name + "=" + value + "\n";
    return key;
}

}  // namespace

predict::Session& Workplace::sessionFor(const PredictOptions& options) {
    const std::string key = keyOf(options);
    if (m_session && key == m_key && !m_control->flag()->requested() && ++m_jobs <= mostJobs) return *m_session;
    m_session.reset();   // its memory is free before the next one asks for some
    m_control = std::make_shared<JobControl>();
    m_key = key;
    m_jobs = 1;
    predict::SessionOptions wishes;
    wishes.settings = options.settings;
    wishes.model = options.model;
    wishes.msaRows = options.msaRows;
    m_session = std::make_unique<predict::Session>(wishes, m_control->flag(), m_log);
    return *m_session;
}

}  // namespace foldmeter::worker
