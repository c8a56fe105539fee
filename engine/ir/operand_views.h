// If a value is wanted under a view, under which views are its operands wanted: one rule an operation. Lowering follows
// these rules from the stores up to the loads; the fuse pass follows them to learn whether a group of nodes would lower.
#pragma once

#include "ir/index_view.h"

namespace foldmeter::ir {

// Broadcast, Reshape, Transpose, Slice: the view of their operand.
std::optional<View> movedView(const Graph& graph, NodeId id, const View& view, IndexSource& source);

struct GatherViews {
    View indices;
    std::vector<Factor> tail;   // of the table behind its axis of rows
};
std::optional<GatherViews> gatherViews(const Graph& graph, NodeId id, const View& view, IndexSource& source);
std::optional<View> gatheredTableView(const Graph& graph, NodeId id, const View& view, IndexSource& source);

// A sum along the inner axis (one view), or along a short literal axis while the inner axis runs along another: then
// one view for each index of the summed axis.
struct ReduceViews {
    bool alongInner = true;
    std::vector<View> operands;
};
std::optional<ReduceViews> reduceViews(const Graph& graph, NodeId id, const View& view, IndexSource& source);

// A concat is walked along its joined axis by the inner axis (every part whole), lies wholly in one part, or is chosen
// by an index.
struct ConcatViews {
    enum class Way : std::uint8_t { Inner, Single, Chosen } way = Way::Inner;
    std::size_t single = 0;              // Way::Single: which part
    IndexExpression index;               // Way::Chosen: along the joined axis
    std::vector<Factor> before, after;   // of the other axes
};
std::optional<ConcatViews> concatViews(const Graph& graph, NodeId id, const View& view, IndexSource& source);
// Part `part` with `index` along the joined axis; Way::Inner passes the inner axis itself.
View concatPartView(const Graph& graph, NodeId id, std::size_t part, const ConcatViews& views,
                    const IndexExpression& index, const Dim& inner, const IndexSource& source);

// Einsum of rows with a weight matrix, "...x,xy->...y": the operand's view, and which outputs are wanted of each row.
struct MatmulViews {
    View rows;                    // of the operand, inner axis = the summed one
    std::vector<Factor> outer;    // what the rows are
    Dim outputs;              // extent of the product
    std::int64_t start = 0, step = 1;
    Dim inner;                // how many outputs are wanted
    bool whole() const { return start == 0 && step == 1 && inner == outputs; }
};
std::optional<MatmulViews> matmulViews(const Graph& graph, NodeId id, const View& view, IndexSource& source);
bool isRowMatmul(const Graph& graph, NodeId id);   // in the canonical form that canonical_sums.h (passes) makes

// Einsum of two activations walked as an outer product: (rows left.., rows right.., c, e) with (c, e) the inner axis.
bool isOuterProduct(const Graph& graph, NodeId id);   // "ric,rje->ijce" with literal c and e
struct OuterViews {
    View left, right;             // Summed stands for the contracted axis
    Dim summed, rightInner;
};
std::optional<OuterViews> outerViews(const Graph& graph, NodeId id, const View& view, IndexSource& source);

// All of the above for a node of any kind: which operands are wanted under which views. Nothing if no row kernel can
// compute the node under this view.
struct OperandDemand {
    Value operand;
    View view;
};
std::optional<std::vector<OperandDemand>> operandDemands(const Graph& graph, NodeId id, const View& view, IndexSource& source);

// An index along an Iota's axis.
std::optional<IndexExpression> iotaIndex(const Graph& graph, NodeId id, const View& view, IndexSource& source);

}  // namespace foldmeter::ir
