// What a plan means for the person: will it fit, how long will it take, what is cached, and what would fit when it does
// not. Pure rules from the engine's plan to sentences and changed options; the pre-flight card shows them.
#pragma once

#include "worker/protocol/events.h"
#include "worker/protocol/requests.h"

#include <QString>

#include <optional>
#include <vector>

namespace foldmeter::settings {

// One sentence, and what to change when there is a remedy.
struct Advice {
    enum class Weight { Good, Note, Warning } weight = Weight::Note;
    QString text;
    QString button;                                   // empty: nothing to press
    std::optional<worker::PredictOptions> options;    // what the button sets
};

bool fits(const worker::PlanEvent& plan);
QString memoryText(const worker::PlanEvent& plan);    // "2.10 GiB of 20.3 GiB free"
QString timeText(const worker::PlanEvent& plan);      // "about 40 s to 70 s"
QString cacheText(const worker::PlanEvent& plan);     // "4 of 6 programs are in the cache"
std::vector<Advice> adviceFor(const worker::PlanEvent& plan, const worker::PredictOptions& options);

}  // namespace foldmeter::settings
