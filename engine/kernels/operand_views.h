// If a value is wanted under a view, under which views are its operands wanted: one rule an operation. Lowering follows
// these rules from the stores up to the loads; the fuse pass follows them to learn whether a group of nodes would lower.
#pragma once

#include "kernels/index_view.h"

namespace foldmeter::kernels {

// Broadcast, Reshape, Transpose, Slice: the view of their operand.
std::optional<View> movedView(const ir::Graph& graph, ir::NodeId id, const View& view, IndexSource& source);

struct GatherViews {
    View indices;
    std::vector<Factor> tail;   // of the table behind its axis of rows
};
std::optional<GatherViews> gatherViews(const ir::Graph& graph, ir::NodeId id, const View& view, IndexSource& source);
std::optional<View> gatheredTableView(const ir::Graph& graph, ir::NodeId id, const View& view, IndexSource& source);

// A sum along the inner axis (one view), or along a short literal axis while the inner axis runs along another: then
// one view for each index of the summed axis.
struct ReduceViews {
    bool alongInner = true;
    std::vector<View> operands;
};
std::optional<ReduceViews> reduceViews(const ir::Graph& graph, ir::NodeId id, const View& view, IndexSource& source);

// A concat is walked along its joined axis by the inner axis (every part whole), lies wholly in one part, or is chosen
// by an index.
struct ConcatViews {
    enum class Way : std::uint8_t { Inner, Single, Chosen } way = Way::Inner;
    std::size_t single = 0;              // Way::Single: which part
    IndexExpression index;               // Way::Chosen: along the joined axis
    std::vector<Factor> before, after;   // of the other axes
};
std::optional<ConcatViews> concatViews(const ir::Graph& graph, ir::NodeId id, const View& view, IndexSource& source);
// Part `part` with `index` along the joined axis; Way::Inner passes the inner axis itself.
View concatPartView(const ir::Graph& graph, ir::NodeId id, std::size_t part, const ConcatViews& views,
                    const IndexExpression& index, const ir::Dim& inner, const IndexSource& source);

// Einsum of rows with a weight matrix, "...x,xy->...y": the operand's view, and which outputs are wanted of each row.
struct MatmulViews {
    View rows;                    // of the operand, inner axis = the summed one
    std::vector<Factor> outer;    // what the rows are
    ir::Dim outputs;              // extent of the product
    std::int64_t start = 0, step = 1;
    ir::Dim inner;                // how many outputs are wanted
    bool whole() const { return start == 0 && step == 1 && inner == outputs; }
};
std::optional<MatmulViews> matmulViews(const ir::Graph& graph, ir::NodeId id, const View& view, IndexSource& source);
bool isRowMatmul(const ir::Graph& graph, ir::NodeId id);   // in the canonical form that canonical_sums.h (passes) makes

// Einsum of two activations walked as an outer product: (rows left.., rows right.., c, e) with (c, e) the inner axis.
bool isOuterProduct(const ir::Graph& graph, ir::NodeId id);   // "ric,rje->ijce" with literal c and e
struct OuterViews {
    View left, right;             // Summed stands for the contracted axis
    ir::Dim summed, rightInner;
};
std::optional<OuterViews> outerViews(const ir::Graph& graph, ir::NodeId id, const View& view, IndexSource& source);

// All of the above for a node of any kind: which operands are wanted under which views. Nothing if no row kernel can
// compute the node under this view.
struct OperandDemand {
    ir::Value operand;
    View view;
};
std::optional<std::vector<OperandDemand>> operandDemands(const ir::Graph& graph, ir::NodeId id, const View& view, IndexSource& source);

// An index along an Iota's axis.
std::optional<IndexExpression> iotaIndex(const ir::Graph& graph, ir::NodeId id, const View& view, IndexSource& source);

}  // namespace foldmeter::kernels
