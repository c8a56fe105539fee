// One job predicted in memory, nothing written: what benchmarks and the self-test measure and compare.
#pragma once

#include "features/build_batch.h"
#include "features/fold_input.h"
#include "predict/session.h"
#include "structure/structure.h"
#include "structure/superpose.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace foldmeter::cli {

class Trial {
public:
    // Compiles (at first use of the session), binds to the job's size.
    Trial(predict::Session& session, const features::FoldInput& input, const predict::PredictSettings& settings);
    predict::SeedResult run(std::uint32_t seed, predict::SeedTiming* timing = nullptr);
    const features::Batch& batch() const { return m_batch; }
    double compileSeconds() const { return m_compileSeconds; }

private:
    predict::Session& m_session;
    predict::PredictSettings m_settings;
    features::BatchBuilder m_builder;
    features::Batch m_batch;
    std::uint32_t m_batchSeed;
    double m_compileSeconds = 0;
};

// A sample of a result as a structure.
structure::Structure structureOf(const features::Batch& batch, const predict::SeedResult& result, int sample);
// Every sample against the truth.
std::vector<structure::TruthComparison> compareSamples(const features::Batch& batch, const predict::SeedResult& result, const structure::Structure& truth);

// A row of resources/examples/examples.tsv.
struct Example {
    std::string name;
    std::filesystem::path input, truth;
    int tokens = 0;
    double expectedMedian = 0, expectedWorst = 0;   // heavy-atom RMSD, Angstrom
};
std::vector<Example> bundledExamples();

}  // namespace foldmeter::cli
