#include "support/test_main.h"

#include "compare/match_timelines.h"

#include <algorithm>
#include <cmath>

using namespace foldmeter::compare;
using foldmeter::timeline::Category;
using foldmeter::timeline::Span;
using foldmeter::timeline::Timeline;

namespace {

Span span(const char* name, std::int64_t start, std::int64_t end, int depth, int track = 0) { return {name, Category::Execute, start, end, track, depth, {}}; }
Span seedSpan(std::int64_t seed, std::int64_t start, std::int64_t end) { return {"seed", Category::Execute, start, end, 0, 0, {{"seed", seed}}}; }

// Two seeds of two steps; a step holds one launch of each kernel named.
Timeline runWith(const std::vector<const char*>& kernels, std::int64_t kernelTime, std::int64_t startupTime) {
    Timeline timeline;
    timeline.tracks = {{"main"}, {"worker 1"}, {"worker 2"}};
    timeline.spans.push_back(span("load", 0, startupTime, 0));
    std::int64_t now = startupTime;
    for (std::int64_t seed = 1; seed <= 2; ++seed) {
        const std::size_t own = timeline.spans.size();
        timeline.spans.push_back(seedSpan(seed, now, now));
        for (int step = 0; step < 2; ++step) {
            const auto length = static_cast<std::int64_t>(kernels.size()) * kernelTime;
            timeline.spans.push_back(span("step", now, now + length + 10, 1));
            for (const char* kernel : kernels) {
                timeline.spans.push_back(span(kernel, now, now + kernelTime, 2));
                now += kernelTime;
            }
            now += 10;
        }
        timeline.spans[own].end = now;
    }
    timeline.spans.push_back(span("help", 0, 50, 0, 1));
    timeline.spans.push_back(span("help", 0, 70, 0, 2));
    return timeline;
}

int pathNamed(const TimelineMatch& match, const std::string& text) {
    for (std::size_t i = 0; i < match.paths.size(); ++i)
        if (match.pathText(static_cast<int>(i)) == text) return static_cast<int>(i);
    return -1;
}

}  // namespace

class tst_match_timelines : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sumsByPath() {
        const TimelineMatch match = matchTimelines(runWith({"norm", "linear"}, 100, 1000), runWith({"norm", "fused"}, 150, 500));
        const auto at = [&](const char* text) {
            const int path = pathNamed(match, text);
            if (path < 0) throw std::runtime_error(text);
            return match.paths[static_cast<std::size_t>(path)];
        };
        const MatchedPath norm = at("seed / step / norm");
        QCOMPARE(norm.firstCalls, std::size_t{4});
        QCOMPARE(norm.secondCalls, std::size_t{4});
        QVERIFY(std::abs(norm.difference() - 200e-9) < 1e-15);
        QVERIFY(!norm.unmatched());
        const MatchedPath step = at("seed / step");
        QVERIFY(std::abs(step.firstSelf - 40e-9) < 1e-15);          // what its kernels leave
        QVERIFY(std::abs(step.difference() - 400e-9) < 1e-15);
        QVERIFY(at("seed / step / linear").unmatched());
        QCOMPARE(at("seed / step / fused").firstCalls, std::size_t{0});
        QCOMPARE(at("help").track, std::string("worker"));          // threads of a pool stand for each other
        QCOMPARE(at("help").secondCalls, std::size_t{2});
        QCOMPARE(match.pathText(match.byDifference().front()), std::string("seed / step / fused"));
        QCOMPARE(match.withoutPartner().size(), std::size_t{2});
    }
    void pairsTheSameCalls() {
        const Timeline first = runWith({"norm", "linear"}, 100, 1000), second = runWith({"norm", "fused"}, 150, 500);
        const TimelineMatch match = matchTimelines(first, second);
        for (std::size_t i = 0; i < first.spans.size(); ++i) {
            const int partner = match.partnerOfFirst[i];
            if (first.spans[i].name == "linear") {
                QCOMPARE(partner, -1);
                continue;
            }
            QVERIFY(partner >= 0);
            QCOMPARE(second.spans[static_cast<std::size_t>(partner)].name, first.spans[i].name);
            QCOMPARE(match.partnerOfSecond[static_cast<std::size_t>(partner)], static_cast<int>(i));
        }
        // The second seed's first step has the second seed's first step as its partner.
        const auto isSecondSeed = [](const Timeline& timeline) {
            return std::find_if(timeline.spans.begin(), timeline.spans.end(), [](const Span& s) { return s.name == "seed" && std::get<std::int64_t>(s.arguments[0].value) == 2; }) - timeline.spans.begin();
        };
        QCOMPARE(match.partnerOfFirst[static_cast<std::size_t>(isSecondSeed(first) + 1)], static_cast<int>(isSecondSeed(second) + 1));
    }
    void alignsBySeedAndByStage() {
        const Timeline first = runWith({"norm"}, 100, 1000), second = runWith({"norm"}, 200, 500);
        const auto seeds = alignTimelines(first, second, AlignBy::Seed);
        QCOMPARE(seeds.size(), std::size_t{2});
        QCOMPARE(seeds[0].firstStart, std::int64_t{0});   // the first one from the very start
        QCOMPARE(seeds[1].firstEnd - seeds[1].firstStart, std::int64_t{220});
        QCOMPARE(seeds[1].secondEnd - seeds[1].secondStart, std::int64_t{420});
        const auto stages = alignTimelines(first, second, AlignBy::Stage);
        QCOMPARE(stages.size(), std::size_t{1});
        QCOMPARE(stages[0].name, std::string("execute"));
    }
    void emptyAndOneSided() {
        QVERIFY(matchTimelines({}, {}).paths.empty());
        const TimelineMatch match = matchTimelines(runWith({"norm"}, 100, 10), {});
        QCOMPARE(match.withoutPartner().size(), match.paths.size());
        QVERIFY(alignTimelines(runWith({"norm"}, 100, 10), {}, AlignBy::Seed).empty());
    }
    // A million spans a side, as quoted in tests/bench/measured.md; here only that nothing is lost. -benchmark tells the time.
    void manySpans() {
        Timeline first;
        first.tracks = {{"main"}};
        for (std::int64_t i = 0; i < 500'000; ++i) {
            first.spans.push_back(span("step", 20 * i, 20 * i + 18, 0));
            first.spans.push_back(span(i % 3 == 0 ? "a" : "b", 20 * i, 20 * i + 9, 1));
        }
        const Timeline second = first;
        TimelineMatch match;
        QBENCHMARK_ONCE { match = matchTimelines(first, second); }
        QCOMPARE(match.paths.size(), std::size_t{3});
        for (std::size_t i = 0; i < first.spans.size(); ++i)
            if (match.partnerOfFirst[i] != static_cast<int>(i)) QFAIL("a call lost its partner");
    }
};
FOLDMETER_TEST(tst_match_timelines)
#include "tst_match_timelines.moc"
