// What the files of a run's folder say about it, for the index: scores, sizes, timings, settings. Whatever is not there
// or damaged is left out, so that a run that was cut short at any moment can still be listed.
#pragma once

#include "history/run.h"

namespace foldmeter::history {

void readFacts(Run& run);

// Whether the process that a record names still runs; true when it cannot be known (another machine).
bool isAlive(const RunRecord& record);
// Fills in who runs it now.
void sign(RunRecord& record, std::int64_t process);

}  // namespace foldmeter::history
