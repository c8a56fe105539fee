// The table that a prediction ends with: how long each stage took, what the first seed cost more than the others, and
// what each program is made of.
#pragma once

#include "report/timing.h"

#include <string>
#include <string_view>

namespace foldmeter::report {

// Name of a stage for people: "code generation" for codegen.
std::string titleOf(timeline::Category category);
// 0.0312 -> "31.2 ms", 76.5 -> "76.5 s", 192 -> "3 min 12 s".
std::string durationText(double seconds);
std::string bytesText(double bytes);

// A table's first line: `titles` are separated by |, `format` has a {} for each. Letters that are twice as wide count so.
std::string headLine(std::string_view format, std::string_view titles);

std::string stageTable(const Timing& timing);
std::string seedTable(const Timing& timing);
std::string programTable(const Timing& timing);

}  // namespace foldmeter::report
