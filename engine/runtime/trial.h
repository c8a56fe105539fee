// Which of several ways to do the same work takes least time here: the statistics of autotuning, apart from what is
// timed. The default is candidate 0; another one must beat it clearly, timed side by side, or the default stays.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace foldmeter::runtime {

struct TrialResult {
    std::size_t choice = 0;
    std::vector<double> seconds;   // best time of each candidate; 0: there was no time to try it
    std::string reason;
};

// `time(n)` runs candidate n once and returns its seconds. Stops beginning rounds when `secondsLimit` is used up.
TrialResult tryCandidates(std::size_t count, const std::function<double(std::size_t)>& time, double secondsLimit);

}  // namespace foldmeter::runtime
