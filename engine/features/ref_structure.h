// Reference conformers on the token slots: ref_pos, ref_mask, ref_element, ref_charge of one seed, and what of ref_*
// no seed changes. Spec features.md section 6, atom-layouts.md section 7.
#pragma once

#include "base/threads.h"
#include "features/tokens.h"
#include "tensor/tensor.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace foldmeter::features {

// ref_atom_name_chars and ref_space_uid. InputError for an atom name that the four character places cannot hold.
void addAtomNames(const AtomLayout& layout, const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays);
// ref_pos, ref_mask, ref_element, ref_charge.
void addConformers(const AtomLayout& layout, std::uint32_t seed, const std::string& cutoffDate, ThreadPool* pool,
                   std::int64_t paddedTokens, TensorMap& arrays);

// Atoms of the layout that the component does not know, and so have no reference position, as notes for the user.
std::vector<std::string> atomsWithoutReference(const AtomLayout& layout);

}  // namespace foldmeter::features
