#include "cli/trial.h"

#include "base/file.h"
#include "base/paths.h"

#include <sstream>

namespace foldmeter::cli {
namespace {

double secondsNow() { return static_cast<double>(timeline::Recorder::now()) * 1e-9; }

std::vector<std::string> splitTabs(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream stream(line);
    for (std::string cell; std::getline(stream, cell, '\t');) cells.push_back(cell);
    return cells;
}

}  // namespace

Trial::Trial(predict::Session& session, const features::FoldInput& input, const predict::PredictSettings& settings)
    : m_session(session), m_settings(settings), m_builder(input, session.components(), {.buckets = session.settings().buckets, .pool = &session.pool()}), m_batch(m_builder.build(input.seeds.front())), m_batchSeed(input.seeds.front()) {
    session.weights();   // reading is no compilation
    const double start = secondsNow();
    session.compiledPredictor().bind(m_batch, m_settings);
    m_compileSeconds = secondsNow() - start;
}

predict::SeedResult Trial::run(std::uint32_t seed, predict::SeedTiming* timing) {
    if (seed != m_batchSeed) m_batch = m_builder.build(seed);
    m_batchSeed = seed;
    predict::SeedTiming own;
    return m_session.predictor().predict(m_batch, seed, m_settings, {}, timing ? timing : &own);
}

structure::Structure structureOf(const features::Batch& batch, const predict::SeedResult& result, int sample) {
    structure::Structure all;
    const auto& extents = result.positions.extents();   // (samples, tokens, 24, 3)
    const auto positions = result.positions.as<float>();
    const auto plddt = result.plddt.as<float>();        // (samples, tokens, 24)
    for (const features::LayoutAtom& atom : batch.atoms) {
        if (atom.slot < 0) continue;
        const auto place = static_cast<std::size_t>((sample * extents[1] + atom.token) * extents[2] + atom.slot);
        all.addAtom(atom.chainId, atom.residueId, atom.residueName, atom.atomName, atom.element, {positions[3 * place], positions[3 * place + 1], positions[3 * place + 2]}, plddt[place]);
    }
    return all;
}

std::vector<structure::TruthComparison> compareSamples(const features::Batch& batch, const predict::SeedResult& result, const structure::Structure& truth) {
    std::vector<structure::TruthComparison> comparisons;
    const auto samples = static_cast<int>(result.positions.extents().at(0));
    for (int sample = 0; sample < samples; ++sample) comparisons.push_back(structure::compareToTruth(structureOf(batch, result, sample), truth));
    return comparisons;
}

std::vector<Example> bundledExamples() {
    std::istringstream table(readText(resourcePath("examples/examples.tsv")));
    std::string line;
    std::getline(table, line);
    std::map<std::string, std::size_t> column;
    for (const std::string& name : splitTabs(line)) column.emplace(name, column.size());
    std::vector<Example> examples;
    while (std::getline(table, line)) {
        const std::vector<std::string> cells = splitTabs(line);
        if (cells.size() != column.size()) throw InputError("examples.tsv: a line has " + std::to_string(cells.size()) + " cells: " + line);
        const auto cell = [&](const char* name) { return cells[column.at(name)]; };
        examples.push_back({cell("name"), resourcePath("examples/" + cell("name") + ".json"), resourcePath("examples/truth/" + cell("name") + ".cif"),
                            std::stoi(cell("tokens")), std::stod(cell("rmsd_median")), std::stod(cell("rmsd_worst"))});
    }
    return examples;
}

}  // namespace foldmeter::cli
