// What the rules of the answer ask a run for: its seeds, the spans of a kind within a time, what counters grew by.
#pragma once

#include "report/seed_stages.h"
#include "report/timing.h"

#include <string_view>
#include <vector>

namespace foldmeter::report {

class RunEvidence {
public:
    RunEvidence(const Timing& timing, const timeline::Timeline& timeline);

    const Timing& timing() const { return m_timing; }
    const timeline::Timeline& timeline() const { return m_timeline; }
    const timeline::Span& span(int index) const { return m_timeline.spans[static_cast<std::size_t>(index)]; }
    const std::vector<SeedStages>& seeds() const { return m_seeds; }

    // Seconds that matter beside the seeds of this run: 5 % of the typical one and 3 % of the first, at least 50 ms.
    double notable() const;
    double typicalWall() const;                            // median of the others; the first's with one seed
    double stageMore(timeline::Category stage) const;      // first seed over the median of the others; all of it with one seed
    std::vector<int> spansNamed(std::string_view name, std::int64_t from, std::int64_t to) const;
    // Growth of a counter between two times, between the samples nearest to them; 0 where it was not sampled.
    double growth(std::string_view counter, std::int64_t from, std::int64_t to) const;
    double greatest(std::string_view counter) const;
    static double number(const timeline::Span& span, std::string_view argument);   // 0 where it has none
    static double secondsOf(const timeline::Span& span) { return static_cast<double>(span.end - span.start) * 1e-9; }
    // Seconds in which the main thread was in a span of `stage` while one of `spans` ran on any thread.
    double overlap(const std::vector<int>& spans, timeline::Category stage, std::int64_t from, std::int64_t to) const;
    std::string setting(std::string_view name) const;

private:
    const Timing& m_timing;
    const timeline::Timeline& m_timeline;
    std::vector<SeedStages> m_seeds;
    std::optional<timeline::StageSeconds> m_others;
};

}  // namespace foldmeter::report
