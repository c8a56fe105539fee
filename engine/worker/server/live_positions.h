// The denoised positions of a running seed as events, at most ten a second and the last of a seed: of what the denoiser gives at a step, the
// atoms of the structure in the order of its files. A step that is not sent costs one look at the clock.
#pragma once

#include "features/batch.h"
#include "predict/predictor.h"
#include "worker/protocol/events.h"

#include <functional>

namespace foldmeter::worker {

class LivePositionsFeed {
public:
    LivePositionsFeed(LivePositions wish, std::function<void(PositionsEvent)> send) : m_wish(wish), m_send(std::move(send)) {}

    // Which of the network's slots hold the atoms.
    AtomsEvent follow(const features::Batch& batch);
    // `now`: seconds on any clock.
    void look(const predict::Progress& progress, double now);

    static constexpr double leastInterval = 0.1;   // seconds

private:
    LivePositions m_wish;
    std::function<void(PositionsEvent)> m_send;
    std::vector<std::size_t> m_slots;              // flat number of each atom's slot; noSlot: cut away
    double m_sent = -1;
};

}  // namespace foldmeter::worker
