#include "support/test_main.h"

#include "worker/server/control.h"
#include "worker/server/live_positions.h"
#include "worker/server/stage_watch.h"

#include <cmath>
#include <thread>

using namespace foldmeter;
using namespace foldmeter::worker;

namespace {

features::Batch batchOf(int tokens, int atomsAToken) {
    features::Batch batch;
    batch.tokens = tokens;
    for (int token = 0; token < tokens; ++token)
        for (int slot = 0; slot < atomsAToken; ++slot) batch.atoms.push_back({"polypeptide(L)", "A", token + 1, "GLY", "CA", "C", token, slot});
    return batch;
}
// Each value tells where it stands: sample, token, slot, axis.
Tensor positionsOf(int samples, int tokens) {
    Tensor all(DType::F32, {samples, tokens, 24, 3});
    const auto values = all.mutableAs<float>();
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
    return all;
}

}  // namespace

class tst_live_positions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesTheStructuresAtoms() {
        std::vector<PositionsEvent> sent;
        LivePositionsFeed feed(LivePositions::AllSamples, [&](PositionsEvent event) { sent.push_back(std::move(event)); });
        features::Batch batch = batchOf(2, 1);
        batch.atoms[1].slot = 5;
        batch.atoms.push_back({"polypeptide(L)", "A", 2, "GLY", "OXT", "O", 1, -1});   // the network has no slot for it
        QCOMPARE(feed.follow(batch).atomNames.back(), std::string("OXT"));
        const Tensor positions = positionsOf(2, 2);
        feed.look({.stage = "denoise", .seed = 7, .done = 3, .total = 20, .denoised = &positions, .sigma = 4}, 0);
        QCOMPARE(sent.size(), std::size_t{1});
        QCOMPARE(sent[0].samples, 2);
        QCOMPARE(sent[0].atoms, 3);
        QCOMPARE(sent[0].seed, 7u);
        QCOMPARE(sent[0].step, 3);
        QCOMPARE(sent[0].values[0], 0.0f);
        QCOMPARE(sent[0].values[3], static_cast<float>((24 + 5) * 3));
        QVERIFY(std::isnan(sent[0].values[6]));
        QCOMPARE(sent[0].values[9], static_cast<float>(2 * 24 * 3));   // first atom of the second sample
    }

    void sendsAtMostTenASecond_data() {
        QTest::addColumn<int>("wish");
        QTest::addColumn<double>("interval");
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("most");
        QTest::newRow("none") << static_cast<int>(LivePositions::None) << 0.01 << 0 << 0;
        QTest::newRow("quick steps") << static_cast<int>(LivePositions::FirstSample) << 0.01 << 9 << 11;
        QTest::newRow("slow steps") << static_cast<int>(LivePositions::FirstSample) << 0.5 << 100 << 100;
    }
    void sendsAtMostTenASecond() {
        QFETCH(int, wish);
        QFETCH(double, interval);
        QFETCH(int, least);
        QFETCH(int, most);
        int sent = 0;
        LivePositionsFeed feed(static_cast<LivePositions>(wish), [&](PositionsEvent event) { sent += event.samples; });
        feed.follow(batchOf(1, 1));
        const Tensor positions = positionsOf(5, 1);
        for (int step = 1; step <= 100; ++step) feed.look({.stage = "denoise", .done = step, .total = 100, .denoised = &positions}, step * interval);
        QVERIFY2(sent >= least && sent <= most, qPrintable(QString::number(sent)));
    }
    void theLastStepIsAlwaysSent() {
        int last = 0;
        LivePositionsFeed feed(LivePositions::FirstSample, [&](PositionsEvent event) { last = event.step; });
        feed.follow(batchOf(1, 1));
        const Tensor positions = positionsOf(1, 1);
        for (int step = 1; step <= 20; ++step) feed.look({.stage = "denoise", .done = step, .total = 20, .denoised = &positions}, step * 1e-3);
        QCOMPARE(last, 20);
    }
    // Ten looks a second of the largest job that is likely, all samples, take less than a hundredth of the second.
    void costsUnderOnePercent() {
        constexpr int tokens = 2000, samples = 5;
        LivePositionsFeed feed(LivePositions::AllSamples, [](PositionsEvent) {});
        feed.follow(batchOf(tokens, 8));
        const Tensor positions = positionsOf(samples, tokens);
        std::vector<double> seconds;
        for (int look = 0; look < 20; ++look) {
            QElapsedTimer timer;
            timer.start();
            feed.look({.stage = "denoise", .done = 1, .total = 2, .denoised = &positions}, look);
            seconds.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-9);
        }
        std::sort(seconds.begin(), seconds.end());
        const double share = seconds.front() / LivePositionsFeed::leastInterval;   // the best: other programs' turns are not its cost
        qInfo("%d atoms, %d samples: %.0f us a look, %.2f %% of a second at ten looks", tokens * 8, samples, seconds.front() * 1e6, 100 * share);
        QVERIFY(share < 0.01);
    }

    void stagesMoveForwardOnly() {
        std::vector<std::string> stages;
        StageWatch watch([&](timeline::Category category) { stages.emplace_back(nameOf(category)); });
        using C = timeline::Category;
        for (const auto& [name, category] : std::vector<std::pair<const char*, C>>{{"featurise job", C::Featurise}, {"read weights", C::Load}, {"prepare folder", C::Write},
                                                                                   {"make programs", C::Codegen}, {"trace", C::Trace}, {"featurise seed", C::Featurise},
                                                                                   {"optimize", C::Optimize}, {"generate code", C::Codegen}, {"optimize", C::Optimize}})
            watch.spanBegan(name, category);
        watch.executing();
        watch.spanBegan("write seed", C::Write);
        watch.executing();
        watch.lastSeedRan();
        watch.spanBegan("write seed", C::Write);
        QCOMPARE(stages, (std::vector<std::string>{"featurise", "load", "trace", "optimize", "codegen", "execute", "write"}));
    }
    void aPauseEndsByResumingOrCancelling() {
        for (const bool cancel : {false, true}) {
            JobControl control;
            std::vector<bool> told;
            control.pauseHere([&](bool paused) { told.push_back(paused); });
            QVERIFY(told.empty());
            control.setPaused(true);
            std::jthread other([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                if (cancel) control.cancel();
                else control.setPaused(false);
            });
            control.pauseHere([&](bool paused) { told.push_back(paused); });
            QCOMPARE(told, (std::vector<bool>{true, false}));
            QCOMPARE(control.flag()->requested(), cancel);
        }
    }
};

FOLDMETER_TEST(tst_live_positions)
#include "tst_live_positions.moc"
