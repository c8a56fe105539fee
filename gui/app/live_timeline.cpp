#include "gui/app/live_timeline.h"

#include <algorithm>
#include <cmath>

namespace foldmeter::app {
namespace {

using timeline::Category;
using timeline::Span;

std::int64_t nanoseconds(double seconds) { return std::llround(seconds * 1e9); }

// The engine's stages are told forward only; while the network runs, the seeds stand in their place.
void addStages(const worker::JobState& state, double elapsed, std::vector<Span>& spans) {
    for (std::size_t i = 0; i < state.stages.size(); ++i) {
        const worker::StageMark& mark = state.stages[i];
        const double end = i + 1 < state.stages.size() ? state.stages[i + 1].seconds : std::max(elapsed, mark.seconds);
        const Category category = timeline::categoryFromName(mark.stage);
        if (category != Category::Execute || state.phases.empty()) spans.push_back({mark.stage, category, nanoseconds(mark.seconds), nanoseconds(end), 0, 0, {}});
    }
}

// A seed that is followed by another is over; the last one is told by its phases only.
void addSeeds(const worker::JobState& state, double elapsed, std::vector<Span>& spans) {
    double last = elapsed;
    for (const worker::StageMark& mark : state.stages)
        if (mark.stage == "write") last = mark.seconds;
    const auto& phases = state.phases;
    const auto endOf = [&](std::size_t i) { return i + 1 < phases.size() ? phases[i + 1].seconds : std::max(last, phases[i].seconds); };
    for (std::size_t i = 0; i < phases.size(); ++i) {
        const bool first = i == 0 || phases[i - 1].seedIndex != phases[i].seedIndex;
        const auto next = std::find_if(phases.begin() + static_cast<std::ptrdiff_t>(i), phases.end(), [&](const worker::PhaseMark& mark) { return mark.seedIndex != phases[i].seedIndex; });
        if (first && next != phases.end())
            spans.push_back({"seed", Category::Execute, nanoseconds(phases[i].seconds), nanoseconds(next->seconds), 0, 0, {{"seed", std::int64_t{phases[i].seed}}}});
        spans.push_back({phases[i].phase, Category::Execute, nanoseconds(phases[i].seconds), nanoseconds(endOf(i)), 0, next != phases.end() ? 1 : 0, {}});
    }
}

timeline::Counter memoryOf(const worker::JobState& state) {
    timeline::Counter memory{"memory", {}, {}};
    for (const worker::MemorySample& sample : state.memory) {
        memory.times.push_back(nanoseconds(sample.seconds));
        memory.values.push_back(static_cast<double>(sample.bytes));
    }
    return memory;
}

}  // namespace

timeline::Timeline liveTimeline(const worker::JobState& state, double elapsed) {
    timeline::Timeline made;
    if (state.stages.empty()) return made;
    made.tracks = {{"main"}};
    addStages(state, elapsed, made.spans);
    addSeeds(state, elapsed, made.spans);
    std::stable_sort(made.spans.begin(), made.spans.end(), [](const Span& a, const Span& b) { return a.start < b.start; });
    if (!state.memory.empty()) made.counters.push_back(memoryOf(state));
    return made;
}

}  // namespace foldmeter::app
