#include "gui/app/structure_pane.h"

#include "gui/app/beside_pane.h"
#include "gui/app/contacts_pane.h"
#include "gui/app/export_bar.h"
#include "gui/app/help_pane.h"
#include "gui/app/selection_rows.h"
#include "gui/app/structure_commands.h"
#include "gui/app/structure_export.h"
#include "gui/app/superposition_pane.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "structure/foreign_structure.h"

#include <QDragEnterEvent>
#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace foldmeter::app {
namespace {

constexpr viz::Rgb kReferenceColour{0x8A, 0x94, 0xA3};

viz::Rgb rgb(const QColor& colour) {
    return {static_cast<std::uint8_t>(colour.red()), static_cast<std::uint8_t>(colour.green()), static_cast<std::uint8_t>(colour.blue())};
}

QString structureFile(const QMimeData* data) {
    for (const QUrl& url : data->urls()) {
        const QString file = url.toLocalFile(), name = file.endsWith(QLatin1String(".zst")) ? file.chopped(4) : file;
        for (const char* ending : {".cif", ".mmcif", ".pdb", ".ent"})
            if (name.endsWith(QLatin1String(ending), Qt::CaseInsensitive)) return file;
    }
    return {};
}

}  // namespace

StructurePane::StructurePane(commands::CommandRegistry& registry, commands::SharedSelection& selection, QWidget* parent)
    : QWidget(parent), m_registry(registry), m_selection(selection), m_view(new viz::StructureWidget), m_superposition(new SuperpositionPane), m_contacts(new ContactsPane), m_replay(new ReplayBar),
      m_export(new StructureExport(*m_view, this)), m_exportBar(new ExportBar(m_export)), m_readOut(new QLabel(this)) {
    m_view->setAccessibleName(tr("Structure"));
    m_view->setLegendShown(true);
    m_stack = new look::StateStack(m_view);
    m_readOut->setContentsMargins(look::grid, look::grid / 4, look::grid, look::grid / 4);
    m_readOut->setAutoFillBackground(true);
    m_readOut->setAttribute(Qt::WA_TransparentForMouseEvents);
    setAcceptDrops(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_replay);
    layout->addWidget(m_exportBar);
    setEmpty(tr("No structure yet"), tr("Predict a job or open a run."));
    for (QWidget* part : {static_cast<QWidget*>(this), static_cast<QWidget*>(m_superposition.data()), static_cast<QWidget*>(m_contacts.data())}) setHelpTopic(part, QStringLiteral("structure"));
    takeTheme();
    followView();
    followPanes();
    addStructureCommands(*this, registry);
}

// Panes that no dock has taken belong to nobody else.
StructurePane::~StructurePane() {
    if (m_superposition && !m_superposition->parent()) delete m_superposition;
    if (m_contacts && !m_contacts->parent()) delete m_contacts;
}

SuperpositionPane* StructurePane::superposition() const { return m_superposition; }
ContactsPane* StructurePane::contacts() const { return m_contacts; }

void StructurePane::followView() {
    connect(m_view, &viz::StructureWidget::hovered, this, [this](std::optional<viz::Picked> what) { say(what ? nameOf(*what) : QString()); });
    connect(m_view, &viz::StructureWidget::selectionChanged, this, [this](const viz::Selection& rows) {
        if (m_structure) m_selection.select(namesOf(rows, *m_structure, m_selection.selection()));
    });
    connect(m_view, &viz::StructureWidget::picked, this, [this](const viz::Picked& what) {
        if (what.structure == 0) pick(what.residue);
    });
    connect(m_view, &viz::StructureWidget::measurementsChanged, this, &StructurePane::takeMeasurements);
    connect(&m_selection, &commands::SharedSelection::selectionChanged, this, [this](const commands::Selection& selection) {
        if (!m_structure) return;
        const viz::Selection rows = rowsOf(selection, *m_structure);
        m_view->setSelection(rows);
        if (!rows.residues.empty()) pick(rows.residues.front());
        findInteractions();
    });
}

