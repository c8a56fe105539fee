#include "report/seed_stages.h"

#include "report/statistics.h"

#include <algorithm>

namespace foldmeter::report {
namespace {

std::optional<std::uint32_t> seedOf(const timeline::Span& span) {
    for (const timeline::SpanArgument& argument : span.arguments)
        if (const auto* whole = std::get_if<std::int64_t>(&argument.value); argument.name == "seed" && whole) return static_cast<std::uint32_t>(*whole);
    return {};
}

// Seeds of the main thread with the end of their own span, or of writing their files.
std::vector<SeedStages> boundaries(const timeline::Timeline& timeline) {
    std::vector<SeedStages> seeds;
    for (const timeline::Span& span : timeline.spans) {
        if (span.track != 0 || (span.name != "seed" && span.name != "write seed")) continue;
        const auto seed = seedOf(span);
        if (!seed) continue;
        if (span.name == "seed") seeds.push_back({seed, span.start, span.end, {}});
        else if (!seeds.empty() && seeds.back().seed == seed) seeds.back().end = std::max(seeds.back().end, span.end);
    }
    return seeds;
}

}  // namespace

std::vector<SeedStages> seedStages(const timeline::Timeline& timeline) {
    std::vector<SeedStages> seeds = boundaries(timeline);
    std::int64_t first = 0, last = 0;
    bool any = false, writesJob = false;
    for (const timeline::Span& span : timeline.spans) {
        if (span.track != 0) continue;
        first = any ? std::min(first, span.start) : span.start;
        last = any ? std::max(last, span.end) : span.end;
        any = true;
        writesJob = writesJob || span.name == "write job";
    }
    if (!any) return seeds;
    std::int64_t before = first;
    for (SeedStages& seed : seeds) {
        seed.start = before;
        before = seed.end;
    }
    if (!writesJob && last > before) seeds.push_back({{}, before, last, {}});
    for (SeedStages& seed : seeds) seed.stages = timeline::stageSeconds(timeline, seed.start, seed.end);
    return seeds;
}

std::optional<timeline::StageSeconds> medianOfOthers(const std::vector<SeedStages>& seeds) {
    std::vector<const SeedStages*> others;
    for (std::size_t i = 1; i < seeds.size(); ++i)
        if (seeds[i].seed) others.push_back(&seeds[i]);
    if (others.empty()) return {};
    const auto typical = [&](auto&& value) {
        std::vector<double> values;
        for (const SeedStages* seed : others) values.push_back(value(seed->stages));
        return median(values);
    };
    timeline::StageSeconds result;
    for (std::size_t c = 0; c < result.seconds.size(); ++c) result.seconds[c] = typical([&](const timeline::StageSeconds& stages) { return stages.seconds[c]; });
    result.wall = typical([](const timeline::StageSeconds& stages) { return stages.wall; });
    return result;
}

}  // namespace foldmeter::report
