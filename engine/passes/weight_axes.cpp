#include "passes/weight_axes.h"

namespace foldmeter::passes {

using ir::Op;

namespace {

using AxisGroups = std::vector<std::vector<std::int64_t>>;

// Splits a list of stored axes so that the products of their extents are those of `shape`.
std::optional<AxisGroups> regrouped(const std::vector<std::int64_t>& stored, const std::vector<std::int64_t>& extents, const ir::Shape& shape) {
    AxisGroups groups;
    std::size_t next = 0;
    for (const ir::Dim& dim : shape) {
        std::int64_t product = 1;
        auto& group = groups.emplace_back();
        while (next < stored.size() && product * extents[static_cast<std::size_t>(stored[next])] <= dim.factor) {
            product *= extents[static_cast<std::size_t>(stored[next])];
            group.push_back(stored[next++]);
        }
        if (product != dim.factor) return std::nullopt;
    }
    if (next != stored.size()) return std::nullopt;
    return groups;
}

std::optional<AxisGroups> ownAxes(const ir::Node& weight) {
    const auto& extents = weight.attributes.integers("stored");
    std::vector<std::int64_t> order = weight.attributes.integers("permutation");
    if (order.empty()) {
        for (std::size_t axis = 0; axis < extents.size(); ++axis) order.push_back(static_cast<std::int64_t>(axis));
    }
    return regrouped(order, extents, weight.attributes.shape("shape"));
}

}  // namespace

std::optional<WeightAxes> weightAxesOf(const ir::Graph& graph, ir::Value value) {
    const ir::Node& node = graph.node(value);
    if (node.op == Op::Weight) {
        auto axes = ownAxes(node);
        if (!axes) return std::nullopt;
        return WeightAxes{value.node, node.results[0].dtype, std::move(*axes)};
    }
    if (node.op != Op::Cast && node.op != Op::Reshape && node.op != Op::Transpose) return std::nullopt;
    auto seen = weightAxesOf(graph, node.operands[0]);
    if (!seen) return std::nullopt;
    if (node.op == Op::Cast) {
        // A narrowing that is widened again loses bits; only the weight itself may be read in another type.
        if (seen->dtype != graph.node(seen->weight).results[0].dtype) return std::nullopt;
        seen->dtype = node.results[0].dtype;
    } else if (node.op == Op::Transpose) {
        AxisGroups axes;
        for (const std::int64_t axis : node.attributes.integers("axes")) axes.push_back(seen->axes[static_cast<std::size_t>(axis)]);
        seen->axes = std::move(axes);
    } else {
        std::vector<std::int64_t> flat;
        for (const auto& group : seen->axes) flat.insert(flat.end(), group.begin(), group.end());
        auto axes = regrouped(flat, graph.node(seen->weight).attributes.integers("stored"), node.results[0].shape);
        if (!axes) return std::nullopt;
        seen->axes = std::move(*axes);
    }
    return seen;
}

ir::Value appendWeightView(ir::Graph& graph, const ir::Node& like, const std::vector<std::vector<std::int64_t>>& axes, DType dtype) {
    const auto& extents = like.attributes.integers("stored");
    ir::Attributes attributes = like.attributes;
    ir::Shape shape;
    std::vector<std::int64_t> permutation;
    for (const auto& group : axes) {
        ir::Dim extent = 1;
        for (const std::int64_t axis : group) {
            extent = extent * ir::Dim(extents[static_cast<std::size_t>(axis)]);
            permutation.push_back(axis);
        }
        shape.push_back(extent);
    }
    attributes.set("permutation", permutation);
    attributes.set("shape", shape);
    attributes.set("dtype", dtype);
    return graph.append(Op::Weight, {}, std::move(attributes), like.scope);
}

}  // namespace foldmeter::passes
