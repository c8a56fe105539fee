#include "publish/run_document.h"

#include "base/message.h"
#include "base/version.h"
#include "publish/charts.h"
#include "report/stage_table.h"
#include "report/statistics.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace foldmeter::publish {
namespace {

using report::bytesText;
using report::durationText;
using report::Timing;
using timeline::Category;
using Kind = Paragraph::Kind;

std::string scoreText(const std::optional<double>& score) { return score && !std::isnan(*score) ? fmt::format("{:.3f}", *score) : message("report.not_measured"); }

class RunPage {
public:
    RunPage(Document& document, const RunContents& contents, const DrawStructure& draw, int level)
        : m_document(document), m_run(contents), m_timing(contents.run.timing), m_draw(draw), m_level(level) {}

    void write() {
        addHead();
        addAnswer();
        addPrediction();
        addTimes();
        addConfidence();
        addConditions();
        addAbsences();
    }

private:
    void add(Block block) { m_document.blocks.push_back(std::move(block)); }
    void heading(const std::string& text, int below = 1, bool newPage = false) { add(Heading{std::min(m_level + below, 6), text, newPage}); }

    void addHead() {
        add(Heading{m_level, m_run.run.name, m_level > 1});
        add(Paragraph{Kind::Lead, message("report.summary", {std::to_string(m_timing.tokens), std::to_string(m_timing.atoms), std::to_string(m_timing.seeds.size()), durationText(m_timing.stages.wall),
                                                             m_timing.device.name, std::to_string(m_timing.device.threads)})});
        if (const std::string badge = badgeOf(m_timing.model.name); !badge.empty()) add(Paragraph{Kind::Warning, badge});
    }

    void addAnswer() {
        heading(message("report.why"));
        add(Paragraph{Kind::Lead, m_run.answer.headline});
        if (!m_run.seeds.empty()) {
            std::vector<StageBar> bars = {{message("report.first_seed"), m_run.seeds.front().stages}};
            if (m_run.others) bars.push_back({message("report.other_seeds", {std::to_string(m_run.seeds.size() - 1)}), *m_run.others});
            add(Picture{drawStageBars(bars), message("report.strips"), m_run.answer.headline});
        }
        List list;
        for (const report::Reason& reason : m_run.answer.reasons) list.items.push_back({reason.text, reason.remedy});
        if (!list.items.empty()) {
            add(Paragraph{Kind::Plain, message("report.causes")});
            add(std::move(list));
        } else add(Paragraph{Kind::Plain, message(m_run.answer.difference > 0 && !m_run.answer.stages.empty() ? "report.no_single_cause" : m_timing.seeds.size() < 2 ? "report.one_seed_only" : "report.nothing_to_help")});
    }

    void addPrediction() {
        if (!m_run.best) return;
        heading(message("report.trust"));
        if (!m_run.verdict.empty()) add(Paragraph{Kind::Lead, results::inOneSentence(m_run.verdict)});
        Row row;
        if (m_run.structure) {
            const std::string picture = m_run.picture ? drawStored(*m_run.picture) : m_draw ? m_draw(*m_run.structure) : std::string();
            const std::string caption = message("report.structure", {std::to_string(m_run.best->seed), std::to_string(m_run.best->index)});
            if (!picture.empty()) row.pictures.push_back({picture, caption, caption});
            else add(Paragraph{Kind::Muted, message("report.no_structure_picture")});
        }
        if (m_run.confidences && !m_run.confidences->pae.empty()) row.pictures.push_back({drawPae(m_run.confidences->pae, m_run.confidences->tokenChains), message("report.pae"), message("report.pae")});
        if (!row.pictures.empty()) add(std::move(row));
        if (m_run.summary)
            add(Table{message("report.scores", {std::to_string(m_run.best->seed), std::to_string(m_run.best->index), std::to_string(m_run.samples)}),
                      {"ranking_score", "pTM", "ipTM"},
                      {{scoreText(m_run.best->rankingScore), scoreText(m_run.summary->ptm), scoreText(m_run.summary->iptm)}},
                      3});
    }

