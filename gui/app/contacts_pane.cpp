#include "gui/app/contacts_pane.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/run/value_table.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QToolButton>

namespace foldmeter::app {
namespace {

QHBoxLayout* makeBar() {
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(look::grid / 2, look::grid / 2, look::grid / 2, look::grid / 2);
    bar->setSpacing(look::grid / 2);
    return bar;
}

void addButton(QHBoxLayout* bar, QAction* action) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    bar->addWidget(button);
}

QWidget* under(QHBoxLayout* bar, QWidget* table, QLabel* note = nullptr) {
    auto* part = new QWidget;
    auto* layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    if (note) layout->addWidget(note);
    layout->addWidget(table, 1);
    return part;
}

}  // namespace

ContactsPane::ContactsPane(QWidget* parent)
    : QWidget(parent), m_note(new QLabel), m_list(new gui::ValueTable), m_measurements(new gui::ValueTable), m_switches(makeBar()), m_measuring(makeBar()) {
    m_note->setWordWrap(true);
    m_note->setContentsMargins(look::grid, 0, look::grid, look::grid / 2);
    look::setMuted(m_note);
    m_list->setAccessibleName(tr("Contacts, hydrogen bonds and clashes"));
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setColumns({{tr("kind"), {}, false}, {tr("atom"), tr("of a hydrogen bond: the donor"), false}, {tr("atom"), tr("of a hydrogen bond: the acceptor"), false}, {tr("distance"), tr("between the atoms' centres, Å"), true, false}, {tr("overlap"), tr("of their van der Waals spheres, Å; negative: they do not touch")}});
    m_measurements->setAccessibleName(tr("Measurements"));
    m_measurements->setColumns({{tr("measured"), {}, false}, {tr("value"), {}, true}, {tr("atoms"), {}, false}});
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(under(m_switches, m_list, m_note));
    splitter->addWidget(under(m_measuring, m_measurements));
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(m_list, &gui::ValueTable::rowsChosen, this, [this](const std::vector<int>& rows) {
        if (rows.empty()) return;
        const ShownInteraction& i = m_shown[static_cast<std::size_t>(rows.front())];
        Q_EMIT atomsWanted({viz::Picked{0, 0, i.first}, viz::Picked{0, 0, i.second}});
    });
    connect(m_measurements, &gui::ValueTable::rowsChosen, this, [this](const std::vector<int>& rows) {
        Q_EMIT chosenChanged();
        if (!rows.empty()) Q_EMIT atomsWanted(m_measured[static_cast<std::size_t>(rows.front())].atoms);
    });
    setInteractions(nullptr, {}, false);
}

void ContactsPane::addSwitch(QAction* action) { addButton(m_switches, action); }
void ContactsPane::addMeasuring(QAction* action) { addButton(m_measuring, action); }

void ContactsPane::setInteractions(std::shared_ptr<const structure::Structure> structure, const FoundInteractions& found, bool ofSelection) {
    m_shown = found.shown;
    std::vector<std::vector<gui::TableCell>> rows;
    for (const ShownInteraction& i : m_shown)
        rows.push_back({gui::cellOf(nameOf(i.kind)), {nameOfAtom(*structure, i.first), {}, static_cast<double>(i.first)}, {nameOfAtom(*structure, i.second), {}, static_cast<double>(i.second)}, gui::cellOf(i.distance, 2), gui::cellOf(i.overlap, 2)});
    m_list->setRows(std::move(rows));
    const QString scope = ofSelection ? tr("of the selection") : tr("of the whole structure");
    if (m_shown.empty()) m_note->setText(structure ? tr("None found %1.").arg(scope) : tr("Switch on what is to be drawn. With a selection it is the selection's, else the whole structure's."));
    else if (found.left > 0) m_note->setText(tr("%1 %2; %3 more are not listed. Select residues to see theirs.").arg(look::count(static_cast<std::int64_t>(m_shown.size())), scope, look::count(static_cast<std::int64_t>(found.left))));
    else m_note->setText(tr("%1 %2").arg(look::count(static_cast<std::int64_t>(m_shown.size())), scope));
}

void ContactsPane::setMeasurements(const std::vector<viz::ShownStructure>& structures, const std::vector<viz::Measurement>& measurements, const std::vector<QString>& values) {
    m_measured = measurements;
    std::vector<std::vector<gui::TableCell>> rows;
    for (std::size_t i = 0; i < measurements.size(); ++i) {
        const auto& atoms = measurements[i].atoms;
        QStringList names;
        for (const viz::Picked& atom : atoms) names << nameOfAtom(*structures[static_cast<std::size_t>(atom.structure)].structure, atom.atom);
        const QString kind = atoms.size() == 2 ? tr("distance") : atoms.size() == 3 ? tr("angle") : tr("dihedral angle");
        rows.push_back({gui::cellOf(kind), gui::cellOf(values[i]), gui::cellOf(names.join(QStringLiteral(" – ")))});
    }
    m_measurements->setRows(std::move(rows));
    Q_EMIT chosenChanged();
}

std::vector<int> ContactsPane::chosenMeasurements() const { return m_measurements->selectedRows(); }
QString ContactsPane::note() const { return m_note->text(); }

}  // namespace foldmeter::app
