#include "compare/comparison_text.h"

#include "base/message.h"
#include "report/stage_table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace foldmeter::compare {
namespace {

using report::durationText;
using timeline::Category;
using Json = nlohmann::ordered_json;

std::string letterOf(std::size_t side) { return side < 26 ? std::string(1, static_cast<char>('A' + side)) : fmt::format("#{}", side + 1); }

std::string valueCell(std::optional<double> value, std::optional<double> base, bool isBase) {
    const std::string text = value ? durationText(*value) : "-";
    const std::string ratio = !isBase && value && base && *base > 0 ? fmt::format("{:.2f}x", *value / *base) : "";
    return fmt::format(" {:>12} {:>7}", text, ratio);
}

// One value a side, each with its ratio to the baseline's.
template <typename Pick> std::string row(const Comparison& comparison, const std::string& name, const Pick& pick) {
    std::string text = fmt::format("{:<22}", name);
    const std::optional<double> base = pick(comparison.baseline);
    for (std::size_t side = 0; side < comparison.sides.size(); ++side) text += valueCell(pick(side), base, side == comparison.baseline);
    return text + "\n";
}

std::string stageRows(const Comparison& comparison, std::size_t input) {
    std::string text;
    for (int i = 0; i < timeline::categoryCount; ++i)
        text += row(comparison, report::titleOf(static_cast<Category>(i)), [&](std::size_t side) -> std::optional<double> {
            const Cell* cell = comparison.cell(side, input);
            return cell ? std::optional(cell->whole.of(static_cast<Category>(i))) : std::nullopt;
        });
    const auto value = [&](const char* id, auto&& pick) {
        text += row(comparison, message(id), [&](std::size_t side) -> std::optional<double> {
            const Cell* cell = comparison.cell(side, input);
            return cell ? pick(*cell) : std::nullopt;
        });
    };
    value("compare.row.all", [](const Cell& cell) { return std::optional(cell.whole.wall); });
    value("compare.row.first", [](const Cell& cell) { return cell.firstSeed.seconds.empty() ? std::nullopt : std::optional(cell.firstSeed.median); });
    value("compare.row.seed", [](const Cell& cell) { return cell.seed.seconds.empty() ? std::nullopt : std::optional(cell.seed.median); });
    return text;
}

std::string seedRows(const Comparison& comparison, const std::string& input) {
    std::string text;
    for (const SeedRow& seed : comparison.seeds)
        if (seed.input == input) text += row(comparison, message("compare.row.of_seed", {std::to_string(seed.seed)}), [&](std::size_t side) { return seed.seconds[side]; });
    return text;
}

std::string verdictLines(const Comparison& comparison, std::size_t input) {
    std::string text;
    const Cell* base = comparison.cell(comparison.baseline, input);
    for (std::size_t side = 0; side < comparison.sides.size(); ++side) {
        const Cell* cell = comparison.cell(side, input);
        if (!base || !cell || side == comparison.baseline || !cell->ratio) continue;
        text += fmt::format("{}  {} {}: {}\n", letterOf(side), message("compare.a_seed"), ratioText(*cell), verdictText(*base, *cell));
        text += fmt::format("   {}; {} {}\n", breakEvenText(*cell), message("compare.memory"), cell->peakBytes ? report::bytesText(static_cast<double>(*cell->peakBytes)) : message("report.not_measured"));
        if (cell->drift) text += fmt::format("   {}\n", driftText(*cell->drift));
    }
    return text;
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }
Json optional(const std::optional<double>& value) { return value ? number(*value) : Json(); }

Json stagesJson(const std::optional<timeline::StageSeconds>& stages) {
    if (!stages) return {};
    Json json;
    for (int i = 0; i < timeline::categoryCount; ++i) json[std::string(timeline::nameOf(static_cast<Category>(i)))] = stages->of(static_cast<Category>(i));
    json["wall"] = stages->wall;
    return json;
}

Json repeatsJson(const Repeats& repeats) {
    return {{"seconds", repeats.seconds}, {"median", number(repeats.median)}, {"interval", {number(repeats.interval.lower), number(repeats.interval.upper)}}};
}

Json driftJson(const Drift& drift) {
    Json json = {{"samples", Json::array()}, {"problems", drift.problems}};
    for (const SampleDrift& s : drift.samples)
        json["samples"].push_back({{"seed", s.seed}, {"sample", s.sample}, {"atoms", s.atoms}, {"unmatched", s.unmatched}, {"rmsd", s.rmsd}, {"lddt", number(s.lddt)},
                                   {"plddt_difference", s.plddt}, {"largest_plddt_difference", s.largestPlddt}, {"pae_difference", optional(s.pae)}, {"largest_pae_difference", optional(s.largestPae)}});
    return json;
}

const char* nameOf(report::Verdict verdict) {
    switch (verdict) {
    case report::Verdict::TooFew: return "too few repeats";
    case report::Verdict::Alike: return "not told apart";
    case report::Verdict::Faster: return "faster";
    case report::Verdict::Slower: return "slower";
    }
    return "";
}

Json breakEvenJson(const report::BreakEven& breakEven) {
    static constexpr const char* kinds[] = {"from the first seed", "after seeds", "until seeds", "never", "same"};
    return {{"kind", kinds[static_cast<std::size_t>(breakEven.kind)]}, {"seeds", breakEven.seeds}};
}

// What one cell is against the baseline's.
Json verdictJson(const Cell& cell) {
    Json json = {{"ratio", optional(cell.ratio)}};
    if (!cell.ratio) return json;
    json["ratio_interval"] = {number(cell.ratioInterval.lower), number(cell.ratioInterval.upper)};
    json["mann_whitney"] = {{"u", cell.test.u}, {"p", cell.test.p}, {"exact", cell.test.exact}};
    json["verdict"] = nameOf(cell.verdict);
    if (cell.breakEven) json["break_even"] = breakEvenJson(*cell.breakEven);
    if (cell.drift) json["drift"] = driftJson(*cell.drift);
    return json;
}

Json cellJson(const Cell& cell) {
    Json json = {{"runs", cell.runs}, {"stages", stagesJson(cell.whole)}, {"first_seed_stages", stagesJson(cell.first)}, {"other_seeds_stages", stagesJson(cell.others)},
                 {"first_seed", repeatsJson(cell.firstSeed)}, {"seed", repeatsJson(cell.seed)}, {"compile_seconds", cell.compile},
                 {"peak_bytes", cell.peakBytes ? Json(*cell.peakBytes) : Json()}};
    json.update(verdictJson(cell));
    return json;
}

}  // namespace

