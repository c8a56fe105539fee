#include "support/test_main.h"

#include "report/seed_stages.h"

#include <cmath>

using namespace foldmeter::report;
using foldmeter::timeline::Category;
using foldmeter::timeline::Timeline;

namespace {

constexpr std::int64_t second = 1'000'000'000;

// Load 1 s, code 2 s, seed 1 3 s, files 1 s; seed 2 3 s, files 1 s; seed 3 5 s, files 1 s.
Timeline threeSeeds() {
    Timeline made;
    made.tracks = {{"main"}, {"worker 1"}};
    const auto put = [&](const char* name, Category category, std::int64_t start, std::int64_t end, std::int64_t seed) {
        made.spans.push_back({name, category, start * second, end * second, 0, 0, {}});
        if (seed > 0) made.spans.back().arguments.push_back({"seed", seed});
    };
    put("read weights", Category::Load, 0, 1, 0);
    put("wait for code", Category::Codegen, 1, 3, 0);
    put("seed", Category::Execute, 3, 6, 1);
    put("write seed", Category::Write, 6, 7, 1);
    put("seed", Category::Execute, 7, 10, 2);
    put("write seed", Category::Write, 10, 11, 2);
    put("seed", Category::Execute, 11, 16, 3);
    put("write seed", Category::Write, 16, 17, 3);
    return made;
}

}  // namespace

class tst_seed_stages : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cutsBetweenTheSeeds() {
        Timeline timeline = threeSeeds();
        timeline.spans.push_back({"write job", Category::Write, 17 * second, 18 * second, 0, 0, {}});
        const auto seeds = seedStages(timeline);
        QCOMPARE(seeds.size(), std::size_t{3});
        QCOMPARE(*seeds[0].seed, 1u);
        QCOMPARE(seeds[0].stages.wall, 7.0);   // the first pays for all that came before it
        QCOMPARE(seeds[0].stages.of(Category::Load), 1.0);
        QCOMPARE(seeds[0].stages.of(Category::Codegen), 2.0);
        QCOMPARE(seeds[1].stages.wall, 4.0);
        QCOMPARE(seeds[2].stages.of(Category::Execute), 5.0);
        const auto others = medianOfOthers(seeds);
        QVERIFY(others);
        QCOMPARE(others->wall, 5.0);           // of 4 and 6
        QCOMPARE(others->of(Category::Execute), 4.0);
        QCOMPARE(others->of(Category::Load), 0.0);
    }
    void endsWithTheSeedThatRuns() {
        Timeline timeline = threeSeeds();
        timeline.spans.resize(6);
        timeline.spans.push_back({"step", Category::Execute, 11 * second, 13 * second, 0, 1, {{"step", std::int64_t{1}}}});
        const auto seeds = seedStages(timeline);
        QCOMPARE(seeds.size(), std::size_t{3});
        QVERIFY(!seeds[2].seed);
        QCOMPARE(seeds[2].stages.of(Category::Execute), 2.0);
        QCOMPARE(medianOfOthers(seeds)->wall, 4.0);   // a seed that runs is no measure
    }
    void beginsBeforeTheFirstSeed() {
        Timeline timeline = threeSeeds();
        timeline.spans.resize(1);
        const auto seeds = seedStages(timeline);
        QCOMPARE(seeds.size(), std::size_t{1});
        QVERIFY(!seeds[0].seed && seeds[0].stages.of(Category::Load) == 1.0);
        QVERIFY(!medianOfOthers(seeds));
        QVERIFY(seedStages({}).empty());
    }
    void looksAtTheMainThreadOnly() {
        Timeline timeline = threeSeeds();
        timeline.spans.push_back({"generate code", Category::Codegen, 3 * second, 16 * second, 1, 0, {}});
        for (const SeedStages& seed : seedStages(timeline)) QVERIFY(seed.stages.of(Category::Codegen) <= 2.0);
    }
};
FOLDMETER_TEST(tst_seed_stages)
#include "tst_seed_stages.moc"
