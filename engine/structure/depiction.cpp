#include "structure/depiction.h"

#include "base/error.h"
#include "structure/molecule.h"
#include "structure/smiles.h"
#include "structure/smiles_fault.h"

#include <GraphMol/Depictor/RDDepictor.h>
#include <GraphMol/GraphMol.h>
#include <GraphMol/MolDraw2D/MolDraw2DSVG.h>
#include <GraphMol/MolDraw2D/MolDraw2DUtils.h>
#include <GraphMol/MolOps.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace foldmeter::structure {
namespace {

// Hill order: carbon, hydrogen, then the others by name.
std::string formulaOf(const RDKit::ROMol& molecule) {
    std::map<std::string, int> counts;
    for (const RDKit::Atom* atom : molecule.atoms()) {
        ++counts[atom->getSymbol()];
        if (const unsigned hydrogens = atom->getTotalNumHs()) counts["H"] += static_cast<int>(hydrogens);
    }
    std::string formula;
    const auto add = [&](const std::string& element) {
        const auto at = counts.find(element);
        if (at == counts.end()) return;
        formula += element + (at->second > 1 ? std::to_string(at->second) : std::string());
        counts.erase(at);
    };
    if (counts.contains("C")) {
        add("C");
        add("H");
    }
    while (!counts.empty()) add(std::string(counts.begin()->first));
    return formula;
}

[[noreturn]] void refuseSize(std::size_t atoms) { throw InputError(fmt::format("{} atoms are too many to draw (at most {})", atoms, mostDrawnAtoms)); }

std::string drawn(RDKit::RWMol& molecule, const DepictionStyle& style) {
    RDKit::MolDraw2DSVG drawer(style.width, style.height);
    RDKit::MolDrawOptions& options = drawer.drawOptions();
    if (style.dark) RDKit::setDarkMode(options);
    options.clearBackground = false;
    options.bondLineWidth = 1.4;
    options.fixedBondLength = 32;   // small molecules are not blown up
    options.maxFontSize = 16;
    options.padding = 0.04;
    options.prepareMolsBeforeDrawing = false;
    molecule.clearConformers();   // positions in space are no flat drawing
    RDKit::MolDraw2DUtils::prepareMolForDrawing(molecule);
    drawer.drawMolecule(molecule);
    drawer.finishDrawing();
    return drawer.getDrawingText();
}

Depiction depict(RDKit::RWMol& molecule, const DepictionStyle& style) {
    try {
        RDKit::MolOps::removeHs(molecule);
        Depiction depiction;
        depiction.heavyAtoms = static_cast<int>(molecule.getNumHeavyAtoms());
        depiction.formula = formulaOf(molecule);
        if (depiction.heavyAtoms > mostDrawnAtoms) refuseSize(static_cast<std::size_t>(depiction.heavyAtoms));
        depiction.svg = drawn(molecule, style);
        return depiction;
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        throw InputError(fmt::format("the molecule cannot be drawn: {}", error.what()));
    }
}

}  // namespace

Depiction depict(const std::string& smiles, const DepictionStyle& style) {
    if (std::any_of(smiles.begin(), smiles.end(), [](char c) { return static_cast<unsigned char>(c) > 0x7e; }))   // RDKit reads over them
        throw InputError("the SMILES is malformed: " + smilesFault(smiles));
    const std::size_t written = writtenAtoms(smiles);
    if (written > 2 * mostDrawnAtoms && smiles.size() <= longestSmiles) refuseSize(written);   // hydrogens may be written too
    const std::unique_ptr<RDKit::RWMol> molecule = graphOfSmiles(smiles);
    if (molecule->getNumAtoms() == 0) throw InputError("the SMILES names no atom");
    return depict(*molecule, style);
}

Depiction depict(const Component& component, const DepictionStyle& style) {
    const std::unique_ptr<RDKit::RWMol> molecule = graphOfComponent(component);
    if (!molecule) throw InputError(fmt::format("{} cannot be drawn: the dictionary leaves charges or coordinates of it open, or its bonds are of no usual kind", component.code));
    return depict(*molecule, style);
}

}  // namespace foldmeter::structure
