#include "gui/app/structure_pane.h"

#include "gui/app/selection_rows.h"
#include "gui/look/badge.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"

#include <QAction>
#include <QEvent>
#include <QFileDialog>
#include <QLabel>
#include <QVBoxLayout>

#include <type_traits>

namespace foldmeter::app {
namespace {

viz::Rgb rgb(const QColor& colour) {
    return {static_cast<std::uint8_t>(colour.red()), static_cast<std::uint8_t>(colour.green()), static_cast<std::uint8_t>(colour.blue())};
}

QString noStructure() { return StructurePane::tr("no structure is shown"); }

}  // namespace

StructurePane::StructurePane(commands::CommandRegistry& registry, commands::SharedSelection& selection, QWidget* parent)
    : QWidget(parent), m_registry(registry), m_selection(selection), m_view(new viz::StructureWidget), m_readOut(new QLabel(this)) {
    m_view->setAccessibleName(tr("Structure"));
    m_view->setLegendShown(true);
    m_stack = new look::StateStack(m_view);
    m_readOut->setContentsMargins(look::grid, look::grid / 4, look::grid, look::grid / 4);
    m_readOut->setAutoFillBackground(true);
    m_readOut->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    setEmpty(tr("No structure yet"), tr("Predict a job or open a run."));
    takeTheme();
    followView();
    addCommands();
}

void StructurePane::followView() {
    connect(m_view, &viz::StructureWidget::hovered, this, [this](std::optional<viz::Picked> what) { say(what ? nameOf(*what) : QString()); });
    connect(m_view, &viz::StructureWidget::selectionChanged, this, [this](const viz::Selection& rows) {
        if (m_structure) m_selection.select(namesOf(rows, *m_structure, m_selection.selection()));
    });
    connect(m_view, &viz::StructureWidget::measurementsChanged, &m_registry, &commands::CommandRegistry::refresh);
    connect(&m_selection, &commands::SharedSelection::selectionChanged, this, [this](const commands::Selection& selection) {
        if (m_structure) m_view->setSelection(rowsOf(selection, *m_structure));
    });
}

QString StructurePane::nameOf(const viz::Picked& what) const {
    const auto& structures = m_view->structures();
    if (what.structure < 0 || static_cast<std::size_t>(what.structure) >= structures.size()) return {};
    const structure::Structure& s = *structures[static_cast<std::size_t>(what.structure)].structure;
    const auto& residue = s.residues[static_cast<std::size_t>(what.residue)];
    const auto atom = static_cast<std::size_t>(what.atom);
    return tr("%1 %2 %3, atom %4, pLDDT %5")
        .arg(QString::fromStdString(s.chains[static_cast<std::size_t>(residue.chain)].id), QString::fromStdString(residue.name))
        .arg(residue.number)
        .arg(QString::fromStdString(s.atomNames[atom]), QString::number(s.bFactors[atom], 'f', 1));
}

void StructurePane::setStructure(const QString& name, std::shared_ptr<const structure::Structure> structure) {
    m_structure = std::move(structure);
    m_view->clearLive();
    if (!m_structure) return setEmpty(tr("No structure yet"), tr("It appears when the first sample is finished."));
    m_view->setStructures({{name.toStdString(), m_structure, {}, {}, true}});
    m_view->setSelection(rowsOf(m_selection.selection(), *m_structure));
    m_stack->showContent();
    say({});
    m_registry.refresh();
}

void StructurePane::setEmpty(const QString& what, const QString& todo) {
    m_structure.reset();
    m_view->setStructures({});
    m_stack->show(look::Empty{what, todo, {}});
    m_registry.refresh();
}

void StructurePane::setLiveLayout(std::shared_ptr<const structure::Structure> layout) { m_layout = std::move(layout); }

void StructurePane::setLivePositions(std::vector<float> positions, const QString& moment) {
    if (!m_layout || positions.size() != 3 * m_layout->atoms()) return;
    m_stack->showContent();
    m_view->setLivePositions(m_layout, std::move(positions));
    say(moment);
}

void StructurePane::clearLive() {
    m_view->clearLive();
    say({});
}

QString StructurePane::readOut() const { return m_readOut->text(); }

// Lies over the lower left corner of the view while there is something to say.
void StructurePane::say(const QString& readOut) {
    m_readOut->setText(readOut);
    m_readOut->setVisible(!readOut.isEmpty());
    m_readOut->adjustSize();
    m_readOut->move(0, height() - m_readOut->height());
    m_readOut->raise();
}

void StructurePane::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_readOut->move(0, height() - m_readOut->height());
}

