#include "support/test_main.h"

#include "base/error.h"
#include "worker/protocol/message.h"

#include <cmath>
#include <random>

using namespace foldmeter;
using namespace foldmeter::worker;

namespace {

Request fullPrediction() {
    PredictRequest request{.input = {"{\"name\": \"\xC3\xA4\"}\n\xFF binary", "jobs/a.json"},
                           .options = {.model = "demo", .msaRows = 512, .recycles = 3, .samples = 2, .seeds = {1, 4294967295u}},
                           .outputParent = "/tmp/out", .commandLine = "foldmeter predict", .live = LivePositions::AllSamples, .overwrite = true, .sendFiles = true};
    request.options.settings.set("precision", "bf16-all");
    request.options.settings.set("bucket", "64,128");
    return {7, request};
}
Event positions() { return {9, PositionsEvent{.seed = 3, .step = 20, .steps = 200, .sigma = 1.5, .samples = 1, .atoms = 2, .values = {1, 2, 3, -4, 5.5f, 1e-3f}}}; }

std::vector<Request> requests() {
    return {{1, HelloRequest{3, "test"}}, {2, DevicesRequest{true}}, {3, PlanRequest{{"x", "y"}, {}}}, {4, CompileRequest{{"", "/file"}, {}}}, fullPrediction(),
            {8, CancelRequest{7}}, {9, PauseRequest{7}}, {10, ResumeRequest{7}}, {11, ShutdownRequest{true}}, {12, LanguageRequest{"zh"}}};
}
std::vector<Event> events() {
    return {{1, HelloEvent{1, "foldmeter", "host", 42}}, {2, AcceptedEvent{3}}, {3, RefusedEvent{"no \"quotes\"\n"}},
            {4, DevicesEvent{.cpu = "c", .features = {"+a", "+b"}, .threads = 8, .totalMemory = std::int64_t{1} << 40, .peakF32 = 440.5}},
            {5, PlanEvent{.job = "j", .tokens = 64, .tokensThatFit = 12, .secondsHigh = 2.5, .cache = {{"trunk", "hit"}, {"denoise", "miss"}}, .notes = {"n"}}},
            {6, CompiledEvent{1.5, 146, 3}}, {7, StartedEvent{.job = "j", .folder = "/f", .seeds = {1, 2}, .tokens = 20, .samples = 5}},
            {8, AtomsEvent{{"A", "A"}, {"GLY", "GLY"}, {"N", "CA"}, {"N", "C"}, {1, 1}}}, {9, StageEvent{"codegen"}},
            {10, ProgressEvent{.stage = "denoise", .seed = 4, .done = 3, .total = 9, .fraction = 0.25, .secondsLeft = 12}}, {11, MemoryEvent{0.5, 1, 2}}, positions(),
            {12, SampleEvent{1, 2, 0.75}}, {13, FileEvent{"a/b.cif", std::string("\0\xFF\n", 3)}}, {14, SeedFailedEvent{5, "why"}}, {15, PausedEvent{true}},
            {16, LogEvent{"warning", "text"}}, {17, FinishedEvent{true, 3, 1, 2, 4.5}}, {18, FailedEvent{3, "memory"}}};
}

// A message is what its frame says: two values are equal when their frames are.
template <typename Value> Value throughStream(const Value& value, Form form, std::size_t piece, Value (*read)(const Message&)) {
    const std::string bytes = toBytes(value, form);
    MessageReader reader(form);
    for (std::size_t at = 0; at < bytes.size(); at += piece) reader.feed(std::string_view(bytes).substr(at, piece));
    const auto message = reader.next();
    if (!message) throw InternalError("no message");
    if (reader.next()) throw InternalError("more than one message");
    return read(*message);
}

QString problemOf(const std::function<void()>& work) {
    try {
        work();
        return {};
    } catch (const InputError& problem) {
        return problem.what();
    }
}

}  // namespace

