#include "gui/job/bonds_table.h"

#include "gui/job/job_document.h"
#include "gui/look/icons.h"
#include "gui/look/theme.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QShortcut>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace foldmeter::job {
namespace {

// Edits a cell with the names completed that its residue has.
class CompletingDelegate : public QStyledItemDelegate {
public:
    explicit CompletingDelegate(BondsTable* bonds) : QStyledItemDelegate(bonds), m_bonds(bonds) {}

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const override {
        auto* field = new QLineEdit(parent);
        field->setFrame(false);
        const QStringList choices = m_bonds->choices(index.row(), index.column());
        if (choices.isEmpty()) return field;
        auto* completer = new QCompleter(choices, field);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchStartsWith);
        field->setCompleter(completer);
        return field;
    }

private:
    BondsTable* m_bonds;
};

const AtomValue& atomOf(const BondValue& bond, int column) { return column < BondsTable::SecondChain ? bond.first : bond.second; }

// The atom a bond of this residue usually starts from.
std::string usualAtom(const structure::Component* component, const std::string& code) {
    if (!component) return {};
    if (code == "CYS" && component->findAtom("SG") >= 0) return "SG";
    if (code == "ASN" && component->findAtom("ND2") >= 0) return "ND2";
    for (const char* name : {"C1", "CA", "C1'"})
        if (component->findAtom(name) >= 0) return name;
    return component->atoms.empty() ? std::string() : component->atoms.front().name;
}

}  // namespace

BondsTable::BondsTable(JobDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_table(new QTableWidget(0, Columns, this)), m_add(new QToolButton(this)), m_remove(new QToolButton(this)) {
    m_table->setHorizontalHeaderLabels({tr("Chain"), tr("Residue"), tr("Atom"), tr("Chain"), tr("Residue"), tr("Atom")});
    m_table->setAccessibleName(tr("Covalent bonds"));
    m_table->setItemDelegate(new CompletingDelegate(this));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->verticalHeader()->setDefaultSectionSize(3 * look::grid);
    m_table->setTabKeyNavigation(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_add->setText(tr("Add bond"));
    m_add->setIcon(look::icon(QStringLiteral("add")));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_remove->setText(tr("Remove bond"));
    m_remove->setIcon(look::icon(QStringLiteral("trash")));
    m_remove->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::grid / 2);
    layout->addWidget(m_table);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_add);
    buttons->addWidget(m_remove);
    buttons->addStretch();
    layout->addLayout(buttons);
    auto* erase = new QShortcut(QKeySequence::Delete, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(erase, &QShortcut::activated, this, [this] { removeBond(m_table->currentRow()); });
    connect(m_add, &QToolButton::clicked, this, &BondsTable::addBond);
    connect(m_remove, &QToolButton::clicked, this, [this] { removeBond(m_table->currentRow()); });
    connect(m_table, &QTableWidget::cellChanged, this, &BondsTable::takeCell);
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] {
        m_remove->setEnabled(m_table->currentRow() >= 0);
        m_remove->setToolTip(m_remove->isEnabled() ? tr("Remove the marked bond") : tr("Remove bond: none is marked"));
    });
    m_remove->setEnabled(false);
    show(m_job);
}

void BondsTable::show(const JobValue& job) {
    m_job = job;
    m_filling = true;
    m_table->setRowCount(static_cast<int>(job.bonds.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) fillRow(row, job.bonds[static_cast<std::size_t>(row)]);
    m_filling = false;
    m_table->setVisible(!job.bonds.empty());
    m_remove->setVisible(!job.bonds.empty());
    fitHeight();
    std::size_t chains = 0;
    for (const EntityValue& entity : job.entities) chains += entity.bySmiles ? 0 : entity.ids.size();
    m_add->setEnabled(chains >= 2);
    m_add->setToolTip(chains >= 2 ? tr("A covalent bond between two atoms, such as a glycan on its asparagine") : tr("Add bond: it takes two chains, and atoms of SMILES ligands have no names"));
}

void BondsTable::fitHeight() {
    constexpr int mostRows = 8;
    const int rows = std::min(m_table->rowCount(), mostRows);
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() + rows * m_table->verticalHeader()->defaultSectionSize() + 2 * m_table->frameWidth());
}

