// Tokens and their 24 dense atom slots. Spec atom-layouts.md section 3.
#pragma once

#include "features/atom_layout.h"

#include <cstdint>
#include <string>
#include <vector>

namespace foldmeter::features {

inline constexpr int slotsPerToken = 24;

struct Token {
    int chain = 0, residue = 0;   // indices into AtomLayout
    int representative = 0;       // atom
    int centerSlot = 0;           // slot of the representative, 0 if cut away
    int column = 0;               // where it would be if modified residues were not split: its column of the MSA
};

struct TokenTable {
    std::vector<Token> tokens;
    std::vector<std::int32_t> slots;   // (tokens, 24): atom, -1 where empty
    std::vector<int> columnsOfChain;   // MSA columns of each chain
    std::vector<std::string> notes;
    int atomAt(std::size_t token, int slot) const { return slots[token * slotsPerToken + static_cast<std::size_t>(slot)]; }
};

// True where the residue is one token; else every atom is one.
bool isOneToken(ChainType type, const std::string& component);
// Fills token and slot of the layout's atoms too.
TokenTable makeTokens(AtomLayout& layout);

}  // namespace foldmeter::features