class tst_message : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindComesBack_data() {
        QTest::addColumn<bool>("isRequest");
        QTest::addColumn<int>("index");
        QTest::addColumn<int>("piece");
        for (int i = 0; i < static_cast<int>(requests().size()); ++i) QTest::addRow("request %d", i) << true << i << 1;
        for (int i = 0; i < static_cast<int>(events().size()); ++i) QTest::addRow("event %d", i) << false << i << 7;
        QCOMPARE(requests().size(), std::variant_size_v<decltype(Request::what)>);
        QCOMPARE(events().size(), std::variant_size_v<decltype(Event::what)>);
    }
    void everyKindComesBack() {
        QFETCH(bool, isRequest);
        QFETCH(int, index);
        QFETCH(int, piece);
        const auto bytes = static_cast<std::size_t>(piece);
        if (isRequest) {
            const Request given = requests()[static_cast<std::size_t>(index)];
            const Request back = throughStream(given, Form::Frames, bytes, toRequest);
            QCOMPARE(back.what.index(), given.what.index());
            QCOMPARE(toBytes(back), toBytes(given));
        } else {
            const Event given = events()[static_cast<std::size_t>(index)];
            const Event back = throughStream(given, Form::Frames, bytes, toEvent);
            QCOMPARE(back.what.index(), given.what.index());
            QCOMPARE(toBytes(back), toBytes(given));
        }
    }
    void fieldsAreThoseThatWereSent() {
        const Request back = throughStream(fullPrediction(), Form::Frames, 1000, toRequest);
        const auto& request = std::get<PredictRequest>(back.what);
        QCOMPARE(request.input.text, std::get<PredictRequest>(fullPrediction().what).input.text);
        QCOMPARE(request.options.settings.precision, std::optional(Precision::BF16All));
        QCOMPARE(request.options.settings.buckets, (std::vector<int>{64, 128}));
        QCOMPARE(request.options.seeds, (std::vector<std::uint32_t>{1, 4294967295u}));
        QCOMPARE(request.options.recycles, std::optional(3));
        QVERIFY(!request.options.steps && request.sendFiles && !request.resume);
        const Event event = throughStream(positions(), Form::Frames, 3, toEvent);
        QCOMPARE(std::get<PositionsEvent>(event.what).values, std::get<PositionsEvent>(positions().what).values);
    }
    void linesCanBeReadAndComeBack() {
        const std::string line = toBytes(positions(), Form::Lines);
        QCOMPARE(line, std::string("{\"event\":\"positions\",\"id\":9,\"seed\":3,\"step\":20,\"steps\":200,\"sigma\":1.5,\"samples\":1,\"atoms\":2,"
                                   "\"values\":[1.0,2.0,3.0,-4.0,5.5,0.001]}\n"));
        const Event back = throughStream(positions(), Form::Lines, 5, toEvent);
        QCOMPARE(std::get<PositionsEvent>(back.what).values, std::get<PositionsEvent>(positions().what).values);
        const Request request = throughStream(Request{3, PlanRequest{{"text\nof two lines", "f"}, {}}}, Form::Lines, 9, toRequest);
        QCOMPARE(std::get<PlanRequest>(request.what).input.text, std::string("text\nof two lines"));
    }
    void unknownFieldsAreIgnoredAndMissingOnesKeepTheirDefault() {
        const Request request = toRequest({R"({"request":"predict","id":3,"colour":"red","settings":{"fusion":"off"},"later":{"a":[1]}})", ""});
        const auto& what = std::get<PredictRequest>(request.what);
        QVERIFY(!what.options.settings.fusion);
        QVERIFY(what.options.settings.hoist);
        QCOMPARE(what.live, LivePositions::FirstSample);
    }

    void refusesWhatItCannotRead_data() {
        QTest::addColumn<QString>("head");
        QTest::addColumn<QString>("says");
        QTest::newRow("no JSON") << "{" << "message:1";
        QTest::newRow("a list") << "[1]" << "JSON object";
        QTest::newRow("no kind") << "{\"id\":1}" << "no message";
        QTest::newRow("unknown kind") << "{\"request\":\"dance\",\"id\":1}" << "\"dance\"";
        QTest::newRow("number 0") << "{\"request\":\"devices\"}" << "id";
        QTest::newRow("negative number") << "{\"request\":\"devices\",\"id\":-1}" << "id";
        QTest::newRow("wrong type") << "{\"request\":\"devices\",\"id\":1,\"measure\":3}" << "measure";
        QTest::newRow("count out of range") << "{\"request\":\"predict\",\"id\":1,\"steps\":99999999999}" << "steps";
        QTest::newRow("seed below 0") << "{\"request\":\"predict\",\"id\":1,\"seeds\":[-1]}" << "seeds";
        QTest::newRow("list of texts") << "{\"request\":\"predict\",\"id\":1,\"seeds\":[\"1\"]}" << "seeds";
        QTest::newRow("unknown setting") << "{\"request\":\"plan\",\"id\":1,\"settings\":{\"speed\":\"high\"}}" << "speed";
        QTest::newRow("live") << "{\"request\":\"predict\",\"id\":1,\"live\":3}" << "live";
        QTest::newRow("deep") << QString(100, '[') << "message:1";
    }
    void refusesWhatItCannotRead() {
        QFETCH(QString, head);
        QFETCH(QString, says);
        const QString problem = problemOf([&] { toRequest({head.toStdString(), ""}); });
        QVERIFY2(problem.contains(says), qPrintable(problem));
    }
    void refusesEventsWhoseListsDoNotFit() {
        QVERIFY(problemOf([] { toEvent({R"({"event":"positions","samples":2,"atoms":2,"values":[1,2,3]})", ""}); }).contains("values"));
        QVERIFY(problemOf([] { toEvent({R"({"event":"positions","samples":-1,"atoms":-1,"values":[1,2,3]})", ""}); }).contains("values"));
        QVERIFY(problemOf([] { toEvent({R"({"event":"positions","samples":1,"atoms":1})", "12345"}); }).contains("values"));
        QVERIFY(problemOf([] { toEvent({R"({"event":"atoms","chains":["A"]})", ""}); }).contains("chains"));
    }

    void skipsTheGreetingOfAnotherMachine() {
        MessageReader reader;
        reader.feed("Welcome to the cluster.\nLast login: never\n\xF5");   // the mark may begin in another piece
        QVERIFY(!reader.next());
        const std::string bytes = toBytes(positions());
        reader.feed(std::string_view(bytes).substr(1));
        QVERIFY(reader.next().has_value());
        QVERIFY(QByteArray::fromStdString(reader.strayText()).startsWith("Welcome"));
    }
    void givesUpOnEndlessOtherText() {
        MessageReader reader;
        QVERIFY(problemOf([&] {
                    for (int i = 0; i < 100; ++i) {
                        reader.feed(std::string(1024, 'x'));
                        reader.next();
                    }
                }).contains("foldmeter"));
    }
    void aBrokenStreamIsToldOnceMessagesCame() {
        MessageReader reader;
        reader.feed(toBytes(positions()) + "printf debugging\n");
        QVERIFY(reader.next().has_value());
        QVERIFY(problemOf([&] { reader.next(); }).contains("broken"));
    }
    void lengthsAreBounded() {
        std::string bytes = toBytes(positions());
        for (std::size_t i = 4; i < 8; ++i) bytes[i] = '\xFF';
        MessageReader reader;
        reader.feed(bytes);
        QVERIFY(problemOf([&] { reader.next(); }).contains("larger"));
    }
    void damageNeverDoesMoreThanRefuse() {
        std::mt19937 random(1);
        std::string all;
        for (const Event& event : events()) all += toBytes(event);
        for (int round = 0; round < 2000; ++round) {
            std::string bytes = all;
            for (int n = 0; n < 5; ++n) bytes[random() % bytes.size()] = static_cast<char>(random());
            MessageReader reader;
            reader.feed(bytes);
            problemOf([&] {
                while (const auto message = reader.next()) problemOf([&] { toEvent(*message); });
            });
        }
    }
};

FOLDMETER_TEST(tst_message)
#include "tst_message.moc"
