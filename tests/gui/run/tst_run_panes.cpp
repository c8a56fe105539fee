#include "support/test_main.h"

#include "gui/look/theme.h"
#include "gui/run/chain_pairs.h"
#include "gui/run/interface_pane.h"
#include "gui/run/pae_pane.h"
#include "gui/run/run_panes.h"
#include "gui/run/samples_pane.h"
#include "gui/run/scores_pane.h"
#include "gui/run/sequence_view.h"
#include "gui/run/stage_pane.h"
#include "gui/run/stage_strips.h"
#include "gui/run/value_table.h"
#include "gui/timeline/timeline_pane.h"
#include "gui/timeline/timeline_view.h"

#include <QApplication>
#include <QGridLayout>
#include <QSignalSpy>

using namespace foldmeter;
using namespace foldmeter::gui;

namespace {

std::shared_ptr<const results::Prediction> prediction(const std::string& folder) {
    return std::make_shared<const results::Prediction>(results::readPrediction(test::dataPath(folder)));
}

// All panes of a run in one window, as a page would dock them.
struct Page {
    commands::SharedSelection shared;
    QWidget window;
    RunPanes panes{&shared};

    explicit Page(const QSize& size = {1280, 800}) {
        auto* grid = new QGridLayout(&window);
        grid->setSpacing(4);
        grid->addWidget(panes.stages(), 0, 0, 1, 3);
        grid->addWidget(panes.samples(), 1, 0);
        grid->addWidget(panes.pae(), 1, 1);
        grid->addWidget(panes.scores(), 1, 2);
        grid->addWidget(panes.sequence(), 2, 0, 1, 2);
        grid->addWidget(panes.chainPairs(), 2, 2);
        grid->addWidget(panes.timeline(), 3, 0, 1, 2);
        grid->addWidget(panes.interfaces(), 3, 2);
        grid->setRowStretch(1, 3);
        grid->setRowStretch(3, 3);
        for (int column = 0; column < 3; ++column) grid->setColumnStretch(column, 1);
        panes.sequence()->setFixedHeight(132);
        window.resize(size);
    }
    void open(const std::string& folder) {
        QSignalSpy loaded(&panes, &RunPanes::sampleLoaded), timed(&panes, &RunPanes::timelineLoaded), read(panes.samples(), &SamplesPane::summariesRead);
        panes.setPrediction(prediction(folder));
        QVERIFY(QTest::qWaitFor([&] { return panes.sample() && read.count() > 0 && timed.count() > 0; }, 10000));
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
    }
};

// Where FOLDMETER_PICTURES names a folder, what the test has shown is kept there to be looked at.
void keepPicture(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("FOLDMETER_PICTURES");
    if (!folder.isEmpty()) widget.grab().save(folder + "/" + name + ".png");
}

}  // namespace

