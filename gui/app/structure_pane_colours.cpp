// How the shown sample is coloured: what the choice means for it, and why it may not have it.
#include "gui/app/structure_pane.h"

#include "viz/confidence_colouring.h"

#include <algorithm>
#include <cmath>

namespace foldmeter::app {
namespace {

viz::ColourBy plainColours(ColourMode mode) {
    switch (mode) {
    case ColourMode::Chain: return viz::ColourBy::Chain;
    case ColourMode::Entity: return viz::ColourBy::Entity;
    case ColourMode::Element: return viz::ColourBy::Element;
    case ColourMode::ResidueType: return viz::ColourBy::ResidueType;
    case ColourMode::Rainbow: return viz::ColourBy::Rainbow;
    case ColourMode::SecondaryStructure: return viz::ColourBy::SecondaryStructure;
    case ColourMode::Hydrophobicity: return viz::ColourBy::Hydrophobicity;
    default: return viz::ColourBy::Plddt;
    }
}

}  // namespace

QString StructurePane::whyNot(ColourMode mode) const {
    if (!m_structure) return tr("no structure is shown");
    switch (mode) {
    case ColourMode::Pae: return m_sample->hasTokens() && m_sample->confidences && !m_sample->confidences->pae.empty() ? QString() : tr("this sample has no file of confidences with PAE");
    case ColourMode::ChainPairs:
        if (!m_sample->hasTokens() || !m_sample->summary || m_sample->summary->chainPairIptm.empty()) return tr("this sample has no ipTM of chain pairs");
        return m_sample->layout.chains.size() > 1 ? QString() : tr("there is one chain only");
    case ColourMode::Difference: return samples().size() > 1 ? QString() : tr("there is no other sample");
    case ColourMode::Deviation: return m_choices.reference ? QString() : tr("no reference structure was loaded");
    default: return {};
    }
}

viz::Colouring StructurePane::differenceColouring(const std::vector<float>& values, const QString& title) const {
    std::vector<float> known;
    std::copy_if(values.begin(), values.end(), std::back_inserter(known), [](float v) { return !std::isnan(v); });
    std::sort(known.begin(), known.end());
    const double most = known.empty() ? 0 : static_cast<double>(known[known.size() * 9 / 10]);
    double highest = 2;
    for (const double wider : {5.0, 10.0, 20.0, 50.0})
        if (most > highest) highest = wider;
    return {viz::ColourBy::Values, values, 0, highest, viz::Ramp::BlueWhiteRed, title.toStdString(), "\u00C5"};
}

viz::Colouring StructurePane::colouring() const {
    viz::Colouring plain;
    plain.by = plainColours(m_choices.colour);
    if (!whyNot(m_choices.colour).isEmpty()) return plain;   // pLDDT until the sample has it
    const auto residue = static_cast<std::size_t>(m_picked);
    viz::Colouring values;
    switch (m_choices.colour) {
    case ColourMode::Pae:
        values = viz::paeColouring(*m_structure, m_sample->layout, *m_sample->confidences, m_picked);
        values.title = tr("PAE to %1").arg(m_sample->residueText(m_picked)).toStdString();
        break;
    case ColourMode::ChainPairs:
        values = viz::chainPairColouring(*m_structure, m_sample->layout, *m_sample->summary, m_structure->residues[residue].chain);
        values.title = tr("ipTM with chain %1").arg(QString::fromStdString(m_structure->chains[static_cast<std::size_t>(m_structure->residues[residue].chain)].id)).toStdString();
        break;
    case ColourMode::Difference:
        if (m_comparison && !m_comparison->difference.empty()) values = differenceColouring(m_comparison->difference, tr("Difference to %1").arg(m_comparison->other));
        break;
    case ColourMode::Deviation:
        if (m_comparison && !m_comparison->deviation.empty()) values = differenceColouring(m_comparison->deviation, tr("Deviation from %1").arg(QString::fromStdString(m_choices.reference->name)));
        break;
    default: return plain;
    }
    values.rest = false;
    return values.values.empty() ? plain : values;
}

void StructurePane::colour() {
    if (m_structure) m_view->setColouring(colouring());
}

void StructurePane::pick(int residue) {
    if (residue < 0 || !m_structure || static_cast<std::size_t>(residue) >= m_structure->residues.size()) return;
    m_picked = residue;
    if (m_choices.colour == ColourMode::Pae || m_choices.colour == ColourMode::ChainPairs) colour();
}

}  // namespace foldmeter::app
