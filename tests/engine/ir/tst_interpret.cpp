// Every operation against float64 written out by hand here. A row of the table without a case fails by name.
#include "base/error.h"
#include "ir/builder.h"
#include "ir/interpret.h"
#include "support/tensors.h"
#include "support/test_main.h"

#include <set>

using namespace foldmeter;
using namespace foldmeter::ir;
using namespace foldmeter::test;

namespace {

using Numbers = std::vector<double>;
using Symbols = std::map<std::string, Symbolic>;

struct Case {
    std::string name;
    Op op;
    TensorMap inputs;
    std::function<Symbolic(Builder&, Symbols&)> make;
    std::function<Numbers(const std::map<std::string, Numbers>&)> expected;
};

const Tensor x34 = randomTensor({3, 4}, 1, 2);
const Tensor y34 = randomTensor({3, 4}, 2, 2);
const Tensor positive34 = tensorOf({3, 4}, {0.1, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1e-3});

Case unaryCase(Op op, const Tensor& input, double (*function)(double)) {
    return {std::string(nameOf(op)), op, {{"x", input}}, [op](Builder&, Symbols& s) { return unary(op, s["x"]); },
            [function](const auto& in) {
                Numbers result;
                for (const double value : in.at("x")) result.push_back(function(value));
                return result;
            }};
}

Case binaryCase(const std::string& name, Op op, const Tensor& a, const Tensor& b, double (*function)(double, double)) {
    return {name, op, {{"a", a}, {"b", b}}, [op](Builder&, Symbols& s) { return binary(op, s["a"], s["b"]); },
            [function](const auto& in) {
                Numbers result;
                for (std::size_t n = 0; n < in.at("a").size(); ++n) result.push_back(function(in.at("a")[n], in.at("b")[n]));
                return result;
            }};
}

double plainSigmoid(double v) { return 1 / (1 + std::exp(-v)); }

// Rows of `width`: (x-mean)/sqrt(var+1e-5).
Numbers normalised(const Numbers& x, std::size_t width) {
    Numbers result;
    for (std::size_t at = 0; at < x.size(); at += width) {
        double mean = 0, variance = 0;
        for (std::size_t c = 0; c < width; ++c) mean += x[at + c] / static_cast<double>(width);
        for (std::size_t c = 0; c < width; ++c) variance += (x[at + c] - mean) * (x[at + c] - mean) / static_cast<double>(width);
        for (std::size_t c = 0; c < width; ++c) result.push_back((x[at + c] - mean) / std::sqrt(variance + 1e-5));
    }
    return result;
}

Numbers matrixProduct(const Numbers& a, const Numbers& b, std::size_t rows, std::size_t inner, std::size_t columns) {
    Numbers c(rows * columns, 0.0);
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j)
            for (std::size_t k = 0; k < inner; ++k) c[i * columns + j] += a[i * inner + k] * b[k * columns + j];
    return c;
}

