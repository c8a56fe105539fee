#include "predict/confidences.h"

#include "features/residue_types.h"
#include "structure/clash.h"
#include "structure/exposure.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace foldmeter::predict {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kTiny = 1e-8;   // keeps means over nothing finite

// One (tokens, tokens) matrix of an array that may have a sample axis and padding.
class PairView {
public:
    PairView(const Tensor& tensor, int sample) : m_values(tensor.as<float>()), m_width(static_cast<std::size_t>(tensor.extents().back())) {
        if (tensor.extents().size() == 3) m_values = m_values.subspan(static_cast<std::size_t>(sample) * m_width * m_width);
    }
    double operator()(std::size_t row, std::size_t column) const { return static_cast<double>(m_values[row * m_width + column]); }

private:
    std::span<const float> m_values;
    std::size_t m_width;
};

// Tokens by chain, and which of them have a frame.
struct Tokens {
    explicit Tokens(const features::Batch& batch) : count(static_cast<std::size_t>(batch.tokens)), chains(batch.chains.size()) {
        const Tensor& frames = batch.at("frames_mask");
        for (std::size_t i = 0; i < count; ++i) hasFrame.push_back(frames.at(static_cast<std::int64_t>(i)) != 0);
        chainOf.resize(count);
        for (std::size_t c = 0; c < chains; ++c) {
            sizes.push_back(static_cast<std::size_t>(batch.chains[c].tokens));
            for (std::size_t i = 0; i < sizes[c]; ++i) chainOf[static_cast<std::size_t>(batch.chains[c].firstToken) + i] = c;
        }
    }
    std::size_t count, chains;
    std::vector<std::size_t> chainOf, sizes;
    std::vector<bool> hasFrame;
};

// Mean of the values that are numbers; NaN if none is.
double meanOfNumbers(const std::vector<double>& values) {
    double sum = 0;
    int numbers = 0;
    for (const double value : values)
        if (!std::isnan(value)) sum += value, ++numbers;
    return numbers > 0 ? sum / numbers : kNaN;
}

std::vector<double> diagonalOf(const std::vector<double>& matrix, std::size_t chains) {
    std::vector<double> diagonal;
    for (std::size_t a = 0; a < chains; ++a) diagonal.push_back(matrix[a * chains + a]);
    return diagonal;
}

// For each chain: the mean of its row's and its column's means, the diagonal left out.
std::vector<double> crossMeans(const std::vector<double>& matrix, std::size_t chains) {
    std::vector<double> means;
    for (std::size_t a = 0; a < chains; ++a) {
        std::vector<double> row, column;
        for (std::size_t b = 0; b < chains; ++b) {
            if (b == a) continue;
            row.push_back(matrix[a * chains + b]);
            column.push_back(matrix[b * chains + a]);
        }
        means.push_back(meanOfNumbers({meanOfNumbers(row), meanOfNumbers(column)}));
    }
    return means;
}

void scorePtm(const Tokens& tokens, const PairView& global, SampleScores& scores) {
    const auto frames = static_cast<std::size_t>(std::count(tokens.hasFrame.begin(), tokens.hasFrame.end(), true));
    scores.ptm = frames > 0 ? 0 : kNaN;
    bool interface = false;
    double iptm = 0;
    for (std::size_t i = 0; i < tokens.count; ++i) {
        if (!tokens.hasFrame[i]) continue;
        double all = 0, others = 0;
        for (std::size_t j = 0; j < tokens.count; ++j) {
            all += global(i, j);
            if (tokens.chainOf[j] != tokens.chainOf[i]) others += global(i, j);
        }
        const std::size_t otherTokens = tokens.count - tokens.sizes[tokens.chainOf[i]];
        interface = interface || otherTokens > 0;
        scores.ptm = std::max(scores.ptm, all / (kTiny + static_cast<double>(tokens.count)));
        iptm = std::max(iptm, others / (kTiny + static_cast<double>(otherTokens)));
    }
    scores.iptm = interface ? iptm : kNaN;
}