void StructurePane::followPanes() {
    connect(m_superposition, &SuperpositionPane::ontoWanted, this, [this](std::optional<commands::SelectedSample> onto) {
        StructureChoices after = m_choices;
        after.onto = onto;
        if (auto* step = change(tr("Lay on another sample"), after)) m_registry.push(step);
    });
    connect(m_superposition, &SuperpositionPane::fitWanted, this, [this](structure::FitBy by, const std::string& chain) {
        StructureChoices after = m_choices;
        after.fitBy = by;
        after.chain = chain;
        if (auto* step = change(tr("Lay by other chains"), after)) m_registry.push(step);
    });
    connect(m_superposition, &SuperpositionPane::seen, this, &StructurePane::compare);
    connect(m_superposition, &SuperpositionPane::chosenChanged, &m_registry, &commands::CommandRegistry::refresh);
    connect(m_contacts, &ContactsPane::chosenChanged, &m_registry, &commands::CommandRegistry::refresh);
    connect(m_contacts, &ContactsPane::atomsWanted, m_view, &viz::StructureWidget::lookAt);
    connect(m_replay, &ReplayBar::placeChanged, this, &StructurePane::showPlace);
    connect(m_replay, &ReplayBar::playingChanged, &m_registry, &commands::CommandRegistry::refresh);
    connect(m_export, &StructureExport::written, this, [this](const QString& path) { say(tr("Written: %1").arg(path)); });
    connect(m_export, &StructureExport::failed, this, &StructurePane::say);
    connect(m_export, &StructureExport::ended, &m_registry, &commands::CommandRegistry::refresh);
}

QString StructurePane::nameOf(const viz::Picked& what) const {
    const auto& structures = m_view->structures();
    if (what.structure < 0 || static_cast<std::size_t>(what.structure) >= structures.size()) return {};
    const viz::ShownStructure& shown = structures[static_cast<std::size_t>(what.structure)];
    const structure::Structure& s = *shown.structure;
    const auto& residue = s.residues[static_cast<std::size_t>(what.residue)];
    const auto atom = static_cast<std::size_t>(what.atom);
    const QString name = tr("%1 %2 %3, atom %4, pLDDT %5")
        .arg(QString::fromStdString(s.chains[static_cast<std::size_t>(residue.chain)].id), QString::fromStdString(residue.name))
        .arg(residue.number)
        .arg(QString::fromStdString(s.atomNames[atom]), QString::number(s.bFactors[atom], 'f', 1));
    return what.structure == 0 ? name : QString::fromStdString(shown.name) + QStringLiteral(": ") + name;
}

void StructurePane::setSample(std::shared_ptr<const gui::LoadedSample> sample) {
    m_sample = std::move(sample);
    m_structure = m_sample && m_sample->structure ? std::shared_ptr<const structure::Structure>(m_sample, &*m_sample->structure) : nullptr;
    m_view->clearLive();
    m_comparison.reset();
    m_compared.reset();
    if (!m_structure) {
        m_view->setStructures({});
        m_stack->show(look::Empty{tr("No structure yet"), tr("It appears when the first sample is finished."), {}});
        m_replay->setTrajectory({}, nullptr);
        m_registry.refresh();
        return;
    }
    m_picked = std::min(m_picked, static_cast<int>(m_structure->residues.size()) - 1);
    m_stack->showContent();
    say({});
    showAll();
    compare();
    findInteractions();
    readTrajectory();
}

void StructurePane::setPrediction(std::shared_ptr<const results::Prediction> prediction) {
    if (m_prediction && (!prediction || prediction->folder != m_prediction->folder)) {   // samples of another run
        m_choices.overlaid.clear();
        m_choices.onto.reset();
        m_comparison.reset();
        m_kept.clear();
        m_keptBytes = 0;
    }
    m_prediction = std::move(prediction);
    tellPanes();
    compare();
    m_registry.refresh();
}

void StructurePane::setEmpty(const QString& what, const QString& todo) {
    m_sample.reset();
    m_structure.reset();
    m_prediction.reset();
    m_comparison.reset();
    m_compared.reset();
    m_kept.clear();
    m_keptBytes = 0;
    m_choices.overlaid.clear();   // samples of another run
    m_choices.onto.reset();
    ++m_comparing;
    ++m_finding;
    ++m_reading;
    m_view->setStructures({});
    m_measurements = m_view->measurements();   // none: their atoms are gone
    m_replay->setTrajectory({}, nullptr);
    m_stack->show(look::Empty{what, todo, {}});
    tellPanes();
    m_registry.refresh();
}

void StructurePane::setModel(look::ModelKind model) { m_export->setModel(model); }

