// The modules of the network in small, one graph each: what fuse, lowering and targets are tried on.
#pragma once

#include "base/error.h"
#include "ir/builder.h"

#include <functional>
#include <map>

namespace foldmeter::test::modules {

using namespace foldmeter::ir;

inline const Dim tokens = Dim::symbol("tokens"), samples = Dim::symbol("samples"), blocks = Dim::symbol("blocks"), rows = Dim::symbol("rows");
inline const Sizes sizes{{"tokens", 5}, {"samples", 2}, {"blocks", 3}, {"rows", 4}};

inline Symbolic weight(Builder& b, const std::string& name, Extents stored, std::vector<std::int64_t> permutation = {}, Extents shape = {}) {
    return b.weight({name, std::move(stored), std::move(permutation), std::move(shape), DType::F32, false});
}

inline Symbolic norm(Builder& b, const Symbolic& x, const std::string& name) {
    const std::int64_t c = x.dim(-1).factor;
    return b.layerNorm(x, NormForm::Fast, weight(b, name + ":scale", {c}), weight(b, name + ":offset", {c}));
}

inline Graph layerNormLinear() {
    Builder b("layer_norm_linear");
    const Symbolic x = b.input("x", {DType::F32, {tokens, tokens, 8}}, Varies::Seed);
    b.output("y", b.linear(norm(b, x, "n"), weight(b, "w", {8, 3}), weight(b, "b", {3})));
    return b.finish();
}

inline Graph transition() {
    Builder b("transition");
    const Symbolic x = b.input("x", {DType::F32, {tokens, tokens, 8}}, Varies::Seed);
    const Symbolic h = b.gatedLinearUnit(norm(b, x, "n"), weight(b, "w1", {8, 64}), Gate::Swish);
    b.output("y", x + b.linear(h, weight(b, "w2", {32, 8})));
    return b.finish();
}

inline Graph triangle(bool outgoing) {
    Builder b("triangle");
    Symbolic pair = b.input("pair", {DType::F32, {tokens, tokens, 8}}, Varies::Seed);
    const Symbolic mask = b.input("mask", {DType::F32, {tokens, tokens}}, Varies::Job);
    const Symbolic x = norm(b, pair, "n");
    const Symbolic p = sigmoid(b.linear(x, weight(b, "gate", {8, 16}))) * b.linear(x, weight(b, "projection", {8, 16})) * mask.insertAxis(2);
    const Symbolic t = b.triangleProduct(p.slice(-1, 0, 8, 2), p.slice(-1, 1, 8, 2), outgoing);
    pair = pair + b.linear(norm(b, t, "m"), weight(b, "out", {8, 8})) * sigmoid(b.linear(x, weight(b, "g", {8, 8})));
    b.output("pair", pair);
    return b.finish();
}

inline Graph pairAttention(bool starting) {
    Builder b("pair_attention");
    const Symbolic pair = b.input("pair", {DType::F32, {tokens, tokens, 8}}, Varies::Seed);
    const Symbolic mask = b.input("mask", {DType::Bool, {tokens}}, Varies::Job);
    const Symbolic x = norm(b, pair, "n");
    const Symbolic y = starting ? x : x.transpose({1, 0, 2});
    AttentionInputs in;
    in.q = b.linear(y, weight(b, "q", {2, 4, 8}, {2, 0, 1}));
    in.k = b.linear(y, weight(b, "k", {2, 4, 8}, {2, 0, 1}));
    in.v = b.linear(y, weight(b, "v", {8, 2, 4}));
    in.bias = b.linear(x, weight(b, "bias", {8, 2})).transpose({2, 0, 1});
    in.keyMask = mask.broadcast({tokens, tokens}, {1});
    in.scale = 0.5;
    Symbolic o = b.attention(in).reshape({tokens, tokens, 8}) * sigmoid(b.linear(y, weight(b, "g", {8, 8}, {1, 0})));
    o = b.linear(o, weight(b, "out", {8, 8}));
    b.output("pair", pair + (starting ? o : o.transpose({1, 0, 2})));
    return b.finish();
}

inline Graph softmaxOverKeys() {
    Builder b("softmax");
    const Symbolic logits = b.input("logits", {DType::F32, {2, tokens, tokens}}, Varies::Seed);
    const Symbolic mask = b.input("mask", {DType::F32, {tokens}}, Varies::Job);
    b.output("w", b.softmax(logits * 0.5 + (mask - 1.0) * 1e9));
    return b.finish();
}

inline Graph gathered() {
    Builder b("gather");
    const Symbolic x = b.input("x", {DType::F32, {tokens, 24, 6}}, Varies::Step);
    const Symbolic index = b.input("index", {DType::I32, {blocks, 32}}, Varies::Job);
    const Symbolic mask = b.input("mask", {DType::F32, {blocks, 32}}, Varies::Job);
    const Symbolic g = x.reshape({Dim(24) * tokens, 6}).gather(index) * mask.insertAxis(2);
    b.output("y", norm(b, g, "n") + b.linear(g, weight(b, "w", {6, 6})));
    return b.finish();
}

// A value a token, spread over its 24 slots, then gathered into blocks: the slot's token is index / 24.
inline Graph gatheredBroadcast() {
    Builder b("gather_broadcast");
    const Symbolic x = b.input("x", {DType::F32, {tokens, 6}}, Varies::Step);
    const Symbolic index = b.input("index", {DType::I32, {blocks, 32}}, Varies::Job);
    const Symbolic y = b.linear(x, weight(b, "w", {6, 4})).broadcast({tokens, 24, 4}, {0, 2});
    b.output("y", y.reshape({Dim(24) * tokens, 4}).gather(index));
    return b.finish();
}

inline Graph embeddingSum() {
    Builder b("embedding");
    const Symbolic kind = b.input("kind", {DType::I32, {tokens}}, Varies::Job);
    const Symbolic position = b.input("position", {DType::I32, {tokens}}, Varies::Job);
    const Symbolic delta = clamp(position.insertAxis(1, tokens).cast(DType::F32), 0, 3).cast(DType::I32);
    const Symbolic rel = b.linear(oneHot(position.insertAxis(1) - position.insertAxis(0) + 4.0, 9, DType::F32), weight(b, "rel", {9, 5}));
    b.output("y", rel + weight(b, "table", {24, 5}).gather(kind).insertAxis(1) + delta.cast(DType::F32).insertAxis(2));
    return b.finish();
}

inline Graph outerProductMean() {
    Builder b("outer_product_mean");
    const Symbolic m = b.input("m", {DType::F32, {rows, tokens, 6}}, Varies::Seed);
    const Symbolic mask = b.input("mask", {DType::F32, {rows, tokens}}, Varies::Job);
    const Symbolic x = norm(b, m, "n");
    const Symbolic left = b.linear(x, weight(b, "l", {6, 3})) * mask.insertAxis(2), right = b.linear(x, weight(b, "r", {6, 3})) * mask.insertAxis(2);
    const Symbolic o = b.einsum("ric,rje->ijce", left, right);
    const Symbolic count = b.einsum("ri,rj->ij", mask, mask);
    b.output("o", (b.einsum("ijce,cef->ijf", o, weight(b, "w", {3, 3, 7})) + weight(b, "b", {7})) / (count + 1e-3).insertAxis(2));
    return b.finish();
}

inline Graph rowAttention() {   // of the MSA: weights from pair, values from rows
    Builder b("msa_attention");
    const Symbolic m = b.input("m", {DType::F32, {rows, tokens, 6}}, Varies::Seed);
    const Symbolic pair = b.input("pair", {DType::F32, {tokens, tokens, 4}}, Varies::Seed);
    const Symbolic mask = b.input("mask", {DType::F32, {rows, tokens}}, Varies::Job);
    const Symbolic x = norm(b, m, "n");
    const Symbolic logits = b.linear(norm(b, pair, "p"), weight(b, "pl", {4, 2})).transpose({2, 0, 1}) + (mask.max({0}) - 1.0) * 1e9;
    const Symbolic v = b.linear(x, weight(b, "v", {6, 2, 3}));
    const Symbolic o = b.einsum("hqk,rkhd->rqhd", b.softmax(logits), v).reshape({rows, tokens, 6}) * sigmoid(b.linear(x, weight(b, "g", {6, 6})));
    b.output("m", m + b.linear(o, weight(b, "o", {6, 6})));
    return b.finish();
}

inline Graph slotSum() {   // atoms to tokens
    Builder b("slot_sum");
    const Symbolic x = b.input("x", {DType::F32, {blocks, 32, 6}}, Varies::Step);
    const Symbolic index = b.input("slot", {DType::I32, {tokens, 24}}, Varies::Job);
    const Symbolic mask = b.input("mask", {DType::F32, {tokens, 24}}, Varies::Job);
    const Symbolic t = b.linear(x, weight(b, "w", {6, 8}));
    const Symbolic g = relu(t.reshape({Dim(32) * blocks, 8}).gather(index)) * mask.insertAxis(2);
    b.output("y", g.sum({1}) / binary(Op::Max, mask.sum({1}), b.constant(1e-10, DType::F32)).insertAxis(1));
    return b.finish();
}

inline Graph concatenated() {
    Builder b("concat");
    const Symbolic pair = b.input("pair", {DType::F32, {tokens, tokens, 6}}, Varies::Seed);
    const Symbolic single = b.input("single", {DType::F32, {tokens, 3}}, Varies::Seed);
    const Symbolic x = concat(std::vector<Symbolic>{pair, single.insertAxis(0, tokens), oneHot(b.iota({tokens, tokens}, 1), 4, DType::F32)}, -1);
    b.output("y", b.linear(norm(b, x, "n"), weight(b, "w", {13, 5})));
    const Symbolic stacked = concat(std::vector<Symbolic>{single.insertAxis(0), single.insertAxis(0, 2) * 2.0}, 0);   // (3, tokens, 3)
    b.output("z", stacked.transpose({1, 0, 2}) + 1.0);
    return b.finish();
}

inline Graph adaptive() {   // conditions over tokens, activations over samples and tokens
    Builder b("adaptive");
    const Symbolic a = b.input("a", {DType::F32, {samples, tokens, 8}}, Varies::Step);
    const Symbolic s = b.input("s", {DType::F32, {tokens, 6}}, Varies::Step);
    const Symbolic sn = b.layerNorm(s, NormForm::Exact, weight(b, "n:scale", {6}), {});
    const auto overSamples = [&](const Symbolic& x) { return x.insertAxis(0, samples); };
    const Symbolic x = b.adaptiveLayerNorm(a, overSamples(b.linear(sn, weight(b, "w1", {6, 8}), weight(b, "b1", {8}))), overSamples(b.linear(sn, weight(b, "w2", {6, 8}))));
    const Symbolic u = b.gatedLinearUnit(x, weight(b, "w3", {8, 32}), Gate::Swish);
    const Symbolic gate = sigmoid(b.linear(s, weight(b, "w4", {6, 8}), weight(b, "b4", {8})));
    b.output("a", a + overSamples(gate) * b.linear(u, weight(b, "w5", {16, 8})));
    return b.finish();
}

inline Graph symmetric() {   // distogram: a product and its transpose
    Builder b("symmetric");
    const Symbolic pair = b.input("pair", {DType::F32, {tokens, tokens, 8}}, Varies::Seed);
    const Symbolic h = b.linear(pair, weight(b, "w", {8, 10}));
    const Symbolic p = b.softmax(h + h.transpose({1, 0, 2}));
    b.output("contact", p.slice(-1, 0, 4).sum({2}));
    b.output("logits", h + h.transpose({1, 0, 2}));
    return b.finish();
}

inline Graph repeated() {
    Builder b("repeated");
    const Symbolic x = b.input("x", {DType::F32, {tokens, 8}}, Varies::Seed);
    const Symbolic mask = b.input("mask", {DType::F32, {tokens}}, Varies::Job);
    const auto result = b.repeat(3, {x, b.constant(0, DType::F32).broadcast({tokens, 8}, {})}, {}, [&](Builder& body, const std::vector<Symbolic>& c, const std::vector<Symbolic>&) {
        const Symbolic w = body.weight({"w", {8, 8}, {}, {}, DType::F32, true});
        const Symbolic y = (c[0] + body.linear(body.layerNorm(c[0], NormForm::Exact, {}, {}), w)) * mask.insertAxis(1);
        return Builder::RepeatBody{{y, c[1] + y}, {y.sum({1})}};
    });
    b.output("x", result.carried[0]);
    b.output("sum", result.carried[1]);
    b.output("all", result.collected[0]);
    return b.finish();
}

inline Graph singleAttention() {
    Builder b("single_attention");
    const Symbolic single = b.input("single", {DType::F32, {tokens, 8}}, Varies::Seed);
    const Symbolic pair = b.input("pair", {DType::F32, {tokens, tokens, 6}}, Varies::Seed);
    const Symbolic mask = b.input("mask", {DType::Bool, {tokens}}, Varies::Job);
    const Symbolic x = norm(b, single, "n");
    AttentionInputs in;
    in.q = b.linear(x, weight(b, "q", {8, 2, 4}), weight(b, "qb", {2, 4}));
    in.k = b.linear(x, weight(b, "k", {8, 2, 4}));
    in.v = b.linear(x, weight(b, "v", {8, 2, 4}));
    in.bias = b.linear(norm(b, pair, "p"), weight(b, "bias", {6, 2})).transpose({2, 0, 1});
    in.keyMask = mask;   // (tokens)
    const Symbolic o = b.attention(in).reshape({tokens, 8}) * sigmoid(b.linear(x, weight(b, "g", {8, 8})));
    b.output("single", single + b.linear(o, weight(b, "out", {8, 8})));
    return b.finish();
}

// Keys of a query block: rows of the flat atoms through a window of indices, masked; then products and pair logits.
inline Graph atomWindows() {
    Builder b("atom_windows");
    const Symbolic atoms = b.input("atoms", {DType::F32, {samples, blocks, 32, 8}}, Varies::Sample);
    const Symbolic window = b.input("window", {DType::I32, {samples, blocks, 16}}, Varies::Job);
    const Symbolic mask = b.input("mask", {DType::F32, {blocks, 16}}, Varies::Job);
    const Symbolic flat = atoms.reshape({samples * blocks * Dim(32), 8});
    const Symbolic keys = flat.gather(window) * mask.insertAxis(0, samples).insertAxis(3);   // (samples, blocks, 16, 8)
    b.output("k", b.linear(keys, weight(b, "k", {8, 2, 4})));
    const Symbolic near = relu(atoms.insertAxis(3, 16) + keys.insertAxis(2, 32));            // (samples, blocks, 32, 16, 8)
    b.output("logits", b.linear(near, weight(b, "l", {8, 2})).transpose({0, 1, 4, 2, 3}));
    return b.finish();
}

struct Example {
    const char* name;
    std::function<Graph()> make;
    int launches;        // fused
};

inline const std::vector<Example>& examples() {
    static const std::vector<Example> all{
        {"layer norm, linear", layerNormLinear, 1},
        {"transition", transition, 1},
        {"triangle outgoing", [] { return triangle(true); }, 3},
        {"triangle incoming", [] { return triangle(false); }, 3},
        {"pair attention starting", [] { return pairAttention(true); }, 3},
        {"pair attention ending", [] { return pairAttention(false); }, 3},
        {"softmax over keys", softmaxOverKeys, 1},
        {"gather", gathered, 1},
        {"gather of a broadcast", gatheredBroadcast, 2},
        {"embedding sum", embeddingSum, 1},
        {"outer product mean", outerProductMean, 3},
        {"row attention", rowAttention, 6},
        {"slot sum", slotSum, 2},
        {"concat", concatenated, 2},
        {"adaptive norm", adaptive, 2},
        {"symmetric", symmetric, 2},
        {"repeat", repeated, 3},
        {"single attention", singleAttention, 4},
        {"atom windows", atomWindows, 2},
    };
    return all;
}

inline const Graph& exampleNamed(const std::string& name) {
    static std::map<std::string, Graph> made;
    for (const Example& example : examples()) {
        if (name == example.name) return made.try_emplace(example.name, example.make()).first->second;
    }
    throw InternalError("no such example");
}

}  // namespace foldmeter::test::modules
