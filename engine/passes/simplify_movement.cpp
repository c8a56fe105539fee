#include "passes/simplify_rules.h"

#include "passes/rewrite.h"

#include <algorithm>

namespace foldmeter::passes {

using ir::Attributes;
using ir::Node;
using ir::Op;
using ir::Value;
using Axes = std::vector<std::int64_t>;

namespace {

Attributes withShape(const ir::Shape& shape) {
    Attributes attributes;
    attributes.set("shape", shape);
    return attributes;
}

// broadcast(broadcast(x)) is one broadcast.
Replacement simplifyBroadcast(const Candidate& c) {
    if (c.operandType(0) == c.node.results[0]) return c.operands[0];
    const Node& inner = c.operandNode(0);
    if (inner.op != Op::Broadcast) return std::nullopt;
    const Axes &outerAxes = c.node.attributes.integers("axes"), &innerAxes = inner.attributes.integers("axes");
    Axes axes;
    for (const std::int64_t axis : innerAxes) axes.push_back(outerAxes[static_cast<std::size_t>(axis)]);
    Attributes attributes = withShape(c.node.results[0].shape);
    attributes.set("axes", std::move(axes));
    const Value from = inner.operands[0];
    return c.append(Op::Broadcast, {from}, std::move(attributes));
}

// Chains of reshapes are one; a reshape that undoes an inserted axis of 1 undoes the broadcast too.
Replacement simplifyReshape(const Candidate& c) {
    if (c.operandType(0) == c.node.results[0]) return c.operands[0];
    const Node& inner = c.operandNode(0);
    const ir::Shape& shape = c.node.results[0].shape;
    if (inner.op == Op::Reshape) {
        const Value from = inner.operands[0];
        return c.append(Op::Reshape, {from}, withShape(shape));
    }
    if (inner.op != Op::Broadcast || ir::product(c.graph.type(inner.operands[0]).shape) != ir::product(shape)) return std::nullopt;
    const Value from = inner.operands[0];
    return c.append(Op::Reshape, {from}, withShape(shape));
}

Replacement simplifyTranspose(const Candidate& c) {
    const Axes& axes = c.node.attributes.integers("axes");
    if (std::is_sorted(axes.begin(), axes.end())) return c.operands[0];
    const Node& inner = c.operandNode(0);
    if (inner.op != Op::Transpose) return std::nullopt;
    Axes composed;
    for (const std::int64_t axis : axes) composed.push_back(inner.attributes.integers("axes")[static_cast<std::size_t>(axis)]);
    const Value from = inner.operands[0];
    Attributes attributes;
    attributes.set("axes", std::move(composed));
    return c.append(Op::Transpose, {from}, std::move(attributes));
}

Value appendSlice(const Candidate& c, Value from, std::int64_t axis, std::int64_t start, std::int64_t size, std::int64_t step) {
    Attributes attributes;
    attributes.set("axis", axis);
    attributes.set("start", start);
    attributes.set("size", size);
    attributes.set("step", step);
    return c.append(Op::Slice, {from}, std::move(attributes));
}

// A slice of a concat that lies in one part is a slice of that part.
Replacement sliceOfConcat(const Candidate& c, std::int64_t axis, std::int64_t start, std::int64_t size, std::int64_t step) {
    const Node& inner = c.operandNode(0);
    if (inner.attributes.integer("axis") != axis) return std::nullopt;
    for (const Value& part : inner.operands) {
        const std::int64_t extent = c.graph.type(part).shape[static_cast<std::size_t>(axis)].factor;
        if (start < extent) {
            if (start + (size - 1) * step >= extent) return std::nullopt;
            return appendSlice(c, part, axis, start, size, step);
        }
        start -= extent;
    }
    return std::nullopt;
}

Replacement simplifySlice(const Candidate& c) {
    if (c.operandType(0) == c.node.results[0]) return c.operands[0];   // as many elements as there are: all of them
    const Attributes& a = c.node.attributes;
    const std::int64_t axis = a.integer("axis"), start = a.integer("start"), size = a.integer("size"), step = a.integer("step");
    const Node& inner = c.operandNode(0);
    if (inner.op == Op::Concat) return sliceOfConcat(c, axis, start, size, step);
    if (inner.op != Op::Slice || inner.attributes.integer("axis") != axis) return std::nullopt;
    const std::int64_t innerStep = inner.attributes.integer("step");
    return appendSlice(c, inner.operands[0], axis, inner.attributes.integer("start") + start * innerStep, size, step * innerStep);
}

// concat of neighbouring slices of one value that together are all of it.
Replacement simplifyConcat(const Candidate& c) {
    if (c.operands.size() == 1) return c.operands[0];
    const std::int64_t axis = c.node.attributes.integer("axis");
    std::int64_t next = 0;
    for (std::size_t part = 0; part < c.operands.size(); ++part) {
        const Node& inner = c.operandNode(part);
        const bool neighbour = inner.op == Op::Slice && inner.attributes.integer("axis") == axis && inner.attributes.integer("step") == 1 &&
                               inner.attributes.integer("start") == next && inner.operands[0] == c.operandNode(0).operands[0];
        if (!neighbour) return std::nullopt;
        next += inner.attributes.integer("size");
    }
    const Value whole = c.operandNode(0).operands[0];
    if (c.graph.type(whole) != c.node.results[0]) return std::nullopt;
    return whole;
}

}  // namespace

Replacement simplifyMovement(const Candidate& c) {
    switch (c.node.op) {
        case Op::Broadcast: return simplifyBroadcast(c);
        case Op::Reshape: return simplifyReshape(c);
        case Op::Transpose: return simplifyTranspose(c);
        case Op::Slice: return simplifySlice(c);
        case Op::Concat: return simplifyConcat(c);
        default: return std::nullopt;
    }
}

}  // namespace foldmeter::passes
