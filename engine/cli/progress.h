// How far a prediction is, on stderr: a bar on a terminal, lines otherwise, JSON lines on request.
#pragma once

#include "predict/estimate.h"

#include <cstdio>
#include <string>

namespace foldmeter::cli {

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
    predict::Estimate m_estimate;
    double m_lastShown = -1;
    std::string m_lastStage;
    bool m_barOpen = false;
};

}  // namespace foldmeter::cli
