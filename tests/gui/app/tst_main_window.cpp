#include "gui/app/export_report.h"
#include "gui/app/help_pane.h"
#include "gui/app/live_line.h"
#include "gui/app/openable.h"
#include "gui/app/planned_job_page.h"
#include "gui/app/queue_line.h"
#include "gui/app/run_page.h"
#include "gui/app/structure_pane.h"
#include "gui/app/watchdog.h"
#include "gui/app/window_fixture.h"
#include "gui/look/states.h"
#include "gui/run/run_panes.h"
#include "gui/timeline/timeline_pane.h"
#include "gui/timeline/timeline_view.h"
#include "gui/commands/palette.h"
#include "gui/job/job_page.h"
#include "gui/run/run_panes.h"
#include "gui/run/stage_pane.h"
#include "gui/runs/runs_page.h"
#include "gui/run/stage_strips.h"
#include "gui/settings/preflight_card.h"
#include "gui/settings/setting_editor.h"
#include "gui/settings/settings_form.h"
#include "gui/settings/settings_pane.h"
#include "gui/start/example_card.h"
#include "gui/start/machine_panel.h"
#include "gui/start/start_page.h"

#include "base/error.h"
#include "base/file.h"
#include "publish/png_image.h"
#include "results/stored_picture.h"

#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QTableView>
#include <QUndoStack>

#include <thread>

using namespace foldmeter;

