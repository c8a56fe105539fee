#include "compare/comparison.h"

#include "base/error.h"
#include "base/message.h"
#include "compare/run_measures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace foldmeter::compare {
namespace {

using report::RunFolder;
using timeline::StageSeconds;

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

std::vector<const RunFolder*> runsOn(const Side& side, const std::string& input) {
    std::vector<const RunFolder*> runs;
    for (const RunFolder& run : side.runs)
        if (run.name == input) runs.push_back(&run);
    return runs;
}

Cell measureCell(const std::vector<const RunFolder*>& runs, std::vector<std::string>& problems) {
    Cell cell{.runs = runs.size()};
    std::vector<StageSeconds> whole, first, others;
    std::vector<double> firstSeeds, seeds;
    for (const RunFolder* run : runs) {
        const RunMeasures measures = measureRun(*run);
        whole.push_back(run->timing.stages);
        if (measures.first) first.push_back(*measures.first);
        if (measures.others) others.push_back(*measures.others);
        if (measures.firstSeed) firstSeeds.push_back(*measures.firstSeed);
        seeds.insert(seeds.end(), measures.seeds.begin(), measures.seeds.end());
        cell.compile = std::max(cell.compile, measures.compile);
        if (run->timing.memory.peak > 0) cell.peakBytes = std::max(cell.peakBytes.value_or(0), run->timing.memory.peak);
        if (!measures.problem.empty()) problems.push_back(measures.problem);
    }
    cell.whole = medianStages(whole);
    if (!first.empty()) cell.first = medianStages(first);
    if (!others.empty()) cell.others = medianStages(others);
    cell.firstSeed = repeatsOf(std::move(firstSeeds));
    cell.seed = repeatsOf(std::move(seeds));
    cell.ratioInterval = {notANumber, notANumber};
    return cell;
}

Drift driftOf(const RunFolder& first, const RunFolder& second) {
    try {
        return driftBetween(results::readPrediction(first.folder), results::readPrediction(second.folder));
    } catch (const InputError& problem) {
        return {{}, {problem.what()}};
    }
}

// Names and values that are not the same on all sides, each side by its first run.
std::vector<std::string> settingDifferences(const std::vector<Side>& sides) {
    std::map<std::string, std::vector<std::string>> values;
    for (std::size_t i = 0; i < sides.size(); ++i)
        for (const auto& [name, value] : sides[i].runs.front().timing.settings)
            values.try_emplace(name, sides.size(), "-").first->second[i] = value;
    std::vector<std::string> differences;
    for (const auto& [name, row] : values)
        if (std::any_of(row.begin(), row.end(), [&](const std::string& v) { return v != row[0]; }))
            differences.push_back(fmt::format("{}: {}", name, fmt::join(row, ", ")));
    return differences;
}

// What must be alike for the times to tell of the settings alone.
void noteUnlike(const std::vector<Side>& sides, Comparison& comparison) {
    const auto note = [&](const char* id, auto&& valueOf) {
        std::vector<std::string> values;
        for (const Side& side : sides) values.push_back(valueOf(side.runs.front().timing));
        if (std::set<std::string>(values.begin(), values.end()).size() > 1) comparison.notes.push_back(message(id, {fmt::format("{}", fmt::join(values, "; "))}));
    };
    note("compare.unlike_device", [](const report::Timing& t) { return fmt::format("{} {}, {}, {}", t.device.kind, t.device.name, t.device.isa, t.device.threads); });
    // Samples, steps, recycles and rows are no compile settings: with others there is other work to do.
    note("compare.unlike_work", [](const report::Timing& t) {
        std::string text;
        for (const auto& [name, value] : t.settings)
            if (name == "samples" || name == "steps" || name == "recycles" || name == "msa-rows") text += (text.empty() ? "" : ", ") + name + " " + value;
        return text;
    });
    note("compare.unlike_model", [](const report::Timing& t) { return t.model.name + " " + t.model.digest.substr(0, 8); });
}

SeedRow seedRow(const std::vector<Side>& sides, const std::string& input, std::uint32_t seed) {
    SeedRow row{input, seed, {}};
    for (const Side& side : sides) {
        std::vector<double> seconds;
        for (const RunFolder* run : runsOn(side, input))
            for (const report::SeedTiming& timing : run->timing.seeds)
                if (timing.seed == seed) seconds.push_back(timing.wall);
        row.seconds.push_back(seconds.empty() ? std::nullopt : std::optional(report::median(seconds)));
    }
    return row;
}

void compareSeeds(const std::vector<Side>& sides, Comparison& comparison) {
    for (const std::string& input : comparison.inputs) {
        std::set<std::uint32_t> seeds;
        for (const Side& side : sides)
            for (const RunFolder* run : runsOn(side, input))
                for (const report::SeedTiming& timing : run->timing.seeds) seeds.insert(timing.seed);
        for (const std::uint32_t seed : seeds) comparison.seeds.push_back(seedRow(sides, input, seed));
    }
}

std::vector<std::string> inputsOf(const std::vector<Side>& sides) {
    std::vector<std::string> inputs;
    for (const Side& side : sides)
        for (const RunFolder& run : side.runs)
            if (std::find(inputs.begin(), inputs.end(), run.name) == inputs.end()) inputs.push_back(run.name);
    return inputs;
}

// Two runs of jobs with different names are compared all the same when each side holds one only: the user asked for it.
void alignNames(std::vector<Side>& sides, Comparison& comparison) {
    const bool single = std::all_of(sides.begin(), sides.end(), [&](const Side& side) {
        return std::all_of(side.runs.begin(), side.runs.end(), [&](const RunFolder& run) { return run.name == side.runs.front().name; });
    });
    if (!single) return;
    const std::string name = sides.front().runs.front().name;
    for (Side& side : sides)
        for (RunFolder& run : side.runs) {
            if (run.name == name) continue;
            comparison.notes.push_back(message("compare.unlike_jobs", {run.name, name}));
            run.name = name;
        }
}

}  // namespace

