#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "interop/open_timeline.h"
#include "timeline/chrome_trace.h"
#include "timeline/timeline_file.h"

#include <QTemporaryDir>
#include <zlib.h>

using namespace foldmeter;
using namespace foldmeter::interop;
using timeline::Category;
using timeline::Span;

namespace {

class Folder {
public:
    std::filesystem::path write(const std::string& name, const std::string& text) const {
        const std::filesystem::path path = m_folder.path().toStdString() + "/" + name;
        writeAtomically(path, text);
        return path;
    }

private:
    QTemporaryDir m_folder;
};

std::string gzipped(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    deflateEnd(&stream);
    return packed.substr(0, stream.total_out);
}

const Span* spanNamed(const timeline::Timeline& t, const std::string& name) {
    for (const Span& span : t.spans)
        if (span.name == name) return &span;
    return nullptr;
}

const std::string kAll = R"({"otherData":{"traceEvents":"no"},"traceEvents":[
 {"ph":"M","pid":1,"name":"process_name","args":{"name":"program"}},
 {"ph":"M","pid":1,"tid":"b","name":"thread_name","args":{"name":"second"}},
 {"ph":"M","pid":1,"tid":"b","name":"thread_sort_index","args":{"sort_index":2}},
 {"ph":"M","pid":1,"tid":7,"name":"thread_name","args":{"name":"first"}},
 {"ph":"M","pid":1,"tid":7,"name":"thread_sort_index","args":{"sort_index":1}},
 {"ph":"X","pid":1,"tid":"b","ts":1.5,"dur":10,"name":"outer","cat":"execute","args":{"n":3,"x":1.5,"text":"\u00e9","list":[1,2],"deep":{"a":1}}},
 {"ph":"X","pid":1,"tid":"b","ts":2,"dur":0.001,"name":"inner"},
 {"ph":"B","pid":1,"tid":7,"ts":3,"name":"begun"},
 {"ph":"i","pid":1,"tid":7,"ts":4,"name":"moment"},
 {"ph":"E","pid":1,"tid":7,"ts":5,"args":{"late":1}},
 {"ph":"B","pid":1,"tid":7,"ts":6,"name":"never ends"},
 {"ph":"E","pid":1,"tid":"b","ts":20},
 {"ph":"C","pid":1,"ts":2,"name":"memory","args":{"value":10}},
 {"ph":"C","pid":1,"ts":3,"name":"memory","args":{"value":20.5}},
 {"ph":"b","pid":1,"id":1,"ts":1,"cat":"io","name":"read"},
 {"ph":"b","pid":1,"id":2,"ts":2,"cat":"io","name":"write"},
 {"ph":"e","pid":1,"id":1,"ts":8,"cat":"io","name":"read"},
 {"ph":"e","pid":1,"id":2,"ts":9,"cat":"io","name":"write"},
 {"ph":"s","pid":1,"tid":7,"id":"f","ts":3.5,"name":"flow"},
 {"ph":"f","bp":"e","pid":1,"tid":"b","id":"f","ts":4,"name":"flow"},
 {"ph":"O","pid":1,"ts":1,"name":"snapshot"},
 {}
]})";

}  // namespace

