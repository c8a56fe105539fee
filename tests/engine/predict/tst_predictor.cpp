// A whole seed through the predictor with interpreted programs: the specification's vectors from key tree to confidence,
// hoisting on and off, samples in batches, stopping, results that are no numbers.
#include "base/error.h"
#include "model/batch_inputs.h"
#include "predict_support.h"

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {

runtime::Context contextOf(const model::Weights& weights, bool hoist) {
    runtime::Context context;
    context.settings.precision = Precision::F32;
    context.settings.hoist = hoist;
    context.weights = weights.source();
    return context;
}

const model::Weights& demoWeights() {
    static const model::Weights weights = model::syntheticWeights(model::demoConfig(), 0);
    return weights;
}

features::Batch caseB() { return test::batchOf(test::readArrays("network/caseB", "in/")); }

void compare(const char* name, const test::Difference& difference, double tolerance) {
    qInfo("%s: %.1e of the largest value", name, difference.relative());
    QVERIFY2(difference.relative() < tolerance, name);
}

}  // namespace

class tst_predictor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsTheVectors_data();
    void followsTheVectors();
    void batchesOfSamplesChangeNothing();
    void recomputesWhereMemoryIsShort();
    void bindsAheadWithoutConformers();
    void tellsProgressAndTimes();
    void stopsWhenAsked();
    void keepsSamplesFinishedBeforeAStop();
    void refusesResultsThatAreNoNumbers_data();
    void refusesResultsThatAreNoNumbers();
    void worksForOneToken();
};

void tst_predictor::followsTheVectors_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("samples");
    QTest::addColumn<bool>("hoist");
    QTest::newRow("A, hoisted") << "A" << 2 << true;
    QTest::newRow("B, hoisted") << "B" << 1 << true;
    QTest::newRow("B, not hoisted") << "B" << 1 << false;
}

void tst_predictor::followsTheVectors() {
    QFETCH(QString, name);
    QFETCH(int, samples);
    QFETCH(bool, hoist);
    static const model::Weights weights = model::syntheticWeights(test::reducedConfig(), 0);
    model::Config config = test::reducedConfig();
    config.msaRows = 16;
    const std::string file = "network/case" + name.toStdString();
    const features::Batch batch = test::batchOf(test::readArrays(file, "in/"));
    const TensorMap out = test::readArrays(file, "out/");
    Predictor predictor(config, contextOf(weights, hoist), true);
    const SeedResult result = predictor.predict(batch, 7, {.recycles = 1, .steps = 3, .samples = samples}, {}, nullptr);
    compare("pair", test::realDifference(batch, result.pair, out.at("pair"), 0, 2), 1e-5);
    compare("single", test::realDifference(batch, result.single, out.at("single"), 0, 1), 1e-5);
    compare("contact_probs", test::realDifference(batch, result.contactProbs, out.at("contact_probs"), 0, 2), 1e-5);
    compare("distogram", test::realDifference(batch, result.distogram, out.at("distogram"), 0, 2), 1e-5);
    compare("positions", test::atomDifference(batch, result.positions, out.at("positions"), 3), 1e-5);
    compare("predicted_lddt", test::atomDifference(batch, result.plddt, out.at("predicted_lddt"), 1), 1e-5);
    compare("full_pae", test::realDifference(batch, result.pae, out.at("full_pae"), 1, 2), 1e-4);
    compare("full_pde", test::realDifference(batch, result.pde, out.at("full_pde"), 1, 2), 1e-4);
    compare("tm global", test::realDifference(batch, result.tmGlobal, out.at("tmscore_adjusted_pae_global"), 1, 2), 1e-4);
    compare("tm interface", test::realDifference(batch, result.tmInterface, out.at("tmscore_adjusted_pae_interface"), 1, 2), 1e-4);
}

