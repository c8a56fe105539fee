// A million spans in the timeline: how long sorting, painting while panning and zooming, summing and searching take. Told,
// not judged: the machine may be busy. Judged is what a picture is made of: few rectangles a pixel column, whatever the zoom.
#include "support/test_main.h"

#include "gui/look/theme.h"
#include "gui/timeline/range_summary.h"
#include "gui/timeline/span_filter.h"
#include "gui/timeline/timeline_view.h"

#include <QElapsedTimer>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <random>

using namespace foldmeter;
using namespace foldmeter::gui;

namespace {

constexpr int threads = 16, perThread = 62'500;

// Runs of 2,500 spans of 200 names in a parent each, of random length with gaps.
std::shared_ptr<const timeline::Timeline> millionSpans() {
    auto made = std::make_shared<timeline::Timeline>();
    std::mt19937 random(1);
    for (int t = 0; t < threads; ++t) {
        made->tracks.push_back({"thread " + std::to_string(t)});
        std::int64_t time = 0;
        for (int i = 0; i < perThread;) {
            const std::size_t parent = made->spans.size();
            made->spans.push_back({"step", timeline::Category::Execute, time, time, t, 0, {{"step", std::int64_t{i}}}});
            for (int n = 0; n < 2499 && ++i < perThread; ++n) {
                const std::int64_t length = 500 + random() % 20'000;
                made->spans.push_back({"norm_linear_" + std::to_string(random() % 200), static_cast<timeline::Category>(random() % 8), time, time + length, t, 1, {}});
                time += length + random() % 3000;
            }
            ++i;
            made->spans[parent].end = time;
            time += 5000;
        }
    }
    return made;
}

double milliseconds(QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) * 1e-6; }

}  // namespace

class tst_timeline_speed_slow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pansAndZooms() {
        look::applyScheme(*qApp, look::Scheme::Light);
        const auto timeline = millionSpans();
        QVERIFY(timeline->spans.size() >= 1'000'000);
        QElapsedTimer timer;
        timer.start();
        const auto list = makeTrackList(timeline);
        qInfo("%zu spans sorted into tracks: %.0f ms", timeline->spans.size(), milliseconds(timer));
        TimelineView view;
        view.resize(1280, 800);
        view.setTracks(list);
        QImage image(1280, 800, QImage::Format_ARGB32_Premultiplied);
        std::vector<double> frames;
        const auto frame = [&] {
            QPainter painter(&image);
            timer.restart();
            view.paint(painter);
            painter.end();
            frames.push_back(milliseconds(timer));
        };
        frame();
        frames.clear();
        for (int zoom = 0; zoom < 24; ++zoom) {   // into the run and out again, panning on the way
            view.perform(zoom < 12 ? TimelineAction::ZoomIn : TimelineAction::ZoomOut);
            for (int pan = 0; pan < 10; ++pan) {
                view.perform(pan < 5 ? TimelineAction::PanRight : TimelineAction::PanLeft);
                frame();
            }
        }
        std::sort(frames.begin(), frames.end());
        qInfo("%zu frames of 1280 x 800: median %.2f ms, 99th percentile %.2f ms, longest %.2f ms", frames.size(), frames[frames.size() / 2], frames[frames.size() * 99 / 100], frames.back());
        timer.restart();
        const auto summary = summariseRange(list, list->start, list->end, {});
        qInfo("call tree of the whole run: %.0f ms, %zu nodes", milliseconds(timer), summary->tree.nodes.size());
        timer.restart();
        const auto found = findSpans(*list, "linear_7");
        qInfo("search: %.0f ms, %zu found", milliseconds(timer), found.size());
        QCOMPARE(summary->tree.root().children.size(), std::size_t{1});
        QVERIFY(found.size() > 50'000 && found.size() < 70'000);
    }
    void drawsFewRectangles() {
        const auto list = makeTrackList(millionSpans());
        constexpr double width = 1128;   // pixels of a view of 1280
        for (double seen = static_cast<double>(list->end - list->start); seen > 10'000; seen /= 3)
            for (const TrackGroup& group : list->groups)
                for (const TrackRow& row : group.rows) QVERIFY(piecesOf(row.lane, list->start, list->start + static_cast<std::int64_t>(seen), width).size() <= static_cast<std::size_t>(width / 2));
    }
};
FOLDMETER_TEST(tst_timeline_speed_slow)
#include "tst_timeline_speed_slow.moc"
