#include "predict/estimate.h"

#include <algorithm>

namespace foldmeter::predict {

Estimate::Estimate(const PredictSettings& settings, int seeds) : m_seeds(std::max(seeds, 1)) {
    m_kinds["trunk"] = {.stepsASeed = settings.recycles + 1, .typical = 2};
    m_kinds["denoise"] = {.stepsASeed = settings.steps, .typical = 1};
    m_kinds["confidence"] = {.stepsASeed = settings.samples, .typical = 0.5};
}

void Estimate::update(const Progress& progress, double now) {
    const auto kind = m_kinds.find(progress.stage);
    if (kind != m_kinds.end()) {
        if (progress.total > 0) kind->second.stepsASeed = progress.total;   // steps of all samples, where they take turns
        const int done = progress.seedIndex * kind->second.stepsASeed + std::min(progress.done, kind->second.stepsASeed);
        if (m_started && done > kind->second.done) kind->second.seconds += now - m_last;
        kind->second.done = std::max(kind->second.done, done);
    }
    m_last = now;
    m_started = true;
}

// Seconds of one step; of a kind not met yet, guessed from those met.
double Estimate::secondsOf(const Kind& kind) const {
    if (kind.done > 0) return kind.seconds / kind.done;
    double seconds = 0, weight = 0;
    for (const auto& [name, other] : m_kinds) {
        seconds += other.done > 0 ? other.seconds : 0;
        weight += other.done * other.typical;
    }
    return weight > 0 ? kind.typical * seconds / weight : kind.typical;
}

double Estimate::fraction() const {
    double done = 0, all = 0;
    for (const auto& [name, kind] : m_kinds) {
        done += secondsOf(kind) * kind.done;
        all += secondsOf(kind) * kind.stepsASeed * m_seeds;
    }
    return all > 0 ? done / all : 0;
}

std::optional<double> Estimate::secondsLeft() const {
    constexpr int enoughSteps = 2;
    const Kind& denoise = m_kinds.at("denoise");
    if (denoise.done < std::min(enoughSteps, denoise.stepsASeed)) return {};
    double left = 0;
    for (const auto& [name, kind] : m_kinds) left += secondsOf(kind) * (kind.stepsASeed * m_seeds - kind.done);
    return left;
}

}  // namespace foldmeter::predict
