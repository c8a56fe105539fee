#include "report/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace foldmeter::report {
namespace {

struct Ranks {
    double sumOfFirst = 0;    // ranks of the first group, ties share their mean rank
    double tieTerm = 0;       // sum of t^3 - t over groups of ties
};

Ranks rankTogether(const std::vector<double>& first, const std::vector<double>& second) {
    std::vector<std::pair<double, bool>> all;
    for (const double value : first) all.emplace_back(value, true);
    for (const double value : second) all.emplace_back(value, false);
    std::sort(all.begin(), all.end());
    Ranks ranks;
    for (std::size_t begin = 0; begin < all.size();) {
        std::size_t end = begin;
        while (end < all.size() && all[end].first == all[begin].first) ++end;
        const double rank = static_cast<double>(begin + end + 1) / 2;   // mean of begin+1 .. end
        for (std::size_t i = begin; i < end; ++i) ranks.sumOfFirst += all[i].second ? rank : 0;
        const auto ties = static_cast<double>(end - begin);
        ranks.tieTerm += ties * ties * ties - ties;
        begin = end;
    }
    return ranks;
}

// Number of ways to pick `m` of the ranks 1..m+n with U = u, for every u: the usual recurrence.
std::vector<double> countsByU(std::size_t m, std::size_t n) {
    std::vector<std::vector<double>> counts(m + 1, std::vector<double>(m * n + 1, 0));   // [taken][U]
    counts[0][0] = 1;
    for (std::size_t item = 0; item < m + n; ++item)
        for (std::size_t taken = std::min(item + 1, m); taken > 0; --taken) {
            // Taking this item as the `taken`-th of the first group: so many of the second group lie before it.
            if (item + 1 < taken) continue;
            const std::size_t before = item + 1 - taken;
            if (before > n) continue;
            for (std::size_t u = m * n + 1; u-- > before;) counts[taken][u] += counts[taken - 1][u - before];
        }
    return counts[m];
}

double exactP(double u, std::size_t m, std::size_t n) {
    const std::vector<double> counts = countsByU(m, n);
    const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
    const double smaller = std::min(u, static_cast<double>(m * n) - u);
    double tail = 0;
    for (std::size_t i = 0; static_cast<double>(i) <= smaller; ++i) tail += counts[i];
    return std::min(1.0, 2 * tail / all);
}

double normalP(double u, double m, double n, double tieTerm) {
    const double total = m + n;
    const double variance = m * n / 12 * (total + 1 - tieTerm / (total * (total - 1)));
    if (variance <= 0) return 1;
    const double distance = std::max(0.0, std::abs(u - m * n / 2) - 0.5);
    return std::erfc(distance / std::sqrt(2 * variance));
}

// Median of as many values drawn with replacement. The generator's own numbers, reduced by hand: distributions of the
// library differ between libraries.
double medianDrawn(const std::vector<double>& values, std::mt19937& generator, std::vector<double>& drawn) {
    drawn.clear();
    for (std::size_t i = 0; i < values.size(); ++i)
        drawn.push_back(values[(static_cast<std::uint64_t>(generator()) * values.size()) >> 32]);
    return median(drawn);
}

}  // namespace

double quantile(std::vector<double> values, double fraction) {
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::sort(values.begin(), values.end());
    const double place = fraction * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
}

double median(const std::vector<double>& values) { return quantile(values, 0.5); }

Spread spreadOf(const std::vector<double>& values) { return {quantile(values, 0.5), quantile(values, 0.25), quantile(values, 0.75)}; }

Interval medianInterval(std::vector<double> values) {
    constexpr double tail = 0.025;
    const auto count = static_cast<double>(values.size());
    std::sort(values.begin(), values.end());
    // Largest `outside` with P(at most that many of the values lie below the median) <= tail.
    double term = std::pow(0.5, count), below = term;
    std::size_t outside = 0;
    while (below <= tail) {
        ++outside;
        term *= (count - static_cast<double>(outside) + 1) / static_cast<double>(outside);
        below += term;
    }
    if (outside == 0) return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    return {values[outside - 1], values[values.size() - outside]};
}

RankTest mannWhitney(const std::vector<double>& first, const std::vector<double>& second) {
    constexpr std::size_t exactLimit = 20;
    RankTest test;
    if (first.empty() || second.empty()) return test;
    const auto m = static_cast<double>(first.size()), n = static_cast<double>(second.size());
    const Ranks ranks = rankTogether(first, second);
    test.u = ranks.sumOfFirst - m * (m + 1) / 2;
    test.exact = ranks.tieTerm == 0 && std::max(first.size(), second.size()) <= exactLimit;
    test.p = test.exact ? exactP(test.u, first.size(), second.size()) : normalP(test.u, m, n, ranks.tieTerm);
    return test;
}

Interval ratioInterval(const std::vector<double>& first, const std::vector<double>& second) {
    constexpr int draws = 2000;
    constexpr Interval none{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    if (std::min(first.size(), second.size()) < leastRepeats || median(first) <= 0 || median(second) <= 0) return none;
    std::mt19937 generator(20240508);   // NOLINT: the same interval for the same values, always
    std::vector<double> ratios, drawn;
    for (int i = 0; i < draws; ++i) {
        const double below = medianDrawn(first, generator, drawn);
        if (below > 0) ratios.push_back(medianDrawn(second, generator, drawn) / below);
    }
    return {quantile(ratios, 0.025), quantile(ratios, 0.975)};
}

double geometricMean(const std::vector<double>& values) {
    double sum = 0;
    int count = 0;
    for (const double value : values) {
        if (!(value > 0)) continue;
        sum += std::log(value);
        ++count;
    }
    return count > 0 ? std::exp(sum / count) : std::numeric_limits<double>::quiet_NaN();
}

Verdict verdictOf(const std::vector<double>& first, const std::vector<double>& second) {
    constexpr double level = 0.05;
    if (std::min(first.size(), second.size()) < leastRepeats) return Verdict::TooFew;
    const RankTest test = mannWhitney(first, second);
    if (test.p >= level) return Verdict::Alike;
    // U of the first group counts the pairs in which it is the greater.
    return test.u > static_cast<double>(first.size() * second.size()) / 2 ? Verdict::Faster : Verdict::Slower;
}

BreakEven breakEven(double baseCompile, double baseSeed, double compile, double seed) {
    const double dearer = compile - baseCompile, saved = baseSeed - seed;
    if (dearer == 0 && saved == 0) return {};
    if (dearer <= 0 && saved >= 0) return {.kind = BreakEven::Kind::FromTheFirst};
    if (dearer >= 0 && saved <= 0) return {.kind = BreakEven::Kind::Never};
    return {.kind = dearer < 0 ? BreakEven::Kind::UntilSeeds : BreakEven::Kind::AfterSeeds, .seeds = dearer / saved};
}

}  // namespace foldmeter::report
