#include "structure/smiles.h"

#include "base/error.h"
#include "structure/smiles_fault.h"

#include <GraphMol/GraphMol.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <RDGeneral/RDLog.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace foldmeter::structure {
namespace {

std::string capitals(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); });
    return text;
}

const char* orderOf(const RDKit::Bond& bond) {
    switch (bond.getBondType()) {
        case RDKit::Bond::SINGLE: return "SING";
        case RDKit::Bond::DOUBLE: return "DOUB";
        case RDKit::Bond::TRIPLE: return "TRIP";
        case RDKit::Bond::QUADRUPLE: return "QUAD";
        case RDKit::Bond::AROMATIC: return "AROM";
        default: return "SING";   // dative and the like, for which the dictionary has no word
    }
}

void addAtoms(const RDKit::RWMol& molecule, Component& component) {
    std::map<std::string, int> count;
    for (const RDKit::Atom* atom : molecule.atoms()) {
        ComponentAtom& made = component.atoms.emplace_back();
        made.element = atom->getSymbol();
        made.name = capitals(made.element) + std::to_string(++count[made.element]);
        made.charge = atom->getFormalCharge();
        made.aromatic = atom->getIsAromatic();
    }
}

void addBonds(RDKit::RWMol& molecule, Component& component) {
    std::vector<bool> aromatic;
    for (const RDKit::Bond* bond : molecule.bonds()) aromatic.push_back(bond->getIsAromatic());
    RDKit::MolOps::KekulizeIfPossible(molecule);
    for (const RDKit::Bond* bond : molecule.bonds())
        component.bonds.push_back({static_cast<int>(bond->getBeginAtomIdx()), static_cast<int>(bond->getEndAtomIdx()), orderOf(*bond),
                                   static_cast<bool>(aromatic[bond->getIdx()]), 'N'});
}

}  // namespace

void silenceRdkit() {
    static const bool silenced = (boost::logging::disable_logs("rdApp.*"), true);
    static_cast<void>(silenced);
}

std::unique_ptr<RDKit::RWMol> graphOfSmiles(const std::string& smiles) {
    silenceRdkit();
    if (smiles.size() > longestSmiles)
        throw InputError(fmt::format("the SMILES has {} characters, at most {} are read", smiles.size(), longestSmiles));
    if (const std::size_t atoms = writtenAtoms(smiles); atoms > mostSmilesAtoms)
        throw InputError(fmt::format("the SMILES names {} atoms, at most {} are read", atoms, mostSmilesAtoms));
    try {
        std::unique_ptr<RDKit::RWMol> molecule(RDKit::SmilesToMol(smiles, RDKit::SmilesParserParams()));
        if (!molecule) {
            const std::string fault = smilesFault(smiles);
            throw InputError("the SMILES is malformed" + (fault.empty() ? std::string(" (an unknown symbol or a bond that leads nowhere)") : ": " + fault));
        }
        RDKit::MolOps::addHs(*molecule);
        return molecule;
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        throw InputError(fmt::format("the SMILES names no possible molecule: {}", error.what()));
    }
}

Component componentFromSmiles(const std::string& smiles, const std::string& code) {
    const std::unique_ptr<RDKit::RWMol> molecule = graphOfSmiles(smiles);
    Component component;
    component.code = code;
    component.type = "non-polymer";
    component.smiles = smiles;
    for (std::string* unknown : {&component.name, &component.oneLetter, &component.parent, &component.formula, &component.formulaWeight,
                                 &component.formalCharge, &component.synonyms, &component.modified, &component.status})
        *unknown = "?";
    addAtoms(*molecule, component);
    addBonds(*molecule, component);
    return component;
}

}  // namespace foldmeter::structure
