#include "structure/chain_listing.h"

#include "base/error.h"
#include "structure/any_structure.h"

#include <gemmi/model.hpp>
#include <gemmi/polyheur.hpp>

#include <algorithm>
#include <map>
#include <optional>

namespace foldmeter::structure {
namespace {

std::optional<ListedChain::Kind> kindOf(gemmi::PolymerType type) {
    switch (type) {
        case gemmi::PolymerType::PeptideL:
        case gemmi::PolymerType::PeptideD: return ListedChain::Kind::Protein;
        case gemmi::PolymerType::Rna: return ListedChain::Kind::Rna;
        case gemmi::PolymerType::Dna: return ListedChain::Kind::Dna;
        default: return std::nullopt;
    }
}

std::string keyOf(const std::string& chain, const gemmi::ResidueId& residue) { return chain + '/' + residue.seqid.str() + '/' + residue.name; }

class Lister {
public:
    explicit Lister(gemmi::Structure& structure) : m_structure(structure) {}

    ChainListing list() {
        for (gemmi::Chain& chain : m_structure.models[0].chains) addPolymer(chain);
        for (gemmi::Chain& chain : m_structure.models[0].chains) addOthers(chain);
        for (const gemmi::Connection& connection : m_structure.connections)
            if (connection.type == gemmi::Connection::Covale) addBond(connection);
        return std::move(m_listing);
    }

private:
    struct Place {
        std::size_t chain;
        int residue;
    };

    void addPolymer(gemmi::Chain& chain) {
        const gemmi::ResidueSpan polymer = chain.get_polymer();
        if (polymer.size() == 0) return;
        const gemmi::Entity* entity = m_structure.get_entity_of(polymer);
        gemmi::PolymerType type = entity ? entity->polymer_type : gemmi::PolymerType::Unknown;
        if (type == gemmi::PolymerType::Unknown) type = gemmi::check_polymer_type(polymer);
        const auto kind = kindOf(type);
        if (!kind) {
            m_listing.otherPolymers.push_back(chain.name);
            return;
        }
        ListedChain listed{*kind, chain.name, {}, entity && !entity->full_sequence.empty()};
        if (listed.declared)
            for (const std::string& names : entity->full_sequence) listed.residues.push_back(gemmi::Entity::first_mon(names));
        for (const gemmi::Residue& residue : polymer) {
            if (!listed.declared) listed.residues.push_back(residue.name);
            const int number = !listed.declared ? static_cast<int>(listed.residues.size()) : residue.label_seq ? *residue.label_seq : 0;
            if (number >= 1 && number <= static_cast<int>(listed.residues.size())) m_places[keyOf(chain.name, residue)] = {m_listing.chains.size(), number};
        }
        m_listing.chains.push_back(std::move(listed));
    }

    // Ligands, ions and sugars: a subchain each.
    void addOthers(gemmi::Chain& chain) {
        std::map<std::string, std::size_t> indexOf;   // branched subchain -> listed chain
        for (const gemmi::Residue& residue : chain.residues) {
            if (residue.entity_type == gemmi::EntityType::Polymer) continue;
            if (residue.entity_type == gemmi::EntityType::Water || residue.is_water()) {
                ++m_listing.waters;
                continue;
            }
            if (m_places.contains(keyOf(chain.name, residue))) continue;   // the other location of the same residue
            const bool branched = residue.entity_type == gemmi::EntityType::Branched && !residue.subchain.empty();
            const auto [place, isFirst] = branched ? indexOf.emplace(residue.subchain, m_listing.chains.size()) : std::pair{indexOf.end(), true};
            const std::size_t index = branched ? place->second : m_listing.chains.size();
            if (isFirst) m_listing.chains.push_back({ListedChain::Kind::Ligand, chain.name, {}, true});
            m_listing.chains[index].residues.push_back(residue.name);
            m_places[keyOf(chain.name, residue)] = {index, static_cast<int>(m_listing.chains[index].residues.size())};
        }
    }

    void addBond(const gemmi::Connection& connection) {
        const auto first = find(connection.partner1), second = find(connection.partner2);
        const auto isLigand = [&](const ListedAtom& atom) { return m_listing.chains[atom.chain].kind == ListedChain::Kind::Ligand; };
        if (first && second && (isLigand(*first) || isLigand(*second))) m_listing.bonds.emplace_back(*first, *second);
        else ++m_listing.droppedBonds;
    }

    std::optional<ListedAtom> find(const gemmi::AtomAddress& atom) const {
        const auto place = m_places.find(keyOf(atom.chain_name, atom.res_id));
        if (place == m_places.end()) return std::nullopt;
        return ListedAtom{place->second.chain, place->second.residue, atom.atom_name};
    }

    gemmi::Structure& m_structure;
    ChainListing m_listing;
    std::map<std::string, Place> m_places;
};

}  // namespace

ChainListing listChains(const std::string& text, const std::string& file) {
    gemmi::Structure structure = readAnyStructure(text, file);
    try {
        ChainListing listing = Lister(structure).list();
        if (listing.chains.empty()) throw InputError("no polymer and no ligand");
        return listing;
    } catch (const InputError& error) {
        throw InputError(file + ": " + error.what());
    } catch (const std::exception& error) {   // gemmi names place and reason
        throw InputError(file + ": not readable as a structure: " + error.what());
    }
}

}  // namespace foldmeter::structure
