// Pictures of the timeline, its flame graph and its roofline that were looked at and accepted (tests/golden/images). With
// FOLDMETER_ACCEPT_IMAGES set the test writes them anew: look at them before they are committed.
#include "support/test_main.h"

#include "base/file.h"
#include "gui/look/theme.h"
#include "gui/timeline/flame_graph.h"
#include "gui/timeline/pair_pane.h"
#include "gui/timeline/roofline.h"
#include "gui/timeline/timeline_pane.h"
#include "gui/timeline/timeline_view.h"
#include "support/picture_difference.h"
#include "timeline/timeline_file.h"

#include <QApplication>
#include <nlohmann/json.hpp>

using namespace foldmeter;
using namespace foldmeter::gui;

namespace {

std::shared_ptr<const timeline::Timeline> timelineOf(const std::string& run) { return std::make_shared<const timeline::Timeline>(timeline::readTimeline(test::dataPath("runs/" + run + "/insulin.timeline"))); }

timeline::KernelTable kernelsOf(const std::string& run) {
    timeline::KernelTable kernels;
    const auto timing = nlohmann::json::parse(decompressZstd(readText(test::dataPath("runs/" + run + "/insulin_timing.json.zst")), "timing"));
    for (const auto& kernel : timing["kernels"]) {
        const double calls = std::max(1.0, kernel["calls"].get<double>());
        kernels[kernel["name"]] = {kernel["program"], kernel["scope"], kernel["flops"].get<double>() / calls, kernel["bytes"].get<double>() / calls};
    }
    return kernels;
}

// A timeline of another program: no stages, long names, spans that overlap.
std::shared_ptr<const timeline::Timeline> foreign() {
    auto made = std::make_shared<timeline::Timeline>();
    made->tracks = {{"a thread with a name that is much longer than the place for it"}, {"stream 7"}};
    for (int i = 0; i < 40; ++i) {
        const std::int64_t start = i * 25'000'000LL;
        made->spans.push_back({i % 3 == 0 ? "void cutlass::Kernel<cutlass_80_tensorop_bf16_s16816gemm_relu_bf16_256x128_32x3_tn_align8>(Params)" : "launch", timeline::Category::Other, start, start + 20'000'000 + i * 300'000, 0, 0, {}});
        made->spans.push_back({"copy", timeline::Category::Other, start + 4'000'000, start + 34'000'000, 1, 0, {}});
        made->flows.push_back({2 * i, 2 * i + 1});
    }
    return made;
}

struct Shown {
    TimelinePane pane;
    Shown(std::shared_ptr<const timeline::Timeline> timeline, timeline::KernelTable kernels, const QSize& size) {
        pane.resize(size);
        pane.show();
        MachineLimits limits;
        limits.peakF32 = 442e9;
        limits.peakBf16 = 922e9;
        limits.bandwidth = 40e9;
        limits.precision = "f32";
        pane.setLimits(limits);
        pane.setTimeline(std::move(timeline), std::move(kernels));
        if (!QTest::qWaitFor([&] { return pane.view()->tracks() != nullptr; }, 10000)) qFatal("no timeline is shown");
    }
    void summary(TimelinePane::Tab tab) {
        pane.showTab(tab);
        if (!QTest::qWaitFor([&] { return pane.summary() != nullptr; }, 10000)) qFatal("no range is summed up");
    }
};

QImage tracks(const std::string& run, look::Scheme scheme) {
    look::applyScheme(*qApp, scheme);
    Shown shown(timelineOf(run), kernelsOf(run), {1280, 560});
    TimelineView& view = *shown.pane.view();
    const TrackList& list = *view.tracks();
    shown.summary(TimelinePane::Tab::Table);
    view.show(list.start, list.start + (list.end - list.start) / 2);
    const std::int64_t seen = view.scale().to - view.scale().from;
    view.measure(view.scale().from + seen / 5, view.scale().from + seen / 3);
    view.perform(TimelineAction::Mark);
    shown.pane.setCursor(view.scale().from + seen / 2);
    shown.pane.showPlace({1u, {}, {}, 0});
    view.show(list.start, list.start + (list.end - list.start) / 2);
    if (!QTest::qWaitFor([&] { return shown.pane.summary() && shown.pane.summary()->from == view.measured()->first; }, 10000)) qFatal("no range is summed up");
    QApplication::processEvents();
    return shown.pane.grab().toImage();
}

QImage plot(TimelinePane::Tab tab, look::Scheme scheme) {
    look::applyScheme(*qApp, scheme);
    Shown shown(timelineOf("autotuning"), kernelsOf("autotuning"), {1280, 420});
    shown.summary(tab);
    QWidget* widget = tab == TimelinePane::Tab::Flame ? static_cast<QWidget*>(shown.pane.flame()) : shown.pane.roofline();
    widget->setParent(nullptr);
    widget->resize(760, 360);
    const QImage image = widget->grab().toImage();
    delete widget;
    return image;
}

QImage other(look::Scheme scheme) {
    look::applyScheme(*qApp, scheme);
    Shown shown(foreign(), {}, {960, 300});
    return shown.pane.view()->grab().toImage();
}

QImage pair(look::Scheme scheme, PairAxis axis) {
    look::applyScheme(*qApp, scheme);
    PairPane pane;
    pane.resize(1280, 640);
    pane.setPair(makeTimelinePair(timelineOf("insulin"), timelineOf("cold-cache")), "insulin", "cold-cache");
    pane.setAxis(axis);
    pane.show();
    QApplication::processEvents();
    return pane.grab().toImage();
}

QImage keys() {
    look::applyScheme(*qApp, look::Scheme::Light);
    Shown shown(timelineOf("bucket"), {}, {1280, 480});
    shown.pane.view()->perform(TimelineAction::Help);
    return shown.pane.view()->grab().toImage();
}

}  // namespace

using Draw = std::function<QImage()>;
Q_DECLARE_METATYPE(Draw)

class tst_timeline_pictures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanupTestCase() { look::applyScheme(*qApp, look::Scheme::Light); }
    void lookAsAccepted_data() {
        QTest::addColumn<Draw>("draw");
        QTest::newRow("timeline-tracks") << Draw([] { return tracks("autotuning", look::Scheme::Light); });
        QTest::newRow("timeline-tracks-dark") << Draw([] { return tracks("cold-cache", look::Scheme::Dark); });
        QTest::newRow("timeline-flame") << Draw([] { return plot(TimelinePane::Tab::Flame, look::Scheme::Light); });
        QTest::newRow("timeline-flame-dark") << Draw([] { return plot(TimelinePane::Tab::Flame, look::Scheme::Dark); });
        QTest::newRow("timeline-limit") << Draw([] { return plot(TimelinePane::Tab::Roofline, look::Scheme::Light); });
        QTest::newRow("timeline-other-program") << Draw([] { return other(look::Scheme::Light); });
        QTest::newRow("timeline-keys") << Draw(keys);
        QTest::newRow("timeline-pair-seeds") << Draw([] { return pair(look::Scheme::Light, PairAxis::Seed); });
        QTest::newRow("timeline-pair-stages-dark") << Draw([] { return pair(look::Scheme::Dark, PairAxis::Stage); });
    }
    void lookAsAccepted() {
        QFETCH(Draw, draw);
        const QImage image = draw();
        const QString path = QString::fromStdString(test::sourcePath(std::string("tests/golden/images/") + QTest::currentDataTag() + ".png"));
        if (qEnvironmentVariableIsSet("FOLDMETER_ACCEPT_IMAGES")) QVERIFY(image.save(path));
        const QImage accepted(path);
        QCOMPARE(image.size(), accepted.size());
        const auto [alike, colours] = test::pictureDifference(image, accepted);
        QVERIFY2(alike > 0.9, qPrintable(QString("similarity %1").arg(alike)));   // letters differ a little from font to font
        QVERIFY2(colours < 4, qPrintable(QString::number(colours)));
    }
};
FOLDMETER_TEST(tst_timeline_pictures)
#include "tst_timeline_pictures.moc"
