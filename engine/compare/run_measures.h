// What one run contributes to a comparison, read from its timing file and its timeline.
#pragma once

#include "report/run_folder.h"
#include "timeline/timeline.h"

#include <optional>
#include <string>
#include <vector>

namespace foldmeter::compare {

struct RunMeasures {
    std::optional<timeline::StageSeconds> first, others;
    std::optional<double> firstSeed;           // wall seconds
    std::vector<double> seeds;                 // execution of the seeds that paid no compilation; the first where it is alone
    double compile = 0;
    std::string problem;                       // a damaged timeline
};
RunMeasures measureRun(const report::RunFolder& run);

// Stage by stage the median.
timeline::StageSeconds medianStages(const std::vector<timeline::StageSeconds>& runs);

}  // namespace foldmeter::compare
