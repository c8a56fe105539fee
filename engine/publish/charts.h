// The charts of reports as vector graphics. Each shows numbers that stand in a table beside it as well.
#pragma once

#include "report/statistics.h"
#include "results/prediction.h"
#include "results/stored_picture.h"
#include "timeline/timeline.h"

#include <string>
#include <vector>

namespace foldmeter::publish {

struct StageBar {
    std::string label;
    timeline::StageSeconds stages;
};
// Stacked bars on one scale of seconds, with a legend of the stages that occur.
std::string drawStageBars(const std::vector<StageBar>& bars);

struct IntervalBar {
    std::string label;
    std::vector<double> seconds;                 // each drawn as a tick
    double median = 0;
    report::Interval interval;                   // NaN: none is drawn
    std::string note;                            // behind the bar: "0.71x, faster"
    bool baseline = false;
};
std::string drawIntervalBars(const std::vector<IntervalBar>& bars);

// A picture that was drawn before, no larger than the other pictures of a row and little larger than it was drawn.
std::string drawStored(const results::StoredPicture& picture);
// PAE in the AlphaFold database's greens from 0 to 31.75 A, chains set apart. Beyond 512 tokens neighbouring values are averaged.
std::string drawPae(const results::Matrix& pae, const std::vector<std::string>& tokenChains);
// pLDDT of each token's place in the four bands of the AlphaFold database.
std::string drawPlddt(const std::vector<double>& values, const std::vector<std::string>& chains);

}  // namespace foldmeter::publish
