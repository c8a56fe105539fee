// Every action of the command palette is invoked in the real window: what it does is seen, and, where it is a step, its
// undo takes it back. An action that has no row here fails the test, so that none is added unseen.
#include "gui/app/help_pane.h"
#include "gui/app/planned_job_page.h"
#include "gui/app/run_page.h"
#include "gui/app/structure_pane.h"
#include "gui/app/window_fixture.h"
#include "gui/run/run_panes.h"
#include "gui/timeline/flame_graph.h"
#include "gui/timeline/roofline.h"
#include "gui/timeline/span_details.h"
#include "gui/timeline/span_table_view.h"
#include "gui/timeline/timeline_bar.h"
#include "gui/timeline/timeline_pane.h"
#include "gui/timeline/timeline_view.h"
#include "gui/commands/palette.h"
#include "gui/job/job_page.h"
#include "gui/job/json_editor.h"
#include "gui/runs/runs_page.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QLineEdit>
#include <QProcess>
#include <QSpinBox>
#include <QTableView>
#include <QTimer>
#include <QUndoStack>

#include <set>

using namespace foldmeter;

class tst_actions_slow : public QObject {
    Q_OBJECT

    std::unique_ptr<test::WindowFixture> m_fixture;
    std::set<QString> m_done;

    app::MainWindow& window() { return m_fixture->window(); }
    commands::CommandRegistry& registry() { return m_fixture->commands(); }
    viz::StructureWidget* view() { return window().runPage()->structure()->view(); }

    // Closes the file dialog the next action opens, and says whether there was one.
    bool opensADialog(const QString& id) {
        bool seen = false;
        QTimer closer;
        closer.setInterval(20);
        connect(&closer, &QTimer::timeout, this, [&] {
            for (QWidget* widget : QApplication::topLevelWidgets())
                if (auto* dialog = qobject_cast<QFileDialog*>(widget); dialog && dialog->isVisible()) {
                    seen = true;
                    dialog->reject();
                }
        });
        closer.start();
        registry().invoke(id);
        m_done.insert(id);
        return QTest::qWaitFor([&] { return seen; }, 2000);   // some dialogs are opened without waiting for them
    }

    bool act(const QString& id) {
        m_done.insert(id);
        return registry().invoke(id);
    }

    // Two marks, and a view between them: forward to the one, back to the other, and round again.
    void marksAreVisited(gui::TimelineView* tracks) {
        const std::int64_t start = tracks->tracks()->start, length = tracks->tracks()->end - start;
        for (const int quarter : {1, 3}) {
            tracks->measure(start + quarter * length / 4, start + quarter * length / 4 + length / 50);
            QVERIFY(act("timeline.mark"));
        }
        QCOMPARE(tracks->marks().size(), std::size_t(2));
        tracks->show(start + length / 2 - length / 20, start + length / 2 + length / 20);
        const auto seen = [&](std::size_t mark) { return tracks->scale().from <= tracks->marks()[mark].first && tracks->scale().to >= tracks->marks()[mark].second; };
        QVERIFY(!seen(0) && !seen(1));
        QVERIFY(act("timeline.next-mark") && seen(1) && !seen(0));
        QVERIFY(act("timeline.previous-mark") && seen(0) && !seen(1));
        QVERIFY(act("timeline.previous-mark") && seen(1) && !seen(0));
        QVERIFY(act("timeline.clear-marks") && tracks->marks().empty());
    }

    void foundSpansAreVisited(gui::TimelinePane* pane) {
        QVERIFY(act("timeline.search"));
        QVERIFY(qobject_cast<QLineEdit*>(window().focusWidget()) && window().focusWidget()->parentWidget() == pane->bar());
        pane->bar()->search("step");
        const std::vector<int> found = pane->bar()->found();
        QVERIFY(found.size() > 2);
        const auto at = [&](std::size_t place) { return pane->view()->selectedSpans().contains(found[place]) && pane->bar()->countText().startsWith(QString("%1 of ").arg(place + 1)); };
        QVERIFY(act("timeline.next-found") && at(0));
        QVERIFY(act("timeline.next-found") && at(1));
        QVERIFY(act("timeline.previous-found") && at(0));
    }

