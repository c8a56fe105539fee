#include "support/test_main.h"

#include "base/file.h"
#include "report/answer.h"
#include "timeline/timeline_file.h"

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::report;
using timeline::Category;
using timeline::Timeline;

namespace {

constexpr std::int64_t second = 1'000'000'000;

// A run of four seeds, one second each, with every counter; the rows below add what a cause leaves behind.
struct MadeRun {
    Timing timing;
    Timeline timeline;

    MadeRun() {
        timing.tokens = timing.paddedTokens = 64;
        timing.device.threads = 2;
        timing.programs = {{.name = "trunk", .cache = "hit", .kernels = 52}};
        timeline.tracks = {{"main"}, {"compiler"}};
        for (int i = 0; i < 4; ++i) {
            put("featurise seed", Category::Featurise, i * second, i * second + second / 10, 0, {{"seed", std::int64_t{i + 1}}});
            put("seed", Category::Execute, i * second + second / 10, (i + 1) * second, 0, {{"seed", std::int64_t{i + 1}}});
            timing.seeds.push_back({.seed = static_cast<std::uint32_t>(i + 1), .wall = 0.9, .execute = 0.9});
        }
        for (const char* name : {"memory", "swapped bytes", "page faults", "major page faults", "bytes read from disk", "processor seconds", "system seconds",
                                 "seconds waiting for a processor", "processor seconds of the machine"})
            timeline.counters.push_back({name, {0, second, 2 * second, 3 * second, 4 * second}, {0, 0, 0, 0, 0}});
        timeline.counters.push_back({"processors", {0, 4 * second}, {2, 2}});
        grow("processor seconds", 0, 4, 1.8);
        grow("processor seconds of the machine", 0, 4, 1.85);
    }
    void put(const std::string& name, Category category, std::int64_t start, std::int64_t end, int track = 0, std::vector<timeline::SpanArgument> arguments = {}) {
        timeline.spans.push_back({name, category, start, end, track, 0, std::move(arguments)});
    }
    // `amount` more in each of the seeds [first, last).
    void grow(const std::string& name, int first, int last, double amount) {
        for (timeline::Counter& counter : timeline.counters)
            if (counter.name == name)
                for (int i = first; i < last; ++i)
                    for (std::size_t sample = static_cast<std::size_t>(i) + 1; sample < 5; ++sample) counter.values[sample] += amount;
    }
    // The first seed takes `nanoseconds` longer: everything after it is moved.
    void delayFirst(std::int64_t nanoseconds) {
        for (timeline::Span& span : timeline.spans) span.start += nanoseconds, span.end += nanoseconds;
        for (timeline::Counter& counter : timeline.counters)
            for (std::size_t i = 1; i < counter.times.size(); ++i) counter.times[i] += nanoseconds;
    }
    Answer answer() const { return explainRun(timing, timeline); }
};

std::vector<std::string> causesOf(const Answer& answer) {
    std::vector<std::string> names;
    for (const Reason& reason : answer.reasons) names.emplace_back(nameOf(reason.cause));
    return names;
}

using Change = std::function<void(MadeRun&)>;

}  // namespace
Q_DECLARE_METATYPE(Change)

