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
    std::int64_t templates = 0;                                       // most that any chain uses
    PredictSettings predict;
    std::int64_t availableBytes = 0;
    MemoryForecast memory;
    double flopsTrunkPass = 0, flopsDenoiseStep = 0, flopsSeed = 0;   // matrix work
    double peakFlopsPerSecond = 0;                                    // measured now
    std::vector<std::pair<std::string, std::string>> cache;           // program -> hit, miss, off
    bool calibrated = false;                                          // times of this class of machine, model, settings are known
    std::size_t observations = 0;                                     // trunk passes they come from
    double seconds = 0;                                               // whole job, all seeds; not calibrated: the middle
    double secondsLow = 0, secondsHigh = 0;                           // calibrated: nine times in ten between them
    std::vector<std::string> remedies;                                // what to change if the memory is too little
    bool fits() const { return memory.fits; }
};
// Throws what would refuse the prediction.
Plan planJob(Session& session, const features::FoldInput& input, const PredictSettings& settings);
std::string toText(const Plan& plan);
std::string toJson(const std::vector<Plan>& plans);

}  // namespace foldmeter::predict
