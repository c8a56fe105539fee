#include "cli/settings_bench.h"

#include "base/message.h"
#include "cli/common_options.h"
#include "cli/trial.h"
#include "compare/comparison_text.h"
#include "report/stage_table.h"
#include "settings/matrix.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace foldmeter::cli {
namespace {

using Json = nlohmann::ordered_json;
using report::durationText;

constexpr int mostRepeats = 10000;

// What was measured of one combination on one input.
struct Series {
    std::string name, input;
    double compile = 0;
    std::vector<double> seed, trunkPass, denoiseStep, confidence;   // seconds, one a repeat
    std::vector<compare::PredictedSample> samples;                  // of the first seed
    compare::Cell cell;                                             // held against the first combination on this input
};

// One combination: programs and weights are held once, whatever the number of inputs.
struct Contestant {
    std::string name;
    std::unique_ptr<predict::Session> session;
    std::vector<std::unique_ptr<Trial>> trials;                     // one an input
};

std::vector<Combination> combinationsFrom(const Arguments& arguments) {
    try {
        return parseMatrix(arguments.text("matrix"));
    } catch (const InputError& problem) {
        throw UsageError(problem.what());
    }
}

// `quiet`: a warning that an earlier contestant has told is not told again.
Contestant prepare(const Invocation& invocation, const Combination& combination, const std::vector<features::FoldInput>& inputs, bool quiet) {
    predict::SessionOptions options = sessionOptionsFrom(invocation.arguments);
    try {
        options.settings = combination.applied(options.settings);
    } catch (const InputError& problem) {
        throw UsageError(problem.what());
    }
    options.recording = combination.recording;
    Contestant contestant{combination.name, std::make_unique<predict::Session>(options, &invocation.cancel, quiet ? Log() : invocation.log), {}};
    for (const features::FoldInput& input : inputs)
        contestant.trials.push_back(std::make_unique<Trial>(*contestant.session, input, predictSettingsFrom(invocation.arguments, *contestant.session)));
    return contestant;
}

std::vector<compare::PredictedSample> samplesOf(const features::Batch& batch, const predict::SeedResult& result) {
    std::vector<compare::PredictedSample> samples;
    const auto& extents = result.pae.extents();                     // (samples, tokens, tokens)
    const auto values = result.pae.as<float>();
    const auto area = static_cast<std::size_t>(extents[1] * extents[2]);
    for (int i = 0; i < static_cast<int>(extents[0]); ++i) {
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(area * static_cast<std::size_t>(i));
        samples.push_back({result.seed, i, structureOf(batch, result, i), {static_cast<int>(extents[1]), static_cast<int>(extents[2]), {begin, begin + static_cast<std::ptrdiff_t>(area)}}});
    }
    return samples;
}

void measure(Trial& trial, std::uint32_t seed, Series& series) {
    predict::SeedTiming timing;
    trial.run(seed, &timing);
    series.seed.push_back(timing.wall);
    if (!timing.recycles.empty()) series.trunkPass.push_back(report::median(timing.recycles));
    if (!timing.steps.empty()) series.denoiseStep.push_back(report::median(timing.steps));
    series.confidence.push_back(timing.confidence);
}

// Ratios of one repeat to the first combination's same repeat: what both suffered from falls out.
std::vector<double> pairedRatios(const Series& series, const Series& first) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < series.seed.size(); ++i) ratios.push_back(series.seed[i] / first.seed[i]);
    return ratios;
}

void holdAgainstFirst(Series& series, Series& first) {
    series.cell.compile = series.compile;
    series.cell.seed = compare::repeatsOf(series.seed);
    if (&series == &first) return;
    compare::holdAgainst(first.cell, series.cell);
    series.cell.drift.emplace();
    for (std::size_t i = 0; i < std::min(series.samples.size(), first.samples.size()); ++i)
        if (const auto drift = compare::driftOfStructures(first.samples[i], series.samples[i])) series.cell.drift->samples.push_back(*drift);
}

std::string spreadText(const std::vector<double>& values) {
    const report::Spread spread = report::spreadOf(values);
    return message("bench.spread", {durationText(spread.median), durationText(spread.lower), durationText(spread.upper)});
}

// The interval needs six pairs; with fewer the ratio stands alone.
std::string ratioText(const std::vector<double>& ratios) {
    const report::Interval interval = report::medianInterval(ratios);
    const std::string ratio = fmt::format("{:.3f}", report::median(ratios));
    return std::isnan(interval.lower) ? message("bench.few_repeats", {ratio}) : message("bench.spread", {ratio, fmt::format("{:.3f}", interval.lower), fmt::format("{:.3f}", interval.upper)});
}

void printRow(std::size_t width, const std::vector<std::string>& cells) {
    fmt::print("{:<{}} {:>32} {:>30} {:>9} {:>11} {:>11} {:>11} {:>10}\n", cells[0], width, cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7]);
}

