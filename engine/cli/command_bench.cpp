// foldmeter bench: settings against each other with interleaved repeats, or the examples against their true structures.
#include "base/message.h"
#include "cli/common_options.h"
#include "cli/matrix.h"
#include "cli/trial.h"
#include "report/stage_table.h"
#include "report/statistics.h"
#include "structure/mmcif.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace foldmeter::cli {
namespace {

using Json = nlohmann::ordered_json;
using report::durationText;

constexpr int mostRepeats = 10000;

int repeatsFrom(const Arguments& arguments) { return static_cast<int>(arguments.integer("repeat", 1, mostRepeats).value_or(5)); }

// What was measured of one combination.
struct Series {
    std::string name;
    double compile = 0;
    std::vector<double> seed, trunkPass, denoiseStep, confidence;   // seconds, one a repeat
};

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

struct Contestant {
    std::unique_ptr<predict::Session> session;
    std::unique_ptr<Trial> trial;
};

// `quiet`: a warning that an earlier contestant has told is not told again.
Contestant prepare(const Invocation& invocation, const Combination& combination, const features::FoldInput& input, bool quiet) {
    predict::SessionOptions options = sessionOptionsFrom(invocation.arguments);
    options.settings = combination.applied(options.settings);
    options.recording = combination.recording;
    Contestant contestant;
    contestant.session = std::make_unique<predict::Session>(options, &invocation.cancel, quiet ? Log() : invocation.log);
    contestant.trial = std::make_unique<Trial>(*contestant.session, input, predictSettingsFrom(invocation.arguments, *contestant.session));
    return contestant;
}

std::string spreadText(const std::vector<double>& values) {
    const report::Spread spread = report::spreadOf(values);
    return fmt::format("{} ({} to {})", durationText(spread.median), durationText(spread.lower), durationText(spread.upper));
}

// The interval needs six pairs; with fewer the ratio stands alone.
std::string ratioText(const std::vector<double>& ratios) {
    const report::Interval interval = report::medianInterval(ratios);
    const std::string ratio = fmt::format("{:.3f}", report::median(ratios));
    return std::isnan(interval.lower) ? ratio + " (too few repeats)" : fmt::format("{} ({:.3f} to {:.3f})", ratio, interval.lower, interval.upper);
}

void printSeries(const std::vector<Series>& all) {
    const std::size_t width = 40;
    fmt::print("{:<{}} {:>32} {:>24} {:>9} {:>11} {:>11} {:>11} {:>10}\n", "settings", width, "seed: median (quartiles)", "ratio (95 % interval)", "p", "trunk pass", "denoise", "confidence", "compile");
    for (const Series& series : all) {
        const bool first = &series == &all.front();
        const std::string ratio = first ? "1" : ratioText(pairedRatios(series, all.front()));
        fmt::print("{:<{}} {:>32} {:>24} {:>9} {:>11} {:>11} {:>11} {:>10}\n", series.name, width, spreadText(series.seed), ratio, first ? "" : fmt::format("{:.2g}", report::mannWhitney(all.front().seed, series.seed).p),
                   durationText(report::median(series.trunkPass)), durationText(report::median(series.denoiseStep)), durationText(report::median(series.confidence)), durationText(series.compile));
    }
}

void printSeriesJson(const std::vector<Series>& all) {
    Json json = {{"format", "foldmeter-bench"}, {"version", 1}, {"series", Json::array()}};
    for (const Series& series : all)
        json["series"].push_back({{"settings", series.name}, {"compile_seconds", series.compile}, {"seed_seconds", series.seed}, {"trunk_pass_seconds", series.trunkPass},
                                  {"denoise_step_seconds", series.denoiseStep}, {"confidence_seconds", series.confidence},
                                  {"paired_ratios", pairedRatios(series, all.front())}});
    fmt::print("{}\n", json.dump(1));
}

// All combinations take turns, so that a machine that grows slower or faster does so for all of them.
int runMatrix(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    const features::FoldInput input = readInput(invocation, arguments.positional().empty() ? exampleInput() : inputFiles(arguments).front());
    std::vector<Series> all;
    std::vector<Contestant> contestants;
    for (const Combination& combination : parseMatrix(arguments.text("matrix"))) {
        contestants.push_back(prepare(invocation, combination, input, !contestants.empty()));
        all.push_back({.name = combination.name, .compile = contestants.back().trial->compileSeconds()});
        contestants.back().trial->run(input.seeds.front());   // warm: caches and memory
    }
    const int repeats = repeatsFrom(arguments);
    for (int repeat = 0; repeat < repeats; ++repeat)
        for (std::size_t i = 0; i < contestants.size(); ++i) {
            invocation.cancel.throwIfRequested();
            measure(*contestants[i].trial, input.seeds.front(), all[i]);
        }
    if (arguments.has("json")) printSeriesJson(all);
    else printSeries(all);
    return 0;
}

struct ExampleResult {
    std::string name;
    double median = 0, worst = 0, lddt = 0, plddt = 0, bond = 0, expected = 0, seedSeconds = 0;
    int samples = 0;
};

ExampleResult benchExample(const Invocation& invocation, predict::Session& session, const Example& example) {
    const features::FoldInput input = features::loadFoldInput(example.input);
    const structure::Structure truth = structure::loadStructure(example.truth);
    Trial trial(session, input, predictSettingsFrom(invocation.arguments, session));
    std::vector<double> rmsd, lddt, plddt, bond, seconds;
    for (int seed = 1; seed <= repeatsFrom(invocation.arguments); ++seed) {
        invocation.cancel.throwIfRequested();
        predict::SeedTiming timing;
        const predict::SeedResult result = trial.run(static_cast<std::uint32_t>(seed), &timing);
        seconds.push_back(timing.wall);
        for (const structure::TruthComparison& sample : compareSamples(trial.batch(), result, truth)) {
            rmsd.push_back(sample.rmsd);
            lddt.push_back(sample.lddt);
            plddt.push_back(sample.meanBFactor);
            bond.push_back(sample.bondDeviation);
        }
    }
    return {example.name, report::median(rmsd), report::quantile(rmsd, 1), report::median(lddt), report::median(plddt), report::median(bond), example.expectedMedian, report::median(seconds), static_cast<int>(rmsd.size())};
}

int runDemo(const Invocation& invocation) {
    predict::Session session(sessionOptionsFrom(invocation.arguments), &invocation.cancel, invocation.log);
    Json json = {{"format", "foldmeter-bench-demo"}, {"version", 1}, {"examples", Json::array()}};
    const bool asJson = invocation.arguments.has("json");
    if (!asJson) fmt::print("{:<18} {:>7} {:>12} {:>9} {:>10} {:>6} {:>6} {:>7} {:>10}\n", "example", "samples", "RMSD median", "worst", "expected", "lDDT", "bond", "pLDDT", "a seed");
    for (const Example& example : bundledExamples()) {
        const ExampleResult r = benchExample(invocation, session, example);
        if (!asJson)
            fmt::print("{:<18} {:>7} {:>12.3f} {:>9.3f} {:>10.2f} {:>6.3f} {:>6.3f} {:>7.1f} {:>10}\n", r.name, r.samples, r.median, r.worst, r.expected, r.lddt, r.bond, r.plddt, durationText(r.seedSeconds));
        json["examples"].push_back({{"name", r.name}, {"samples", r.samples}, {"rmsd_median", r.median}, {"rmsd_worst", r.worst}, {"rmsd_expected", r.expected}, {"lddt", r.lddt},
                                    {"bond_deviation", r.bond}, {"plddt", r.plddt}, {"seed_seconds", r.seedSeconds}});
    }
    if (asJson) fmt::print("{}\n", json.dump(1));
    return 0;
}

}  // namespace

int runBench(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    if (arguments.has("demo") && (arguments.has("matrix") || !arguments.positional().empty())) throw UsageError(message("usage.demo_alone"));
    return arguments.has("demo") ? runDemo(invocation) : runMatrix(invocation);
}

}  // namespace foldmeter::cli
