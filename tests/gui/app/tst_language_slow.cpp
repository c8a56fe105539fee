// The window's language is changed while it is open: what was open stays so, in other words.
#include "support/recorded_run.h"
#include "gui/app/window_fixture.h"

#include "gui/app/compare_page.h"
#include "gui/app/open_window.h"
#include "gui/app/planned_job_page.h"
#include "gui/app/run_page.h"
#include "gui/job/job_page.h"
#include "gui/look/translation.h"

#include <QAction>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace foldmeter;

class tst_language_slow : public QObject {
    Q_OBJECT
    std::unique_ptr<test::WindowFixture> m_fixture;
    std::unique_ptr<app::OpenWindow> m_open;
    app::MainWindow& window() { return m_open->window(); }
    QString title(const char* id) { return m_fixture->commands().action(QString::fromLatin1(id))->text(); }
    void choose(const QString& code) {
        QSignalSpy made(m_open.get(), &app::OpenWindow::made);
        window().preferences()->setLanguageChoice(code);
        QTRY_COMPARE_WITH_TIMEOUT(made.size(), 1, 20000);
    }

private Q_SLOTS:
    void init() {
        m_fixture = std::make_unique<test::WindowFixture>();
        m_fixture->window().close();
        m_fixture->endWindow();
        m_open = std::make_unique<app::OpenWindow>(m_fixture->workbench());
        window().setUnsavedQuestion([](const QString&) { return app::UnsavedJob::Discard; });
        window().show();
    }
    void cleanup() {
        m_open.reset();
        m_fixture.reset();
        look::applyLanguage(*qApp, Language::English);
    }

    void speaksTheOtherLanguageAtOnce() {
        QCOMPARE(title("file.open"), QString("Open…"));
        choose("zh");
        QCOMPARE(title("file.open"), QString("打开…"));
        QVERIFY(window().isVisible());
        choose("en");
        QCOMPARE(title("file.open"), QString("Open…"));
    }
    void keepsWhatIsOpen() {
        const std::filesystem::path first = m_fixture->path("a/insulin").toStdString(), second = m_fixture->path("b/insulin").toStdString();
        for (const auto& folder : {first, second}) test::copyRecordedRun("insulin", folder);
        window().openRunFolder(first);
        window().jobPage()->editor()->openText(R"({"name": "kept", "modelSeeds": [7], "sequences": [{"protein": {"id": "A", "sequence": "ACDEF"}}], "dialect": "alphafold3", "version": 1})");
        window().jobPage()->editor()->document().setUnsaved();
        window().showPage(app::Page::Compare);
        window().comparePage()->showSides({first, second}, {"one", "other"}, 1);
        QTRY_VERIFY_WITH_TIMEOUT(window().comparePage()->comparison(), 30000);
        choose("zh");
        QCOMPARE(window().page(), app::Page::Compare);
        QTRY_VERIFY_WITH_TIMEOUT(window().comparePage()->comparison(), 30000);
        QCOMPARE(window().comparePage()->baseline(), 1);
        QCOMPARE(window().comparePage()->names(), (std::vector<std::string>{"one", "other"}));
        QCOMPARE(window().runPage()->folder(), first);
        QCOMPARE(window().jobPage()->editor()->document().job().job.name, std::string("kept"));
        QVERIFY(window().jobPage()->editor()->hasUnsaved());
        window().setUnsavedQuestion([](const QString&) { return app::UnsavedJob::Discard; });
    }
    // The process that was started in the first language goes on in the other.
    void theEngineFollows() {
        QSignalSpy refused(&m_fixture->workbench(), &app::Workbench::planRefused);
        static const QRegularExpression chinese("[\\x{4e00}-\\x{9fff}]");
        const auto ask = [&] {
            refused.clear();
            m_fixture->workbench().askPlan({"{}", "empty.json"}, {});
            return refused.wait(30000) ? refused.first().first().toString() : QString();
        };
        const QString english = ask();
        const qint64 process = m_fixture->workbench().engine().processId();
        QVERIFY2(!english.isEmpty() && !english.contains(chinese), qPrintable(english));
        choose("zh");
        const QString told = ask();
        QVERIFY2(told.contains(chinese), qPrintable(told));
        QCOMPARE(m_fixture->workbench().engine().processId(), process);
    }
    void theSameLanguageChangesNothing() {
        app::MainWindow* before = &window();
        window().preferences()->setLanguageChoice("en");
        QCoreApplication::processEvents();
        QCOMPARE(&window(), before);
    }
};
FOLDMETER_TEST(tst_language_slow)
#include "tst_language_slow.moc"
