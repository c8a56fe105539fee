// One prediction inside the engine process: runs it and tells how it goes on as events of its request.
#pragma once

#include "predict/run_job.h"
#include "worker/protocol/requests.h"
#include "worker/server/control.h"
#include "worker/server/outbox.h"

namespace foldmeter::worker {

// The only job of the input. InputError with every problem, or when there are several jobs.
features::FoldInput readJob(const JobInput& input, const PredictOptions& options, const Log& log);
// What the request says, the model's recommendation where it says nothing. InputError: a number out of range.
predict::PredictSettings predictSettingsOf(const PredictOptions& options, predict::Session& session);

// Ends with a Finished event; whatever it throws is for the caller to tell as a Failed one.
void runPrediction(predict::Session& session, RequestId id, const PredictRequest& request, JobControl& control, Outbox& outbox);

}  // namespace foldmeter::worker
