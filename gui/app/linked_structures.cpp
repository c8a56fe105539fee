#include "gui/app/linked_structures.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "results/prediction.h"
#include "viz/widget/structure_widget.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

#include <algorithm>
#include <cmath>

namespace foldmeter::app {
namespace {

viz::Rgb toRgb(const QColor& colour) { return {static_cast<std::uint8_t>(colour.red()), static_cast<std::uint8_t>(colour.green()), static_cast<std::uint8_t>(colour.blue())}; }

}  // namespace

std::optional<StructurePair> readPair(const std::filesystem::path& first, const std::filesystem::path& second) {
    const results::Prediction a = results::readPrediction(first), b = results::readPrediction(second);
    for (const results::Sample& sample : a.samples) {   // best first
        const auto same = std::find_if(b.samples.begin(), b.samples.end(), [&](const auto& other) { return other.seed == sample.seed && other.index == sample.index && other.bestCopy == sample.bestCopy; });
        if (same == b.samples.end() || sample.structure.empty() || same->structure.empty()) continue;
        return StructurePair{std::make_shared<const structure::Structure>(results::readSampleStructure(sample)), std::make_shared<const structure::Structure>(results::readSampleStructure(*same)),
                             compare::driftOfSample(sample, *same)};
    }
    return {};
}

LinkedStructures::LinkedStructures(QWidget* parent)
    : QWidget(parent), m_first(new viz::StructureWidget), m_second(new viz::StructureWidget), m_firstName(new QLabel), m_secondName(new QLabel), m_words(new QLabel) {
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(look::grid, look::grid, look::grid, look::grid);
    layout->setSpacing(look::grid / 2);
    int row = 0;
    for (const auto& [name, view] : {std::pair(m_firstName, m_first), std::pair(m_secondName, m_second)}) {
        name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);   // a long name takes more lines, the table beside it is not squeezed
        name->setWordWrap(true);
        look::setTextSize(name, look::TextSize::Body, true);
        layout->addWidget(name, row++, 0);
        layout->addWidget(view, row, 0);
        layout->setRowStretch(row++, 1);
        view->setMinimumSize(24 * look::grid, 16 * look::grid);
        view->setAccessibleName(tr("Structure"));
    }
    m_second->setLegendShown(false);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_words, row, 0);
    tie(m_first, m_second);
    tie(m_second, m_first);
    takeTheme();
}

void LinkedStructures::tie(viz::StructureWidget* moved, viz::StructureWidget* follower) {
    connect(moved, &viz::StructureWidget::cameraChanged, follower, [moved, follower] { follower->followCamera(*moved); });
}

void LinkedStructures::show(const StructurePair& pair, const QString& firstName, const QString& secondName) {
    m_firstName->setText(firstName);
    m_secondName->setText(secondName);
    m_firstName->setToolTip(firstName);
    m_secondName->setToolTip(secondName);
    m_first->setStructures({{firstName.toStdString(), pair.first, {}, {}, true}});
    m_second->setStructures({{secondName.toStdString(), pair.second, pair.drift.placement, {}, true}});
    m_first->resetCamera();
    const compare::SampleDrift& drift = pair.drift;
    m_words->setText(tr("Seed %1, sample %2: RMSD %3 Å over %4 atoms, lDDT %5, pLDDT %6, PAE %7. Two seeds of one run usually lie further apart; this is no distance to the truth.")
                         .arg(drift.seed).arg(drift.sample).arg(look::number(std::round(drift.rmsd * 1000) / 1000)).arg(look::count(static_cast<std::int64_t>(drift.atoms)), look::number(drift.lddt),
                              (drift.plddt > 0 ? QStringLiteral("+") : QString()) + look::number(drift.plddt), drift.pae ? tr("%1 Å apart").arg(look::number(*drift.pae)) : look::notMeasured()));
}

void LinkedStructures::clear(const QString& why) {
    m_first->setStructures({});
    m_second->setStructures({});
    m_firstName->clear();
    m_secondName->clear();
    m_words->setText(why);
}

QString LinkedStructures::words() const { return m_words->text(); }

void LinkedStructures::takeTheme() {
    const look::Theme& theme = look::themeOf(this);
    for (viz::StructureWidget* view : {m_first, m_second}) {
        viz::Look look = view->look();
        look.background = toRgb(theme.panel);
        look.text = toRgb(theme.text);
        look.accent = toRgb(theme.accent);
        view->setLook(look);
    }
}

void LinkedStructures::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) takeTheme();
    QWidget::changeEvent(event);
}

}  // namespace foldmeter::app
