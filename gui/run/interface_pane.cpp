#include "gui/run/interface_pane.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/run/value_table.h"

#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <set>

namespace foldmeter::gui {
namespace {

std::optional<double> published(double value) { return std::isnan(value) ? std::nullopt : std::optional(value); }

TableCell scoreCell(double value, const std::optional<results::DirectedScores>& forward, const std::optional<results::DirectedScores>& backward, double results::DirectedScores::*member,
                    const results::InterfaceScores& pair) {
    TableCell cell = cellOf(published(value), 3);
    if (!forward) {
        cell.tooltip = InterfacePane::tr("defined for polymers only; one of the chains is a ligand");
        return cell;
    }
    const QString a = QString::fromStdString(pair.first), b = QString::fromStdString(pair.second);
    cell.tooltip = InterfacePane::tr("%1 seen from %2: %3; %2 seen from %1: %4").arg(b, a, look::exactly((*forward).*member), look::exactly((*backward).*member));
    return cell;
}

}  // namespace

InterfacePane::InterfacePane(QWidget* parent) : QWidget(parent), m_note(new QLabel), m_pairs(new ValueTable), m_contacts(new ValueTable) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_pairs);
    splitter->addWidget(m_contacts);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({110, 300});
    layout->addWidget(m_note);
    layout->addWidget(splitter, 1);
    m_note->setMargin(look::grid);
    m_note->setWordWrap(true);
    look::setMuted(m_note);
    m_pairs->setAccessibleName(tr("Scores of chain pairs"));
    m_pairs->setColumns({{tr("chains"), {}, false},
                         {tr("ipSAE"), tr("ipSAE (d0res), greater direction; PAE below 10 Å (Dunbrack 2025)")},
                         {tr("pDockQ2"), tr("pDockQ2, greater direction; beta carbons within 8 Å (Zhu et al. 2023)")},
                         {tr("LIS"), tr("Local Interaction Score, mean of both directions; PAE up to 12 Å (Kim et al. 2024)")},
                         {tr("PAE min"), tr("smallest error between the chains, Å"), true, false},
                         {tr("contacts"), tr("residue pairs with atoms within 5 Å")}});
    m_contacts->setAccessibleName(tr("Interface residues"));
    m_contacts->setColumns({{tr("residue"), {}, false},
                            {tr("residue"), {}, false},
                            {tr("distance"), tr("smallest between their atoms, Å"), true, false},
                            {tr("PAE"), tr("error of the second seen from the first, Å"), true, false},
                            {tr("PAE back"), tr("error of the first seen from the second, Å"), true, false},
                            {tr("contact"), tr("probability of a contact that the network gives")},
                            {tr("pLDDT"), tr("of the first")},
                            {tr("pLDDT"), tr("of the second")}});
    connect(m_pairs, &ValueTable::rowsChosen, this, [this](const std::vector<int>& rows) {
        std::set<std::string> chains;
        for (const int row : rows) chains.insert({m_sample->interfaces[static_cast<std::size_t>(row)].first, m_sample->interfaces[static_cast<std::size_t>(row)].second});
        Q_EMIT chainsSelected({chains.begin(), chains.end()});
    });
    connect(m_contacts, &ValueTable::rowsChosen, this, [this](const std::vector<int>& rows) {
        std::set<commands::SelectedResidue> residues;
        for (const int row : rows) {
            const results::InterfaceContact& contact = m_sample->contacts[static_cast<std::size_t>(row)];
            residues.insert({m_sample->residueAt(contact.first), m_sample->residueAt(contact.second)});
        }
        Q_EMIT residuesSelected({residues.begin(), residues.end()});
    });
    setSample(nullptr);
}

void InterfacePane::setSample(std::shared_ptr<const LoadedSample> sample) {
    m_sample = std::move(sample);
    std::vector<std::vector<TableCell>> pairs, contacts;
    if (m_sample) {
        for (const results::InterfaceScores& pair : m_sample->interfaces)
            pairs.push_back({cellOf(QStringLiteral("%1 – %2").arg(QString::fromStdString(pair.first), QString::fromStdString(pair.second))),
                             scoreCell(pair.ipSae(), pair.forward, pair.backward, &results::DirectedScores::ipSae, pair), scoreCell(pair.pDockQ2(), pair.forward, pair.backward, &results::DirectedScores::pDockQ2, pair),
                             scoreCell(pair.lis(), pair.forward, pair.backward, &results::DirectedScores::lis, pair), cellOf(pair.smallestPae, 1),
                             {look::count(pair.contacts), {}, double(pair.contacts)}});
        for (const results::InterfaceContact& contact : m_sample->contacts)
            contacts.push_back({{m_sample->residueText(contact.first), {}, double(contact.first)}, {m_sample->residueText(contact.second), {}, double(contact.second)}, cellOf(contact.distance, 1), cellOf(contact.pae, 1),
                                cellOf(contact.paeBack, 1), cellOf(contact.contactProbability, 2), cellOf(contact.firstPlddt, 0), cellOf(contact.secondPlddt, 0)});
    }
    const bool none = pairs.empty();
    m_note->setText(!m_sample ? tr("No sample is shown") : !m_sample->hasTokens() ? tr("Without confidences no interface can be scored") : tr("One chain only: there is no interface"));
    m_note->setVisible(none);
    m_pairs->setVisible(!none);
    m_contacts->setVisible(!none);
    m_pairs->setRows(std::move(pairs));
    m_contacts->setRows(std::move(contacts));
}

void InterfacePane::setSelection(const commands::Selection& selection) {
    if (!m_sample) return;
    std::vector<int> pairs, contacts;
    const auto hasChain = [&](const std::string& chain) { return std::find(selection.chains.begin(), selection.chains.end(), chain) != selection.chains.end(); };
    for (std::size_t i = 0; i < m_sample->interfaces.size(); ++i)
        if (hasChain(m_sample->interfaces[i].first) && hasChain(m_sample->interfaces[i].second)) pairs.push_back(static_cast<int>(i));
    const auto hasResidue = [&](const commands::SelectedResidue& residue) { return hasChain(residue.chain) || std::binary_search(selection.residues.begin(), selection.residues.end(), residue); };
    for (std::size_t i = 0; i < m_sample->contacts.size() && !(selection.residues.empty() && selection.chains.empty()); ++i)
        if (hasResidue(m_sample->residueAt(m_sample->contacts[i].first)) && hasResidue(m_sample->residueAt(m_sample->contacts[i].second))) contacts.push_back(static_cast<int>(i));
    m_pairs->selectRows(pairs);
    m_contacts->selectRows(contacts);
}

}  // namespace foldmeter::gui
