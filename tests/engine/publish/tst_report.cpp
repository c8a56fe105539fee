#include "support/recorded_run.h"

#include "base/error.h"
#include "publish/hatch.h"
#include "publish/png_image.h"
#include "publish/report.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <nlohmann/json.hpp>

using namespace foldmeter;
using namespace foldmeter::publish;

class tst_report : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path path(const std::string& name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }
    std::vector<compare::Side> sides(const std::vector<std::string>& names) const {
        std::vector<compare::Side> all;
        for (const std::string& name : names) all.push_back(compare::readSide(path(name)));
        return all;
    }
    static std::string dot(const structure::Structure&) { return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><circle r=\"1\"/></svg>"; }

private Q_SLOTS:
    void initTestCase() {
        for (const char* run : {"insulin", "cold-cache", "autotuning"}) test::copyRecordedRun(run, path(run));
    }
    void formats_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("format");
        QTest::newRow("html") << "r.html" << static_cast<int>(ReportFormat::Html);
        QTest::newRow("json") << "r.json" << static_cast<int>(ReportFormat::Json);
        QTest::newRow("google") << "r.gbench.json" << static_cast<int>(ReportFormat::GoogleBenchmark);
        QTest::newRow("hyperfine") << "r.hyperfine.json" << static_cast<int>(ReportFormat::Hyperfine);
        QTest::newRow("chrome") << "r.trace.json" << static_cast<int>(ReportFormat::ChromeTrace);
        QTest::newRow("perfetto") << "r.pftrace" << static_cast<int>(ReportFormat::PerfettoTrace);
        QTest::newRow("pdf") << "r.pdf" << static_cast<int>(ReportFormat::Pdf);
    }
    void formats() {
        QFETCH(QString, file);
        QTEST(static_cast<int>(formatOf(file.toStdString())), "format");
        QVERIFY_EXCEPTION_THROWN(formatOf("r.docx"), InputError);
        QVERIFY_EXCEPTION_THROWN(formatNamed("word"), InputError);
        QVERIFY(formatNamed("google-benchmark") == ReportFormat::GoogleBenchmark);
    }
    // A newcomer's question is answered before anything else is said.
    void firstPageAnswers() {
        const QString html = QString::fromStdString(makeReport(sides({"autotuning"}), ReportFormat::Html));
        const auto question = html.indexOf("Why was the first seed slow, and what would help?");
        const auto cause = html.indexOf("Autotuning took"), remedy = html.indexOf("--autotune 1 takes recorded choices only"), details = html.indexOf("Where the time went");
        QVERIFY(question > 0 && cause > question && remedy > cause && details > remedy);
    }
    // Well formed, nothing loaded from anywhere, no script.
    void htmlStandsAlone_data() {
        QTest::addColumn<QStringList>("runs");
        QTest::newRow("one") << QStringList{"insulin"};
        QTest::newRow("compared") << QStringList{"insulin", "cold-cache", "autotuning"};
    }
    void htmlStandsAlone() {
        QFETCH(QStringList, runs);
        std::vector<std::string> names;
        for (const QString& run : runs) names.push_back(run.toStdString());
        const QString html = QString::fromStdString(makeReport(sides(names), ReportFormat::Html, {.draw = dot}));
        QXmlStreamReader reader(html);
        int charts = 0;
        while (!reader.atEnd())
            if (reader.readNext() == QXmlStreamReader::StartElement) {
                const auto name = reader.name();
                charts += name == QLatin1String("svg");
                QVERIFY(name != QLatin1String("script") && name != QLatin1String("link") && name != QLatin1String("iframe"));
                for (const auto& attribute : reader.attributes()) {
                    if (attribute.name() == QLatin1String("href")) QVERIFY(attribute.value().startsWith(QLatin1String("data:")));
                    QVERIFY(attribute.name() != QLatin1String("src") && !attribute.name().startsWith(QLatin1String("on")));
                }
            }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString() + QString::number(reader.lineNumber())));
        QVERIFY(charts >= 3);
        QVERIFY(!html.contains("url(") && !html.contains("@import"));
        QVERIFY(html.contains("prefers-color-scheme: dark") && html.contains("@media print"));
        QVERIFY(html.contains("demo model"));
    }
    // What a window drew is shown rather than drawn again; what lies there damaged is told, and the structure drawn.
    void showsThePictureThatWasStored() {
        test::copyRecordedRun("insulin", path("drawn"));
        const results::Prediction prediction = results::readPrediction(path("drawn"));
        const auto file = path("drawn") / results::storedPictureName(*results::bestDrawable(prediction));
        const std::string png = readText(test::sourcePath("tests/golden/images/cartoon.png"));
        writeAtomically(file, png);
        const std::string html = makeReport(sides({"drawn"}), ReportFormat::Html, {.draw = dot});
        QVERIFY(html.find(toBase64(png)) != std::string::npos);
        QVERIFY(html.find("<circle") == std::string::npos);
        writeAtomically(file, png.substr(0, 100));
        const std::string damaged = makeReport(sides({"drawn"}), ReportFormat::Html, {.draw = dot});
        QVERIFY(damaged.find("<circle") != std::string::npos && damaged.find("no complete picture") != std::string::npos);
    }
    // Stages differ by pattern on paper, not on the screen.
    void barsAreHatchedInPrint() {
        const std::string html = makeReport(sides({"cold-cache"}), ReportFormat::Html);
        QVERIFY(html.find("@media print {.hatch{display:inline}}") != std::string::npos);
        QVERIFY(html.find("display=\"none\" class=\"hatch\"") != std::string::npos);
        QVERIFY(withHatches(html).find("display=\"none\"") == std::string::npos);
    }
    void hatchesStayInTheirBars_data() {
        QTest::addColumn<int>("stage");
        for (int stage = 0; stage < timeline::categoryCount; ++stage) QTest::newRow(std::string(timeline::nameOf(static_cast<timeline::Category>(stage))).c_str()) << stage;
    }
    void hatchesStayInTheirBars() {
        QFETCH(int, stage);
        const auto category = static_cast<timeline::Category>(stage);
        QVERIFY(hatchOf(category, 10, 20, 1, 26).empty());
        const QString hatch = QString::fromStdString(hatchOf(category, 10, 20, 90, 26));
        QCOMPARE(hatch.isEmpty(), category == timeline::Category::Execute);
        static const QRegularExpression places("[ML](-?[0-9.]+) (-?[0-9.]+)");
        int count = 0;
        for (auto match = places.globalMatch(hatch); match.hasNext(); ++count) {
            const auto place = match.next();
            const double x = place.captured(1).toDouble(), y = place.captured(2).toDouble();
            QVERIFY2(x >= 10 && x <= 100 && y >= 20 && y <= 46, qPrintable(place.captured()));
        }
        QVERIFY(category == timeline::Category::Execute || count >= 8);
    }
    void saysItsConditions() {
        const QString text = QString::fromStdString(makeReport(sides({"insulin"}), ReportFormat::Markdown));
        for (const char* expected : {"AMD EPYC", "avx512", "| threads | 2 |", "8576a517f432e1275b8b0c34268f0cd9", "2026-11-23 16:03:16", "foldmeter predict insulin.json", "Mann-Whitney", "fewer than six seeds after the first", "power and energy",
                                     "| code generation | 0.993 ms | 0.1 % |"})
            QVERIFY2(text.contains(expected), expected);
        QVERIFY(text.contains("No picture of the structure"));
    }
    void namesAreEscaped() {
        std::filesystem::create_directories(path("evil"));
        report::Timing timing;
        timing.job = "a";
        timing.model.name = "<script>alert(1)</script> & \"co\" \xff";
        timing.device.name = "a|b";
        timing.settings = {{"cache-dir", "</style><b>"}};
        writeAtomically(path("evil/a_timing.json"), report::toJson(timing));
        const std::string html = makeReport(sides({"evil"}), ReportFormat::Html);
        QVERIFY(html.find("<script>") == std::string::npos && html.find("<b>") == std::string::npos);
        QXmlStreamReader reader(QByteArray::fromStdString(html));
        while (!reader.atEnd()) reader.readNext();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QVERIFY(makeReport(sides({"evil"}), ReportFormat::Markdown).find("a\\|b") != std::string::npos);
    }
    void jsonAndCsv() {
        const auto json = nlohmann::json::parse(makeReport(sides({"insulin", "cold-cache"}), ReportFormat::Json));
        QCOMPARE(json["runs"].size(), std::size_t{2});
        QCOMPARE(json["runs"][0]["timing"]["tokens"].get<int>(), 51);
        QVERIFY(!json["runs"][1]["answer"]["reasons"].empty());
        QVERIFY(json.contains("comparison"));
        const QString csv = QString::fromStdString(makeReport(sides({"insulin"}), ReportFormat::Csv));
        QVERIFY(csv.startsWith("run,kind,name,quantity,value\n"));
        QVERIFY(csv.contains("\ninsulin,seed,2,wall_seconds,0.30133142300000004\n"));
        for (const QString& line : csv.split('\n', Qt::SkipEmptyParts)) QVERIFY2(line.count(',') == 4, qPrintable(line));
    }
    // What Google Benchmark's compare.py and hyperfine's scripts read.
    void formatsOfOtherTools() {
        const auto benchmark = nlohmann::json::parse(makeReport(sides({"insulin"}), ReportFormat::GoogleBenchmark));
        QVERIFY(benchmark["context"].contains("date"));
        QCOMPARE(benchmark["benchmarks"].size(), std::size_t{5});
        for (const auto& row : benchmark["benchmarks"])
            for (const char* key : {"name", "run_name", "run_type", "real_time", "cpu_time", "time_unit", "iterations", "repetitions", "threads"}) QVERIFY2(row.contains(key), key);
        QCOMPARE(benchmark["benchmarks"][1]["real_time"].get<double>(), 301.33142300000004);
        QCOMPARE(benchmark["benchmarks"][1]["time_unit"].get<std::string>(), std::string("ms"));
        QCOMPARE(benchmark["benchmarks"][4]["aggregate_name"].get<std::string>(), std::string("median"));
        const auto hyperfine = nlohmann::json::parse(makeReport(sides({"insulin"}), ReportFormat::Hyperfine))["results"][0];
        QCOMPARE(hyperfine["times"].size(), std::size_t{3});   // the first seed is not of a kind with them
        QCOMPARE(hyperfine["median"].get<double>(), 0.279512174);
        QVERIFY(hyperfine["min"] <= hyperfine["mean"] && hyperfine["mean"] <= hyperfine["max"]);
        QVERIFY(std::abs(hyperfine["stddev"].get<double>() - 0.0135123) < 1e-6);   // numpy.std([...], ddof=1)
    }
    void chromeHoldsOneRun() {
        QVERIFY(nlohmann::json::parse(makeReport(sides({"insulin"}), ReportFormat::ChromeTrace)).contains("traceEvents"));
        QVERIFY(!makeReport(sides({"insulin"}), ReportFormat::PerfettoTrace).empty());
        QVERIFY_EXCEPTION_THROWN(makeReport(sides({"insulin", "cold-cache"}), ReportFormat::ChromeTrace), InputError);
        QVERIFY_EXCEPTION_THROWN(makeReport(sides({"insulin"}), ReportFormat::Pdf), InputError);
    }
    void damagedRunsAreReportedAllTheSame() {
        test::copyRecordedRun("insulin", path("damaged"));
        writeAtomically(path("damaged/insulin.timeline"), std::string_view("nothing"));
        writeAtomically(path("damaged/insulin_settings.json"), std::string_view("{"));
        const QString text = QString::fromStdString(makeReport(sides({"damaged"}), ReportFormat::Markdown));
        QVERIFY(text.contains("What could not be read") && text.contains("insulin.timeline") && text.contains("insulin\\_settings.json"));
        QVERIFY(text.contains("no timeline lies in the folder"));
    }
};
FOLDMETER_TEST(tst_report)
#include "tst_report.moc"
