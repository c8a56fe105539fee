// A person's session against the real engine in its process: open an example, predict, watch, look, measure, run again,
// reopen from the history. While it goes on the watchdog tells how long the window could not answer.
#include "gui/app/live_line.h"
#include "gui/app/planned_job_page.h"
#include "gui/app/run_page.h"
#include "gui/app/structure_pane.h"
#include "gui/app/watchdog.h"
#include "gui/app/window_fixture.h"
#include "gui/job/job_page.h"
#include "gui/run/run_panes.h"
#include "gui/run/stage_pane.h"
#include "gui/settings/preflight_card.h"
#include "history/thumbnail.h"

#include <QPushButton>

using namespace foldmeter;

class tst_session_slow : public QObject {
    Q_OBJECT

    std::unique_ptr<test::WindowFixture> m_fixture;
    std::unique_ptr<app::Watchdog> m_watchdog;
    app::MainWindow& window() { return m_fixture->window(); }
    viz::StructureWidget* view() { return window().runPage()->structure()->view(); }
    bool finished() { return window().runPage()->prediction() && window().runPage()->prediction()->timing && window().runPage()->structure()->hasStructure(); }

    void tell(const char* part) {
        for (const app::Stall& stall : m_watchdog->stalls())
            qInfo("%s: %.0f ms, of it %.0f ms of work%s: %s", part, stall.milliseconds, stall.worked, stall.drewGl ? ", GL" : "", qPrintable(stall.busyWith));
        // The clock tells of the machine's other work too; what this thread computed does not. Several times the limit,
        // so that a slow machine passes and a wait of seconds does not.
        constexpr double slack = 10;
        for (const app::Stall& stall : m_watchdog->stalls())
            QVERIFY2(stall.worked < slack * (stall.drewGl ? app::Watchdog::glLimit : app::Watchdog::limit), qPrintable(stall.busyWith));
        m_watchdog->forget();
    }

private Q_SLOTS:
    void initTestCase() {
        m_fixture = std::make_unique<test::WindowFixture>();
        m_watchdog = std::make_unique<app::Watchdog>();
    }
    void cleanupTestCase() {
        m_watchdog.reset();
        m_fixture.reset();
    }

    void anExampleIsOpenedAndPlanned() {
        window().open(QString::fromStdString(test::sourcePath("resources/examples/trp-cage.json")));
        QTRY_VERIFY_WITH_TIMEOUT(window().jobPage()->card()->plan().has_value(), 60000);
        tell("open and plan");
    }
    void itIsPredictedAndWatched() {
        QTRY_VERIFY_WITH_TIMEOUT(window().jobPage()->editor()->whyNotPredict().isEmpty(), 20000);
        QVERIFY(m_fixture->commands().invoke("job.predict"));
        QCOMPARE(window().page(), app::Page::Run);
        QTRY_VERIFY_WITH_TIMEOUT(view()->live(), 120000);
        QTRY_VERIFY_WITH_TIMEOUT(finished(), 120000);
        QVERIFY(!view()->live());
        QTRY_VERIFY_WITH_TIMEOUT(!view()->busy(), 60000);
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(window().runPage()->folder() / history::thumbnailFile), 20000);
        tell("predict and watch");
    }
    void itIsLookedAt() {
        for (const char* id : {"structure.as.ball_and_stick", "structure.as.spheres", "structure.as.cartoon", "structure.colour.chain", "structure.colour.plddt"}) {
            QVERIFY2(m_fixture->commands().invoke(id), id);
            QTRY_VERIFY_WITH_TIMEOUT(!view()->busy(), 60000);
        }
        for (int turn = 0; turn < 20; ++turn) {
            view()->turn(9, 2);
            QTest::qWait(5);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!view()->busy(), 60000);
        tell("look");
    }
    void itIsMeasured() {
        QVERIFY(m_fixture->commands().invoke("structure.measure.distance"));
        QCOMPARE(view()->measuring(), 2);
        view()->setMeasurements({viz::Measurement{{viz::Picked{0, 0, 0}, viz::Picked{0, 1, 8}}}});
        QTRY_VERIFY_WITH_TIMEOUT(!view()->busy(), 60000);
        QVERIFY(m_fixture->commands().invoke("structure.measure.distance"));
        tell("measure");
    }
    void itIsRunAgainAndExplained() {
        const std::filesystem::path first = window().runPage()->folder();
        QVERIFY(m_fixture->commands().invoke("run.again"));
        QTRY_VERIFY_WITH_TIMEOUT(window().runPage()->folder() != first && finished(), 120000);
        QTRY_VERIFY_WITH_TIMEOUT(!view()->busy(), 60000);
        QVERIFY(!window().runPage()->panes()->stages()->answerText().isEmpty());
        QCOMPARE(m_fixture->workbench().history()->list().size(), std::size_t(2));
        tell("run again");
    }
    void itIsReopenedFromTheHistory() {
        m_watchdog.reset();
        m_fixture->close();
        m_fixture->open();
        m_watchdog = std::make_unique<app::Watchdog>();
        window().showPage(app::Page::Runs);
        window().openRun(1);
        QTRY_VERIFY_WITH_TIMEOUT(finished(), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(!view()->busy(), 60000);
        tell("reopen");
    }
};

FOLDMETER_TEST(tst_session_slow)
#include "tst_session_slow.moc"
