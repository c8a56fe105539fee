// The composite operations of Builder.
#include "base/error.h"
#include "ir/builder.h"

namespace foldmeter::ir {

Symbolic Builder::einsum(const std::string& spec, const Symbolic& a, const Symbolic& b) {
    Attributes attributes;
    attributes.set("spec", spec);
    return append(Op::Einsum, {a, b}, std::move(attributes));
}

Symbolic Builder::layerNorm(const Symbolic& x, NormForm form, std::optional<Symbolic> scale, std::optional<Symbolic> offset) {
    Attributes attributes;
    attributes.set("form", std::string(form == NormForm::Fast ? "fast" : "exact"));
    attributes.set("scaled", static_cast<std::int64_t>(scale.has_value()));
    attributes.set("shifted", static_cast<std::int64_t>(offset.has_value()));
    std::vector<Symbolic> operands{x};
    if (scale) operands.push_back(*scale);
    if (offset) operands.push_back(*offset);
    return append(Op::LayerNorm, operands, std::move(attributes));
}

Symbolic Builder::softmax(const Symbolic& x) { return append(Op::Softmax, {x}, {}); }

Symbolic Builder::linear(const Symbolic& x, const Symbolic& w, std::optional<Symbolic> bias) {
    return bias ? append(Op::Linear, {x, w, *bias}, {}) : append(Op::Linear, {x, w}, {});
}

Symbolic Builder::gatedLinearUnit(const Symbolic& x, const Symbolic& w, Gate gate) {
    Attributes attributes;
    attributes.set("activation", std::string(gate == Gate::Swish ? "swish" : "sigmoid"));
    return append(Op::GatedLinearUnit, {x, w}, std::move(attributes));
}

Symbolic Builder::adaptiveLayerNorm(const Symbolic& x, const Symbolic& scaleLogits, const Symbolic& shift) {
    return append(Op::AdaptiveLayerNorm, {x, scaleLogits, shift}, {});
}

Symbolic Builder::triangleProduct(const Symbolic& a, const Symbolic& b, bool outgoing) {
    Attributes attributes;
    attributes.set("outgoing", static_cast<std::int64_t>(outgoing));
    return append(Op::TriangleProduct, {a, b}, std::move(attributes));
}

Symbolic Builder::attention(const AttentionInputs& inputs) {
    Attributes attributes;
    attributes.set("scale", inputs.scale);
    attributes.set("biased", static_cast<std::int64_t>(inputs.bias.has_value()));
    attributes.set("masked", static_cast<std::int64_t>(inputs.keyMask.has_value()));
    attributes.set("bias_batch", inputs.biasBatch);
    std::vector<Symbolic> operands{inputs.q, inputs.k, inputs.v};
    if (inputs.bias) operands.push_back(*inputs.bias);
    if (inputs.keyMask) operands.push_back(*inputs.keyMask);
    return append(Op::Attention, operands, std::move(attributes));
}

}  // namespace foldmeter::ir
