#include "runtime/trial.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::runtime {
namespace {

constexpr double margin = 0.03;   // of the default's time; what is nearer than this is noise
constexpr int rounds = 4;         // of all candidates, one after the other
constexpr int duels = 7;          // of the best one with the default

double medianOf(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

// Adds up the time spent and knows when to stop.
struct Clock {
    const std::function<double(std::size_t)>& time;
    double limit;
    double spent = 0;
    double run(std::size_t candidate) {
        const double seconds = time(candidate);
        spent += seconds;
        return seconds;
    }
    bool over() const { return spent >= limit; }
};

}  // namespace

TrialResult tryCandidates(std::size_t count, const std::function<double(std::size_t)>& time, double secondsLimit) {
    TrialResult result;
    result.seconds.assign(count, 0);
    Clock clock{time, secondsLimit};
    for (std::size_t n = 0; n < count && !clock.over(); ++n) clock.run(n);   // warm caches and pages
    for (int round = 0; round < rounds && !clock.over(); ++round) {
        for (std::size_t n = 0; n < count; ++n) {
            const double seconds = clock.run(n);
            result.seconds[n] = round == 0 ? seconds : std::min(result.seconds[n], seconds);
        }
    }
    if (result.seconds.empty() || result.seconds.front() == 0) return result.reason = "the budget did not allow a trial", result;
    const auto best = static_cast<std::size_t>(std::min_element(result.seconds.begin(), result.seconds.end()) - result.seconds.begin());
    if (best == 0) return result.reason = "the default took least time", result;
    std::vector<double> ofDefault, ofBest;
    for (int duel = 0; duel < duels && (duel < 3 || !clock.over()); ++duel) {
        ofDefault.push_back(clock.run(0));
        ofBest.push_back(clock.run(best));
    }
    const double gain = 1 - medianOf(ofBest) / medianOf(ofDefault);
    if (gain < margin) {
        result.reason = fmt::format("no candidate beats the default by {:.0f} % when timed side by side", margin * 100);
    } else {
        result.choice = best;
        result.reason = fmt::format("{:.0f} % less time than the default, timed side by side", gain * 100);
    }
    return result;
}

}  // namespace foldmeter::runtime
