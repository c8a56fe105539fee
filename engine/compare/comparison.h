// Compile settings held against each other: for every side and input the stages of the first and of the other seeds, how
// long a seed takes with its spread, the ratio to a baseline with its significance, memory, when a setting has paid for
// itself, and how far the structures drift. What was not measured is absent.
#pragma once

#include "compare/side.h"
#include "compare/structure_drift.h"
#include "report/statistics.h"
#include "timeline/timeline.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::compare {

// Seconds of repeats: the interval holds the true median with 95 %; NaN with fewer than six.
struct Repeats {
    std::vector<double> seconds;
    double median = 0;
    report::Interval interval;
};

// One side on one input.
struct Cell {
    std::size_t runs = 0;
    timeline::StageSeconds whole;                           // of the whole run, stage by stage the median over the runs
    std::optional<timeline::StageSeconds> first, others;    // of the first seed, of the others; absent without a timeline, with one seed
    Repeats firstSeed;                                      // wall seconds of first seeds
    Repeats seed;                                           // execution of seeds that paid no compilation; of all where a run has only one
    double compile = 0;                                     // trace, optimise, code generation, autotuning: of the run that paid most
    std::optional<std::int64_t> peakBytes;                  // greatest of the runs

    // Against the baseline on the same input; absent for the baseline itself and where it lacks the input.
    std::optional<double> ratio;                            // of the medians of a seed: below one is faster
    report::Interval ratioInterval;
    report::RankTest test;
    report::Verdict verdict = report::Verdict::TooFew;
    std::optional<report::BreakEven> breakEven;
    std::optional<Drift> drift;
};

Repeats repeatsOf(std::vector<double> seconds);
// Ratio, its interval, significance, verdict and break-even of a cell whose repeats and compilation are known.
void holdAgainst(const Cell& base, Cell& cell);

// The same seed of the same input on every side, wall seconds; absent where a side has not run it.
struct SeedRow {
    std::string input;
    std::uint32_t seed = 0;
    std::vector<std::optional<double>> seconds;             // one a side, median over its runs
};

struct Comparison {
    std::vector<std::string> sides, inputs;
    std::size_t baseline = 0;
    std::vector<std::string> differences;                   // settings that differ: "precision: f32, bf16"
    std::vector<std::vector<std::optional<Cell>>> cells;    // [side][input]
    std::vector<std::optional<double>> meanRatio;           // geometric mean over the inputs that a side shares with the baseline
    std::vector<SeedRow> seeds;
    std::vector<std::string> notes;                         // what keeps the numbers from being compared: another device, other steps
    std::vector<std::string> problems;                      // damaged files in words

    const Cell* cell(std::size_t side, std::size_t input) const { return cells[side][input] ? &*cells[side][input] : nullptr; }
    // Greatest mean ratio of a side other than the baseline; 1 where nothing is shared.
    double worstRatio() const;
};

struct CompareOptions {
    std::size_t baseline = 0;
    bool drift = true;                                      // reads the structures
};
// At least two sides. InputError.
Comparison compareSides(std::vector<Side> sides, const CompareOptions& options = {});

}  // namespace foldmeter::compare
