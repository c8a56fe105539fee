// A window is opened on a finished run, looked at and closed again, many times in one process: nothing of it stays.
// What lives is counted: widgets, threads, open files. FOLDMETER_CYCLES sets how often; the memory is told.
#include "gui/app/run_page.h"
#include "gui/app/structure_pane.h"
#include "gui/app/window_fixture.h"

#include <QDirIterator>
#include <QThreadPool>

using namespace foldmeter;

class tst_window_cycles_slow : public QObject {
    Q_OBJECT

    static qsizetype entriesOf(const char* folder) { return QDir(QString::fromLatin1(folder)).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System).size(); }

    static double residentMebibytes() {
        QFile status("/proc/self/statm");
        if (!status.open(QIODevice::ReadOnly)) return 0;
        return status.readAll().split(' ').value(1).toDouble() * 4096 / 1048576;
    }

private Q_SLOTS:
    void nothingStays() {
        bool given = false;
        const int asked = qEnvironmentVariableIntValue("FOLDMETER_CYCLES", &given), cycles = given ? asked : 5;
        test::WindowFixture fixture;
        const std::filesystem::path run = fixture.finishedRun();
        fixture.close();
        qsizetype widgets = 0, threads = 0, files = 0;
        for (int cycle = 1; cycle <= cycles; ++cycle) {
            fixture.open();
            for (const auto page : {app::Page::Start, app::Page::Job, app::Page::Runs, app::Page::Run}) fixture.window().showPage(page);
            fixture.window().openRunFolder(run);
            app::RunPage* page = fixture.window().runPage();
            QTRY_VERIFY_WITH_TIMEOUT(page->structure()->hasStructure(), 30000);
            if (cycle % 2 == 1) QTRY_VERIFY_WITH_TIMEOUT(!page->structure()->view()->busy(), 60000);   // else it closes in the midst of drawing
            const std::weak_ptr<const results::Prediction> shown = page->prediction();
            fixture.close();
            QThreadPool::globalInstance()->waitForDone();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            QTest::qWait(10);
            QVERIFY2(shown.expired(), "the prediction that was shown is held by somebody");
            const qsizetype nowWidgets = QApplication::allWidgets().size(), nowThreads = entriesOf("/proc/self/task"), nowFiles = entriesOf("/proc/self/fd");
            qInfo("cycle %d: %lld widgets, %lld threads, %lld files, %.1f MiB", cycle, qlonglong(nowWidgets), qlonglong(nowThreads), qlonglong(nowFiles), residentMebibytes());
            if (cycle == 2) {   // the first makes what stays for good: threads of the pool, tables of names
                widgets = nowWidgets;
                threads = nowThreads;
                files = nowFiles;
            }
            if (cycle <= 2) continue;
            QCOMPARE(nowWidgets, widgets);
            QVERIFY2(nowThreads <= threads + QThreadPool::globalInstance()->maxThreadCount(), "threads are left behind");
            QVERIFY2(nowFiles <= files + 2, "files stay open");
        }
    }
};

FOLDMETER_TEST(tst_window_cycles_slow)
#include "tst_window_cycles_slow.moc"
