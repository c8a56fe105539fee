#include "gui/app/live_timeline.h"
#include "report/seed_stages.h"
#include "support/test_main.h"

using namespace foldmeter;
using timeline::Category;
using worker::JobState;

namespace {

JobState told(const std::vector<std::pair<double, decltype(worker::Event::what)>>& events) {
    JobState state;
    for (const auto& [seconds, what] : events) state = after(std::move(state), worker::Event{1, what}, seconds);
    return state;
}

worker::ProgressEvent progress(int seedIndex, const char* phase) { return {.stage = phase, .seed = static_cast<std::uint32_t>(7 + seedIndex), .seedIndex = seedIndex, .seeds = 3}; }

}  // namespace

class tst_live_timeline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsShownOfAJobThatWaits() { QVERIFY(app::liveTimeline({}, 3).spans.empty()); }

    void theStageThatRunsGrows() {
        const JobState state = told({{0.5, worker::StageEvent{"featurise"}}, {1.5, worker::StageEvent{"codegen"}}});
        for (const double now : {2.0, 4.0}) {
            const auto seeds = report::seedStages(app::liveTimeline(state, now));
            QCOMPARE(seeds.size(), std::size_t(1));
            QVERIFY(!seeds.front().seed);                                  // it runs still
            QCOMPARE(seeds.front().stages.of(Category::Featurise), 1.0);
            QCOMPARE(seeds.front().stages.of(Category::Codegen), now - 1.5);
        }
    }

    void seedsThatAreOverAndTheOneThatRuns() {
        const JobState state = told({{0, worker::StageEvent{"featurise"}}, {1, worker::StageEvent{"execute"}}, {1, progress(0, "trunk")}, {2, progress(0, "denoise")},
                                     {4, progress(1, "trunk")}, {5, progress(1, "denoise")}, {7, progress(2, "trunk")}});
        const auto seeds = report::seedStages(app::liveTimeline(state, 8.5));
        QCOMPARE(seeds.size(), std::size_t(3));
        QCOMPARE(*seeds[0].seed, 7u);
        QCOMPARE(*seeds[1].seed, 8u);
        QVERIFY(!seeds[2].seed);
        QCOMPARE(seeds[0].stages.of(Category::Featurise), 1.0);
        QCOMPARE(seeds[0].stages.of(Category::Execute), 3.0);
        QCOMPARE(seeds[1].stages.of(Category::Execute), 3.0);
        QCOMPARE(seeds[2].stages.of(Category::Execute), 1.5);
        QCOMPARE(report::medianOfOthers(seeds)->wall, 3.0);
    }

    void memoryIsACounter() {
        const JobState state = told({{0, worker::StageEvent{"featurise"}}, {0.5, worker::MemoryEvent{0.5, 1000, 5000}}, {1, worker::MemoryEvent{1, 3000, 3000}}});
        const auto made = app::liveTimeline(state, 2);
        QCOMPARE(made.counters.size(), std::size_t(1));
        QCOMPARE(made.counters.front().values, (std::vector<double>{1000, 3000}));
        QCOMPARE(made.counters.front().times, (std::vector<std::int64_t>{500000000, 1000000000}));
    }
};

FOLDMETER_TEST(tst_live_timeline)
#include "tst_live_timeline.moc"
