#include "predict/trajectory.h"

#include "base/atomic_file.h"
#include "predict/model_cif.h"
#include "structure/superpose.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::predict {
namespace {

using structure::Point;

std::vector<Point> pointsOf(std::span<const float> values) {
    std::vector<Point> points(values.size() / 3);
    for (std::size_t i = 0; i < points.size(); ++i)
        for (std::size_t axis = 0; axis < 3; ++axis) points[i][axis] = values[3 * i + axis];
    return points;
}

// What of an atom's row no model changes: its group, the names between number and coordinates, the values behind them.
struct AtomText {
    std::string group, names, after;
};

std::vector<AtomText> atomTexts(const features::Batch& batch, const SampleScores& scores) {
    std::vector<AtomText> texts;
    const structure::CifTable table = atomTable(batch, scores);
    constexpr std::size_t firstCoordinate = 10, behindCoordinates = 13, modelColumn = 17;
    for (const std::vector<std::string>& row : table.rows) {
        AtomText text{row[0], {}, {}};
        for (std::size_t c = 2; c < firstCoordinate; ++c) text.names += structure::quotedForCif(row[c]) + " ";
        for (std::size_t c = behindCoordinates; c < modelColumn; ++c) text.after += " " + structure::quotedForCif(row[c]);
        texts.push_back(text);
    }
    return texts;
}

}  // namespace

std::size_t Trajectory::bytesFor(std::int64_t atoms, const PredictSettings& settings) {
    return static_cast<std::size_t>(atoms) * 3 * sizeof(float) * static_cast<std::size_t>(settings.steps) * static_cast<std::size_t>(settings.samples - settings.firstSample);
}

Trajectory::Trajectory(const features::Batch& batch, const PredictSettings& settings)
    : m_batch(batch), m_firstSample(settings.firstSample), m_samples(settings.samples - settings.firstSample), m_positions(static_cast<std::size_t>(m_samples)) {
    for (std::vector<float>& positions : m_positions) positions.reserve(batch.atoms.size() * 3 * static_cast<std::size_t>(settings.steps));
}

void Trajectory::add(const Progress& progress) {
    if (!progress.denoised || progress.step < 1) return;
    if (static_cast<std::size_t>(progress.step) > m_noiseLevels.size()) m_noiseLevels.push_back(static_cast<float>(progress.sigma));
    const auto& extents = progress.denoised->extents();   // (samples, tokens, slots, 3)
    const std::span<const float> values = progress.denoised->as<float>();
    for (std::int64_t k = 0; k < extents[0]; ++k) {
        std::vector<float>& positions = m_positions.at(static_cast<std::size_t>(progress.firstSample - m_firstSample + k));
        const std::int64_t first = k * extents[1] * extents[2];
        for (const features::LayoutAtom& atom : m_batch.atoms) {
            const bool known = atom.slot >= 0;
            const auto row = known ? static_cast<std::size_t>(first + atom.token * extents[2] + atom.slot) : 0;
            for (std::size_t axis = 0; axis < 3; ++axis) positions.push_back(known ? values[3 * row + axis] : 0.0f);
        }
    }
}

std::vector<float> Trajectory::frameOf(std::size_t step, int sample) const {
    const std::vector<float>& all = m_positions.at(static_cast<std::size_t>(sample - m_firstSample));
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(step * m_batch.atoms.size() * 3);
    return {first, first + static_cast<std::ptrdiff_t>(m_batch.atoms.size() * 3)};
}

void Trajectory::write(const std::filesystem::path& path, const OutputContext& context, const SampleScores& scores, int sample) const {
    const std::vector<Point> target = pointsOf(scores.atomPositions);
    std::vector<structure::Superposition> fits;
    structure::CifTable models{{"model_num", "step", "noise_level", "fit_rmsd"}, {}};
    for (std::size_t step = 0; step < steps(); ++step) {
        fits.push_back(structure::superpose(pointsOf(frameOf(step, sample)), target));
        const std::string number = std::to_string(step + 1);
        models.rows.push_back({number, number, fmt::format("{:.6g}", m_noiseLevels[step]), fmt::format("{:.3f}", fits.back().rmsd)});
    }
    structure::CifWriter writer(context.input->sanitisedName);
    addStructure(writer, context, scores);
    writer.remove("_atom_site");
    writer.addTable("_foldmeter_trajectory", models);
    AtomicFile file(path, path.extension() == ".zst" ? AtomicFile::Packing::Zstd : AtomicFile::Packing::None);
    std::string head = writer.text() + "loop_\n";
    for (const std::string& column : atomTable(m_batch, scores).columns) head += "_atom_site." + column + "\n";
    file.write(head);
    const std::vector<AtomText> texts = atomTexts(m_batch, scores);
    std::size_t id = 0;
    for (std::size_t step = 0; step < steps(); ++step) {
        const std::vector<Point> points = pointsOf(frameOf(step, sample));
        std::string rows;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const Point at = fits[step].apply(points[i]);
            rows += fmt::format("{} {} {}{:.3f} {:.3f} {:.3f}{} {}\n", texts[i].group, ++id, texts[i].names, at[0], at[1], at[2], texts[i].after, step + 1);
        }
        file.write(rows);
    }
    file.write("#\n");
    file.commit();
}

}  // namespace foldmeter::predict
