// Makes the programs of a session while the caller does something else (featurising the first seed): code is generated,
// weights are packed and memory is laid out on a thread of their own. The caller waits only for what is not ready when it needs it, and
// those waits are the spans that the stages count; the work itself stands on the thread's own track of the timeline.
#pragma once

#include "predict/run_job.h"

#include <future>

namespace foldmeter::predict {

class Preparation {
public:
    // Starts at once. The session's weights and settings must have been read before, and nobody else may use its
    // predictor until both waits are over. Does nothing that an earlier job of the session has done. `batch` is what all
    // seeds of the job share, without conformers; it outlives the preparation.
    Preparation(Session& session, const features::Batch& batch, const PredictSettings& predict);
    ~Preparation();   // waits: the thread works on the session
    Preparation(const Preparation&) = delete;
    Preparation& operator=(const Preparation&) = delete;

    void awaitCode();      // throws what went wrong, DeviceError when the forecast memory is too much
    void awaitWeights();   // packed, and the programs bound to the job's sizes, but for tuning

private:
    void work(const features::Batch& batch, const PredictSettings& predict);

    Session& m_session;
    std::promise<void> m_codeMade;
    std::future<void> m_code;
    std::future<void> m_all;
};

}  // namespace foldmeter::predict
