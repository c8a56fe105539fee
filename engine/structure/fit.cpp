#include "structure/fit.h"

#include "base/error.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

namespace foldmeter::structure {
namespace {

int chainOfResidue(const Structure& s, int residue) { return s.residues[static_cast<std::size_t>(residue)].chain; }

// For each chain of `moving` the chain of `fixed` that holds most of its counterparts; -1: none.
std::vector<int> counterparts(const Structure& moving, const Structure& fixed) {
    std::vector<std::map<int, int>> counts(moving.chains.size());
    for (const auto& [m, f] : matchResidues(moving, fixed)) ++counts[static_cast<std::size_t>(chainOfResidue(moving, m))][chainOfResidue(fixed, f)];
    std::vector<int> best;
    for (const auto& count : counts) {
        const auto most = std::max_element(count.begin(), count.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
        best.push_back(most == count.end() ? -1 : most->first);
    }
    return best;
}

double leastDistance(const Structure& s, int a, int b) {
    double least = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < s.atoms(); ++i) {
        if (chainOfResidue(s, s.residueOf[i]) != a) continue;
        for (std::size_t j = 0; j < s.atoms(); ++j)
            if (chainOfResidue(s, s.residueOf[j]) == b) least = std::min(least, distance(s.positions[i], s.positions[j]));
    }
    return least;
}

struct ChainFit {
    int chain = 0;                // of the moving structure
    std::string name;             // of the fixed one's
    Comparison comparison;
    std::vector<int> together;    // chains that go with it
};

std::vector<ChainFit> fitChains(const Structure& moving, const Structure& fixed) {
    std::vector<ChainFit> fits;
    const std::vector<int> others = counterparts(moving, fixed);
    for (std::size_t c = 0; c < others.size(); ++c) {
        if (others[c] < 0) continue;
        const int chain = static_cast<int>(c);
        try {
            fits.push_back({chain, fixed.chains[static_cast<std::size_t>(others[c])].id, compareStructures(onlyChains(moving, {chain}), onlyChains(fixed, {others[c]})), {chain}});
        } catch (const InputError&) {   // a ligand, or too short: it goes with its neighbour
            continue;
        }
    }
    return fits;
}

std::vector<FittedPart> eachChain(const Structure& moving, const Structure& fixed) {
    std::vector<ChainFit> fits = fitChains(moving, fixed);
    if (fits.empty()) throw InputError("in no chain do three residues correspond: chains, residue numbers and names, or at least the sequences, must agree");
    for (std::size_t c = 0; c < moving.chains.size(); ++c) {
        const int chain = static_cast<int>(c);
        if (std::any_of(fits.begin(), fits.end(), [&](const ChainFit& fit) { return fit.chain == chain; })) continue;
        const auto nearest = std::min_element(fits.begin(), fits.end(), [&](const ChainFit& a, const ChainFit& b) { return leastDistance(moving, chain, a.chain) < leastDistance(moving, chain, b.chain); });
        nearest->together.push_back(chain);
    }
    std::vector<FittedPart> parts;
    for (ChainFit& fit : fits) parts.push_back({fit.name, std::make_shared<const Structure>(onlyChains(moving, fit.together)), std::move(fit.comparison)});
    return parts;
}

}  // namespace

Structure onlyChains(const Structure& s, const std::vector<int>& chains) {
    Structure part;
    for (const int chain : chains) {
        const StructureChain& c = s.chains[static_cast<std::size_t>(chain)];
        for (int r = c.firstResidue; r < c.firstResidue + c.residues; ++r) {
            const StructureResidue& residue = s.residues[static_cast<std::size_t>(r)];
            for (int a = residue.firstAtom; a < residue.firstAtom + residue.atoms; ++a) {
                const auto row = static_cast<std::size_t>(a);
                part.addAtom(c.id, residue.number, residue.name, s.atomNames[row], s.elements[row], s.positions[row], s.bFactors[row]);
            }
        }
    }
    return part;
}

std::vector<float> deviationsOf(const Structure& whole, const std::vector<FittedPart>& parts) {
    using Key = std::tuple<std::string, int, std::string>;   // chain, number, name
    const auto keyOf = [](const Structure& s, std::size_t row) {
        const StructureResidue& r = s.residues[row];
        return Key{s.chains[static_cast<std::size_t>(r.chain)].id, r.number, r.name};
    };
    std::map<Key, float> found;
    for (const FittedPart& part : parts)
        for (std::size_t r = 0; r < part.structure->residues.size(); ++r) found.emplace(keyOf(*part.structure, r), part.comparison.deviation[r]);
    std::vector<float> deviations;
    for (std::size_t r = 0; r < whole.residues.size(); ++r) {
        const auto at = found.find(keyOf(whole, r));
        deviations.push_back(at == found.end() ? std::numeric_limits<float>::quiet_NaN() : at->second);
    }
    return deviations;
}

Superposition inverse(const Superposition& motion) {
    Superposition back;
    for (std::size_t row = 0; row < 3; ++row) {
        back.shift[row] = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            back.rotation[row][k] = motion.rotation[k][row];   // a rotation's inverse is its transpose
            back.shift[row] -= motion.rotation[k][row] * motion.shift[k];
        }
    }
    return back;
}

Superposition inOrder(const Superposition& first, const Superposition& second) {
    Superposition both;
    both.shift = second.apply(first.shift);
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column) {
            both.rotation[row][column] = 0;
            for (std::size_t k = 0; k < 3; ++k) both.rotation[row][column] += second.rotation[row][k] * first.rotation[k][column];
        }
    both.rmsd = first.rmsd;
    return both;
}

std::vector<FittedPart> fit(const std::shared_ptr<const Structure>& moving, const Structure& fixed, FitBy by, const std::string& chain) {
    if (by == FitBy::EachChain) return eachChain(*moving, fixed);
    const std::vector<std::string> deciding = by == FitBy::OneChain ? std::vector<std::string>{chain} : std::vector<std::string>{};
    return {{by == FitBy::OneChain ? chain : std::string(), moving, compareStructures(*moving, fixed, deciding)}};
}

}  // namespace foldmeter::structure
