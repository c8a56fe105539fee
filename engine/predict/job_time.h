// The time of a whole job: what it consists of, what of it a finished job teaches, what a planned one will take.
#pragma once

#include "predict/calibration.h"
#include "predict/job_timing.h"

namespace foldmeter::predict {

// Of which class of machine, model and settings a measured time tells.
std::string calibrationClass(Session& session);
std::filesystem::path calibrationFile(Session& session);

// Adds what a finished job measured to the file; what cannot be written is left, with a note for the curious.
void recordTimes(Session& session, const JobSizes& sizes, const PredictSettings& settings, const JobClock& clock, const report::Timing& timing, bool firstOfProcess);

struct JobTimeForecast {
    double seconds = 0, low = 0, high = 0;   // wall, of all seeds; nine times in ten it lies between low and high
    std::size_t observations = 0;            // trunk passes it is based on
};
// Absent when the class was never measured. `programsCached`: all code is in the compile cache.
std::optional<JobTimeForecast> forecastTime(Session& session, const JobSizes& sizes, const PredictSettings& settings, std::size_t seeds, bool programsCached);

}  // namespace foldmeter::predict
