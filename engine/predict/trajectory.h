// How the denoiser made the samples of a seed: its guess of the finished structure, D(x), after every step.
//
// The file, NAME_trajectory.cif (or .cif.zst) beside a sample's model, is mmCIF with one model a step, so that any viewer
// plays it and the window's slider replays it:
//   _foldmeter_trajectory.model_num, .step (1 .. steps, in order), .noise_level (Angstrom: how far the atoms were disturbed
//       before this guess), .fit_rmsd (Angstrom, to the sample) - one row a model;
//   _atom_site, all models one after another, pdbx_PDB_model_num as above; the same atoms in the same order as in
//       NAME_model.cif, bonds as there (_struct_conn, _chem_comp).
// The sampler turns the structure at random before every step, so each guess is laid on the finished sample (least squares
// over all atoms); B is the finished sample's pLDDT in all models. The last guess is the sample but for the last step's
// small remainder; the sample itself is in NAME_model.cif.
#pragma once

#include "predict/output.h"

#include <filesystem>
#include <vector>

namespace foldmeter::predict {

class Trajectory {
public:
    // Keeps steps x samples x atoms positions (12 bytes each). The batch must live as long.
    Trajectory(const features::Batch& batch, const PredictSettings& settings);
    void add(const Progress& progress);                       // of stages other than denoise: passed over
    std::size_t steps() const { return m_noiseLevels.size(); }
    // `sample`: its number. `scores`: the finished sample's. A name that ends in .zst is packed.
    void write(const std::filesystem::path& path, const OutputContext& context, const SampleScores& scores, int sample) const;

    static std::size_t bytesFor(std::int64_t atoms, const PredictSettings& settings);

private:
    std::vector<float> frameOf(std::size_t step, int sample) const;   // (atoms, 3)

    const features::Batch& m_batch;
    int m_firstSample, m_samples;
    std::vector<float> m_noiseLevels;                         // by step
    std::vector<std::vector<float>> m_positions;              // by sample from the first, (steps so far, atoms, 3)
};

}  // namespace foldmeter::predict
