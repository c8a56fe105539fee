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

// 95 % percentile bootstrap of median(second) / median(first): both sides are drawn again, with replacement, 2,000 times by
// a generator that begins the same way each time. NaN with fewer than `leastRepeats` on a side or where a median is zero.
Interval ratioInterval(const std::vector<double>& first, const std::vector<double>& second);

// exp of the mean logarithm: the right mean of ratios. Values that are not above zero are left out; NaN of nothing.
double geometricMean(const std::vector<double>& values);

// With fewer repeats than these on a side no test can tell a difference from chance at 5 % with any comfort (the smallest
// p of four against four is 0.029, of three against three 0.1), so no verdict is given.
inline constexpr std::size_t leastRepeats = 5;
enum class Verdict { TooFew, Alike, Faster, Slower };   // of the second against the first
Verdict verdictOf(const std::vector<double>& first, const std::vector<double>& second);

// How many seeds until a choice that costs more to compile has paid for itself by faster seeds.
struct BreakEven {
    // UntilSeeds: it compiles cheaper and its seeds take longer, so that it is ahead for so many seeds only.
    enum class Kind { FromTheFirst, AfterSeeds, UntilSeeds, Never, Same } kind = Kind::Same;
    double seeds = 0;                          // AfterSeeds, UntilSeeds
};
// Seconds of compilation once and of one seed, of the baseline and of the choice.
BreakEven breakEven(double baseCompile, double baseSeed, double compile, double seed);

}  // namespace foldmeter::report
