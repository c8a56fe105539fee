#include "dialects/structure_file.h"

#include "dialects/job_builder.h"
#include "features/residue_types.h"
#include "structure/chain_listing.h"

#include <fmt/format.h>

namespace foldmeter::dialects {
namespace {

using features::ChainType;
using structure::ListedChain;

json::Value placeOf(const std::string& path) {
    json::Value at;
    at.path = path;
    return at;
}

ChainType typeOf(ListedChain::Kind kind) {
    return kind == ListedChain::Kind::Protein ? ChainType::Protein : kind == ListedChain::Kind::Rna ? ChainType::Rna : ChainType::Dna;
}

std::string_view wordFor(ListedChain::Kind kind) {
    switch (kind) {
        case ListedChain::Kind::Protein: return "protein";
        case ListedChain::Kind::Rna: return "rna";
        case ListedChain::Kind::Dna: return "dna";
        case ListedChain::Kind::Ligand: break;
    }
    return "ligand";
}

// Letters, and what a letter does not say as modifications.
json::Value polymerOf(const ListedChain& chain, const json::Value& at) {
    const ChainType type = typeOf(chain.kind);
    const bool protein = type == ChainType::Protein;
    std::string sequence;
    json::Value modifications = listAt(at), body = objectAt(at);
    for (const std::string& residue : chain.residues) {
        const char letter = features::letterOf(residue, protein ? 'X' : 'N');
        sequence += letter;
        if (features::componentOf(type, letter) == residue || features::isUnknownResidue(residue)) continue;
        json::Value& change = modifications.items.emplace_back(objectAt(at));
        set(change, protein ? "ptmType" : "modificationType", textAt(at, residue));
        set(change, protein ? "ptmPosition" : "basePosition", integerAt(at, static_cast<std::int64_t>(sequence.size())));
    }
    set(body, "sequence", textAt(at, sequence));
    if (!modifications.items.empty()) set(body, "modifications", std::move(modifications));
    return body;
}

}  // namespace

json::Value translateStructure(const std::string& text, const std::string& file, const std::string& stem, Journal& journal) {
    const structure::ChainListing listing = structure::listChains(text, file);
    const json::Value at = placeOf("structure");
    JobBuilder builder(at, stem, journal);
    for (const ListedChain& chain : listing.chains)
        if (chain.kind != ListedChain::Kind::Ligand) builder.reserve(chain.id);
    std::vector<std::string> ids;
    for (const ListedChain& chain : listing.chains) {
        const json::Value place = placeOf(fmt::format("chain {}", chain.id));
        const bool ligand = chain.kind == ListedChain::Kind::Ligand;
        ids.push_back(ligand ? builder.newId() : builder.idFor(place, chain.id));
        json::Value body = objectAt(place);
        if (ligand) set(body, "ccdCodes", textsAt(place, chain.residues));
        else body = polymerOf(chain, place);
        if (!ligand && !chain.declared) journal.assumed(place, "dialect.observed_only");
        builder.addEntity(wordFor(chain.kind), std::move(body), {ids.back()});
    }
    for (const auto& [first, second] : listing.bonds)
        builder.addBond(at, {ids[first.chain], first.residue, first.atom}, {ids[second.chain], second.residue, second.atom});
    if (listing.waters > 0) journal.dropped(at, "dialect.waters", {std::to_string(listing.waters)});
    if (listing.droppedBonds > 0) journal.dropped(at, "dialect.polymer_bonds", {std::to_string(listing.droppedBonds)});
    for (const std::string& id : listing.otherPolymers) journal.dropped(placeOf(fmt::format("chain {}", id)), "dialect.other_polymer");
    return builder.finish();
}

}  // namespace foldmeter::dialects