    void tablesAndGraphsAreShown(gui::TimelinePane* pane) {
        using Kind = timeline::TableKind;
        QVERIFY(act("timeline.flame") && pane->flame()->isVisible());
        const std::pair<const char*, Kind> tables[] = {{"top-down", Kind::TopDown}, {"bottom-up", Kind::BottomUp}, {"kernel", Kind::ByKernel}, {"module", Kind::ByModule}, {"pass", Kind::ByPass}};
        for (const auto& [id, kind] : tables) {
            QVERIFY(act(QString("timeline.table.") + id));
            QVERIFY2(pane->table()->isVisible() && pane->table()->kind() == kind, id);
        }
        QVERIFY(act("timeline.limit") && pane->roofline()->isVisible() && !pane->table()->isVisible());
        QVERIFY(act("timeline.details") && pane->details()->isVisible() && !pane->roofline()->isVisible());
        const gui::TrackList* all = pane->view()->tracks();
        gui::SpanFilter filter;
        filter.name = "confidence";
        pane->setFilter(filter);
        QVERIFY(pane->view()->tracks() != all);
        QVERIFY(act("timeline.show-all"));
        QVERIFY(pane->bar()->filter() == gui::SpanFilter{});
        QVERIFY(pane->view()->tracks() == all);
    }

