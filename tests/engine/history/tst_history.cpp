#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "history/history.h"
#include "history/layout.h"

#include <QTemporaryDir>

#include <sys/wait.h>
#include <unistd.h>

using namespace foldmeter;
using namespace foldmeter::history;
namespace fs = std::filesystem;

namespace {

// A folder as a prediction leaves it: so many samples of each seed, scores falling with the sample.
void writeRun(const fs::path& folder, const std::string& job, int seeds, int samples) {
    fs::create_directories(folder);
    std::string ranking = "seed,sample,ranking_score\r\n";
    for (int seed = 1; seed <= seeds; ++seed)
        for (int sample = 0; sample < samples; ++sample) {
            const std::string name = "seed-" + std::to_string(seed) + "_sample-" + std::to_string(sample);
            const fs::path stem = folder / name / (job + "_" + name + "_");
            fs::create_directories(folder / name);
            writeAtomically(stem.string() + "model.cif", std::string_view("data_x\n"));
            writeAtomically(stem.string() + "confidences.json", std::string_view("{}"));
            writeAtomically(stem.string() + "summary_confidences.json", std::string_view(R"({"chain_ids": ["A"], "chain_iptm": [null], "chain_pair_iptm": [[0.4]], "chain_pair_pae_min": [[0.3]], "chain_ptm": [0.5], "fraction_disordered": 0.1, "has_clash": 0.0, "iptm": null, "ptm": 0.5, "ranking_score": 0.6})"));
            ranking += std::to_string(seed) + "," + std::to_string(sample) + "," + std::to_string(0.9 - 0.1 * sample) + "\r\n";
        }
    writeAtomically(folder / (job + "_ranking_scores.csv"), std::string_view(ranking));
    writeAtomically(folder / (job + "_settings.json"),
                    std::string_view(R"({"format":"foldmeter-settings","foldmeter":"0.1.0","model":{"name":"demo","file":"/m/demo.bin"},"settings":{"precision":"f32","steps":"20"}})"));
}

std::vector<int> numbersOf(const std::vector<Run>& runs) {
    std::vector<int> numbers;
    for (const Run& run : runs) numbers.push_back(run.number);
    return numbers;
}

}  // namespace

class tst_history : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_place;
    fs::path at(const std::string& relative) const { return fs::path(m_place->path().toStdString()) / relative; }
    History open() const { return History(at("history")); }
    // A run that is over.
    Run made(History& history, const std::string& job, const std::string& title = {}) const {
        writeRun(at("out") / job, job, 2, 2);
        const Run run = history.begin(at("out") / job, {.title = title, .created = 1000 + history.revision(), .process = ::getpid()});
        return history.end(run.number, RunState::Finished);
    }

