// Random graphs: whatever the shapes and movements, fuse keeps the meaning and every node it makes lowers to a kernel with
// the same numbers. The seed is the row's name; a failing row prints its graph.
#include "base/error.h"
#include "ir/builder.h"
#include "ir/interpret.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "passes/fuse.h"
#include "support/run_lowered.h"
#include "support/test_main.h"

#include <cmath>
#include <random>

using namespace foldmeter;
using namespace foldmeter::ir;

namespace {

const Dim tokens = Dim::symbol("tokens");
const Sizes sizes{{"tokens", 3}};

class RandomGraph {
public:
    explicit RandomGraph(unsigned seed) : m_random(seed), m_builder("random") {
        for (const Shape& shape : {Shape{tokens, tokens, 4}, Shape{tokens, 4}, Shape{tokens, 2, 6}, Shape{tokens, tokens}, Shape{4}}) {
            m_values.push_back(m_builder.input("x" + std::to_string(m_values.size()), {DType::F32, shape}, Varies::Seed));
        }
        m_index = m_builder.input("index", {DType::I32, {tokens, 2}}, Varies::Seed);
    }
    Graph make(int nodes) {
        for (int n = 0; n < nodes; ++n) step();
        for (std::size_t n = 0; n < m_values.size(); ++n) {
            if (n + 2 >= m_values.size() || (n >= 5 && below(6) == 0)) m_builder.output("y" + std::to_string(n), m_values[n]);
        }
        return m_builder.finish();
    }

private:
    int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(m_random); }
    Symbolic any() { return m_values[static_cast<std::size_t>(below(static_cast<int>(m_values.size())))]; }
    Symbolic bounded(const Symbolic& x) { return sigmoid(x) * 2.0 - 1.0; }   // numbers stay near 1, whatever is multiplied

    void step() {
        const Symbolic x = any();
        if (x.rank() > 4) return;
        switch (below(11)) {
            case 0: return keep(unary(below(2) ? Op::Relu : Op::Abs, x));
            case 1: return keep(bounded(x));
            case 2: return combine(x, any());
            case 3: return transpose(x);
            case 4: return reshape(x);
            case 5: return slice(x);
            case 6: return join(x);
            case 7: return reduce(x);
            case 8: return gather(x);
            case 9: return multiply(x);
            default: return normalise(x);
        }
    }
    void keep(const Symbolic& x) { m_values.push_back(x); }
    static bool stretches(const Shape& a, const Shape& b) {   // NumPy's rule
        for (std::size_t n = 1; n <= std::min(a.size(), b.size()); ++n) {
            const Dim &da = a[a.size() - n], &db = b[b.size() - n];
            if (da != db && da != Dim(1) && db != Dim(1)) return false;
        }
        return true;
    }
    void combine(const Symbolic& x, const Symbolic& y) {
        if (!stretches(x.shape(), y.shape())) return keep(x + 0.5);
        const Op ops[] = {Op::Add, Op::Sub, Op::Mul, Op::Max};
        keep(bounded(binary(ops[below(4)], x, y)));
    }
    void transpose(const Symbolic& x) {
        std::vector<std::int64_t> axes;
        for (int axis = 0; axis < x.rank(); ++axis) axes.push_back(axis);
        std::shuffle(axes.begin(), axes.end(), m_random);
        keep(x.transpose(axes));
    }
    void reshape(const Symbolic& x) {   // merges two neighbouring axes, or splits a literal one
        Shape shape = x.shape();
        if (shape.empty()) return;
        const auto at = static_cast<std::size_t>(below(static_cast<int>(shape.size())));
        if (shape[at].isLiteral() && shape[at].factor % 2 == 0 && below(2) == 0) {
            shape[at] = Dim(shape[at].factor / 2);
            shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(at) + 1, Dim(2));
        } else if (at + 1 < shape.size() && (shape[at].isLiteral() || shape[at + 1].isLiteral())) {
            shape[at] = shape[at] * shape[at + 1];
            shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(at) + 1);
        }
        keep(x.reshape(shape));
    }
    int literalAxis(const Symbolic& x) {
        for (int axis = x.rank(); axis-- > 0;) {
            if (x.dim(axis).isLiteral() && x.dim(axis).factor > 1 && below(3) > 0) return axis;
        }
        return -1;
    }
    void slice(const Symbolic& x) {
        const int axis = literalAxis(x);
        if (axis < 0) return;
        const std::int64_t extent = x.dim(axis).factor, step = 1 + below(2), start = below(static_cast<int>(extent));
        keep(x.slice(axis, start, 1 + below(static_cast<int>((extent - 1 - start) / step + 1)), step));
    }
    void join(const Symbolic& x) {
        const int axis = literalAxis(x);
        if (axis < 0 || x.dim(axis).factor > 12) return;
        keep(concat(std::vector<Symbolic>{x, bounded(x).slice(axis, 0, 1), x * 0.5}, axis));
    }
    void reduce(const Symbolic& x) {
        if (x.rank() == 0) return;
        const int axis = below(x.rank());
        std::vector<std::int64_t> axes{axis};
        if (axis + 1 < x.rank() && below(3) == 0) axes.push_back(axis + 1);
        keep(below(2) ? bounded(x.sum(axes)) : x.max(axes));
    }
    void gather(const Symbolic& x) {
        if (x.rank() == 0 || x.rank() > 3) return;
        if (x.dim(0) == tokens) return keep(x.gather(m_index));
        if (x.dim(0).isLiteral() && x.dim(0).factor > 2) keep(x.gather(m_index));   // indices are below 3
    }
    Symbolic weight(Extents stored) {
        return m_builder.weight({"w" + std::to_string(m_weights++) + ":" + std::to_string(stored.size()), std::move(stored), {}, {}, DType::F32, false});
    }
    void multiply(const Symbolic& x) {
        if (x.rank() == 0 || !x.dim(-1).isLiteral() || x.dim(-1).factor > 24) return;
        const std::int64_t in = x.dim(-1).factor;
        if (below(2)) return keep(bounded(m_builder.linear(x, weight({in, 4}))));
        if (x.rank() == 3 && x.dim(1).isLiteral() && x.dim(1).factor <= 8) {   // heads and dim summed together
            return keep(bounded(m_builder.einsum("qhd,hdc->cq", x, weight({x.dim(1).factor, in, 3}))));
        }
        keep(bounded(m_builder.linear(x, weight({in, 2, 2}))));
    }
    void normalise(const Symbolic& x) {
        if (x.rank() == 0) return;
        if (!x.dim(-1).isLiteral() || below(2)) return keep(m_builder.softmax(x));
        if (x.dim(-1).factor > 2) keep(bounded(m_builder.layerNorm(x * 3.0, NormForm::Exact, {}, {})));
    }

    std::mt19937 m_random;
    Builder m_builder;
    std::vector<Symbolic> m_values;
    Symbolic m_index;
    int m_weights = 0;
};

