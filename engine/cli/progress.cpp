#include "cli/progress.h"

#include "base/message.h"
#include "report/stage_table.h"
#include "timeline/recorder.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <unistd.h>

namespace foldmeter::cli {
namespace {

double secondsNow() { return static_cast<double>(timeline::Recorder::now()) * 1e-9; }

std::string leftText(const predict::Estimate& estimate) {
    const auto left = estimate.secondsLeft();
    return left ? message("seconds.left", {report::durationText(std::max(*left, 1.0))}) : std::string();
}

}  // namespace

ProgressStyle progressStyle(const std::string& word, bool quiet) {
    if (word == "json") return ProgressStyle::Json;
    if (word == "none" || quiet) return ProgressStyle::None;
    if (word == "auto" && ::isatty(STDERR_FILENO)) return ProgressStyle::Bar;
    return ProgressStyle::Plain;
}

ProgressDisplay::ProgressDisplay(ProgressStyle style, std::string job, const predict::PredictSettings& settings, int seeds)
    : m_style(style), m_job(std::move(job)), m_estimate(settings, seeds) {}

ProgressDisplay::~ProgressDisplay() { finish(); }

void ProgressDisplay::finish() {
    if (m_barOpen) fmt::print(stderr, "\n");
    m_barOpen = false;
}

void ProgressDisplay::show(const predict::Progress& progress) {
    m_estimate.update(progress, secondsNow());
    switch (m_style) {
        case ProgressStyle::Bar: return showBar(progress);
        case ProgressStyle::Plain: return showPlain(progress);
        case ProgressStyle::Json: return showJson(progress);
        case ProgressStyle::None: return;
    }
}

void ProgressDisplay::showBar(const predict::Progress& progress) {
    constexpr int width = 30;
    constexpr double interval = 0.1;
    const double now = secondsNow();
    if (progress.stage == m_lastStage && progress.done < progress.total && now - m_lastShown < interval) return;
    m_lastShown = now;
    m_lastStage = progress.stage;
    const int full = static_cast<int>(std::lround(m_estimate.fraction() * width));
    fmt::print(stderr, "\r{} [{:#<{}}{:.<{}}] {:3.0f}%  seed {} of {}, {} {}/{}  {}\x1b[K", m_job, "", full, "", width - full, 100 * m_estimate.fraction(),
               progress.seedIndex + 1, progress.seeds, progress.stage, progress.done, progress.total, leftText(m_estimate));
    std::fflush(stderr);
    m_barOpen = true;
}

// A line where a stage ends, and every few seconds in between.
void ProgressDisplay::showPlain(const predict::Progress& progress) {
    constexpr double interval = 5;
    const double now = secondsNow();
    if (progress.done < progress.total && (m_lastShown < 0 || now - m_lastShown < interval)) {
        if (m_lastShown < 0) m_lastShown = now;
        return;
    }
    m_lastShown = now;
    const std::string left = leftText(m_estimate);
    fmt::print(stderr, "{}: seed {} ({} of {}), {} {}/{}, {:.0f}%{}{}\n", m_job, progress.seed, progress.seedIndex + 1, progress.seeds, progress.stage,
               progress.done, progress.total, 100 * m_estimate.fraction(), left.empty() ? "" : ", ", left);
}

void ProgressDisplay::showJson(const predict::Progress& progress) {
    const auto left = m_estimate.secondsLeft();
    const nlohmann::ordered_json line = {{"job", m_job},           {"seed", progress.seed},   {"seed_index", progress.seedIndex},
                                         {"seeds", progress.seeds}, {"stage", progress.stage}, {"done", progress.done},
                                         {"total", progress.total}, {"fraction", m_estimate.fraction()},
                                         {"seconds_left", left ? nlohmann::ordered_json(*left) : nlohmann::ordered_json()}};
    fmt::print(stderr, "{}\n", line.dump());
}

}  // namespace foldmeter::cli
