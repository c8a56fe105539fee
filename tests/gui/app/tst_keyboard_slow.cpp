// Every page by keyboard and for a screen reader: what can have the focus has a name, and Tab reaches all of it and
// comes back, with no place that keeps it.
#include "gui/app/planned_job_page.h"
#include "gui/app/run_page.h"
#include "gui/app/structure_pane.h"
#include "gui/app/window_fixture.h"
#include "gui/job/job_page.h"
#include "gui/runs/runs_page.h"

#include <QAccessible>
#include <QDockWidget>
#include <QRadioButton>

#include <set>

using namespace foldmeter;

class tst_keyboard_slow : public QObject {
    Q_OBJECT

    std::unique_ptr<test::WindowFixture> m_fixture;
    app::MainWindow& window() { return m_fixture->window(); }

    // Parts that Qt makes of a widget: their owner has the name.
    static bool isPart(const QWidget* widget) { return widget->objectName().startsWith("qt_") || (widget->parentWidget() && widget->parentWidget()->focusProxy() == widget); }

    std::vector<QWidget*> stops() {
        std::vector<QWidget*> found;
        for (QWidget* widget : window().findChildren<QWidget*>())
            if (const auto* choice = qobject_cast<QRadioButton*>(widget); choice && !choice->isChecked()) continue;   // arrows go from the chosen one to it
            else if ((widget->focusPolicy() & Qt::TabFocus) && widget->isVisible() && widget->isEnabled() && !widget->visibleRegion().isEmpty() && !widget->focusProxy() && !isPart(widget)) found.push_back(widget);
        return found;
    }

    static QString described(const QWidget* widget) {
        QStringList path;
        for (const QWidget* w = widget; w && path.size() < 4; w = w->parentWidget()) path << QString::fromLatin1(w->metaObject()->className()) + (w->objectName().isEmpty() ? QString() : u'#' + w->objectName());
        return path.join(" in ");
    }

    void show(const QString& page) {
        if (page == "start") window().showPage(app::Page::Start);
        if (page == "job") {
            window().open(QString::fromStdString(test::sourcePath("resources/examples/bpti-phosphate.json")));
            QTRY_COMPARE(window().jobPage()->editor()->document().job().job.entities.size(), std::size_t(2));
            QTRY_VERIFY(window().jobPage()->editor()->document().checkIsCurrent());
        }
        if (page == "runs") {
            window().showPage(app::Page::Runs);
            window().runsPage()->choose(1);
        }
        if (page == "run") {
            window().openRunFolder(m_fixture->finishedRun());
            QTRY_VERIFY_WITH_TIMEOUT(window().runPage()->structure()->hasStructure(), 20000);
            QTRY_VERIFY(window().runPage()->prediction());
        }
        if (page == "queue" || page == "preferences" || page == "help" || page == "log") window().setPaneShown(page, true);
        QTest::qWait(50);
    }

private Q_SLOTS:
    void initTestCase() {
        m_fixture = std::make_unique<test::WindowFixture>();
        m_fixture->workbench().history()->import(m_fixture->finishedRun());
        window().resize(1600, 1150);   // nothing lies outside
        QApplication::setActiveWindow(&window());
    }
    void cleanupTestCase() { m_fixture.reset(); }

    void everythingHasAName_data() {
        QTest::addColumn<QString>("page");
        for (const char* page : {"start", "job", "runs", "run", "queue", "preferences", "help", "log"}) QTest::newRow(page) << page;
    }
    void everythingHasAName() {
        QFETCH(QString, page);
        show(page);
        if (QTest::currentTestFailed()) return;
        QStringList nameless;
        const auto all = stops();
        QVERIFY(all.size() > 3);
        for (QWidget* widget : all) {
            QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
            if (!face || face->text(QAccessible::Name).trimmed().isEmpty()) nameless << described(widget);
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join("\n")));
        for (const char* pane : {"queue", "preferences", "help", "log"}) window().setPaneShown(pane, false);
    }

    void tabReachesEverything_data() {
        QTest::addColumn<QString>("page");
        for (const char* page : {"start", "job", "runs", "run"}) QTest::newRow(page) << page;
    }
    void tabReachesEverything() {
        QFETCH(QString, page);
        show(page);
        if (QTest::currentTestFailed()) return;
        QVERIFY(QTest::qWaitForWindowExposed(&window()));
        QApplication::setActiveWindow(&window());   // there may be no window manager to do it
        auto all = stops();
        std::set<QWidget*> open(all.begin(), all.end());
        all.front()->setFocus(Qt::TabFocusReason);
        QWidget* stuck = nullptr;
        int stays = 0;
        for (std::size_t press = 0; press < 4 * all.size() + 100 && !open.empty() && !stuck; ++press) {
            QWidget* now = QApplication::focusWidget();
            QVERIFY2(now, "the focus went nowhere");
            for (QWidget* w = now; w; w = w->parentWidget()) open.erase(w);
            QTest::keyClick(now, Qt::Key_Tab);
            constexpr int mostStops = 30;   // links of a text are stops of their own
            stays = QApplication::focusWidget() == now ? stays + 1 : 0;
            if (stays > mostStops) stuck = now;
        }
        QVERIFY2(!stuck, qPrintable(described(stuck ? stuck : all.front()) + " keeps the focus"));
        QStringList missed;
        for (QWidget* widget : open)
            if (widget->isVisible() && !widget->visibleRegion().isEmpty()) missed << described(widget);
        QVERIFY2(missed.isEmpty(), qPrintable("not reached: " + missed.join("\n")));
    }
};

FOLDMETER_TEST(tst_keyboard_slow)
#include "tst_keyboard_slow.moc"
