// The building blocks that trunk, templates and confidence head share: norms, linears, transitions, triangle
// multiplication, pair attention, single attention. Spec: network.md sections 0, 5 (transition), 6.
// Pair values may carry a leading axis (templates): (tokens, tokens, C) or (templates, tokens, tokens, C).
#pragma once

#include "ir/builder.h"
#include "model/config.h"
#include "model/inputs.h"

#include <string>
#include <vector>

namespace foldmeter::model {

using ir::Builder;
using ir::Dim;
using ir::NormForm;
using ir::Shape;
using ir::Symbolic;

// Where the records of a module stand: a prefix of names, and how the graph sees them (layered inside a Repeat, in which
// type). Names are glued to the prefix as they are, so it ends in '/' unless the spec glues too.
class Layer {
public:
    Layer(Builder& builder, std::string prefix, bool layered, DType dtype)
        : m_builder(&builder), m_prefix(std::move(prefix)), m_layered(layered), m_dtype(dtype) {}
    Builder& builder() const { return *m_builder; }
    DType dtype() const { return m_dtype; }
    Layer at(const std::string& suffix) const { return {*m_builder, m_prefix + suffix, m_layered, m_dtype}; }
    Layer as(DType dtype) const { return {*m_builder, m_prefix, m_layered, dtype}; }

    Symbolic weight(const std::string& record, Extents stored, std::vector<std::int64_t> permutation = {}, Extents shape = {}) const;
    // x (..., in) times weights [in, out...] -> (..., out...); no bias.
    Symbolic linear(const Symbolic& x, const std::string& module, const Extents& out) const;
    Symbolic linearWithBias(const Symbolic& x, const std::string& module, const Extents& out) const;
    Symbolic norm(const Symbolic& x, const std::string& module, NormForm form = NormForm::Fast) const;   // scale and offset
    Symbolic scaleNorm(const Symbolic& x, const std::string& module) const;                              // exact form, scale only
    // (swish(x W[:, :I]) .* x W[:, I:]) W2; the records are `first` and `second`.
    Symbolic gatedTransition(const Symbolic& x, const std::string& first, const std::string& second, int factor) const;

private:
    Builder* m_builder;
    std::string m_prefix;
    bool m_layered;
    DType m_dtype;
};

std::int64_t width(const Symbolic& x);                      // of the last axis
Symbolic mergeHeads(const Symbolic& x);                     // (..., heads, dim) -> (..., heads*dim)
// The first `rowAxes` axes of x as one, then its rows by index: (index..., rest of x).
Symbolic gatherRows(const Symbolic& x, int rowAxes, const Symbolic& index);

struct PairSizes {
    int heads = 0, headDim = 0, factor = 0;
};

Symbolic transition(const Layer& layer, const Symbolic& x, int factor);
// mask: (tokens, tokens) in the layer's type.
Symbolic triangleMultiplication(const Layer& layer, const Symbolic& pair, const Symbolic& mask, bool outgoing);
// keyMask: bool (tokens). Rows of padding tokens attend like real ones: their values are meaningless anyway.
Symbolic pairAttention(const Layer& layer, const Symbolic& pair, const Symbolic& keyMask, const PairSizes& sizes, bool starting);
// Steps 1-5 of a pairformer block.
Symbolic pairBlock(const Layer& layer, Symbolic pair, const Symbolic& mask, const Symbolic& keyMask, const PairSizes& sizes);
Symbolic singleAttention(const Layer& layer, const Symbolic& single, const Symbolic& pair, const Symbolic& keyMask, const Config& config);

struct PairAndSingle {
    Symbolic pair, single;
};
// `count` pairformer blocks with single track; records stand under `prefix` with a layer axis.
PairAndSingle pairformer(Builder& b, const std::string& prefix, int count, const PairAndSingle& in, const Symbolic& mask, const Config& config);

// mask_i * mask_j of a bool token mask, (tokens, tokens)
Symbolic pairMask(const Symbolic& mask, DType dtype);

}  // namespace foldmeter::model
