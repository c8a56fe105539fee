// What this machine reaches in matrix products, so that every timing file can say how near to it a run came. Measured once
// a machine (a fifth of a second), then found in the tuning record.
#pragma once

#include "runtime/program.h"
#include "runtime/tuning_record.h"

#include <optional>

namespace foldmeter::runtime {

// Nothing when the cache is off: it would be measured again in every process. Call it when nothing else runs.
std::optional<GemmPeak> machinePeak(const CompileSettings& settings, ThreadPool& pool, const Log& log);

}  // namespace foldmeter::runtime
