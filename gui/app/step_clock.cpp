#include "gui/app/step_clock.h"

#include <algorithm>

namespace foldmeter::app {
namespace {

std::optional<std::int64_t> argumentOf(const timeline::Span& span, const char* name) {
    for (const timeline::SpanArgument& argument : span.arguments)
        if (argument.name == name)
            if (const auto* value = std::get_if<std::int64_t>(&argument.value)) return *value;
    return std::nullopt;
}

}  // namespace

StepClock::StepClock(const timeline::Timeline& timeline) {
    std::vector<const timeline::Span*> seeds;
    for (const timeline::Span& span : timeline.spans)
        if (span.name == "seed" && argumentOf(span, "seed")) seeds.push_back(&span);
    for (const timeline::Span& span : timeline.spans) {
        const auto step = span.name == "step" ? argumentOf(span, "step") : std::nullopt;
        if (!step) continue;
        const auto around = std::find_if(seeds.begin(), seeds.end(), [&](const timeline::Span* seed) { return seed->track == span.track && seed->start <= span.start && span.end <= seed->end; });
        if (around != seeds.end()) m_steps.push_back({static_cast<std::uint32_t>(*argumentOf(**around, "seed")), static_cast<int>(*step), span.start, span.end});
    }
    std::stable_sort(m_steps.begin(), m_steps.end(), [](const Step& a, const Step& b) { return a.start < b.start; });
}

std::optional<StepClock::Step> StepClock::at(std::int64_t nanoseconds) const {
    const auto after = std::upper_bound(m_steps.begin(), m_steps.end(), nanoseconds, [](std::int64_t moment, const Step& step) { return moment < step.start; });
    if (after == m_steps.begin() || nanoseconds > (after - 1)->end) return std::nullopt;
    return *(after - 1);
}

std::optional<StepClock::Step> StepClock::find(std::uint32_t seed, int step) const {
    const auto found = std::find_if(m_steps.begin(), m_steps.end(), [&](const Step& s) { return s.seed == seed && s.step == step; });
    return found == m_steps.end() ? std::nullopt : std::optional(*found);
}

}  // namespace foldmeter::app
