#include "support/test_main.h"

#include "base/error.h"
#include "interop/perfetto_reader.h"
#include "timeline/perfetto_trace.h"
#include "timeline/timeline_file.h"

using namespace foldmeter;
using namespace foldmeter::interop;
using timeline::Category;
using timeline::Span;

class tst_perfetto_reader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // What we write is read back as it was: names, nesting, times, categories, arguments, counters.
    void readsOurOwnExport() {
        const timeline::Timeline own = timeline::readTimeline(test::dataPath("runs/autotuning/insulin.timeline"));
        const std::string bytes = timeline::toPerfettoTrace(own, "foldmeter");
        QVERIFY(looksLikePerfetto(bytes.substr(0, 64)));
        const ForeignTrace read = readPerfettoTrace(bytes, "own");
        QVERIFY(read.notes.empty());
        QCOMPARE(read.timeline.spans.size(), own.spans.size());
        QCOMPARE(read.timeline.tracks.size(), own.tracks.size());
        for (std::size_t i = 0; i < own.tracks.size(); ++i) QCOMPARE(read.timeline.tracks[i].name, own.tracks[i].name);
        QCOMPARE(read.timeline.counters.size(), own.counters.size());
        QVERIFY(read.timeline.counters[0].values == own.counters[0].values);
        const std::int64_t origin = own.spans.front().start - read.timeline.spans.front().start;
        for (std::size_t i = 0; i < own.spans.size(); ++i) {
            const Span &a = own.spans[i], &b = read.timeline.spans[i];
            QCOMPARE(b.name, a.name);
            QVERIFY(a.category == b.category && a.track == b.track);
            QCOMPARE(b.start + origin, a.start);
            QCOMPARE(b.end - b.start, a.end - a.start);
            QCOMPARE(b.arguments.size(), a.arguments.size());
            for (std::size_t n = 0; n < a.arguments.size(); ++n) {
                QCOMPARE(b.arguments[n].name, a.arguments[n].name);
                QVERIFY(b.arguments[n].value == a.arguments[n].value);
            }
        }
    }
    // Flows join the spans they joined; spans that overlap on one track keep their lengths on a track of their own.
    void keepsFlowsAndOverlaps() {
        timeline::Timeline t;
        t.tracks = {{"a"}, {"b"}};
        t.spans = {{"one", Category::Execute, 100, 200, 0, 0, {}}, {"reaches out", Category::Execute, 150, 300, 0, 1, {}}, {"two", Category::Codegen, 250, 260, 1, 0, {{"why", std::string("because")}, {"x", 1.5}, {"n", std::int64_t{-3}}}}};
        t.flows = {{0, 2}};
        const ForeignTrace read = readPerfettoTrace(timeline::toPerfettoTrace(t, "p"), "t");
        QCOMPARE(read.timeline.spans.size(), std::size_t{3});
        QCOMPARE(read.timeline.tracks.size(), std::size_t{3});
        QCOMPARE(read.timeline.flows.size(), std::size_t{1});
        const auto& spans = read.timeline.spans;
        QCOMPARE(spans[static_cast<std::size_t>(read.timeline.flows[0].fromSpan)].name, std::string("one"));
        const Span& two = spans[static_cast<std::size_t>(read.timeline.flows[0].toSpan)];
        QCOMPARE(two.name, std::string("two"));
        QCOMPARE(std::get<std::int64_t>(two.arguments[2].value), std::int64_t{-3});
        for (const Span& span : spans)
            if (span.name == "reaches out") QCOMPARE(span.end - span.start, std::int64_t{150});
    }
    // The bytes of one packet, as the format's description has them.
    void writesTheFormatsBytes() {
        timeline::Timeline t;
        t.tracks = {{"m"}};
        t.spans = {{"s", Category::Load, 5, 7, 0, 0, {}}};
        const QByteArray bytes = QByteArray::fromStdString(timeline::toPerfettoTrace(t, "p"));
        // packet{ track_descriptor{ uuid:1 process{ pid:1 process_name:"p" } } trusted_packet_sequence_id:1 sequence_flags:3 }
        QVERIFY2(bytes.startsWith(QByteArray::fromHex("0a10" "e20309" "0801" "1a05" "0801" "320170" "5001" "6803")), bytes.left(32).toHex().constData());
        // track_event{ type:SLICE_END track_uuid:1000 } at timestamp 2
        QVERIFY2(bytes.contains(QByteArray::fromHex("4002" "5a05" "4802" "58e807")), bytes.toHex().constData());
    }
    void refusesDamage() {
        const timeline::Timeline own = timeline::readTimeline(test::dataPath("runs/bucket/insulin.timeline"));
        const std::string bytes = timeline::toPerfettoTrace(own, "p");
        for (std::size_t cut = bytes.size() / 2; cut < bytes.size() / 2 + 64; ++cut) {
            try {
                readPerfettoTrace(bytes.substr(0, cut), "cut");
            } catch (const InputError&) {
            }
        }
        QVERIFY_EXCEPTION_THROWN(readPerfettoTrace("\x0a\x02\x08\x01", "no events"), InputError);
        QVERIFY_EXCEPTION_THROWN(readPerfettoTrace(std::string("\x0a\xff\xff\xff\xff\x0f", 6), "too long"), InputError);
    }
};
FOLDMETER_TEST(tst_perfetto_reader)
#include "tst_perfetto_reader.moc"