void addElementwise(std::vector<Case>& cases) {
    cases.push_back(unaryCase(Op::Neg, x34, [](double v) { return -v; }));
    cases.push_back(unaryCase(Op::Exp, x34, [](double v) { return std::exp(v); }));
    cases.push_back(unaryCase(Op::Log, positive34, [](double v) { return std::log(v); }));
    cases.push_back(unaryCase(Op::Sqrt, positive34, [](double v) { return std::sqrt(v); }));
    cases.push_back(unaryCase(Op::Rsqrt, positive34, [](double v) { return 1 / std::sqrt(v); }));
    cases.push_back(unaryCase(Op::Reciprocal, positive34, [](double v) { return 1 / v; }));
    cases.push_back(unaryCase(Op::Sigmoid, x34, plainSigmoid));
    cases.push_back(unaryCase(Op::Swish, x34, [](double v) { return v * plainSigmoid(v); }));
    cases.push_back(unaryCase(Op::Relu, x34, [](double v) { return v > 0 ? v : 0; }));
    cases.push_back(unaryCase(Op::Abs, x34, [](double v) { return v < 0 ? -v : v; }));
    cases.push_back(unaryCase(Op::Cos, x34, [](double v) { return std::cos(v); }));
    cases.push_back(unaryCase(Op::Atan, x34, [](double v) { return std::atan(v); }));
    cases.push_back(unaryCase(Op::Asinh, x34, [](double v) { return std::asinh(v); }));
    cases.push_back(unaryCase(Op::Not, tensorOf({3}, {1, 0, 1}, DType::Bool), [](double v) { return v == 0 ? 1.0 : 0.0; }));
    cases.push_back(binaryCase("add", Op::Add, x34, y34, [](double a, double b) { return a + b; }));
    cases.push_back(binaryCase("sub", Op::Sub, x34, y34, [](double a, double b) { return a - b; }));
    cases.push_back(binaryCase("mul", Op::Mul, x34, y34, [](double a, double b) { return a * b; }));
    cases.push_back(binaryCase("div", Op::Div, x34, y34, [](double a, double b) { return a / b; }));
    cases.push_back(binaryCase("max", Op::Max, x34, y34, [](double a, double b) { return a > b ? a : b; }));
    cases.push_back(binaryCase("min", Op::Min, x34, y34, [](double a, double b) { return a < b ? a : b; }));
    const Tensor i = tensorOf({6}, {-7, 7, -6, 6, 5, 5}, DType::I32), j = tensorOf({6}, {2, 2, 3, -4, 5, 6}, DType::I32);
    cases.push_back(binaryCase("integer div", Op::Div, i, j, [](double a, double b) { return std::floor(a / b); }));
    cases.push_back(binaryCase("equal", Op::Equal, i, j, [](double a, double b) { return a == b ? 1.0 : 0.0; }));
    cases.push_back(binaryCase("less", Op::Less, x34, y34, [](double a, double b) { return a < b ? 1.0 : 0.0; }));
    cases.push_back(binaryCase("less or equal", Op::LessEqual, i, j, [](double a, double b) { return a <= b ? 1.0 : 0.0; }));
    const Tensor p = tensorOf({4}, {0, 0, 1, 1}, DType::Bool), q = tensorOf({4}, {0, 1, 0, 1}, DType::Bool);
    cases.push_back(binaryCase("and", Op::And, p, q, [](double a, double b) { return a * b; }));
    cases.push_back(binaryCase("or", Op::Or, p, q, [](double a, double b) { return a + b > 0 ? 1.0 : 0.0; }));
    cases.push_back({"cast to i32", Op::Cast, {{"x", x34}}, [](Builder&, Symbols& s) { return s["x"].cast(DType::I32); },
                     [](const auto& in) {
                         Numbers result;
                         for (const double v : in.at("x")) result.push_back(std::trunc(v));
                         return result;
                     }});
    cases.push_back({"select", Op::Select, {{"c", tensorOf({3}, {1, 0, 1}, DType::Bool)}, {"a", tensorOf({3}, {1, 2, 3})}, {"b", tensorOf({3}, {4, 5, 6})}},
                     [](Builder&, Symbols& s) { return select(s["c"], s["a"], s["b"]); }, [](const auto&) { return Numbers{1, 5, 3}; }});
}

