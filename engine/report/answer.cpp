#include "report/answer.h"

#include "base/message.h"
#include "report/run_evidence.h"
#include "report/stage_table.h"
#include "report/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace foldmeter::report {
namespace {

using timeline::Category;

std::string number(double value) { return fmt::format("{:.3g}", value); }
std::string whole(double value) { return fmt::format("{:.0f}", value); }

// Processor seconds lost by each thread, in `seed`: what all threads together lost, shared out.
double perThread(const RunEvidence& run, double seconds) { return seconds / std::max(1, run.timing().device.threads); }

// The first seed against the typical other one, or all alike: which of the two a measure speaks for.
struct Measured {
    double first = 0, others = 0;                // seconds; others: the median
};
template <typename Measure> Measured measured(const RunEvidence& run, Measure&& measure) {
    Measured result;
    std::vector<double> others;
    for (std::size_t i = 0; i < run.seeds().size(); ++i) {
        const double seconds = measure(run.seeds()[i]);
        if (i == 0) result.first = seconds;
        else if (run.seeds()[i].seed) others.push_back(seconds);
    }
    result.others = others.empty() ? 0 : median(others);
    return result;
}

// A cause that may act on the first seed or on all of them, if what it took counts. `share`: of a seed's wall time.
std::optional<Reason> reasonOf(const RunEvidence& run, Cause cause, const Measured& took, double share) {
    Reason reason{.cause = cause};
    const double least = std::max(run.notable(), share * run.typicalWall());
    const bool inAll = took.others >= least && took.others >= 0.25 * took.first;
    if (inAll) {
        reason.firstSeedOnly = false;
        reason.seconds = took.others;
    } else if (took.first - took.others >= least) {
        reason.seconds = took.first - took.others;
    } else {
        return {};
    }
    reason.saves = reason.seconds;
    for (std::size_t i = 0; i < run.seeds().size() && (i == 0 || !reason.firstSeedOnly); ++i)
        for (const int span : run.spansNamed("seed", run.seeds()[i].start, run.seeds()[i].end)) reason.spans.push_back(span);
    return reason;
}

// Kernels were generated that a warm cache would have held; what counts is how long the first seed waited for it.
std::optional<Reason> findColdCache(const RunEvidence& run) {
    if (run.seeds().empty()) return {};
    std::int64_t compiled = 0;
    bool off = false;
    for (const ProgramTiming& program : run.timing().programs) {
        compiled += program.kernelsCompiled;
        off = off || program.cache == "off";
    }
    const SeedStages& first = run.seeds().front();
    Reason reason{.cause = Cause::ColdCache, .spans = run.spansNamed("generate code", first.start, first.end)};
    reason.seconds = run.overlap(reason.spans, Category::Codegen, first.start, first.end);
    if (compiled == 0 || reason.seconds < run.notable()) return {};
    reason.saves = reason.seconds;
    reason.text = message(off ? "answer.cache_off" : "answer.cache_cold", {durationText(reason.seconds), std::to_string(compiled)});
    reason.remedy = message(off ? "answer.cache_off.remedy" : "answer.cache_cold.remedy", {durationText(reason.saves)});
    return reason;
}

std::optional<Reason> findAutotuning(const RunEvidence& run) {
    if (run.seeds().empty()) return {};
    const SeedStages& first = run.seeds().front();
    Reason reason{.cause = Cause::Autotuning, .seconds = run.stageMore(Category::Autotune)};
    if (reason.seconds < run.notable()) return {};
    const std::vector<int> sites = run.spansNamed("try candidates", first.start, first.end);
    reason.spans = sites.empty() ? run.spansNamed("autotune", first.start, first.end) : sites;
    if (reason.spans.empty()) return {};
    reason.saves = reason.seconds;
    reason.text = message("answer.autotune", {durationText(reason.seconds), std::to_string(sites.size())});
    reason.remedy = message("answer.autotune.remedy", {durationText(reason.saves)});
    return reason;
}

// Rows of padding are computed like others. The pairs of tokens decide: their number is what grows fastest.
std::optional<Reason> findBucket(const RunEvidence& run) {
    const Timing& timing = run.timing();
    if (timing.tokens <= 0 || static_cast<double>(timing.paddedTokens) < 1.1 * static_cast<double>(timing.tokens)) return {};
    const double ratio = static_cast<double>(timing.paddedTokens) / static_cast<double>(timing.tokens);
    std::vector<double> execution;
    for (const SeedTiming& seed : timing.seeds) execution.push_back(seed.execute);
    Reason reason{.cause = Cause::Bucket, .firstSeedOnly = false};
    // At most: what grows with the tokens alone, or not at all, is saved less.
    reason.seconds = reason.saves = execution.empty() ? 0 : median(execution) * (1 - 1 / (ratio * ratio));
    if (reason.seconds < std::max(0.05, 0.05 * (execution.empty() ? 0 : median(execution)))) return {};
    for (const SeedStages& seed : run.seeds())
        for (const int span : run.spansNamed("seed", seed.start, seed.end)) reason.spans.push_back(span);
    reason.text = message("answer.bucket", {std::to_string(timing.paddedTokens), std::to_string(timing.tokens), number(ratio * ratio)});
    reason.remedy = message("answer.bucket.remedy", {durationText(reason.saves)});
    return reason;
}

// Spans of chunks say how often a program ran over parts of its rows because the memory budget allowed no more.
std::optional<Reason> findChunking(const RunEvidence& run) {
    Reason reason{.cause = Cause::Chunking, .firstSeedOnly = false};
    double most = 1;
    for (std::size_t i = 0; i < run.timeline().spans.size(); ++i) {
        const timeline::Span& span = run.span(static_cast<int>(i));
        const double chunks = RunEvidence::number(span, "chunks");
        if (chunks < 2) continue;
        most = std::max(most, chunks);
        reason.spans.push_back(static_cast<int>(i));
    }
    if (reason.spans.empty()) return {};
    reason.text = message("answer.chunking", {whole(most), run.setting("memory-budget")});
    reason.remedy = message("answer.chunking.remedy");
    return reason;
}

// Pages came back from swap while a seed ran: its memory lay there, and it had to wait for major faults.
std::optional<Reason> findSwapping(const RunEvidence& run) {
    constexpr double leastSwapped = 4 << 20;   // bytes
    constexpr double leastFaults = 100;
    const double swapped = run.greatest("swapped bytes");
    if (swapped < leastSwapped) return {};
    double faults = 0;
    const Measured took = measured(run, [&](const SeedStages& seed) {
        const double major = run.growth("major page faults", seed.start, seed.end);
        faults += major;
        if (major < leastFaults) return 0.0;
        // What neither ran nor stood in a queue was waiting for pages.
        const double ran = run.growth("processor seconds", seed.start, seed.end) + run.growth("seconds waiting for a processor", seed.start, seed.end);
        return std::max(0.0, seed.stages.wall - perThread(run, ran));
    });
    auto reason = reasonOf(run, Cause::Swapping, took, 0.05);
    if (!reason) return {};
    reason->text = message("answer.swapping", {bytesText(swapped), whole(faults), durationText(reason->seconds)});
    reason->remedy = message("answer.swapping.remedy", {durationText(reason->saves)});
    return reason;
}

// Spans in which the main thread read much and mostly waited for it.
std::optional<Reason> findSlowDisk(const RunEvidence& run) {
    constexpr double leastRead = 256 << 10;   // bytes; waiting for less is waiting for something else
    if (run.seeds().empty()) return {};
    const SeedStages& first = run.seeds().front();
    Reason reason{.cause = Cause::SlowDisk};
    double bytes = 0, spent = 0;
    for (std::size_t i = 0; i < run.timeline().spans.size(); ++i) {
        const timeline::Span& span = run.span(static_cast<int>(i));
        const double waited = RunEvidence::number(span, "waited");
        if (span.track != 0 || span.start >= first.end || waited < 0.5 * RunEvidence::secondsOf(span) || RunEvidence::number(span, "bytes") < leastRead) continue;
        reason.seconds += waited;
        spent += RunEvidence::secondsOf(span);
        bytes += RunEvidence::number(span, "bytes");
        reason.spans.push_back(static_cast<int>(i));
    }
    if (bytes <= 0 || reason.seconds < run.notable()) return {};
    reason.saves = reason.seconds;
    reason.text = message("answer.slow_disk", {durationText(reason.seconds), bytesText(bytes), bytesText(bytes / spent)});
    reason.remedy = message("answer.slow_disk.remedy", {durationText(reason.saves)});
    return reason;
}

// Our threads stood in the queue for a processor while other processes used a good part of the machine and left none of it
// idle: with idle processors the queue was our own (more threads than processors for a while).
std::optional<Reason> findOtherLoad(const RunEvidence& run) {
    constexpr double leastShare = 0.2, saturated = 0.85;   // of the machine
    const double processors = run.greatest("processors");
    if (processors <= 0) return {};
    double used = 0, wall = 0;
    const Measured took = measured(run, [&](const SeedStages& seed) {
        const double capacity = processors * seed.stages.wall, all = run.growth("processor seconds of the machine", seed.start, seed.end);
        const double others = all - run.growth("processor seconds", seed.start, seed.end);
        if (others < leastShare * capacity || all < saturated * capacity) return 0.0;
        used += others;
        wall += seed.stages.wall;
        // No more than what the others used can be lost to them.
        return std::min(perThread(run, run.growth("seconds waiting for a processor", seed.start, seed.end)), others);
    });
    auto reason = reasonOf(run, Cause::OtherLoad, took, 0.1);
    if (!reason) return {};
    reason->text = message("answer.other_load", {number(used / wall), whole(processors), durationText(reason->seconds)});
    reason->remedy = message("answer.other_load.remedy", {durationText(reason->saves)});
    return reason;
}

// The kernel's time for memory touched for the first time. Only so much of it as the faults account for.
std::optional<Reason> findPageFaults(const RunEvidence& run) {
    constexpr double leastFaults = 10'000;
    constexpr double mostPerFault = 1e-5;   // seconds; a small page takes 0.5 us, a virtual machine several, a huge page 100
    double faults = 0;
    const Measured took = measured(run, [&](const SeedStages& seed) {
        const double minor = run.growth("page faults", seed.start, seed.end);
        if (minor < leastFaults) return 0.0;
        faults = std::max(faults, minor);
        return perThread(run, std::min(run.growth("system seconds", seed.start, seed.end), minor * mostPerFault));
    });
    auto reason = reasonOf(run, Cause::PageFaults, took, 0.1);
    if (!reason) return {};
    reason->text = message("answer.page_faults", {whole(faults), durationText(reason->seconds)});
    reason->remedy = message("answer.page_faults.remedy", {durationText(reason->saves)});
    return reason;
}

// What a stage consisted of, in a bracket: "64 kernels", "18 sites".
std::string detailOf(const RunEvidence& run, Category stage) {
    const SeedStages& first = run.seeds().front();
    if (stage == Category::Codegen) {
        std::int64_t compiled = 0;
        for (const ProgramTiming& program : run.timing().programs) compiled += program.kernelsCompiled;
        return message(compiled > 0 ? "answer.kernels" : "answer.no_kernels", {std::to_string(compiled)});
    }
    if (stage == Category::Autotune) return message("answer.sites", {std::to_string(run.spansNamed("try candidates", first.start, first.end).size())});
    return {};
}

// The outermost spans of a stage on the main thread within the first seed.
std::vector<int> outermost(const RunEvidence& run, Category stage) {
    std::vector<int> found;
    std::int64_t until = run.seeds().front().start;
    for (std::size_t i = 0; i < run.timeline().spans.size(); ++i) {
        const timeline::Span& span = run.span(static_cast<int>(i));
        if (span.track != 0 || span.category != stage || span.start < until || span.start >= run.seeds().front().end) continue;
        until = span.end;
        found.push_back(static_cast<int>(i));
    }
    return found;
}

void compareSeeds(const RunEvidence& run, Answer& answer) {
    std::vector<double> walls;
    for (std::size_t i = 1; i < run.seeds().size(); ++i)
        if (run.seeds()[i].seed) walls.push_back(run.seeds()[i].stages.wall);
    if (walls.empty()) {
        answer.headline = run.seeds().empty() ? message("answer.nothing") : message("answer.one_seed", {durationText(run.seeds().front().stages.wall)});
        return;
    }
    answer.difference = run.seeds().front().stages.wall - median(walls);
    if (answer.difference < run.notable()) {
        answer.headline = message(answer.difference < -run.notable() ? "answer.faster" : "answer.alike", {durationText(std::abs(answer.difference)), durationText(median(walls))});
        return;
    }
    for (int c = 0; c < timeline::categoryCount; ++c) {
        const auto stage = static_cast<Category>(c);
        if (const double more = run.stageMore(stage); more >= 0.05 * answer.difference) answer.stages.push_back({stage, more, outermost(run, stage)});
    }
    std::sort(answer.stages.begin(), answer.stages.end(), [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
    std::string list;
    for (const StageDifference& stage : answer.stages) {
        const std::string detail = detailOf(run, stage.stage);
        list += fmt::format("{}{} {}{}", list.empty() ? "" : ", ", durationText(stage.seconds), titleOf(stage.stage), detail.empty() ? "" : " (" + detail + ")");
    }
    answer.headline = message("answer.longer", {durationText(answer.difference), list});
}

}  // namespace

std::string_view nameOf(Cause cause) {
    static constexpr std::array<std::string_view, 8> names = {"cold cache", "autotuning", "bucket", "chunking", "swapping", "slow disk", "other load", "page faults"};
    return names[static_cast<std::size_t>(cause)];
}

Answer explainRun(const Timing& timing, const timeline::Timeline& timeline) {
    const RunEvidence run(timing, timeline);
    Answer answer;
    compareSeeds(run, answer);
    for (const auto rule : {findColdCache, findAutotuning, findBucket, findChunking, findSwapping, findSlowDisk, findOtherLoad, findPageFaults})
        if (auto reason = rule(run)) answer.reasons.push_back(std::move(*reason));
    std::stable_sort(answer.reasons.begin(), answer.reasons.end(), [](const Reason& a, const Reason& b) { return a.seconds > b.seconds; });
    return answer;
}

}  // namespace foldmeter::report
