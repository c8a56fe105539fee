#include "support/test_main.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/timeline/difference_flame.h"
#include "gui/timeline/pair_pane.h"
#include "gui/timeline/pair_view.h"
#include "timeline/timeline_file.h"

#include <QApplication>

using namespace foldmeter;
using namespace foldmeter::gui;

namespace {

using timeline::Category;

std::shared_ptr<const timeline::Timeline> recorded(const std::string& run) { return std::make_shared<const timeline::Timeline>(timeline::readTimeline(test::dataPath("runs/" + run + "/insulin.timeline"))); }

// Two seeds of `first` and `second` milliseconds; the second run also has a span that the first one lacks.
std::shared_ptr<const timeline::Timeline> made(std::int64_t first, std::int64_t second, bool extra) {
    constexpr std::int64_t ms = 1'000'000;
    auto timeline = std::make_shared<timeline::Timeline>();
    timeline->tracks = {{"main"}};
    const auto add = [&](const char* name, std::int64_t from, std::int64_t to, int depth, std::vector<timeline::SpanArgument> arguments = {}) {
        timeline->spans.push_back({name, Category::Execute, from * ms, to * ms, 0, depth, std::move(arguments)});
    };
    add("seed", 0, first, 0, {{"seed", std::int64_t{1}}});
    add("recycle", 0, first / 2, 1);
    if (extra) add("autotune", first / 2, first, 1);
    add("seed", first, first + second, 0, {{"seed", std::int64_t{2}}});
    return timeline;
}

}  // namespace

class tst_timeline_pair : public QObject {
    Q_OBJECT

    static void covers(const TimelinePair& pair, const std::vector<PairStretch>& stretches) {
        std::array<std::int64_t, 2> covered{};
        std::int64_t end = 0;
        for (const PairStretch& stretch : stretches) {
            QCOMPARE(stretch.begin, end);
            end = stretch.begin + stretch.length;
            for (std::size_t run = 0; run < 2; ++run) {
                QVERIFY(stretch.duration[run] <= stretch.length);
                covered[run] += stretch.duration[run];
            }
        }
        for (std::size_t run = 0; run < 2; ++run) QCOMPARE(covered[run], pair.runs[run]->end - pair.runs[run]->start);
    }

private Q_SLOTS:
    void initTestCase() { look::applyScheme(*qApp, look::Scheme::Light); }

    void seedsBeginTogether() {
        const auto pair = makeTimelinePair(made(100, 40, false), made(60, 50, true));
        const auto stretches = stretchesOf(*pair, PairAxis::Seed);
        covers(*pair, stretches);
        QCOMPARE(stretches.size(), std::size_t{2});
        QCOMPARE(stretches[0].name, QString("seed 1"));
        QCOMPARE(stretches[0].length, std::int64_t{100'000'000});
        QCOMPARE(stretches[1].begin, std::int64_t{100'000'000});
        QCOMPARE(stretches[1].length, std::int64_t{50'000'000});
        covers(*pair, stretchesOf(*pair, PairAxis::Clock));
        QCOMPARE(stretchesOf(*pair, PairAxis::Clock).size(), std::size_t{1});
    }
    void everyAxisCoversRecordedRuns() {
        const auto pair = makeTimelinePair(recorded("insulin"), recorded("cold-cache"));
        for (const PairAxis axis : {PairAxis::Clock, PairAxis::Stage, PairAxis::Seed}) covers(*pair, stretchesOf(*pair, axis));
        QVERIFY(stretchesOf(*pair, PairAxis::Seed).size() >= 4);
    }
    void pointsAtSpansAndPartners() {
        PairPane pane;
        pane.resize(1000, 600);
        pane.show();
        pane.setPair(makeTimelinePair(made(100, 40, false), made(60, 50, true)), "a", "b");
        pane.setAxis(PairAxis::Seed);
        QApplication::processEvents();
        PairView& view = *pane.view();
        const PairView::Hit seed{0, 0};
        QCOMPARE(view.hitAt(view.boxOf(seed).center()), std::optional(seed));
        QVERIFY2(view.describe(seed).contains(look::duration(0.1)) && view.describe(seed).contains(look::duration(0.06)) && view.describe(seed).contains(look::duration(0.04)), qPrintable(view.describe(seed)));
        const PairView::Hit alone{1, 2};   // autotune
        QCOMPARE(view.hitAt(view.boxOf(alone).center()), std::optional(alone));
        QVERIFY(view.describe(alone).contains("no such span"));
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.boxOf(alone).center().toPoint());
        QCOMPARE(view.chosen(), std::optional(alone));
        QVERIFY(pane.words().contains("autotune"));
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(!view.chosen());
        QVERIFY2(pane.words().contains("no partner"), qPrintable(pane.words()));
        // The seeds of both runs begin at one pixel.
        QCOMPARE(view.boxOf({0, 2}).left(), view.boxOf({1, 3}).left());
        const std::int64_t all = view.scale().to - view.scale().from;
        QTest::keyClick(&view, Qt::Key_W);
        QVERIFY(view.scale().to - view.scale().from < all);
        QTest::keyClick(&view, Qt::Key_S);
        QTest::keyClick(&view, Qt::Key_F);
        QCOMPARE(view.scale().to - view.scale().from, all);
    }
    void flameShowsTheDifference() {
        DifferenceFlame flame;
        flame.resize(800, 200);
        flame.show();
        const auto pair = makeTimelinePair(made(100, 40, false), made(60, 50, true));
        flame.setPair(pair);
        QCOMPARE(flame.boxesPainted(), std::size_t{3});
        int autotune = -1;
        for (std::size_t i = 0; i < pair->match.paths.size(); ++i)
            if (pair->match.paths[i].name == "autotune") autotune = static_cast<int>(i);
        QVERIFY(flame.describe(autotune).contains("only the second run did this"));
        QCOMPARE(flame.nodeAt(flame.boxOf(autotune).center().toPoint()), autotune);
        flame.focusOn(autotune);
        QVERIFY(flame.boxOf(autotune).width() > 700);
        QTest::keyClick(&flame, Qt::Key_Escape);
        QCOMPARE(flame.focus(), -1);
        QTest::mouseDClick(flame.viewport(), Qt::LeftButton, {}, QPoint(400, 190));   // no box: everything
        QCOMPARE(flame.focus(), -1);
        QTest::keyClick(&flame, Qt::Key_Left);                                        // nothing chosen, nothing beside it
        QCOMPARE(flame.chosen(), -1);
    }
    void emptyTimelinesAreShown() {
        PairPane pane;
        QVERIFY(!pane.problem().isEmpty());
        auto empty = std::make_shared<timeline::Timeline>();
        empty->tracks = {{"main"}};
        pane.setPair(makeTimelinePair(empty, made(1, 1, false)), "empty", "not");
        pane.resize(300, 300);
        QVERIFY(!pane.grab().isNull());
        pane.clear("why");
        QVERIFY(pane.problem().contains("why"));
    }
};
FOLDMETER_TEST(tst_timeline_pair)
#include "tst_timeline_pair.moc"
