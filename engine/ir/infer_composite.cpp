#include "ir/infer_rules.h"

namespace foldmeter::ir {

namespace {

TensorType inferLayerNorm(const InferInput& in) {
    const auto flags = static_cast<std::size_t>(in.attributes.integer("scaled") + in.attributes.integer("shifted"));
    in.require(in.operands.size() == 1 + flags, "scaled and shifted do not fit the number of operands");
    const std::string& form = in.attributes.text("form");
    in.require(form == "fast" || form == "exact", "form is neither fast nor exact");
    const TensorType& x = in.operand(0);
    in.require(isFloat(x.dtype) && !x.shape.empty(), "x is no float with an axis");
    for (std::size_t n = 1; n < in.operands.size(); ++n) {
        in.require(isFloat(in.operand(n).dtype) && in.operand(n).shape == Shape{x.shape.back()}, "scale and offset are vectors of x's last axis");
    }
    return x;
}

TensorType inferLinear(const InferInput& in) {
    in.require(in.operands.size() == 2 || in.operands.size() == 3, "needs x, w and perhaps a bias");
    const TensorType& x = in.operand(0);
    const TensorType& w = in.operand(1);
    in.require(isFloat(x.dtype) && x.dtype == w.dtype, "x and w are not floats of one type");
    in.require(!x.shape.empty() && w.shape.size() >= 2 && x.shape.back() == w.shape.front(), "x (..., in) and w (in, out...) do not fit");
    const Shape out(w.shape.begin() + 1, w.shape.end());
    if (in.operands.size() == 3) in.require(in.operand(2) == TensorType{x.dtype, out}, "the bias is not (out...) of that type");
    TensorType result{x.dtype, Shape(x.shape.begin(), x.shape.end() - 1)};
    result.shape.insert(result.shape.end(), out.begin(), out.end());
    return result;
}

TensorType inferGatedLinearUnit(const InferInput& in) {
    const TensorType& x = in.operand(0);
    const TensorType& w = in.operand(1);
    const std::string& activation = in.attributes.text("activation");
    in.require(activation == "swish" || activation == "sigmoid", "activation is neither swish nor sigmoid");
    in.require(isFloat(x.dtype) && x.dtype == w.dtype, "x and w are not floats of one type");
    in.require(!x.shape.empty() && w.shape.size() == 2 && x.shape.back() == w.shape.front(), "x (..., in) and w (in, 2*inner) do not fit");
    in.require(w.shape[1].isLiteral() && w.shape[1].factor % 2 == 0, "w has no two equal halves");
    TensorType result = x;
    result.shape.back() = w.shape[1].factor / 2;
    return result;
}

TensorType inferTriangleProduct(const InferInput& in) {
    in.attributes.integer("outgoing");
    const TensorType& a = in.operand(0);
    in.require(isFloat(a.dtype) && a == in.operand(1) && a.shape.size() == 3, "a and b are not floats (i, j, c) of one type");
    in.require(a.shape[0] == a.shape[1], "a triangle needs a square");
    return a;
}

}  // namespace

std::vector<std::int64_t> maskBatchOf(const Attributes& attention, std::size_t batchAxes) {
    if (attention.has("mask_batch")) return attention.integers("mask_batch");
    std::vector<std::int64_t> all(batchAxes);
    for (std::size_t axis = 0; axis < batchAxes; ++axis) all[axis] = static_cast<std::int64_t>(axis);
    return all;
}

namespace {

void checkAttentionExtras(const InferInput& in, const Shape& batch, const Dim& queries, const Dim& keys, const Dim& heads) {
    const bool biased = in.attributes.integer("biased") != 0;
    const bool masked = in.attributes.integer("masked") != 0;
    in.require(in.operands.size() == 3u + biased + masked, "biased and masked do not fit the number of operands");
    if (biased) {
        Shape expected;
        std::int64_t previous = -1;
        for (const std::int64_t axis : in.attributes.integers("bias_batch")) {
            in.require(axis > previous && static_cast<std::size_t>(axis) < batch.size(), "bias_batch names no batch axis");
            expected.push_back(batch[static_cast<std::size_t>(axis)]);
            previous = axis;
        }
        expected.insert(expected.end(), {heads, queries, keys});
        in.require(isFloat(in.operand(3).dtype) && in.operand(3).shape == expected, "the bias is not (batch..., heads, queries, keys)");
    }
    if (masked) {
        Shape expected;
        for (const std::int64_t axis : maskBatchOf(in.attributes, batch.size())) {
            in.require(axis >= 0 && static_cast<std::size_t>(axis) < batch.size(), "mask_batch names no batch axis");
            expected.push_back(batch[static_cast<std::size_t>(axis)]);
        }
        expected.push_back(keys);
        in.require(in.operands.back() == TensorType{DType::Bool, expected}, "the mask is not bool (batch..., keys)");
    }
}

TensorType inferAttention(const InferInput& in) {
    in.require(in.operands.size() >= 3, "needs q, k and v");
    const TensorType& q = in.operand(0);
    const TensorType& k = in.operand(1);
    const TensorType& v = in.operand(2);
    const std::size_t rank = q.shape.size();
    in.require(rank >= 3 && k.shape.size() == rank && v.shape.size() == rank, "q, k, v are not (batch..., rows, heads, dim)");
    in.require(isFloat(q.dtype) && q.dtype == k.dtype && q.dtype == v.dtype, "q, k, v are not floats of one type");
    in.attributes.real("scale");
    const Shape batch(q.shape.begin(), q.shape.end() - 3);
    in.require(batch == Shape(k.shape.begin(), k.shape.end() - 3) && batch == Shape(v.shape.begin(), v.shape.end() - 3), "batch axes differ");
    in.require(q.shape[rank - 2] == k.shape[rank - 2] && q.shape[rank - 2] == v.shape[rank - 2], "heads differ");
    in.require(q.shape[rank - 1] == k.shape[rank - 1] && k.shape[rank - 3] == v.shape[rank - 3], "q.k or keys differ");
    checkAttentionExtras(in, batch, q.shape[rank - 3], k.shape[rank - 3], q.shape[rank - 2]);
    TensorType result = q;
    result.shape.back() = v.shape.back();
    return result;
}

}  // namespace

TensorType inferComposite(const InferInput& in) {
    switch (in.op) {
        case Op::LayerNorm: return inferLayerNorm(in);
        case Op::Softmax: in.require(isFloat(in.operand(0).dtype) && !in.operand(0).shape.empty(), "x is no float with an axis"); return in.operand(0);
        case Op::Linear: return inferLinear(in);
        case Op::GatedLinearUnit: return inferGatedLinearUnit(in);
        case Op::AdaptiveLayerNorm:
            in.require(isFloat(in.operand(0).dtype) && !in.operand(0).shape.empty(), "x is no float with an axis");
            in.require(in.operand(0) == in.operand(1) && in.operand(0) == in.operand(2), "x, scale and shift have different types");
            return in.operand(0);
        case Op::TriangleProduct: return inferTriangleProduct(in);
        case Op::Attention: return inferAttention(in);
        default: throw InternalError("a composite without a rule");
    }
}

}  // namespace foldmeter::ir