void StructurePane::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) takeTheme();
}

void StructurePane::takeTheme() {
    const look::Theme& theme = look::themeOf(this);
    viz::Look look = m_view->look();
    look.background = rgb(theme.window);
    look.text = rgb(theme.text);
    look.accent = rgb(theme.accent);
    if (!(look == m_view->look())) m_view->setLook(look);
}

// One command a value of representation or colouring: a switch among its group, a step that can be undone.
template <typename Value>
void StructurePane::addChoice(const QString& group, const QString& word, const QString& title, Value value, const char* keys) {
    const auto now = [this]() -> Value {
        if constexpr (std::is_same_v<Value, viz::Representation>) return m_view->representation();
        else return m_view->colouring().by;
    };
    const auto put = [this](const Value& v) {
        if constexpr (std::is_same_v<Value, viz::Representation>) {
            m_view->setRepresentation(v);
        } else {
            viz::Colouring colouring = m_view->colouring();
            colouring.by = v;
            m_view->setColouring(colouring);
        }
    };
    commands::Command command;
    command.id = QStringLiteral("structure.%1.%2").arg(group, word);
    command.subject = tr("Structure");
    command.title = title;
    command.shortcut = QKeySequence(QString::fromLatin1(keys));
    command.checked = [=] { return now() == value; };
    command.whyNot = [this] { return hasStructure() ? QString() : noStructure(); };
    command.change = [=]() -> QUndoCommand* { return now() == value ? nullptr : commands::changeOf<Value>(title, now(), value, put); };
    m_registry.add(std::move(command), this);
}

void StructurePane::addSwitch(const QString& word, const QString& title, bool viz::Look::*part, const char* keys) {
    commands::Command command;
    command.id = QStringLiteral("structure.look.") + word;
    command.subject = tr("Structure");
    command.title = title;
    command.shortcut = QKeySequence(QString::fromLatin1(keys));
    command.checked = [=, this] { return m_view->look().*part; };
    command.change = [=, this] {
        const bool on = m_view->look().*part;
        return commands::changeOf<bool>(title, on, !on, [=, this](const bool& value) {
            viz::Look look = m_view->look();
            look.*part = value;
            m_view->setLook(look);
        });
    };
    m_registry.add(std::move(command), this);
}

void StructurePane::addMeasuring(const QString& word, const QString& title, int atoms, const char* keys) {
    commands::Command command;
    command.id = QStringLiteral("structure.measure.") + word;
    command.subject = tr("Structure");
    command.title = title;
    command.shortcut = QKeySequence(QString::fromLatin1(keys));
    command.explanation = tr("Then click %1 atoms; once more ends it.").arg(atoms);
    command.checked = [=, this] { return m_view->measuring() == atoms; };
    command.whyNot = [this] { return hasStructure() ? QString() : noStructure(); };
    command.change = [=, this] {
        const int before = m_view->measuring();
        return commands::changeOf<int>(title, before, before == atoms ? 0 : atoms, [this](const int& n) { m_view->setMeasuring(n); });
    };
    m_registry.add(std::move(command), this);
}