std::optional<commands::SelectedSample> StructurePane::shownSample() const {
    return m_sample ? std::optional(commands::SelectedSample{m_sample->sample.seed, m_sample->sample.index}) : std::nullopt;
}
std::vector<commands::SelectedSample> StructurePane::samples() const {
    std::vector<commands::SelectedSample> all;
    if (m_prediction)
        for (const results::Sample& sample : m_prediction->samples) all.push_back({sample.seed, sample.index});
    return all;
}

// --- what was chosen

void StructurePane::setChoices(const StructureChoices& choices) {
    m_choices = choices;
    showAll();
    compare();
    findInteractions();
    m_registry.refresh();
}

QUndoCommand* StructurePane::change(const QString& title, const StructureChoices& after) {
    if (after == m_choices) return nullptr;
    return commands::changeOf<StructureChoices>(title, m_choices, after, [this](const StructureChoices& choices) { setChoices(choices); });
}

void StructurePane::showAll() {
    tellPanes();
    if (!m_structure) return;
    std::vector<viz::ShownStructure> shown{{nameOfSample(*shownSample()).toStdString(), m_structure, {}, {}, true}};
    for (viz::ShownStructure& overlay : overlays()) shown.push_back(std::move(overlay));
    m_view->setStructures(std::move(shown));
    m_view->setSelection(rowsOf(m_selection.selection(), *m_structure));
    m_measurements = m_view->measurements();
    colour();
    tellPanes();
}

std::vector<viz::ShownStructure> StructurePane::overlays() const {
    std::vector<viz::ShownStructure> all;
    if (!m_comparison) return all;
    const auto add = [&](const ComparedSample& row, viz::Rgb colour) {
        viz::Colouring plain;
        plain.by = viz::ColourBy::Uniform;
        plain.uniform = colour;
        const bool whole = m_choices.fitBy != structure::FitBy::EachChain;
        for (const structure::FittedPart& part : row.parts) {
            const QString name = whole && !row.target ? tr("%1: RMSD %2 Å").arg(row.name, QString::number(part.comparison.rmsd, 'f', 2)) : row.name;
            all.push_back({name.toStdString(), part.structure, structure::inOrder(part.comparison.placement, m_comparison->toShown), plain, true});
        }
    };
    int place = 0;
    for (const ComparedSample& row : m_comparison->rows) {
        ++place;
        if (!row.sample) add(row, kReferenceColour);
        else if (*row.sample != shownSample() && std::binary_search(m_choices.overlaid.begin(), m_choices.overlaid.end(), *row.sample)) add(row, viz::chainColour(place));
    }
    return all;
}

// --- computed beside the window's thread

void StructurePane::compare() {
    if (!m_superposition) return;
    const bool wanted = m_superposition->isVisible() || !m_choices.overlaid.empty() || m_choices.reference || m_choices.colour == ColourMode::Difference;
    if (!m_structure || !m_prediction || !wanted) return;
    const auto isShown = [this](const results::Sample& sample) { return sample.structure == m_sample->sample.structure; };
    if (std::none_of(m_prediction->samples.begin(), m_prediction->samples.end(), isShown)) return;   // the sample of the run before; its own comes
    ComparingWish wish{*shownSample(), m_prediction->samples, {}, m_choices};
    const auto answers = [](const ComparingWish& a, const ComparingWish& b) {
        return a.shown == b.shown && a.samples.size() == b.samples.size() && a.choices.overlaid == b.choices.overlaid && a.choices.onto == b.choices.onto && a.choices.fitBy == b.choices.fitBy &&
               a.choices.chain == b.choices.chain && a.choices.reference == b.choices.reference;
    };
    if (m_compared && answers(*m_compared, wish)) return;
    if (m_comparison) wish.known = m_comparison->structures;
    wish.known[*shownSample()] = m_structure;
    m_compared = wish;
    m_superposition->setBusy();
    using Compared = std::shared_ptr<const SampleComparison>;
    beside<Compared>([wish] { return compareSamples(wish); }, [this, number = ++m_comparing](const Compared& comparison) {
        if (number != m_comparing) return;
        m_comparison = comparison;
        m_superposition->setComparison(comparison);
        showAll();
        m_registry.refresh();
    }, [this](const QString& why) { say(why); });
}