class tst_main_window : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theProgramHasNeitherLlvm19NorOneDnn() {
        QProcess ldd;
        ldd.start("ldd", {QString::fromStdString(test::programPath("foldmeter-workbench"))});
        QVERIFY(ldd.waitForFinished());
        const QString libraries = QString::fromUtf8(ldd.readAllStandardOutput());
        QVERIFY2(libraries.contains("libQt6Widgets"), qPrintable(libraries));
        QVERIFY2(!libraries.contains("LLVM-19") && !libraries.contains("dnnl"), qPrintable(libraries));
    }

    // A profile that JAX wrote, opened as a file that was dropped would be: its tracks, and its stages in the line above.
    void opensATraceOfAnotherProgram() {
        test::WindowFixture fixture;
        app::MainWindow& window = fixture.window();
        window.open(QString::fromStdString(test::dataPath("traces/jax_af3_64_tokens.trace.json.zst")));
        QCOMPARE(window.page(), app::Page::Run);
        gui::TimelinePane* timeline = window.runPage()->panes()->timeline();
        QTRY_VERIFY_WITH_TIMEOUT(timeline->view()->tracks() && timeline->view()->tracks()->timeline->spans.size() == 169448, 60000);
        QCOMPARE(timeline->view()->tracks()->groups.front().name, "Stages");
        QString note;
        for (const look::NoteBar* bar : window.runPage()->findChildren<look::NoteBar*>()) note += bar->text();
        for (QChar& c : note)
            if (c.isSpace()) c = u' ';   // thin ones between number and unit
        for (const char* stage : {"trace 2.20 s", "lower 840 ms", "compile 19.2 s", "run 8.97 s", "run 8.48 s", "the log states 19.2 s"}) QVERIFY2(note.contains(stage), qPrintable(note));
        QVERIFY(window.runPage()->heading().contains("jax_af3_64_tokens"));
        QVERIFY(fixture.commands().whyNot("timeline.zoom-in").isEmpty());
        window.open(QString::fromStdString(test::dataPath("traces/README.md")));   // no timeline: a job that cannot be read, not a crash
    }

    void oneClickPredictsAndTheStructureFolds() {
        test::WindowFixture fixture;
        app::MainWindow& window = fixture.window();
        auto* start = static_cast<start::StartPage*>(window.pageWidget(app::Page::Start));
        QTest::mouseClick(start->cards().front()->predictButton(), Qt::LeftButton);
        QCOMPARE(window.page(), app::Page::Run);
        app::RunPage* page = window.runPage();
        QTRY_VERIFY_WITH_TIMEOUT(page->structure()->view()->live(), 120000);       // atoms as noise
        QTRY_VERIFY_WITH_TIMEOUT(page->prediction() && page->prediction()->timing, 120000);
        QTRY_VERIFY_WITH_TIMEOUT(page->structure()->hasStructure(), 20000);
        QVERIFY(!page->structure()->view()->live());
        QVERIFY2(page->heading().contains("trp-cage") && page->heading().contains("f32"), qPrintable(page->heading()));
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(page->folder() / "foldmeter-thumbnail.png"), 20000);
        // and the best sample for reports, which then show it wherever they are written
        const auto stored = page->folder() / results::storedPictureName(*results::bestDrawable(*page->prediction()));
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(stored), 20000);
        const QImage picture(QString::fromStdString(stored.string()));
        QVERIFY(picture.hasAlphaChannel() && std::max(picture.width(), picture.height()) >= 100 && qAlpha(picture.pixel(0, 0)) == 0);
        const auto report = page->folder() / "report.html";
        app::exportReport(report, {page->folder()});
        QVERIFY(readText(report).find(publish::toBase64(readText(stored))) != std::string::npos);
        const auto runs = fixture.workbench().history()->list();
        QCOMPARE(runs.size(), std::size_t(1));
        QCOMPARE(runs.front().record.state, history::RunState::Finished);
        window.showPage(app::Page::Start);
        QTRY_COMPARE(start->cards().front()->predictButton()->text(), "Predict again");
        QCOMPARE(start->recent()->count(), 1);

        fixture.close();   // reopened from the history
        fixture.open();
        fixture.window().open("1");
        QCOMPARE(fixture.window().page(), app::Page::Run);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.window().runPage()->structure()->hasStructure(), 20000);
    }

    void theWindowIsRemembered() {
        test::WindowFixture fixture;
        fixture.window().resize(1100, 700);
        fixture.window().setPaneShown("log", true);
        fixture.close();
        fixture.open();
        QVERIFY(fixture.window().isPaneShown("log"));
    }

    // A run entered by another window or by the command line is seen in this one when it is looked at again.
    void windowsAndTheCommandLineShareOneHistory() {
        test::WindowFixture fixture;
        fixture.window().showPage(app::Page::Runs);
        app::Workbench other(fixture.store(), fixture.path("history").toStdString());
        app::MainWindow second(other);
        second.setUnsavedQuestion([](const QString&) { return app::UnsavedJob::Discard; });
        second.show();
        second.showPage(app::Page::Runs);
        QCOMPARE(second.runsPage()->table()->model()->rowCount(), 0);
        const std::filesystem::path run = fixture.finishedRun();
        QProcess program;
        program.start(QString::fromStdString(test::programPath("foldmeter")), {"runs", "import", QString::fromStdString(run.string())});
        QVERIFY(program.waitForFinished(60000));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
        for (app::MainWindow* window : {&fixture.window(), &second}) {
            window->showPage(app::Page::Start);
            window->showPage(app::Page::Runs);
            QTRY_COMPARE(window->runsPage()->table()->model()->rowCount(), 1);
        }
        other.history()->setTitle(1, "seen in both");   // and what one window changes
        fixture.window().showPage(app::Page::Start);
        fixture.window().showPage(app::Page::Runs);
        QTRY_COMPARE(fixture.workbench().history()->find("1").record.title, std::string("seen in both"));
        second.close();
    }

    void aPaneBehindATabIsNamedOnce() {
        test::WindowFixture fixture;
        fixture.window().showPage(app::Page::Run);
        app::RunPage* page = fixture.window().runPage();
        QTRY_VERIFY(page->pane("pae")->titleBarWidget() && page->pane("scores")->titleBarWidget());
        QVERIFY(!page->pane("timeline")->titleBarWidget());
        page->pane("pae")->setFloating(true);
        QTRY_VERIFY(!page->pane("pae")->titleBarWidget());
        page->pane("pae")->setFloating(false);
        QTRY_VERIFY(page->pane("pae")->titleBarWidget());
    }

    void nothingOfTheStartPageIsCut_data() {
        QTest::addColumn<int>("width");
        for (const int width : {600, 800, 1000, 1280, 1920}) QTest::addRow("%d", width) << width;
    }
    void nothingOfTheStartPageIsCut() {
        QFETCH(int, width);
        test::WindowFixture fixture;
        auto* start = static_cast<start::StartPage*>(fixture.window().pageWidget(app::Page::Start));
        fixture.window().resize(width, 700);
        fixture.window().setPaneShown("help", width >= 1000);
        QTRY_VERIFY2(start->widget()->width() <= start->viewport()->width(), qPrintable(QString("%1 of %2").arg(start->widget()->width()).arg(start->viewport()->width())));
    }

    void schemesChangeEveryColourAndCanBeUndone() {
        test::WindowFixture fixture;
        QVERIFY(fixture.commands().invoke("view.scheme.dark"));
        QCOMPARE(look::themeOf(&fixture.window()).scheme, look::Scheme::Dark);
        fixture.commands().undoStack()->undo();
        QCOMPARE(look::themeOf(&fixture.window()).scheme, look::Scheme::Light);
        QVERIFY(fixture.commands().invoke("view.scheme.high-contrast"));
        QCOMPARE(look::themeOf(&fixture.window()).scheme, look::Scheme::HighContrast);
    }

    void thePaletteOpensByKeysAndRuns() {
        test::WindowFixture fixture;
        QVERIFY(QTest::qWaitForWindowExposed(&fixture.window()));
        fixture.commands().invoke("help.commands");
        QVERIFY(fixture.window().palette()->isVisible());
        QTest::keyClicks(fixture.window().palette()->field(), "log of actions");
        QTest::keyClick(fixture.window().palette()->field(), Qt::Key_Return);
        QVERIFY(fixture.window().isPaneShown("log"));
        QVERIFY(!fixture.window().palette()->isVisible());
    }

    void whatCannotBeOpenedIsNamed_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("nothing there") << "/no/such/file.json" << "/no/such/file.json";
        QTest::newRow("no such run") << "99" << "99";
        QTest::newRow("no prediction") << QString::fromStdString(test::sourcePath("packaging")) << "NAME_model.cif";
    }
    void whatCannotBeOpenedIsNamed() {
        QFETCH(QString, text);
        QFETCH(QString, said);
        test::WindowFixture fixture;
        fixture.window().open(text);
        QVERIFY2(fixture.window().told().contains(said), qPrintable(fixture.window().told()));
    }

    void theEngineSaysWhatTheMachineOffers() {
        test::WindowFixture fixture;
        fixture.workbench().askDevices();
        auto* start = static_cast<start::StartPage*>(fixture.window().pageWidget(app::Page::Start));
        QTRY_VERIFY_WITH_TIMEOUT(start->machine()->text().contains("threads"), 30000);
    }

    void aStallIsNoticed() {
        app::Watchdog watchdog;
        QTest::qWait(30);
        watchdog.forget();
        QTimer::singleShot(0, [] { std::this_thread::sleep_for(std::chrono::milliseconds(120)); });
        QTest::qWait(200);
        QVERIFY(!watchdog.stalls().empty());
        QVERIFY(watchdog.longest() >= 110);
        watchdog.forget();
        QTest::qWait(100);
        QVERIFY(watchdog.stalls().empty());
    }

    void aJobIsPlannedBeforeItRuns() {
        test::WindowFixture fixture;
        fixture.window().open(QString::fromStdString(test::sourcePath("resources/examples/insulin.json")));
        QCOMPARE(fixture.window().page(), app::Page::Job);
        app::PlannedJobPage* page = fixture.window().jobPage();
        QTRY_VERIFY_WITH_TIMEOUT(page->card()->plan().has_value(), 60000);
        QVERIFY2(page->card()->text().contains("51 tokens, 403 atoms"), qPrintable(page->card()->text()));
        page->settings()->form()->editor("samples-per-batch")->choose("1");
        QVERIFY(page->settings()->optionsText().contains("--samples-per-batch 1"));
    }

    void noTwoCommandsAnswerToTheSameKeys() {
        test::WindowFixture fixture;
        for (const auto page : {app::Page::Start, app::Page::Job, app::Page::Run}) fixture.window().showPage(page);
        for (const QString& id : fixture.commands().ids())
            for (const QString& other : fixture.commands().conflicts(id, fixture.commands().command(id)->shortcut))
                QFAIL(qPrintable(id + " and " + other + ": " + fixture.commands().command(id)->shortcut.toString()));
    }

    void anUnsavedJobIsAskedAbout() {
        test::WindowFixture fixture;
        QStringList asked;
        app::UnsavedJob answer = app::UnsavedJob::Keep;
        fixture.window().setUnsavedQuestion([&](const QString& job) {
            asked << job;
            return answer;
        });
        fixture.window().showPage(app::Page::Job);
        job::JobPage* editor = fixture.window().jobPage()->editor();
        QVERIFY(!editor->hasUnsaved());                       // an empty job is none
        const QString file = fixture.path("mine.json");
        QVERIFY(QFile::copy(QString::fromStdString(test::sourcePath("resources/examples/insulin.json")), file) && QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
        fixture.window().open(file);
        QTRY_COMPARE(QString::fromStdString(editor->document().job().job.name), "insulin");
        QVERIFY(!editor->hasUnsaved());
        editor->nameField()->setText("insulin of mine");
        Q_EMIT editor->nameField()->editingFinished();
        QVERIFY(editor->hasUnsaved());
        QVERIFY(!fixture.window().close());
        QCOMPARE(asked, QStringList{"insulin of mine"});
        QVERIFY(fixture.window().isVisible());
        answer = app::UnsavedJob::Save;
        QVERIFY(fixture.window().close());
        QFile saved(file);
        QVERIFY(saved.open(QIODevice::ReadOnly) && saved.readAll().contains("insulin of mine"));
        QVERIFY(fixture.window().close());                    // nothing is unsaved now
        QCOMPARE(asked.size(), 2);
    }

    void openingAnotherJobLosesNothing() {
        test::WindowFixture fixture;
        fixture.window().showPage(app::Page::Job);
        job::JobPage* editor = fixture.window().jobPage()->editor();
        QVERIFY(fixture.commands().invoke("job.add-protein"));
        const std::string written = editor->document().text();
        fixture.window().open(QString::fromStdString(test::sourcePath("resources/examples/insulin.json")));
        QTRY_COMPARE(QString::fromStdString(editor->document().job().job.name), "insulin");
        fixture.commands().undoStack()->undo();
        QCOMPARE(editor->document().text(), written);
        QVERIFY(editor->hasUnsaved() && editor->document().file().isEmpty());
    }

    void aJobThatWasBeingWrittenComesBack() {
        test::WindowFixture fixture;
        fixture.window().showPage(app::Page::Job);
        QVERIFY(fixture.commands().invoke("job.add-protein"));
        const std::string written = fixture.window().jobPage()->editor()->document().text();
        QTRY_VERIFY(QFile::exists(fixture.path("history/drafts/job-1.json")));
        fixture.endUnasked();
        fixture.open();
        QVERIFY2(fixture.window().told().contains("kept"), qPrintable(fixture.window().told()));
        fixture.window().bringBackDraft();
        QCOMPARE(fixture.window().page(), app::Page::Job);
        QCOMPARE(fixture.window().jobPage()->editor()->document().text(), written);
        QVERIFY(fixture.window().jobPage()->editor()->hasUnsaved());
        fixture.close();   // this time it was asked, and let go
        fixture.open();
        QVERIFY(fixture.window().told().isEmpty());
    }

    void whatWasSeenLastIsSeenAgain() {
        test::WindowFixture fixture;
        fixture.window().showPage(app::Page::Runs);
        fixture.close();
        fixture.open();
        QCOMPARE(fixture.window().page(), app::Page::Start);
        fixture.window().showLastPage();
        QCOMPARE(fixture.window().page(), app::Page::Runs);
    }

    void examplesHavePicturesAtFirstStart() {
        test::WindowFixture fixture;
        auto* start = static_cast<start::StartPage*>(fixture.window().pageWidget(app::Page::Start));
        QVERIFY(start->cards().size() > 1);
        for (const start::ExampleCard* card : start->cards()) {
            const auto labels = card->findChildren<QLabel*>();
            QVERIFY2(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) { return label->pixmap().width() > 60; }), qPrintable(card->example().name));
        }
    }

    // One job runs on: the next is planned meanwhile, the strips of the first grow, and cancelling ends both processes' work.
    void theNextJobIsPlannedWhileOneRuns() {
        test::WindowFixture fixture;
        app::MainWindow& window = fixture.window();
        engine::QueueJob job;
        job.name = "long";
        QFile file(QString::fromStdString(test::sourcePath("resources/examples/trp-cage.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        job.input = {file.readAll().toStdString(), file.fileName().toStdString()};
        for (std::uint32_t seed = 1; seed <= 3000; ++seed) job.options.seeds.push_back(seed);
        const int number = window.predict(job);
        app::RunPage* page = window.runPage();
        engine::JobQueue& queue = fixture.workbench().queue();
        QTRY_VERIFY_WITH_TIMEOUT(queue.entry(number)->state.samples.size() > 5, 120000);
        QTRY_VERIFY_WITH_TIMEOUT(page->panes()->stages()->strips()->describe().contains("execution"), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(page->panes()->stages()->strips()->describe().contains("others"), 60000);
        QVERIFY2(page->liveLine()->text().contains("of 3000"), qPrintable(page->liveLine()->text()));
        QVERIFY2(page->liveLine()->text().contains("left"), qPrintable(page->liveLine()->text()));
        window.open(QString::fromStdString(test::sourcePath("resources/examples/insulin.json")));
        QTRY_VERIFY_WITH_TIMEOUT(window.jobPage()->card()->plan().has_value(), 60000);
        QVERIFY(queue.running() && queue.running()->number == number);
        QVERIFY(fixture.workbench().answers());
        QVERIFY2(window.jobPage()->card()->text().contains("51 tokens"), qPrintable(window.jobPage()->card()->text()));
        queue.cancel(number);
        QTRY_VERIFY_WITH_TIMEOUT(!queue.running(), 60000);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.workbench().answers()->state(), engine::EngineProcess::State::Off, 20000);
        QVERIFY(page->liveLine()->text().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(page->prediction() && page->prediction()->samples.size() > 5, 60000);
    }

    void helpHasAPageForEveryTopic() {
        test::WindowFixture fixture;
        fixture.window().showHelp();
        QVERIFY(fixture.window().isPaneShown("help"));
        for (const char* topic : {"window", "job-page", "run-page", "about"}) {
            fixture.window().help()->showTopic(topic);
            QCOMPARE(fixture.window().help()->topic(), topic);
            QVERIFY(fixture.window().help()->text().size() > 200);
        }
    }
};

FOLDMETER_TEST(tst_main_window)
#include "tst_main_window.moc"
