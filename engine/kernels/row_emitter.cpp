#include "kernels/row_emitter.h"

#include "base/error.h"
#include "ir/print.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::kernels {

using ir::Factor;
using ir::Op;
using Kind = TileValue::Kind;

RowEmitter::RowEmitter(const ir::Graph& body, ir::Shape axes, std::vector<Argument> arguments)
    : m_body(body), m_arguments(std::move(arguments)) {
    m_kernel.axes = std::move(axes);
}

void RowEmitter::refuse(ir::NodeId id, const View& view) const {
    throw InternalError("no row kernel computes " + ir::printNode(m_body, id) + " under " + toText(view));
}

int RowEmitter::push(TileValue value) {
    m_kernel.values.push_back(std::move(value));
    return static_cast<int>(m_kernel.values.size()) - 1;
}

void RowEmitter::store(ir::Value value, const View& view, int output) {
    TileValue tile;
    tile.kind = Kind::Store;
    tile.operands = {stretched(emit(value, view), view.inner)};
    tile.inner = view.inner;
    tile.dtype = m_body.type(value).dtype;
    tile.access.argument = output;
    for (const Factor& factor : view.factors) {
        tile.access.shape.push_back(factor.extent);
        tile.access.index.push_back(factor.index);
    }
    push(std::move(tile));
}

RowEmitter::Written RowEmitter::finish() {
    for (TileValue& value : m_kernel.values) {
        if (value.kind == Kind::Store) value.access.argument += static_cast<int>(m_arguments.size());
    }
    return {std::move(m_kernel), std::move(m_arguments)};
}

int RowEmitter::emit(ir::Value value, const View& view) {
    const Key key{value, toText(view) + ir::toText(view.inner)};
    if (const auto found = m_emitted.find(key); found != m_emitted.end()) return found->second;
    const int id = emitNode(value.node, value, view);
    m_emitted[key] = id;
    return id;
}

int RowEmitter::emitNode(ir::NodeId id, ir::Value value, const View& view) {
    const ir::Node& node = m_body.node(id);
    switch (ir::kindOf(node.op)) {
        case ir::OpKind::Elementwise: return emitElementwise(id, view);
        case ir::OpKind::Reduction: return emitReduce(id, view);
        case ir::OpKind::Contraction: return emitEinsum(id, view);
        default: break;
    }
    switch (node.op) {
        case Op::Input: return emitLoad(argumentOf(id), m_body.type(value).dtype, view);
        case Op::Weight: return emitWeight(id, view);
        case Op::Constant: return emitConstant(node.attributes.real("value"), node.attributes.dtype("dtype"));
        case Op::Iota: {
            const auto index = iotaIndex(m_body, id, view, *this);
            if (!index) refuse(id, view);
            return emitIndex(*index, view.inner);
        }
        case Op::Gather: return emitGather(id, view);
        case Op::Concat: return emitConcat(id, view);
        case Op::Broadcast:
        case Op::Reshape:
        case Op::Transpose:
        case Op::Slice: {
            const auto moved = movedView(m_body, id, view, *this);
            if (!moved) refuse(id, view);
            return emit(node.operands[0], *moved);
        }
        default: refuse(id, view);
    }
}

int RowEmitter::emitElementwise(ir::NodeId id, const View& view) {
    const ir::Node& node = m_body.node(id);
    TileValue tile;
    tile.kind = Kind::Elementwise;
    tile.op = node.op;
    tile.dtype = node.results[0].dtype;
    for (const ir::Value& operand : node.operands) {
        tile.operands.push_back(emit(operand, view));
        if (innerOf(tile.operands.back()) != ir::Dim(1)) tile.inner = innerOf(tile.operands.back());
    }
    return push(std::move(tile));
}

int RowEmitter::emitReduce(ir::NodeId id, const View& view) {
    const auto views = reduceViews(m_body, id, view, *this);
    if (!views) refuse(id, view);
    const ir::Node& node = m_body.node(id);
    const DType dtype = node.results[0].dtype;
    std::vector<int> parts;
    for (const View& operand : views->operands) parts.push_back(emit(node.operands[0], operand));
    TileValue tile;
    tile.dtype = dtype;
    if (views->alongInner) {
        tile.kind = node.op == Op::ReduceSum ? Kind::ReduceSum : Kind::ReduceMax;
        tile.operands = {stretched(parts[0], views->operands[0].inner)};
        return push(std::move(tile));
    }
    tile.kind = Kind::Elementwise;
    tile.op = node.op == Op::ReduceSum ? Op::Add : Op::Max;
    int sum = parts[0];
    for (std::size_t part = 1; part < parts.size(); ++part) {
        tile.operands = {sum, parts[part]};
        tile.inner = std::max(innerOf(sum), innerOf(parts[part]));
        sum = push(tile);
    }
    return sum;
}

