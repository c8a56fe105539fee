// What an engine process says, as values: answers to requests, and how a job goes on. The bytes they travel as stand in
// message.h. A job's events come in order: Accepted, Started, then stages, progress and samples, and at last exactly one
// of Finished and Failed. Fields may be added as in requests.h.
#pragma once

#include "worker/protocol/requests.h"

#include <utility>

namespace foldmeter::worker {

struct HelloEvent {
    int version = protocolVersion;
    std::string program;                  // "foldmeter 0.1.0"
    std::string host;
    std::int64_t processId = 0;
};
struct AcceptedEvent {                    // of plan, compile, predict
    int ahead = 0;                        // requests that are done before it
};
struct RefusedEvent {                     // the request was not understood, or asks for what is not there
    std::string text;
};
struct DevicesEvent {
    std::string cpu, isa;
    std::vector<std::string> features;    // of the processor
    int threads = 0;
    std::int64_t totalMemory = 0, availableMemory = 0;   // bytes
    std::optional<double> peakF32, peakBf16;             // GFLOP/s; absent: not measured, or no such instructions
    std::vector<std::string> gpus;
    std::string gpuNote;                  // why there is none
    std::string cacheFolder;
    std::int64_t cacheEntries = 0, cacheBytes = 0;
};
struct ProgramCache {
    std::string program, state;           // hit, miss, off
};
struct PlanEvent {
    std::string job;
    std::int64_t seeds = 0, tokens = 0, atoms = 0, msaRows = 0, paddedTokens = 0;
    int recycles = 0, steps = 0, samples = 0;
    std::string model, modelWarning, precision;
    std::int64_t peakBytes = 0, availableBytes = 0;
    std::optional<std::int64_t> tokensThatFit;           // when the job does not
    double secondsLow = 0, secondsHigh = 0;              // of all seeds; 0: no forecast
    double seconds = 0;                                  // the middle
    bool calibrated = false;                             // from what ran on this kind of machine before: nine times in ten between low and high
    std::vector<std::string> remedies;                   // what to change when the memory is too little
    std::optional<double> compileSeconds;                // what a new compile will cost; absent: nothing to compile, or not known
    std::vector<ProgramCache> cache;
    std::vector<std::string> notes;                      // what was dropped or assumed when the input was read
};
struct CompiledEvent {                    // a compile request is done
    double seconds = 0;
    int kernels = 0, kernelsCompiled = 0;
};
struct StartedEvent {
    std::string job, folder;              // where the engine writes
    std::vector<std::uint32_t> seeds;
    std::int64_t tokens = 0, atoms = 0;
    int recycles = 0, steps = 0, samples = 0;
    std::string model, modelWarning, precision;
};
// Rows of the structure, in the order of PositionsEvent's atoms and of the mmCIF files to come.
struct AtomsEvent {
    std::vector<std::string> chains, residueNames, atomNames, elements;
    std::vector<int> residueNumbers;
};
struct StageEvent {                       // the stage that runs from now on
    std::string stage;                    // featurise load trace optimize codegen autotune execute write
};
struct ProgressEvent {
    std::string stage;                    // within a seed: embed trunk condition denoise confidence
    std::uint32_t seed = 0;
    int seedIndex = 0, seeds = 1;
    int done = 0, total = 0;              // recycles of trunk, steps of denoise, samples of confidence
    double fraction = 0;                  // of the job
    std::optional<double> secondsLeft;    // of the job; absent until it can be told
};
struct MemoryEvent {
    double seconds = 0;                   // since the job started
    std::int64_t bytes = 0, availableBytes = 0;          // of the process; free on the machine
};
// Denoised positions of one step, Angstrom: (samples, atoms, 3).
struct PositionsEvent {
    std::uint32_t seed = 0;
    int step = 0, steps = 0;
    double sigma = 0;                     // noise level of the step
    int samples = 0, atoms = 0;
    std::vector<float> values;
};
struct SampleEvent {                      // its files are complete
    std::uint32_t seed = 0;
    int sample = 0;
    double rankingScore = 0;
};
struct FileEvent {                        // with sendFiles: a file of the job's folder
    std::string path;                     // relative to the folder
    std::string bytes;
};
struct SeedFailedEvent {
    std::uint32_t seed = 0;
    std::string text;
};
struct PausedEvent {
    bool paused = false;
};
struct LogEvent {
    std::string level, text;              // debug, info, warning
};
struct FinishedEvent {
    bool cancelled = false;               // what was finished before is written
    int samples = 0, failedSeeds = 0, resumedSeeds = 0;
    double wallSeconds = 0;
};
struct FailedEvent {
    int exitCode = 70;                    // as the command line ends
    std::string text;
};

struct Event {
    RequestId id = 0;                     // of the request; 0: of none
    std::variant<HelloEvent, AcceptedEvent, RefusedEvent, DevicesEvent, PlanEvent, CompiledEvent, StartedEvent, AtomsEvent, StageEvent, ProgressEvent, MemoryEvent,
                 PositionsEvent, SampleEvent, FileEvent, SeedFailedEvent, PausedEvent, LogEvent, FinishedEvent, FailedEvent>
        what;
};

}  // namespace foldmeter::worker
