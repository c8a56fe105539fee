// The session that the engine process works with: kept from one job to the next of the same model and settings, so that
// weights, threads and compiled programs are there at once.
#pragma once

#include "predict/session.h"
#include "worker/protocol/requests.h"
#include "worker/server/control.h"

#include <memory>

namespace foldmeter::worker {

class Workplace {
public:
    explicit Workplace(Log log) : m_log(std::move(log)) {}

    // A session for these options. One that was cancelled is not used again: its flag stays raised.
    predict::Session& sessionFor(const PredictOptions& options);
    bool deviceLost() const { return m_session && m_session->deviceLost(); }
    // Of the present session: what stops or holds its job.
    const std::shared_ptr<JobControl>& control() const { return m_control; }

private:
    Log m_log;
    std::shared_ptr<JobControl> m_control;
    std::unique_ptr<predict::Session> m_session;
    std::string m_key;
    int m_jobs = 0;
};

}  // namespace foldmeter::worker
