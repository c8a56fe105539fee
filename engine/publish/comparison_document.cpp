#include "publish/comparison_document.h"

#include "base/message.h"
#include "compare/comparison_text.h"
#include "publish/charts.h"
#include "report/stage_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace foldmeter::publish {
namespace {

using compare::Cell;
using compare::Comparison;
using report::durationText;
using timeline::Category;
using Kind = Paragraph::Kind;

// One sentence: what is fastest where, or that nothing can be told.
std::string summaryOf(const Comparison& comparison) {
    std::size_t fastest = comparison.baseline;
    double best = 1;
    bool told = false;
    for (std::size_t side = 0; side < comparison.sides.size(); ++side) {
        if (side == comparison.baseline || !comparison.meanRatio[side]) continue;
        for (std::size_t input = 0; input < comparison.inputs.size(); ++input)
            if (const Cell* cell = comparison.cell(side, input)) told = told || cell->verdict == report::Verdict::Faster || cell->verdict == report::Verdict::Slower;
        if (*comparison.meanRatio[side] < best) {
            best = *comparison.meanRatio[side];
            fastest = side;
        }
    }
    const std::string& base = comparison.sides[comparison.baseline];
    if (!told) return message("report.compare.nothing_told", {base});
    if (fastest == comparison.baseline) return message("report.compare.baseline_fastest", {base});
    return message("report.compare.fastest", {comparison.sides[fastest], fmt::format("{:.2f}", best), base});
}

class ComparisonPage {
public:
    ComparisonPage(Document& document, const Comparison& comparison, int level) : m_document(document), m_comparison(comparison), m_level(level) {}

    void write() {
        add(Heading{m_level, message("report.compare.title")});
        add(Paragraph{Kind::Lead, summaryOf(m_comparison)});
        for (const std::string& note : m_comparison.notes) add(Paragraph{Kind::Warning, note});
        addMeans();
        for (std::size_t input = 0; input < m_comparison.inputs.size(); ++input) addInput(input);
        add(Paragraph{Kind::Muted, message("report.compare.statistics")});
        addDifferences();
        if (!m_comparison.problems.empty()) {
            List list;
            for (const std::string& problem : m_comparison.problems) list.items.push_back({problem, {}});
            add(std::move(list));
        }
    }

private:
    void add(Block block) { m_document.blocks.push_back(std::move(block)); }

    void addDifferences() {
        List list;
        for (const std::string& difference : m_comparison.differences) list.items.push_back({message("compare.differs", {difference}), {}});
        if (list.items.empty()) add(Paragraph{Kind::Plain, message("report.compare.same_settings")});
        else add(std::move(list));
    }

    void addMeans() {
        if (m_comparison.inputs.size() < 2) return;
        Table table{message("report.compare.means"), {message("report.compare.side"), message("report.compare.mean_ratio")}, {}};
        for (std::size_t side = 0; side < m_comparison.sides.size(); ++side)
            table.rows.push_back({nameOf(side), m_comparison.meanRatio[side] ? fmt::format("{:.3f}x", *m_comparison.meanRatio[side]) : side == m_comparison.baseline ? "1" : message("report.not_measured")});
        add(std::move(table));
    }

    // Names that no chart and no head of a column has room for get a letter, which the tables explain.
    bool lettered() const {
        constexpr std::size_t longest = 20;
        return m_comparison.sides.size() <= 26 && std::any_of(m_comparison.sides.begin(), m_comparison.sides.end(), [](const std::string& name) { return name.size() > longest; });
    }
    std::string letterOf(std::size_t side) const { return std::string(1, static_cast<char>('A' + side)); }
    std::string shortNameOf(std::size_t side) const { return lettered() ? letterOf(side) : m_comparison.sides[side]; }
    std::string nameOf(std::size_t side) const { return (lettered() ? letterOf(side) + ": " : "") + m_comparison.sides[side] + (side == m_comparison.baseline ? message("compare.is_baseline") : ""); }
    std::string headOf(std::size_t side) const { return shortNameOf(side) + (side == m_comparison.baseline ? message("compare.is_baseline") : ""); }

    void addInput(std::size_t input) {
        if (m_comparison.inputs.size() > 1) add(Heading{m_level + 1, m_comparison.inputs[input]});
        addSeedChart(input);
        addVerdicts(input);
        addStageChart(input);
        addStages(input);
        addDrift(input);
        addSeeds(m_comparison.inputs[input]);
    }

    void addSeedChart(std::size_t input) {
        std::vector<IntervalBar> bars;
        for (std::size_t side = 0; side < m_comparison.sides.size(); ++side) {
            const Cell* cell = m_comparison.cell(side, input);
            if (!cell || cell->seed.seconds.empty()) continue;
            const std::string note = cell->ratio ? fmt::format("{}, {:.2f}x", durationText(cell->seed.median), *cell->ratio) : durationText(cell->seed.median);
            bars.push_back({shortNameOf(side), cell->seed.seconds, cell->seed.median, cell->seed.interval, note, side == m_comparison.baseline});
        }
        if (!bars.empty()) add(Picture{drawIntervalBars(bars), message("report.compare.seed_chart"), message("report.compare.seed_chart")});
    }