void addMovement(std::vector<Case>& cases) {
    const Tensor counting = tensorOf({2, 3}, {1, 2, 3, 4, 5, 6});
    const auto add = [&](const std::string& name, Op op, auto make, Numbers expected) {
        cases.push_back({name, op, {{"x", counting}}, [make](Builder& b, Symbols& s) { return make(b, s["x"]); }, [expected](const auto&) { return expected; }});
    };
    add("input", Op::Input, [](Builder&, Symbolic x) { return x; }, {1, 2, 3, 4, 5, 6});
    add("constant", Op::Constant, [](Builder& b, Symbolic) { return b.constant(0.25, DType::F32); }, {0.25});
    add("table", Op::Table, [](Builder& b, Symbolic) { return b.table("t", tensorOf({2}, {7, 8})); }, {7, 8});
    add("iota", Op::Iota, [](Builder& b, Symbolic) { return b.iota({2, 3}, 1); }, {0, 1, 2, 0, 1, 2});
    add("iota of rows", Op::Iota, [](Builder& b, Symbolic) { return b.iota({2, 3}, 0); }, {0, 0, 0, 1, 1, 1});
    add("weight permuted", Op::Weight, [](Builder& b, Symbolic) { return b.weight({.name = "w", .stored = {2, 3}, .permutation = {1, 0}}); }, {10, 40, 20, 50, 30, 60});
    add("weight merged", Op::Weight, [](Builder& b, Symbolic) { return b.weight({.name = "w", .stored = {2, 3}, .permutation = {1, 0}, .shape = {6}}); }, {10, 40, 20, 50, 30, 60});
    add("broadcast in the middle", Op::Broadcast, [](Builder&, Symbolic x) { return x.insertAxis(1, 2); }, {1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6});
    add("reshape", Op::Reshape, [](Builder&, Symbolic x) { return x.reshape({3, 2}); }, {1, 2, 3, 4, 5, 6});
    add("transpose", Op::Transpose, [](Builder&, Symbolic x) { return x.transpose({1, 0}); }, {1, 4, 2, 5, 3, 6});
    add("slice with a step", Op::Slice, [](Builder&, Symbolic x) { return x.slice(-1, 0, 2, 2); }, {1, 3, 4, 6});
    add("concat", Op::Concat, [](Builder&, Symbolic x) { const std::vector<Symbolic> parts{x, x.slice(1, 2, 1)}; return concat(parts, -1); }, {1, 2, 3, 3, 4, 5, 6, 6});
    add("gather", Op::Gather, [](Builder& b, Symbolic x) { return x.gather(b.table("i", tensorOf({3}, {1, 0, 1}, DType::I32))); }, {4, 5, 6, 1, 2, 3, 4, 5, 6});
    add("one-hot with a class outside", Op::Equal, [](Builder& b, Symbolic) { return oneHot(b.table("i", tensorOf({3}, {1, -1, 2}, DType::I32)), 2, DType::F32); }, {0, 1, 0, 0, 0, 0});
    add("reduce sum of rows", Op::ReduceSum, [](Builder&, Symbolic x) { return x.sum({0}); }, {5, 7, 9});
    add("reduce sum of all", Op::ReduceSum, [](Builder&, Symbolic x) { return x.sum({-1, 0}); }, {21});
    add("reduce max", Op::ReduceMax, [](Builder&, Symbolic x) { return x.max({-1}); }, {3, 6});
    add("fused", Op::Fused, [](Builder& b, Symbolic x) {
        Builder body("body");
        const Symbolic y = body.input("0", x.type(), Varies::Model);
        body.output("0", y * 2.0);
        Node node;
        node.op = Op::Fused;
        node.operands = {x.value()};
        node.body = std::make_shared<const Graph>(body.finish());
        return Symbolic(&b, {b.graph().append(std::move(node)), 0});
    }, {2, 4, 6, 8, 10, 12});
}

