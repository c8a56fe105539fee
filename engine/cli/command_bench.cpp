// foldmeter bench: settings against each other (settings_bench.h), or the examples against their true structures.
#include "base/message.h"
#include "cli/common_options.h"
#include "cli/settings_bench.h"
#include "cli/trial.h"
#include "report/stage_table.h"
#include "report/statistics.h"
#include "structure/mmcif.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>


namespace foldmeter::cli {
namespace {

using Json = nlohmann::ordered_json;
using report::durationText;

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
    if (!asJson) fmt::print("{}", report::headLine("{:<18} {:>7} {:>12} {:>9} {:>10} {:>6} {:>6} {:>7} {:>10}", message("table.examples")));
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
    return arguments.has("demo") ? runDemo(invocation) : benchSettings(invocation);
}

}  // namespace foldmeter::cli
