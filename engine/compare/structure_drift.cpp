#include "compare/structure_drift.h"

#include "base/error.h"
#include "report/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>

namespace foldmeter::compare {
namespace {

using structure::Structure;

struct MatchedAtoms {
    std::vector<structure::Point> first, second;
    std::vector<int> residueOf;
    std::vector<double> plddtDifference;
    std::vector<char> middle;                  // stands for its residue
    std::size_t unmatched = 0;
};

std::string keyOf(const Structure& s, std::size_t atom) {
    const auto& residue = s.residues[static_cast<std::size_t>(s.residueOf[atom])];
    return fmt::format("{}\t{}\t{}", s.chains[static_cast<std::size_t>(residue.chain)].id, residue.number, s.atomNames[atom]);
}

MatchedAtoms matchAtoms(const Structure& first, const Structure& second) {
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < second.atoms(); ++i) places.emplace(keyOf(second, i), i);
    MatchedAtoms matched;
    for (std::size_t i = 0; i < first.atoms(); ++i) {
        const auto found = places.find(keyOf(first, i));
        if (found == places.end()) continue;
        matched.first.push_back(first.positions[i]);
        matched.second.push_back(second.positions[found->second]);
        matched.residueOf.push_back(first.residueOf[i]);
        matched.plddtDifference.push_back(second.bFactors[found->second] - first.bFactors[i]);
        matched.middle.push_back(first.atomNames[i] == "CA" || first.atomNames[i] == "C1'");
    }
    matched.unmatched = first.atoms() + second.atoms() - 2 * matched.first.size();
    return matched;
}

// All pairs of 8,000 atoms take half a second.
double lddtOf(const MatchedAtoms& atoms, bool middlesOnly) {
    if (!middlesOnly) return structure::lddt(atoms.second, atoms.first, atoms.residueOf);
    std::vector<structure::Point> first, second;
    std::vector<int> residues;
    for (std::size_t i = 0; i < atoms.first.size(); ++i) {
        if (!atoms.middle[i]) continue;
        first.push_back(atoms.first[i]);
        second.push_back(atoms.second[i]);
        residues.push_back(atoms.residueOf[i]);
    }
    return structure::lddt(second, first, residues);
}

void comparePae(const results::Matrix& a, const results::Matrix& b, SampleDrift& drift) {
    if (a.empty() || a.rows != b.rows || a.columns != b.columns) return;
    double sum = 0, most = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        const double difference = std::abs(static_cast<double>(a.values[i]) - static_cast<double>(b.values[i]));
        sum += difference;
        most = std::max(most, difference);
    }
    drift.pae = sum / static_cast<double>(a.values.size());
    drift.largestPae = most;
}

template <typename Pick> std::vector<double> valuesOf(const std::vector<SampleDrift>& samples, Pick pick) {
    std::vector<double> values;
    for (const SampleDrift& sample : samples) values.push_back(pick(sample));
    return values;
}

}  // namespace

std::optional<SampleDrift> driftOfStructures(const PredictedSample& first, const PredictedSample& second) {
    constexpr std::size_t mostForAllPairs = 8000;
    const MatchedAtoms atoms = matchAtoms(first.structure, second.structure);
    if (atoms.first.empty()) return {};
    SampleDrift drift{.seed = first.seed, .sample = first.index, .atoms = atoms.first.size(), .unmatched = atoms.unmatched};
    drift.placement = structure::superpose(atoms.second, atoms.first);
    drift.rmsd = drift.placement.rmsd;
    drift.lddtOfMiddles = atoms.first.size() > mostForAllPairs;
    drift.lddt = lddtOf(atoms, drift.lddtOfMiddles);
    for (const double difference : atoms.plddtDifference) {
        drift.plddt += difference / static_cast<double>(atoms.plddtDifference.size());
        drift.largestPlddt = std::max(drift.largestPlddt, std::abs(difference));
    }
    comparePae(first.pae, second.pae, drift);
    return drift;
}

SampleDrift driftOfSample(const results::Sample& first, const results::Sample& second) {
    const auto read = [](const results::Sample& sample) {
        return PredictedSample{sample.seed, sample.index, results::readSampleStructure(sample), sample.confidences.empty() ? results::Matrix{} : results::readConfidences(sample.confidences).pae};
    };
    const auto drift = driftOfStructures(read(first), read(second));
    if (!drift)
        throw InputError(fmt::format("{} and {} share no atom (chain, residue number, atom name): are they of the same job?", first.structure.string(), second.structure.string()));
    return *drift;
}

Drift driftBetween(const results::Prediction& first, const results::Prediction& second) {
    Drift drift;
    for (const results::Sample& sample : first.samples) {
        const auto same = std::find_if(second.samples.begin(), second.samples.end(), [&](const results::Sample& other) {
            return other.seed == sample.seed && other.index == sample.index && other.bestCopy == sample.bestCopy;
        });
        if (same == second.samples.end() || sample.structure.empty() || same->structure.empty()) continue;
        try {
            drift.samples.push_back(driftOfSample(sample, *same));
        } catch (const InputError& problem) {
            drift.problems.emplace_back(problem.what());
        }
    }
    std::sort(drift.samples.begin(), drift.samples.end(), [](const auto& a, const auto& b) { return std::tie(a.seed, a.sample) < std::tie(b.seed, b.sample); });
    return drift;
}

double Drift::medianRmsd() const { return report::median(valuesOf(samples, [](const SampleDrift& s) { return s.rmsd; })); }
double Drift::worstRmsd() const { return report::quantile(valuesOf(samples, [](const SampleDrift& s) { return s.rmsd; }), 1); }
double Drift::medianLddt() const { return report::median(valuesOf(samples, [](const SampleDrift& s) { return s.lddt; })); }

}  // namespace foldmeter::compare