int RowEmitter::emitGather(ir::NodeId id, const View& view) {
    const auto table = gatheredTableView(m_body, id, view, *this);
    if (!table) refuse(id, view);
    return emit(m_body.node(id).operands[0], *table);
}

int RowEmitter::emitConcat(ir::NodeId id, const View& view) {
    const auto views = concatViews(m_body, id, view, *this);
    if (!views) refuse(id, view);
    const ir::Node& node = m_body.node(id);
    if (views->way == ConcatViews::Way::Single) {
        return emit(node.operands[views->single], concatPartView(m_body, id, views->single, *views, views->index, view.inner, *this));
    }
    if (views->way == ConcatViews::Way::Chosen) return emitChosenPart(id, view, *views);
    TileValue tile;
    tile.kind = Kind::Concat;
    tile.inner = view.inner;
    tile.dtype = node.results[0].dtype;
    for (std::size_t part = 0; part < node.operands.size(); ++part) {
        const ir::Dim& extent = m_body.type(node.operands[part]).shape[static_cast<std::size_t>(node.attributes.integer("axis"))];
        const View partView = concatPartView(m_body, id, part, *views, variableIndex(Term::Variable::Inner), extent, *this);
        tile.operands.push_back(stretched(emit(node.operands[part], partView), extent));
    }
    return push(std::move(tile));
}

// Every part is read at a clamped index; a comparison picks the right one.
int RowEmitter::emitChosenPart(ir::NodeId id, const View& view, const ConcatViews& views) {
    const ir::Node& node = m_body.node(id);
    const auto axis = static_cast<std::size_t>(node.attributes.integer("axis"));
    const int index = emitIndex(views.index, view.inner);
    int chosen = -1;
    std::int64_t end = m_body.type({id, 0}).shape[axis].factor;
    for (std::size_t part = node.operands.size(); part-- > 0;) {
        const std::int64_t extent = m_body.type(node.operands[part]).shape[axis].factor;
        const std::int64_t begin = end - extent;
        const int shifted = integerOp(Op::Sub, index, emitConstant(static_cast<double>(begin), DType::I32));
        const int low = integerOp(Op::Max, shifted, emitConstant(0, DType::I32));
        const int clamped = integerOp(Op::Min, low, emitConstant(static_cast<double>(extent - 1), DType::I32));
        const View partView = concatPartView(m_body, id, part, views, variableIndex(Term::Variable::Loaded, clamped), view.inner, *this);
        const int value = emit(node.operands[part], partView);
        if (chosen < 0) {
            chosen = value;
        } else {
            TileValue tile;
            tile.kind = Kind::Elementwise;
            tile.op = Op::Select;
            tile.dtype = node.results[0].dtype;
            tile.operands = {boolOp(Op::Less, index, emitConstant(static_cast<double>(end), DType::I32)), value, chosen};
            for (const int operand : tile.operands) tile.inner = std::max(tile.inner, innerOf(operand));
            chosen = push(std::move(tile));
        }
        end = begin;
    }
    return chosen;
}

int RowEmitter::emitEinsum(ir::NodeId id, const View& view) {
    if (!isRowMatmul(m_body, id)) return emitOuterProduct(id, view);
    const auto views = matmulViews(m_body, id, view, *this);
    if (!views) refuse(id, view);
    const ir::Node& node = m_body.node(id);
    const Key key{{id, 0}, "product " + toText(views->rows)};
    if (!m_emitted.contains(key)) {
        TileValue tile;
        tile.kind = Kind::Matmul;
        tile.operands = {stretched(emit(node.operands[0], views->rows), views->rows.inner)};
        tile.inner = views->outputs;
        tile.dtype = node.results[0].dtype;
        tile.weight = weightArgument(node.operands[1].node, true);
        m_emitted[key] = push(std::move(tile));
    }
    const int product = m_emitted[key];
    if (views->whole()) return product;
    TileValue slice;
    slice.kind = Kind::SliceInner;
    slice.operands = {product};
    slice.inner = views->inner;
    slice.dtype = node.results[0].dtype;
    slice.start = views->start;
    slice.step = views->step;
    return push(std::move(slice));
}

int RowEmitter::emitOuterProduct(ir::NodeId id, const View& view) {
    const auto views = outerViews(m_body, id, view, *this);
    if (!views) refuse(id, view);
    const ir::Node& node = m_body.node(id);
    for (const ir::Value& operand : node.operands) {
        if (m_body.node(operand).op != Op::Input) refuse(id, view);
    }
    const auto accessOf = [&](ir::Value operand, const View& operandView) {
        Access access;
        access.argument = argumentOf(operand.node);
        for (const Factor& factor : operandView.factors) {
            access.shape.push_back(factor.extent);
            access.index.push_back(factor.index);
        }
        return access;
    };
    TileValue tile;
    tile.kind = Kind::OuterProduct;
    tile.inner = view.inner;
    tile.dtype = node.results[0].dtype;
    tile.access = accessOf(node.operands[0], views->left);
    tile.rightAccess = accessOf(node.operands[1], views->right);
    tile.summed = views->summed;
    tile.rightInner = views->rightInner;
    return push(std::move(tile));
}

