// What a window (or a script) asks of an engine process, as values. The bytes they travel as stand in message.h. Fields
// may be added: a reader takes what it knows, ignores the rest and leaves the default where something is missing.
#pragma once

#include "settings/settings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace foldmeter::worker {

inline constexpr int protocolVersion = 1;

// Number of a request, chosen by the asker, unique within a connection and above 0. What the engine says about it
// carries the same number; that of a prediction is the number of the job.
using RequestId = std::uint64_t;

// The current denoised positions while a seed runs.
enum class LivePositions : std::uint8_t { None, FirstSample, AllSamples };

// One job, in any dialect that `foldmeter predict` reads.
struct JobInput {
    std::string text;   // empty: the file is read where the engine runs
    std::string file;   // for messages; files that the job names are looked for from its folder
};

// How to predict. What is absent is the model's recommendation.
struct PredictOptions {
    CompileSettings settings;
    std::string model;                    // name or path; empty: the engine's default
    std::optional<int> msaRows, recycles, steps, samples;
    std::vector<std::uint32_t> seeds;     // empty: the input's
    bool strictAlphafold3 = false;        // follow AlphaFold 3 where it plainly errs
};

// Files beside those that AlphaFold 3 always writes.
struct OutputWishes {
    bool embeddings = false, distogram = false, trajectory = false, pairwisePae = false, pdb = false, compress = false;
};

struct HelloRequest {                     // first of all
    int version = protocolVersion;
    std::string program;                  // who asks, for the log
};
struct DevicesRequest {
    bool measure = false;                 // the peak of matrix products as well, about a second's work
};
struct PlanRequest {
    JobInput input;
    PredictOptions options;
};
// Fills the compile cache for this job's sizes, predicts nothing.
struct CompileRequest {
    JobInput input;
    PredictOptions options;
};
struct PredictRequest {
    JobInput input;
    PredictOptions options;
    OutputWishes outputs;
    std::string outputParent;             // the job's folder is made in it; empty: a temporary folder (with sendFiles)
    std::string commandLine;              // for the settings file
    LivePositions live = LivePositions::FirstSample;
    bool overwrite = false, resume = false;
    bool sendFiles = false;               // the files' content comes as events: the engine has another disk
    bool lowPriority = false;             // the engine process steps back behind others, until it ends
};
// These three name the request they are about; a job that waits, runs or is over.
struct CancelRequest {
    RequestId job = 0;
};
struct PauseRequest {
    RequestId job = 0;
};
struct ResumeRequest {
    RequestId job = 0;
};
// Ends the process once what was asked before is done; `now` cancels that first.
struct ShutdownRequest {
    bool now = false;
};

// What is said from now on is in this language ("en", "zh"), about a job that runs as well. Obeyed when it is read.
struct LanguageRequest {
    std::string code;
};

struct Request {
    RequestId id = 0;
    std::variant<HelloRequest, DevicesRequest, PlanRequest, CompileRequest, PredictRequest, CancelRequest, PauseRequest, ResumeRequest, ShutdownRequest, LanguageRequest> what;
};

}  // namespace foldmeter::worker
