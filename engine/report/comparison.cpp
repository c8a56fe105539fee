#include "report/comparison.h"

#include "base/error.h"
#include "report/stage_table.h"
#include "report/statistics.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace foldmeter::report {
namespace {

using timeline::Category;

ComparedValue compared(std::string name, std::vector<double> seconds) {
    ComparedValue value{std::move(name), std::move(seconds), {}};
    for (const double s : value.seconds)
        value.ratios.push_back(value.seconds[0] > 0 ? s / value.seconds[0] : std::numeric_limits<double>::quiet_NaN());
    return value;
}

template <typename Pick> ComparedValue comparedOver(const std::vector<RunFolder>& runs, std::string name, const Pick& pick) {
    std::vector<double> seconds;
    for (const RunFolder& run : runs) seconds.push_back(pick(run));
    return compared(std::move(name), std::move(seconds));
}

// Execution seconds of the seeds that paid no compilation; of all seeds where there is only one.
std::vector<double> steadySeeds(const RunFolder& run) {
    const auto& seeds = run.timing.seeds;
    std::vector<double> seconds;
    for (std::size_t i = seeds.size() > 1 ? 1 : 0; i < seeds.size(); ++i) seconds.push_back(seeds[i].execute);
    return seconds;
}

std::vector<std::string> namesOf(const std::vector<RunFolder>& runs) {
    std::vector<std::string> names;
    std::set<std::string> used;
    for (const RunFolder& run : runs) {
        std::string name = run.name;
        if (used.contains(name) || std::count_if(runs.begin(), runs.end(), [&](const RunFolder& r) { return r.name == run.name; }) > 1)
            name = run.folder.parent_path().filename().string() + "/" + run.folder.filename().string();
        for (int i = 1; used.contains(name); ++i) name = fmt::format("{} ({})", run.folder.string(), i);
        used.insert(name);
        names.push_back(name);
    }
    return names;
}

std::vector<std::string> settingDifferences(const std::vector<RunFolder>& runs) {
    std::map<std::string, std::vector<std::string>> values;
    for (std::size_t i = 0; i < runs.size(); ++i)
        for (const auto& [name, value] : runs[i].timing.settings) {
            auto& row = values.try_emplace(name, runs.size(), "-").first->second;
            row[i] = value;
        }
    std::vector<std::string> differences;
    for (const auto& [name, row] : values)
        if (std::any_of(row.begin(), row.end(), [&](const std::string& v) { return v != row[0]; }))
            differences.push_back(fmt::format("{}: {}", name, fmt::join(row, ", ")));
    return differences;
}

void compareSeeds(const std::vector<RunFolder>& runs, Comparison& comparison) {
    for (const SeedTiming& seed : runs[0].timing.seeds) {
        std::vector<double> seconds;
        for (const RunFolder& run : runs)
            for (const SeedTiming& other : run.timing.seeds)
                if (other.seed == seed.seed && seconds.size() <= static_cast<std::size_t>(&run - runs.data())) seconds.push_back(other.wall);
        if (seconds.size() == runs.size()) comparison.seeds.push_back(compared(fmt::format("seed {}", seed.seed), seconds));
    }
    comparison.seeds.push_back(comparedOver(runs, "execution a seed", [](const RunFolder& run) { return median(steadySeeds(run)); }));
    const std::vector<double> base = steadySeeds(runs[0]);
    for (const RunFolder& run : runs) {
        const std::vector<double> seconds = steadySeeds(run);
        const bool enough = base.size() >= 3 && seconds.size() >= 3;
        comparison.p.push_back(enough && &run != &runs[0] ? std::optional(mannWhitney(base, seconds).p) : std::nullopt);
    }
}

std::string tableRow(const ComparedValue& value) {
    std::string text = fmt::format("{:<18}", value.name);
    for (std::size_t i = 0; i < value.seconds.size(); ++i)
        text += fmt::format(" {:>12} {:>7}", durationText(value.seconds[i]), i == 0 || std::isnan(value.ratios[i]) ? "" : fmt::format("{:.2f}x", value.ratios[i]));
    return text + "\n";
}

nlohmann::ordered_json valueJson(const ComparedValue& value) {
    return {{"name", value.name}, {"seconds", value.seconds}, {"ratios", value.ratios}};
}

}  // namespace

Comparison compareRuns(const std::vector<RunFolder>& runs) {
    if (runs.size() < 2) throw InputError("a comparison needs at least two runs");
    Comparison comparison;
    comparison.runs = namesOf(runs);
    comparison.differences = settingDifferences(runs);
    for (int i = 0; i < timeline::categoryCount; ++i) {
        const auto stage = static_cast<Category>(i);
        comparison.stages.push_back(comparedOver(runs, std::string(titleOf(stage)), [&](const RunFolder& run) { return run.timing.stages.of(stage); }));
    }
    comparison.stages.push_back(comparedOver(runs, "all", [](const RunFolder& run) { return run.timing.stages.wall; }));
    const bool seeds = std::all_of(runs.begin(), runs.end(), [](const RunFolder& run) { return !run.timing.seeds.empty(); });
    if (seeds) compareSeeds(runs, comparison);
    const std::vector<double>& ratios = (seeds ? comparison.seeds : comparison.stages).back().ratios;
    for (std::size_t i = 1; i < ratios.size(); ++i) comparison.worstRatio = i == 1 ? ratios[i] : std::max(comparison.worstRatio, ratios[i]);
    return comparison;
}

std::string toTable(const Comparison& comparison) {
    std::string text;
    for (std::size_t i = 0; i < comparison.runs.size(); ++i) text += fmt::format("{}  {}\n", static_cast<char>('A' + i % 26), comparison.runs[i]);
    for (const std::string& difference : comparison.differences) text += fmt::format("differs in {}\n", difference);
    text += fmt::format("\n{:<18}", "");
    for (std::size_t i = 0; i < comparison.runs.size(); ++i) text += fmt::format(" {:>12} {:>7}", std::string(1, static_cast<char>('A' + i % 26)), "");
    text += "\n";
    for (const ComparedValue& value : comparison.stages) text += tableRow(value);
    if (!comparison.seeds.empty()) text += "\n";
    for (const ComparedValue& value : comparison.seeds) text += tableRow(value);
    for (std::size_t i = 1; i < comparison.p.size(); ++i)
        if (comparison.p[i]) text += fmt::format("execution of {} against A: p = {:.3g} (Mann-Whitney)\n", static_cast<char>('A' + i % 26), *comparison.p[i]);
    return text;
}

std::string toJson(const Comparison& comparison) {
    nlohmann::ordered_json json = {{"format", "foldmeter-comparison"}, {"version", 1}, {"runs", comparison.runs}, {"differences", comparison.differences}};
    json["stages"] = nlohmann::ordered_json::array();
    for (const ComparedValue& value : comparison.stages) json["stages"].push_back(valueJson(value));
    json["seeds"] = nlohmann::ordered_json::array();
    for (const ComparedValue& value : comparison.seeds) json["seeds"].push_back(valueJson(value));
    json["p"] = nlohmann::ordered_json::array();
    for (const auto& p : comparison.p) json["p"].push_back(p ? nlohmann::ordered_json(*p) : nlohmann::ordered_json());
    json["worst_ratio"] = comparison.worstRatio;
    return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace foldmeter::report