Tensor randomTensor(const Extents& extents, unsigned seed, bool integers) {
    std::mt19937 random(seed);
    Tensor tensor(DType::F32, extents);
    std::uniform_real_distribution<float> uniform(-1, 1);
    for (float& value : tensor.mutableAs<float>()) value = integers ? static_cast<float>(random() % 3) : uniform(random);
    return integers ? tensor.converted(DType::I32) : tensor;
}

WeightSource weightsOf(const Graph& graph) {
    std::map<std::string, Extents> stored;
    for (const Node& node : graph.nodes()) {
        if (node.op == Op::Weight) stored[node.attributes.text("name")] = node.attributes.integers("stored");
    }
    return [stored](const std::string& name) { return randomTensor(stored.at(name), static_cast<unsigned>(name.size() + name[1]), false); };
}

void expectClose(const TensorMap& actual, const TensorMap& expected) {
    for (const auto& [name, tensor] : expected) {
        for (std::int64_t n = 0; n < tensor.count(); ++n) {
            const double difference = std::abs(actual.at(name).at(n) - tensor.at(n));
            if (!(difference < 2e-4)) throw InternalError(name + " differs by " + std::to_string(difference));
        }
    }
}

}  // namespace

class tst_fuse_random : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsMeaning_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 0; seed < 300; ++seed) QTest::newRow(QByteArray::number(seed).constData()) << seed;
    }
    void keepsMeaning() {
        QFETCH(unsigned, seed);
        const Graph graph = RandomGraph(seed).make(6 + static_cast<int>(seed % 14));
        TensorMap inputs;
        for (const NodeId id : graph.inputs()) {
            const std::string& name = graph.node(id).attributes.text("name");
            inputs[name] = randomTensor(evaluate(graph.type({id, 0}).shape, sizes), seed + static_cast<unsigned>(id), name == "index");
        }
        const WeightSource weights = weightsOf(graph);
        const TensorMap expected = interpret(graph, inputs, weights);
        for (const bool fused : {true, false}) {
            passes::PassOptions options;
            options.fuse = fused;
            if (seed % 3 == 0) options.maxFusedScratchBytes = 1024;   // several products no longer fit
            try {
                const Graph result = passes::fuse(test::opened(graph), options);
                verify(result);
                expectClose(interpret(result, inputs, weights), expected);
                expectClose(test::runLowered(result, inputs, weights), expected);
            } catch (const Error& error) {
                QFAIL((std::string(error.what()) + (fused ? "\nfused\n" : "\none by one\n") + print(graph)).c_str());
            }
        }
    }
};

FOLDMETER_TEST(tst_fuse_random)
#include "tst_fuse_random.moc"