void addContractions(std::vector<Case>& cases) {
    cases.push_back({"einsum of planes", Op::Einsum, {{"a", randomTensor({3, 4, 2}, 3)}, {"b", randomTensor({5, 4, 2}, 4)}},
                     [](Builder& b, Symbols& s) { return b.einsum("ikc,jkc->cij", s["a"], s["b"]); }, [](const auto& in) {
                         Numbers c(2 * 3 * 5, 0.0);
                         for (std::size_t ch = 0; ch < 2; ++ch)
                             for (std::size_t i = 0; i < 3; ++i)
                                 for (std::size_t j = 0; j < 5; ++j)
                                     for (std::size_t k = 0; k < 4; ++k) c[(ch * 3 + i) * 5 + j] += in.at("a")[(i * 4 + k) * 2 + ch] * in.at("b")[(j * 4 + k) * 2 + ch];
                         return c;
                     }});
    cases.push_back({"einsum without a sum", Op::Einsum, {{"a", randomTensor({3}, 3)}, {"b", randomTensor({2}, 4)}},
                     [](Builder& b, Symbols& s) { return b.einsum("i,j->ji", s["a"], s["b"]); }, [](const auto& in) {
                         Numbers c;
                         for (const double b : in.at("b")) for (const double a : in.at("a")) c.push_back(a * b);
                         return c;
                     }});
    for (const bool outgoing : {true, false}) {
        cases.push_back({outgoing ? "triangle outgoing" : "triangle incoming", Op::TriangleProduct, {{"a", randomTensor({3, 3, 2}, 5)}, {"b", randomTensor({3, 3, 2}, 6)}},
                         [outgoing](Builder& b, Symbols& s) { return b.triangleProduct(s["a"], s["b"], outgoing); }, [outgoing](const auto& in) {
                             const auto at = [](const Numbers& v, std::size_t i, std::size_t j, std::size_t c) { return v[(i * 3 + j) * 2 + c]; };
                             Numbers t;
                             for (std::size_t i = 0; i < 3; ++i)
                                 for (std::size_t j = 0; j < 3; ++j)
                                     for (std::size_t c = 0; c < 2; ++c) {
                                         double sum = 0;
                                         for (std::size_t k = 0; k < 3; ++k)
                                             sum += outgoing ? at(in.at("a"), i, k, c) * at(in.at("b"), j, k, c) : at(in.at("a"), k, j, c) * at(in.at("b"), k, i, c);
                                         t.push_back(sum);
                                     }
                             return t;
                         }});
    }
    cases.push_back({"linear with bias", Op::Linear, {{"x", x34}, {"w", randomTensor({4, 2, 3}, 7)}, {"bias", randomTensor({2, 3}, 8)}},
                     [](Builder& b, Symbols& s) { return b.linear(s["x"], s["w"], s["bias"]); }, [](const auto& in) {
                         Numbers y = matrixProduct(in.at("x"), in.at("w"), 3, 4, 6);
                         for (std::size_t n = 0; n < y.size(); ++n) y[n] += in.at("bias")[n % 6];
                         return y;
                     }});
    for (const Gate gate : {Gate::Swish, Gate::Sigmoid}) {
        cases.push_back({gate == Gate::Swish ? "glu swish" : "glu sigmoid", Op::GatedLinearUnit, {{"x", x34}, {"w", randomTensor({4, 6}, 9)}},
                         [gate](Builder& b, Symbols& s) { return b.gatedLinearUnit(s["x"], s["w"], gate); }, [gate](const auto& in) {
                             const Numbers both = matrixProduct(in.at("x"), in.at("w"), 3, 4, 6);
                             Numbers y;
                             for (std::size_t i = 0; i < 3; ++i)
                                 for (std::size_t c = 0; c < 3; ++c) {
                                     const double g = both[i * 6 + c];
                                     y.push_back((gate == Gate::Swish ? g : 1.0) * plainSigmoid(g) * both[i * 6 + 3 + c]);
                                 }
                             return y;
                         }});
    }
}