void StructurePane::findInteractions() {
    const int number = ++m_finding;
    if (!m_contacts) return;
    const bool wanted = m_choices.contacts || m_choices.hydrogenBonds || m_choices.clashes;
    if (!m_structure || !wanted) {
        m_view->setLinks({});
        m_contacts->setInteractions(nullptr, {}, false);
        return;
    }
    const std::vector<int> selected = rowsOf(m_selection.selection(), *m_structure).residues;
    beside<FoundInteractions>([s = m_structure, choices = m_choices, selected] { return app::findInteractions(*s, choices, selected); }, [this, number, selected](const FoundInteractions& found) {
        if (number != m_finding) return;
        std::vector<viz::DrawnLink> links;
        const auto at = [this](int atom) { return viz::Picked{0, m_structure->residueOf[static_cast<std::size_t>(atom)], atom}; };
        for (const ShownInteraction& i : found.shown) links.push_back({i.kind, at(i.first), at(i.second)});
        m_view->setLinks(std::move(links));
        m_contacts->setInteractions(m_structure, found, !selected.empty());
    }, [this](const QString& why) { say(why); });
}

void StructurePane::loadReference(const std::filesystem::path& file) {
    if (!m_structure) return say(tr("A reference is held against a sample: open a run first."));
    using Read = std::shared_ptr<const Reference>;
    beside<Read>([file] {
        return std::make_shared<const Reference>(Reference{file.stem().string(), file.string(), std::make_shared<const structure::Structure>(structure::loadForeignStructure(file))});
    }, [this](const Read& reference) {
        StructureChoices after = m_choices;
        after.reference = reference;
        after.colour = ColourMode::Deviation;
        if (auto* step = change(tr("Load the reference %1").arg(QString::fromStdString(reference->name)), after)) m_registry.push(step);
    }, [this](const QString& why) { say(why); });
}

// --- measurements

void StructurePane::setMeasurements(const std::vector<viz::Measurement>& measurements) {
    m_view->setMeasurements(measurements);
    m_measurements = m_view->measurements();
    tellPanes();
    m_registry.refresh();
}

QUndoCommand* StructurePane::measured(const QString& title, const std::vector<viz::Measurement>& after) {
    return commands::changeOf<std::vector<viz::Measurement>>(title, m_measurements, after, [this](const std::vector<viz::Measurement>& all) { setMeasurements(all); });
}

void StructurePane::takeMeasurements() {
    const std::vector<viz::Measurement> after = m_view->measurements();
    m_registry.push(measured(tr("Measure"), after));
}

// --- what is said

void StructurePane::tellPanes() {
    std::vector<std::string> chains;
    if (m_structure)
        for (const structure::StructureChain& chain : m_structure->chains) chains.push_back(chain.id);
    if (!m_superposition || !m_contacts) return;   // the window closes
    m_superposition->setChoices(m_choices, shownSample(), samples(), chains);
    if (!m_comparison) m_superposition->setComparison(nullptr);
    std::vector<QString> values;
    for (const viz::Measurement& measurement : m_measurements) values.push_back(m_view->valueOf(measurement));
    m_contacts->setMeasurements(m_view->structures(), m_measurements, values);
}

QString StructurePane::readOut() const { return m_readOut->text(); }

// Lies over the lower left corner of the view while there is something to say.
void StructurePane::say(const QString& readOut) {
    m_readOut->setText(readOut);
    m_readOut->setVisible(!readOut.isEmpty());
    m_readOut->adjustSize();
    m_readOut->move(0, m_stack->geometry().bottom() + 1 - m_readOut->height());
    m_readOut->raise();
}

void StructurePane::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_readOut->move(0, m_stack->geometry().bottom() + 1 - m_readOut->height());
}

void StructurePane::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) takeTheme();
}

void StructurePane::dragEnterEvent(QDragEnterEvent* event) {
    if (m_structure && !structureFile(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void StructurePane::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    loadReference(structureFile(event->mimeData()).toStdString());
}

void StructurePane::takeTheme() {
    const look::Theme& theme = look::themeOf(this);
    viz::Look look = m_view->look();
    look.background = rgb(theme.window);
    look.text = rgb(theme.text);
    look.accent = rgb(theme.accent);
    if (!(look == m_view->look())) m_view->setLook(look);
}

}  // namespace foldmeter::app
