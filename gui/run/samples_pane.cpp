#include "gui/run/samples_pane.h"

#include "base/error.h"
#include "gui/look/numbers.h"
#include "gui/look/states.h"
#include "gui/run/value_table.h"

#include <QApplication>
#include <QPointer>
#include <QThreadPool>
#include <QVBoxLayout>

#include <limits>
#include <set>

namespace foldmeter::gui {
namespace {

enum Column { Rank, Ranking, Seed, Index, Ptm, Iptm, PaeMin, Disordered, Clash };

std::optional<double> smallestBetweenChains(const results::Summary& summary) {
    double smallest = std::numeric_limits<double>::infinity();
    for (int a = 0; a < summary.chainPairPaeMin.rows; ++a)
        for (int b = 0; b < summary.chainPairPaeMin.columns; ++b)
            if (const auto value = static_cast<double>(summary.chainPairPaeMin.at(a, b)); a != b && value < smallest) smallest = value;
    return smallest < std::numeric_limits<double>::infinity() ? std::optional(smallest) : std::nullopt;
}

}  // namespace

SamplesPane::SamplesPane(QWidget* parent) : QWidget(parent), m_note(new look::NoteBar), m_table(new ValueTable) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_note);
    column->addWidget(m_table, 1);
    m_states = new look::StateStack(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);
    setFocusProxy(m_table);
    m_table->setAccessibleName(tr("Samples of all seeds, best first"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setColumns({{tr("rank"), tr("1 is the sample with the greatest ranking score"), true, false},
                         {tr("score"), tr("ranking score: 0.8 ipTM + 0.2 pTM (pTM alone for one chain) + 0.5 disorder, less 100 for a clash")},
                         {tr("seed"), {}, true, false},
                         {tr("sample"), {}, true, false},
                         {tr("pTM"), tr("predicted TM-score of the whole: over 0.5 the fold is probably right")},
                         {tr("ipTM"), tr("the same between chains: from 0.8 confident, below 0.6 it may have failed")},
                         {tr("PAE min"), tr("smallest predicted error between two chains, in Å"), true, false},
                         {tr("disorder"), tr("share of residues that look disordered"), true, false},
                         {tr("clash"), tr("chains that lie inside each other"), false, false}});
    m_table->setLeastColumns(Index + 1);
    connect(m_table, &ValueTable::rowsChosen, this, [this](const std::vector<int>& rows) {
        if (rows.empty() || !m_prediction) return;
        const results::Sample& sample = m_prediction->samples[static_cast<std::size_t>(rows.front())];
        m_shown = {sample.seed, sample.index};
        Q_EMIT sampleChosen(m_shown);
    });
    setPrediction(nullptr);
}

void SamplesPane::setPrediction(std::shared_ptr<const results::Prediction> prediction) {
    m_prediction = std::move(prediction);
    if (!m_prediction || m_prediction->samples.empty()) {
        m_states->show(look::Empty{tr("No samples yet"), tr("They appear here, best first, as the seeds finish."), {}});
        return;
    }
    m_states->showContent();
    fill(std::vector<std::optional<results::Summary>>(m_prediction->samples.size()));
    tellPartial();
    QPointer<SamplesPane> pane(this);
    QThreadPool::globalInstance()->start([pane, given = m_prediction] {
        std::vector<std::optional<results::Summary>> summaries;
        for (const results::Sample& sample : given->samples) {
            summaries.emplace_back();
            try {
                if (!sample.summary.empty()) summaries.back() = results::readSummary(sample.summary);
            } catch (const Error&) {   // told where the sample itself is shown
            }
        }
        QMetaObject::invokeMethod(qApp, [pane, given, summaries = std::move(summaries)] {
            if (!pane || pane->m_prediction != given) return;
            pane->fill(summaries);
            Q_EMIT pane->summariesRead();
        });
    });
}

void SamplesPane::fill(const std::vector<std::optional<results::Summary>>& summaries) {
    std::vector<std::vector<TableCell>> rows;
    for (std::size_t i = 0; i < m_prediction->samples.size(); ++i) {
        const results::Sample& sample = m_prediction->samples[i];
        const auto rank = static_cast<double>(i + 1);
        const bool best = i == 0 && sample.rankingScore.has_value();
        TableCell rankCell{best ? QStringLiteral("★ 1") : QString::number(i + 1), best ? tr("the best sample") : QString(), rank, best};
        if (!sample.rankingScore) rankCell = {QStringLiteral("–"), tr("no ranking score: the ranking file and the summary are missing"), {}, false, true};
        std::vector<TableCell> row = {rankCell, cellOf(sample.rankingScore, 3), {QString::number(sample.seed), {}, double(sample.seed), best}, {QString::number(sample.index), {}, double(sample.index), best}};
        row[Ranking].strong = best;
        if (sample.bestCopy && sample.seed == 0) row[Seed] = {QStringLiteral("–"), tr("only the copy of the best sample is in the folder; its seed is not told"), {}, false, true};
        const auto& summary = summaries[i];
        row.push_back(cellOf(summary ? summary->ptm : std::nullopt, 2));
        row.push_back(cellOf(summary ? summary->iptm : std::nullopt, 2));
        row.push_back(cellOf(summary ? smallestBetweenChains(*summary) : std::nullopt, 1));
        row.push_back(cellOf(summary ? summary->fractionDisordered : std::nullopt, 2));
        const auto clash = summary ? summary->hasClash : std::nullopt;
        row.push_back(clash ? TableCell{*clash ? tr("yes") : tr("no"), {}, *clash ? 1.0 : 0.0, *clash} : TableCell{QStringLiteral("–"), look::notMeasured(), {}, false, true});
        rows.push_back(std::move(row));
    }
    m_table->setRows(std::move(rows));
    setShown(m_shown);
}

void SamplesPane::setSeedsWanted(int seeds) {
    m_seedsWanted = seeds;
    tellPartial();
}

void SamplesPane::tellPartial() {
    std::set<std::uint32_t> seeds;
    if (m_prediction)
        for (const results::Sample& sample : m_prediction->samples) seeds.insert(sample.seed);
    const int finished = static_cast<int>(seeds.size());
    if (m_seedsWanted > finished) m_note->setNote(look::NoteBar::Kind::Partial, tr("%1 of %2 seeds finished").arg(finished).arg(m_seedsWanted));
    else if (m_prediction && !m_prediction->problems.empty()) m_note->setNote(look::NoteBar::Kind::Partial, tr("Damaged: %1").arg(QString::fromStdString(m_prediction->problems.front())));
    else m_note->clear();
}

void SamplesPane::setShown(std::optional<commands::SelectedSample> sample) {
    m_shown = sample;
    if (!m_prediction) return;
    std::vector<int> rows;
    for (std::size_t i = 0; sample && i < m_prediction->samples.size(); ++i)
        if (m_prediction->samples[i].seed == sample->seed && m_prediction->samples[i].index == sample->index) rows.push_back(static_cast<int>(i));
    m_table->selectRows(rows);
}

void SamplesPane::setSelection(const commands::Selection& selection) {
    if (!m_prediction) return;
    for (std::size_t i = 0; i < m_prediction->samples.size(); ++i) {
        const std::uint32_t seed = m_prediction->samples[i].seed;
        const bool marked = std::find(selection.seeds.begin(), selection.seeds.end(), seed) != selection.seeds.end();
        TableCell cell{QString::number(seed), {}, double(seed), marked || i == 0};
        if (marked) cell.text = QStringLiteral("• ") + cell.text;
        if (m_prediction->samples[i].bestCopy && seed == 0) continue;
        if (m_table->textAt(static_cast<int>(i), Seed) != cell.text) m_table->setCell(static_cast<int>(i), Seed, cell);
    }
}

}  // namespace foldmeter::gui
