#include "worker/server/live_positions.h"

#include <cmath>

namespace foldmeter::worker {
namespace {

constexpr std::size_t slotsAToken = 24;
constexpr std::size_t noSlot = static_cast<std::size_t>(-1);

}  // namespace

AtomsEvent LivePositionsFeed::follow(const features::Batch& batch) {
    AtomsEvent atoms;
    m_slots.clear();
    for (const features::LayoutAtom& atom : batch.atoms) {
        atoms.chains.push_back(atom.chainId);
        atoms.residueNames.push_back(atom.residueName);
        atoms.residueNumbers.push_back(atom.residueId);
        atoms.atomNames.push_back(atom.atomName);
        atoms.elements.push_back(atom.element);
        m_slots.push_back(atom.slot < 0 ? noSlot : static_cast<std::size_t>(atom.token) * slotsAToken + static_cast<std::size_t>(atom.slot));
    }
    return atoms;
}

void LivePositionsFeed::look(const predict::Progress& progress, double now) {
    if (m_wish == LivePositions::None || !progress.denoised || m_slots.empty()) return;
    if (m_sent >= 0 && now - m_sent < leastInterval && progress.done < progress.total) return;
    m_sent = now;
    const auto all = progress.denoised->as<float>();   // (samples, tokens, 24, 3)
    const auto computed = static_cast<std::size_t>(progress.denoised->extents().at(0));
    const std::size_t samples = m_wish == LivePositions::AllSamples ? computed : 1, stride = all.size() / computed;
    PositionsEvent event{.seed = progress.seed, .step = progress.done, .steps = progress.total, .sigma = progress.sigma,
                         .samples = static_cast<int>(samples), .atoms = static_cast<int>(m_slots.size())};
    event.values.resize(samples * m_slots.size() * 3);
    float* out = event.values.data();
    for (std::size_t sample = 0; sample < samples; ++sample) {
        for (const std::size_t slot : m_slots) {
            for (std::size_t axis = 0; axis < 3; ++axis) *out++ = slot == noSlot ? NAN : all[sample * stride + slot * 3 + axis];
        }
    }
    m_send(std::move(event));
}

}  // namespace foldmeter::worker
