// How much of a job is done and how long the rest will take: the fraction and the seconds left, estimated from what each
// kind of step took so far. The command line's bar and the window's ask the same one.
#pragma once

#include "predict/predictor.h"

#include <map>
#include <optional>
#include <string>

namespace foldmeter::predict {

// Fraction done and seconds left, from the progress messages and the time they came at.
class Estimate {
public:
    Estimate(const PredictSettings& settings, int seeds);
    void update(const Progress& progress, double now);   // now: seconds on any clock
    double fraction() const;
    std::optional<double> secondsLeft() const;           // absent until a step of the longest kind is known

private:
    struct Kind {
        int stepsASeed = 0;
        int done = 0;          // in all seeds
        double seconds = 0;
        double typical = 1;    // relative cost before any was measured
    };
    double secondsOf(const Kind& kind) const;

    int m_seeds;
    std::map<std::string, Kind> m_kinds;
    double m_last = 0;
    bool m_started = false;
};

}  // namespace foldmeter::predict