// All combinations on one input; the first one is the baseline.
void printInput(const std::vector<Series>& all, std::size_t begin, std::size_t end) {
    const Series& first = all[begin];
    std::size_t width = 20;
    for (std::size_t i = begin; i < end; ++i) width = std::max(width, all[i].name.size());
    printRow(width, {message("bench.settings"), message("bench.seed"), message("bench.ratio"), "p", message("bench.trunk_pass"), message("bench.denoise"), message("bench.confidence"), message("bench.compile")});
    for (std::size_t i = begin; i < end; ++i) {
        const Series& series = all[i];
        const bool base = i == begin;
        printRow(width, {series.name, spreadText(series.seed), base ? "1" : ratioText(pairedRatios(series, first)), base ? "" : fmt::format("{:.2g}", series.cell.test.p),
                         durationText(report::median(series.trunkPass)), durationText(report::median(series.denoiseStep)), durationText(report::median(series.confidence)), durationText(series.compile)});
    }
    for (std::size_t i = begin + 1; i < end; ++i)
        fmt::print("{}: {}\n  {}\n  {}\n", all[i].name, compare::verdictText(first.cell, all[i].cell), compare::breakEvenText(all[i].cell), compare::driftText(*all[i].cell.drift));
}

// `all`: input by input, `combinations` of each.
void printSeries(const std::vector<Series>& all, std::size_t combinations) {
    for (std::size_t begin = 0; begin < all.size(); begin += combinations) {
        if (all.size() > combinations) fmt::print("{}{}\n", begin == 0 ? "" : "\n", all[begin].input);
        printInput(all, begin, begin + combinations);
    }
    for (std::size_t i = 1; i < combinations && all.size() > combinations; ++i) {
        std::vector<double> ratios;
        for (std::size_t begin = 0; begin < all.size(); begin += combinations) ratios.push_back(report::median(pairedRatios(all[begin + i], all[begin])));
        fmt::print("{}\n", message("compare.mean_ratio", {all[i].name, fmt::format("{:.3f}", report::geometricMean(ratios))}));
    }
}

Json toJson(const Series& series, const Series& first) {
    Json json = {{"settings", series.name}, {"input", series.input}, {"compile_seconds", series.compile}, {"seed_seconds", series.seed}, {"trunk_pass_seconds", series.trunkPass},
                 {"denoise_step_seconds", series.denoiseStep}, {"confidence_seconds", series.confidence}, {"paired_ratios", pairedRatios(series, first)}};
    if (&series != &first) json["against_first"] = Json::parse(compare::verdictToJson(series.cell));
    return json;
}

void printSeriesJson(const std::vector<Series>& all, std::size_t combinations) {
    Json json = {{"format", "foldmeter-bench"}, {"version", 2}, {"series", Json::array()}};
    for (std::size_t i = 0; i < all.size(); ++i) json["series"].push_back(toJson(all[i], all[i - i % combinations]));
    fmt::print("{}\n", json.dump(1));
}

std::vector<features::FoldInput> inputsOf(const Invocation& invocation) {
    std::vector<features::FoldInput> inputs;
    if (invocation.arguments.positional().empty()) return {readInput(invocation, exampleInput())};
    for (const std::filesystem::path& file : inputFiles(invocation.arguments)) inputs.push_back(readInput(invocation, file));
    return inputs;
}

}  // namespace

int repeatsFrom(const Arguments& arguments) { return static_cast<int>(arguments.integer("repeat", 1, mostRepeats).value_or(5)); }

// All combinations take turns, so that a machine that grows slower or faster does so for all of them.
int benchSettings(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    const std::vector<features::FoldInput> inputs = inputsOf(invocation);
    std::vector<Contestant> contestants;
    for (const Combination& combination : combinationsFrom(arguments)) contestants.push_back(prepare(invocation, combination, inputs, !contestants.empty()));
    std::vector<Series> all;
    for (std::size_t input = 0; input < inputs.size(); ++input)
        for (Contestant& contestant : contestants) {   // the first time fills caches and memory
            Trial& trial = *contestant.trials[input];
            all.push_back({.name = contestant.name, .input = inputs[input].name, .compile = trial.compileSeconds()});
            const predict::SeedResult result = trial.run(inputs[input].seeds.front());
            all.back().samples = samplesOf(trial.batch(), result);
        }
    const int repeats = repeatsFrom(arguments);
    for (int repeat = 0; repeat < repeats; ++repeat)
        for (std::size_t i = 0; i < all.size(); ++i) {
            invocation.cancel.throwIfRequested();
            const std::size_t input = i / contestants.size();
            measure(*contestants[i % contestants.size()].trials[input], inputs[input].seeds.front(), all[i]);
        }
    for (std::size_t i = 0; i < all.size(); ++i) holdAgainstFirst(all[i], all[i - i % contestants.size()]);
    if (arguments.has("json")) printSeriesJson(all, contestants.size());
    else printSeries(all, contestants.size());
    return 0;
}

}  // namespace foldmeter::cli
