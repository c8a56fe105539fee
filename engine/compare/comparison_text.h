// A comparison as an aligned table for terminals and as JSON, and the words for its verdicts that all pages share.
#pragma once

#include "compare/comparison.h"

#include <string>

namespace foldmeter::compare {

std::string toTable(const Comparison& comparison);
std::string toJson(const Comparison& comparison);
// Ratio, significance, break-even and drift against the baseline; nothing of what only runs in folders have.
std::string verdictToJson(const Cell& cell);

// "faster (p = 0.0079)", "no difference told apart (p = 0.42)", "too few repeats for a verdict (3 and 5; five each are needed)".
std::string verdictText(const Cell& base, const Cell& cell);
// "pays from seed 12 on", "never pays: its seeds are slower and it compiles longer".
std::string breakEvenText(const Cell& cell);
// "1.41x (1.35x to 1.47x)".
std::string ratioText(const Cell& cell);
// "76.5 s (75.9 s to 77.2 s)"; the interval where there is one.
std::string repeatsText(const Repeats& repeats);
std::string driftText(const Drift& drift);

}  // namespace foldmeter::compare
