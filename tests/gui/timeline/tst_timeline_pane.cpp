#include "support/test_main.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/timeline/overview_strip.h"
#include "gui/timeline/span_details.h"
#include "gui/timeline/timeline_pane.h"
#include "gui/timeline/flame_graph.h"
#include "gui/timeline/roofline.h"
#include "gui/timeline/span_table_view.h"
#include "gui/timeline/timeline_bar.h"
#include "gui/timeline/timeline_view.h"
#include "base/error.h"
#include "gui/commands/registry.h"
#include "timeline/timeline_file.h"

#include <QApplication>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThreadPool>
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
        pane.setTimeline(read, {{"attention_ce5066", {"denoise", "diffusion_transformer/attention", 4e6, 1e5}}});
        QObject::connect(&pane, &TimelinePane::spansSelected, [this](const auto& spans) { selected = spans; });
        QVERIFY(QTest::qWaitFor([&] { return pane.view()->tracks() != nullptr; }, 5000));
    }
    TimelineView& view() { return *pane.view(); }
    // What is made beside the window's thread has come.
    void settle() {
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }
    void showTab(TimelinePane::Tab tab) {
        pane.showTab(tab);
        settle();
    }
    void filter(const SpanFilter& wanted) {
        pane.setFilter(wanted);
        settle();
    }
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
        QCOMPARE(groups, QStringList({"Stages", "Seeds and samples", "Programs", "Threads", "Kernels by module", "Memory and counters"}));
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
        shown.settle();
        QVERIFY(shown.pane.rangeText().contains("measured"));
        QVERIFY(shown.pane.table()->copyText().contains("step"));
        QCOMPARE(shown.pane.summary()->from, measured[0][0].toLongLong());
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
        const QPoint from(TimelineView::gutter + 200, 18), to(TimelineView::gutter + 300, 18);
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
    void fitsTheSelection() {
        Shown shown;
        const double all = shown.seen();
        QTest::mouseClick(shown.view().viewport(), Qt::LeftButton, {}, shown.placeOf("seed"));
        QTest::keyClick(&shown.view(), Qt::Key_F);
        const timeline::Span& seed = shown.view().tracks()->span(*shown.view().selectedSpans().begin());
        QVERIFY(shown.seen() < 1.2 * static_cast<double>(seed.end - seed.start));
        QTest::keyClick(&shown.view(), Qt::Key_F);   // again: the whole run
        QCOMPARE(shown.seen(), all);
        QTest::keyClick(&shown.view(), Qt::Key_R);   // measured: the tables show it
        shown.settle();
        QVERIFY(shown.view().measured() == std::make_pair(seed.start, seed.end));
        QCOMPARE(shown.pane.summary()->to, seed.end);
    }
    void marksMomentsAndRanges() {
        Shown shown;
        TimelineView& view = shown.view();
        shown.pane.setCursor(view.scale().time(300));
        QTest::keyClick(&view, Qt::Key_M);
        QCOMPARE(view.marks().size(), std::size_t{1});
        QCOMPARE(view.marks()[0].first, view.marks()[0].second);
        view.measure(view.scale().time(500), view.scale().time(600));
        QTest::keyClick(&view, Qt::Key_M);
        QCOMPARE(view.marks().size(), std::size_t{2});
        turnWheel(view, {TimelineView::gutter + 10, 60}, 10);
        QTest::keyClick(&view, Qt::Key_BracketRight);
        const std::int64_t middle = view.scale().from + (view.scale().to - view.scale().from) / 2;
        QVERIFY(std::abs(middle - view.marks()[0].first) < (view.scale().to - view.scale().from) / 10);
        QTest::keyClick(&view, Qt::Key_M);   // the same range again: no longer
        QCOMPARE(view.marks().size(), std::size_t{1});
        QTest::keyClick(&view, Qt::Key_M, Qt::ShiftModifier);
        QVERIFY(view.marks().empty());
    }
    void pinsRows() {
        Shown shown;
        TimelineView& view = shown.view();
        const QPoint place = shown.placeOf("seed");
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, {20, place.y()});
        QCOMPARE(view.pinned().size(), std::size_t{1});
        QCOMPARE(view.pinned()[0].second, QString("seeds"));
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
        const int span = view.spanAt({place.x(), 24 + 10});   // right under the ruler, however far it is scrolled
        QVERIFY(span >= 0 && view.tracks()->span(span).name == "seed");
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, {place.x(), 24 + 10});
        QTest::keyClick(&view, Qt::Key_P);
        QVERIFY(view.pinned().empty());
    }
    void searches() {
        Shown shown;
        TimelineBar& bar = *shown.pane.bar();
        bar.search("CONFIDENCE");
        QCOMPARE(bar.found().size(), std::size_t{8});
        QTest::keyClick(&shown.view(), Qt::Key_N);
        QCOMPARE(bar.countText(), QString("1 of 8"));
        QCOMPARE(shown.selected[0].name, std::string("confidence"));
        QTest::keyClick(&shown.view(), Qt::Key_N, Qt::ShiftModifier);
        QCOMPARE(bar.countText(), QString("8 of 8"));   // round and round
        bar.search("step=12");
        QCOMPARE(bar.found().size(), std::size_t{4});
        bar.search("diffusion_transformer");            // a module of the network
        QCOMPARE(bar.found().size(), std::size_t{800});
        bar.search("no such thing");
        QCOMPARE(bar.countText(), QString("nothing found"));
        QTest::keyClick(&shown.view(), Qt::Key_Slash);
        QVERIFY(QTest::qWaitFor([&] { return qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr || !shown.pane.isActiveWindow(); }, 2000));
    }
    void filtersWhatIsShown() {
        Shown shown;
        shown.showTab(TimelinePane::Tab::Table);
        shown.pane.table()->setKind(timeline::TableKind::BottomUp);
        SpanFilter filter;
        filter.categories[static_cast<std::size_t>(timeline::Category::Execute)] = false;
        shown.filter(filter);
        for (const TrackGroup& group : shown.view().tracks()->groups)
            for (const TrackRow& row : group.rows)
                for (std::size_t i = 0; i < row.lane.size(); ++i) QVERIFY(row.lane.category(i) != timeline::Category::Execute);
        QVERIFY(!shown.pane.table()->copyText().contains("step"));
        QVERIFY(shown.pane.table()->copyText().contains("conformers"));
        filter = {};
        filter.name = "step";
        shown.filter(filter);
        QVERIFY(!shown.pane.table()->copyText().contains("conformers"));
        filter = {};
        filter.scope = "attention";
        shown.filter(filter);
        QVERIFY(shown.pane.table()->copyText().contains("attention_ce5066"));
        QCOMPARE(shown.pane.table()->copyText().count(u'\n'), 2);
        shown.filter({});
        QVERIFY(shown.pane.table()->copyText().contains("step"));
    }
    void drawsFlows() {
        Shown shown;
        const TrackList& list = *shown.view().tracks();
        QVERIFY(list.flows.size() >= 5);   // from each program's code to its first run
        for (const timeline::Flow& flow : list.flows) {
            QCOMPARE(list.span(flow.fromSpan).name, std::string("bind program"));
            QCOMPARE(list.programOf(flow.fromSpan), list.programOf(flow.toSpan));
            QVERIFY(list.span(flow.fromSpan).end <= list.span(flow.toSpan).start);
        }
        shown.pane.resize(1280, 1400);
        shown.view().setSelectedSpans({list.flows[0].toSpan});
        shown.view().grab();
        QCOMPARE(shown.view().flowsDrawn(), 1);
        shown.view().perform(TimelineAction::Flows);
        shown.view().grab();
        QCOMPARE(shown.view().flowsDrawn(), 0);
    }
    void tellsPlaces() {
        Shown shown;
        QSignalSpy places(&shown.pane, &TimelinePane::placeChosen);
        const TrackList& list = *shown.view().tracks();
        const auto spanOf = [&](const char* name, int nth) {
            for (std::size_t i = 0; i < list.timeline->spans.size(); ++i)
                if (list.timeline->spans[i].name == name && nth-- == 0) return static_cast<int>(i);
            return -1;
        };
        Q_EMIT shown.view().spanChosen(spanOf("step", 130), false);
        QVERIFY(places.last()[0].value<Place>() == (Place{2u, {}, 31, {}}));
        Q_EMIT shown.view().spanChosen(spanOf("attention_ce5066", 0), false);   // a kernel: where its step is
        QVERIFY(places.last()[0].value<Place>().seed == 1u && places.last()[0].value<Place>().step == 1);
        Q_EMIT shown.view().cursorAsked(list.span(spanOf("confidence", 3)).start + 1);
        QVERIFY(places.last()[0].value<Place>() == (Place{2u, {}, {}, 1}));
        const qsizetype before = places.count();
        shown.pane.showPlace({3u, {}, {}, 1});   // a sample: its spans
        QCOMPARE(shown.selected.size(), std::size_t{1});
        QCOMPARE(shown.selected[0].name, std::string("confidence"));
        shown.pane.showPlace({3u, {}, 50, {}});
        QCOMPARE(shown.selected.size(), std::size_t{1});
        QCOMPARE(places.count(), before);        // told from outside, not back
    }
    void showsTheMachinesLimit() {
        Shown shown;
        shown.showTab(TimelinePane::Tab::Roofline);
        QCOMPARE(shown.pane.roofline()->points().size(), std::size_t{1});
        const Roofline::Point point = shown.pane.roofline()->points()[0];
        QCOMPARE(point.intensity, 40.0);
        QVERIFY(!shown.pane.roofline()->describe(point).contains("limit"));   // nothing was measured: nothing is said
        MachineLimits limits;
        limits.peakF32 = 2 * point.rate;
        shown.pane.setLimits(limits);
        QVERIFY(shown.pane.roofline()->describe(point).contains(look::percent(0.5)));
        limits.bandwidth = point.rate / 40;      // the memory's roof is lower
        shown.pane.setLimits(limits);
        QVERIFY(shown.pane.roofline()->describe(point).contains(look::percent(1)));
        QVERIFY(shown.pane.roofline()->pointAt(shown.pane.roofline()->placeOf(point)));
        shown.pane.table()->setKind(timeline::TableKind::ByKernel);
        QVERIFY(shown.pane.table()->copyText().startsWith("span\tcalls\ttotal\tself\tshare\twork\tmoved\tof the limit\nattention_ce5066\t800\t"));
        const int span = static_cast<int>(shown.view().tracks()->span(0).start > 0 ? point.longest : -1);
        Q_EMIT shown.view().spanChosen(span, false);
        QVERIFY(shown.pane.details()->text().contains("of the limit"));
        QVERIFY(shown.pane.details()->text().contains("diffusion_transformer/attention"));
    }
    void drawsAFlameGraph() {
        Shown shown;
        shown.pane.resize(1280, 700);
        shown.showTab(TimelinePane::Tab::Flame);
        FlameGraph& flame = *shown.pane.flame();
        const timeline::CallTree& tree = shown.pane.summary()->tree;
        QVERIFY(flame.boxesPainted() > 20);
        const int seed = tree.root().children[0];
        QCOMPARE(std::string(tree.at(seed).name), std::string("seed"));
        const double share = flame.boxOf(seed).width() / flame.boxOf(0).width();
        QVERIFY(std::abs(share - static_cast<double>(tree.at(seed).total) / static_cast<double>(tree.root().total)) < 0.01);
        QTest::mouseDClick(flame.viewport(), Qt::LeftButton, {}, flame.boxOf(seed).center().toPoint());
        QCOMPARE(flame.focus(), seed);
        QCOMPARE(flame.boxOf(seed).width(), flame.boxOf(0).width());
        QTest::keyClick(&flame, Qt::Key_Escape);
        QCOMPARE(flame.focus(), 0);
        QTest::keyClick(&flame, Qt::Key_Down);
        QCOMPARE(flame.chosen(), seed);
        QCOMPARE(shown.selected[0].name, std::string("seed"));
        QTest::keyClick(&flame, Qt::Key_Left);                       // the first of its siblings
        QCOMPARE(flame.chosen(), seed);
        QTest::keyClick(&flame, Qt::Key_Right);
        QCOMPARE(flame.chosen(), tree.root().children[1]);
        QTest::keyClick(&flame, Qt::Key_Up);
        QTest::keyClick(&flame, Qt::Key_Up);                         // stays at the top
        QCOMPARE(flame.chosen(), 0);
    }
    void sortsFiltersAndCopiesTables() {
        Shown shown;
        shown.showTab(TimelinePane::Tab::Table);
        SpanTableView& table = *shown.pane.table();
        const auto lines = [&] { return table.copyText().split(u'\n', Qt::SkipEmptyParts); };
        QCOMPARE(lines()[0], QString("span\tstage\tcalls\ttotal\tself\tshare"));
        QVERIFY(lines()[1].startsWith("seed\texecute\t4\t"));
        QVERIFY(lines()[2].startsWith("  step\texecute\t400\t"));   // indented under its parent
        table.setFilter("conformers");
        QCOMPARE(lines().size(), qsizetype{3});                      // with what it lies in
        table.setFilter({});
        table.setKind(timeline::TableKind::ByPass);
        QCOMPARE(lines().size(), qsizetype{1});                      // a full cache: nothing was optimised
        table.setKind(timeline::TableKind::ByModule);
        QVERIFY(lines()[1].startsWith("diffusion_transformer\t800\t"));
    }
    void exportsWhatIsSeen() {
        Shown shown;
        QTemporaryDir folder;
        for (const char* name : {"seen.png", "seen.svg", "all.trace.json", "all.pftrace", "all.timeline", "table.tsv"}) {
            const QString file = folder.filePath(name);
            shown.pane.exportTo(file, TimelinePane::Tab::Details);
            QVERIFY2(QFileInfo(file).size() > 100, name);
        }
        QCOMPARE(QImage(folder.filePath("seen.png")).size(), shown.view().viewport()->size() * 2);
        QFile svg(folder.filePath("seen.svg"));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        const QByteArray text = svg.readAll();
        QVERIFY(text.contains("<svg") && text.contains("main thread"));
        QCOMPARE(timeline::readTimeline(folder.filePath("all.timeline").toStdString()).spans.size(), shown.view().tracks()->timeline->spans.size());
        for (const auto tab : {TimelinePane::Tab::Flame, TimelinePane::Tab::Roofline}) {
            shown.showTab(tab);
            shown.pane.exportTo(folder.filePath("plot.svg"), tab);
            QVERIFY(QFileInfo(folder.filePath("plot.svg")).size() > 500);
        }
        QVERIFY_EXCEPTION_THROWN(shown.pane.exportTo(folder.filePath("odd.xyz"), TimelinePane::Tab::Details), InputError);
        QVERIFY_EXCEPTION_THROWN(shown.pane.exportTo("/nowhere/at/all.png", TimelinePane::Tab::Details), DeviceError);
    }
    void everyKeyIsACommand() {
        Shown shown;
        commands::CommandRegistry registry;
        shown.pane.addCommands(registry);
        for (const TimelineKey& key : timelineKeys()) {
            if (key.action == TimelineAction::Clear) continue;
            const QString id = QString("timeline.") + key.id;
            QVERIFY2(registry.action(id), key.id);
            QCOMPARE(registry.shortcut(id), QKeySequence(QString(key.keys)));
            QVERIFY2(registry.conflicts(id, registry.shortcut(id)).empty(), key.id);
        }
        const double all = shown.seen();
        QVERIFY(registry.invoke("timeline.zoom-in"));
        QVERIFY(shown.seen() < all);
        QVERIFY(registry.invoke("timeline.table.kernel"));
        QVERIFY(shown.pane.table()->kind() == timeline::TableKind::ByKernel);
        QVERIFY(registry.invoke("timeline.keys"));
        QVERIFY(shown.view().showsKeys());
        shown.pane.setTimeline(nullptr);
        QVERIFY(!registry.whyNot("timeline.zoom-in").isEmpty());
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
