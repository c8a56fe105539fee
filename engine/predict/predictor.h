// One job through the network: per seed embed, trunk x recycles, distogram, condition, denoise x steps, confidence x
// samples, as plain C++ loops, so that a step can be shown, timed and cancelled. Spec: network.md sections 1, 10, 11.
#pragma once

#include "features/batch.h"
#include "model/config.h"
#include "runtime/program.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::predict {

struct PredictSettings {
    int recycles = 10;      // extra trunk passes
    int steps = 200;
    int samples = 5;
    int firstSample = 0;            // samples before it are there already; they are neither computed nor in the result
    bool strictAlphafold3 = false;  // follow AlphaFold 3 where it plainly errs (features and files; the network knows no such places)
    bool keepsTrajectory = false;   // the positions of every step are kept until the seed is written; only memory depends on it
};

// Everything the network gives for one seed; real tokens only where noted by the spec. Spec: outputs.md section 1.
struct SeedResult {
    std::uint32_t seed = 0;
    int firstSample = 0;        // number of the first one in the arrays
    Tensor positions;           // f32 (samples, tokens, 24, 3)
    Tensor plddt;               // f32 (samples, tokens, 24), 0..100
    Tensor resolved;            // f32 (samples, tokens, 24)
    Tensor pae, pde;            // f32 (samples, tokens, tokens), Angstrom
    Tensor tmGlobal, tmInterface;   // f32 (samples, tokens, tokens)
    Tensor averagePde;          // f32 (samples)
    Tensor contactProbs;        // f32 (tokens, tokens)
    Tensor distogram;           // f32 (tokens, tokens, 64) logits
    Tensor single, pair;        // f32
};

struct Progress {
    std::string stage;          // trunk, condition, denoise, confidence ...
    std::uint32_t seed = 0;
    int seedIndex = 0, seeds = 1;
    int done = 0, total = 0;    // of the stage
    const Tensor* denoised = nullptr;   // current D(x) at a denoise step: f32 (samples of the group, tokens, 24, 3)
    double sigma = 0;
    int step = 0, firstSample = 0;      // of a denoise step: 1 .. steps, and the first sample of the group
};
using ProgressCallback = std::function<void(const Progress&)>;

// What of a job decides memory and the sizes that programs are bound to.
struct JobSizes {
    std::int64_t tokens = 0, atoms = 0, msaRows = 0, paddedTokens = 0;
    std::int64_t templates = 1;   // different ones, the empty one included
    double conformerWork = 0;     // what their embedding grows with: the squares of the residues' atoms, summed
};
JobSizes jobSizesOf(const features::Batch& batch);

struct SeedTiming {
    std::uint32_t seed = 0;
    double wall = 0, compile = 0, execute = 0, trunk = 0, condition = 0, denoise = 0, confidence = 0;
    std::vector<double> recycles, steps;
    int samples = 0;
};

struct ProgramWork {
    double flops = 0, bytes = 0;    // matrix work; operands read once and results written once
};

// What a prediction would take of memory, and what is cut so that it stays within the budget.
struct MemoryForecast {
    std::size_t peakBytes = 0;                  // weights, programs, outputs, the process itself
    std::int64_t budget = 0;                    // bytes: the one that was set, else what is free
    bool fits = true, conditionKept = true;     // conditionKept: what does not change between steps is computed once
    int samplesAtOnce = 1;
    std::size_t slicedChains = 0, slices = 0, productsInPlace = 0;
    double extraTrunk = 0, extraDenoise = 0, extraConfidence = 0;   // FLOPs that cutting costs: a pass, a step, a sample
};

// Programs of one model and settings, traced when made, compiled once and bound to sizes as they come.
class Predictor {
public:
    Predictor(const model::Config& config, runtime::Context context, bool interpret = false);
    ~Predictor();
    void makeCode();                                     // trace, optimise, generate: no weights yet
    void compileAll();                                   // optimise, generate; loads (packs) the weights
    // The batch may lack its conformers. Tuning that is left for later is done by the next bind or predict.
    void bind(const features::Batch& batch, const PredictSettings& settings, runtime::Tuning tuning = runtime::Tuning::Now);
    // Compiles and binds what is not yet; SeedTiming::compile says how long the seed waited for that. Throws Error naming
    // program, step and scope when a result is not finite. When cancelled during confidence, the result holds the samples
    // finished so far. What a GPU has no memory for is tried again with less: fewer samples together, nothing kept.
    SeedResult predict(const features::Batch& batch, std::uint32_t seed, const PredictSettings& settings,
                       const ProgressCallback& progress, SeedTiming* timing);
    std::vector<const runtime::Program*> programs() const;
    std::vector<std::pair<std::string, runtime::BindRecord>> bindRecords() const;
    // Memory of a prediction of these sizes, without allocating. Compiles the programs if need be.
    MemoryForecast forecastMemory(const JobSizes& sizes, const PredictSettings& settings) const;
    // What one run of a program of these sizes has to do, after all passes; of the denoiser, in the form that would be bound.
    ProgramWork workOf(const std::string& program, const JobSizes& sizes, const PredictSettings& settings) const;

private:
    SeedResult predictOnce(const features::Batch& batch, std::uint32_t seed, const PredictSettings& settings, const ProgressCallback& progress, SeedTiming* timing);
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::predict
