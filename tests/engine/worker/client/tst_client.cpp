#include "support/test_main.h"

#include "base/error.h"
#include "worker/client/client.h"
#include "worker/client/job_state.h"

using namespace foldmeter;
using namespace foldmeter::worker;

namespace {

std::vector<Request> requestsIn(const std::string& bytes) {
    MessageReader reader;
    reader.feed(bytes);
    std::vector<Request> requests;
    while (const auto message = reader.next()) requests.push_back(toRequest(*message));
    return requests;
}

JobState folded(const std::vector<Event>& events) {
    JobState state;
    double seconds = 0;
    for (const Event& event : events) state = after(std::move(state), event, seconds += 1);
    return state;
}

}  // namespace

class tst_client : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void greetsFirstAndNumbersRequests() {
        Client client("test");
        const RequestId plan = client.ask(PlanRequest{}), job = client.ask(PredictRequest{});
        const auto requests = requestsIn(client.takeOutput());
        QCOMPARE(requests.size(), std::size_t{3});
        QCOMPARE(std::get<HelloRequest>(requests[0].what).program, std::string("test"));
        QCOMPARE(requests[1].id, plan);
        QCOMPARE(requests[2].id, job);
        QVERIFY(plan != job);
        QVERIFY(client.takeOutput().empty());
    }
    void tellsWhatTheEngineSays() {
        Client client("test");
        const RequestId job = client.ask(PredictRequest{});
        QVERIFY(!client.greeted());
        const std::string bytes = toBytes(Event{1, HelloEvent{protocolVersion, "foldmeter 9", "host", 5}}) + toBytes(Event{job, StageEvent{"trace"}});
        std::vector<Event> events = client.feed(std::string_view(bytes).substr(0, 30));
        QVERIFY(events.empty());
        events = client.feed(std::string_view(bytes).substr(30));
        QCOMPARE(events.size(), std::size_t{2});
        QCOMPARE(client.engine()->program, std::string("foldmeter 9"));
        QVERIFY(client.isOpen(job));
        client.feed(toBytes(Event{job, FinishedEvent{}}));
        QVERIFY(!client.isOpen(job));
    }
    void anEngineOfAnotherVersionIsRefused() {
        Client client("test");
        client.feed(toBytes(Event{1, HelloEvent{99, "foldmeter 7", "", 0}}));
        QVERIFY(QString::fromStdString(client.broken()).contains("99"));
        QVERIFY(client.feed(toBytes(Event{1, StageEvent{"trace"}})).empty());
    }
    void eventsOfALaterEngineAreSkipped() {
        Client client("test");
        std::string later = toBytes(Event{1, StageEvent{"trace"}});
        later.replace(later.find("\"stage\",\"id\""), 7, "\"stagy\"");
        const auto events = client.feed(later + toBytes(Event{1, StageEvent{"codegen"}}));
        QCOMPARE(events.size(), std::size_t{1});
        QVERIFY(client.broken().empty());
    }
    void garbageBreaksTheConnectionWithAReason() {
        Client client("test");
        client.feed(toBytes(Event{1, HelloEvent{}}));
        client.feed("Segmentation fault\n");
        QVERIFY(!client.broken().empty());
    }
    void openRequestsFailWhenTheProcessEnds() {
        Client client("test");
        const RequestId done = client.ask(PredictRequest{}), job = client.ask(PredictRequest{}), plan = client.ask(PlanRequest{});
        client.ask(CancelRequest{job});   // no answer of its own
        client.feed(toBytes(Event{1, HelloEvent{}}) + toBytes(Event{done, FinishedEvent{}}));
        const auto events = client.ended("killed");
        QCOMPARE(events.size(), std::size_t{2});
        QCOMPARE(events[0].id, job);
        QCOMPARE(std::get<FailedEvent>(events[0].what).text, std::string("killed"));
        QCOMPARE(events[1].id, plan);
        QCOMPARE(std::get<RefusedEvent>(events[1].what).text, std::string("killed"));
        QVERIFY(client.ended("again").empty());
    }

    void aJobEndsAs_data() {
        QTest::addColumn<int>("ending");
        QTest::addColumn<int>("phase");
        QTest::newRow("finished") << 0 << static_cast<int>(JobPhase::Finished);
        QTest::newRow("a seed failed") << 1 << static_cast<int>(JobPhase::PartlyFinished);
        QTest::newRow("cancelled with samples") << 2 << static_cast<int>(JobPhase::Cancelled);
        QTest::newRow("cancelled before the first") << 3 << static_cast<int>(JobPhase::Cancelled);
        QTest::newRow("failed") << 4 << static_cast<int>(JobPhase::Failed);
        QTest::newRow("refused") << 5 << static_cast<int>(JobPhase::Failed);
    }
    void aJobEndsAs() {
        QFETCH(int, ending);
        QFETCH(int, phase);
        const std::vector<Event> endings = {{1, FinishedEvent{false, 5, 0, 0, 1}}, {1, FinishedEvent{false, 5, 1, 0, 1}}, {1, FinishedEvent{true, 2, 0, 0, 1}},
                                            {1, FailedEvent{5, "cancelled"}}, {1, FailedEvent{3, "no memory"}}, {1, RefusedEvent{"no"}}};
        JobState state = folded({{1, StartedEvent{}}, endings[static_cast<std::size_t>(ending)]});
        QCOMPARE(static_cast<int>(state.phase), phase);
        state = after(std::move(state), {1, StageEvent{"trace"}}, 9);   // what comes later changes nothing
        QVERIFY(state.stages.empty());
    }
    void aJobsStateIsPutTogether() {
        const JobState state = folded({{1, AcceptedEvent{0}}, {1, StageEvent{"featurise"}}, {1, StartedEvent{.job = "j", .folder = "/f"}}, {1, StageEvent{"codegen"}},
                                       {1, ProgressEvent{.stage = "denoise", .done = 4}}, {1, MemoryEvent{0.5, 100, 200}}, {1, LogEvent{"info", "x"}}, {1, LogEvent{"warning", "w"}},
                                       {1, SampleEvent{1, 0, 0.5}}, {1, PausedEvent{true}}});
        QCOMPARE(static_cast<int>(state.phase), static_cast<int>(JobPhase::Paused));
        QCOMPARE(state.stages.size(), std::size_t{2});
        QCOMPARE(state.stages[1].seconds, 4.0);
        QCOMPARE(state.progress->done, 4);
        QCOMPARE(state.warnings, (std::vector<std::string>{"w"}));
        QCOMPARE(state.samples.size(), std::size_t{1});
        QCOMPARE(state.started->folder, std::string("/f"));
    }
    void theMemoryCurveStaysShort() {
        JobState state;
        for (int i = 0; i < 5000; ++i) state = after(std::move(state), {1, MemoryEvent{i * 0.5, i, 0}}, i);
        QVERIFY(state.memory.size() <= JobState::mostMemorySamples);
        QVERIFY(state.memory.size() > JobState::mostMemorySamples / 3);
        QCOMPARE(state.memory.front().seconds, 0.0);
        QCOMPARE(state.memory.back().seconds, 4999 * 0.5);
    }
};

FOLDMETER_TEST(tst_client)
#include "tst_client.moc"
