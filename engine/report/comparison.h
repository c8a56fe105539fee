// Runs side by side: stage by stage and seed by seed, each against the first. Ratios over one say "slower than the
// first"; whether the seeds differ by more than their own spread is told by a rank test.
#pragma once

#include "report/run_folder.h"

#include <optional>
#include <string>
#include <vector>

namespace foldmeter::report {

struct ComparedValue {
    std::string name;                          // a stage, "wall", "seed wall (median)" ...
    std::vector<double> seconds;               // one a run
    std::vector<double> ratios;                // over the first run; NaN where the first is zero
};

struct Comparison {
    std::vector<std::string> runs;             // names, made different where needed
    std::vector<std::string> differences;      // settings that differ: "precision: f32, bf16"
    std::vector<ComparedValue> stages;         // all stages, then wall
    std::vector<ComparedValue> seeds;          // by seed in all runs, then the median of the execution without the first seed
    std::vector<std::optional<double>> p;      // of seeds' execution against the first run; absent with too few seeds
    double worstRatio = 1;                     // largest median execution ratio; of the wall time where there are no seeds
};

Comparison compareRuns(const std::vector<RunFolder>& runs);
std::string toTable(const Comparison& comparison);
std::string toJson(const Comparison& comparison);

}  // namespace foldmeter::report
