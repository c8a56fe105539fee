#include "gui/commands/registry.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "gui/runs/run_details.h"
#include "gui/runs/runs_model.h"
#include "gui/runs/runs_page.h"
#include "support/readable_page.h"
#include "support/test_main.h"

#include "base/file.h"
#include "history/history.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QUndoStack>

#include <cstdlib>
#include <unistd.h>

using namespace foldmeter;
using namespace foldmeter::runs;
namespace fs = std::filesystem;

namespace {

void writeRun(const fs::path& folder, const std::string& job, int samples, bool ours = true) {
    std::string ranking = "seed,sample,ranking_score\r\n";
    for (int sample = 0; sample < samples; ++sample) {
        const std::string name = "seed-1_sample-" + std::to_string(sample);
        fs::create_directories(folder / name);
        const std::string stem = (folder / name / (job + "_" + name + "_")).string();
        for (const char* file : {"model.cif", "confidences.json", "summary_confidences.json"}) writeAtomically(stem + file, std::string_view("{}"));
        ranking += "1," + std::to_string(sample) + "," + std::to_string(0.1 * samples) + "\r\n";
    }
    writeAtomically(folder / (job + "_ranking_scores.csv"), std::string_view(ranking));
    if (ours) writeAtomically(folder / (job + "_settings.json"), std::string_view(R"({"seeds":[1],"model":{"name":"foldmeter-demo"},"settings":{"samples":"5","recycles":"0","precision":"f32"}})"));
}

struct Desk {
    QTemporaryDir place;
    fs::path root{place.path().toStdString()};
    history::History history{root / "history"};
    commands::CommandRegistry registry;
    RunsPage page{&history, &registry};

    Desk() {
        int samples = 1;
        for (const char* job : {"lysozyme", "insulin", "ubiquitin"}) {
            writeRun(root / job, job, samples++);
            const history::Run run = history.begin(root / job, {.title = job, .created = 1000 * samples, .commandLine = "foldmeter predict x", .process = ::getpid()});
            history.end(run.number, history::RunState::Finished);
        }
        page.resize(1280, 800);
        page.show();
        page.reload();
    }
    QString cell(int row, int column) const { return page.table()->model()->index(row, column).data().toString(); }
    int rows() const { return page.table()->model()->rowCount(); }
};

}  // namespace

