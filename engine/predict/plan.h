// What a prediction would take, before anything is run: sizes, memory, time. Command line and worker ask the same one.
#pragma once

#include "features/fold_input.h"
#include "predict/job_timing.h"
#include "predict/session.h"

#include <string>
#include <vector>

namespace foldmeter::predict {

struct Plan {
    std::string job;
    std::size_t seeds = 0;
    JobSizes sizes;
    PredictSettings predict;
    std::int64_t peakBytes = 0, availableBytes = 0;
    double flopsTrunkPass = 0, flopsDenoiseStep = 0, flopsSeed = 0;   // matrix work
    double peakFlopsPerSecond = 0;                                    // measured now
    std::vector<std::pair<std::string, std::string>> cache;           // program -> hit, miss, off
    double secondsLow = 0, secondsHigh = 0;                           // all seeds
};
// Throws what would refuse the prediction.
Plan planJob(Session& session, const features::FoldInput& input, const PredictSettings& settings);
std::string toText(const Plan& plan);
std::string toJson(const std::vector<Plan>& plans);

}  // namespace foldmeter::predict