Repeats repeatsOf(std::vector<double> seconds) {
    Repeats repeats;
    repeats.median = report::median(seconds);
    repeats.interval = report::medianInterval(seconds);
    repeats.seconds = std::move(seconds);
    return repeats;
}

void holdAgainst(const Cell& base, Cell& cell) {
    if (!(base.seed.median > 0) || std::isnan(cell.seed.median)) return;
    cell.ratio = cell.seed.median / base.seed.median;
    cell.ratioInterval = report::ratioInterval(base.seed.seconds, cell.seed.seconds);
    cell.test = report::mannWhitney(base.seed.seconds, cell.seed.seconds);
    cell.verdict = report::verdictOf(base.seed.seconds, cell.seed.seconds);
    cell.breakEven = report::breakEven(base.compile, base.seed.median, cell.compile, cell.seed.median);
}

double Comparison::worstRatio() const {
    std::optional<double> worst;
    for (std::size_t i = 0; i < meanRatio.size(); ++i)
        if (i != baseline && meanRatio[i]) worst = std::max(worst.value_or(*meanRatio[i]), *meanRatio[i]);
    return worst.value_or(1);
}

Comparison compareSides(std::vector<Side> sides, const CompareOptions& options) {
    if (sides.size() < 2) throw InputError(message("usage.two_runs"));
    if (options.baseline >= sides.size()) throw InputError(message("compare.no_baseline", {std::to_string(options.baseline + 1), std::to_string(sides.size())}));
    Comparison comparison;
    comparison.baseline = options.baseline;
    nameSides(sides);
    alignNames(sides, comparison);
    for (const Side& side : sides) comparison.sides.push_back(side.name);
    comparison.inputs = inputsOf(sides);
    comparison.differences = settingDifferences(sides);
    noteUnlike(sides, comparison);
    comparison.cells.assign(sides.size(), std::vector<std::optional<Cell>>(comparison.inputs.size()));
    for (std::size_t s = 0; s < sides.size(); ++s)
        for (std::size_t i = 0; i < comparison.inputs.size(); ++i)
            if (const auto runs = runsOn(sides[s], comparison.inputs[i]); !runs.empty()) comparison.cells[s][i] = measureCell(runs, comparison.problems);
    for (std::size_t s = 0; s < sides.size(); ++s) {
        std::vector<double> ratios;
        for (std::size_t i = 0; i < comparison.inputs.size() && s != options.baseline; ++i) {
            const auto& base = comparison.cells[options.baseline][i];
            auto& cell = comparison.cells[s][i];
            if (!base || !cell) continue;
            holdAgainst(*base, *cell);
            if (cell->ratio) ratios.push_back(*cell->ratio);
            if (options.drift) cell->drift = driftOf(*runsOn(sides[options.baseline], comparison.inputs[i]).front(), *runsOn(sides[s], comparison.inputs[i]).front());
        }
        comparison.meanRatio.push_back(ratios.empty() ? std::nullopt : std::optional(report::geometricMean(ratios)));
    }
    compareSeeds(sides, comparison);
    return comparison;
}

}  // namespace foldmeter::compare
