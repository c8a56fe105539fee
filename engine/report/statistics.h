// The few statistics that timings need: medians and quartiles instead of means, because a shared machine's outliers
// lie on one side; a rank test instead of one that assumes a shape.
#pragma once

#include <vector>

namespace foldmeter::report {

// Quantile with linear interpolation between order statistics (type 7, as NumPy and R do). NaN of nothing.
double quantile(std::vector<double> values, double fraction);
double median(const std::vector<double>& values);

struct Spread {
    double median = 0, lower = 0, upper = 0;   // quartiles
};
Spread spreadOf(const std::vector<double>& values);

// Interval that holds the true median with at least 95 % (order statistics, no assumption on the shape). Fewer than six
// values give none: NaN.
struct Interval {
    double lower = 0, upper = 0;
};
Interval medianInterval(std::vector<double> values);

// Two-sided Mann-Whitney test of "both come from one distribution". Exact (all assignments counted) where there are no
// ties and both groups have at most 20 values, else by the normal approximation with tie and continuity correction.
struct RankTest {
    double u = 0;           // of the first group
    double p = 1;
    bool exact = false;
};
RankTest mannWhitney(const std::vector<double>& first, const std::vector<double>& second);

}  // namespace foldmeter::report
