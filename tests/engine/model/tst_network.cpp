// The network against the specification's vectors (spec testvectors/README.md): both cases, module by module, through
// the interpreter in float32. Real tokens and atoms only; tolerance 1e-5 of the largest value (the specification asks for 1e-4).
#include "base/error.h"
#include "ir/interpret.h"
#include "model/alphafold3.h"
#include "model/batch_inputs.h"
#include "model/synthetic_weights.h"
#include "support/vectors.h"

using namespace foldmeter;
using namespace foldmeter::model;

namespace {

Config vectorConfig() {   // depths of the test vectors
    Config config = publishedConfig();
    config.trunkBlocks = config.msaBlocks = config.templateBlocks = config.confidenceBlocks = 2;
    config.tokenBlocks = 8;
    return config;
}

const Weights& vectorWeights() {
    static const Weights weights = syntheticWeights(vectorConfig(), 0);
    return weights;
}

// One case: batch, inputs of the graphs, and what counts as real.
struct Case {
    TensorMap batch, mid, out, inputs;
    explicit Case(const std::string& name) {
        batch = test::readArrays("network/case" + name, "in/");
        batch["seq_mask"] = batch.at("mask");
        mid = test::readArrays("network/case" + name, "mid/pass0/");
        out = test::readArrays("network/case" + name, "out/");
        inputs = batchInputs(batch, 1);
    }
    std::int64_t tokens() const { return batch.at("mask").count(); }
    bool real(std::int64_t token) const { return batch.at("mask").at(token) != 0; }

    TensorMap run(const ir::Graph& graph, const TensorMap& more) const {
        TensorMap given;
        for (const ir::NodeId id : graph.inputs()) {
            const std::string& name = graph.node(id).attributes.text("name");
            given[name] = more.contains(name) ? more.at(name) : arrayOf(inputs, name);
        }
        return ir::interpret(graph, given, vectorWeights().source());
    }
    TensorMap trunkInputs(int pass) const {
        const Tensor rows = batch.at("msa_rows_pass" + std::to_string(pass));
        std::vector<int> order;
        for (std::int64_t n = 0; n < rows.count(); ++n) order.push_back(static_cast<int>(rows.at(n)));
        TensorMap more = msaInputs(batch, order);
        more["target_feat"] = out.at("target_feat");
        return more;
    }
};

// Elements that count, by the axes that stand for tokens in front: 1 (tokens, ...) or 2 (tokens, tokens, ...).
auto realTokens(const Case& c, const Tensor& tensor, int axes) {
    const std::int64_t n = c.tokens(), inner = tensor.count() / (axes == 1 ? n : n * n);
    return [&c, n, inner, axes](std::int64_t flat) {
        const std::int64_t row = flat / inner;
        return axes == 1 ? c.real(row) : c.real(row / n) && c.real(row % n);
    };
}

void compare(const Case& c, const TensorMap& actual, const std::string& name, const Tensor& expected, int axes, double tolerance = 1e-5) {
    const test::Difference d = test::differenceOf(actual.at(name), expected, realTokens(c, expected, axes));
    if (d.relative() > tolerance) QFAIL(qPrintable(QString("%1 differs by %2 of %3").arg(name.c_str()).arg(d.largest).arg(d.scale)));
    qInfo("%s: %.1e of the largest value", name.c_str(), d.relative());
}

// Sample `sample` of a result that lists samples in front.
Tensor sampleOf(const Tensor& all, int sample) {
    Extents extents(all.extents().begin() + 1, all.extents().end());
    const std::size_t bytes = all.bytes().size() / static_cast<std::size_t>(all.extents()[0]);
    Buffer buffer = Buffer::copyOf(all.bytes().subspan(bytes * static_cast<std::size_t>(sample), bytes));
    return Tensor(all.dtype(), extents, std::move(buffer));
}

}  // namespace

class tst_network : public QObject {
    Q_OBJECT

    void eachCase() {
        QTest::addColumn<QString>("name");
        QTest::newRow("A: padding, templates, bonds") << "A";
        QTest::newRow("B: fewer than 128 atoms") << "B";
    }

private Q_SLOTS:
    void embed_data() { eachCase(); }
    void embed();
    void trunk_data() { eachCase(); }
    void trunk();
    void distogram_data() { eachCase(); }
    void distogram();
    void denoise_data();
    void denoise();
    void confidence_data() { eachCase(); }
    void confidence();
    void templateDiagonalIsZero();
    void equalSlotsComeOnce();
};

void tst_network::embed() {
    QFETCH(QString, name);
    const Case c(name.toStdString());
    compare(c, c.run(traceEmbed(vectorConfig()), {}), "target_feat", c.out.at("target_feat"), 1);
}

void tst_network::trunk() {
    QFETCH(QString, name);
    const Case c(name.toStdString());
    const ir::Graph graph = traceTrunk(vectorConfig(), true);
    TensorMap more = c.trunkInputs(0);
    more["prev_pair"] = Tensor(DType::F32, {c.tokens(), c.tokens(), 128});
    more["prev_single"] = Tensor(DType::F32, {c.tokens(), 384});
    const TensorMap first = c.run(graph, more);
    for (const char* stage : {"pair_before_templates", "template_embedding", "pair_after_msa", "pair"}) compare(c, first, stage, c.mid.at(stage), 2);
    compare(c, first, "single", c.mid.at("single"), 1);
    more = c.trunkInputs(1);
    more["prev_pair"] = first.at("pair");
    more["prev_single"] = first.at("single");
    const TensorMap second = c.run(graph, more);
    compare(c, second, "pair", c.out.at("pair"), 2);
    compare(c, second, "single", c.out.at("single"), 1);
}

