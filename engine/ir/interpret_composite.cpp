// Composites evaluated directly, with the rounding points of spec network.md section 14: float32 (or double) inside,
// one rounding at each place where the reference stores a value of the working type.
#include "ir/infer.h"
#include "ir/interpret_array.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foldmeter::ir {

namespace {

template <typename Real> Real plainSigmoid(Real x) { return Real(1) / (Real(1) + std::exp(-x)); }

// (x - mean) / sqrt(var + eps) of one row; var in the fast or the exact form of spec network.md section 0.
template <typename Real> void normalise(const Real* x, Real* y, std::int64_t width, bool exact) {
    double sum = 0, squares = 0;
    for (std::int64_t c = 0; c < width; ++c) sum += x[c];
    const double mean = sum / static_cast<double>(width);
    for (std::int64_t c = 0; c < width; ++c) {
        const double value = exact ? x[c] - mean : x[c];
        squares += value * value;
    }
    const double variance = squares / static_cast<double>(width) - (exact ? 0.0 : mean * mean);
    const double factor = 1 / std::sqrt(variance + 1e-5);
    for (std::int64_t c = 0; c < width; ++c) y[c] = static_cast<Real>((x[c] - mean) * factor);
}

template <typename Real> Array<Real> evaluateLayerNorm(const NodeCall<Real>& call) {
    const Array<Real>& x = call.operands[0];
    const std::int64_t width = x.extents.back();
    const bool exact = call.node.attributes.text("form") == "exact";
    const bool scaled = call.node.attributes.integer("scaled") != 0, shifted = call.node.attributes.integer("shifted") != 0;
    Array<Real> to(call.dtype, call.extents);
    for (std::int64_t at = 0; at < x.count(); at += width) {
        normalise(x.r() + at, to.r() + at, width, exact);
        for (std::int64_t c = 0; c < width; ++c) {
            Real& value = to.r()[at + c];
            if (scaled) value *= call.operands[1].r()[c];
            if (shifted) value += call.operands.back().r()[c];
        }
    }
    roundAll(to);
    return to;
}

template <typename Real> Array<Real> evaluateAdaptiveLayerNorm(const NodeCall<Real>& call) {
    const Array<Real>& x = call.operands[0];
    const std::int64_t width = x.extents.back();
    Array<Real> to(call.dtype, call.extents);
    for (std::int64_t at = 0; at < x.count(); at += width) normalise(x.r() + at, to.r() + at, width, true);
    for (std::int64_t n = 0; n < to.count(); ++n) to.r()[n] = plainSigmoid(call.operands[1].r()[n]) * to.r()[n] + call.operands[2].r()[n];
    roundAll(to);
    return to;
}

template <typename Real> void softmaxRow(Real* row, std::int64_t width) {
    Real largest = -std::numeric_limits<Real>::infinity();
    for (std::int64_t n = 0; n < width; ++n) largest = std::max(largest, row[n]);
    double sum = 0;
    for (std::int64_t n = 0; n < width; ++n) sum += row[n] = std::exp(row[n] - largest);
    for (std::int64_t n = 0; n < width; ++n) row[n] = static_cast<Real>(row[n] / sum);
}

template <typename Real> Array<Real> evaluateSoftmax(const NodeCall<Real>& call) {
    Array<Real> to(call.dtype, call.extents);
    *to.reals = *call.operands[0].reals;
    const std::int64_t width = call.extents.back();
    for (std::int64_t at = 0; at < to.count(); at += width) softmaxRow(to.r() + at, width);
    roundAll(to);
    return to;
}

// x (..., in) * w (in, columns), rounded to the type of x.
template <typename Real> Array<Real> product(const Array<Real>& x, const Array<Real>& w, Extents extents) {
    const std::int64_t inner = w.extents[0];
    const std::int64_t columns = elementCount(Extents(w.extents.begin() + 1, w.extents.end()));
    const std::int64_t rows = elementCount(Extents(x.extents.begin(), x.extents.end() - 1));
    Array<Real> to(x.dtype, std::move(extents));
    multiply(x.r(), w.r(), to.r(), rows, inner, columns);
    roundAll(to);
    return to;
}

template <typename Real> Array<Real> evaluateLinear(const NodeCall<Real>& call) {
    Array<Real> to = product(call.operands[0], call.operands[1], call.extents);
    if (call.operands.size() == 2) return to;
    const Array<Real>& bias = call.operands[2];
    for (std::int64_t n = 0; n < to.count(); ++n) to.r()[n] += bias.r()[n % bias.count()];
    roundAll(to);
    return to;
}

template <typename Real> Array<Real> evaluateGatedLinearUnit(const NodeCall<Real>& call) {
    Extents wide = call.extents;
    wide.back() *= 2;
    const Array<Real> both = product(call.operands[0], call.operands[1], wide);
    const bool isSwish = call.node.attributes.text("activation") == "swish";
    const std::int64_t inner = call.extents.back();
    Array<Real> to(call.dtype, call.extents);
    for (std::int64_t n = 0; n < to.count(); ++n) {
        const Real* row = both.r() + n / inner * 2 * inner;
        const Real gate = row[n % inner], value = row[inner + n % inner];
        to.r()[n] = (isSwish ? gate * plainSigmoid(gate) : plainSigmoid(gate)) * value;
    }
    roundAll(to);
    return to;
}

template <typename Real> Array<Real> evaluateTriangleProduct(const NodeCall<Real>& call) {
    const std::int64_t size = call.extents[0], channels = call.extents[2];
    const bool outgoing = call.node.attributes.integer("outgoing") != 0;
    // outgoing: t[c,i,j] = sum_k a[i,k,c] b[j,k,c]; incoming: t[c,i,j] = sum_k a[k,j,c] b[k,i,c] = sum_k b[k,i,c] a[k,j,c].
    const Array<Real> left = outgoing ? permuted(call.operands[0], {2, 0, 1}) : permuted(call.operands[1], {2, 1, 0});
    const Array<Real> right = outgoing ? permuted(call.operands[1], {2, 1, 0}) : permuted(call.operands[0], {2, 0, 1});
    Array<Real> planes(call.dtype, {channels, size, size});
    const std::int64_t plane = size * size;
    for (std::int64_t c = 0; c < channels; ++c) multiply(left.r() + c * plane, right.r() + c * plane, planes.r() + c * plane, size, size, size);
    roundAll(planes);
    return permuted(planes, {1, 2, 0});
}

// One batch row and head of an attention: what is needed to find its elements.
struct AttentionSizes {
    std::int64_t batches = 1, queries = 0, keys = 0, heads = 0, dim = 0, valueDim = 0;
};

// (rows, heads, dim) of one batch row -> (rows, dim) of one head.
template <typename Real> std::vector<Real> headOf(const Array<Real>& x, std::int64_t batch, std::int64_t rows, std::int64_t heads, std::int64_t head, std::int64_t dim) {
    std::vector<Real> result(static_cast<std::size_t>(rows * dim));
    for (std::int64_t row = 0; row < rows; ++row) {
        std::copy_n(x.r() + ((batch * rows + row) * heads + head) * dim, dim, result.begin() + row * dim);
    }
    return result;
}

// Flat index of the batch row of a bias or mask that belongs to batch row `batch`.
std::int64_t biasBatchOf(std::int64_t batch, const Extents& batchExtents, const std::vector<std::int64_t>& biasAxes) {
    const Extents strides = stridesOf(batchExtents);
    std::int64_t flat = 0;
    for (const std::int64_t axis : biasAxes) {
        const auto a = static_cast<std::size_t>(axis);
        flat = flat * batchExtents[a] + batch / strides[a] % batchExtents[a];
    }
    return flat;
}

template <typename Real> void finishLogits(const NodeCall<Real>& call, const AttentionSizes& s, std::int64_t batch, std::int64_t head, std::vector<Real>& logits) {
    const auto scale = static_cast<Real>(call.node.attributes.real("scale"));
    const bool biased = call.node.attributes.integer("biased") != 0, masked = call.node.attributes.integer("masked") != 0;
    const Extents batchExtents(call.extents.begin(), call.extents.end() - 3);
    const std::int64_t maskBatch = masked ? biasBatchOf(batch, batchExtents, maskBatchOf(call.node.attributes, batchExtents.size())) : 0;
    const std::int64_t biasBatch = biased ? biasBatchOf(batch, batchExtents, call.node.attributes.integers("bias_batch")) : 0;
    for (std::int64_t q = 0; q < s.queries; ++q) {
        Real* row = logits.data() + q * s.keys;
        for (std::int64_t k = 0; k < s.keys; ++k) {
            row[k] *= scale;
            if (biased) row[k] += call.operands[3].r()[((biasBatch * s.heads + head) * s.queries + q) * s.keys + k];
            if (masked && call.operands.back().i()[maskBatch * s.keys + k] == 0) row[k] = std::numeric_limits<float>::lowest();
        }
        softmaxRow(row, s.keys);
        for (std::int64_t k = 0; k < s.keys; ++k) row[k] = rounded(call.dtype, row[k]);
    }
}

template <typename Real> void attendHead(const NodeCall<Real>& call, const AttentionSizes& s, std::int64_t batch, std::int64_t head, Array<Real>& to) {
    const std::vector<Real> q = headOf(call.operands[0], batch, s.queries, s.heads, head, s.dim);
    const std::vector<Real> k = headOf(call.operands[1], batch, s.keys, s.heads, head, s.dim);
    const std::vector<Real> v = headOf(call.operands[2], batch, s.keys, s.heads, head, s.valueDim);
    std::vector<Real> transposed(k.size());   // (dim, keys)
    copyStrided(k.data(), 0, {s.dim, s.keys}, {1, s.dim}, transposed.data());
    std::vector<Real> logits(static_cast<std::size_t>(s.queries * s.keys));
    multiply(q.data(), transposed.data(), logits.data(), s.queries, s.dim, s.keys);
    finishLogits(call, s, batch, head, logits);
    std::vector<Real> out(static_cast<std::size_t>(s.queries * s.valueDim));
    multiply(logits.data(), v.data(), out.data(), s.queries, s.keys, s.valueDim);
    for (std::int64_t row = 0; row < s.queries; ++row) {
        std::copy_n(out.begin() + row * s.valueDim, s.valueDim, to.r() + ((batch * s.queries + row) * s.heads + head) * s.valueDim);
    }
}

template <typename Real> Array<Real> evaluateAttention(const NodeCall<Real>& call) {
    const Extents& q = call.operands[0].extents;
    AttentionSizes s;
    s.batches = elementCount(Extents(q.begin(), q.end() - 3));
    s.queries = q[q.size() - 3];
    s.heads = q[q.size() - 2];
    s.dim = q.back();
    s.keys = call.operands[1].extents[q.size() - 3];
    s.valueDim = call.operands[2].extents.back();
    Array<Real> to(call.dtype, call.extents);
    for (std::int64_t batch = 0; batch < s.batches; ++batch) {
        for (std::int64_t head = 0; head < s.heads; ++head) attendHead(call, s, batch, head, to);
    }
    roundAll(to);
    return to;
}

}  // namespace

template <typename Real> Array<Real> evaluateComposite(const NodeCall<Real>& call) {
    switch (call.node.op) {
        case Op::LayerNorm: return evaluateLayerNorm(call);
        case Op::Softmax: return evaluateSoftmax(call);
        case Op::Linear: return evaluateLinear(call);
        case Op::GatedLinearUnit: return evaluateGatedLinearUnit(call);
        case Op::AdaptiveLayerNorm: return evaluateAdaptiveLayerNorm(call);
        case Op::TriangleProduct: return evaluateTriangleProduct(call);
        case Op::Attention: return evaluateAttention(call);
        default: throw InternalError("not a composite: " + std::string(nameOf(call.node.op)));
    }
}

template Array<float> evaluateComposite(const NodeCall<float>& call);
template Array<double> evaluateComposite(const NodeCall<double>& call);

}  // namespace foldmeter::ir