void tst_predictor::batchesOfSamplesChangeNothing() {
    const features::Batch batch = caseB();
    runtime::Context context = contextOf(demoWeights(), true);
    const PredictSettings settings{.recycles = 0, .steps = 2, .samples = 3};
    const SeedResult atOnce = Predictor(model::demoConfig(), context, true).predict(batch, 5, settings, {}, nullptr);
    context.settings.samplesPerBatch = 2;   // 2 and a rest of 1
    Predictor batched(model::demoConfig(), context, true);
    for (int run = 0; run < 2; ++run) {     // the second run starts from the bindings the first left
        const SeedResult result = batched.predict(batch, 5, settings, {}, nullptr);
        for (std::int64_t n = 0; n < atOnce.positions.count(); ++n) QCOMPARE(result.positions.at(n), atOnce.positions.at(n));
        QCOMPARE(result.plddt.extents(), atOnce.plddt.extents());
    }
}

void tst_predictor::recomputesWhereMemoryIsShort() {
    const features::Batch batch = caseB();
    const PredictSettings settings{.recycles = 0, .steps = 2, .samples = 1};
    runtime::Context context = contextOf(demoWeights(), true);
    Predictor hoisted(model::demoConfig(), context, true);
    const SeedResult expected = hoisted.predict(batch, 5, settings, {}, nullptr);
    context.settings.memoryBudget = 1;
    Predictor recomputing(model::demoConfig(), context, true);
    const SeedResult result = recomputing.predict(batch, 5, settings, {}, nullptr);
    const auto binds = [](const Predictor& predictor) {
        std::string names;
        for (const auto& [name, record] : predictor.bindRecords()) names += name + " ";
        return names;
    };
    QVERIFY(binds(hoisted).find("condition") != std::string::npos);
    QVERIFY(binds(recomputing).find("condition") == std::string::npos);
    QVERIFY(test::atomDifference(batch, result.positions, expected.positions, 3).relative() < 1e-6);
}

// What all seeds share decides the sizes: the first seed finds everything bound, and binds nothing itself.
void tst_predictor::bindsAheadWithoutConformers() {
    ThreadPool pool(2);
    timeline::Recorder recorder;
    features::Batch batch = test::batchOf(test::readArrays("network/caseA", "in/")), common = batch;
    common.arrays.erase("ref_pos");
    runtime::Context context = contextOf(demoWeights(), true);
    context.settings.cache = CacheUse::Off;
    context.pool = &pool;
    context.recorder = &recorder;
    Predictor predictor(model::demoConfig(), context);
    const PredictSettings settings{.recycles = 0, .steps = 1, .samples = 1};
    predictor.bind(common, settings, runtime::Tuning::Later);
    const auto spans = [&](const char* name) {
        const timeline::Timeline line = recorder.finish();
        return std::count_if(line.spans.begin(), line.spans.end(), [&](const auto& span) { return std::string(span.name) == name; });
    };
    QCOMPARE(spans("bind program"), 6);
    QCOMPARE(spans("autotune"), 0);
    predictor.predict(batch, 5, settings, {}, nullptr);
    QCOMPARE(spans("bind program"), 6);
    QVERIFY(spans("autotune") > 0);
}