    void addTimes() {
        heading(message("report.where"), 1, true);
        Table table{message("report.stages"), {message("report.stage"), message("report.whole_run"), message("report.share"), message("report.first_seed"), message("report.median_others"), message("report.more")}, {}};
        for (int i = 0; i < timeline::categoryCount; ++i) table.rows.push_back(stageRow(report::titleOf(static_cast<Category>(i)), [i](const timeline::StageSeconds& s) { return s.of(static_cast<Category>(i)); }));
        table.rows.push_back(stageRow(message("compare.row.all"), [](const timeline::StageSeconds& s) { return s.wall; }));
        add(std::move(table));
        addSeeds();
        addPrograms();
        addKernels();
        add(Paragraph{Kind::Plain, message("report.memory", {bytesText(static_cast<double>(m_timing.memory.peak)), bytesText(static_cast<double>(m_timing.memory.weights)),
                                                             m_timing.memory.predictedPeak ? bytesText(static_cast<double>(*m_timing.memory.predictedPeak)) : message("report.not_measured")})});
    }
    template <typename Pick> std::vector<std::string> stageRow(const std::string& name, const Pick& pick) const {
        const double seconds = pick(m_timing.stages);
        std::vector<std::string> row = {name, durationText(seconds), m_timing.stages.wall > 0 ? fmt::format("{:.1f} %", 100 * seconds / m_timing.stages.wall) : "-"};
        row.push_back(m_run.seeds.empty() ? "-" : durationText(pick(m_run.seeds.front().stages)));
        row.push_back(m_run.others ? durationText(pick(*m_run.others)) : "-");
        row.push_back(m_run.others ? differenceText(pick(m_run.seeds.front().stages) - pick(*m_run.others)) : "-");
        return row;
    }
    static std::string differenceText(double seconds) { return (seconds < 0 ? "-" : seconds > 0 ? "+" : "") + durationText(std::abs(seconds)); }

    void addSeeds() {
        if (m_timing.seeds.empty()) return;
        heading(message("report.seeds"), 2);
        Table table{{}, {message("report.seed"), message("report.wall"), message("report.compilation"), message("report.execution"), "trunk", "denoise", "confidence"}, {}};
        std::vector<double> others;
        for (std::size_t i = 0; i < m_timing.seeds.size(); ++i) {
            const report::SeedTiming& seed = m_timing.seeds[i];
            table.rows.push_back({std::to_string(seed.seed), durationText(seed.wall), durationText(seed.compile), durationText(seed.execute), durationText(seed.trunk), durationText(seed.denoise), durationText(seed.confidence)});
            if (i > 0) others.push_back(seed.execute);
        }
        add(std::move(table));
        if (others.empty()) return;
        const report::Interval interval = report::medianInterval(others);
        const std::string median = durationText(report::median(others)), count = std::to_string(others.size());
        add(Paragraph{Kind::Plain, std::isnan(interval.lower) ? message("report.seed_median", {median, count}) : message("report.seed_interval", {median, durationText(interval.lower), durationText(interval.upper), count})});
    }

    void addPrograms() {
        if (m_timing.programs.empty()) return;
        heading(message("report.programs"), 2);
        Table table{{}, {message("report.program"), message("report.kernels"), message("report.compiled"), message("report.tracing"), message("report.optimisation"), message("report.codegen"), message("report.autotuning"), message("report.cache"), message("report.arena")}, {}};
        for (const report::ProgramTiming& p : m_timing.programs)
            table.rows.push_back({p.name, std::to_string(p.kernels), std::to_string(p.kernelsCompiled), durationText(p.trace), durationText(p.optimize), durationText(p.codegen), durationText(p.autotune), p.cache, bytesText(static_cast<double>(p.arenaBytes))});
        add(std::move(table));
    }

