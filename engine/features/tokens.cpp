#include "features/tokens.h"

#include "base/message.h"

namespace foldmeter::features {
namespace {

class TokenMaker {
public:
    explicit TokenMaker(AtomLayout& layout) : m_layout(layout) { m_table.columnsOfChain.assign(layout.chains.size(), 0); }

    TokenTable make() {
        for (std::size_t r = 0; r < m_layout.residues.size(); ++r) {
            const LayoutResidue& residue = m_layout.residues[r];
            const ChainType type = m_layout.chainOf(residue).type;
            const int columnBefore = m_column;
            if (isOneToken(type, residue.component->code)) addResidueToken(static_cast<int>(r), type);
            else addAtomTokens(static_cast<int>(r));
            m_column += isLigand(type) ? residue.atoms : 1;
            m_table.columnsOfChain[static_cast<std::size_t>(residue.chain)] += m_column - columnBefore;
        }
        return std::move(m_table);
    }

private:
    Token& addToken(int residue, int representative) {
        m_table.slots.resize(m_table.slots.size() + slotsPerToken, -1);
        return m_table.tokens.emplace_back(Token{m_layout.residues[static_cast<std::size_t>(residue)].chain, residue, representative, 0, m_column});
    }

    void put(int atom, int slot) {
        const std::size_t token = m_table.tokens.size() - 1;
        LayoutAtom& place = m_layout.atoms[static_cast<std::size_t>(atom)];
        place.token = static_cast<int>(token);
        place.slot = slot < slotsPerToken ? slot : -1;
        if (slot < slotsPerToken) m_table.slots[token * slotsPerToken + static_cast<std::size_t>(slot)] = atom;
    }

    void addAtomTokens(int residue) {
        const LayoutResidue& place = m_layout.residues[static_cast<std::size_t>(residue)];
        for (int atom = place.firstAtom; atom < place.firstAtom + place.atoms; ++atom) {
            addToken(residue, atom);
            put(atom, 0);
        }
    }

    // Heavy atoms of the component that the residue lost leave an empty slot, hydrogens none.
    void addResidueToken(int residue, ChainType type) {
        const LayoutResidue& place = m_layout.residues[static_cast<std::size_t>(residue)];
        const std::string center = type == ChainType::Protein ? "CA" : "C1'";
        Token& token = addToken(residue, place.firstAtom);
        int slot = 0, atom = place.firstAtom;
        for (const structure::ComponentAtom& known : place.atomSource->atoms) {
            const bool present = atom < place.firstAtom + place.atoms && m_layout.atoms[static_cast<std::size_t>(atom)].atomName == known.name;
            if (present) {
                put(atom, slot);
                if (known.name == center) token.representative = atom;
                ++atom;
            }
            if (present || !isHydrogen(known)) ++slot;
        }
        const int centerSlot = m_layout.atoms[static_cast<std::size_t>(token.representative)].slot;
        token.centerSlot = centerSlot < 0 ? 0 : centerSlot;
        if (slot <= slotsPerToken) return;
        m_table.notes.push_back(message("features.slots_cut", {place.component->code, std::to_string(place.id), m_layout.chainOf(place).id,
                                                               std::to_string(slot - slotsPerToken)}));
    }

    AtomLayout& m_layout;
    TokenTable m_table;
    int m_column = 0;
};

}  // namespace

bool isOneToken(ChainType type, const std::string& component) {
    if (type == ChainType::Protein) return isStandardProtein(component) || component == "UNK" || component == "MSE";
    return isNucleic(type) && isStandardNucleic(component);
}

TokenTable makeTokens(AtomLayout& layout) { return TokenMaker(layout).make(); }

}  // namespace foldmeter::features
