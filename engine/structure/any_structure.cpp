#include "structure/any_structure.h"

#include "base/error.h"
#include "structure/gemmi_structure.h"

#include <gemmi/align.hpp>
#include <gemmi/cif.hpp>
#include <gemmi/mmcif.hpp>
#include <gemmi/polyheur.hpp>

#include <algorithm>

namespace foldmeter::structure {
namespace {

namespace cif = gemmi::cif;

constexpr std::size_t mostAlignmentCells = 100'000'000;   // residues declared x observed

std::string earliestRevision(cif::Block& block) {
    std::string earliest;
    for (const std::string& value : block.find_values("_pdbx_audit_revision_history.revision_date")) {
        const std::string date = cif::as_string(value);
        if (isDate(date) && (earliest.empty() || date < earliest)) earliest = date;
    }
    return earliest;
}

gemmi::Structure readWithSource(const std::string& text, const std::string& file, StructureSource& source) {
    source.isCif = looksLikeCif(text);
    if (!source.isCif) return toGemmi(text, file);
    cif::Document document = cif::read_memory(text.data(), text.size(), file.c_str());
    if (document.blocks.empty()) throw InputError("no data block");
    source.released = earliestRevision(document.blocks.front());
    checkNumbers(document.blocks.front());
    return gemmi::make_structure_from_block(document.blocks.front());
}

// Numbers residues by the declared sequence where the file does not say (PDB).
void numberResidues(gemmi::Structure& structure) {
    std::size_t declared = 0, observed = 0;
    for (const gemmi::Entity& entity : structure.entities) declared = std::max(declared, entity.full_sequence.size());
    for (const gemmi::Chain& chain : structure.models[0].chains) observed = std::max(observed, chain.residues.size());
    if (declared * observed > mostAlignmentCells) throw InputError("the sequences are too long to be matched with the observed residues");
    gemmi::assign_label_seq_id(structure, false);
}

}  // namespace

bool isDate(const std::string& text) {
    static constexpr std::string_view form = "dddd-dd-dd";
    return text.size() == form.size() && std::equal(text.begin(), text.end(), form.begin(), [](char c, char f) { return f == 'd' ? c >= '0' && c <= '9' : c == f; });
}

gemmi::Structure readAnyStructure(const std::string& text, const std::string& file, StructureSource* source) {
    try {
        gemmi::Structure structure = source ? readWithSource(text, file, *source) : toGemmi(text, file);
        if (structure.models.empty()) throw InputError("no atoms");
        gemmi::setup_entities(structure);
        numberResidues(structure);
        return structure;
    } catch (const InputError& error) {
        throw InputError(file + ": " + error.what());
    } catch (const std::exception& error) {   // gemmi names place and reason
        throw InputError(file + ": not readable as a structure: " + error.what());
    }
}

}  // namespace foldmeter::structure