std::string ratioText(const Cell& cell) {
    if (!cell.ratio) return message("report.not_measured");
    if (std::isnan(cell.ratioInterval.lower)) return fmt::format("{:.2f}x", *cell.ratio);
    return message("compare.ratio_interval", {fmt::format("{:.2f}x", *cell.ratio), fmt::format("{:.2f}x", cell.ratioInterval.lower), fmt::format("{:.2f}x", cell.ratioInterval.upper)});
}

std::string repeatsText(const Repeats& repeats) {
    if (repeats.seconds.empty()) return message("report.not_measured");
    if (std::isnan(repeats.interval.lower)) return durationText(repeats.median);
    return message("compare.ratio_interval", {durationText(repeats.median), durationText(repeats.interval.lower), durationText(repeats.interval.upper)});
}

std::string verdictText(const Cell& base, const Cell& cell) {
    const std::string p = fmt::format("{:.2g}", cell.test.p);
    switch (cell.verdict) {
    case report::Verdict::TooFew:
        return message("compare.too_few", {std::to_string(base.seed.seconds.size()), std::to_string(cell.seed.seconds.size()), std::to_string(report::leastRepeats)});
    case report::Verdict::Alike: return message("compare.alike", {p});
    case report::Verdict::Faster: return message("compare.faster", {p});
    case report::Verdict::Slower: return message("compare.slower_verdict", {p});
    }
    return {};
}

