// Index arrays between tokens, atom slots, query blocks and key windows of the atom attention, and the pseudo-beta atom
// of each token. Spec atom-layouts.md sections 4 to 6, padding quirks included.
#pragma once

#include "features/tokens.h"
#include "tensor/tensor.h"

#include <cstdint>

namespace foldmeter::features {

inline constexpr int queriesPerBlock = 32, keysPerBlock = 128;

// Sizes after padding: N tokens, A = ceil(24 N / 32) * 32 flat atom positions.
std::int64_t paddedAtoms(std::int64_t paddedTokens);

void addAtomGathers(const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays);
void addPseudoBetaGather(const AtomLayout& layout, const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays);

// A gather `name` from an array of shape `from` to one of `to`: NAME:gather_idxs, :gather_mask, :input_shape.
struct Gather {
    Tensor indices, mask, inputShape;
    Gather(const Extents& to, const Extents& from);
    void set(std::int64_t at, std::int64_t index, bool valid = true);
    void addTo(TensorMap& arrays, const std::string& name) const;
};

}  // namespace foldmeter::features
