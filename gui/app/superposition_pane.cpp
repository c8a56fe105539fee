#include "gui/app/superposition_pane.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/run/value_table.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace foldmeter::app {

using gui::TableCell;
using structure::FitBy;

SuperpositionPane::SuperpositionPane(QWidget* parent) : QWidget(parent), m_onto(new QComboBox), m_by(new QComboBox), m_note(new QLabel), m_table(new gui::ValueTable), m_buttons(new QHBoxLayout) {
    auto* form = new QFormLayout;
    form->setContentsMargins(look::grid, look::grid, look::grid, look::grid / 2);
    form->setHorizontalSpacing(look::grid);
    form->setVerticalSpacing(look::grid / 2);
    m_onto->setAccessibleName(tr("Laid on"));
    m_by->setAccessibleName(tr("Laid by"));
    form->addRow(tr("Laid on"), m_onto);
    form->addRow(tr("by"), m_by);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(look::grid, 0, look::grid, look::grid / 2);
    look::setMuted(m_note);
    m_table->setAccessibleName(tr("Samples laid on one another"));
    m_table->setColumns({{tr("view"), tr("drawn over the shown sample"), false},
                         {tr("sample"), {}, false, false},
                         {tr("chain"), tr("numbers of this chain alone"), false},
                         {tr("RMSD"), tr("over CA and C3', Å, where the chains that decide lie best"), true, false},
                         {tr("atoms"), tr("RMSD of all heavy atoms so placed, Å"), true, false},
                         {tr("TM"), tr("TM-score: over 0.5 the same fold; finds its own placement")},
                         {tr("lDDT"), tr("distances kept, of heavy atoms within 15 Å; needs no placement")}});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(form);
    layout->addWidget(m_note);
    layout->addWidget(m_table, 1);
    m_buttons->setContentsMargins(look::grid / 2, look::grid / 2, look::grid / 2, look::grid / 2);
    m_buttons->setSpacing(look::grid / 2);
    layout->addLayout(m_buttons);
    connect(m_onto, &QComboBox::activated, this, [this](int index) {
        Q_EMIT ontoWanted(index <= 0 ? std::nullopt : std::optional(m_samples[static_cast<std::size_t>(index - 1)]));
    });
    connect(m_by, &QComboBox::activated, this, [this](int index) {
        const int chains = static_cast<int>(m_chains.size());
        if (index == 0) Q_EMIT fitWanted(FitBy::All, {});
        else if (index > chains) Q_EMIT fitWanted(FitBy::EachChain, {});
        else Q_EMIT fitWanted(FitBy::OneChain, m_chains[static_cast<std::size_t>(index - 1)]);
    });
    connect(m_table, &gui::ValueTable::rowsChosen, this, &SuperpositionPane::chosenChanged);
    setComparison(nullptr);
}

void SuperpositionPane::addButton(QAction* action) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_buttons->addWidget(button);
}

void SuperpositionPane::setChoices(const StructureChoices& choices, std::optional<commands::SelectedSample> shown, const std::vector<commands::SelectedSample>& samples, const std::vector<std::string>& chains) {
    m_choices = choices;
    m_samples = samples;
    m_chains = chains;
    const QSignalBlocker quietOnto(m_onto), quietBy(m_by);
    m_onto->clear();
    m_onto->addItem(shown ? tr("the shown one (%1)").arg(nameOfSample(*shown)) : tr("the shown one"));
    for (const auto& sample : samples) m_onto->addItem(nameOfSample(sample));
    const auto onto = std::find(samples.begin(), samples.end(), choices.onto.value_or(commands::SelectedSample{}));
    m_onto->setCurrentIndex(choices.onto && onto != samples.end() ? 1 + static_cast<int>(onto - samples.begin()) : 0);
    m_by->clear();
    m_by->addItem(tr("all chains together"));
    for (const std::string& chain : chains) m_by->addItem(tr("chain %1").arg(QString::fromStdString(chain)));
    m_by->addItem(tr("each chain by itself"));
    const auto chain = std::find(chains.begin(), chains.end(), choices.chain);
    m_by->setCurrentIndex(choices.fitBy == FitBy::EachChain ? m_by->count() - 1 : choices.fitBy == FitBy::OneChain && chain != chains.end() ? 1 + static_cast<int>(chain - chains.begin()) : 0);
    fill();
}

void SuperpositionPane::setBusy() {
    if (m_comparison) return;   // the numbers that stand there stay until others come
    m_note->setText(tr("Comparing…"));
    m_note->show();
}

void SuperpositionPane::setComparison(std::shared_ptr<const SampleComparison> comparison) {
    m_comparison = std::move(comparison);
    fill();
}

void SuperpositionPane::fill() {
    std::vector<std::vector<TableCell>> cells;
    m_rowOf.clear();
    for (std::size_t i = 0; m_comparison && i < m_comparison->rows.size(); ++i) {
        const ComparedSample& row = m_comparison->rows[i];
        const bool drawn = !row.sample || std::binary_search(m_choices.overlaid.begin(), m_choices.overlaid.end(), *row.sample);
        const TableCell mark{drawn ? QStringLiteral("●") : QString(), {}, drawn ? 1.0 : 0.0};
        const TableCell name{row.target ? tr("%1 (laid on)").arg(row.name) : row.name, row.problem, static_cast<double>(i), row.target, !row.problem.isEmpty()};
        const TableCell none{QStringLiteral("–"), row.target ? tr("the others are laid on it") : row.problem, {}, false, true};
        if (row.parts.empty() || row.target) {
            m_rowOf.push_back(static_cast<int>(i));
            cells.push_back({mark, name, none, none, none, none, none});
            continue;
        }
        for (const structure::FittedPart& part : row.parts) {
            const structure::Comparison& c = part.comparison;
            const bool single = m_choices.fitBy == FitBy::EachChain;
            m_rowOf.push_back(static_cast<int>(i));
            cells.push_back({mark, name, single ? gui::cellOf(QString::fromStdString(part.chain)) : gui::cellOf(tr("all")), gui::cellOf(c.rmsd, 2), gui::cellOf(c.allAtomRmsd, 2), gui::cellOf(c.tmScore, 3), gui::cellOf(c.lddt, 3)});
        }
    }
    m_table->setRows(std::move(cells));
    const bool one = !m_comparison || m_comparison->rows.size() < 2;
    m_note->setText(one ? tr("There is nothing to compare it with: predict more samples or seeds, or load a reference structure.") : QString());
    m_note->setVisible(one);
}

std::vector<commands::SelectedSample> SuperpositionPane::chosen() const {
    std::vector<commands::SelectedSample> samples;
    for (const int row : m_table->selectedRows())
        if (const auto& sample = m_comparison->rows[static_cast<std::size_t>(m_rowOf[static_cast<std::size_t>(row)])].sample) samples.push_back(*sample);
    std::sort(samples.begin(), samples.end());
    samples.erase(std::unique(samples.begin(), samples.end()), samples.end());
    return samples;
}

QString SuperpositionPane::note() const { return m_note->text(); }

void SuperpositionPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    Q_EMIT seen();
}

}  // namespace foldmeter::app
