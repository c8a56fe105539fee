#include "support/test_main.h"

#include "base/error.h"
#include "report/timing.h"

#include <nlohmann/json.hpp>

using namespace foldmeter;
using namespace foldmeter::report;

namespace {

Timing example() {
    Timing timing;
    timing.job = "trp \"cage\"";
    timing.tokens = 20;
    timing.atoms = 154;
    timing.msaRows = 1;
    timing.paddedTokens = 20;
    timing.model = {"foldmeter-demo", "abc", 2685738};
    timing.device = {"cpu", "a processor", "avx512_bf16", 2, 180.5, {}};
    timing.settings = {{"fusion", "on"}, {"precision", "f32"}};
    timing.settingsDigest = "0123";
    for (std::size_t i = 0; i < timing.stages.seconds.size(); ++i) timing.stages.seconds[i] = 0.125 * static_cast<double>(i + 1);
    timing.stages.wall = 5.625;
    timing.programs = {{.name = "denoise", .trace = 0.1, .optimize = 0.2, .codegen = 0.3, .bind = 0.01, .autotune = 0.4, .cache = "miss", .graphNodes = 100, .kernels = 30,
                        .kernelsCompiled = 20, .libraryPrimitives = 5, .libraryPrimitivesCreated = 3, .arenaBytes = 1 << 20, .launches = 40}};
    timing.seeds = {{.seed = 4294967295u, .wall = 2, .compile = 1, .execute = 0.9, .trunk = 0.2, .condition = 0.1, .denoise = 0.5, .confidence = 0.1, .recycles = {0.1, 0.1}, .steps = 20, .samples = 5},
                    {.seed = 2, .wall = 1, .execute = 1, .steps = 20, .samples = 5}};
    timing.firstSeedOverOthers = 2.0;
    timing.memory.predictedPeak = 123456789;
    timing.memory.peak = 130000000;
    timing.memory.weights = 10000000;
    timing.kernels = {{"linear", "denoise", "diffusion/x", 400, 0.25, 1e9, 2e8}};
    return timing;
}

}  // namespace

class tst_timing : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hasTheAgreedKeys() {
        const auto json = nlohmann::json::parse(toJson(example()));
        for (const char* key : {"format", "version", "job", "tokens", "atoms", "msa_rows", "padded_tokens", "model", "device", "settings", "settings_digest", "stages", "wall_seconds", "programs", "seeds",
                                "first_seed_over_others", "memory", "kernels"})
            QVERIFY2(json.contains(key), key);
        for (const char* key : {"featurise", "load", "trace", "optimize", "codegen", "autotune", "execute", "write", "other"}) QVERIFY2(json["stages"].contains(key), key);
        QCOMPARE(json["stages"].size(), std::size_t{9});
        for (const char* key : {"name", "trace", "optimize", "codegen", "bind", "autotune", "cache", "graph_nodes", "kernels", "kernels_compiled", "library_primitives", "library_primitives_created", "arena_bytes", "launches"})
            QVERIFY2(json["programs"][0].contains(key), key);
        for (const char* key : {"seed", "wall_seconds", "compile_seconds", "execute_seconds", "trunk", "condition", "denoise", "confidence", "recycles", "steps", "samples"}) QVERIFY2(json["seeds"][0].contains(key), key);
        for (const char* key : {"name", "program", "scope", "calls", "seconds", "flops", "bytes"}) QVERIFY2(json["kernels"][0].contains(key), key);
        QVERIFY(json["device"]["peak_gflops"]["bf16"].is_null());   // not measured is not 0
    }
    void comesBackEqual() {
        const std::string text = toJson(example());
        const Timing read = timingFromJson(text, "t");
        QCOMPARE(toJson(read), text);
        QCOMPARE(read.seeds[0].seed, 4294967295u);
        QCOMPARE(read.programs[0].kernelsCompiled, 20);
        QVERIFY(!read.device.peakBf16);
    }
    void firstSeedAgainstOthers() {
        QVERIFY(!firstSeedOverOthers({{.wall = 3}}));
        QCOMPARE(*firstSeedOverOthers({{.wall = 3}, {.wall = 1}, {.wall = 2}, {.wall = 50}}), 1.5);
    }
    void namesWhatIsWrong_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("expected");
        QTest::newRow("missing") << "\"tokens\": 20," << "" << "\"tokens\" is missing";
        QTest::newRow("wrong kind") << "\"tokens\": 20" << "\"tokens\": \"x\"" << "$.tokens: an integer is expected";
        QTest::newRow("deep") << "\"trace\": 0.1" << "\"trace\": null" << "$.programs[0].trace: a number is expected";
        QTest::newRow("other format") << "foldmeter-timing" << "something" << "no timing file of this version";
        QTest::newRow("version") << "\"version\": 1" << "\"version\": 2" << "no timing file of this version";
    }
    void namesWhatIsWrong() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, expected);
        QString text = QString::fromStdString(toJson(example()));
        const auto place = text.indexOf(from);
        QVERIFY(place >= 0);
        text.replace(place, from.size(), to);
        try {
            timingFromJson(text.toStdString(), "f.json");
            QFAIL("accepted");
        } catch (const InputError& problem) {
            QVERIFY2(QString(problem.what()).contains(expected) && QString(problem.what()).startsWith("f.json:"), problem.what());
        }
    }
};
FOLDMETER_TEST(tst_timing)
#include "tst_timing.moc"
