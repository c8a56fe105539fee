#include "gui/commands/registry.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "gui/queue/finish_notice.h"
#include "gui/queue/live_strip.h"
#include "gui/queue/memory_curve.h"
#include "gui/queue/queue_card.h"
#include "gui/queue/queue_pane.h"
#include "gui/queue/queue_words.h"
#include "support/readable_page.h"
#include "support/test_main.h"

#include <QSignalSpy>
#include <QToolButton>
#include <QUndoStack>
#include <QVBoxLayout>

#include <cstdlib>

using namespace foldmeter;
using namespace foldmeter::queue;
using worker::JobPhase;

namespace {

worker::JobState state(JobPhase phase) {
    worker::JobState made;
    made.phase = phase;
    made.stages = {{"featurise", 0}, {"codegen", 0.5}, {"execute", 2}};
    made.progress = worker::ProgressEvent{.stage = "denoise", .seed = 2, .seedIndex = 1, .seeds = 5, .done = 71, .total = 200, .fraction = 0.4, .secondsLeft = 38};
    made.memory = {{0, std::int64_t{1} << 30, std::int64_t{20} << 30}, {0.5, std::int64_t{2} << 30, std::int64_t{19} << 30}};
    return made;
}

engine::QueueEntry entry(JobPhase phase) {
    engine::QueueEntry made;
    made.number = 3;
    made.job.name = "insulin";
    made.state = state(phase);
    made.request = phase == JobPhase::Waiting ? 0 : 4;
    made.began = QDateTime::currentDateTime().addSecs(-70);
    made.ended = made.began.addSecs(62);
    return made;
}

}  // namespace