void addNorms(std::vector<Case>& cases) {
    for (const NormForm form : {NormForm::Fast, NormForm::Exact}) {
        const std::string name = form == NormForm::Fast ? "layer norm fast" : "layer norm exact";
        cases.push_back({name, Op::LayerNorm, {{"x", x34}, {"scale", randomTensor({4}, 10)}, {"offset", randomTensor({4}, 11)}},
                         [form](Builder& b, Symbols& s) { return b.layerNorm(s["x"], form, s["scale"], s["offset"]); }, [](const auto& in) {
                             Numbers y = normalised(in.at("x"), 4);
                             for (std::size_t n = 0; n < y.size(); ++n) y[n] = y[n] * in.at("scale")[n % 4] + in.at("offset")[n % 4];
                             return y;
                         }});
        cases.push_back({name + " bare", Op::LayerNorm, {{"x", x34}}, [form](Builder& b, Symbols& s) { return b.layerNorm(s["x"], form, {}, {}); },
                         [](const auto& in) { return normalised(in.at("x"), 4); }});
    }
    cases.push_back({"layer norm offset only", Op::LayerNorm, {{"x", x34}, {"offset", randomTensor({4}, 11)}},
                     [](Builder& b, Symbols& s) { return b.layerNorm(s["x"], NormForm::Exact, {}, s["offset"]); }, [](const auto& in) {
                         Numbers y = normalised(in.at("x"), 4);
                         for (std::size_t n = 0; n < y.size(); ++n) y[n] += in.at("offset")[n % 4];
                         return y;
                     }});
    cases.push_back({"adaptive layer norm", Op::AdaptiveLayerNorm, {{"x", x34}, {"scale", y34}, {"shift", positive34}},
                     [](Builder& b, Symbols& s) { return b.adaptiveLayerNorm(s["x"], s["scale"], s["shift"]); }, [](const auto& in) {
                         Numbers y = normalised(in.at("x"), 4);
                         for (std::size_t n = 0; n < y.size(); ++n) y[n] = plainSigmoid(in.at("scale")[n]) * y[n] + in.at("shift")[n];
                         return y;
                     }});
    cases.push_back({"softmax", Op::Softmax, {{"x", x34}}, [](Builder& b, Symbols& s) { return b.softmax(s["x"]); }, [](const auto& in) {
                         Numbers y;
                         for (std::size_t i = 0; i < 3; ++i) {
                             double sum = 0;
                             for (std::size_t c = 0; c < 4; ++c) sum += std::exp(in.at("x")[i * 4 + c]);
                             for (std::size_t c = 0; c < 4; ++c) y.push_back(std::exp(in.at("x")[i * 4 + c]) / sum);
                         }
                         return y;
                     }});
}

// Batch (2, 2), 3 queries, 4 keys, 2 heads, dim 3, value dim 2; the bias has the batch axes of `biasBatch`.
Numbers attentionByHand(const std::map<std::string, Numbers>& in, std::vector<std::int64_t> biasBatch) {
    Numbers result;
    for (std::size_t b = 0; b < 4; ++b)
        for (std::size_t q = 0; q < 3; ++q)
            for (std::size_t h = 0; h < 2; ++h) {
                Numbers weight;
                double sum = 0;
                for (std::size_t k = 0; k < 4; ++k) {
                    double logit = 0;
                    for (std::size_t d = 0; d < 3; ++d) logit += in.at("q")[((b * 3 + q) * 2 + h) * 3 + d] * in.at("k")[((b * 4 + k) * 2 + h) * 3 + d];
                    const std::size_t biasRow = biasBatch.size() == 2 ? b : biasBatch.empty() ? 0 : biasBatch[0] == 0 ? b / 2 : b % 2;
                    logit = logit * 0.5 + in.at("bias")[((biasRow * 2 + h) * 3 + q) * 4 + k];
                    weight.push_back(in.at("mask")[b * 4 + k] != 0 ? std::exp(logit) : 0.0);
                    sum += weight.back();
                }
                for (std::size_t d = 0; d < 2; ++d) {
                    double value = 0;
                    for (std::size_t k = 0; k < 4; ++k) value += weight[k] / sum * in.at("v")[((b * 4 + k) * 2 + h) * 2 + d];
                    result.push_back(value);
                }
            }
    return result;
}

