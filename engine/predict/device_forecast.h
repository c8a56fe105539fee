// How long a prediction would take on an NVIDIA device that is described by data: a model, not a measurement. Every launch
// takes the longest of its matrix work, its bytes and its start, at shares of the device's limits that kernels of this kind
// reach at best; blocks fewer than multiprocessors leave the rest idle.
#pragma once

#include "predict/predictor.h"
#include "predict/session.h"
#include "targets/cuda/device_description.h"

#include <string>
#include <vector>

namespace foldmeter::predict {

// One turn of a repeated block of the network.
struct BlockForecast {
    std::string scope;
    std::int64_t count = 0;                      // turns
    std::int64_t launches = 0, pairLaunches = 0; // of one turn; over pairs of tokens (or of alignment rows and tokens)
    double bytes = 0, leastBytes = 0;            // moved; what it is given, its weights and what it leaves, each once
};
struct ProgramForecast {
    std::string program;
    std::int64_t launches = 0, executions = 1;   // of one execution; executions a seed
    double flops = 0, bytes = 0;                 // of one execution; matrix work, least traffic
    double seconds = 0;                          // of one execution
    std::string bound;                           // "matrix", "memory", "launches": what most of the time goes to
    std::int64_t arenaBytes = 0;
    std::vector<BlockForecast> blocks;
};
struct DeviceForecast {
    std::string device;
    std::vector<ProgramForecast> programs;
    double seedSeconds = 0;
};
DeviceForecast forecastOn(const cuda::DeviceDescription& device, Session& session, const JobSizes& sizes, const PredictSettings& settings);
std::string toText(const DeviceForecast& forecast);

}  // namespace foldmeter::predict
