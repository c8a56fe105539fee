#include "features/ref_structure.h"

#include "base/error.h"
#include "base/message.h"
#include "structure/conformer.h"

#include <algorithm>
#include <set>

namespace foldmeter::features {
namespace {

constexpr std::size_t nameLength = 4;

struct RefArrays {
    Tensor positions, mask, elements, charges;
    explicit RefArrays(std::int64_t tokens)
        : positions(DType::F32, {tokens, slotsPerToken, 3}), mask(DType::Bool, {tokens, slotsPerToken}),
          elements(DType::I32, {tokens, slotsPerToken}), charges(DType::F32, {tokens, slotsPerToken}) {}

    void set(std::size_t slot, const structure::Conformer& conformer, std::size_t atom) {
        std::ranges::copy(conformer.positions[atom], positions.mutableAs<float>().subspan(3 * slot).begin());
        mask.mutableAs<std::uint8_t>()[slot] = 1;
        elements.mutableAs<std::int32_t>()[slot] = conformer.elements[atom];
        charges.mutableAs<float>()[slot] = conformer.charges[atom];
    }
    void addTo(TensorMap& arrays) const {
        arrays["ref_pos"] = positions;
        arrays["ref_mask"] = mask;
        arrays["ref_element"] = elements;
        arrays["ref_charge"] = charges;
    }
};

}  // namespace

void addAtomNames(const AtomLayout& layout, const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays) {
    Tensor names(DType::I32, {paddedTokens, slotsPerToken, static_cast<std::int64_t>(nameLength)});
    Tensor residues(DType::I32, {paddedTokens, slotsPerToken});
    const auto characters = names.mutableAs<std::int32_t>();
    for (std::size_t slot = 0; slot < table.slots.size(); ++slot) {
        residues.mutableAs<std::int32_t>()[slot] = table.tokens[slot / slotsPerToken].residue;
        if (table.slots[slot] < 0) continue;
        const LayoutAtom& atom = layout.atoms[static_cast<std::size_t>(table.slots[slot])];
        if (atom.atomName.size() > nameLength) throw InputError(message("features.atom_name", {atom.atomName, atom.residueName, atom.chainId}));
        for (std::size_t i = 0; i < atom.atomName.size(); ++i) characters[slot * nameLength + i] = static_cast<unsigned char>(atom.atomName[i]) - 32;
    }
    arrays["ref_atom_name_chars"] = names;
    arrays["ref_space_uid"] = residues;
}

void addConformers(const AtomLayout& layout, std::uint32_t seed, const std::string& cutoffDate, ThreadPool* pool,
                   std::int64_t paddedTokens, TensorMap& arrays) {
    std::vector<const structure::Component*> components;
    for (const LayoutResidue& residue : layout.residues) components.push_back(residue.component.get());
    const auto conformers = structure::ConformerGenerator(seed, cutoffDate).makeAll(components, pool);
    RefArrays refs(paddedTokens);
    for (std::size_t r = 0; r < layout.residues.size(); ++r) {
        const LayoutResidue& residue = layout.residues[r];
        const structure::Conformer& conformer = conformers[r];
        for (int a = residue.firstAtom; a < residue.firstAtom + residue.atoms; ++a) {
            const LayoutAtom& atom = layout.atoms[static_cast<std::size_t>(a)];
            const auto found = std::find(conformer.atomNames.begin(), conformer.atomNames.end(), atom.atomName);
            if (found == conformer.atomNames.end() || atom.slot < 0) continue;
            refs.set(static_cast<std::size_t>(atom.token) * slotsPerToken + static_cast<std::size_t>(atom.slot), conformer,
                     static_cast<std::size_t>(found - conformer.atomNames.begin()));
        }
    }
    refs.addTo(arrays);
}

std::vector<std::string> atomsWithoutReference(const AtomLayout& layout) {
    std::set<std::pair<std::string, std::string>> missing;
    for (const LayoutResidue& residue : layout.residues) {
        if (residue.component == residue.atomSource) continue;
        for (int a = residue.firstAtom; a < residue.firstAtom + residue.atoms; ++a) {
            const std::string& name = layout.atoms[static_cast<std::size_t>(a)].atomName;
            if (residue.component->findAtom(name) < 0) missing.emplace(residue.component->code, name);
        }
    }
    std::vector<std::string> notes;
    for (const auto& [code, atom] : missing) notes.push_back(message("features.conformer_atom", {code, atom}));
    return notes;
}

}  // namespace foldmeter::features