void addAttention(std::vector<Case>& cases) {
    for (const std::vector<std::int64_t>& biasBatch : {std::vector<std::int64_t>{}, {0}, {1}, {0, 1}}) {
        Extents bias(biasBatch.size(), 2);
        bias.insert(bias.end(), {2, 3, 4});
        std::string name = "attention, bias of batch";
        for (const std::int64_t axis : biasBatch) name += " " + std::to_string(axis);
        cases.push_back({name, Op::Attention,
                         {{"q", randomTensor({2, 2, 3, 2, 3}, 12)}, {"k", randomTensor({2, 2, 4, 2, 3}, 13)}, {"v", randomTensor({2, 2, 4, 2, 2}, 14)},
                          {"bias", randomTensor(bias, 15)}, {"mask", tensorOf({2, 2, 4}, {1, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0}, DType::Bool)}},
                         [biasBatch](Builder& b, Symbols& s) {
                             return b.attention({.q = s["q"], .k = s["k"], .v = s["v"], .bias = s["bias"], .biasBatch = biasBatch, .keyMask = s["mask"], .scale = 0.5});
                         },
                         [biasBatch](const auto& in) { return attentionByHand(in, biasBatch); }});
    }
    cases.push_back({"attention with every key masked", Op::Attention, {{"q", randomTensor({1, 1, 1}, 1)}, {"k", randomTensor({2, 1, 1}, 2)}, {"v", tensorOf({2, 1, 1}, {1, 4})}, {"mask", tensorOf({2}, {0, 0}, DType::Bool)}},
                     [](Builder& b, Symbols& s) { return b.attention({.q = s["q"], .k = s["k"], .v = s["v"], .keyMask = s["mask"]}); }, [](const auto&) { return Numbers{2.5}; }});
}

void addRepeat(std::vector<Case>& cases) {
    // Two super-blocks of two: carried c <- c * w[layer] + stacked[outer] + invariant; collects c.
    cases.push_back({"repeat nested, layered weights", Op::Repeat, {{"c", tensorOf({1}, {1})}, {"s", tensorOf({2, 1}, {10, 20})}, {"i", tensorOf({1}, {0.5})}},
                     [](Builder& b, Symbols& s) {
                         const auto outer = b.repeat(2, {s["c"]}, {s["s"]}, [&](Builder& body, const auto& carried, const auto& stacked) {
                             const auto inner = body.repeat(2, {carried[0]}, {}, [&](Builder& deep, const auto& c, const auto&) {
                                 const Symbolic w = deep.weight({.name = "layers", .stored = {1}, .layered = true});
                                 const Symbolic next = c[0] * w + stacked[0] + s["i"];
                                 return Builder::RepeatBody{{next}, {next}};
                             });
                             return Builder::RepeatBody{{inner.carried[0]}, {inner.collected[0]}};
                         });
                         const std::vector<Symbolic> parts{outer.carried[0].reshape({1}), outer.collected[0].reshape({4})};
                         return concat(parts, 0);
                     },
                     [](const auto&) {
                         double c = 1;
                         Numbers all;
                         for (int layer = 0; layer < 4; ++layer) {
                             c = c * (layer + 1) + (layer < 2 ? 10 : 20) + 0.5;
                             all.push_back(c);
                         }
                         all.insert(all.begin(), c);
                         return all;
                     }});
}

void addSharedStack(std::vector<Case>& cases) {
    // A stack of two layers run once for each of three rows: the record's rows come again every time.
    cases.push_back({"repeat of a repeat over the same layers", Op::Repeat, {{"s", tensorOf({3, 1}, {1, 10, 100})}},
                     [](Builder& b, Symbols& s) {
                         return b.repeat(3, {}, {s["s"]}, [](Builder& body, const auto&, const auto& row) {
                             const auto inner = body.repeat(2, {row[0]}, {}, [](Builder& deep, const auto& c, const auto&) {
                                 return Builder::RepeatBody{{c[0] * deep.weight({.name = "pair", .stored = {1}, .layered = true}) + 1.0}, {}};
                             });
                             return Builder::RepeatBody{{}, {inner.carried[0]}};
                         }).collected[0];
                     },
                     [](const auto&) { return Numbers{(1 * 2 + 1) * 3 + 1, (10 * 2 + 1) * 3 + 1, (100 * 2 + 1) * 3 + 1}; }});
}

