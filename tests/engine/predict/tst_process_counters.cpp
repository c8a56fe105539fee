#include "support/test_main.h"

#include "base/file.h"
#include "predict/process_counters.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <thread>

using namespace foldmeter;
using namespace foldmeter::predict;
using timeline::Category;

namespace {

double last(const timeline::Timeline& timeline, const char* name) {
    for (const timeline::Counter& counter : timeline.counters)
        if (counter.name == name) return counter.values.back();
    return -1;
}

double argumentOf(const timeline::Span& span, const std::string& name) {
    for (const timeline::SpanArgument& argument : span.arguments)
        if (argument.name == name) return std::holds_alternative<double>(argument.value) ? std::get<double>(argument.value) : static_cast<double>(std::get<std::int64_t>(argument.value));
    return -1;
}

}  // namespace

class tst_process_counters : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsWhatIsUsed() {
        timeline::Recorder recorder;
        ProcessCounters counters(recorder);
        counters.sample();
        const timeline::Timeline before = recorder.finish();
        std::vector<char> touched(std::size_t{64} << 20, 1);
        QElapsedTimer busy;
        busy.start();
        while (busy.elapsed() < 100) touched[static_cast<std::size_t>(busy.nsecsElapsed()) % touched.size()] = 2;
        counters.sample();
        const timeline::Timeline after = recorder.finish();
        const auto grown = [&](const char* name) { return last(after, name) - last(before, name); };
        QVERIFY(grown(counter::memory) > double(32 << 20));
        QVERIFY(grown(counter::faults) > 10);
        QVERIFY(grown(counter::cpuSeconds) > 0.02);
        QVERIFY(grown(counter::machineSeconds) >= 0);
        QVERIFY(grown(counter::queueSeconds) >= 0 && grown(counter::systemSeconds) >= 0 && grown(counter::majorFaults) >= 0);
        QCOMPARE(last(after, counter::processors), double(std::thread::hardware_concurrency()));
        QVERIFY(touched[1] > 0);
    }
    void restsBetweenSamples() {
        timeline::Recorder recorder;
        ProcessCounters counters(recorder);
        counters.sample();
        for (int n = 0; n < 1000; ++n) counters.sampleIfDue();
        QCOMPARE(recorder.finish().counters.front().values.size(), std::size_t{1});
    }
    void samplesCheaply() {
        timeline::Recorder recorder;
        ProcessCounters counters(recorder);
        double least = 1e9;
        for (int n = 0; n < 20; ++n) {
            QElapsedTimer timer;
            timer.start();
            counters.sample();
            least = std::min(least, static_cast<double>(timer.nsecsElapsed()) * 1e-6);
        }
        qInfo("a sample takes %.3f ms", least);
        QVERIFY(least < 2);   // four times a second: under 1 % in the worst case
    }
    void tellsWhatASpanRead() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("data").toStdString();
        writeAtomically(file, std::string_view(std::string(3 << 20, 'x')));
        double waited = 0;
        for (int attempt = 0; attempt < 5 && waited < 0.045; ++attempt) {   // a machine that works for others blurs one of its clocks now and then
            timeline::Recorder recorder;
            {
                ReadingSpan span(recorder, "read", Category::Load);
                span.with("seed", 7);
                QCOMPARE(readText(file).size(), std::size_t{3 << 20});
                std::this_thread::sleep_for(std::chrono::milliseconds(50));   // as a slow disk would
            }
            const timeline::Timeline timeline = recorder.finish();
            QCOMPARE(timeline.spans.size(), std::size_t{1});
            const timeline::Span& span = timeline.spans[0];
            waited = argumentOf(span, "waited");
            QVERIFY(argumentOf(span, "bytes") >= 3 << 20);
            QVERIFY(waited <= static_cast<double>(span.end - span.start) * 1e-9);
            QCOMPARE(argumentOf(span, "seed"), 7.0);
        }
        QVERIFY2(waited >= 0.045, qPrintable(QString::number(waited)));
    }
};
FOLDMETER_TEST(tst_process_counters)
#include "tst_process_counters.moc"