void tst_predictor::tellsProgressAndTimes() {
    const features::Batch batch = caseB();
    timeline::Recorder recorder;
    runtime::Context context = contextOf(demoWeights(), true);
    context.recorder = &recorder;
    Predictor predictor(model::demoConfig(), context, true);
    QVERIFY(predictor.forecastMemory({64, 500, 1, 64}, {}).peakBytes > predictor.forecastMemory({32, 250, 1, 32}, {}).peakBytes);
    QCOMPARE(predictor.forecastMemory({64, 500, 1, 64}, {.steps = 7, .samples = 2, .keepsTrajectory = true}).peakBytes - predictor.forecastMemory({64, 500, 1, 64}, {.steps = 7, .samples = 2}).peakBytes, std::size_t{7} * 2 * 500 * 12);
    std::map<std::string, int> told;
    int denoisedSeen = 0;
    const auto progress = [&](const Progress& p) {
        ++told[p.stage];
        denoisedSeen += p.denoised != nullptr && p.sigma > 0;
    };
    SeedTiming timing;
    predictor.predict(batch, 5, {.recycles = 2, .steps = 4, .samples = 2}, progress, &timing);
    QCOMPARE(told["denoise"], 4);
    QCOMPARE(denoisedSeen, 4);
    QVERIFY(told.contains("trunk") && told.contains("condition") && told.contains("confidence"));
    QCOMPARE(timing.recycles.size(), std::size_t{3});
    QCOMPARE(timing.steps.size(), std::size_t{4});
    QCOMPARE(timing.samples, 2);
    const double parts = timing.compile + timing.trunk + timing.condition + timing.denoise + timing.confidence;
    QVERIFY(parts > 0 && parts <= timing.wall);
    QVERIFY(std::abs(timing.compile + timing.execute - timing.wall) < 1e-9);
    std::map<std::string, int> spans;
    for (const timeline::Span& span : recorder.finish().spans) ++spans[span.name];
    QCOMPARE(spans["recycle"], 3);
    QCOMPARE(spans["step"], 4);
    QCOMPARE(spans["confidence"], 2);
    QCOMPARE(spans["trace"], 6);
    QCOMPARE(predictor.programs().size(), std::size_t{6});
    for (const runtime::Program* program : predictor.programs()) QVERIFY(program->compileRecord().trace > 0);
    const timeline::StageSeconds stages = [&] {
        const timeline::Timeline line = recorder.finish();
        return timeline::stageSeconds(line, line.spans.front().start, line.spans.back().end);
    }();
    QVERIFY(stages.of(timeline::Category::Trace) > 0 && stages.of(timeline::Category::Execute) > 0);
    predictor.predict(batch, 6, {.recycles = 0, .steps = 1, .samples = 2}, {}, &timing);
    QVERIFY(timing.compile < 0.01);   // nothing left to make
}

void tst_predictor::stopsWhenAsked() {
    const features::Batch batch = caseB();
    CancelFlag flag;
    runtime::Context context = contextOf(demoWeights(), true);
    context.cancel = &flag;
    Predictor predictor(model::demoConfig(), context, true);
    int steps = 0;
    const auto progress = [&](const Progress& p) {
        if (p.stage == "denoise" && ++steps == 2) flag.request();
    };
    QVERIFY_EXCEPTION_THROWN(predictor.predict(batch, 5, {.recycles = 0, .steps = 9, .samples = 1}, progress, nullptr), Cancelled);
    QCOMPARE(steps, 2);
}

void tst_predictor::keepsSamplesFinishedBeforeAStop() {
    const features::Batch batch = caseB();
    CancelFlag flag;
    runtime::Context context = contextOf(demoWeights(), true);
    context.cancel = &flag;
    Predictor predictor(model::demoConfig(), context, true);
    const auto progress = [&](const Progress& p) {
        if (p.stage == "confidence" && p.done == 2) flag.request();   // asked for while the third is about to run
    };
    const SeedResult result = predictor.predict(batch, 5, {.recycles = 0, .steps = 1, .samples = 4}, progress, nullptr);
    QCOMPARE(result.positions.extents()[0], 2);
    QCOMPARE(result.plddt.extents()[0], 2);
    QCOMPARE(result.averagePde.extents()[0], 2);
}

void tst_predictor::refusesResultsThatAreNoNumbers_data() {
    QTest::addColumn<bool>("interpret");
    QTest::addColumn<QString>("record");
    QTest::addColumn<QStringList>("says");
    const QString update = "diffuser/~/diffusion_head/diffusion_atom_features_to_position_update:weights";
    QTest::newRow("denoise, interpreted") << true << update << QStringList{"seed 5", "program denoise", "step 1 of 3"};
    QTest::newRow("denoise") << false << update << QStringList{"seed 5", "program denoise", "step 1 of 3", "in scope denoise"};
    QTest::newRow("condition") << false << "diffuser/~/diffusion_head/pair_transition_0ffw_transition2:weights" << QStringList{"program condition", "pair_conditioning"};
    QTest::newRow("trunk") << false << "diffuser/evoformer/prev_embedding:weights" << QStringList{"program trunk", "recycle 0", "embed_pair"};
}

