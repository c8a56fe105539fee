#include "results/interface_scores.h"

#include "structure/point_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace foldmeter::results {
namespace {

constexpr double contactReach = 5.0;    // A, between heavy atoms
constexpr double dockReach = 8.0;       // A, between beta carbons (pDockQ2)
constexpr double saeCutoff = 10.0;      // A of PAE (ipSAE)
constexpr double lisCutoff = 12.0;      // A of PAE (LIS)

double tmTerm(double error, double d0) { return 1 / (1 + (error / d0) * (error / d0)); }

// The TM-score's length scale, with the bounds that ipSAE puts on it.
double lengthScale(int residues, bool nucleic) {
    const double length = std::max(27, residues);
    return std::max(nucleic ? 2.0 : 1.0, 1.24 * std::cbrt(length - 15) - 1.8);
}

// The residues of one polymer chain as the scores see them.
struct ScoredChain {
    std::vector<int> tokens;                    // one a residue
    std::vector<structure::Point> betas;        // CB; CA of glycine; C3' of nucleotides
    std::vector<double> plddts;                 // of that atom
};

int betaAtom(const structure::Structure& structure, int residue) {
    for (const char* name : {"CB", "C3'", "CA"})
        if (const int atom = structure.findAtom(residue, name); atom >= 0) return atom;
    return -1;
}

ScoredChain scoredChain(const structure::Structure& structure, const TokenLayout& layout, int chain) {
    ScoredChain scored;
    for (std::size_t residue = 0; residue < layout.tokenOfResidue.size(); ++residue) {
        const int token = layout.tokenOfResidue[residue];
        if (token < 0 || layout.chainOf[static_cast<std::size_t>(token)] != chain) continue;
        const int beta = betaAtom(structure, static_cast<int>(residue));
        if (beta < 0) continue;
        scored.tokens.push_back(token);
        scored.betas.push_back(structure.positions[static_cast<std::size_t>(beta)]);
        scored.plddts.push_back(structure.bFactors[static_cast<std::size_t>(beta)]);
    }
    return scored;
}

double ipSaeOf(const Matrix& pae, const ScoredChain& from, const ScoredChain& to, bool nucleic) {
    double greatest = 0;
    for (const int row : from.tokens) {
        std::vector<double> errors;
        for (const int column : to.tokens)
            if (const double error = static_cast<double>(pae.at(row, column)); error < saeCutoff) errors.push_back(error);
        if (errors.empty()) continue;
        const double d0 = lengthScale(static_cast<int>(errors.size()), nucleic);
        double sum = 0;
        for (const double error : errors) sum += tmTerm(error, d0);
        greatest = std::max(greatest, sum / static_cast<double>(errors.size()));
    }
    return greatest;
}

double pDockQ2Of(const Matrix& pae, const ScoredChain& from, const ScoredChain& to) {
    std::vector<bool> fromMeets(from.tokens.size()), toMeets(to.tokens.size());
    double terms = 0;
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < from.tokens.size(); ++i)
        for (std::size_t j = 0; j < to.tokens.size(); ++j) {
            if (structure::distance(from.betas[i], to.betas[j]) > dockReach) continue;
            fromMeets[i] = toMeets[j] = true;
            terms += tmTerm(static_cast<double>(pae.at(from.tokens[i], to.tokens[j])), 10.0);
            ++pairs;
        }
    if (pairs == 0) return 0;
    double plddt = 0;
    std::size_t residues = 0;
    const auto add = [&](const ScoredChain& chain, const std::vector<bool>& meets) {
        for (std::size_t i = 0; i < meets.size(); ++i)
            if (meets[i]) plddt += chain.plddts[i], ++residues;
    };
    add(from, fromMeets);
    add(to, toMeets);
    const double x = plddt / static_cast<double>(residues) * terms / static_cast<double>(pairs);
    return 1.31 / (1 + std::exp(-0.075 * (x - 84.733))) + 0.005;
}

double lisOf(const Matrix& pae, const ScoredChain& from, const ScoredChain& to) {
    double sum = 0;
    std::size_t pairs = 0;
    for (const int row : from.tokens)
        for (const int column : to.tokens)
            if (const double error = static_cast<double>(pae.at(row, column)); error <= lisCutoff) sum += (lisCutoff - error) / lisCutoff, ++pairs;
    return pairs > 0 ? sum / static_cast<double>(pairs) : 0;
}

double smallestBetween(const Matrix& pae, const TokenLayout::Chain& a, const TokenLayout::Chain& b) {
    double smallest = std::numeric_limits<double>::infinity();
    for (int i = a.firstToken; i < a.firstToken + a.tokens; ++i)
        for (int j = b.firstToken; j < b.firstToken + b.tokens; ++j)
            smallest = std::min({smallest, static_cast<double>(pae.at(i, j)), static_cast<double>(pae.at(j, i))});
    return smallest;
}

