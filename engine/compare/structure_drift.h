// How far the structures of two runs lie apart, sample by sample of the same seed: what a faster setting costs in
// accuracy. Nothing is compared with the truth here; two seeds of one run usually differ by far more.
#pragma once

#include "results/prediction.h"
#include "structure/superpose.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::compare {

struct SampleDrift {
    std::uint32_t seed = 0;
    int sample = 0;
    std::size_t atoms = 0, unmatched = 0;      // compared; in only one of the two
    double rmsd = 0;                           // Angstrom, after superposition, over all atoms
    double lddt = 1;                           // of the second with the first as the truth
    bool lddtOfMiddles = false;                // over one atom a residue: there are too many for all pairs
    double plddt = 0, largestPlddt = 0;        // second minus first: mean over the atoms; greatest without its sign
    std::optional<double> pae, largestPae;     // Angstrom: mean difference without signs, greatest; absent without PAE files
    structure::Superposition placement;        // brings the second onto the first
};

struct Drift {
    std::vector<SampleDrift> samples;          // by seed and sample
    std::vector<std::string> problems;         // what could not be compared, and why
    double medianRmsd() const, worstRmsd() const, medianLddt() const;   // NaN with no sample
};

// Samples that both have, matched by seed and index; atoms by chain, residue number and atom name.
Drift driftBetween(const results::Prediction& first, const results::Prediction& second);
// A sample in memory; `pae` may be empty.
struct PredictedSample {
    std::uint32_t seed = 0;
    int index = 0;
    structure::Structure structure;
    results::Matrix pae;
};
// Absent: they share no atom.
std::optional<SampleDrift> driftOfStructures(const PredictedSample& first, const PredictedSample& second);
// Of two samples. InputError: they share no atom, or a file is damaged.
SampleDrift driftOfSample(const results::Sample& first, const results::Sample& second);

}  // namespace foldmeter::compare