class tst_queue_pane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhereAJobIs_data() {
        QTest::addColumn<QString>("stage");
        QTest::addColumn<int>("seeds");
        QTest::addColumn<int>("done");
        QTest::addColumn<QString>("expected");
        QTest::newRow("step") << "denoise" << 5 << 71 << "seed 2 of 5, step 71/200";
        QTest::newRow("recycle") << "trunk" << 5 << 3 << "seed 2 of 5, recycle 4/200";
        QTest::newRow("one seed") << "denoise" << 1 << 8 << "step 8/200";
        QTest::newRow("scores") << "confidence" << 5 << 200 << "seed 2 of 5, scoring sample 200/200";
        QTest::newRow("between") << "condition" << 5 << 0 << "seed 2 of 5, preparing";
    }
    void saysWhereAJobIs() {
        QFETCH(QString, stage);
        QFETCH(int, seeds);
        QFETCH(int, done);
        QFETCH(QString, expected);
        worker::JobState made = state(JobPhase::Running);
        made.progress->stage = stage.toStdString();
        made.progress->seeds = seeds;
        made.progress->done = done;
        QCOMPARE(placeText(made), expected);
        made.progress.reset();
        QCOMPARE(placeText(made), QString("execution"));
    }
    void saysWhatIsThere() {
        worker::JobState made = state(JobPhase::Failed);
        QCOMPARE(resultText(made), QString("nothing was finished"));
        made.samples.resize(3);
        QCOMPARE(resultText(made), QString("3 samples kept"));
        QVERIFY(leftText(made).isEmpty());
        QVERIFY(leftText(state(JobPhase::Running)).contains("38"));
        QVERIFY(endText(entry(JobPhase::Finished)).contains("insulin"));
    }

    void theStripEndsWhereTheJobWill() {
        const auto parts = stripParts(state(JobPhase::Running), 10);
        QCOMPARE(parts.size(), std::size_t{4});
        QCOMPARE(parts[1].stage, std::string("codegen"));
        QCOMPARE(parts[1].end, 2.0);
        QCOMPARE(parts[2].end, 10.0);
        QVERIFY(parts[3].stage.empty());
        QCOMPARE(parts[3].end, 48.0);
        QCOMPARE(stripParts(state(JobPhase::Finished), 10).size(), std::size_t{3});
        QVERIFY(stripParts({}, 5).empty());
    }
    void theStripIsDrawnInTheStagesColours() {
        LiveStrip strip;
        strip.resize(480, 16);
        strip.setState(state(JobPhase::Running), 12);   // 50 s in all
        const QImage image = strip.grab().toImage();
        const qreal scale = image.devicePixelRatio();
        const auto at = [&](double seconds) { return image.pixelColor(static_cast<int>(seconds / 50 * 480 * scale), static_cast<int>(8 * scale)); };
        QVERIFY(at(1) != at(6));                        // code generation, execution
        QCOMPARE(at(5), at(9));
        QVERIFY(strip.accessibleDescription().contains("code generation"));
    }
    void theMemoryIsSaid() {
        MemoryCurve curve;
        curve.setSamples(state(JobPhase::Running).memory);
        QVERIFY2(curve.accessibleDescription().contains("2.00"), qPrintable(curve.accessibleDescription()));
        QVERIFY(!curve.grab().isNull());
        curve.setSamples({});
        QVERIFY(curve.accessibleDescription().contains("not measured"));
    }

    void aCardOffersWhatCanBeDone_data() {
        QTest::addColumn<int>("phase");
        QTest::addColumn<QStringList>("offered");
        QTest::newRow("waiting") << static_cast<int>(JobPhase::Waiting) << QStringList{"up", "down", "pause", "cancel"};
        QTest::newRow("running") << static_cast<int>(JobPhase::Running) << QStringList{"pause", "cancel"};
        QTest::newRow("held") << static_cast<int>(JobPhase::Paused) << QStringList{"pause", "cancel"};
        QTest::newRow("finished") << static_cast<int>(JobPhase::Finished) << QStringList{"open"};
        QTest::newRow("failed") << static_cast<int>(JobPhase::Failed) << QStringList{"open"};
    }
    void aCardOffersWhatCanBeDone() {
        QFETCH(int, phase);
        QFETCH(QStringList, offered);
        QueueCard card(3);
        engine::QueueEntry made = entry(static_cast<JobPhase>(phase));
        made.run = 9;
        card.setEntry(made, 10);
        QStringList shown;
        for (const QToolButton* button : card.findChildren<QToolButton*>())
            if (button->isVisibleTo(&card)) shown << button->objectName();
        QCOMPARE(shown, offered);
        for (const QToolButton* button : card.findChildren<QToolButton*>()) QVERIFY(!button->accessibleName().isEmpty());
    }
    void aCardTellsWhyItFailed() {
        QueueCard card(3);
        engine::QueueEntry made = entry(JobPhase::Failed);
        made.reason = "The engine process was ended from outside";
        made.state.samples.resize(2);
        card.setEntry(made, 10);
        QVERIFY(card.text().contains("ended from outside") && card.text().contains("2 samples kept") && card.text().contains("failed"));
    }

    void thePaneFollowsTheQueue() {
        engine::EngineProcess engine({{"/nowhere/foldmeter"}, true, "nowhere"});
        engine::JobQueue queue(&engine, nullptr);
        commands::CommandRegistry registry;
        QueuePane pane(&queue, &registry);
        pane.resize(500, 600);
        pane.show();
        auto* stack = pane.findChild<look::StateStack*>();
        QVERIFY(!stack->showsContent());
        const int first = queue.add({.name = "a"}), second = queue.add({.name = "b"});
        queue.setPaused(first, true);
        queue.setPaused(second, true);
        QVERIFY(stack->showsContent() && pane.card(first) && pane.card(second));
        QTest::mouseClick(pane.card(second)->findChild<QToolButton*>("up"), Qt::LeftButton);
        QCOMPARE(queue.entries().front().number, second);
        registry.undoStack()->undo();
        QCOMPARE(queue.entries().front().number, first);
        QVERIFY(!registry.whyNot("queue.clear").isEmpty());
        QTest::mouseClick(pane.card(first)->findChild<QToolButton*>("cancel"), Qt::LeftButton);
        QVERIFY(pane.card(first)->text().contains("cancelled"));
        queue.setPaused(second, false);   // the engine is nowhere: it fails, and says so
        QTRY_VERIFY(pane.card(second)->text().contains("could not be started"));
        QVERIFY(registry.invoke("queue.clear"));
        QVERIFY(!stack->showsContent());
    }

    void isDrawnInEveryScheme_data() {
        QTest::addColumn<int>("scheme");
        QTest::addColumn<QSize>("size");
        for (const auto& [name, scheme] : {std::pair{"light", look::Scheme::Light}, std::pair{"dark", look::Scheme::Dark}, std::pair{"contrast", look::Scheme::HighContrast}})
            for (const QSize& size : {QSize(420, 700), QSize(1280, 800)}) QTest::addRow("queue-%s-%d", name, size.width()) << static_cast<int>(scheme) << size;
    }
    void isDrawnInEveryScheme() {
        QFETCH(int, scheme);
        QFETCH(QSize, size);
        look::applyScheme(*qApp, look::Scheme(scheme));
        engine::EngineProcess engine({{"/nowhere/foldmeter"}, true, "nowhere"});
        QWidget picture;
        auto* layout = new QVBoxLayout(&picture);
        const std::pair<const char*, JobPhase> cards[] = {{"lysozyme wild type", JobPhase::Finished}, {"insulin", JobPhase::Running}, {"ubiquitin, held", JobPhase::Paused},
                                                          {"haemoglobin tetramer", JobPhase::Waiting}, {"a very long name of a job that somebody typed without thinking of the width of the pane", JobPhase::Failed}};
        for (const auto& [name, phase] : cards) {
            auto* card = new QueueCard(1);
            engine::QueueEntry made = entry(phase);
            made.job.name = name;
            made.run = isOver(phase) ? 4 : 0;
            if (phase == JobPhase::Failed) made.reason = "The engine process was ended from outside or crashed; the system may have run out of memory.";
            if (isOver(phase)) made.state.samples.resize(5);
            if (phase == JobPhase::Waiting) made.state = {};
            card->setEntry(made, 20);
            layout->addWidget(card);
        }
        layout->addStretch();
        picture.setAutoFillBackground(true);
        picture.resize(size);
        picture.show();
        const QImage image = picture.grab().toImage();
        look::applyScheme(*qApp, look::Scheme::Light);
        const test::Readable page = test::readable(image, look::theme(look::Scheme(scheme)));
        QVERIFY2(page.holds, qPrintable(page.words()));
        if (const char* folder = std::getenv("FOLDMETER_PICTURES")) QVERIFY(image.save(QString("%1/%2.png").arg(folder, QTest::currentDataTag())));
    }

    void tellsOfLongRunsThatNobodyWatches_data() {
        QTest::addColumn<bool>("watched");
        QTest::addColumn<double>("least");
        QTest::addColumn<int>("told");
        QTest::newRow("long, nobody there") << false << 0.0 << 1;
        QTest::newRow("somebody looks") << true << 0.0 << 0;
        QTest::newRow("short") << false << 1000.0 << 0;
    }
    void tellsOfLongRunsThatNobodyWatches() {
        QFETCH(bool, watched);
        QFETCH(double, least);
        QFETCH(int, told);
        engine::EngineProcess engine({{"/nowhere/foldmeter"}, true, "nowhere"});
        engine::JobQueue queue(&engine, nullptr);
        FinishNotice notice(&queue, [watched] { return watched; });
        notice.setLeastSeconds(least);
        QSignalSpy said(&notice, &FinishNotice::told), ended(&queue, &engine::JobQueue::jobEnded);
        queue.add({.name = "a"});
        QTRY_COMPARE(ended.count(), 1);
        QCOMPARE(said.count(), told);
        if (told) QVERIFY(said.front().at(1).toString().contains("a: failed"));
    }
};

FOLDMETER_TEST(tst_queue_pane)
#include "tst_queue_pane.moc"