    // The run goes on for longer than this takes, so every state is seen.
    void aRunIsPausedAndCancelled() {
        engine::JobQueue& queue = m_fixture->workbench().queue();
        const auto paused = [&] { return queue.running() && queue.running()->state.phase == worker::JobPhase::Paused; };
        QTRY_VERIFY_WITH_TIMEOUT(queue.running(), 20000);
        const int number = queue.running()->number;
        QVERIFY(act("run.pause"));
        QTRY_VERIFY_WITH_TIMEOUT(paused(), 60000);
        QTRY_VERIFY(registry().action("run.pause")->isChecked());
        registry().undoStack()->undo();
        QTRY_VERIFY_WITH_TIMEOUT(!paused(), 60000);
        QVERIFY(queue.running() && queue.running()->number == number);
        QVERIFY(act("run.cancel"));
        QTRY_VERIFY_WITH_TIMEOUT(!queue.running(), 60000);
        QVERIFY(queue.entry(number)->state.phase == worker::JobPhase::Cancelled);
        QVERIFY(!registry().whyNot("run.cancel").isEmpty());
    }

private Q_SLOTS:
    void initTestCase() {
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        m_fixture = std::make_unique<test::WindowFixture>();
        for (const auto page : {app::Page::Start, app::Page::Job, app::Page::Runs, app::Page::Run, app::Page::Compare}) window().showPage(page);
        window().setPaneShown("queue", true);
        window().predictFile(QString::fromStdString(test::sourcePath("resources/examples/trp-cage.json")));
        QTRY_VERIFY_WITH_TIMEOUT(window().runPage()->prediction() && window().runPage()->prediction()->timing, 180000);
        QTRY_VERIFY_WITH_TIMEOUT(window().runPage()->structure()->hasStructure(), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(!view()->busy(), 60000);
        registry().undoStack()->clear();
    }
    void cleanupTestCase() { m_fixture.reset(); }

    // Switches and choices: on after the first press, as before after undo, on again after redo.
    void switchesSwitchAndComeBack() {
        for (const QString& id : registry().ids()) {
            const commands::Command& command = *registry().command(id);
            if (!command.checked || !command.change || !registry().whyNot(id).isEmpty() || id.startsWith("view.layout.")) continue;
            const bool before = command.checked();
            const int steps = registry().undoStack()->index();
            QVERIFY2(act(id), qPrintable(id));
            if (registry().undoStack()->index() == steps) {   // a choice that holds already
                QVERIFY2(before, qPrintable(id));
                continue;
            }
            QTRY_VERIFY2(command.checked() != before, qPrintable(id));
            QCOMPARE(registry().action(id)->isChecked(), !before);
            registry().undoStack()->undo();
            QTRY_VERIFY2(command.checked() == before, qPrintable(id + ": undo"));
            registry().undoStack()->redo();
            QTRY_VERIFY2(command.checked() != before, qPrintable(id + ": redo"));
            registry().undoStack()->undo();
            registry().undoStack()->clear();
        }
    }

    void pagesAreShown() {
        const std::map<QString, app::Page> pages{{"view.page.start", app::Page::Start}, {"view.page.job", app::Page::Job}, {"view.page.runs", app::Page::Runs}, {"view.page.run", app::Page::Run}, {"view.page.compare", app::Page::Compare}};
        for (const auto& [id, page] : pages) {
            QVERIFY(act(id));
            QCOMPARE(window().page(), page);
            QVERIFY(registry().action(id)->isChecked());
        }
        window().showPage(app::Page::Job);
        window().showPage(app::Page::Run);
        QVERIFY(act("view.back"));
        QCOMPARE(window().page(), app::Page::Job);
        window().showPage(app::Page::Run);
    }

    void layoutsShowTheirPanes() {
        app::RunPage* page = window().runPage();
        QVERIFY(act("view.layout.everything"));
        QVERIFY(page->isShown("timeline") && page->isShown("pae"));
        QVERIFY(act("view.layout.structure"));
        QVERIFY(!page->isShown("timeline") && page->isShown("pae"));
        registry().undoStack()->undo();
        QVERIFY(page->isShown("timeline"));
        QVERIFY(act("view.layout.time"));
        QVERIFY(page->isShown("timeline") && !page->isShown("pae"));
        registry().undoStack()->undo();
        QVERIFY(page->isShown("pae"));
    }

    void theScaleIsKeptAndTakenBack() {
        const int before = app::keptScale(m_fixture->store());
        QVERIFY(!registry().invoke("view.scale.smaller"));
        QVERIFY(!registry().whyNot("view.scale.smaller").isEmpty());
        QVERIFY(act("view.scale.larger"));
        QCOMPARE(app::keptScale(m_fixture->store()), before + app::scaleStep);
        QVERIFY(window().told().contains(QString::number(before + app::scaleStep)));
        QVERIFY(act("view.scale.smaller"));
        QCOMPARE(app::keptScale(m_fixture->store()), before);
        registry().undoStack()->undo();
        registry().undoStack()->undo();
        QCOMPARE(app::keptScale(m_fixture->store()), before);
    }

    void editing() {
        auto& selection = m_fixture->workbench().selection();
        commands::Selection some;
        some.residues = {{"A", 3}};
        selection.select(some);
        QCOMPARE(view()->selection().residues.size(), std::size_t(1));   // one selection everywhere
        QSignalSpy moved(view(), &viz::StructureWidget::cameraChanged);
        QVERIFY(act("structure.view.selection"));
        QCOMPARE(moved.size(), 1);
        QVERIFY(act("edit.clear_selection"));
        QVERIFY(selection.selection().empty() && view()->selection().empty());
        QVERIFY(act("edit.undo"));
        QCOMPARE(selection.selection(), some);
        QVERIFY(act("edit.redo"));
        QVERIFY(selection.selection().empty());
        QVERIFY(!registry().whyNot("edit.clear_selection").isEmpty());
        QVERIFY(act("runs.rebuild"));
        QVERIFY(act("edit.copy_as_command"));
        QCOMPARE(QGuiApplication::clipboard()->text(), "foldmeter runs rebuild");
    }

    void lookingAndMeasuring() {
        QSignalSpy moved(view(), &viz::StructureWidget::cameraChanged);
        QVERIFY(act("structure.view.whole"));
        QVERIFY(!moved.isEmpty());
        QVERIFY(!registry().invoke("structure.measure.clear"));
        window().runPage()->structure()->setMeasurements({viz::Measurement{{viz::Picked{0, 0, 0}, viz::Picked{0, 1, 8}}}});
        QVERIFY(act("structure.measure.clear"));
        QVERIFY(view()->measurements().empty());
        registry().undoStack()->undo();
        QCOMPARE(view()->measurements().size(), std::size_t(1));
    }

    void helpAndPalette() {
        QVERIFY(act("help.commands"));
        QVERIFY(window().palette()->isVisible());
        window().palette()->close();
        QVERIFY(act("help.show"));
        QVERIFY(window().isPaneShown("help"));
        QVERIFY(act("help.about"));
        QCOMPARE(window().help()->topic(), "about");
        QCOMPARE(app::topicOf(window().runPage()->panes()->timeline()->view()), "timeline");
        window().help()->showTopic("timeline", {"timeline."});
        QCOMPARE(window().help()->topic(), "timeline");
        QVERIFY2(window().help()->text().contains("Fit the whole run"), qPrintable(window().help()->text().left(400)));
        QVERIFY(act("help.shortcuts"));
        QVERIFY(window().isPaneShown("preferences"));
    }

    void theTimelineAnswers() {
        window().showPage(app::Page::Run);
        gui::TimelinePane* pane = window().runPage()->panes()->timeline();
        gui::TimelineView* tracks = pane->view();
        QTRY_VERIFY_WITH_TIMEOUT(tracks->tracks() && registry().whyNot("timeline.fit").isEmpty(), 20000);
        const auto seen = [&] { return tracks->scale().to - tracks->scale().from; };
        const auto all = seen();
        QVERIFY(act("timeline.zoom-in") && seen() < all);
        const auto from = tracks->scale().from;
        QVERIFY(act("timeline.pan-right") && tracks->scale().from > from);
        QVERIFY(act("timeline.pan-left") && act("timeline.zoom-out") && act("timeline.fit-run"));
        QCOMPARE(seen(), all);
        QVERIFY(act("timeline.next") && act("timeline.next") && act("timeline.previous"));
        QCOMPARE(tracks->selectedSpans().size(), std::size_t(1));
        QVERIFY(act("timeline.fit") && seen() < all);
        QVERIFY(act("timeline.range") && tracks->measured());
        QVERIFY(act("timeline.mark") && tracks->marks().size() == 1);
        QVERIFY(act("timeline.clear-marks"));
        QVERIFY(tracks->marks().empty());
        marksAreVisited(tracks);
        if (QTest::currentTestFailed()) return;
        QVERIFY(act("timeline.pin") && tracks->pinned().size() == 1);
        QVERIFY(act("timeline.unpin") && tracks->pinned().empty());
        QVERIFY(act("timeline.flows") && !tracks->showsFlows() && act("timeline.flows"));
        QVERIFY(act("timeline.keys") && tracks->showsKeys() && act("timeline.keys"));
        foundSpansAreVisited(pane);
        tablesAndGraphsAreShown(pane);
        if (QTest::currentTestFailed()) return;
        QVERIFY(act("timeline.copy-table"));
        QVERIFY(QGuiApplication::clipboard()->text().startsWith("span"));
        for (const char* id : {"timeline.export", "timeline.export-flame", "timeline.export-limit", "timeline.export-table"}) QVERIFY2(opensADialog(id), id);
    }

    void filesAreAskedFor() {
        for (const char* id : {"file.open", "file.open_folder", "job.open", "job.save-as", "job.save", "runs.import"})
            QVERIFY2(opensADialog(id), id);
    }

    void aJobIsWritten() {
        job::JobPage* page = window().jobPage()->editor();
        window().showPage(app::Page::Job);
        page->openText(R"({"name": "unknown", "sequences": [{"ligand": {"id": "L", "ccdCodes": ["QQQQQ"]}}], "modelSeeds": [1], "dialect": "alphafold3", "version": 1})");
        QTRY_VERIFY(page->document().checkIsCurrent());
        page->nameField()->setFocus();
        QVERIFY(!page->document().check().marks.empty());
        const job::Mark mark = page->document().check().marks.front();
        QVERIFY(act("job.next-problem"));
        QCOMPARE(window().focusWidget(), page->editor());
        QCOMPARE(page->editor()->textCursor().selectionStart(), mark.unitBegin);
        QCOMPARE(page->editor()->textCursor().selectionEnd(), mark.unitEnd);
        QVERIFY(act("job.clear"));
        QTRY_VERIFY(page->document().job().job.entities.empty());
        for (const QString& id : registry().ids()) {
            if (!id.startsWith("job.add-")) continue;
            const std::string before = page->document().text();
            QVERIFY2(act(id), qPrintable(id));
            QVERIFY2(page->document().text() != before, qPrintable(id));
            registry().undoStack()->undo();
            QVERIFY2(page->document().text() == before, qPrintable(id + ": undo"));
        }
        QTRY_VERIFY(page->document().checkIsCurrent());
        page->nameField()->setFocus();
        QVERIFY(act("job.show-text"));
        QCOMPARE(window().focusWidget(), page->editor());
        QGuiApplication::clipboard()->setText("NLYIQWLKDGGPSSGRPPPS");
        QVERIFY(act("job.paste"));
        QTRY_COMPARE_WITH_TIMEOUT(page->document().job().job.entities.size(), std::size_t(1), 20000);
        QVERIFY(act("start.paste"));
        QTRY_VERIFY_WITH_TIMEOUT(page->whyNotPredict().isEmpty(), 20000);
        page->seedCount()->setValue(90);   // goes on until it is cancelled
        QTRY_VERIFY_WITH_TIMEOUT(page->whyNotPredict().isEmpty(), 20000);
        QVERIFY(act("job.predict"));
        QCOMPARE(window().page(), app::Page::Run);
        aRunIsPausedAndCancelled();
    }

    void runsAreLookedAfter() {
        window().showPage(app::Page::Runs);
        auto* page = window().runsPage();
        page->reload();
        const auto history = m_fixture->workbench().history();
        const std::size_t before = history->list().size();
        QVERIFY(before >= 1);
        page->choose(1);
        QVERIFY(act("runs.copyFolder"));
        QVERIFY(QGuiApplication::clipboard()->text().contains("trp-cage"));
        QVERIFY(act("runs.remove"));
        QCOMPARE(history->list().size(), before - 1);
        registry().undoStack()->undo();
        QCOMPARE(history->list().size(), before);
        QVERIFY(act("runs.rebuild"));
        QCOMPARE(history->list().size(), before);
        page->table()->setFocus();
        QVERIFY(act("runs.find"));
        QCOMPARE(window().focusWidget(), page->search());
        page->choose(1);
        QVERIFY(act("runs.open"));
        QCOMPARE(window().page(), app::Page::Run);
        const std::filesystem::path first = history->find("1").folder;
        QTRY_VERIFY_WITH_TIMEOUT(window().runPage()->folder() == first && window().runPage()->prediction(), 20000);   // not the run that was open before
        QTRY_VERIFY_WITH_TIMEOUT(window().runPage()->structure()->hasStructure(), 20000);
        QVERIFY(act("run.again"));
        QTRY_VERIFY_WITH_TIMEOUT(history->list().size() == before + 1, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_fixture->workbench().queue().running(), 120000);
        QVERIFY(act("queue.clear"));
        QVERIFY(m_fixture->workbench().queue().entries().empty());
        window().showPage(app::Page::Runs);
        page->choose(1);
        QVERIFY(act("runs.rerun"));
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->workbench().queue().waiting() == 0 && !m_fixture->workbench().queue().running(), 120000);
    }