std::string breakEvenText(const Cell& cell) {
    using Kind = report::BreakEven::Kind;
    if (!cell.breakEven) return message("report.not_measured");
    if (cell.verdict == report::Verdict::Alike || cell.verdict == report::Verdict::TooFew) return message("compare.break_even.unknown");
    switch (cell.breakEven->kind) {
    case Kind::FromTheFirst: return message("compare.break_even.first");
    case Kind::AfterSeeds:
        if (cell.breakEven->seeds <= 1) return message("compare.break_even.within_first");
        return message("compare.break_even.after", {fmt::format("{:.0f}", std::ceil(cell.breakEven->seeds))});
    case Kind::UntilSeeds:
        if (cell.breakEven->seeds < 2) return message(cell.breakEven->seeds < 1 ? "compare.break_even.behind" : "compare.break_even.one");
        return message("compare.break_even.until", {fmt::format("{:.0f}", std::floor(cell.breakEven->seeds))});
    case Kind::Never: return message("compare.break_even.never");
    case Kind::Same: return message("compare.break_even.same");
    }
    return {};
}

std::string driftText(const Drift& drift) {
    if (drift.samples.empty()) return message("compare.no_drift", {drift.problems.empty() ? message("compare.no_same_seed") : drift.problems.front()});
    std::vector<double> plddt, pae;
    for (const SampleDrift& sample : drift.samples) {
        plddt.push_back(sample.plddt);
        if (sample.pae) pae.push_back(*sample.pae);
    }
    return message("compare.drift", {fmt::format("{:.3f}", drift.medianRmsd()), fmt::format("{:.3f}", drift.worstRmsd()), fmt::format("{:.3f}", drift.medianLddt()),
                                     fmt::format("{:+.2f}", report::median(plddt)), pae.empty() ? message("report.not_measured") : message("compare.angstrom", {fmt::format("{:.2g}", report::median(pae))}),
                                     std::to_string(drift.samples.size())});
}

std::string toTable(const Comparison& comparison) {
    std::string text;
    for (std::size_t i = 0; i < comparison.sides.size(); ++i)
        text += fmt::format("{}  {}{}\n", letterOf(i), comparison.sides[i], i == comparison.baseline ? message("compare.is_baseline") : "");
    for (const std::string& difference : comparison.differences) text += message("compare.differs", {difference}) + "\n";
    for (const std::string& note : comparison.notes) text += note + "\n";
    for (std::size_t input = 0; input < comparison.inputs.size(); ++input) {
        text += fmt::format("\n{:<22}", comparison.inputs.size() > 1 ? comparison.inputs[input] : "");
        for (std::size_t i = 0; i < comparison.sides.size(); ++i) text += fmt::format(" {:>12} {:>7}", letterOf(i), "");
        text += "\n" + stageRows(comparison, input) + "\n" + seedRows(comparison, comparison.inputs[input]) + "\n" + verdictLines(comparison, input);
    }
    if (comparison.inputs.size() > 1)
        for (std::size_t i = 0; i < comparison.sides.size(); ++i)
            if (comparison.meanRatio[i]) text += message("compare.mean_ratio", {letterOf(i), fmt::format("{:.3f}", *comparison.meanRatio[i])}) + "\n";
    for (const std::string& problem : comparison.problems) text += problem + "\n";
    return text;
}

std::string verdictToJson(const Cell& cell) { return verdictJson(cell).dump(); }

std::string toJson(const Comparison& comparison) {
    Json json = {{"format", "foldmeter-comparison"}, {"version", 2}, {"runs", comparison.sides}, {"inputs", comparison.inputs}, {"baseline", comparison.baseline},
                 {"differences", comparison.differences}, {"notes", comparison.notes}, {"problems", comparison.problems}, {"cells", Json::array()}};
    for (std::size_t side = 0; side < comparison.sides.size(); ++side)
        for (std::size_t input = 0; input < comparison.inputs.size(); ++input) {
            const Cell* cell = comparison.cell(side, input);
            if (!cell) continue;
            Json entry = {{"run", comparison.sides[side]}, {"input", comparison.inputs[input]}};
            entry.update(cellJson(*cell));
            json["cells"].push_back(std::move(entry));
        }
    json["seeds"] = Json::array();
    for (const SeedRow& seed : comparison.seeds) {
        Json seconds = Json::array();
        for (const auto& value : seed.seconds) seconds.push_back(optional(value));
        json["seeds"].push_back({{"input", seed.input}, {"seed", seed.seed}, {"wall_seconds", seconds}});
    }
    json["geometric_mean_ratio"] = Json::array();
    for (const auto& ratio : comparison.meanRatio) json["geometric_mean_ratio"].push_back(optional(ratio));
    json["worst_ratio"] = comparison.worstRatio();
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace foldmeter::compare