double meanPlddt(const structure::Structure& structure, int residue) {
    const structure::StructureResidue& r = structure.residues[static_cast<std::size_t>(residue)];
    double sum = 0;
    for (int atom = r.firstAtom; atom < r.firstAtom + r.atoms; ++atom) sum += structure.bFactors[static_cast<std::size_t>(atom)];
    return r.atoms > 0 ? sum / r.atoms : 0;
}

double entry(const Matrix& matrix, int row, int column) {
    return matrix.empty() ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(matrix.at(row, column));
}

}  // namespace

double InterfaceScores::ipSae() const { return forward ? std::max(forward->ipSae, backward->ipSae) : std::numeric_limits<double>::quiet_NaN(); }
double InterfaceScores::pDockQ2() const { return forward ? std::max(forward->pDockQ2, backward->pDockQ2) : std::numeric_limits<double>::quiet_NaN(); }
double InterfaceScores::lis() const { return forward ? (forward->lis + backward->lis) / 2 : std::numeric_limits<double>::quiet_NaN(); }

std::vector<InterfaceScores> scoreInterfaces(const structure::Structure& structure, const Confidences& confidences, const TokenLayout& layout) {
    std::vector<InterfaceScores> all;
    const Matrix& pae = confidences.pae;
    if (pae.empty()) return all;
    std::map<std::pair<int, int>, int> contacts;
    for (const InterfaceContact& contact : findInterfaceContacts(structure, confidences, layout)) {
        const auto chainOf = [&](int residue) { return layout.chainOf[static_cast<std::size_t>(layout.tokenOfResidue[static_cast<std::size_t>(residue)])]; };
        ++contacts[{chainOf(contact.first), chainOf(contact.second)}];
    }
    std::vector<ScoredChain> scored;
    for (std::size_t chain = 0; chain < layout.chains.size(); ++chain) scored.push_back(scoredChain(structure, layout, static_cast<int>(chain)));
    for (std::size_t a = 0; a < layout.chains.size(); ++a)
        for (std::size_t b = a + 1; b < layout.chains.size(); ++b) {
            InterfaceScores pair{.first = layout.chains[a].id, .second = layout.chains[b].id};
            pair.contacts = contacts[{static_cast<int>(a), static_cast<int>(b)}];
            pair.smallestPae = smallestBetween(pae, layout.chains[a], layout.chains[b]);
            if (layout.chains[a].kind != ChainKind::Ligand && layout.chains[b].kind != ChainKind::Ligand) {
                const bool nucleic = layout.chains[a].kind == ChainKind::NucleicAcid || layout.chains[b].kind == ChainKind::NucleicAcid;
                pair.forward = {ipSaeOf(pae, scored[a], scored[b], nucleic), pDockQ2Of(pae, scored[a], scored[b]), lisOf(pae, scored[a], scored[b])};
                pair.backward = {ipSaeOf(pae, scored[b], scored[a], nucleic), pDockQ2Of(pae, scored[b], scored[a]), lisOf(pae, scored[b], scored[a])};
            }
            all.push_back(std::move(pair));
        }
    return all;
}

std::vector<InterfaceContact> findInterfaceContacts(const structure::Structure& structure, const Confidences& confidences, const TokenLayout& layout) {
    const structure::PointGrid grid(structure.positions, contactReach);
    std::map<std::pair<int, int>, double> nearest;   // by residues, the first in the earlier chain
    for (std::size_t i = 0; i < structure.atoms(); ++i) {
        const int own = structure.residueOf[i];
        grid.visitNear(structure.positions[i], [&](std::size_t j) {
            const int other = structure.residueOf[j];
            if (structure.residues[static_cast<std::size_t>(own)].chain >= structure.residues[static_cast<std::size_t>(other)].chain) return;
            const double apart = structure::distance(structure.positions[i], structure.positions[j]);
            if (apart > contactReach) return;
            const auto [found, added] = nearest.emplace(std::pair(own, other), apart);
            if (!added) found->second = std::min(found->second, apart);
        });
    }
    std::vector<InterfaceContact> contacts;
    for (const auto& [residues, apart] : nearest) {
        const int a = layout.tokenOfResidue[static_cast<std::size_t>(residues.first)], b = layout.tokenOfResidue[static_cast<std::size_t>(residues.second)];
        if (a < 0 || b < 0) continue;
        contacts.push_back({residues.first, residues.second, apart, entry(confidences.pae, a, b), entry(confidences.pae, b, a),
                            entry(confidences.contactProbs, a, b), meanPlddt(structure, residues.first), meanPlddt(structure, residues.second)});
    }
    return contacts;
}

}  // namespace foldmeter::results
