// How far a prediction is, on stderr: a bar on a terminal, lines otherwise, JSON lines on request. The time left is
// estimated from what each kind of step took so far.
#pragma once

#include "predict/predictor.h"

#include <cstdio>
#include <map>
#include <optional>
#include <string>

namespace foldmeter::cli {

// Fraction done and seconds left, from the progress messages and the time they came at.
class Estimate {
public:
    Estimate(const predict::PredictSettings& settings, int seeds);
    void update(const predict::Progress& progress, double now);   // now: seconds on any clock
    double fraction() const;
    std::optional<double> secondsLeft() const;                    // absent until a step of the longest kind is known

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

enum class ProgressStyle { Bar, Plain, Json, None };
// auto: bar on a terminal, else plain.
ProgressStyle progressStyle(const std::string& word, bool quiet);

class ProgressDisplay {
public:
    ProgressDisplay(ProgressStyle style, std::string job, const predict::PredictSettings& settings, int seeds);
    ~ProgressDisplay();
    ProgressDisplay(const ProgressDisplay&) = delete;
    ProgressDisplay& operator=(const ProgressDisplay&) = delete;
    void show(const predict::Progress& progress);
    void finish();                                                // ends the bar's line

private:
    void showBar(const predict::Progress& progress);
    void showPlain(const predict::Progress& progress);
    void showJson(const predict::Progress& progress);

    ProgressStyle m_style;
    std::string m_job;
    Estimate m_estimate;
    double m_lastShown = -1;
    std::string m_lastStage;
    bool m_barOpen = false;
};

}  // namespace foldmeter::cli
