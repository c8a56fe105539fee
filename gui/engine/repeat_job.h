// A run of the history as a job for the queue: to run it once more, as it was or with other numbers.
#pragma once

#include "gui/engine/job_queue.h"
#include "history/run.h"

namespace foldmeter::engine {

struct RepeatWish {
    std::vector<std::uint32_t> seeds;                 // empty: as before
    std::optional<int> samples, recycles;             // absent: as before
    bool sameRun = false;                             // seeds join the run's own folder; what is finished is kept
};
// InputError when the run's folder holds no job or its settings cannot be read.
QueueJob repeatJob(const history::Run& run, const RepeatWish& wish = {});

}  // namespace foldmeter::engine