// Every pair's score is that of its best aligned token, of either chain, over the tokens of the other.
void scoreChainPairs(const Tokens& tokens, const PairView& interface, SampleScores& scores) {
    const std::size_t chains = tokens.chains;
    std::vector<double> best(chains * chains, kNaN);   // (aligned chain, other chain)
    for (std::size_t i = 0; i < tokens.count; ++i) {
        if (!tokens.hasFrame[i]) continue;
        std::vector<double> sums(chains);
        for (std::size_t j = 0; j < tokens.count; ++j) sums[tokens.chainOf[j]] += interface(i, j);
        for (std::size_t b = 0; b < chains; ++b) {
            double& value = best[tokens.chainOf[i] * chains + b];
            value = std::fmax(value, sums[b] / (kTiny + static_cast<double>(tokens.sizes[b])));
        }
    }
    scores.chainPairIptm = best;
    for (std::size_t a = 0; a < chains; ++a)
        for (std::size_t b = 0; b < chains; ++b)
            scores.chainPairIptm[a * chains + b] = std::fmax(best[a * chains + b], best[b * chains + a]);
    scores.chainPtm = diagonalOf(scores.chainPairIptm, chains);
    scores.chainIptm = crossMeans(scores.chainPairIptm, chains);
}

void scorePae(const Tokens& tokens, const PairView& pae, const PairView& contact, SampleScores& scores) {
    const std::size_t chains = tokens.chains;
    std::vector<double> least(chains * chains, kNaN), weighted(chains * chains), weights(chains * chains), pairs(chains * chains);
    double sum = 0, weightSum = 0;
    for (std::size_t i = 0; i < tokens.count; ++i) {
        if (!tokens.hasFrame[i]) continue;
        for (std::size_t j = 0; j < tokens.count; ++j) {
            const std::size_t block = tokens.chainOf[i] * chains + tokens.chainOf[j];
            least[block] = std::fmin(least[block], pae(i, j));
            weighted[block] += contact(i, j) * pae(i, j);
            weights[block] += contact(i, j);
        }
    }
    std::vector<double> means(chains * chains);
    for (std::size_t block = 0; block < means.size(); ++block) {
        sum += weighted[block];
        weightSum += weights[block];
        const auto size = static_cast<double>(tokens.sizes[block / chains] * tokens.sizes[block % chains]);
        means[block] = std::isnan(least[block]) ? kNaN : weighted[block] / size / (kTiny + weights[block] / size);
    }
    scores.chainPairPaeMin = least;
    scores.chainPae = diagonalOf(means, chains);
    scores.crossChainPae = crossMeans(means, chains);
    scores.rankingConfidencePae = -sum / (weightSum + 1e-6);
}

void scorePde(const Tokens& tokens, const PairView& pde, const PairView& contact, SampleScores& scores) {
    const std::size_t chains = tokens.chains;
    std::vector<double> sums(chains * chains), least(chains * chains, kNaN);
    std::vector<double> own(chains), ownWeight(chains), cross(chains), crossWeight(chains);
    for (std::size_t i = 0; i < tokens.count; ++i)
        for (std::size_t j = 0; j < tokens.count; ++j) {
            const std::size_t a = tokens.chainOf[i], b = tokens.chainOf[j];
            sums[a * chains + b] += pde(i, j);
            least[a * chains + b] = std::fmin(least[a * chains + b], pde(i, j));
            (a == b ? own : cross)[a] += contact(i, j) * pde(i, j);
            (a == b ? ownWeight : crossWeight)[a] += contact(i, j);
        }
    const auto all = static_cast<double>(tokens.count * tokens.count);
    for (std::size_t a = 0; a < chains; ++a) {
        for (std::size_t b = 0; b < chains; ++b)
            scores.chainPairPdeMean.push_back(sums[a * chains + b] / static_cast<double>(tokens.sizes[a] * tokens.sizes[b]));
        scores.chainSinglePde.push_back(own[a] / all / (kTiny + ownWeight[a] / all));
        scores.crossChainSinglePde.push_back(cross[a] / all / (kTiny + crossWeight[a] / all));
    }
    scores.chainPairPdeMin = least;
}

// Positions and pLDDT in output order; an atom the network has no slot for lies at the origin with pLDDT 0.
void gatherAtoms(const features::Batch& batch, const SeedResult& result, int sample, SampleScores& scores) {
    const auto width = static_cast<std::size_t>(result.plddt.extents()[1]), slots = static_cast<std::size_t>(result.plddt.extents()[2]);
    const std::size_t first = static_cast<std::size_t>(sample) * width * slots;
    const auto plddt = result.plddt.as<float>();
    const auto positions = result.positions.as<float>();
    for (const features::LayoutAtom& atom : batch.atoms) {
        const bool known = atom.slot >= 0;
        const std::size_t row = known ? first + static_cast<std::size_t>(atom.token) * slots + static_cast<std::size_t>(atom.slot) : 0;
        scores.atomPlddt.push_back(known ? plddt[row] : 0.0f);
        for (std::size_t axis = 0; axis < 3; ++axis) scores.atomPositions.push_back(known ? positions[row * 3 + axis] : 0.0f);
    }
}