class tst_answer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesNothingWithoutProof() {
        const Answer answer = MadeRun().answer();
        QVERIFY(answer.reasons.empty());
        QCOMPARE(answer.headline, std::string("The first seed took as long as the others (1 s)"));
    }

    // Each rule just past its proof and just short of it.
    void followsItsRules_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("cause");   // empty: none
        QTest::addColumn<double>("seconds");
        QTest::addColumn<bool>("firstOnly");
        const auto cold = [](std::int64_t waited, std::int64_t compiled) {
            return [=](MadeRun& run) {
                run.delayFirst(waited);
                run.put("wait for code", Category::Codegen, 0, waited);
                run.put("generate code", Category::Codegen, 0, waited, 1);
                run.timing.programs[0].kernelsCompiled = compiled;
                run.timing.programs[0].cache = "miss";
            };
        };
        QTest::newRow("cold cache") << Change(cold(second / 2, 52)) << "cold cache" << 0.5 << true;
        QTest::newRow("too little of it") << Change(cold(second / 25, 52)) << "" << 0.0 << true;
        QTest::newRow("waited, nothing compiled") << Change(cold(second / 2, 0)) << "" << 0.0 << true;
        QTest::newRow("compiled beside execution") << Change([](MadeRun& run) {
            run.put("generate code", Category::Codegen, second / 2, second, 1);
            run.timing.programs[0].kernelsCompiled = 52;
        }) << "" << 0.0 << true;
        QTest::newRow("autotuning") << Change([](MadeRun& run) {
            run.delayFirst(second / 4);
            run.put("autotune", Category::Autotune, 0, second / 4);
            run.put("try candidates", Category::Autotune, 0, second / 4, 0, {{"kernel", std::string("linear")}});
        }) << "autotuning" << 0.25 << true;
        QTest::newRow("bucket") << Change([](MadeRun& run) { run.timing.paddedTokens = 128; }) << "bucket" << 0.675 << false;
        QTest::newRow("bucket that fits") << Change([](MadeRun& run) { run.timing.paddedTokens = 70; }) << "" << 0.0 << false;
        QTest::newRow("chunking") << Change([](MadeRun& run) { run.put("bind program", Category::Codegen, 0, 1000, 0, {{"chunks", std::int64_t{4}}}); }) << "chunking" << 0.0 << false;
        QTest::newRow("one chunk") << Change([](MadeRun& run) { run.put("bind program", Category::Codegen, 0, 1000, 0, {{"chunks", std::int64_t{1}}}); }) << "" << 0.0 << false;
        QTest::newRow("swapping") << Change([](MadeRun& run) {
            run.timeline.counters[1].values = {1e8, 1e8, 1e8, 1e8, 1e8};
            run.grow("major page faults", 0, 4, 5000);
            run.grow("processor seconds", 0, 4, -1.0);   // 0.8 of 2 thread seconds ran: 0.6 s waited
        }) << "swapping" << 0.6 << false;
        QTest::newRow("swapped before, no faults now") << Change([](MadeRun& run) {
            run.timeline.counters[1].values = {1e8, 1e8, 1e8, 1e8, 1e8};
            run.grow("processor seconds", 0, 4, -1.0);
        }) << "" << 0.0 << false;
        QTest::newRow("faults of mapped files, nothing swapped") << Change([](MadeRun& run) {
            run.grow("major page faults", 0, 4, 5000);
            run.grow("processor seconds", 0, 4, -1.0);
        }) << "" << 0.0 << false;
        const auto disk = [](double waited) {
            return [=](MadeRun& run) {
                run.delayFirst(second);
                run.put("read weights", Category::Load, 0, second, 0, {{"bytes", std::int64_t{4} << 20}, {"waited", waited}});
            };
        };
        QTest::newRow("slow disk") << Change(disk(0.9)) << "slow disk" << 0.9 << true;
        QTest::newRow("slow to unpack") << Change(disk(0.4)) << "" << 0.0 << true;
        QTest::newRow("other load, always") << Change([](MadeRun& run) {
            run.grow("processor seconds of the machine", 0, 4, 1.0);
            run.grow("seconds waiting for a processor", 0, 4, 0.8);
        }) << "other load" << 0.4 << false;
        QTest::newRow("other load, first seed") << Change([](MadeRun& run) {
            run.grow("processor seconds of the machine", 0, 1, 1.0);
            run.grow("seconds waiting for a processor", 0, 1, 0.8);
        }) << "other load" << 0.4 << true;
        QTest::newRow("own threads in the queue") << Change([](MadeRun& run) { run.grow("seconds waiting for a processor", 0, 4, 0.8); }) << "" << 0.0 << false;
        QTest::newRow("own threads in the queue, others on idle processors") << Change([](MadeRun& run) {
            run.timeline.counters.back().values = {8, 8};
            run.grow("processor seconds of the machine", 0, 4, 1.9);
            run.grow("seconds waiting for a processor", 0, 4, 0.8);
        }) << "" << 0.0 << false;
        QTest::newRow("others run, nobody waits") << Change([](MadeRun& run) { run.grow("processor seconds of the machine", 0, 4, 1.0); }) << "" << 0.0 << false;
        QTest::newRow("page faults") << Change([](MadeRun& run) {
            run.grow("page faults", 0, 4, 300'000);
            run.grow("system seconds", 0, 4, 0.5);
        }) << "page faults" << 0.25 << false;
        QTest::newRow("few faults, much system time") << Change([](MadeRun& run) {
            run.grow("page faults", 0, 4, 9'000);
            run.grow("system seconds", 0, 4, 0.5);
        }) << "" << 0.0 << false;
    }
    void followsItsRules() {
        QFETCH(Change, change);
        QFETCH(QString, cause);
        QFETCH(double, seconds);
        QFETCH(bool, firstOnly);
        MadeRun run;
        change(run);
        const Answer answer = run.answer();
        if (cause.isEmpty()) {
            QVERIFY2(answer.reasons.empty(), answer.reasons.empty() ? "" : answer.reasons[0].text.c_str());
            return;
        }
        QCOMPARE(causesOf(answer), std::vector<std::string>{cause.toStdString()});
        const Reason& reason = answer.reasons[0];
        QVERIFY2(std::abs(reason.seconds - seconds) < 0.02, qPrintable(QString::number(reason.seconds)));
        QCOMPARE(reason.firstSeedOnly, firstOnly);
        QVERIFY(!reason.text.empty() && !reason.remedy.empty());
        QVERIFY2(!reason.spans.empty(), "a sentence without its spans");
        for (const int span : reason.spans) QVERIFY(span >= 0 && span < static_cast<int>(run.timeline.spans.size()));
    }
    void ranksByWhatWasTaken() {
        MadeRun run;
        run.delayFirst(second);
        run.put("wait for code", Category::Codegen, 0, second * 3 / 10);
        run.put("generate code", Category::Codegen, 0, second * 3 / 10, 1);
        run.timing.programs[0].kernelsCompiled = 7;
        run.put("autotune", Category::Autotune, second * 3 / 10, second);
        const Answer answer = run.answer();
        QCOMPARE(causesOf(answer), (std::vector<std::string>{"autotuning", "cold cache"}));
        QCOMPARE(answer.headline, std::string("1 s more than the others: 700 ms autotuning (0 sites), 300 ms code generation (7 kernels)"));
        QCOMPARE(answer.stages.size(), std::size_t{2});
        QVERIFY(!answer.stages[0].spans.empty());
    }
    void saysWhatOneSeedCannotTell() {
        MadeRun run;
        run.timeline.spans.resize(2);
        QVERIFY(run.answer().headline.find("with a second one the first can be explained") != std::string::npos);
        run.timeline.spans.clear();
        QCOMPARE(run.answer().headline, std::string("no seed has finished yet"));
    }

    // Runs whose cause was induced; tests/data/runs/README.md says how.
    void namesInducedCauses_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("cause");
        QTest::newRow("clean") << "insulin" << "";
        for (const char* cause : {"cold-cache", "autotuning", "bucket", "swapping", "slow-disk", "other-load", "page-faults"}) QTest::newRow(cause) << cause << QString(cause).replace('-', ' ');
    }
    void namesInducedCauses() {
        QFETCH(QString, folder);
        QFETCH(QString, cause);
        const std::string path = test::dataPath("runs/" + folder.toStdString());
        const Timing timing = timingFromJson(decompressZstd(readText(path + "/insulin_timing.json.zst"), "timing"), "timing");
        const Timeline timeline = timeline::readTimeline(path + "/insulin.timeline");
        const Answer answer = explainRun(timing, timeline);
        if (cause.isEmpty()) QVERIFY2(answer.reasons.empty(), answer.reasons.empty() ? "" : answer.reasons[0].text.c_str());
        else QVERIFY2(!answer.reasons.empty() && nameOf(answer.reasons[0].cause) == cause.toStdString(), answer.reasons.empty() ? "no cause named" : answer.reasons[0].text.c_str());
        for (const Reason& reason : answer.reasons) QVERIFY(!reason.spans.empty());
    }
};
FOLDMETER_TEST(tst_answer)
#include "tst_answer.moc"