class tst_run_panes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { look::applyScheme(*qApp, look::Scheme::Light); }

    void showsTheBestSample() {
        Page page;
        page.open("runs/insulin");
        QCOMPARE(page.panes.samples()->table()->rows(), 8);
        QCOMPARE(page.panes.samples()->table()->textAt(0, 0), QString("★ 1"));
        QCOMPARE(page.panes.samples()->table()->selectedRows(), std::vector<int>{0});
        QCOMPARE(page.shared.sample()->seed, page.panes.sample()->sample.seed);
        QCOMPARE(page.panes.sequence()->letters(), QString("GIVEQCCTSICSLYQLENYCN|FVNQHLCGSHLVEALYLVCGERGFFYTPKA"));
        QVERIFY(page.panes.scores()->text().contains("onfident fold"));
        QVERIFY(page.panes.pae()->map()->readOut(0, 30).contains("A 1 GLY"));
        keepPicture(page.window, "run-light");
    }
    void looksRightInTheDark() {
        look::applyScheme(*qApp, look::Scheme::Dark);
        Page page;
        page.open("runs/insulin");
        commands::Selection selection;
        for (int residue = 5; residue <= 12; ++residue) selection.residues.push_back({"B", residue});
        page.shared.select(selection);
        keepPicture(page.window, "run-dark");
        look::applyScheme(*qApp, look::Scheme::Light);
    }
    void looksRightOnALargeScreen() {
        Page page({3840, 2160});
        page.open("goldens/b/post/output");
        keepPicture(page.window, "run-large");
    }
    void tiesAllSelections() {
        Page page;
        page.open("runs/insulin");
        // Two residues chosen in the sequence: the map marks them, the contacts between them are chosen.
        page.shared.select({.residues = {{"A", 7}, {"B", 7}}});
        QCOMPARE(page.panes.interfaces()->contacts()->selectedRows().size(), std::size_t{1});
        // A row of the contacts: its two residues.
        page.panes.interfaces()->contacts()->selectionModel()->clearSelection();
        page.panes.interfaces()->contacts()->selectRow(0);
        QCOMPARE(page.shared.selection().residues.size(), std::size_t{2});
        // A field of the chain pairs: both chains, everywhere.
        QTest::mouseClick(page.panes.chainPairs(), Qt::LeftButton, {}, page.panes.chainPairs()->fieldArea(0, 0, 1).center());
        QCOMPARE(page.shared.selection().chains, (std::vector<std::string>{"A", "B"}));
        QVERIFY(page.shared.selection().residues.empty());
        QCOMPARE(page.panes.interfaces()->pairs()->selectedRows(), std::vector<int>{0});
    }
    void dragsABoxOverTheMap() {
        Page page;
        page.open("runs/insulin");
        PaeMap* map = page.panes.pae()->map();
        const QRect area = map->mapArea();
        const auto place = [&](double column, double row) { return QPoint(static_cast<int>(area.left() + (column + 0.5) / 51 * area.width()), static_cast<int>(area.top() + (row + 0.5) / 51 * area.height())); };
        QTest::mousePress(map, Qt::LeftButton, {}, place(4, 30));
        QTest::mouseMove(map, place(6, 31));
        QMouseEvent move(QEvent::MouseMove, place(6, 31), map->mapToGlobal(place(6, 31)), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(map, &move);
        QTest::mouseRelease(map, Qt::LeftButton, {}, place(6, 31));
        QCOMPARE(map->boxTokens(), QRect(QPoint(4, 30), QPoint(6, 31)));
        const commands::Selection& selection = page.shared.selection();
        QCOMPARE(selection.residues, (std::vector<commands::SelectedResidue>{{"A", 5}, {"A", 6}, {"A", 7}, {"B", 10}, {"B", 11}}));
        QTest::keyClick(map, Qt::Key_Escape);
        QVERIFY(page.shared.selection().empty());
    }
    void worksWithTheKeyboard() {
        Page page;
        page.open("runs/insulin");
        SequenceView* sequence = page.panes.sequence();
        QTest::keyClick(sequence, Qt::Key_Home);
        QTest::keyClick(sequence, Qt::Key_Right);
        QTest::keyClick(sequence, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(page.shared.selection().residues, (std::vector<commands::SelectedResidue>{{"A", 2}, {"A", 3}}));
        PaeMap* map = page.panes.pae()->map();
        QTest::keyClick(map, Qt::Key_Right);
        QTest::keyClick(map, Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(!map->boxTokens().isNull());
        ChainPairs* pairs = page.panes.chainPairs();
        QTest::keyClick(pairs, Qt::Key_Right);
        QTest::keyClick(pairs, Qt::Key_Right);
        QTest::keyClick(pairs, Qt::Key_Return);
        QCOMPARE(page.shared.selection().chains, (std::vector<std::string>{"A", "B"}));
        QTest::keyClick(page.panes.samples()->table(), Qt::Key_Down);
        QCOMPARE(page.panes.samples()->table()->selectedRows(), std::vector<int>{1});
        QVERIFY(QTest::qWaitFor([&] { return page.panes.sample()->sample.index == page.shared.sample()->index && page.panes.sample()->sample.seed == page.shared.sample()->seed; }, 5000));
    }
    void sortsByEveryScore() {
        Page page;
        page.open("runs/insulin");
        ValueTable* table = page.panes.samples()->table();
        table->sortByColumn(2, Qt::DescendingOrder);
        const QStringList lines = table->asText().split('\n');
        QCOMPARE(lines.size(), 9);
        QVERIFY(lines[1].split('\t')[2].startsWith('4') && lines[8].split('\t')[2].startsWith('1'));
        QCOMPARE(table->selectedRows(), std::vector<int>{0});   // the shown sample, wherever it is sorted to
    }
    void everyPaneHasANameAndTakesTheFocus() {
        commands::SharedSelection shared;
        RunPanes panes(&shared);
        for (const RunPanes::Pane& pane : panes.panes()) {
            QVERIFY2(!pane.title.isEmpty(), pane.id);
            QWidget* focus = pane.widget->focusProxy() ? pane.widget->focusProxy() : pane.widget;
            if (QByteArray(pane.id) == "interfaces") focus = panes.interfaces()->contacts();
            if (QByteArray(pane.id) == "pae") focus = panes.pae()->map();   // after the two choices above it
            if (QByteArray(pane.id) == "timeline") focus = panes.timeline()->view();   // after its bar
            QVERIFY2(!focus->accessibleName().isEmpty(), pane.id);
            QVERIFY2(focus->focusPolicy() & Qt::TabFocus, pane.id);
        }
    }
    void showsEveryStateOfNothing() {
        Page page;
        page.window.show();
        page.panes.setPrediction(nullptr);
        keepPicture(page.window, "run-empty");
        QVERIFY(page.panes.scores()->text().contains("No sample"));
    }
    void explainsTheRun() {
        Page page;
        page.open("runs/insulin");
        QVERIFY(!page.panes.stages()->answerText().isEmpty());
        QVERIFY(page.panes.stages()->answerText().startsWith("Why:"));
        QVERIFY(page.panes.stages()->answer().reasons.empty());   // a clean run names no cause
        QVERIFY(page.panes.stages()->strips()->describe().contains("execution"));
        // A part of a strip is chosen: its spans are chosen in the timeline, whose tracks are laid out beside the window.
        QTRY_VERIFY_WITH_TIMEOUT(page.panes.timeline()->view()->tracks(), 20000);
        StageStrips* strips = page.panes.stages()->strips();
        QTest::mouseClick(strips, Qt::LeftButton, {}, strips->partArea(0, timeline::Category::Load).center().toPoint());
        QVERIFY(!page.shared.selection().spans.empty());
        QVERIFY(!page.panes.timeline()->view()->selectedSpans().empty());
    }
};
FOLDMETER_TEST(tst_run_panes)
#include "tst_run_panes.moc"