    void addVerdicts(std::size_t input) {
        const Cell* base = m_comparison.cell(m_comparison.baseline, input);
        Table table{{}, {message("report.compare.side"), message("report.compare.repeats"), message("report.compare.seed_time"), message("report.compare.ratio"), message("report.compilation"), message("compare.memory")}, {}};
        List words;
        for (std::size_t side = 0; side < m_comparison.sides.size(); ++side) {
            const Cell* cell = m_comparison.cell(side, input);
            if (!cell) {
                table.rows.push_back({nameOf(side), "0", message("report.not_measured"), "-", "-", "-"});
                continue;
            }
            const bool held = base && cell->ratio;
            table.rows.push_back({nameOf(side), std::to_string(cell->seed.seconds.size()), compare::repeatsText(cell->seed), held ? compare::ratioText(*cell) : "1", durationText(cell->compile),
                                  cell->peakBytes ? report::bytesText(static_cast<double>(*cell->peakBytes)) : message("report.not_measured")});
            if (held) words.items.push_back({shortNameOf(side) + ": " + compare::verdictText(*base, *cell), compare::breakEvenText(*cell)});
        }
        if (!words.items.empty()) add(std::move(words));
        add(std::move(table));
    }

    void addStageChart(std::size_t input) {
        std::vector<StageBar> bars;
        for (std::size_t side = 0; side < m_comparison.sides.size(); ++side) {
            const Cell* cell = m_comparison.cell(side, input);
            if (!cell) continue;
            if (cell->first) bars.push_back({message("report.compare.first_of", {shortNameOf(side)}), *cell->first});
            if (cell->others) bars.push_back({message("report.compare.others_of", {shortNameOf(side)}), *cell->others});
        }
        if (!bars.empty()) add(Picture{drawStageBars(bars), message("report.compare.stage_chart"), message("report.compare.stage_chart")});
        else add(Paragraph{Kind::Muted, message("report.absent.timeline")});
    }

    void addStages(std::size_t input) {
        Table table{message("report.compare.stages"), {message("report.stage")}, {}};
        for (std::size_t side = 0; side < m_comparison.sides.size(); ++side) table.head.push_back(headOf(side));
        const auto row = [&](const std::string& name, auto&& pick) {
            std::vector<std::string> cells = {name};
            for (std::size_t side = 0; side < m_comparison.sides.size(); ++side) {
                const Cell* cell = m_comparison.cell(side, input);
                cells.push_back(cell ? durationText(pick(*cell)) : "-");
            }
            table.rows.push_back(std::move(cells));
        };
        for (int i = 0; i < timeline::categoryCount; ++i) row(report::titleOf(static_cast<Category>(i)), [i](const Cell& cell) { return cell.whole.of(static_cast<Category>(i)); });
        row(message("compare.row.all"), [](const Cell& cell) { return cell.whole.wall; });
        add(std::move(table));
    }

    void addDrift(std::size_t input) {
        Table table{message("report.compare.drift"), {message("report.compare.side"), message("report.samples_column"), "RMSD (\xC3\x85)", message("report.compare.worst"), "lDDT", "pLDDT", "PAE (\xC3\x85)"}, {}};
        std::vector<std::string> without;
        for (std::size_t side = 0; side < m_comparison.sides.size(); ++side) {
            const Cell* cell = m_comparison.cell(side, input);
            if (!cell || !cell->drift) continue;
            if (cell->drift->samples.empty()) without.push_back(nameOf(side) + ": " + compare::driftText(*cell->drift));
            else table.rows.push_back(driftRow(nameOf(side), *cell->drift));
        }
        if (!table.rows.empty()) add(std::move(table));
        for (const std::string& text : without) add(Paragraph{Kind::Muted, text});
    }
    static std::vector<std::string> driftRow(const std::string& name, const compare::Drift& drift) {
        std::vector<double> plddt, pae;
        for (const compare::SampleDrift& sample : drift.samples) {
            plddt.push_back(sample.plddt);
            if (sample.pae) pae.push_back(*sample.pae);
        }
        return {name, std::to_string(drift.samples.size()), fmt::format("{:.3f}", drift.medianRmsd()), fmt::format("{:.3f}", drift.worstRmsd()), fmt::format("{:.4f}", drift.medianLddt()),
                fmt::format("{:+.2f}", report::median(plddt)), pae.empty() ? message("report.not_measured") : fmt::format("{:.3f}", report::median(pae))};
    }

    void addSeeds(const std::string& input) {
        Table table{message("report.compare.by_seed"), {message("report.seed")}, {}};
        for (std::size_t side = 0; side < m_comparison.sides.size(); ++side) table.head.push_back(headOf(side));
        for (const compare::SeedRow& seed : m_comparison.seeds) {
            if (seed.input != input) continue;
            std::vector<std::string> row = {std::to_string(seed.seed)};
            for (const auto& value : seed.seconds) row.push_back(value ? durationText(*value) : "-");
            table.rows.push_back(std::move(row));
        }
        if (!table.rows.empty()) add(std::move(table));
    }

    Document& m_document;
    const Comparison& m_comparison;
    int m_level;
};

}  // namespace

void addComparison(Document& document, const Comparison& comparison, int level) { ComparisonPage(document, comparison, level).write(); }

}  // namespace foldmeter::publish