const std::vector<Case>& allCases() {
    static const std::vector<Case> cases = [] {
        std::vector<Case> list;
        addElementwise(list);
        addMovement(list);
        addContractions(list);
        addNorms(list);
        addAttention(list);
        addRepeat(list);
        addSharedStack(list);
        return list;
    }();
    return cases;
}

Tensor weights(const std::string& name) {
    if (name == "w") return tensorOf({2, 3}, {10, 20, 30, 40, 50, 60});
    if (name == "layers") return tensorOf({4, 1}, {1, 2, 3, 4});
    if (name == "pair") return tensorOf({2, 1}, {2, 3});
    throw InputError("no weight " + name);
}

Tensor run(const Case& item, bool inDouble) {
    Builder b("case");
    Symbols symbols;
    for (const auto& [name, tensor] : item.inputs) {
        Shape shape(tensor.extents().begin(), tensor.extents().end());
        symbols[name] = b.input(name, {tensor.dtype(), shape}, Varies::Job);
    }
    b.output("y", item.make(b, symbols));
    return interpret(b.finish(), item.inputs, weights, {inDouble}).at("y");
}

}  // namespace

class tst_interpret : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithFloat64_data() {
        QTest::addColumn<int>("index");
        for (int n = 0; n < static_cast<int>(allCases().size()); ++n) QTest::newRow(allCases()[static_cast<std::size_t>(n)].name.c_str()) << n;
    }
    void agreesWithFloat64() {
        QFETCH(int, index);
        const Case& item = allCases()[static_cast<std::size_t>(index)];
        std::map<std::string, Numbers> inputs;
        for (const auto& [name, tensor] : item.inputs) inputs[name] = numbersOf(tensor);
        const Numbers expected = item.expected(inputs);
        QVERIFY(!expected.empty());
        QVERIFY2(relativeDifference(numbersOf(run(item, false)), expected) < 1e-6, "float32");
        QVERIFY2(relativeDifference(numbersOf(run(item, true)), expected) < 1e-7, "float64, rounded to float32 at the end");
    }

    void coversEveryOperation() {
        std::set<std::string_view> covered, missing;
        for (const Case& item : allCases()) covered.insert(nameOf(item.op));
        for (int n = 0; n < opCount(); ++n) {
            if (!covered.contains(nameOf(static_cast<Op>(n)))) missing.insert(nameOf(static_cast<Op>(n)));
        }
        QVERIFY2(missing.empty(), missing.empty() ? "" : std::string(*missing.begin()).c_str());
    }

    void roundsToBFloat16AsTheReference_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("sigmoid step by step") << 0;
        QTest::newRow("sum of products once") << 1;
        QTest::newRow("weights of an attention") << 2;
        QTest::newRow("halves of a glu before the activation") << 3;
        QTest::newRow("linear before its bias") << 4;
    }
    void roundsToBFloat16AsTheReference() {
        QFETCH(int, kind);
        const auto r = [](double v) { return static_cast<double>(roundToBFloat16(static_cast<float>(v))); };
        const auto sigmoidSteps = [&](double v) { return r(1 / r(1 + r(std::exp(-v)))); };
        Builder b("g");
        const TensorMap in{{"x", randomTensor({1, 64}, 20, 3, DType::BF16)}, {"w", randomTensor({64, 2}, 21, 1, DType::BF16)}, {"v", randomTensor({64, 1, 1}, 22, 1, DType::BF16)}};
        const Symbolic x = b.input("x", {DType::BF16, {1, 64}}, Varies::Job), w = b.input("w", {DType::BF16, {64, 2}}, Varies::Job);
        const Symbolic v = b.input("v", {DType::BF16, {64, 1, 1}}, Varies::Job);
        const Numbers xs = numbersOf(in.at("x")), ws = numbersOf(in.at("w")), vs = numbersOf(in.at("v"));
        const Numbers product = matrixProduct(xs, ws, 1, 64, 2);
        Numbers expected;
        switch (kind) {
            case 0:
                b.output("y", sigmoid(x));
                for (const double value : xs) expected.push_back(sigmoidSteps(value));
                break;
            case 1:
                b.output("y", b.linear(x, w));
                for (const double value : product) expected.push_back(r(value));
                break;
            case 2: {
                b.output("y", b.attention({.q = b.constant(1, DType::BF16).reshape({1, 1, 1}), .k = x.reshape({64, 1, 1}), .v = v}));
                double sum = 0, value = 0;
                for (const double logit : xs) sum += std::exp(logit);
                for (std::size_t k = 0; k < 64; ++k) value += r(std::exp(xs[k]) / sum) * vs[k];
                expected.push_back(r(value));
                break;
            }
            case 3:
                b.output("y", b.gatedLinearUnit(x, w, Gate::Sigmoid));
                expected.push_back(r(plainSigmoid(r(product[0])) * r(product[1])));
                break;
            default:
                b.output("y", b.linear(x, w, w.slice(0, 0, 1).reshape({2})));
                for (std::size_t n = 0; n < 2; ++n) expected.push_back(r(r(product[n]) + ws[n]));
        }
        QCOMPARE(numbersOf(interpret(b.finish(), in, {}).at("y")), expected);
    }

    void namesWhatIsWrongWithInputs_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<std::string>("word");
        QTest::newRow("missing") << 0 << std::string("needs the input 'y'");
        QTest::newRow("rank") << 1 << std::string("input 'y'");
        QTest::newRow("disagree") << 2 << std::string("as other inputs have it");
    }
    void namesWhatIsWrongWithInputs() {
        QFETCH(int, kind);
        QFETCH(std::string, word);
        Builder b("g");
        const Dim tokens = Dim::symbol("tokens");
        b.output("z", b.input("x", {DType::F32, {tokens}}, Varies::Job) + b.input("y", {DType::F32, {tokens}}, Varies::Job));
        TensorMap inputs{{"x", randomTensor({3}, 1)}};
        if (kind == 1) inputs["y"] = randomTensor({3, 1}, 1);
        if (kind == 2) inputs["y"] = randomTensor({4}, 1);
        try {
            interpret(b.finish(), inputs, {});
            QFAIL("it was accepted");
        } catch (const InputError& error) {
            QVERIFY2(std::string(error.what()).find(word) != std::string::npos, error.what());
        }
    }

    void refusesARecordOfAnotherSize() {
        Builder b("g");
        b.output("y", b.weight({.name = "w", .stored = {4}}));
        QVERIFY_EXCEPTION_THROWN(interpret(b.finish(), {}, weights), InputError);
    }

    void readsSizesThroughFactors() {
        Builder b("g");
        const Dim blocks = Dim::symbol("blocks");
        b.output("y", b.input("x", {DType::F32, {Dim(32) * blocks, 2}}, Varies::Job).reshape({blocks, 64}).sum({1}));
        const TensorMap inputs{{"x", randomTensor({96, 2}, 1)}};
        QCOMPARE(interpret(b.graph(), inputs, {}).at("y").extents(), (Extents{3}));
    }

    void refusesAGatherOutsideOfTheTable() {
        Builder b("g");
        const Symbolic x = b.input("x", {DType::F32, {3}}, Varies::Job);
        b.output("y", x.gather(b.table("i", tensorOf({1}, {3}, DType::I32))));
        QVERIFY_EXCEPTION_THROWN(interpret(b.finish(), {{"x", randomTensor({3}, 1)}}, {}), InternalError);
    }
};

FOLDMETER_TEST(tst_interpret)
#include "tst_interpret.moc"