class tst_runs_page : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsNewestFirstAndSortsByValue() {
        Desk desk;
        QCOMPARE(desk.rows(), 3);
        QCOMPARE(desk.cell(0, RunsModel::Title), QString("ubiquitin"));
        desk.page.table()->sortByColumn(RunsModel::Samples, Qt::AscendingOrder);
        QCOMPARE(desk.cell(0, RunsModel::Title), QString("lysozyme"));
        desk.page.table()->sortByColumn(RunsModel::Score, Qt::DescendingOrder);
        QCOMPARE(desk.cell(0, RunsModel::Score), QString("0.300"));
        QCOMPARE(desk.cell(0, RunsModel::Wall), QString("–"));   // not measured is not 0
        QVERIFY(desk.page.table()->model()->index(0, RunsModel::Wall).data(Qt::ToolTipRole).toString().contains("not measured"));
    }
    void searches() {
        Desk desk;
        desk.page.search()->setText("insu");
        QCOMPARE(desk.rows(), 1);
        desk.page.search()->setText("zebra");
        auto* pane = desk.page.findChild<look::StateStack*>("runs")->pane();
        QVERIFY2(pane->text().contains("No run fits"), qPrintable(pane->text()));
        QTest::mouseClick(pane->findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(desk.rows(), 3);
    }
    void showsWhatIsKnownOfOne() {
        Desk desk;
        desk.page.choose(2);
        QCOMPARE(desk.page.chosen(), (std::vector<int>{2}));
        const QString text = desk.page.details()->text();
        for (const char* words : {"insulin", "2 samples", "foldmeter predict x", "foldmeter-demo", "precision=f32"}) QVERIFY2(text.contains(words), words);
    }
    void titleTagsAndNotesAreChangedAndUndone() {
        Desk desk;
        desk.page.choose(2);
        auto* title = desk.page.details()->findChildren<QLineEdit*>().at(0);
        auto* tags = desk.page.details()->findChildren<QLineEdit*>().at(1);
        auto* notes = desk.page.details()->findChild<QPlainTextEdit*>();
        title->setFocus();
        title->selectAll();
        QTest::keyClicks(title, "hormone");
        QTest::keyClick(title, Qt::Key_Return);
        QCOMPARE(desk.history.find("2").record.title, std::string("hormone"));
        QTest::keyClicks(tags, "paper, figure");
        QTest::keyClick(tags, Qt::Key_Return);
        QCOMPARE(desk.history.find("2").record.tags, (std::vector<std::string>{"figure", "paper"}));
        QTest::keyClicks(notes, "see page 3");
        desk.page.choose(1);   // leaving the run keeps what was typed
        QCOMPARE(desk.history.find("2").record.notes, std::string("see page 3"));
        QUndoStack* undo = desk.registry.undoStack();
        undo->undo();
        QCOMPARE(desk.history.find("2").record.notes, std::string());
        undo->undo();
        QVERIFY(desk.history.find("2").record.tags.empty());
        undo->undo();
        QCOMPARE(desk.history.find("2").record.title, std::string("insulin"));
        undo->redo();
        QCOMPARE(desk.history.find("2").record.title, std::string("hormone"));
    }
    void deletingIsUndone() {
        Desk desk;
        QVERIFY(!desk.registry.whyNot("runs.remove").isEmpty());
        desk.page.choose(2);
        QVERIFY(desk.registry.invoke("runs.remove"));
        QCOMPARE(desk.rows(), 2);
        QVERIFY(!fs::exists(desk.root / "insulin"));
        desk.registry.undoStack()->undo();
        QCOMPARE(desk.rows(), 3);
        QVERIFY(fs::exists(desk.root / "insulin"));
        desk.registry.undoStack()->redo();
        auto* which = desk.page.findChild<QComboBox*>();
        which->setCurrentIndex(which->count() - 1);   // the trash
        QCOMPARE(desk.rows(), 1);
        desk.page.choose(2);
        QVERIFY(desk.registry.invoke("runs.restore"));
        QVERIFY(fs::exists(desk.root / "insulin"));
    }
    void importsAndUndoesIt() {
        Desk desk;
        writeRun(desk.root / "af3", "af3", 2, false);
        desk.page.importFolder(QString::fromStdString((desk.root / "af3").string()));
        QCOMPARE(desk.rows(), 4);
        QVERIFY(desk.page.note().contains("run 4"));
        QVERIFY(desk.history.find("4").imported);
        QVERIFY(!desk.registry.whyNot("runs.rerun").isEmpty());   // another program ran it
        desk.registry.undoStack()->undo();
        QCOMPARE(desk.rows(), 3);
        QVERIFY(fs::exists(desk.root / "af3/af3_ranking_scores.csv"));
        desk.registry.undoStack()->redo();
        QCOMPARE(desk.rows(), 4);
        desk.page.importFolder("/proc");
        QVERIFY2(desk.page.note().contains("/proc"), qPrintable(desk.page.note()));
    }
    void asksForMore_data() {
        QTest::addColumn<int>("seeds");
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("recycles");
        QTest::addColumn<bool>("sameRun");
        QTest::newRow("as it was") << 0 << 5 << 0 << false;
        QTest::newRow("more seeds join") << 2 << 5 << 0 << true;
        QTest::newRow("more samples make another run") << 0 << 8 << 0 << false;
        QTest::newRow("other recycles do too") << 1 << 5 << 3 << false;
    }
    void asksForMore() {
        QFETCH(int, seeds);
        QFETCH(int, samples);
        QFETCH(int, recycles);
        QFETCH(bool, sameRun);
        Desk desk;
        desk.page.choose(3);
        QSignalSpy wanted(&desk.page, &RunsPage::runAgainWanted);
        const auto boxes = desk.page.details()->findChildren<QSpinBox*>();
        boxes[0]->setValue(seeds);
        boxes[1]->setValue(samples);
        boxes[2]->setValue(recycles);
        for (QPushButton* button : desk.page.details()->findChildren<QPushButton*>())
            if (button->text().contains("again") || button->text().startsWith("Add")) QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
        const auto wish = wanted.front().front().value<RunAgain>();
        QCOMPARE(wish.run, 3);
        QCOMPARE(wish.seeds.size(), static_cast<std::size_t>(seeds == 0 ? 0 : seeds + 1));
        QCOMPARE(wish.samples.has_value(), samples != 5);
        QCOMPARE(wish.recycles.has_value(), recycles != 0);
        QCOMPARE(wish.sameRun, sameRun);
    }
    void everyCommandSaysWhyItCannotBeDone() {
        Desk desk;
        for (const char* id : {"runs.open", "runs.rerun", "runs.compare", "runs.reveal", "runs.copyFolder", "runs.remove", "runs.restore"})
            QVERIFY2(!desk.registry.whyNot(id).isEmpty() && !desk.registry.invoke(id), id);
        QSignalSpy opened(&desk.page, &RunsPage::runWanted), compared(&desk.page, &RunsPage::compareWanted);
        desk.page.choose(1);
        QVERIFY(desk.registry.invoke("runs.open"));
        QCOMPARE(opened.front().front().toInt(), 1);
        desk.page.table()->selectAll();
        QVERIFY(desk.registry.invoke("runs.compare"));
        QCOMPARE(compared.count(), 1);
        QCOMPARE(desk.registry.commandLine("runs.compare"), QString("foldmeter compare 3 2 1"));
    }
    void seesWhatOthersChange() {
        Desk desk;
        desk.page.choose(2);
        history::History other(desk.root / "history");
        other.setTitle(3, "renamed elsewhere");
        QTRY_COMPARE_WITH_TIMEOUT(desk.cell(0, RunsModel::Title), QString("renamed elsewhere"), 6000);
        QCOMPARE(desk.page.chosen(), (std::vector<int>{2}));   // and the choice stays
    }
    void isDrawnInEveryScheme_data() {
        QTest::addColumn<int>("scheme");
        QTest::addColumn<QSize>("size");
        for (const auto& [name, scheme] : {std::pair{"light", look::Scheme::Light}, std::pair{"dark", look::Scheme::Dark}, std::pair{"contrast", look::Scheme::HighContrast}})
            for (const QSize& size : {QSize(1280, 800), QSize(3840, 2160)}) QTest::addRow("runs-%s-%d", name, size.width()) << static_cast<int>(scheme) << size;
    }
    void isDrawnInEveryScheme() {
        QFETCH(int, scheme);
        QFETCH(QSize, size);
        look::applyScheme(*qApp, look::Scheme(scheme));
        Desk desk;
        desk.history.setTags(1, {"paper", "figure"});
        desk.history.setNotes(2, "Second attempt with the other crystal form.");
        desk.history.end(3, history::RunState::Failed, "The engine process was ended from outside or crashed; the system may have run out of memory.");
        RunsPage& picture = desk.page;
        picture.resize(size);
        picture.reload();
        picture.choose(3);
        const QImage image = picture.grab().toImage();
        look::applyScheme(*qApp, look::Scheme::Light);
        const test::Readable page = test::readable(image, look::theme(look::Scheme(scheme)));
        QVERIFY2(page.holds, qPrintable(page.words()));
        if (const char* folder = std::getenv("FOLDMETER_PICTURES")) QVERIFY(image.save(QString("%1/%2.png").arg(folder, QTest::currentDataTag())));
    }
    void isEmptyWithAWayOn() {
        QTemporaryDir place;
        history::History history(place.path().toStdString());
        RunsPage page(&history, nullptr);
        QSignalSpy wanted(&page, &RunsPage::exampleWanted);
        auto* pane = page.findChild<look::StateStack*>("runs")->pane();
        QVERIFY(pane->text().contains("No runs yet"));
        page.show();
        QTest::mouseClick(pane->findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
    }
};

FOLDMETER_TEST(tst_runs_page)
#include "tst_runs_page.moc"