void StructurePane::addCommands() {
    using R = viz::Representation;
    using C = viz::ColourBy;
    addChoice(QStringLiteral("as"), QStringLiteral("cartoon"), tr("Cartoon"), R::Cartoon, "");
    addChoice(QStringLiteral("as"), QStringLiteral("ball_and_stick"), tr("Ball and stick"), R::BallAndStick, "");
    addChoice(QStringLiteral("as"), QStringLiteral("sticks"), tr("Sticks"), R::Sticks, "");
    addChoice(QStringLiteral("as"), QStringLiteral("spheres"), tr("Spheres"), R::Spheres, "");
    addChoice(QStringLiteral("as"), QStringLiteral("surface"), tr("Surface"), R::Surface, "");
    addChoice(QStringLiteral("colour"), QStringLiteral("plddt"), tr("Colour by pLDDT"), C::Plddt, "");
    addChoice(QStringLiteral("colour"), QStringLiteral("chain"), tr("Colour by chain"), C::Chain, "");
    addChoice(QStringLiteral("colour"), QStringLiteral("entity"), tr("Colour by entity"), C::Entity, "");
    addChoice(QStringLiteral("colour"), QStringLiteral("element"), tr("Colour by element"), C::Element, "");
    addChoice(QStringLiteral("colour"), QStringLiteral("residue_type"), tr("Colour by residue type"), C::ResidueType, "");
    addChoice(QStringLiteral("colour"), QStringLiteral("rainbow"), tr("Colour as rainbow"), C::Rainbow, "");
    addChoice(QStringLiteral("colour"), QStringLiteral("secondary_structure"), tr("Colour by secondary structure"), C::SecondaryStructure, "");
    addSwitch(QStringLiteral("occlusion"), tr("Ambient occlusion"), &viz::Look::occlusion, "");
    addSwitch(QStringLiteral("shadows"), tr("Shadows"), &viz::Look::shadows, "");
    addSwitch(QStringLiteral("outlines"), tr("Outlines"), &viz::Look::outlines, "");
    addSwitch(QStringLiteral("depth_cue"), tr("Depth cue"), &viz::Look::depthCue, "");
    addSwitch(QStringLiteral("perspective"), tr("Perspective"), &viz::Look::perspective, "");
    addMeasuring(QStringLiteral("distance"), tr("Measure a distance"), 2, "Ctrl+D");
    addMeasuring(QStringLiteral("angle"), tr("Measure an angle"), 3, "");
    addMeasuring(QStringLiteral("dihedral"), tr("Measure a dihedral angle"), 4, "");
    addViewActions();
}

void StructurePane::addViewActions() {
    const auto make = [this](const char* id, const QString& title, const char* keys) {
        commands::Command command;
        command.id = QString::fromLatin1(id);
        command.subject = tr("Structure");
        command.title = title;
        command.shortcut = QKeySequence(QString::fromLatin1(keys));
        command.whyNot = [this] { return hasStructure() ? QString() : noStructure(); };
        return command;
    };
    commands::Command reset = make("structure.view.whole", tr("Show all of it"), "Ctrl+Home");
    reset.run = [this] { m_view->resetCamera(); };
    m_registry.add(std::move(reset), this);
    commands::Command look = make("structure.view.selection", tr("Look at the selection"), "Ctrl+E");
    look.run = [this] { m_view->lookAtSelection(); };
    look.whyNot = [this] { return !hasStructure() ? noStructure() : m_view->selection().empty() ? tr("nothing is selected") : QString(); };
    m_registry.add(std::move(look), this);
    commands::Command spin = make("structure.view.spin", tr("Spin"), "");
    spin.checked = [this] { return m_view->spinning(); };
    spin.change = [this] { return commands::changeOf<bool>(tr("Spin"), m_view->spinning(), !m_view->spinning(), [this](const bool& on) { m_view->setSpinning(on); }); };
    m_registry.add(std::move(spin), this);
    commands::Command forget = make("structure.measure.clear", tr("Remove the measurements"), "");
    forget.whyNot = [this] { return m_view->measurements().empty() ? tr("nothing was measured") : QString(); };
    forget.change = [this] {
        return commands::changeOf<std::vector<viz::Measurement>>(tr("Remove the measurements"), m_view->measurements(), {},
                                                                 [this](const std::vector<viz::Measurement>& all) { m_view->setMeasurements(all); });
    };
    m_registry.add(std::move(forget), this);
    commands::Command picture = make("structure.export.picture", tr("Export a picture…"), "Ctrl+Shift+E");
    picture.icon = QStringLiteral("export");
    picture.run = [this] { exportPicture(); };
    m_registry.add(std::move(picture), this);
}

void StructurePane::exportPicture() {
    const QString file = QFileDialog::getSaveFileName(this, tr("Export a picture"), QString(), tr("PNG pictures (*.png)"));
    if (file.isEmpty()) return;
    QImage picture = m_view->grabImage(m_view->size() * 2, false, true);
    constexpr int letters = 22;   // pixels at twice the size of the window
    look::stamp(picture, m_model, letters);
    if (!picture.save(file, "PNG")) say(tr("%1 could not be written").arg(file));
}

}  // namespace foldmeter::app