    void nothingIsLeftOut() {
        QStringList left;
        // Each has its assertions in the tests named. An action that stands nowhere fails here.
        const std::set<QString> elsewhere{"file.quit",                                                            // below
                                          "file.export_report", "runs.reveal", "runs.compare", "runs.restore",   // tst_compare_page, tst_runs_page
                                          "structure.colour.chain_pairs", "structure.colour.deviation", "structure.measure.remove", "structure.overlay.seeds", "structure.overlay.chosen", "structure.overlay.none",
                                          "structure.superpose.onto_chosen", "structure.reference.load", "structure.reference.remove", "structure.replay.play", "structure.replay.back", "structure.replay.forward",
                                          "structure.export.picture", "structure.export.spin", "structure.export.diffusion", "structure.export.cancel", "structure.export.gltf", "structure.export.mmcif", "structure.export.pdb"};   // tst_structure_pane_slow
        for (const QString& id : registry().ids())
            if (!m_done.contains(id) && !elsewhere.contains(id)) left << id;
        QVERIFY2(left.isEmpty(), qPrintable(left.join(", ")));
        QVERIFY(registry().invoke("file.quit"));
        QVERIFY(!window().isVisible());
    }
};

FOLDMETER_TEST(tst_actions_slow)
#include "tst_actions_slow.moc"
