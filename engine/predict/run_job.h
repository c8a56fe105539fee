// One job from input to finished files: features, network seed by seed, scores, output folder, timing, timeline. A seed
// that fails does not take the others along; what is finished when the user stops is written.
#pragma once

#include "features/fold_input.h"
#include "predict/job_timing.h"
#include "predict/output_choices.h"
#include "predict/session.h"
#include "report/run_folder.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace foldmeter::predict {

struct JobRequest {
    features::FoldInput input;
    std::filesystem::path outputParent;
    PredictSettings predict;
    OutputChoices outputs;
    bool overwrite = false, resume = false;
    std::filesystem::path conformers, saveConformers;   // empty: none
    std::string commandLine;
    std::int64_t start = 0;                             // recorder's time from which the job counts
};

struct SeedFailure {
    std::uint32_t seed = 0;
    int exitCode = 70;                                  // of its kind, as the command line returns it
    std::string text;
};

struct JobOutcome {
    std::string name;
    std::filesystem::path folder;
    report::Timing timing;
    std::vector<report::RankedSample> samples;          // all that are in the folder
    std::vector<SeedFailure> failures;
    int resumedSeeds = 0, resumedSamples = 0;           // whole seeds; samples of seeds that were begun
    bool cancelled = false;
};

// What whoever runs the job is told while it runs, on the thread that runs it. Any may be absent.
struct JobWatch {
    ProgressCallback progress;
    std::function<void(const std::filesystem::path& folder, const JobSizes& sizes)> folderMade;
    std::function<void(const features::Batch& batch)> featurised;      // of the first seed that is run
    std::function<void(const report::RankedSample& sample)> sampleWritten;   // its files are complete
    std::function<void(const SeedFailure& failure)> seedFailed;
};

// Throws InputError when the whole job is refused (its features cannot be made), DeviceError when the output folder
// cannot be written to or the network does not fit, Cancelled when stopped before the first seed began.
JobOutcome runJob(Session& session, const JobRequest& request, const JobWatch& watch);

// 0, 4, 5 or the code of the failure when nothing was written.
int exitCodeOf(const JobOutcome& outcome);
int exitCodeOf(const std::exception& problem);

// The most tokens whose forecast stays within `budget`, with the job's own atoms per token; 0: not even the weights fit.
std::int64_t tokensThatFit(Predictor& predictor, const JobSizes& sizes, const PredictSettings& predict);
// Throws DeviceError when a job of these sizes needs more memory than the budget (or than is free); says what would fit.
void checkMemory(Session& session, const JobSizes& sizes, const PredictSettings& predict);

}  // namespace foldmeter::predict
