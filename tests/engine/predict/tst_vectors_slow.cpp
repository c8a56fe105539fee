// The specification's test vectors (full widths, reduced depths) through the compiled target, in every form that the
// settings give the programs: fused and not, attention opened and not, library and generated products, hoisted and not.
// Module by module with the vectors' own inputs, then the whole seed. Real tokens and atoms; 1e-4 of the largest value.
#include "model/alphafold3.h"
#include "model/batch_inputs.h"
#include "passes/hoist.h"
#include "predict_support.h"

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {

constexpr double tolerance = 1e-4;

model::Config vectorConfig() {
    model::Config config = test::reducedConfig();
    config.msaRows = 16;
    return config;
}

const model::Weights& vectorWeights() {
    static const model::Weights weights = model::syntheticWeights(test::reducedConfig(), 0);
    return weights;
}

struct Form {
    const char* name;
    bool fusion, hoist;
    AttentionChoice attention;
    MatmulChoice matmul;
};
constexpr Form forms[] = {
    {"as it comes", true, true, AttentionChoice::Auto, MatmulChoice::Auto},
    {"not hoisted", true, false, AttentionChoice::Auto, MatmulChoice::Auto},
    {"flash", true, true, AttentionChoice::Flash, MatmulChoice::Auto},
    {"decomposed attention", true, true, AttentionChoice::Decomposed, MatmulChoice::Auto},
    {"library products", true, true, AttentionChoice::Auto, MatmulChoice::Library},
    {"unfused", false, true, AttentionChoice::Auto, MatmulChoice::Auto},
    {"unfused, decomposed, not hoisted", false, false, AttentionChoice::Decomposed, MatmulChoice::Auto},
};

Tensor sampleOf(const Tensor& all, int sample) {
    const std::size_t bytes = all.bytes().size() / static_cast<std::size_t>(all.extents()[0]);
    return Tensor(all.dtype(), Extents(all.extents().begin() + 1, all.extents().end()), Buffer::copyOf(all.bytes().subspan(bytes * static_cast<std::size_t>(sample), bytes)));
}

void within(const std::string& name, const test::Difference& difference) {
    if (!(difference.relative() < tolerance)) QFAIL(qPrintable(QString("%1 differs by %2 of the largest value").arg(name.c_str()).arg(difference.relative())));
}

// A case of the vectors and the programs that are run on it.
class Case {
public:
    Case(const std::string& name, const Form& form, ThreadPool& pool) : batch(test::batchOf(test::readArrays("network/case" + name, "in/"))) {
        mid = test::readArrays("network/case" + name, "mid/pass0/");
        out = test::readArrays("network/case" + name, "out/");
        inputs = model::batchInputs(batch.arrays, 1);
        m_context.settings.precision = Precision::F32;
        m_context.settings.fusion = form.fusion;
        m_context.settings.hoist = form.hoist;
        m_context.settings.attention = form.attention;
        m_context.settings.matmul = form.matmul;
        m_context.settings.cache = CacheUse::Off;
        m_context.settings.autotune = 0;
        m_context.pool = &pool;
        m_context.weights = vectorWeights().source();
    }

    TensorMap run(const ir::Graph& graph, TensorMap more) const {
        more.insert(inputs.begin(), inputs.end());
        const auto bound = runtime::compile(graph, DType::F32, m_context)->bind(sizes());
        for (const std::string& name : bound->inputNames()) bound->setInput(name, more.at(name));
        bound->run();
        TensorMap results;
        for (const std::string& name : bound->outputNames()) results[name] = Tensor(bound->output(name).dtype(), bound->output(name).extents(), Buffer::copyOf(bound->output(name).bytes()));
        return results;
    }
    // The denoiser in its two halves where the form hoists.
    TensorMap runDenoise(TensorMap more) const {
        const ir::Graph whole = model::traceDenoise(vectorConfig());
        if (!m_context.settings.hoist) return run(whole, more);
        const passes::HoistResult parts = passes::hoist(whole, ir::Varies::Seed, "condition");
        more.merge(run(parts.slow, more));
        return run(parts.rest, more);
    }
    TensorMap trunkInputs(int pass) const {
        const Tensor& rows = batch.at("msa_rows_pass" + std::to_string(pass));
        std::vector<int> order;
        for (std::int64_t n = 0; n < rows.count(); ++n) order.push_back(static_cast<int>(rows.at(n)));
        TensorMap more = model::msaInputs(batch.arrays, order);
        more["target_feat"] = out.at("target_feat");
        return more;
    }
    void comparePairs(const TensorMap& actual, const char* name, const Tensor& expected) const { within(name, test::realDifference(batch, actual.at(name), expected, 0, 2)); }
    void compareTokens(const TensorMap& actual, const char* name, const Tensor& expected) const { within(name, test::realDifference(batch, actual.at(name), expected, 0, 1)); }

    features::Batch batch;
    TensorMap mid, out, inputs;
    const runtime::Context& context() const { return m_context; }

private:
    ir::Sizes sizes() const {
        return {{"tokens", batch.paddedTokens},
                {"blocks", inputs.at("key_index").extents()[0]},
                {"templates", inputs.at("template_aatype").extents()[0]},
                {"msa_rows", batch.at("msa_rows_pass0").count()},
                {"samples", 1}};
    }
    runtime::Context m_context;
};

}  // namespace