void BondsTable::fillRow(int row, const BondValue& bond) {
    for (int column = 0; column < Columns; ++column) {
        const AtomValue& atom = atomOf(bond, column);
        const int part = column % SecondChain;
        const QString text = part == FirstResidue ? QString::number(atom.residue) : QString::fromStdString(part == FirstChain ? atom.chain : atom.atom);
        QTableWidgetItem* item = m_table->item(row, column);
        if (!item) m_table->setItem(row, column, item = new QTableWidgetItem);
        if (item->text() != text) item->setText(text);
        const QString component = residueName(row, column);
        item->setToolTip(component.isEmpty() ? QString() : tr("Residue %1 of chain %2 is %3").arg(atom.residue).arg(QString::fromStdString(atom.chain), component));
    }
}

QString BondsTable::residueName(int row, int column) const {
    const AtomValue& atom = atomOf(m_job.bonds[static_cast<std::size_t>(row)], column);
    const EntityValue* entity = entityOf(m_job, atom.chain);
    return entity ? QString::fromStdString(componentAt(*entity, atom.residue)) : QString();
}

QStringList BondsTable::choices(int row, int column) const {
    QStringList choices;
    const int part = column % SecondChain;
    if (part == FirstChain)
        for (const EntityValue& entity : m_job.entities)
            for (const std::string& id : entity.ids)
                if (!entity.bySmiles) choices << QString::fromStdString(id);
    if (part != FirstAtom || row >= static_cast<int>(m_job.bonds.size())) return choices;
    if (const auto component = m_document.library().component(residueName(row, column).toStdString()))
        for (const structure::ComponentAtom& atom : component->atoms)
            if (atom.element != "H" && atom.element != "D") choices << QString::fromStdString(atom.name);
    return choices;
}

void BondsTable::takeCell(int row, int column) {
    if (m_filling || row >= static_cast<int>(m_job.bonds.size())) return;
    std::vector<BondValue> bonds = m_job.bonds;
    BondValue& bond = bonds[static_cast<std::size_t>(row)];
    AtomValue& atom = column < SecondChain ? bond.first : bond.second;
    const QString text = m_table->item(row, column)->text().trimmed();
    bool number = true;
    switch (column % SecondChain) {
        case FirstChain: atom.chain = text.toUpper().toStdString(); break;
        case FirstResidue: {
            const qlonglong residue = text.toLongLong(&number);
            if (number) atom.residue = residue;
            break;
        }
        default: atom.atom = text.toStdString();
    }
    if (number && bonds != m_job.bonds) return m_document.apply(tr("Change bond"), withBonds(m_document.job(), bonds));
    m_filling = true;
    fillRow(row, m_job.bonds[static_cast<std::size_t>(row)]);
    m_filling = false;
}

void BondsTable::addBond() {
    std::vector<AtomValue> ends;
    for (const bool polymers : {true, false})
        for (const EntityValue& entity : m_job.entities) {
            if (isPolymer(entity.kind) != polymers || entity.bySmiles || lengthOf(entity) == 0) continue;
            for (const std::string& id : entity.ids) {
                const std::string code = componentAt(entity, 1);
                ends.push_back({id, 1, usualAtom(m_document.library().component(code).get(), code)});
            }
        }
    if (ends.size() < 2) return;
    std::vector<BondValue> bonds = m_job.bonds;
    bonds.push_back({ends.front(), ends.back()});
    m_document.apply(tr("Add bond"), withBonds(m_document.job(), bonds));
    m_table->setCurrentCell(m_table->rowCount() - 1, FirstChain);
    m_table->setFocus();
}

void BondsTable::removeBond(int row) {
    if (row < 0 || row >= static_cast<int>(m_job.bonds.size())) return;
    std::vector<BondValue> bonds = m_job.bonds;
    bonds.erase(bonds.begin() + row);
    m_document.apply(tr("Remove bond"), withBonds(m_document.job(), bonds));
}

}  // namespace foldmeter::job
