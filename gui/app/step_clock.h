// When each diffusion step of a run ran, read off its timeline: so that the time cursor and the slider of the steps are one.
#pragma once

#include "timeline/timeline.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace foldmeter::app {

class StepClock {
public:
    struct Step {
        std::uint32_t seed = 0;
        int step = 0;                            // from 1
        std::int64_t start = 0, end = 0;         // ns on the run's clock
    };
    explicit StepClock(const timeline::Timeline& timeline);
    // The step that was at work at a moment; nothing outside of all steps.
    std::optional<Step> at(std::int64_t nanoseconds) const;
    // Where a seed's samples are made in several batches: the first that reached the step.
    std::optional<Step> find(std::uint32_t seed, int step) const;
    bool empty() const { return m_steps.empty(); }

private:
    std::vector<Step> m_steps;                   // by start
};

}  // namespace foldmeter::app