int RowEmitter::emitLoad(int argument, DType dtype, const View& view) {
    TileValue tile;
    tile.kind = Kind::Load;
    tile.inner = view.inner;
    tile.dtype = dtype;
    tile.access.argument = argument;
    for (const Factor& factor : view.factors) {
        tile.access.shape.push_back(factor.extent);
        tile.access.index.push_back(factor.index);
    }
    return push(std::move(tile));
}

int RowEmitter::emitWeight(ir::NodeId id, const View& view) {
    return emitLoad(weightArgument(id, false), m_body.type({id, 0}).dtype, view);
}

int RowEmitter::emitConstant(double number, DType dtype) {
    const std::string key = fmt::format("{} {}", number, nameOf(dtype));
    if (const auto found = m_plain.find(key); found != m_plain.end()) return found->second;
    TileValue tile;
    tile.kind = Kind::Constant;
    tile.number = number;
    tile.dtype = dtype;
    return m_plain[key] = push(std::move(tile));
}

int RowEmitter::boolOp(Op op, int a, int b) {
    TileValue tile;
    tile.kind = Kind::Elementwise;
    tile.op = op;
    tile.operands = {a, b};
    tile.inner = innerOf(a) != ir::Dim(1) ? innerOf(a) : innerOf(b);
    tile.dtype = DType::Bool;
    return push(std::move(tile));
}

int RowEmitter::integerOp(Op op, int a, int b) {
    const std::string key = fmt::format("{} {} {}", ir::nameOf(op), a, b);
    if (const auto found = m_plain.find(key); found != m_plain.end()) return found->second;
    const int id = boolOp(op, a, b);
    m_kernel.values.back().dtype = DType::I32;
    return m_plain[key] = id;
}

int RowEmitter::emitIndex(const IndexExpression& expression, const ir::Dim& inner) {
    int sum = -1;
    for (const Term& term : expression.terms) {
        int value = term.index;
        if (term.variable != Term::Variable::Loaded) {
            const bool axis = term.variable == Term::Variable::Axis;
            const std::string key = fmt::format("{} {} {}", axis ? "axis" : "inner", term.index, axis ? "" : ir::toText(inner));
            if (!m_plain.contains(key)) {
                TileValue tile;
                tile.kind = axis ? Kind::AxisIndex : Kind::InnerIndex;
                tile.axis = term.index;
                tile.inner = axis ? ir::Dim(1) : inner;
                tile.dtype = DType::I32;
                m_plain[key] = push(std::move(tile));
            }
            value = m_plain[key];
        }
        if (term.coefficient != 1) value = integerOp(Op::Mul, value, emitConstant(static_cast<double>(term.coefficient), DType::I32));
        sum = sum < 0 ? value : integerOp(Op::Add, sum, value);
    }
    if (sum < 0) return emitConstant(static_cast<double>(expression.constant), DType::I32);
    if (expression.constant == 0) return sum;
    return integerOp(Op::Add, sum, emitConstant(static_cast<double>(expression.constant), DType::I32));
}

int RowEmitter::quotient(const IndexExpression& expression, const ir::Dim& inner, std::int64_t divisor) {
    return integerOp(Op::Div, emitIndex(expression, inner), emitConstant(static_cast<double>(divisor), DType::I32));
}

int RowEmitter::remainder(const IndexExpression& expression, const ir::Dim& inner, std::int64_t divisor) {
    const int whole = integerOp(Op::Mul, quotient(expression, inner, divisor), emitConstant(static_cast<double>(divisor), DType::I32));
    return integerOp(Op::Sub, emitIndex(expression, inner), whole);
}

int RowEmitter::stretched(int value, const ir::Dim& inner) {
    if (innerOf(value) == inner) return value;
    TileValue tile;
    tile.kind = Kind::Elementwise;
    tile.op = Op::Cast;
    tile.operands = {value};
    tile.inner = inner;
    tile.dtype = m_kernel.values[static_cast<std::size_t>(value)].dtype;
    return push(std::move(tile));
}

int RowEmitter::weightArgument(ir::NodeId id, bool packed) {
    const auto [entry, isNew] = m_weightArguments.emplace(std::pair{id, packed}, static_cast<int>(m_arguments.size()));
    if (isNew) {
        m_arguments.push_back({Argument::Role::Weight, m_body.type({id, 0}), m_body.node(id).attributes.text("name")});
        m_weights.push_back(id);
    }
    return entry->second;
}

int RowEmitter::argumentOf(ir::NodeId input) const { return std::stoi(m_body.node(input).attributes.text("name")); }

}  // namespace foldmeter::kernels
