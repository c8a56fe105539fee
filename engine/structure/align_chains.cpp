#include "structure/align_chains.h"

#include "structure/residue_kind.h"

#include <gemmi/seqalign.hpp>

#include <algorithm>
#include <set>
#include <string>

namespace foldmeter::structure {
namespace {

constexpr std::size_t kMostCells = 30'000'000;   // residues x residues of one pair of chains

struct Polymer {
    int chain = 0;
    std::vector<int> rows;                       // of residues
    std::vector<std::string> names;
};
std::vector<Polymer> polymersOf(const Structure& s) {
    const std::vector<ResidueKind> kinds = residueKinds(s);
    std::vector<Polymer> polymers;
    for (std::size_t c = 0; c < s.chains.size(); ++c) {
        Polymer polymer;
        polymer.chain = static_cast<int>(c);
        for (int r = s.chains[c].firstResidue; r < s.chains[c].firstResidue + s.chains[c].residues; ++r) {
            const ResidueKind kind = kinds[static_cast<std::size_t>(r)];
            if (kind != ResidueKind::Protein && kind != ResidueKind::Nucleic) continue;
            polymer.rows.push_back(r);
            polymer.names.push_back(s.residues[static_cast<std::size_t>(r)].name);
        }
        if (polymer.rows.size() >= 3) polymers.push_back(std::move(polymer));
    }
    return polymers;
}

struct Aligned {
    int moving = 0, fixed = 0, same = 0;         // chains; equal residues
    std::vector<std::pair<int, int>> residues;
};
Aligned aligned(const Polymer& moving, const Polymer& fixed) {
    const gemmi::AlignmentResult result = gemmi::align_string_sequences(moving.names, fixed.names, {}, gemmi::AlignmentScoring());
    Aligned pair{moving.chain, fixed.chain, 0, {}};
    std::size_t m = 0, f = 0;
    for (const auto& item : result.cigar)
        for (std::uint32_t k = 0; k < item.len(); ++k) {
            if (item.op() == 'M') {
                pair.residues.emplace_back(moving.rows[m], fixed.rows[f]);
                pair.same += moving.names[m] == fixed.names[f];
            }
            m += item.op() != 'D';
            f += item.op() != 'I';
        }
    return pair;
}

}  // namespace

std::vector<std::pair<int, int>> alignChains(const Structure& moving, const Structure& fixed) {
    std::vector<Aligned> candidates;
    const std::vector<Polymer> fixedPolymers = polymersOf(fixed);
    for (const Polymer& m : polymersOf(moving))
        for (const Polymer& f : fixedPolymers) {
            if (m.rows.size() * f.rows.size() > kMostCells) continue;
            Aligned pair = aligned(m, f);
            if (pair.same >= 3 && 10 * static_cast<std::size_t>(pair.same) >= 3 * std::min(m.rows.size(), f.rows.size())) candidates.push_back(std::move(pair));
        }
    std::stable_sort(candidates.begin(), candidates.end(), [](const Aligned& a, const Aligned& b) { return a.same > b.same; });
    std::set<int> movingTaken, fixedTaken;
    std::vector<std::pair<int, int>> residues;
    for (const Aligned& pair : candidates) {
        if (movingTaken.contains(pair.moving) || fixedTaken.contains(pair.fixed)) continue;
        movingTaken.insert(pair.moving);
        fixedTaken.insert(pair.fixed);
        residues.insert(residues.end(), pair.residues.begin(), pair.residues.end());
    }
    std::sort(residues.begin(), residues.end());
    return residues;
}

}  // namespace foldmeter::structure
