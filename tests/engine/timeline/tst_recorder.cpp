#include "support/test_main.h"

#include "timeline/recorder.h"

#include <cmath>
#include <numeric>
#include <thread>

using namespace foldmeter::timeline;

namespace {
Span span(std::int64_t start, std::int64_t end, Category category, int track = 0) { return {"s", category, start, end, track, 0, {}}; }
}  // namespace

class tst_recorder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nestsAndKeepsArguments() {
        Recorder recorder;
        {
            ScopedSpan outer(&recorder, "outer", Category::Execute);
            outer.with("seed", std::int64_t{7}).with("note", std::string("x"));
            ScopedSpan inner(&recorder, recorder.intern(std::string("in") + "ner"), Category::Codegen);
            inner.with("share", 0.5);
        }
        const int open = recorder.begin("open", Category::Load);
        const Timeline timeline = recorder.finish();
        recorder.end(open);
        QCOMPARE(timeline.spans.size(), std::size_t{2});
        const Span& outer = timeline.spans[0];
        const Span& inner = timeline.spans[1];
        QCOMPARE(outer.name, std::string("outer"));
        QCOMPARE(inner.name, std::string("inner"));
        QCOMPARE(inner.depth, 1);
        QVERIFY(outer.start <= inner.start && inner.end <= outer.end);
        QCOMPARE(std::get<std::int64_t>(outer.arguments[0].value), 7);
        QCOMPARE(std::get<std::string>(outer.arguments[1].value), std::string("x"));
        QCOMPARE(std::get<double>(inner.arguments[0].value), 0.5);
        QCOMPARE(recorder.finish().spans.size(), std::size_t{3});
    }
    void giveEveryThreadATrack() {
        Recorder recorder;
        std::vector<std::thread> threads;
        for (int t = 0; t < 3; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 1000; ++i) ScopedSpan(&recorder, "task", Category::Codegen).with("i", std::int64_t{i});
            });
        for (int i = 0; i < 20; ++i) recorder.finish();   // looking while others record
        for (auto& thread : threads) thread.join();
        recorder.nameThread("first");
        recorder.count("memory", 5);
        const Timeline timeline = recorder.finish();
        QCOMPARE(timeline.tracks.size(), std::size_t{4});
        QCOMPARE(timeline.tracks[0].name, std::string("first"));
        QCOMPARE(timeline.spans.size(), std::size_t{3000});
        QCOMPARE(timeline.counters.at(0).values.at(0), 5.0);
        for (const Span& s : timeline.spans) QCOMPARE(s.arguments.size(), std::size_t{1});
    }
    void twoRecordersDoNotMix() {
        Recorder first, second;
        for (int i = 0; i < 3; ++i) {
            ScopedSpan a(&first, "a", Category::Load);
            ScopedSpan b(&second, "b", Category::Load);
        }
        for (const Span& s : first.finish().spans) QCOMPARE(s.name, std::string("a"));
        QCOMPARE(second.finish().spans.size(), std::size_t{3});
    }
    void nullRecorderRecordsNothing() { ScopedSpan(nullptr, "x", Category::Load).with("y", 1.0); }

    void addsUpToTheWallTime_data() {
        QTest::addColumn<std::vector<double>>("expected");   // load, execute, codegen, other
        QTest::addColumn<int>("spans");
        QTest::newRow("nothing") << std::vector<double>{0, 0, 0, 100} << 0;
        QTest::newRow("one") << std::vector<double>{60, 0, 0, 40} << 1;
        QTest::newRow("child takes from its parent") << std::vector<double>{40, 20, 0, 40} << 2;
        QTest::newRow("grandchild") << std::vector<double>{40, 15, 5, 40} << 3;
        QTest::newRow("sibling begins where the other ends") << std::vector<double>{30, 25, 5, 40} << 4;
        QTest::newRow("beyond the end and another track") << std::vector<double>{30, 35, 5, 30} << 6;
    }
    void addsUpToTheWallTime() {
        QFETCH(std::vector<double>, expected);
        QFETCH(int, spans);
        const std::vector<Span> all = {span(10, 70, Category::Load), span(20, 40, Category::Execute), span(30, 35, Category::Codegen),
                                       span(40, 50, Category::Execute), span(90, 500, Category::Execute), span(0, 100, Category::Write, 1)};
        Timeline timeline;
        timeline.spans.assign(all.begin(), all.begin() + spans);
        const StageSeconds stages = stageSeconds(timeline, 0, 100);
        QVERIFY(std::abs(stages.of(Category::Load) * 1e9 - expected[0]) < 1e-6);
        QVERIFY(std::abs(stages.of(Category::Execute) * 1e9 - expected[1]) < 1e-6);
        QVERIFY(std::abs(stages.of(Category::Codegen) * 1e9 - expected[2]) < 1e-6);
        QVERIFY(std::abs(stages.of(Category::Other) * 1e9 - expected[3]) < 1e-6);
        QVERIFY(std::abs(std::accumulate(stages.seconds.begin(), stages.seconds.end(), 0.0) - stages.wall) < 1e-15);
    }
    void tellsItsObserverOfAllButExecution() {
        Recorder recorder;
        std::vector<std::string> told;
        recorder.observe([&](const char* name, Category) { told.push_back(name); });
        {
            const ScopedSpan load(&recorder, "read weights", Category::Load);
            const ScopedSpan step(&recorder, "step", Category::Execute);
            const ScopedSpan write(&recorder, "write seed", Category::Write);
        }
        QCOMPARE(told, (std::vector<std::string>{"read weights", "write seed"}));
    }
    void costOfASpan() {
        Recorder recorder;
        QBENCHMARK { ScopedSpan(&recorder, "kernel", Category::Execute).with("bytes", std::int64_t{1}); }
    }
};
FOLDMETER_TEST(tst_recorder)
#include "tst_recorder.moc"
