#include "support/test_main.h"

#include "gui/look/theme.h"
#include "gui/timeline/overview_strip.h"
#include "gui/timeline/span_details.h"
#include "gui/timeline/timeline_pane.h"
#include "gui/timeline/timeline_view.h"
#include "timeline/timeline_file.h"

#include <QApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QWheelEvent>

using namespace foldmeter;
using namespace foldmeter::gui;

namespace {

struct Shown {
    TimelinePane pane;
    std::vector<commands::SelectedSpan> selected;

    Shown() {
        auto read = std::make_shared<const timeline::Timeline>(timeline::readTimeline(test::dataPath("runs/insulin/insulin.timeline")));
        pane.resize(1280, 420);
        pane.show();
        pane.setTimeline(read, {{"attention_ce5066", "diffusion_transformer/attention"}});
        QObject::connect(&pane, &TimelinePane::spansSelected, [this](const auto& spans) { selected = spans; });
        QVERIFY(QTest::qWaitFor([&] { return pane.view()->tracks() != nullptr; }, 5000));
    }
    TimelineView& view() { return *pane.view(); }
    double seen() { return static_cast<double>(view().scale().to - view().scale().from); }
    // The middle of the first span of that name, in the viewport.
    QPoint placeOf(const std::string& name) {
        const int x = TimelineView::gutter;
        for (int y = 24; y < view().viewport()->height(); y += 4)
            for (int px = x; px < view().viewport()->width(); px += 2)
                if (const int span = view().spanAt({px, y}); span >= 0 && view().tracks()->span(span).name == name) return {px + 1, y};
        return {};
    }
};

void turnWheel(TimelineView& view, const QPoint& place, int notches, Qt::KeyboardModifiers modifiers = {}) {
    QWheelEvent event(place, view.viewport()->mapToGlobal(place), {}, {0, 120 * notches}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(view.viewport(), &event);
}

}  // namespace

class tst_timeline_pane : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { look::applyScheme(*qApp, look::Scheme::Light); }

