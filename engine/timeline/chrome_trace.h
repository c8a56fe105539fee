// A timeline in the JSON that Chrome's tracing page, Perfetto and speedscope open.
#pragma once

#include "timeline/timeline.h"

#include <string>

namespace foldmeter::timeline {

// Times become microseconds since the first span. Categories are the stages' names, tracks become threads.
std::string toChromeTrace(const Timeline& timeline, const std::string& processName);

}  // namespace foldmeter::timeline
