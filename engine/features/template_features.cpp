#include "features/template_features.h"

#include "base/error.h"
#include "features/residue_types.h"
#include "structure/template_structure.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>

namespace foldmeter::features {
namespace {

// Atoms in the dense slots of a template residue, by residue code; the slots that are left repeat the first atom.
constexpr const char* slotAtoms[] = {
    "N CA C O CB",   // ALA
    "N CA C O CB CG CD NE CZ NH1 NH2",   // ARG
    "N CA C O CB CG OD1 ND2",   // ASN
    "N CA C O CB CG OD1 OD2",   // ASP
    "N CA C O CB SG",   // CYS
    "N CA C O CB CG CD OE1 NE2",   // GLN
    "N CA C O CB CG CD OE1 OE2",   // GLU
    "N CA C O",   // GLY
    "N CA C O CB CG ND1 CD2 CE1 NE2",   // HIS
    "N CA C O CB CG1 CG2 CD1",   // ILE
    "N CA C O CB CG CD1 CD2",   // LEU
    "N CA C O CB CG CD CE NZ",   // LYS
    "N CA C O CB CG SD CE",   // MET
    "N CA C O CB CG CD1 CD2 CE1 CE2 CZ",   // PHE
    "N CA C O CB CG CD",   // PRO
    "N CA C O CB OG",   // SER
    "N CA C O CB OG1 CG2",   // THR
    "N CA C O CB CG CD1 CD2 NE1 CE2 CE3 CZ2 CZ3 CH2",   // TRP
    "N CA C O CB CG CD1 CD2 CE1 CE2 CZ OH",   // TYR
    "N CA C O CB CG1 CG2",   // VAL
};
constexpr std::size_t knownResidues = std::size(slotAtoms);
const std::string firstAtom = "N";

const std::vector<std::vector<std::string>>& atomsOfSlots() {
    static const std::vector<std::vector<std::string>> table = [] {
        std::vector<std::vector<std::string>> rows;
        for (const char* atoms : slotAtoms) {
            std::istringstream words(atoms);
            std::vector<std::string>& row = rows.emplace_back();
            for (std::string atom; words >> atom;) row.push_back(atom);
        }
        return rows;
    }();
    return table;
}

void layResidue(const structure::TemplateResidue& residue, std::size_t at, ChainTemplate& chain) {
    const int code = msaCode(ChainType::Protein, letterOf(residue.name, 'X'));
    chain.codes[at] = code < 0 ? unknownProteinCode : code;
    static const std::vector<std::string> none;
    const auto row = static_cast<std::size_t>(chain.codes[at]);
    const std::vector<std::string>& atoms = row < knownResidues ? atomsOfSlots()[row] : none;
    for (std::size_t slot = 0; slot < slotsPerToken; ++slot) {
        const structure::TemplateAtom* atom = residue.find(slot < atoms.size() ? atoms[slot] : firstAtom);
        const std::size_t place = at * slotsPerToken + slot;
        chain.mask[place] = atom ? 1 : 0;
        for (std::size_t axis = 0; axis < 3; ++axis) chain.positions[3 * place + axis] = atom ? static_cast<float>(atom->position[axis]) : 0;
    }
}

// Index from the start, counted from the end where it is negative; -1 if there is no such residue.
int placeIn(int index, std::size_t residues) {
    const auto count = static_cast<int>(residues);
    if (index < -count || index >= count) return -1;
    return index < 0 ? index + count : index;
}

ChainTemplate layOn(const structure::TemplateChain& structure, const Template& given, std::size_t residues, ProblemList& problems) {
    ChainTemplate chain{std::vector<std::int32_t>(residues, gapCode), std::vector<float>(residues * slotsPerToken * 3),
                        std::vector<std::uint8_t>(residues * slotsPerToken)};
    for (std::size_t i = 0; i < given.queryIndices.size(); ++i) {
        const int query = placeIn(given.queryIndices[i], residues), place = placeIn(given.templateIndices[i], structure.residues.size());
        if (query >= 0 && place >= 0) {
            layResidue(structure.residues[static_cast<std::size_t>(place)], static_cast<std::size_t>(query), chain);
            continue;
        }
        const bool wrongQuery = query < 0;
        problems.add(Problem::Severity::Error, given.position, given.path, "input.template_range",
                     {wrongQuery ? "queryIndices" : "templateIndices", std::to_string(wrongQuery ? given.queryIndices[i] : given.templateIndices[i]),
                      wrongQuery ? "sequence" : "template", std::to_string(wrongQuery ? residues : structure.residues.size())});
        break;
    }
    return chain;
}

// Where a column takes its template residue from: none where no template is laid.
struct Source {
    const std::vector<ChainTemplate>* templates = nullptr;
    std::size_t residue = 0;
};

bool isTemplated(const AtomLayout& layout, const ChainInfo& info, std::size_t chain) {
    return layout.chains[chain].type == ChainType::Protein && info.tokens >= shortestTemplatedChain;
}

// Templates of each chain, null where none are laid.
std::vector<const std::vector<ChainTemplate>*> templatesOfChains(const std::vector<std::vector<ChainTemplate>>& ofEntity, const AtomLayout& layout,
                                                                 const std::vector<ChainInfo>& chains, bool strict) {
    std::map<int, int> firstOfEqual;   // entity id -> entity of the job that serves all chains of it
    std::vector<const std::vector<ChainTemplate>*> templates;
    for (std::size_t c = 0; c < chains.size(); ++c) {
        const int own = layout.chains[c].entity;
        const int serving = strict ? firstOfEqual.emplace(chains[c].entityId, own).first->second : own;
        templates.push_back(isTemplated(layout, chains[c], c) ? &ofEntity[static_cast<std::size_t>(serving)] : nullptr);
    }
    return templates;
}

// AlphaFold 3's columns: residues of templated chains and tokens of all others, one chain after the other.
std::vector<Source> strictColumns(const std::vector<const std::vector<ChainTemplate>*>& templates, const AtomLayout& layout,
                                  const std::vector<ChainInfo>& chains) {
    std::vector<Source> columns;
    for (std::size_t c = 0; c < chains.size(); ++c) {
        const std::size_t count = templates[c] ? layout.chains[c].components.size() : static_cast<std::size_t>(chains[c].tokens);
        for (std::size_t i = 0; i < count; ++i) columns.push_back({templates[c], i});
    }
    return columns;
}

}  // namespace

std::vector<ChainTemplate> readTemplates(const Entity& entity, ProblemList& problems, bool strict) {
    std::vector<ChainTemplate> chains;
    if (!entity.templates) return chains;
    for (std::size_t i = 0; i < std::min(templateSlots, entity.templates->size()); ++i) {
        const Template& given = (*entity.templates)[i];
        try {
            const structure::TemplateChain chain = structure::readTemplate(given.mmcif, "mmcif");
            if (strict && chain.released.empty()) problems.add(Problem::Severity::Error, given.position, given.path, "input.template_date");
            chains.push_back(layOn(chain, given, entity.sequence.size(), problems));
        } catch (const Error& error) {
            problems.add(Problem::Severity::Error, given.position, given.path, "input.template_unreadable", {error.what()});
        }
    }
    return chains;
}

void addTemplates(const std::vector<std::vector<ChainTemplate>>& ofEntity, const AtomLayout& layout, const TokenTable& table,
                  const std::vector<ChainInfo>& chains, bool strict, std::int64_t paddedTokens, TensorMap& arrays) {
    const auto slots = static_cast<std::int64_t>(templateSlots);
    const auto padded = static_cast<std::size_t>(paddedTokens);
    Tensor codes(DType::I32, {slots, paddedTokens}), positions(DType::F32, {slots, paddedTokens, slotsPerToken, 3});
    Tensor mask(DType::Bool, {slots, paddedTokens, slotsPerToken});
    const auto templates = templatesOfChains(ofEntity, layout, chains, strict);
    const std::vector<Source> columns = strict ? strictColumns(templates, layout, chains) : std::vector<Source>();
    for (std::size_t t = 0; t < table.tokens.size(); ++t) {
        const Token& token = table.tokens[t];
        const auto residue = static_cast<std::size_t>(layout.residues[static_cast<std::size_t>(token.residue)].id - 1);
        const Source source = strict ? columns[static_cast<std::size_t>(token.column)] : Source{templates[static_cast<std::size_t>(token.chain)], residue};
        for (std::size_t i = 0; source.templates && i < source.templates->size(); ++i) {
            const ChainTemplate& chain = (*source.templates)[i];
            const std::size_t to = i * padded + t;
            codes.mutableAs<std::int32_t>()[to] = chain.codes[source.residue];
            std::copy_n(chain.mask.begin() + static_cast<std::ptrdiff_t>(source.residue * slotsPerToken), slotsPerToken,
                        mask.mutableAs<std::uint8_t>().begin() + static_cast<std::ptrdiff_t>(to * slotsPerToken));
            std::copy_n(chain.positions.begin() + static_cast<std::ptrdiff_t>(source.residue * slotsPerToken * 3), slotsPerToken * 3,
                        positions.mutableAs<float>().begin() + static_cast<std::ptrdiff_t>(to * slotsPerToken * 3));
        }
    }
    arrays["template_aatype"] = codes;
    arrays["template_atom_positions"] = positions;
    arrays["template_atom_mask"] = mask;
}

}  // namespace foldmeter::features
