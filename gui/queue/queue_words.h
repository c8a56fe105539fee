// A queued job's state in words: what the queue's cards and the notification say.
#pragma once

#include "gui/engine/job_queue.h"

#include <QString>

namespace foldmeter::queue {

QString stageTitle(const std::string& stage);                     // "code generation" for codegen
QString phaseText(const engine::QueueEntry& entry);               // "running", "waiting", "failed" ...
// Where a running job is: "seed 2 of 5, step 71/200"; the stage before the first seed runs.
QString placeText(const worker::JobState& state);
QString leftText(const worker::JobState& state);                  // "38 s left"; empty until it can be told
// What is there of it: "10 samples", "3 samples kept".
QString resultText(const worker::JobState& state);
QString endText(const engine::QueueEntry& entry);                 // for a notification: "insulin is finished: 5 samples in 3 min 12 s"

}  // namespace foldmeter::queue