class tst_vectors_slow : public QObject {
    Q_OBJECT
    ThreadPool m_pool{availableThreads()};

    void eachForm() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("form");
        for (const char* name : {"A", "B"})
            for (int form = 0; form < static_cast<int>(std::size(forms)); ++form) QTest::addRow("%s, %s", name, forms[form].name) << name << form;
    }
    Case made() {
        QFETCH(QString, name);
        QFETCH(int, form);
        return Case(name.toStdString(), forms[form], m_pool);
    }

private Q_SLOTS:
    void modules_data() { eachForm(); }
    void modules();
    void seed_data() { eachForm(); }
    void seed();
};

void tst_vectors_slow::modules() {
    const Case c = made();
    c.compareTokens(c.run(model::traceEmbed(vectorConfig()), {}), "target_feat", c.out.at("target_feat"));
    TensorMap more = c.trunkInputs(0);
    more["prev_pair"] = Tensor(DType::F32, {c.batch.paddedTokens, c.batch.paddedTokens, 128});
    more["prev_single"] = Tensor(DType::F32, {c.batch.paddedTokens, 384});
    const TensorMap first = c.run(model::traceTrunk(vectorConfig(), true), more);
    for (const char* stage : {"pair_before_templates", "template_embedding", "pair_after_msa", "pair"}) c.comparePairs(first, stage, c.mid.at(stage));
    c.compareTokens(first, "single", c.mid.at("single"));
    const TensorMap distogram = c.run(model::traceDistogram(vectorConfig()), {{"pair", c.out.at("pair")}});
    for (const char* array : {"distogram", "contact_probs"}) c.comparePairs(distogram, array, c.out.at(array));
    const TensorMap trunk{{"single", c.out.at("single")}, {"pair", c.out.at("pair")}, {"target_feat", c.out.at("target_feat")}};
    for (const auto& [level, result] : {std::pair{100.0f, "denoise_t100.0"}, std::pair{0.5f, "denoise_t0.5"}}) {
        more = trunk;
        more["noise_level"] = Tensor(DType::F32, {});
        more["noise_level"].mutableAs<float>()[0] = level;
        more["positions_noisy"] = c.batch.at("denoise_x").reshaped({1, c.batch.paddedTokens, 24, 3});
        within(result, test::atomDifference(c.batch, c.runDenoise(more).at("positions_denoised"), c.out.at(result), 3));
    }
    const ir::Graph confidence = model::traceConfidence(vectorConfig());
    for (int sample = 0; sample < static_cast<int>(c.out.at("positions").extents()[0]); ++sample) {
        more = trunk;
        more["positions"] = sampleOf(c.out.at("positions"), sample);
        const TensorMap scores = c.run(confidence, more);
        for (const char* array : {"predicted_lddt", "predicted_experimentally_resolved"}) within(array, test::atomDifference(c.batch, scores.at(array), sampleOf(c.out.at(array), sample), 1));
        for (const char* array : {"full_pde", "full_pae", "tmscore_adjusted_pae_global", "tmscore_adjusted_pae_interface"}) c.comparePairs(scores, array, sampleOf(c.out.at(array), sample));
        QVERIFY(std::abs(scores.at("average_pde").at(0) - c.out.at("average_pde").at(sample)) < tolerance * c.out.at("average_pde").at(sample));
    }
}

// From the key tree to the confidence, as a job runs it.
void tst_vectors_slow::seed() {
    const Case c = made();
    const int samples = static_cast<int>(c.out.at("positions").extents()[0]);
    Predictor predictor(vectorConfig(), c.context());
    const SeedResult result = predictor.predict(c.batch, 7, {.recycles = 1, .steps = 3, .samples = samples}, {}, nullptr);
    within("pair", test::realDifference(c.batch, result.pair, c.out.at("pair"), 0, 2));
    within("single", test::realDifference(c.batch, result.single, c.out.at("single"), 0, 1));
    within("contact_probs", test::realDifference(c.batch, result.contactProbs, c.out.at("contact_probs"), 0, 2));
    within("distogram", test::realDifference(c.batch, result.distogram, c.out.at("distogram"), 0, 2));
    within("positions", test::atomDifference(c.batch, result.positions, c.out.at("positions"), 3));
    within("predicted_lddt", test::atomDifference(c.batch, result.plddt, c.out.at("predicted_lddt"), 1));
    within("resolved", test::atomDifference(c.batch, result.resolved, c.out.at("predicted_experimentally_resolved"), 1));
    within("full_pae", test::realDifference(c.batch, result.pae, c.out.at("full_pae"), 1, 2));
    within("full_pde", test::realDifference(c.batch, result.pde, c.out.at("full_pde"), 1, 2));
    within("tm global", test::realDifference(c.batch, result.tmGlobal, c.out.at("tmscore_adjusted_pae_global"), 1, 2));
    within("tm interface", test::realDifference(c.batch, result.tmInterface, c.out.at("tmscore_adjusted_pae_interface"), 1, 2));
}

FOLDMETER_TEST(tst_vectors_slow)
#include "tst_vectors_slow.moc"