void tst_predictor::refusesResultsThatAreNoNumbers() {
    QFETCH(bool, interpret);
    QFETCH(QString, record);
    QFETCH(QStringList, says);
    std::map<std::string, Tensor> records = demoWeights().records();
    Tensor broken(DType::F32, records.at(record.toStdString()).extents());
    broken.mutableAs<float>()[0] = std::numeric_limits<float>::quiet_NaN();
    records[record.toStdString()] = broken;
    const model::Weights weights = model::Weights::fromRecords(std::move(records));
    ThreadPool pool(2);
    runtime::Context context = contextOf(weights, true);
    context.settings.autotune = 0;
    context.settings.cache = CacheUse::Off;
    context.pool = &pool;
    Predictor predictor(model::demoConfig(), context, interpret);
    QString said;
    try {
        predictor.predict(caseB(), 5, {.recycles = 0, .steps = 3, .samples = 1}, {}, nullptr);
    } catch (const Error& error) {
        said = error.what();
    }
    for (const QString& part : says) QVERIFY2(said.contains(part), qPrintable(said));
}

void tst_predictor::worksForOneToken() {
    TensorMap arrays;
    const auto ints = [&](const char* name, Extents extents, std::vector<std::int32_t> values) {
        Tensor tensor(DType::I32, extents);
        std::copy(values.begin(), values.end(), tensor.mutableAs<std::int32_t>().begin());
        arrays[name] = tensor;
    };
    for (const char* name : {"aatype", "asym_id", "entity_id", "sym_id", "residue_index", "token_index", "seq_mask"}) ints(name, {1}, {1});
    for (const char* name : {"msa", "msa_mask"}) ints(name, {1, 1}, {1});
    ints("deletion_matrix", {1, 1}, {0});
    ints("template_aatype", {4, 1}, {0, 0, 0, 0});
    for (const char* name : {"pred_dense_atom_mask", "ref_mask", "ref_element"}) ints(name, {1, 24}, {1});
    ints("ref_space_uid", {1, 24}, {});
    ints("ref_atom_name_chars", {1, 24, 4}, {35, 33});
    arrays["ref_pos"] = Tensor(DType::F32, {1, 24, 3});
    arrays["ref_charge"] = Tensor(DType::F32, {1, 24});
    arrays["profile"] = Tensor(DType::F32, {1, 31});
    arrays["deletion_mean"] = Tensor(DType::F32, {1});
    const auto gather = [&](const std::string& name, Extents extents, std::vector<std::int32_t> mask) {
        ints((name + ":gather_idxs").c_str(), extents, {});
        ints((name + ":gather_mask").c_str(), extents, std::move(mask));
    };
    gather("tokens_to_polymer_ligand_bonds", {1, 2}, {});
    gather("tokens_to_ligand_ligand_bonds", {10, 2}, {});
    gather("token_atoms_to_pseudo_beta", {1}, {1});
    for (const char* name : {"token_atoms_to_queries", "tokens_to_queries"}) gather(name, {1, 32}, {1});
    for (const char* name : {"queries_to_keys", "tokens_to_keys"}) gather(name, {1, 128}, {1});
    gather("queries_to_token_atoms", {1, 24}, {1});
    Predictor predictor(model::demoConfig(), contextOf(demoWeights(), true), true);
    const SeedResult result = predictor.predict(test::batchOf(arrays), 5, {.recycles = 1, .steps = 2, .samples = 2}, {}, nullptr);
    QCOMPARE(result.positions.extents(), (Extents{2, 1, 24, 3}));
    QVERIFY(result.plddt.at(0) > 0 && result.plddt.at(0) < 100);
}

FOLDMETER_TEST(tst_predictor)
#include "tst_predictor.moc"
