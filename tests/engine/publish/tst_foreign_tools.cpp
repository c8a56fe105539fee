// Our exports before the judges of their own formats: Perfetto's description through protoc, Google Benchmark's
// compare.py, what hyperfine itself writes, and the rules of Chrome's trace events.
#include "support/recorded_run.h"

#include "publish/report.h"
#include "timeline/timeline_file.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include <map>
#include <set>

using namespace foldmeter;
using namespace foldmeter::publish;
using Json = nlohmann::json;

class tst_foreign_tools : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path path(const std::string& name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }
    std::string reported(const std::string& run, ReportFormat format) const { return makeReport({compare::readSide(path(run))}, format); }

    struct Ran {
        int code = -1;
        QString out, problems;
    };
    static Ran run(const QString& program, const QStringList& arguments, const QByteArray& input = {}, const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment()) {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(program, arguments);
        process.write(input);
        process.closeWriteChannel();
        const bool ended = process.waitForFinished(60000);
        return {ended ? process.exitCode() : -1, QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError()) + process.errorString()};
    }
    static std::string kindOf(const Json& value) { return value.is_number() ? "number" : value.type_name(); }

private Q_SLOTS:
    void initTestCase() {
        for (const char* name : {"insulin", "cold-cache", "autotuning"}) test::copyRecordedRun(name, path(name));
    }
    // Fields that the description does not have come out of protoc as bare numbers.
    void perfettoFollowsItsDescription_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"insulin", "cold-cache", "autotuning"}) QTest::newRow(name) << name;
    }
    void perfettoFollowsItsDescription() {
        QFETCH(QString, name);
        const std::string bytes = reported(name.toStdString(), ReportFormat::PerfettoTrace);
        const QString folder = QString::fromStdString(test::dataPath("foreign"));
        const Ran decoded = run("protoc", {"--decode=perfetto.protos.Trace", "-I" + folder, folder + "/track_event.proto"}, QByteArray::fromStdString(bytes));
        QVERIFY2(decoded.code == 0, qPrintable(decoded.problems));
        static const QRegularExpression unknown("^ *[0-9]+[:{ ]", QRegularExpression::MultilineOption);
        QVERIFY2(!decoded.out.contains(unknown), qPrintable(unknown.match(decoded.out).captured()));
        const timeline::Timeline own = timeline::readTimeline(path(name.toStdString()) / "insulin.timeline");
        QCOMPARE(decoded.out.count("type: TYPE_SLICE_BEGIN\n"), static_cast<qsizetype>(own.spans.size()));
        QCOMPARE(decoded.out.count("type: TYPE_SLICE_END\n"), static_cast<qsizetype>(own.spans.size()));
        QCOMPARE(decoded.out.count("thread_name: "), static_cast<qsizetype>(own.tracks.size()));
        QCOMPARE(decoded.out.count("  counter {"), static_cast<qsizetype>(own.counters.size()));
    }
    // "Trace Event Format": what each phase must hold, and that names of threads are told for all that are used.
    void chromeFollowsItsRules_data() { perfettoFollowsItsDescription_data(); }
    void chromeFollowsItsRules() {
        QFETCH(QString, name);
        const Json trace = Json::parse(reported(name.toStdString(), ReportFormat::ChromeTrace));
        QVERIFY(trace["displayTimeUnit"] == "ms" || trace["displayTimeUnit"] == "ns");
        static const std::map<std::string, std::map<std::string, std::string>> rules = {
            {"M", {{"name", "string"}, {"pid", "number"}, {"args", "object"}}},
            {"X", {{"name", "string"}, {"cat", "string"}, {"ts", "number"}, {"dur", "number"}, {"pid", "number"}, {"tid", "number"}, {"args", "object"}}},
            {"C", {{"name", "string"}, {"ts", "number"}, {"pid", "number"}, {"args", "object"}}},
            {"s", {{"name", "string"}, {"cat", "string"}, {"ts", "number"}, {"pid", "number"}, {"tid", "number"}, {"id", "number"}}},
            {"f", {{"name", "string"}, {"cat", "string"}, {"ts", "number"}, {"pid", "number"}, {"tid", "number"}, {"id", "number"}, {"bp", "string"}}}};
        std::set<int> used, named;
        std::map<std::int64_t, int> flows;
        for (const Json& event : trace["traceEvents"]) {
            const auto rule = rules.find(event.at("ph").get<std::string>());
            QVERIFY2(rule != rules.end(), event.dump().c_str());
            for (const auto& [key, kind] : rule->second) QVERIFY2(event.contains(key) && kindOf(event[key]) == kind, event.dump().c_str());
            if (rule->first == "X") {
                QVERIFY2(event["dur"] >= 0.0 && event["ts"] >= 0.0, event.dump().c_str());
                used.insert(event["tid"].get<int>());
            }
            if (rule->first == "C")
                for (const Json& value : event["args"]) QVERIFY2(value.is_number(), event.dump().c_str());
            if (rule->first == "M" && event["name"] == "thread_name") named.insert(event["tid"].get<int>());
            if (rule->first == "s") ++flows[event["id"].get<std::int64_t>()];
            if (rule->first == "f") --flows[event["id"].get<std::int64_t>()];
        }
        QVERIFY(!used.empty());
        for (const int thread : used) QVERIFY2(named.contains(thread), qPrintable(QString::number(thread)));
        for (const auto& [flow, open] : flows) QVERIFY2(open == 0, qPrintable(QString::number(flow)));
    }
    // compare.py of Google Benchmark: seeds against seeds, and the numbers it draws from them.
    void googleBenchmarkIsComparedByItsOwnTool() {
        writeAtomically(path("before.json"), reported("cold-cache", ReportFormat::GoogleBenchmark));
        writeAtomically(path("after.json"), reported("insulin", ReportFormat::GoogleBenchmark));
        const auto named = [&](const char* file) { return QString::fromStdString(path(file).string()); };
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("PYTHONPATH", QString::fromStdString(test::dataPath("foreign/python")));
        environment.insert("PYTHONDONTWRITEBYTECODE", "1");
        const Ran ran = run("python3", {"/usr/share/benchmark/compare.py", "--no-color", "--no-utest", "-d", named("difference.json"), "benchmarks", named("before.json"), named("after.json")}, {}, environment);
        QVERIFY2(ran.code == 0, qPrintable(ran.problems));
        QVERIFY2(ran.out.contains("insulin/seed_median") && ran.out.contains("OVERALL_GEOMEAN"), qPrintable(ran.out));
        const Json before = Json::parse(readText(path("before.json"))), after = Json::parse(readText(path("after.json"))), difference = Json::parse(readText(path("difference.json")));
        const Json& first = difference.at(0).at("measurements").at(0);
        const double old = before["benchmarks"][0]["real_time"], now = after["benchmarks"][0]["real_time"];
        QVERIFY(old > 1 && now > 1);   // ms: its table has no decimals
        QCOMPARE(first["real_time"].get<double>(), old);
        QVERIFY(std::abs(first["time"].get<double>() - (now - old) / old) < 1e-9);
    }
    // The same fields of the same kinds as in what hyperfine writes.
    void hyperfineFieldsAreItsOwn() {
        const QString file = QString::fromStdString(path("hyperfine.json").string());
        const Ran ran = run("hyperfine", {"-N", "--runs", "2", "--parameter-list", "n", "1", "--export-json", file, "true"});
        QVERIFY2(ran.code == 0, qPrintable(ran.problems));
        const Json theirs = Json::parse(readText(path("hyperfine.json"))), ours = Json::parse(reported("cold-cache", ReportFormat::Hyperfine));
        QCOMPARE(ours.size(), theirs.size());
        const Json &their = theirs["results"][0], &our = ours["results"][0];
        for (const auto& [key, value] : their.items()) {
            QVERIFY2(our.contains(key), key.c_str());
            QVERIFY2(kindOf(our[key]) == kindOf(value), (key + ": " + our[key].dump()).c_str());
        }
        for (const auto& [key, value] : our.items()) QVERIFY2(their.contains(key), key.c_str());
        for (const auto& [key, value] : our["parameters"].items()) QVERIFY2(value.is_string(), key.c_str());
    }
};
FOLDMETER_TEST(tst_foreign_tools)
#include "tst_foreign_tools.moc"
