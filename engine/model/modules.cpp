#include "model/modules.h"

#include "base/error.h"
#include "model/parameter_table.h"

#include <cmath>

namespace foldmeter::model {

Symbolic Layer::weight(const std::string& record, Extents stored, std::vector<std::int64_t> permutation, Extents shape) const {
    const bool norm = record.ends_with(":scale") || record.ends_with(":offset");
    ir::WeightView view{m_prefix + record, std::move(stored), std::move(permutation), std::move(shape), norm ? DType::F32 : m_dtype, m_layered};
    return m_builder->weight(view);
}

Symbolic Layer::linear(const Symbolic& x, const std::string& module, const Extents& out) const {
    Extents stored{width(x)};
    stored.insert(stored.end(), out.begin(), out.end());
    return m_builder->linear(x, weight(module + ":weights", stored));
}

Symbolic Layer::linearWithBias(const Symbolic& x, const std::string& module, const Extents& out) const {
    Extents stored{width(x)};
    stored.insert(stored.end(), out.begin(), out.end());
    return m_builder->linear(x, weight(module + ":weights", stored), weight(module + ":bias", out));
}

Symbolic Layer::norm(const Symbolic& x, const std::string& module, NormForm form) const {
    return m_builder->layerNorm(x, form, weight(module + ":scale", {width(x)}), weight(module + ":offset", {width(x)}));
}

Symbolic Layer::scaleNorm(const Symbolic& x, const std::string& module) const {
    return m_builder->layerNorm(x, NormForm::Exact, weight(module + ":scale", {width(x)}), {});
}

Symbolic Layer::gatedTransition(const Symbolic& x, const std::string& first, const std::string& second, int factor) const {
    const std::int64_t c = width(x);
    const Symbolic inner = m_builder->gatedLinearUnit(x, weight(first + ":weights", {c, 2 * factor * c}), ir::Gate::Swish);   // (..., factor*C)
    return linear(inner, second, {c});
}

std::int64_t width(const Symbolic& x) {
    check(x.dim(-1).isLiteral(), "the last axis is no channel axis");
    return x.dim(-1).factor;
}

Symbolic mergeHeads(const Symbolic& x) {
    Shape shape(x.shape().begin(), x.shape().end() - 2);
    shape.push_back(x.dim(-2) * x.dim(-1));
    return x.reshape(shape);
}

Symbolic gatherRows(const Symbolic& x, int rowAxes, const Symbolic& index) {
    Shape shape{product(Shape(x.shape().begin(), x.shape().begin() + rowAxes))};
    shape.insert(shape.end(), x.shape().begin() + rowAxes, x.shape().end());
    return x.reshape(shape).gather(index);
}

Symbolic pairMask(const Symbolic& mask, DType dtype) {
    const Symbolic m = mask.cast(dtype);
    return m.insertAxis(1) * m.insertAxis(0);   // (tokens, tokens)
}

Symbolic transition(const Layer& layer, const Symbolic& x, int factor) {
    return layer.gatedTransition(layer.norm(x, "input_layer_norm"), "transition1", "transition2", factor);
}

namespace {

// Exchanges the two token axes of a pair value; `trailing` axes stand behind them.
Symbolic swapTokens(const Symbolic& x, int trailing) {
    std::vector<std::int64_t> axes;
    for (int axis = 0; axis < x.rank(); ++axis) axes.push_back(axis);
    const std::size_t first = axes.size() - static_cast<std::size_t>(trailing) - 2;
    std::swap(axes[first], axes[first + 1]);
    return x.transpose(axes);
}

// t_ijc = sum_k a_ikc b_jkc (outgoing), sum_k a_kjc b_kic (incoming), one problem a template and channel.
Symbolic batchedTriangleProduct(const Symbolic& a, const Symbolic& b, bool outgoing) {
    const Shape& shape = a.shape();   // (templates, tokens, tokens, C)
    const Shape flat{shape[0] * shape[3], shape[1], shape[2]};
    const Symbolic left = a.transpose({0, 3, 1, 2}).reshape(flat);    // (templates*C, tokens, tokens)
    const Symbolic right = b.transpose({0, 3, 1, 2}).reshape(flat);
    const Symbolic t = a.builder().einsum(outgoing ? "bik,bjk->bij" : "bkj,bki->bij", left, right);
    return t.reshape({shape[0], shape[3], shape[1], shape[2]}).transpose({0, 2, 3, 1});
}

}  // namespace

Symbolic triangleMultiplication(const Layer& layer, const Symbolic& pair, const Symbolic& mask, bool outgoing) {
    auto scope = layer.builder().scope(outgoing ? "triangle_multiplication_outgoing" : "triangle_multiplication_incoming");
    const std::int64_t c = width(pair);
    // Stored channels alternate a, b, a, b ...; the view lists all of a, then all of b.
    const auto halves = [&](const char* record) { return layer.weight(record, {c, c, 2}, {0, 2, 1}, {c, 2 * c}); };
    Builder& b = layer.builder();
    const Symbolic x = layer.norm(pair, "left_norm_input");
    const Symbolic gated = ir::sigmoid(b.linear(x, halves("gate:weights"))) * b.linear(x, halves("projection:weights"));
    const Symbolic projected = gated * mask.insertAxis(2);   // (tokens, tokens, 2C)
    const Symbolic left = projected.slice(-1, 0, c), right = projected.slice(-1, c, c);
    const Symbolic t = pair.rank() == 3 ? b.triangleProduct(left, right, outgoing) : batchedTriangleProduct(left, right, outgoing);
    const Symbolic out = layer.linear(layer.norm(t, "center_norm"), "output_projection", {c});
    return out * ir::sigmoid(layer.linear(x, "gating_linear", {c}));   // (tokens, tokens, C)
}

Symbolic pairAttention(const Layer& layer, const Symbolic& pair, const Symbolic& keyMask, const PairSizes& sizes, bool starting) {
    auto scope = layer.builder().scope(starting ? "triangle_attention_starting" : "triangle_attention_ending");
    Builder& b = layer.builder();
    const std::int64_t c = width(pair), heads = sizes.heads, d = sizes.headDim;
    const Symbolic x = layer.norm(pair, "act_norm");
    // The bias is made from x as it stands in both variants; queries, keys, values are seen transposed in the second.
    const Symbolic logits = layer.linear(x, "pair_bias_projection", {heads});   // (tokens, tokens, heads)
    const auto view = [&](const Symbolic& y) { return starting ? y : swapTokens(y, y.rank() - pair.rank() + 1); };
    const auto transposed = [&](const char* record) { return b.linear(x, layer.weight(record, {heads, d, c}, {2, 0, 1})); };
    ir::AttentionInputs in;
    in.q = view(transposed("q_projection:weights"));              // (tokens, tokens, heads, dim)
    in.k = view(transposed("k_projection:weights"));
    in.v = view(layer.linear(x, "v_projection", {heads, d}));
    if (pair.rank() == 4) {
        in.bias = logits.transpose({0, 3, 1, 2});                 // (templates, heads, tokens, tokens)
        in.biasBatch = {0};
    } else {
        in.bias = logits.transpose({2, 0, 1});                    // (heads, tokens, tokens)
    }
    const Shape maskShape(in.k.shape().begin(), in.k.shape().end() - 2);
    in.keyMask = b.import(keyMask).broadcast(maskShape, {pair.rank() - 2});
    in.scale = 1 / std::sqrt(static_cast<double>(d));
    const Symbolic o = view(mergeHeads(b.attention(in)));         // (tokens, tokens, heads*dim)
    const Symbolic gate = ir::sigmoid(b.linear(x, layer.weight("gating_query:weights", {heads * d, c}, {1, 0})));
    return layer.linear(o * gate, "output_projection", {c});
}

Symbolic pairBlock(const Layer& layer, Symbolic pair, const Symbolic& mask, const Symbolic& keyMask, const PairSizes& sizes) {
    pair = pair + triangleMultiplication(layer.at("triangle_multiplication_outgoing/"), pair, mask, true);
    pair = pair + triangleMultiplication(layer.at("triangle_multiplication_incoming/"), pair, mask, false);
    pair = pair + pairAttention(layer.at("pair_attention1/"), pair, keyMask, sizes, true);
    pair = pair + pairAttention(layer.at("pair_attention2/"), pair, keyMask, sizes, false);
    auto scope = layer.builder().scope("pair_transition");
    return pair + transition(layer.at("pair_transition/"), pair, sizes.factor);
}

Symbolic singleAttention(const Layer& layer, const Symbolic& single, const Symbolic& pair, const Symbolic& keyMask, const Config& config) {
    auto scope = layer.builder().scope("single_attention");
    Builder& b = layer.builder();
    const Extents heads{config.singleHeads, config.singleHeadDim};
    const Symbolic bias = layer.linear(layer.norm(pair, "single_pair_logits_norm"), "single_pair_logits_projection", {config.singleHeads});
    const Layer own = layer.at("single_attention_");
    const Symbolic x = own.norm(single, "layer_norm", NormForm::Exact);
    ir::AttentionInputs in;
    in.q = own.linearWithBias(x, "q_projection", heads);   // (tokens, heads, dim)
    in.k = own.linear(x, "k_projection", heads);
    in.v = own.linear(x, "v_projection", heads);
    in.bias = bias.transpose({2, 0, 1});                   // (heads, tokens, tokens)
    in.keyMask = keyMask;
    in.scale = 1 / std::sqrt(static_cast<double>(config.singleHeadDim));
    const Symbolic o = mergeHeads(b.attention(in));        // (tokens, heads*dim)
    const Symbolic gate = ir::sigmoid(own.linear(x, "gating_query", {width(o)}));
    return own.linear(o * gate, "transition2", {config.single});
}

PairAndSingle pairformer(Builder& b, const std::string& prefix, int count, const PairAndSingle& in, const Symbolic& mask, const Config& config) {
    const PairSizes sizes{config.pairHeads, config.pairHeadDim, trunkFactor};
    const Symbolic products = pairMask(mask, in.pair.dtype());
    const auto result = b.repeat(count, {in.pair, in.single}, {}, [&](Builder& body, const std::vector<Symbolic>& carried, const std::vector<Symbolic>&) {
        const Layer layer(body, prefix, true, in.pair.dtype());
        const Symbolic pair = pairBlock(layer, carried[0], products, mask, sizes);                          // (tokens, tokens, C)
        Symbolic single = carried[1] + singleAttention(layer, carried[1], pair, mask, config);              // (tokens, C)
        auto scope = body.scope("single_transition");
        single = single + transition(layer.at("single_transition/"), single, trunkFactor);
        return Builder::RepeatBody{{pair, single}, {}};
    });
    return {result.carried[0], result.carried[1]};
}

}  // namespace foldmeter::model
