#include "features/gathers.h"

#include <algorithm>

namespace foldmeter::features {
namespace {

// Flat positions: the filled slots in order, then padding up to A.
class AtomGathers {
public:
    AtomGathers(const TokenTable& table, std::int64_t paddedTokens)
        : m_tokens(static_cast<std::int64_t>(table.tokens.size())), m_padded(paddedTokens), m_slots(paddedTokens * slotsPerToken),
          m_positions(paddedAtoms(paddedTokens)), m_positionOfSlot(static_cast<std::size_t>(m_slots), -1) {
        for (std::size_t slot = 0; slot < table.slots.size(); ++slot) {
            if (table.slots[slot] < 0) continue;
            m_positionOfSlot[slot] = static_cast<std::int64_t>(m_slotAt.size());
            m_slotAt.push_back(static_cast<std::int64_t>(slot));
        }
    }

    void addTo(TensorMap& arrays) const {
        addQueries(arrays);
        addKeys(arrays);
        addSlots(arrays);
    }

private:
    std::int64_t blocks() const { return m_positions / queriesPerBlock; }
    std::int64_t real() const { return static_cast<std::int64_t>(m_slotAt.size()); }
    bool hasPaddingTokens() const { return m_padded > m_tokens; }

    void addQueries(TensorMap& arrays) const {
        Gather atoms({blocks(), queriesPerBlock}, {m_padded, slotsPerToken});
        Gather tokens({blocks(), queriesPerBlock}, {m_padded});
        for (std::int64_t p = 0; p < m_positions; ++p) {
            setToken(tokens, p, p);
            if (p < real()) atoms.set(p, m_slotAt[static_cast<std::size_t>(p)]);
            else if (hasPaddingTokens()) atoms.set(p, m_slots - 1);   // padding matches the last padding slot
        }
        atoms.addTo(arrays, "token_atoms_to_queries");
        tokens.addTo(arrays, "tokens_to_queries");
    }

    void addKeys(TensorMap& arrays) const {
        Gather queries({blocks(), keysPerBlock}, {blocks(), queriesPerBlock});
        Gather tokens({blocks(), keysPerBlock}, {m_padded});
        for (std::int64_t block = 0; block < blocks(); ++block) {
            const std::int64_t first = firstKey(block);
            for (std::int64_t k = 0; k < keysPerBlock; ++k) {
                const std::int64_t position = first + k;   // negative ones count from the end: always padding
                const bool isReal = position >= 0 && position < real();
                queries.set(block * keysPerBlock + k, isReal ? position : m_positions - 1);
                setToken(tokens, block * keysPerBlock + k, isReal ? position : m_positions);
            }
        }
        queries.addTo(arrays, "queries_to_keys");
        tokens.addTo(arrays, "tokens_to_keys");
    }

    // 128 positions centred on the block, shifted to begin at 0 or to end at the last atom.
    std::int64_t firstKey(std::int64_t block) const {
        const std::int64_t centred = block * queriesPerBlock + queriesPerBlock / 2 - keysPerBlock / 2;
        if (centred < 0) return 0;
        return std::min(centred, real() - keysPerBlock);
    }

    void addSlots(TensorMap& arrays) const {
        Gather slots({m_padded, slotsPerToken}, {blocks(), queriesPerBlock});
        for (std::int64_t slot = 0; slot < m_slots; ++slot) {
            const std::int64_t position = m_positionOfSlot[static_cast<std::size_t>(slot)];
            if (position >= 0) slots.set(slot, position);
            else if (slot >= m_tokens * slotsPerToken) slots.set(slot, m_positions - 1);
        }
        slots.addTo(arrays, "queries_to_token_atoms");
    }

    void setToken(Gather& gather, std::int64_t at, std::int64_t position) const {
        if (position < real()) gather.set(at, m_slotAt[static_cast<std::size_t>(position)] / slotsPerToken);
        else if (hasPaddingTokens()) gather.set(at, m_padded - 1, false);
    }

    std::int64_t m_tokens, m_padded, m_slots, m_positions;
    std::vector<std::int64_t> m_positionOfSlot, m_slotAt;
};

int slotNamed(const AtomLayout& layout, const TokenTable& table, std::size_t token, std::string_view name) {
    for (int slot = 0; slot < slotsPerToken; ++slot) {
        const int atom = table.atomAt(token, slot);
        if (atom >= 0 && layout.atoms[static_cast<std::size_t>(atom)].atomName == name) return slot;
    }
    return -1;
}

// Which base atom stands for a nucleotide: that of the residue or, modified, of its parent.
std::string_view baseAtomOf(const structure::Component& component) {
    std::string name = component.code;
    if (!component.parent.empty() && component.parent != "?") name = component.parent;
    return name == "A" || name == "G" || name == "DA" || name == "DG" ? "C4" : "C2";
}

int pseudoBetaSlot(const AtomLayout& layout, const TokenTable& table, std::size_t token) {
    const LayoutResidue& residue = layout.residues[static_cast<std::size_t>(table.tokens[token].residue)];
    const ChainType type = layout.chainOf(residue).type;
    int slot = -1;
    if (type == ChainType::Protein) {
        slot = slotNamed(layout, table, token, "CB");
        if (slot < 0) slot = slotNamed(layout, table, token, "CA");
    } else if (isNucleic(type)) {
        slot = slotNamed(layout, table, token, baseAtomOf(*residue.component));
    }
    for (int s = 0; slot < 0 && s < slotsPerToken; ++s)
        if (table.atomAt(token, s) >= 0) slot = s;
    return slot;
}

}  // namespace

std::int64_t paddedAtoms(std::int64_t paddedTokens) {
    return (paddedTokens * slotsPerToken + queriesPerBlock - 1) / queriesPerBlock * queriesPerBlock;
}

Gather::Gather(const Extents& to, const Extents& from)
    : indices(DType::I32, to), mask(DType::Bool, to), inputShape(DType::I32, {static_cast<std::int64_t>(from.size())}) {
    const auto shape = inputShape.mutableAs<std::int32_t>();
    std::transform(from.begin(), from.end(), shape.begin(), [](std::int64_t n) { return static_cast<std::int32_t>(n); });
}

void Gather::set(std::int64_t at, std::int64_t index, bool valid) {
    indices.mutableAs<std::int32_t>()[static_cast<std::size_t>(at)] = static_cast<std::int32_t>(index);
    mask.mutableAs<std::uint8_t>()[static_cast<std::size_t>(at)] = valid ? 1 : 0;
}

void Gather::addTo(TensorMap& arrays, const std::string& name) const {
    arrays[name + ":gather_idxs"] = indices;
    arrays[name + ":gather_mask"] = mask;
    arrays[name + ":input_shape"] = inputShape;
}

void addAtomGathers(const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays) {
    AtomGathers(table, paddedTokens).addTo(arrays);
}

// The reference looks among the tokens before padding: padding rows get index 0, mask false (goldens, bucket runs).
void addPseudoBetaGather(const AtomLayout& layout, const TokenTable& table, std::int64_t paddedTokens, TensorMap& arrays) {
    const auto tokens = static_cast<std::int64_t>(table.tokens.size());
    Gather gather({paddedTokens}, {tokens, slotsPerToken});
    for (std::int64_t token = 0; token < tokens; ++token) {
        const int slot = pseudoBetaSlot(layout, table, static_cast<std::size_t>(token));
        if (slot >= 0) gather.set(token, token * slotsPerToken + slot);
    }
    gather.addTo(arrays, "token_atoms_to_pseudo_beta");
}

}  // namespace foldmeter::features
