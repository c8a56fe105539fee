#include "passes/simplify_rules.h"

#include "passes/rewrite.h"

#include <cmath>

namespace foldmeter::passes {

using ir::Attributes;
using ir::Node;
using ir::Op;
using ir::Value;

namespace {

// Whether every value of `from` is a value of `to`.
bool isExact(DType from, DType to) {
    if (from == to) return true;
    switch (from) {
        case DType::Bool: return to != DType::Working;
        case DType::BF16: return to == DType::F32 || to == DType::F64;
        case DType::F32: return to == DType::F64;
        case DType::I8:
        case DType::U8: return to == DType::I32 || to == DType::I64 || to == DType::F32 || to == DType::F64;
        default: return false;
    }
}

// cast(cast(x)) is one cast, or none, when the one in between loses nothing.
Replacement simplifyCast(const Candidate& c) {
    const DType to = c.node.results[0].dtype;
    if (c.operandType(0).dtype == to) return c.operands[0];
    const Node& inner = c.operandNode(0);
    if (inner.op != Op::Cast) return std::nullopt;
    const Value from = inner.operands[0];
    if (!isExact(c.graph.type(from).dtype, c.operandType(0).dtype)) return std::nullopt;
    if (c.graph.type(from).dtype == to) return from;
    Attributes attributes;
    attributes.set("dtype", to);
    return c.append(Op::Cast, {from}, std::move(attributes));
}

// x+0, 0+x, x-0, x*1, 1*x, x/1, and division by a power of two, which is the same as a product.
Replacement withConstant(const Candidate& c) {
    const auto left = constantOf(c.graph, c.operands[0]), right = constantOf(c.graph, c.operands[1]);
    switch (c.node.op) {
        case Op::Add:
            if (right == 0.0) return c.operands[0];
            if (left == 0.0) return c.operands[1];
            return std::nullopt;
        case Op::Sub: return right == 0.0 ? Replacement(c.operands[0]) : std::nullopt;
        case Op::Mul:
            if (right == 1.0) return c.operands[0];
            if (left == 1.0) return c.operands[1];
            return std::nullopt;
        case Op::Div: {
            if (right == 1.0) return c.operands[0];
            int exponent = 0;
            const bool isPower = right && std::abs(std::frexp(*right, &exponent)) == 0.5 && exponent > -100 && exponent < 100;
            if (!isPower || !isFloat(c.node.results[0].dtype) || c.operandNode(1).op != Op::Broadcast) return std::nullopt;
            Attributes attributes;
            attributes.set("value", 1 / *right);
            attributes.set("dtype", c.node.results[0].dtype);
            const Value factor = c.append(Op::Constant, {}, std::move(attributes));
            Attributes stretch;
            stretch.set("axes", std::vector<std::int64_t>{});
            stretch.set("shape", c.node.results[0].shape);
            const Value stretched = c.append(Op::Broadcast, {factor}, std::move(stretch));
            return c.append(Op::Mul, {c.operands[0], stretched}, {});
        }
        default: return std::nullopt;
    }
}

// and, or with a known side; max, min, and, or of a value with itself.
Replacement withItself(const Candidate& c) {
    const auto left = constantOf(c.graph, c.operands[0]), right = constantOf(c.graph, c.operands[1]);
    const bool same = c.operands[0] == c.operands[1];
    if (c.node.op == Op::Max || c.node.op == Op::Min) return same ? Replacement(c.operands[0]) : std::nullopt;
    if (c.node.op != Op::And && c.node.op != Op::Or) return std::nullopt;
    if (same) return c.operands[0];
    const double neutral = c.node.op == Op::And ? 1 : 0;   // the other one decides
    if (left) return *left == neutral ? c.operands[1] : c.operands[0];
    if (right) return *right == neutral ? c.operands[0] : c.operands[1];
    return std::nullopt;
}

Replacement simplifySelect(const Candidate& c) {
    if (c.operands[1] == c.operands[2]) return c.operands[1];
    const auto condition = constantOf(c.graph, c.operands[0]);
    if (condition) return *condition != 0 ? c.operands[1] : c.operands[2];
    return std::nullopt;
}

// -(-x), not(not x), relu(relu x), abs(abs x).
Replacement twice(const Candidate& c) {
    const Node& inner = c.operandNode(0);
    if (inner.op != c.node.op) return std::nullopt;
    if (c.node.op == Op::Neg || c.node.op == Op::Not) return inner.operands[0];
    if (c.node.op == Op::Relu || c.node.op == Op::Abs) return c.operands[0];
    return std::nullopt;
}

// f(broadcast(x), broadcast(y)) = broadcast(f(x, y)) when both are stretched alike; constants are stretched to fit.
Replacement beforeStretching(const Candidate& c) {
    const Node* stretch = nullptr;
    for (std::size_t n = 0; n < c.operands.size(); ++n) {
        const Node& operand = c.operandNode(n);
        if (operand.op != Op::Broadcast) return std::nullopt;
        const bool isScalar = operand.attributes.integers("axes").empty();
        if (!stretch || (stretch->attributes.integers("axes").empty() && !isScalar)) stretch = &operand;
    }
    const std::vector<std::int64_t> axes = stretch->attributes.integers("axes");
    const ir::Shape shape = c.graph.type(stretch->operands[0]).shape;
    std::vector<Value> small;
    for (std::size_t n = 0; n < c.operands.size(); ++n) {
        const Value source = c.operandNode(n).operands[0];
        const bool alike = c.operandNode(n).attributes.integers("axes") == axes;
        if (!alike && !c.graph.type(source).shape.empty()) return std::nullopt;
        small.push_back(source);
    }
    for (Value& value : small) {
        if (c.graph.type(value).shape == shape) continue;
        Attributes attributes;
        attributes.set("axes", std::vector<std::int64_t>{});
        attributes.set("shape", shape);
        value = c.append(Op::Broadcast, {value}, std::move(attributes));
    }
    const Value computed = c.append(c.node.op, small, c.node.attributes);
    Attributes attributes;
    attributes.set("axes", axes);
    attributes.set("shape", c.node.results[0].shape);
    return c.append(Op::Broadcast, {computed}, std::move(attributes));
}

Replacement algebra(const Candidate& c) {
    if (c.node.op == Op::Cast) return simplifyCast(c);
    if (c.node.op == Op::Select) return simplifySelect(c);
    if (c.operands.size() == 1) return twice(c);
    const Replacement simple = withConstant(c);
    return simple ? simple : withItself(c);
}

}  // namespace

Replacement simplifyElementwise(const Candidate& c) {
    const Replacement simple = algebra(c);
    return simple ? simple : beforeStretching(c);
}

}  // namespace foldmeter::passes
