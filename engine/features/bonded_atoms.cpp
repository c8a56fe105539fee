#include "features/bonded_atoms.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace foldmeter::features {
namespace {

class BondReader {
public:
    BondReader(const std::vector<Entity>& entities, ProblemList& problems) : m_problems(problems) {
        for (const Entity& entity : entities)
            for (const std::string& id : entity.ids) m_entityOf[id] = &entity;
    }

    std::optional<std::pair<BondedAtom, BondedAtom>> read(const json::Value& pair) {
        if (!pair.isArray() || pair.items.size() != 2) {
            m_problems.error(pair, "input.bond_pair", {shown(pair)});
            return std::nullopt;
        }
        const auto first = readAtom(pair.items[0]), second = readAtom(pair.items[1]);
        if (!first || !second) return std::nullopt;
        if (!m_seen.insert({keyOf(*first), keyOf(*second)}).second) m_problems.error(pair, "input.bond_twice");
        return std::pair(*first, *second);
    }

private:
    using Key = std::tuple<std::string, int, std::string>;
    static Key keyOf(const BondedAtom& atom) { return {atom.chain, atom.residue, atom.atom}; }

    std::optional<BondedAtom> readAtom(const json::Value& atom) {
        const bool shape = atom.isArray() && atom.items.size() == 3 && atom.items[0].isString() &&
                           atom.items[1].kind == json::Kind::Integer && atom.items[2].isString();
        if (!shape) {
            m_problems.error(atom, "input.bond_atom", {shown(atom)});
            return std::nullopt;
        }
        const std::string& chain = atom.items[0].text;
        const auto found = m_entityOf.find(chain);
        if (found == m_entityOf.end()) {
            m_problems.error(atom.items[0], "input.bond_chain", {shown(chain)});
            return std::nullopt;
        }
        const Entity& entity = *found->second;
        if (!entity.smiles.empty()) {
            m_problems.error(atom, "input.bond_smiles", {chain});
            return std::nullopt;
        }
        const std::size_t residues = entity.kind == EntityKind::Ligand ? entity.ccdCodes.size() : entity.sequence.size();
        const std::int64_t residue = atom.items[1].integer;
        if (residue < 1 || residue > static_cast<std::int64_t>(residues)) {
            m_problems.error(atom.items[1], "input.bond_residue", {std::to_string(residue), chain, std::to_string(residues)});
            return std::nullopt;
        }
        return BondedAtom{chain, static_cast<int>(residue), atom.items[2].text, atom.items[2].position};
    }

    ProblemList& m_problems;
    std::map<std::string, const Entity*> m_entityOf;
    std::set<std::pair<Key, Key>> m_seen;
};

}  // namespace

std::vector<std::pair<BondedAtom, BondedAtom>> readBondedAtoms(const json::Value& list, const std::vector<Entity>& entities,
                                                               ProblemList& problems) {
    std::vector<std::pair<BondedAtom, BondedAtom>> bonds;
    if (!list.isArray()) {
        problems.error(list, "input.not_list", {"bondedAtomPairs", shown(list)});
        return bonds;
    }
    BondReader reader(entities, problems);
    for (const json::Value& pair : list.items)
        if (auto bond = reader.read(pair)) bonds.push_back(std::move(*bond));
    return bonds;
}

}  // namespace foldmeter::features
