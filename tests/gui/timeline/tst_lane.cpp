#include "support/test_main.h"

#include "gui/timeline/row_painter.h"

#include <QElapsedTimer>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <numeric>
#include <random>

using namespace foldmeter;
using namespace foldmeter::gui;
using timeline::Category;

namespace {

// Spans of random length with gaps; every category.
Lane randomLane(int spans, unsigned seed) {
    std::mt19937 random(seed);
    Lane lane;
    std::int64_t time = 1000;
    for (int i = 0; i < spans; ++i) {
        const std::int64_t length = random() % 2000;
        lane.add(time, time + length, static_cast<Category>(random() % 8), i);
        time += length + random() % 500;
    }
    lane.finish();
    return lane;
}

}  // namespace

class tst_lane : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsByTime() {
        const Lane lane = randomLane(3000, 1);
        std::mt19937 random(2);
        for (int n = 0; n < 500; ++n) {
            const std::int64_t time = random() % (lane.end(lane.size() - 1) + 1000);
            std::size_t ending = 0, starting = 0;
            while (ending < lane.size() && lane.end(ending) <= time) ++ending;
            while (starting < lane.size() && lane.start(starting) < time) ++starting;
            QCOMPARE(lane.firstEndingAfter(time), ending);
            QCOMPARE(lane.firstStartingFrom(time, std::min(starting, std::size_t(random() % 40))), starting);
        }
    }
    void sumsAnyRange() {
        const Lane lane = randomLane(1000, 3);
        std::mt19937 random(4);
        for (int n = 0; n < 300; ++n) {
            std::size_t first = random() % 1001, last = random() % 1001;
            if (first > last) std::swap(first, last);
            Lane::Mix expected{};
            for (std::size_t i = first; i < last; ++i) expected[static_cast<std::size_t>(lane.category(i))] += lane.end(i) - lane.start(i);
            QVERIFY(lane.mix(first, last) == expected);
        }
    }
    void foldsWhatIsTooNarrow() {
        Lane lane;
        for (int i = 0; i < 100; ++i) lane.add(i * 10, i * 10 + 10, Category::Execute, i);        // a pixel each: folded
        lane.add(1000, 2000, Category::Codegen, 100);                                              // 100 pixels: by itself
        lane.finish();
        const auto pieces = piecesOf(lane, 0, 2000, 200, 3);
        std::size_t spans = 0;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            QCOMPARE(pieces[i].first, spans);   // every span is in one piece, in order
            spans += pieces[i].count;
            if (i > 0 && pieces[i].count > 1) QVERIFY(pieces[i].left >= pieces[i - 1].left + 2.9);
        }
        QCOMPARE(spans, lane.size());
        QCOMPARE(pieces.back().count, std::size_t{1});
        QVERIFY(pieces.size() <= 36);
        // Close enough, nothing is folded.
        const auto near = piecesOf(lane, 0, 100, 1000, 3);
        QCOMPARE(near.size(), std::size_t{10});
        for (const LanePiece& piece : near) QCOMPARE(piece.count, std::size_t{1});
    }
    void piecesAreBoundedByPixels() {
        const Lane lane = randomLane(200'000, 5);
        for (const double width : {100.0, 1280.0, 3840.0}) QVERIFY(piecesOf(lane, 0, lane.end(lane.size() - 1), width, 3).size() <= static_cast<std::size_t>(width / 3) + 2);
    }
    // A million spans on 16 rows at 1280 x 800: told how long a painting takes; 8 ms are wanted, whatever the zoom.
    void paintsAMillionSpans() {
        auto given = std::make_shared<timeline::Timeline>();
        TrackList list;
        list.timeline = given;
        std::vector<Lane> lanes;
        for (unsigned row = 0; row < 16; ++row) lanes.push_back(randomLane(62'500, row));
        given->spans.resize(62'500, timeline::Span{.name = "norm_linear"});
        const std::int64_t end = lanes[0].end(lanes[0].size() - 1);
        QImage image(1280, 800, QImage::Format_ARGB32_Premultiplied);
        QPainter painter(&image);
        std::vector<double> times;
        for (const double zoom : {1.0, 3.0, 10.0, 100.0, 1000.0, 10000.0}) {
            const TimeScale scale{0, static_cast<std::int64_t>(static_cast<double>(end) / zoom), 1280};
            const RowPainter rows{list, scale, look::theme(look::Scheme::Light), {}};
            std::vector<double> tries;
            for (int n = 0; n < 15; ++n) {
                QElapsedTimer timer;
                timer.start();
                for (int row = 0; row < 16; ++row) rows.paintLane(painter, lanes[static_cast<std::size_t>(row)], QRectF(0, row * 20, 1280, 18), true);
                tries.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
            }
            times.push_back(*std::min_element(tries.begin(), tries.end()));   // the least: other work on the machine only adds
        }
        for (const double time : times) qInfo("painting: %.2f ms", time);
        QCOMPARE(times.size(), std::size_t{6});
    }
    void foldsInAMixedColour() {
        const look::Theme& theme = look::theme(look::Scheme::Light);
        Lane::Mix mix{};
        mix[static_cast<std::size_t>(Category::Execute)] = 10;
        QCOMPARE(mixedColour(mix, stageColours(theme)).name(), look::stageColour(theme, "execute").name());
        mix[static_cast<std::size_t>(Category::Autotune)] = 10;
        const QColor between = mixedColour(mix, stageColours(theme));
        QVERIFY(between != look::stageColour(theme, "execute") && between != look::stageColour(theme, "autotune"));
    }
};
FOLDMETER_TEST(tst_lane)
#include "tst_lane.moc"
