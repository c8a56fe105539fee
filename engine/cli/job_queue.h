// The jobs of a call in the order they are predicted: small ones first, equal sizes side by side, so that what was bound
// to a size serves the next job too. All inputs are read and checked before the first job runs; texts of very many jobs
// are let go again and read anew when their turn comes.
#pragma once

#include "cli/command.h"
#include "features/fold_input.h"
#include "predict/session.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::cli {

struct QueuedJob {
    std::filesystem::path file;
    std::size_t index = 0;               // of the file's jobs
    std::string name;
    std::int64_t tokens = 0, atoms = 0;  // padded; 0: the only job, not measured
    std::optional<features::FoldInput> input;
    std::string problem;                 // why it cannot be predicted; not empty: it is only there to be told
    int exitCode = 0;                    // of the problem
};

// Reads all files. UsageError travels on; other errors become jobs with a problem.
std::vector<QueuedJob> queueJobs(const Invocation& invocation, predict::Session& session, const std::vector<std::filesystem::path>& files);
// The job's input, read anew if it was let go.
features::FoldInput inputOf(const Invocation& invocation, QueuedJob& job);

}  // namespace foldmeter::cli
