#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "timeline/chrome_trace.h"
#include "timeline/summary.h"
#include "timeline/timeline_file.h"

#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

using namespace foldmeter;
using namespace foldmeter::timeline;

namespace {

Timeline example() {
    Timeline timeline;
    timeline.tracks = {{"main"}, {"worker 1"}};
    timeline.spans = {{"job \"x\"", Category::Execute, 1000, 9000, 0, 0, {}},
                      {"kernel", Category::Execute, 2000, 5000, 0, 1, {{"layer", std::int64_t{-3}}, {"share", 0.25}, {"scope", std::string("a/b")}}},
                      {"kernel", Category::Execute, 5000, 7000, 0, 1, {}},
                      {"compile", Category::Codegen, 1500, 4000, 1, 0, {}}};
    timeline.counters = {{"memory", {1000, 3000}, {1.5, std::numeric_limits<double>::infinity()}}};
    timeline.flows = {{1, 3}};
    return timeline;
}

bool equal(const Timeline& a, const Timeline& b) {
    const auto sameArgument = [](const SpanArgument& x, const SpanArgument& y) { return x.name == y.name && x.value == y.value; };
    const auto sameSpan = [&](const Span& x, const Span& y) {
        return x.name == y.name && x.category == y.category && x.start == y.start && x.end == y.end && x.track == y.track && x.depth == y.depth &&
               std::equal(x.arguments.begin(), x.arguments.end(), y.arguments.begin(), y.arguments.end(), sameArgument);
    };
    const auto sameCounter = [](const Counter& x, const Counter& y) { return x.name == y.name && x.times == y.times && x.values == y.values; };
    return std::equal(a.spans.begin(), a.spans.end(), b.spans.begin(), b.spans.end(), sameSpan) &&
           std::equal(a.counters.begin(), a.counters.end(), b.counters.begin(), b.counters.end(), sameCounter) &&
           std::equal(a.tracks.begin(), a.tracks.end(), b.tracks.begin(), b.tracks.end(), [](auto& x, auto& y) { return x.name == y.name; }) &&
           std::equal(a.flows.begin(), a.flows.end(), b.flows.begin(), b.flows.end(),
                      [](auto& x, auto& y) { return x.fromSpan == y.fromSpan && x.toSpan == y.toSpan; });
}

}  // namespace

class tst_timeline_file : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void comesBackEqual() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("t.timeline").toStdString();
        writeTimeline(path, example());
        QVERIFY(equal(readTimeline(path), example()));
        QVERIFY(equal(unpackTimeline(packTimeline(Timeline{}), "empty"), Timeline{}));
    }
    void isSmall() {
        Timeline timeline;
        timeline.tracks = {{"main"}};
        for (int i = 0; i < 100000; ++i)
            timeline.spans.push_back({i % 3 ? "layer_norm_linear" : "attention", Category::Execute, i * 5000, i * 5000 + 4000 + i % 97, 0, 2, {{"layer", std::int64_t{i % 48}}}});
        QVERIFY(packTimeline(timeline).size() < 300000);   // 3 bytes a span
    }
    void refusesEveryFlippedByte() {
        const std::string good = packTimeline(example());
        for (std::size_t i = 0; i < good.size(); ++i) {
            std::string bad = good;
            bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
            QVERIFY_EXCEPTION_THROWN(unpackTimeline(bad, "bad"), InputError);
            QVERIFY_EXCEPTION_THROWN(unpackTimeline(good.substr(0, i), "short"), InputError);
        }
    }
    void chromeTraceIsReadable() {
        const auto trace = nlohmann::json::parse(toChromeTrace(example(), "foldmeter"));
        const auto& events = trace["traceEvents"];
        std::map<std::string, int> phases;
        for (const auto& event : events) ++phases[event["ph"].get<std::string>()];
        QCOMPARE(phases, (std::map<std::string, int>{{"M", 3}, {"X", 4}, {"C", 2}, {"s", 1}, {"f", 1}}));
        const auto& kernel = events[4];
        QCOMPARE(kernel["name"].get<std::string>(), std::string("kernel"));
        QCOMPARE(kernel["ts"].get<double>(), 1.0);
        QCOMPARE(kernel["dur"].get<double>(), 3.0);
        QCOMPARE(kernel["args"]["layer"].get<int>(), -3);
        QCOMPARE(kernel["cat"].get<std::string>(), std::string("execute"));
    }
    void summaryAddsUp() {
        const auto rows = summarise(example());
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[0].name, std::string("kernel"));
        QCOMPARE(rows[0].calls, std::size_t{2});
        QVERIFY(std::abs(rows[0].seconds - 5e-6) < 1e-15);
        QVERIFY(std::abs(rows[1].selfSeconds - 3e-6) < 1e-15);
        QVERIFY(QString::fromStdString(toTable(rows, 1)).contains("1 other spans"));
    }
};
FOLDMETER_TEST(tst_timeline_file)
#include "tst_timeline_file.moc"