class tst_chrome_reader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsEveryKindOfEvent() {
        const Folder folder;
        const OpenedTimeline opened = openTimeline(folder.write("all.json", kAll));
        const timeline::Timeline& t = opened.timeline;
        QCOMPARE(opened.format, std::string("Chrome trace"));
        QCOMPARE(opened.bytes, std::uint64_t(kAll.size()));
        QCOMPARE(t.tracks.size(), std::size_t{4});
        QCOMPARE(t.tracks[0].name, std::string("first"));
        QCOMPARE(t.tracks[1].name, std::string("second"));
        QCOMPARE(t.tracks[2].name, std::string("io"));   // two at once: two tracks
        const Span& outer = *spanNamed(t, "outer");
        QCOMPARE(outer.start, std::int64_t{1500});
        QCOMPARE(outer.end, std::int64_t{11500});
        QVERIFY(outer.category == Category::Execute);
        QCOMPARE(outer.arguments.size(), std::size_t{3});
        QCOMPARE(std::get<std::int64_t>(outer.arguments[0].value), std::int64_t{3});
        QCOMPARE(std::get<std::string>(outer.arguments[2].value), std::string("\xc3\xa9"));
        QCOMPARE(spanNamed(t, "inner")->depth, 1);
        QCOMPARE(spanNamed(t, "inner")->end, std::int64_t{2001});
        QCOMPARE(spanNamed(t, "begun")->end, std::int64_t{5000});
        QCOMPARE(spanNamed(t, "begun")->arguments[0].name, std::string("late"));
        QCOMPARE(spanNamed(t, "moment")->end, std::int64_t{4000});
        QCOMPARE(spanNamed(t, "never ends")->end, std::int64_t{11500});
        QVERIFY(spanNamed(t, "read")->track != spanNamed(t, "write")->track);
        QCOMPARE(spanNamed(t, "read")->end, std::int64_t{8000});
        QCOMPARE(t.counters.size(), std::size_t{1});
        QCOMPARE(t.counters[0].values[1], 20.5);
        QCOMPARE(t.flows.size(), std::size_t{1});
        QCOMPARE(t.spans[static_cast<std::size_t>(t.flows[0].fromSpan)].name, std::string("begun"));
        QCOMPARE(t.spans[static_cast<std::size_t>(t.flows[0].toSpan)].name, std::string("outer"));
        QCOMPARE(opened.notes.size(), std::size_t{4});   // kind O, never ends, no beginning, nested arguments
        QVERIFY(opened.stages.empty());
    }
    void readsPackedFiles_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("plain") << QByteArray::fromStdString(kAll);
        QTest::newRow("gzip") << QByteArray::fromStdString(gzipped(kAll));
        QTest::newRow("gzip of two members") << QByteArray::fromStdString(gzipped(kAll.substr(0, 300)) + gzipped(kAll.substr(300)));
        QTest::newRow("zstd") << QByteArray::fromStdString(compressZstd(kAll));
    }
    void readsPackedFiles() {
        QFETCH(QByteArray, bytes);
        const Folder folder;
        const auto file = folder.write("any.ending", bytes.toStdString());   // the content says what it is, not the name
        QVERIFY(looksLikeTimeline(file));
        QCOMPARE(openTimeline(file).timeline.spans.size(), std::size_t{7});
    }
    void readsTheBareList_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("notes");
        QTest::newRow("closed") << QByteArray(R"([{"ph":"X","name":"a","ts":1,"dur":2}])") << 0;
        QTest::newRow("comma at its end") << QByteArray(R"([{"ph":"X","name":"a","ts":1,"dur":2},])") << 0;
        QTest::newRow("not closed") << QByteArray("[{\"ph\":\"X\",\"name\":\"a\",\"ts\":1,\"dur\":2},\n") << 1;
        QTest::newRow("cut within an event") << QByteArray("[{\"ph\":\"X\",\"name\":\"a\",\"ts\":1,\"dur\":2},{\"ph\":\"X\",\"na") << 1;
        QTest::newRow("no numbers") << QByteArray(R"([{"ph":"X","name":"a","ts":1,"dur":2},{"ph":"X","name":"b","ts":NaN,"dur":1},{"ph":"X","name":"b"}])") << 1;
    }
    void readsTheBareList() {
        QFETCH(QByteArray, text);
        QFETCH(int, notes);
        const Folder folder;
        const OpenedTimeline opened = openTimeline(folder.write("list.json", text.toStdString()));
        QCOMPARE(opened.timeline.spans.size(), std::size_t{1});
        QCOMPARE(static_cast<int>(opened.notes.size()), notes);
    }
    void refusesOtherFiles_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << "neither a Foldmeter timeline";
        QTest::newRow("a text") << QByteArray("hello world") << "neither a Foldmeter timeline";
        QTest::newRow("JSON without events") << QByteArray(R"({"name":"job"})") << "no trace events";
        QTest::newRow("no JSON") << QByteArray(R"({"traceEvents":[{"ph":}]})") << "byte 22";
        QTest::newRow("no events in it") << QByteArray(R"({"traceEvents":[]})") << "no events with a time";
        QTest::newRow("cut object") << QByteArray(R"({"traceEvents":[{"ph":"X","ts":1,"dur":1,"name":"a"},)") << "no JSON";
        QTest::newRow("nested too deep") << QByteArray("[") + QByteArray(5000, '[') << "nested too deep";
        QTest::newRow("cut gzip") << QByteArray::fromStdString(gzipped(kAll).substr(0, 200)) << "end too early";
        QTest::newRow("damaged zstd") << QByteArray::fromStdString(compressZstd(kAll)).replace(20, 4, "abcd") << "zstd data";
        QTest::newRow("damaged timeline") << QByteArray("foldmeter-timeline-1\nxyz") << "damaged";
    }
    void refusesOtherFiles() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        const Folder folder;
        const auto file = folder.write("odd.bin", bytes.toStdString());
        try {
            openTimeline(file);
            QFAIL("it was read");
        } catch (const InputError& problem) {
            QVERIFY2(QString::fromUtf8(problem.what()).contains(says), problem.what());
            QVERIFY2(QString::fromUtf8(problem.what()).contains("odd.bin"), problem.what());
        }
    }
    void refusesWhatIsNotThere() {
        QVERIFY_EXCEPTION_THROWN(openTimeline("/nowhere/at all.json"), InputError);
        QVERIFY_EXCEPTION_THROWN(openTimeline(std::filesystem::temp_directory_path()), InputError);
        QVERIFY(!looksLikeTimeline("/nowhere/at all.json"));
    }
    // What we write as Chrome's JSON is read back as it was.
    void readsOurOwnExport() {
        const timeline::Timeline own = timeline::readTimeline(test::dataPath("runs/autotuning/insulin.timeline"));
        const Folder folder;
        const OpenedTimeline opened = openTimeline(folder.write("own.trace.json", timeline::toChromeTrace(own, "foldmeter")));
        QCOMPARE(opened.timeline.spans.size(), own.spans.size());
        QCOMPARE(opened.timeline.tracks.size(), own.tracks.size());
        QCOMPARE(opened.timeline.counters.size(), own.counters.size());
        const std::int64_t origin = own.spans.front().start - opened.timeline.spans.front().start;
        for (std::size_t i = 0; i < own.spans.size(); ++i) {
            const Span &a = own.spans[i], &b = opened.timeline.spans[i];
            QCOMPARE(b.name, a.name);
            QVERIFY(a.category == b.category && a.track == b.track && a.arguments.size() == b.arguments.size());
            QCOMPARE(b.start + origin, a.start);
            QVERIFY(std::abs((b.end - b.start) - (a.end - a.start)) <= 1);
        }
    }
    // The profile that JAX wrote of AlphaFold 3, held against what JAX logged.
    void answersWhatTheLogStates() {
        const OpenedTimeline opened = openTimeline(test::dataPath("traces/jax_af3_64_tokens.trace.json.zst"));
        QCOMPARE(opened.bytes, std::uint64_t{31'518'290});
        QVERIFY(opened.notes.empty());
        QCOMPARE(opened.stages.size(), std::size_t{5});
        struct Expected {
            const char* name;
            double seconds, tolerance;   // of the log; runs: as the description of the trace states them
        };
        // The span of lowering holds more than the conversion that the log times.
        const Expected expected[] = {{"trace", 2.1989, 0.01}, {"lower", 0.7881, 0.08}, {"compile", 19.1825, 0.01}, {"run", 9.0, 0.01}, {"run", 8.5, 0.01}};
        for (std::size_t i = 0; i < 5; ++i) {
            const ForeignStage& stage = opened.stages[i];
            QCOMPARE(stage.name, std::string(expected[i].name));
            QVERIFY2(std::abs(stage.seconds() - expected[i].seconds) < expected[i].tolerance * expected[i].seconds, qPrintable(QString("%1 %2").arg(expected[i].name).arg(stage.seconds())));
        }
        QCOMPARE(*opened.stages[0].logged, 2.198949337);
        QCOMPARE(*opened.stages[1].logged, 0.788130283);
        QCOMPARE(*opened.stages[2].logged, 19.182453632);
        QVERIFY(!opened.stages[3].logged);
        // The first track shows the stages; its sums are the stages' times.
        QCOMPARE(opened.timeline.tracks.front().name, std::string("stages"));
        const auto sums = timeline::stageSeconds(opened.timeline, opened.stages.front().start, opened.stages.back().end);
        QVERIFY(std::abs(sums.of(Category::Execute) - 17.44) < 0.1);
        QVERIFY(sums.of(Category::Optimize) > 2.5 && sums.of(Category::Optimize) < 3.0);
        QVERIFY(std::abs(sums.of(Category::Optimize) + sums.of(Category::Codegen) - 19.157) < 0.01);
        QCOMPARE(opened.timeline.tracks[1].name, std::string("python"));   // the order that the file asks for
    }
    void readsJaxLogs() {
        const auto lines = readJaxLog("noise\nWARNING:x:Finished tracing f for jit in 1.5 sec\nFinished XLA compilation of jit(f) in 2e1 sec\r\nFinished tracing stage for jit in 0.1 sec\nFinished jaxpr to MLIR module conversion jit(f) in x sec\n");
        QCOMPARE(lines.size(), std::size_t{2});
        QCOMPARE(lines[0].stage, std::string("trace"));
        QCOMPARE(lines[0].function, std::string("f"));
        QCOMPARE(lines[1].seconds, 20.0);
    }
};
FOLDMETER_TEST(tst_chrome_reader)
#include "tst_chrome_reader.moc"