bool isProtein(const std::string& chainType) { return chainType == "polypeptide(L)"; }

// Atoms for which `wanted(atom)` holds, at `positions` (atoms of the batch, 3).
template <typename Wanted>
structure::Structure structureOf(const features::Batch& batch, const std::vector<double>& positions, Wanted&& wanted) {
    structure::Structure result;
    for (std::size_t i = 0; i < batch.atoms.size(); ++i) {
        const features::LayoutAtom& atom = batch.atoms[i];
        if (!wanted(atom)) continue;
        result.addAtom(atom.chainId, atom.residueId, atom.residueName, atom.atomName, atom.element,
                       {positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]}, 0);
    }
    return result;
}

std::string sequenceOf(const structure::Structure& chain) {
    std::string sequence;
    for (const structure::StructureResidue& residue : chain.residues) sequence += features::letterOf(residue.name, 'X');
    return sequence;
}

// Share of protein residues whose smoothed exposure exceeds 0.581; chains of equal sequence take the first one's values.
double fractionDisordered(const features::Batch& batch, const SampleScores& scores) {
    constexpr double kDisordered = 0.581;
    std::vector<double> written;   // as the mmCIF has them
    for (const float x : scores.atomPositions) written.push_back(std::round(static_cast<double>(x) * 1000) / 1000);
    std::map<std::string, std::vector<double>> bySequence;
    std::size_t residues = 0, disordered = 0;
    for (const features::ChainInfo& chain : batch.chains) {
        if (!isProtein(chain.type)) continue;
        const auto atoms = structureOf(batch, written, [&](const auto& atom) { return atom.chainId == chain.id; });
        const auto [found, first] = bySequence.emplace(sequenceOf(atoms), std::vector<double>());
        if (first) found->second = structure::smoothedExposure(structure::relativeExposure(atoms));
        residues += found->second.size();
        for (const double value : found->second) disordered += value > kDisordered ? 1 : 0;
    }
    return residues > 0 ? static_cast<double>(disordered) / static_cast<double>(residues) : 0.0;
}

bool clashes(const features::Batch& batch, const SampleScores& scores) {
    const std::vector<double> positions(scores.atomPositions.begin(), scores.atomPositions.end());
    return structure::hasClash(structureOf(batch, positions, [](const auto& atom) { return isPolymer(atom.chainType); }));
}

}  // namespace

bool isPolymer(const std::string& chainType) {
    return isProtein(chainType) || chainType == "polyribonucleotide" || chainType == "polydeoxyribonucleotide";
}

SampleScores scoreSample(const features::Batch& batch, const SeedResult& result, int sample) {
    SampleScores scores;
    const Tokens tokens(batch);
    const PairView contact(result.contactProbs, 0);
    scorePtm(tokens, PairView(result.tmGlobal, sample), scores);
    scoreChainPairs(tokens, PairView(result.tmInterface, sample), scores);
    scorePae(tokens, PairView(result.pae, sample), contact, scores);
    scorePde(tokens, PairView(result.pde, sample), contact, scores);
    gatherAtoms(batch, result, sample, scores);
    scores.predictedDistanceError = static_cast<double>(result.averagePde.as<float>()[static_cast<std::size_t>(sample)]);
    scores.hasClash = clashes(batch, scores);
    scores.fractionDisordered = fractionDisordered(batch, scores);
    scores.ptmIptmAverage = 0.8 * scores.iptm + 0.2 * scores.ptm;
    scores.rankingConfidence = tokens.chains > 1 ? scores.ptmIptmAverage : scores.ptm;
    const double accuracy = std::isnan(scores.iptm) ? scores.ptm : scores.ptmIptmAverage;
    scores.rankingScore = accuracy + 0.5 * scores.fractionDisordered - 100.0 * (scores.hasClash ? 1 : 0);
    return scores;
}

}  // namespace foldmeter::predict