void tst_network::distogram() {
    QFETCH(QString, name);
    const Case c(name.toStdString());
    const TensorMap results = c.run(traceDistogram(vectorConfig()), {{"pair", c.out.at("pair")}});
    compare(c, results, "distogram", c.out.at("distogram"), 2);
    compare(c, results, "contact_probs", c.out.at("contact_probs"), 2);
}

void tst_network::denoise_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("level");
    QTest::addColumn<QString>("result");
    for (const char* name : {"A", "B"}) {
        QTest::addRow("%s, coarse", name) << name << 100.0 << "denoise_t100.0";
        QTest::addRow("%s, fine", name) << name << 0.5 << "denoise_t0.5";
    }
}

void tst_network::denoise() {
    QFETCH(QString, name);
    QFETCH(double, level);
    QFETCH(QString, result);
    Case c(name.toStdString());
    // Two samples: the given positions and a shifted copy, so that a mix-up of samples shows.
    c.inputs.merge(sampleInputs(c.tokens(), c.inputs.at("key_index").extents()[0], 2));
    for (auto& [key, value] : sampleInputs(c.tokens(), c.inputs.at("key_index").extents()[0], 2)) c.inputs[key] = value;
    const Tensor given = c.batch.at("denoise_x");
    Tensor noisy(DType::F32, {2, c.tokens(), 24, 3}), noiseLevel(DType::F32, {});
    const std::size_t count = given.as<float>().size();
    for (std::size_t n = 0; n < count; ++n) {
        noisy.mutableAs<float>()[n] = given.as<float>()[n] * 0.5f + 1;
        noisy.mutableAs<float>()[count + n] = given.as<float>()[n];
    }
    noiseLevel.mutableAs<float>()[0] = static_cast<float>(level);
    const TensorMap more{{"positions_noisy", noisy}, {"noise_level", noiseLevel}, {"single", c.out.at("single")}, {"pair", c.out.at("pair")}, {"target_feat", c.out.at("target_feat")}};
    const TensorMap results = c.run(traceDenoise(vectorConfig()), more);
    const Tensor expected = c.out.at(result.toStdString());
    const Tensor mask = c.batch.at("pred_dense_atom_mask");
    const test::Difference d = test::differenceOf(sampleOf(results.at("positions_denoised"), 1), expected, [&](std::int64_t n) { return mask.at(n / 3) != 0; });
    qInfo("positions: %.1e of the largest value", d.relative());
    QVERIFY2(d.relative() < 1e-5, qPrintable(QString::number(d.relative())));
    const test::Difference other = test::differenceOf(sampleOf(results.at("positions_denoised"), 0), expected, [&](std::int64_t n) { return mask.at(n / 3) != 0; });
    QVERIFY(other.relative() > 1e-3);
}

void tst_network::confidence() {
    QFETCH(QString, name);
    const Case c(name.toStdString());
    const ir::Graph graph = traceConfidence(vectorConfig());
    const auto samples = static_cast<int>(c.out.at("positions").extents()[0]);
    for (int sample = 0; sample < samples; ++sample) {
        const TensorMap more{{"positions", sampleOf(c.out.at("positions"), sample)}, {"single", c.out.at("single")}, {"pair", c.out.at("pair")}, {"target_feat", c.out.at("target_feat")}};
        const TensorMap results = c.run(graph, more);
        const Tensor mask = c.batch.at("pred_dense_atom_mask");
        for (const char* array : {"predicted_lddt", "predicted_experimentally_resolved"}) {
            const test::Difference d = test::differenceOf(results.at(array), sampleOf(c.out.at(array), sample), [&](std::int64_t n) { return mask.at(n) != 0; });
            QVERIFY2(d.relative() < 1e-5, array);
        }
        for (const char* array : {"full_pde", "full_pae", "tmscore_adjusted_pae_global", "tmscore_adjusted_pae_interface"}) compare(c, results, array, sampleOf(c.out.at(array), sample), 2);
        QVERIFY(std::abs(results.at("average_pde").at(0) - c.out.at("average_pde").at(sample)) < 1e-4 * c.out.at("average_pde").at(sample));
    }
}

void tst_network::templateDiagonalIsZero() {
    const Case c("A");
    const TensorMap inputs = templateInputs(c.batch);
    const Tensor& unit = inputs.at("template_unit_vector");
    const std::int64_t slots = unit.extents()[0], n = c.tokens();
    double elsewhere = 0;
    for (std::int64_t pair = 0; pair < slots * n * n; ++pair) {
        const bool diagonal = pair / n % n == pair % n;
        for (int axis = 0; axis < 3; ++axis) {
            if (diagonal) QCOMPARE(unit.at(pair * 3 + axis), 0.0);
            elsewhere = std::max(elsewhere, std::abs(unit.at(pair * 3 + axis)));
        }
    }
    QVERIFY(elsewhere > 0.9 && elsewhere <= 1.0001);
}

void tst_network::equalSlotsComeOnce() {
    const Case c("A");
    const Tensor multiplicity = c.inputs.at("template_multiplicity");   // two templates, two empty slots
    QCOMPARE(multiplicity.count(), 3);
    QCOMPARE(multiplicity.at(0), 1.0);
    QCOMPARE(multiplicity.at(1), 1.0);
    QCOMPARE(multiplicity.at(2), 2.0);
}

FOLDMETER_TEST(tst_network)
#include "tst_network.moc"