    void sortsIntoGroups() {
        Shown shown;
        QStringList groups;
        for (const TrackGroup& group : shown.view().tracks()->groups) groups << group.name;
        QCOMPARE(groups, QStringList({"Stages", "Seeds and steps", "Programs", "Threads", "Kernels by module", "Memory and counters"}));
        const TrackGroup& seeds = shown.view().tracks()->groups[1];
        QCOMPARE(seeds.rows[0].lane.size(), std::size_t{4});
        QCOMPARE(shown.view().tracks()->titleOf(seeds.rows[0].lane.span(2)), QString("seed 3"));
        QCOMPARE(shown.view().tracks()->groups[4].rows[0].name, QString("diffusion_transformer"));
    }
    void zoomsAtThePointer() {
        Shown shown;
        const QPoint place(TimelineView::gutter + 400, 60);
        const std::int64_t under = shown.view().scale().time(400);
        const double before = shown.seen();
        turnWheel(shown.view(), place, 4);
        QVERIFY(shown.seen() < before * 0.5);
        QVERIFY(std::abs(shown.view().scale().pixel(under) - 400) < 1);
        turnWheel(shown.view(), place, -40);
        QCOMPARE(shown.seen(), before);   // never more than the whole run
    }
    void pansWithShift() {
        Shown shown;
        turnWheel(shown.view(), {600, 60}, 6);
        const std::int64_t from = shown.view().scale().from;
        const double seen = shown.seen();
        turnWheel(shown.view(), {600, 60}, -2, Qt::ShiftModifier);
        QVERIFY(shown.view().scale().from > from);
        QVERIFY(std::abs(shown.seen() - seen) < 2);
    }
    void answersToItsKeys() {
        Shown shown;
        const double all = shown.seen();
        QTest::keyClick(&shown.view(), Qt::Key_W);
        QTest::keyClick(&shown.view(), Qt::Key_W);
        QVERIFY(shown.seen() < all * 0.5);
        const std::int64_t from = shown.view().scale().from;
        QTest::keyClick(&shown.view(), Qt::Key_D);
        QVERIFY(shown.view().scale().from > from);
        QTest::keyClick(&shown.view(), Qt::Key_A);
        QVERIFY(std::abs(shown.view().scale().from - from) < 1000);
        const double near = shown.seen();
        QTest::keyClick(&shown.view(), Qt::Key_S);
        QVERIFY(shown.seen() > near);
        QTest::keyClick(&shown.view(), Qt::Key_F);
        QCOMPARE(shown.seen(), all);
        QTest::keyClick(&shown.view(), Qt::Key_Right);
        QCOMPARE(shown.selected.size(), std::size_t{1});
        const auto first = shown.selected[0];
        QTest::keyClick(&shown.view(), Qt::Key_Right);
        QVERIFY(shown.selected[0].start > first.start);
        QTest::keyClick(&shown.view(), Qt::Key_Left);
        QVERIFY(shown.selected[0] == first);
        QTest::keyClick(&shown.view(), Qt::Key_Return);
        QVERIFY(shown.seen() < all);
        QTest::keyClick(&shown.view(), Qt::Key_Escape);
        QVERIFY(shown.selected.empty());
    }
    void selectsASpanAndMovesTheCursor() {
        Shown shown;
        QSignalSpy cursor(&shown.pane, &TimelinePane::cursorMoved);
        const QPoint place = shown.placeOf("seed");
        QTest::mouseClick(shown.view().viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(shown.selected.size(), std::size_t{1});
        QCOMPARE(shown.selected[0].name, std::string("seed"));
        QCOMPARE(cursor.count(), 1);
        QVERIFY(shown.pane.details()->text().contains("seed 1"));
        QVERIFY(shown.view().tooltipOf(*shown.view().selectedSpans().begin()).contains("<b>seed 1</b>"));
        // The same selection from elsewhere changes nothing; another one is shown.
        shown.pane.setSelection({.spans = shown.selected});
        QCOMPARE(shown.view().selectedSpans().size(), std::size_t{1});
        shown.pane.setSelection({});
        QVERIFY(shown.view().selectedSpans().empty());
    }
    void zoomsToASpanByDoubleClick() {
        Shown shown;
        const QPoint place = shown.placeOf("seed");
        const timeline::Span& span = shown.view().tracks()->span(shown.view().spanAt(place));
        QTest::mouseDClick(shown.view().viewport(), Qt::LeftButton, {}, place);
        QVERIFY(shown.view().scale().from <= span.start && shown.view().scale().to >= span.end);
        QVERIFY(shown.seen() < 1.2 * static_cast<double>(span.end - span.start));
    }
    void measuresByDragging() {
        Shown shown;
        QSignalSpy measured(&shown.view(), &TimelineView::rangeMeasured);
        const QPoint from(TimelineView::gutter + 100, 60), to(TimelineView::gutter + 500, 60);
        QTest::mousePress(shown.view().viewport(), Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, shown.view().viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(shown.view().viewport(), &move);
        QTest::mouseRelease(shown.view().viewport(), Qt::LeftButton, {}, to);
        QCOMPARE(measured.count(), 1);
        const double seconds = static_cast<double>(measured[0][1].toLongLong() - measured[0][0].toLongLong());
        QVERIFY(std::abs(seconds / shown.seen() - 400 / shown.view().scale().width) < 0.01);
        QVERIFY(shown.pane.details()->text().contains("measured"));
        QVERIFY(shown.pane.details()->text().contains("step"));
        QVERIFY(shown.selected.empty());
    }
    void foldsGroups() {
        Shown shown;
        const int before = shown.view().verticalScrollBar()->maximum();
        QTest::mouseClick(shown.view().viewport(), Qt::LeftButton, {}, {20, 24 + 10});   // the header of Stages
        QVERIFY(shown.view().verticalScrollBar()->maximum() < before);
    }
    void brushesInTheOverview() {
        Shown shown;
        OverviewStrip* strip = shown.pane.overview();
        const QPoint from(TimelineView::gutter + 200, 18), to(TimelineView::gutter + 400, 18);
        QTest::mousePress(strip, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, strip->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(strip, &move);
        QTest::mouseRelease(strip, Qt::LeftButton, {}, to);
        const timeline::Timeline& all = *shown.view().tracks()->timeline;
        QVERIFY(!all.spans.empty());
        QVERIFY(shown.seen() < 0.3 * static_cast<double>(shown.view().tracks()->end - shown.view().tracks()->start));
    }
    void growsWithARun() {
        Shown shown;
        turnWheel(shown.view(), {600, 60}, 6);
        const TimeScale before = shown.view().scale();
        auto longer = std::make_shared<timeline::Timeline>(*shown.view().tracks()->timeline);
        longer->spans.push_back({"seed", timeline::Category::Execute, shown.view().tracks()->end, shown.view().tracks()->end + 1'000'000'000, 0, 0, {{"seed", std::int64_t{5}}}});
        shown.pane.setTimeline(longer);
        QCOMPARE(shown.view().scale().from, before.from);   // what is looked at stays
        QCOMPARE(shown.view().scale().to, before.to);
    }
    void tellsNothingAndFailure() {
        TimelinePane pane;
        pane.setTimeline(nullptr);
        pane.setFailure("The timeline could not be read", "x.timeline is damaged");
        pane.show();
        QVERIFY(pane.view()->tracks() == nullptr);
    }
};
FOLDMETER_TEST(tst_timeline_pane)
#include "tst_timeline_pane.moc"