private Q_SLOTS:
    void init() { m_place = std::make_unique<QTemporaryDir>(); }

    void aRunIsEnteredAndClosed() {
        History history = open();
        fs::create_directories(at("out/a"));
        const Run begun = history.begin(at("out/a"), {.title = "my run", .input = "a.json", .commandLine = "foldmeter predict a.json", .process = ::getpid()});
        QCOMPARE(begun.number, 1);
        QCOMPARE(static_cast<int>(begun.record.state), static_cast<int>(RunState::Running));
        QCOMPARE(begun.samples, 0);
        writeRun(at("out/a"), "a", 2, 3);
        const Run run = history.end(1, RunState::Finished);
        QCOMPARE(run.job, std::string("a"));
        QCOMPARE(run.record.title, std::string("my run"));
        QCOMPARE(run.samples, 6);
        QCOMPARE(run.seeds, (std::vector<std::uint32_t>{1, 2}));
        QVERIFY(std::abs(*run.rankingScore - 0.9) < 1e-9);
        QCOMPARE(*run.ptm, 0.5);
        QVERIFY(!run.iptm && !run.wallSeconds);
        QCOMPARE(run.model, std::string("demo"));
        QCOMPARE(run.precision, std::string("f32"));
        QVERIFY(run.record.ended > 0 && run.bytes > 0);
        QCOMPARE(numbersOf(history.list()), (std::vector<int>{1}));
    }
    void theSameFolderKeepsItsNumberTagsAndNotes() {
        History history = open();
        const int number = made(history, "a", "first").number;
        history.setTags(number, {"good", "b", "good", ""});
        history.setNotes(number, "see page 3");
        const Run again = history.begin(at("out/a"), {.title = "second", .process = ::getpid()});
        QCOMPARE(again.number, number);
        QCOMPARE(again.record.title, std::string("first"));
        QCOMPARE(again.record.tags, (std::vector<std::string>{"b", "good"}));
        QCOMPARE(again.record.notes, std::string("see page 3"));
    }

    void listsWhatIsAskedFor_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("state");
        QTest::addColumn<QList<int>>("expected");
        const int any = -1;
        QTest::newRow("all, newest first") << "" << any << QList<int>{3, 2, 1};
        QTest::newRow("title") << "Insulin" << any << QList<int>{2};
        QTest::newRow("case does not matter") << "insulin" << any << QList<int>{2};
        QTest::newRow("all words") << "lysozyme wild" << any << QList<int>{1};
        QTest::newRow("notes") << "interesting" << any << QList<int>{3};
        QTest::newRow("tag") << "tag:paper" << any << QList<int>{3, 1};
        QTest::newRow("tag is no word of the notes") << "tag:interesting" << any << QList<int>{};
        QTest::newRow("without") << "-tag:paper" << any << QList<int>{2};
        QTest::newRow("state by word") << "state:failed" << any << QList<int>{2};
        QTest::newRow("state") << "" << static_cast<int>(RunState::Finished) << QList<int>{3, 1};
        QTest::newRow("model") << "model:demo" << any << QList<int>{3, 2, 1};
        QTest::newRow("percent is a letter") << "100%" << any << QList<int>{3};
        QTest::newRow("nothing") << "zebra" << any << QList<int>{};
    }
    void listsWhatIsAskedFor() {
        QFETCH(QString, text);
        QFETCH(int, state);
        QFETCH(QList<int>, expected);
        History history = open();
        made(history, "a", "Lysozyme wild type");
        made(history, "b", "Insulin");
        made(history, "c", "Lysozyme mutant");
        history.setTags(1, {"paper"});
        history.setTags(3, {"paper", "figure"});
        history.setNotes(3, "interesting, 100% helix");
        history.end(2, RunState::Failed, "no memory");
        Filter filter{.text = text.toStdString()};
        if (state >= 0) filter.state = static_cast<RunState>(state);
        const auto numbers = numbersOf(history.list(filter));
        QCOMPARE(QList<int>(numbers.begin(), numbers.end()), expected);
    }

    void findsByNumberNameAndFolder() {
        History history = open();
        made(history, "a", "lysozyme");
        made(history, "b", "lysozyme");
        QCOMPARE(history.find("1").number, 1);
        QCOMPARE(history.find("lysozyme").number, 2);   // the newest
        QCOMPARE(history.find("a").number, 1);          // name of the job
        QCOMPARE(history.find(at("out/b").string()).number, 2);
        for (const char* wrong : {"7", "nobody", "/nowhere"}) QVERIFY_EXCEPTION_THROWN(history.find(wrong), InputError);
    }

    void removingIsUndone() {
        History history = open();
        const Run run = made(history, "a", "x");
        history.remove(run.number);
        QVERIFY(!fs::exists(at("out/a")));
        QVERIFY(history.list().empty());
        QCOMPARE(numbersOf(history.list({.removed = true})), (std::vector<int>{1}));
        QVERIFY(fs::exists(at("history/trash/1/a/a_settings.json")));
        const Run back = history.restore(run.number);
        QCOMPARE(back.folder, run.folder);
        QCOMPARE(back.samples, run.samples);
        QVERIFY(fs::exists(at("out/a/a_settings.json")));
        QCOMPARE(history.list().size(), std::size_t{1});
    }
    void restoringBesideAFolderThatCameMeanwhile() {
        History history = open();
        made(history, "a", "x");
        history.remove(1);
        fs::create_directories(at("out/a"));
        QCOMPARE(history.restore(1).folder.filename().string(), std::string("a_2"));
    }
    void emptyingTheTrashNeverFreesANumber() {
        History history = open();
        made(history, "a", "x");
        history.remove(1);
        history.emptyTrash();
        QVERIFY(!fs::exists(at("history/trash/1/a")));
        QVERIFY(history.list({.removed = true}).empty());
        QCOMPARE(made(history, "b").number, 2);
        History again = open();
        QCOMPARE(numbersOf(again.list()), (std::vector<int>{2}));
    }
    void leavingTheListTouchesNoFolder() {
        History history = open();
        made(history, "a", "x");
        history.remove(1, true);
        QVERIFY(history.list().empty() && fs::exists(at("out/a/a_settings.json")));
        QCOMPARE(history.restore(1).folder, at("out/a"));
        history.remove(1, true);
        history.emptyTrash();
        QVERIFY(fs::exists(at("out/a/a_settings.json")));
    }
    void aRunThatRunsIsNotRemoved() {
        History history = open();
        fs::create_directories(at("out/a"));
        history.begin(at("out/a"), {.title = "a", .process = ::getpid()});
        QVERIFY_EXCEPTION_THROWN(history.remove(1), InputError);
    }

    void importsWithoutTouchingAForeignFolder() {
        writeRun(at("af3/one"), "one", 1, 2);
        fs::remove(at("af3/one/one_settings.json"));
        writeRun(at("af3/two"), "two", 1, 1);
        fs::remove(at("af3/two/two_settings.json"));
        const auto before = fs::last_write_time(at("af3/one"));
        History history = open();
        const auto runs = history.import(at("af3"));
        QCOMPARE(runs.size(), std::size_t{2});
        QVERIFY(runs[0].imported && !runs[0].wallSeconds);
        QCOMPARE(static_cast<int>(runs[0].record.state), static_cast<int>(RunState::Imported));
        QCOMPARE(runs[0].samples, 2);
        history.setTags(runs[0].number, {"ours"});
        history.setNotes(runs[0].number, "n");
        QVERIFY(fs::last_write_time(at("af3/one")) == before);
        QVERIFY(!fs::exists(at("af3/one") / recordInFolder));
        history.remove(runs[0].number);
        QVERIFY(fs::exists(at("af3/one/one_ranking_scores.csv")));
        QCOMPARE(history.restore(runs[0].number).record.tags, (std::vector<std::string>{"ours"}));
        QCOMPARE(history.import(at("af3/one")).front().number, runs[0].number);   // known already
        fs::create_directories(at("empty"));
        QVERIFY_EXCEPTION_THROWN(history.import(at("empty")), InputError);
        QVERIFY_EXCEPTION_THROWN(history.import(at("nowhere")), InputError);
    }
    void aRunOfOursCarriesItsRecordToAnotherHistory() {
        {
            History history = open();
            made(history, "a", "titled");
            history.setTags(1, {"t"});
        }
        History other(at("other"));
        const Run run = other.import(at("out/a")).front();
        QCOMPARE(run.record.title, std::string("titled"));
        QCOMPARE(run.record.tags, (std::vector<std::string>{"t"}));
        QCOMPARE(static_cast<int>(run.record.state), static_cast<int>(RunState::Finished));
        QVERIFY(!run.imported);
    }

    void theIndexIsMadeAgain_data() {
        QTest::addColumn<int>("damage");
        QTest::newRow("deleted") << 0;
        QTest::newRow("garbage") << 1;
        QTest::newRow("cut off") << 2;
        QTest::newRow("on request") << 3;
    }
    void theIndexIsMadeAgain() {
        QFETCH(int, damage);
        std::vector<int> before;
        {
            History history = open();
            made(history, "a", "A");
            made(history, "b", "B");
            made(history, "c", "C");
            history.setTags(2, {"kept"});
            history.remove(3);
            before = numbersOf(history.list());
            if (damage == 3) QCOMPARE(history.rebuild(), 3);
        }
        const fs::path index = at("history/index.sqlite");
        if (damage == 0) fs::remove(index);
        if (damage == 1) writeAtomically(index, std::string_view("no database at all, but longer than nothing"));
        if (damage == 2) fs::resize_file(index, 4096 + 100);
        History history = open();
        QCOMPARE(numbersOf(history.list()), before);
        QCOMPARE(history.find("2").record.tags, (std::vector<std::string>{"kept"}));
        QCOMPARE(numbersOf(history.list({.removed = true})), (std::vector<int>{3}));
        QCOMPARE(made(history, "d").number, 4);
    }
    void anEntryThatWasCutShortIsMadeUp() {
        {
            History history = open();
            made(history, "a", "A");
        }
        writeRun(at("out/b"), "b", 1, 1);   // record written, index not
        const Layout layout(at("history"));
        layout.write({.number = layout.takeNumber(), .folder = at("out/b")}, {.title = "B", .state = RunState::Finished, .created = 5});
        QCOMPARE(layout.takeNumber(), 3);   // and a number that was taken and never used
        History history = open();
        QCOMPARE(history.find("B").samples, 1);
        QCOMPARE(history.list().size(), std::size_t{2});
    }
    void aRunWhoseProcessDiedIsMarked() {
        const pid_t child = ::fork();
        if (child == 0) ::_exit(0);
        int status = 0;
        ::waitpid(child, &status, 0);
        History history = open();
        writeRun(at("out/a"), "a", 1, 1);
        history.begin(at("out/a"), {.title = "a", .process = child});
        const Run run = history.list().front();
        QCOMPARE(static_cast<int>(run.record.state), static_cast<int>(RunState::Failed));
        QVERIFY(!run.record.reason.empty());
        QCOMPARE(run.samples, 1);   // what it finished is kept
    }
    void aRunOfAnotherMachineIsLeftRunning() {
        History history = open();
        fs::create_directories(at("out/a"));
        history.begin(at("out/a"), {.title = "a", .process = ::getpid()});
        std::string record = readText(at("out/a") / recordInFolder);
        const std::size_t host = record.find("\"host\": \"") + 9;
        record.insert(host, "other-");
        writeAtomically(at("out/a") / recordInFolder, record);
        history.refresh(1);
        QCOMPARE(static_cast<int>(history.list().front().record.state), static_cast<int>(RunState::Running));
    }
    void aFolderThatIsGoneIsTold() {
        History history = open();
        made(history, "a", "A");
        fs::remove_all(at("out/a"));
        QVERIFY(history.refresh(1).missing);
        QCOMPARE(history.list().size(), std::size_t{1});
    }

    void manyProcessesShareOneHistory() {
        constexpr int processes = 4, each = 8;
        for (int p = 0; p < processes; ++p)
            for (int n = 0; n < each; ++n) writeRun(at("out") / (std::to_string(p) + "-" + std::to_string(n)), "j", 1, 1);
        std::vector<pid_t> children;
        for (int p = 0; p < processes; ++p) {
            const pid_t child = ::fork();
            if (child == 0) {
                int failures = 0;
                try {
                    History history = open();
                    for (int n = 0; n < each; ++n) {
                        const Run run = history.begin(at("out") / (std::to_string(p) + "-" + std::to_string(n)), {.title = std::to_string(p), .process = ::getpid()});
                        history.setTags(run.number, {"p" + std::to_string(p)});
                        failures += history.end(run.number, RunState::Finished).record.tags.size() == 1 ? 0 : 1;
                    }
                } catch (const std::exception&) {
                    failures = 100;
                }
                ::_exit(failures);
            }
            children.push_back(child);
        }
        for (const pid_t child : children) {
            int status = -1;
            ::waitpid(child, &status, 0);
            QCOMPARE(status, 0);
        }
        History history = open();
        QCOMPARE(history.list().size(), static_cast<std::size_t>(processes * each));
        QCOMPARE(history.list({.text = "tag:p2"}).size(), static_cast<std::size_t>(each));
    }
    void othersChangesShow() {
        History one = open(), two = open();
        const auto before = two.revision();
        made(one, "a", "A");
        QVERIFY(two.revision() > before);
        QCOMPARE(two.list().size(), std::size_t{1});
    }
    void aThousandRunsAreSearchedQuickly() {
        History history = open();
        writeRun(at("out/a"), "a", 1, 1);
        const Layout layout(at("history"));
        for (int n = 0; n < 1000; ++n) layout.write({.number = layout.takeNumber(), .folder = at("out/a"), .imported = true}, {.title = "run " + std::to_string(n), .state = RunState::Finished, .created = n});
        history.rebuild();
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(history.list({.text = "run 777"}).size(), std::size_t{1});
        QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
    }
};

FOLDMETER_TEST(tst_history)
#include "tst_history.moc"
