// A Chrome trace of 100 MB in the window: opened beside the window's thread, whole. How long it takes and how much memory
// it needs is told, not judged: the machine may be busy (tests/bench/measured.md).
#include "gui/app/window_fixture.h"

#include "base/file.h"
#include "gui/app/run_page.h"
#include "gui/run/run_panes.h"
#include "gui/timeline/timeline_pane.h"
#include "gui/timeline/timeline_view.h"
#include "timeline/chrome_trace.h"
#include "timeline/timeline_file.h"

#include <QElapsedTimer>
#include <QRegularExpression>

#include <algorithm>

using namespace foldmeter;

class tst_trace_opening_slow : public QObject {
    Q_OBJECT

    // A recorded run, so often one after the other that its trace is as large as wanted.
    static timeline::Timeline repeated(const timeline::Timeline& once, int times) {
        timeline::Timeline all;
        all.tracks = once.tracks;
        std::int64_t end = 0;
        for (const timeline::Span& span : once.spans) end = std::max(end, span.end);
        for (int i = 0; i < times; ++i)
            for (timeline::Span span : once.spans) {
                span.start += i * end;
                span.end += i * end;
                all.spans.push_back(std::move(span));
            }
        return all;
    }
    static double megabytes(const char* name) {
        const QRegularExpression line(QString("%1:\\s+(\\d+) kB").arg(QLatin1String(name)));
        return line.match(QString::fromStdString(readText("/proc/self/status"))).captured(1).toDouble() / 1024;
    }

private Q_SLOTS:
    void opensAHundredMegabytes() {
        constexpr std::size_t wanted = 100'000'000;
        test::WindowFixture fixture;
        const timeline::Timeline once = timeline::readTimeline(test::dataPath("runs/autotuning/insulin.timeline"));
        const std::size_t bytes = timeline::toChromeTrace(once, "foldmeter").size();
        const timeline::Timeline all = repeated(once, static_cast<int>(wanted / bytes) + 1);
        const QString file = fixture.path("large.trace.json");
        writeAtomically(file.toStdString(), timeline::toChromeTrace(all, "foldmeter"));
        QVERIFY(static_cast<std::size_t>(QFileInfo(file).size()) >= wanted * 95 / 100);
        const double before = megabytes("VmRSS");
        QElapsedTimer timer;
        timer.start();
        fixture.window().open(file);
        gui::TimelinePane* pane = fixture.window().runPage()->panes()->timeline();
        QTRY_VERIFY_WITH_TIMEOUT(pane->view()->tracks() && pane->view()->tracks()->timeline->spans.size() == all.spans.size(), 60000);
        const double shown = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
        pane->view()->grab();
        qInfo("%zu spans, %lld MB: shown after %.2f s, painted after %.2f s; %.0f MB more than before", all.spans.size(), QFileInfo(file).size() / 1'000'000, shown, static_cast<double>(timer.nsecsElapsed()) * 1e-9, megabytes("VmRSS") - before);
    }
};
FOLDMETER_TEST(tst_trace_opening_slow)
#include "tst_trace_opening_slow.moc"