    void addKernels() {
        constexpr std::size_t most = 15;
        if (m_timing.kernels.empty()) return;
        std::vector<report::KernelTiming> kernels = m_timing.kernels;
        std::stable_sort(kernels.begin(), kernels.end(), [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
        double all = 0;
        for (const auto& kernel : kernels) all += kernel.seconds;
        heading(message("report.slowest_kernels"), 2);
        Table table{message("report.kernels_caption", {std::to_string(std::min(most, kernels.size())), std::to_string(kernels.size())}),
                    {message("report.kernel"), message("report.program"), message("report.module"), message("report.calls"), message("report.time"), message("report.share"), "GFLOP/s", "GB/s"}, {}, 3};
        for (std::size_t i = 0; i < std::min(most, kernels.size()); ++i) {
            const report::KernelTiming& k = kernels[i];
            const double perSecond = k.seconds > 0 ? 1e-9 / k.seconds : 0;
            table.rows.push_back({k.name, k.program, k.scope, std::to_string(k.calls), durationText(k.seconds), all > 0 ? fmt::format("{:.1f} %", 100 * k.seconds / all) : "-", fmt::format("{:.1f}", k.flops * perSecond), fmt::format("{:.1f}", k.bytes * perSecond)});
        }
        add(std::move(table));
    }

    void addConfidence() {
        if (m_run.run.samples.empty() && !m_run.structure) return;
        heading(message("report.confidence"), 1);
        if (m_run.structure) {
            std::vector<double> values;
            std::vector<std::string> chains;
            for (const structure::StructureResidue& residue : m_run.structure->residues) {
                double sum = 0;
                for (int atom = 0; atom < residue.atoms; ++atom) sum += m_run.structure->bFactors[static_cast<std::size_t>(residue.firstAtom + atom)];
                values.push_back(residue.atoms > 0 ? sum / residue.atoms : 0);
                chains.push_back(m_run.structure->chains[static_cast<std::size_t>(residue.chain)].id);
            }
            add(Picture{drawPlddt(values, chains), message("report.plddt"), message("report.plddt")});
        }
        if (m_run.run.samples.empty()) return;
        Table table{message("report.samples"), {message("report.seed"), message("report.sample"), "ranking_score"}, {}};
        for (const report::RankedSample& sample : m_run.run.samples) table.rows.push_back({std::to_string(sample.seed), std::to_string(sample.sample), fmt::format("{:.4f}", sample.score)});
        add(std::move(table));
    }

    void addConditions() {
        heading(message("report.conditions"), 1);
        const auto known = [](const std::string& text) { return text.empty() ? message("report.unknown") : text; };
        const auto& device = m_timing.device;
        Table table{{}, {message("report.what"), message("report.value")}, {}, 2};
        table.rows = {{message("report.device"), fmt::format("{} {}, {}", device.kind, device.name, device.isa)},
                      {message("report.threads"), std::to_string(device.threads)},
                      {message("report.version"), known(m_run.version)},
                      {message("report.written_by"), "Foldmeter " + std::string(version)},
                      {message("report.started"), known(m_run.started)},
                      {message("report.model"), message("report.model_value", {m_timing.model.name, std::to_string(m_timing.model.parameters), m_timing.model.digest})},
                      {message("report.sizes"), message("report.sizes_value", {std::to_string(m_timing.tokens), std::to_string(m_timing.paddedTokens), std::to_string(m_timing.atoms), std::to_string(m_timing.msaRows)})},
                      {message("report.digest"), m_timing.settingsDigest},
                      {message("report.repeats"), message("report.repeats_value", {std::to_string(m_timing.seeds.size())})},
                      {message("report.statistics"), message("report.statistics_value")},
                      {message("report.command"), known(m_run.commandLine)}};
        add(std::move(table));
        Table settings{message("report.settings"), {message("report.setting"), message("report.value")}, {}, 2};
        for (const auto& [name, value] : m_timing.settings) settings.rows.push_back({name, value.empty() ? message("report.default") : value});
        add(std::move(settings));
    }

    void addAbsences() {
        heading(message("report.absent"), 1);
        List list;
        for (const std::string& text : m_run.notMeasured) list.items.push_back({text, {}});
        add(std::move(list));
        if (m_run.problems.empty()) return;
        heading(message("report.problems"), 1);
        List problems;
        for (const std::string& text : m_run.problems) problems.items.push_back({text, {}});
        add(std::move(problems));
    }

    Document& m_document;
    const RunContents& m_run;
    const Timing& m_timing;
    const DrawStructure& m_draw;
    int m_level;
};

}  // namespace

void addRun(Document& document, const RunContents& contents, const DrawStructure& draw, int level) { RunPage(document, contents, draw, level).write(); }

}  // namespace foldmeter::publish
