// From programs, seeds and the timeline to the job's timing file, and the size forecast that `plan` shows.
#pragma once

#include "features/batch.h"
#include "predict/session.h"
#include "report/timing.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace foldmeter::predict {

// When a seed ran, on the recorder's clock.
struct SeedInterval {
    std::int64_t start = 0, end = 0;
    SeedTiming timing;
};

struct JobClock {
    std::int64_t start = 0, end = 0;                 // of the job
    std::int64_t compileStart = 0, compileEnd = 0;   // before its first seed: compile and bind
    std::vector<SeedInterval> seeds;
    std::vector<double> featurised, samples;         // seconds of a seed's features and of a sample's scores and texts; none where they were made otherwise than usual
};

// What the session's programs had cost before the job began: theirs are counted over all jobs of a process.
struct ProgramCosts {
    struct Cost {
        runtime::CompileRecord compiled;
        std::vector<runtime::KernelRecord> kernels;   // in the order of the program's sites
    };
    std::map<const runtime::Program*, Cost> byProgram;   // not by name: the denoiser's two forms share one
};
ProgramCosts programCosts(Session& session);   // empty before the programs are made

report::Timing makeTiming(Session& session, const std::string& job, const JobSizes& sizes, const PredictSettings& predict, const JobClock& clock,
                          const ProgramCosts& before, const timeline::Timeline& timeline);
// The part of a timeline that overlaps [start, end].
timeline::Timeline cutTimeline(const timeline::Timeline& timeline, std::int64_t start, std::int64_t end);

// Settings of the engine and of the prediction, as names and values.
std::vector<std::pair<std::string, std::string>> allSettings(Session& session, const PredictSettings& predict);

std::int64_t peakMemoryBytes();        // of this process so far
std::int64_t currentMemoryBytes();     // resident
std::int64_t availableMemoryBytes();   // free for a process: the system's estimate and the control group's limit

}  // namespace foldmeter::predict
