#include "ir/operand_views.h"

#include "base/error.h"

#include <algorithm>

namespace foldmeter::ir {

namespace {

constexpr std::int64_t longestUnrolledSum = 32;

using Parts = std::vector<std::vector<Factor>>;   // factors of each axis

void append(std::vector<Factor>& to, const std::vector<Factor>& more) { to.insert(to.end(), more.begin(), more.end()); }

std::vector<Factor> joined(const Parts& parts, std::size_t begin, std::size_t end) {
    std::vector<Factor> all;
    for (std::size_t axis = begin; axis < end; ++axis) append(all, parts[axis]);
    return all;
}

const Shape& resultShape(const Graph& graph, NodeId id) { return graph.node(id).results[0].shape; }
const Shape& operandShape(const Graph& graph, NodeId id, std::size_t operand = 0) {
    return graph.type(graph.node(id).operands[operand]).shape;
}

// Axes that stay side by side are not taken apart: (heads, dim) of one inner axis of 128 is moved as one. `stays` says
// whether result axis n belongs to the same run as axis n - 1. Factors stand with the first axis of a run.
template <typename Stays> std::optional<Parts> splitByRuns(const View& view, const Shape& shape, IndexSource& source, Stays stays) {
    Shape merged;
    std::vector<std::size_t> firsts;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        if (axis > 0 && stays(axis)) {
            merged.back() = merged.back() * shape[axis];
        } else {
            merged.push_back(shape[axis]);
            firsts.push_back(axis);
        }
    }
    const auto parts = splitByAxis(view, merged, source);
    if (!parts) return std::nullopt;
    Parts all(shape.size());
    for (std::size_t run = 0; run < firsts.size(); ++run) all[firsts[run]] = (*parts)[run];
    return all;
}

std::optional<Parts> splitForBroadcast(const View& view, const Shape& shape, const std::vector<std::int64_t>& axes, IndexSource& source) {
    const auto kept = [&](std::size_t axis) { return std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(axis)) != axes.end(); };
    return splitByRuns(view, shape, source, [&](std::size_t axis) { return kept(axis) == kept(axis - 1); });
}

std::optional<Parts> splitForTranspose(const View& view, const Shape& shape, const std::vector<std::int64_t>& axes, IndexSource& source) {
    return splitByRuns(view, shape, source, [&](std::size_t axis) { return axes[axis] == axes[axis - 1] + 1; });
}

std::optional<Parts> splitAroundAxis(const View& view, const Shape& shape, std::int64_t axis, IndexSource& source) {
    const auto at = static_cast<std::size_t>(axis);
    return splitByRuns(view, shape, source, [&](std::size_t other) { return other != at && other != at + 1; });
}

std::optional<View> slicedView(const Graph& graph, NodeId id, const Parts& parts, const View& view, const IndexSource& source) {
    const Attributes& attributes = graph.node(id).attributes;
    const auto axis = static_cast<std::size_t>(attributes.integer("axis"));
    const auto index = combined(parts[axis]);
    if (!index) return std::nullopt;
    std::vector<Factor> factors = joined(parts, 0, axis);
    factors.push_back({operandShape(graph, id)[axis], attributes.integer("step") * *index + constantIndex(attributes.integer("start"))});
    append(factors, joined(parts, axis + 1, parts.size()));
    return viewOf(std::move(factors), view.inner, source);
}

}  // namespace

std::optional<View> movedView(const Graph& graph, NodeId id, const View& view, IndexSource& source) {
    const Node& node = graph.node(id);
    if (node.op == Op::Reshape) return view;
    const Shape& shape = resultShape(graph, id);
    const auto parts = node.op == Op::Broadcast   ? splitForBroadcast(view, shape, node.attributes.integers("axes"), source)
                       : node.op == Op::Transpose ? splitForTranspose(view, shape, node.attributes.integers("axes"), source)
                                                      : splitAroundAxis(view, shape, node.attributes.integer("axis"), source);
    if (!parts) return std::nullopt;
    std::vector<Factor> factors;
    switch (node.op) {
        case Op::Broadcast:
            for (const std::int64_t axis : node.attributes.integers("axes")) append(factors, (*parts)[static_cast<std::size_t>(axis)]);
            return viewOf(std::move(factors), view.inner, source);
        case Op::Transpose: {
            const auto& axes = node.attributes.integers("axes");
            for (std::size_t axis = 0; axis < axes.size(); ++axis) {
                const auto place = std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(axis)) - axes.begin();
                append(factors, (*parts)[static_cast<std::size_t>(place)]);
            }
            return viewOf(std::move(factors), view.inner, source);
        }
        case Op::Slice: return slicedView(graph, id, *parts, view, source);
        default: throw InternalError("no movement of one operand: " + std::string(nameOf(node.op)));
    }
}

std::optional<GatherViews> gatherViews(const Graph& graph, NodeId id, const View& view, IndexSource& source) {
    const std::size_t rank = operandShape(graph, id, 1).size();
    const auto parts = splitByRuns(view, resultShape(graph, id), source, [&](std::size_t axis) { return axis != rank; });
    if (!parts) return std::nullopt;
    return GatherViews{viewOf(joined(*parts, 0, rank), view.inner, source), joined(*parts, rank, parts->size())};
}

std::optional<View> gatheredTableView(const Graph& graph, NodeId id, const View& view, IndexSource& source) {
    const auto views = gatherViews(graph, id, view, source);
    if (!views) return std::nullopt;
    const auto row = source.gathered(graph.node(id).operands[1], views->indices);
    if (!row) return std::nullopt;
    std::vector<Factor> factors{{operandShape(graph, id).front(), variableIndex(Term::Variable::Loaded, *row)}};
    append(factors, views->tail);
    return viewOf(std::move(factors), view.inner, source);
}

std::optional<ReduceViews> reduceViews(const Graph& graph, NodeId id, const View& view, IndexSource& source) {
    const auto& axes = graph.node(id).attributes.integers("axes");
    const Shape& shape = operandShape(graph, id);
    if (axes.empty() || axes.back() - axes.front() + 1 != static_cast<std::int64_t>(axes.size())) return std::nullopt;
    const auto first = static_cast<std::size_t>(axes.front());
    const auto parts = splitByRuns(view, resultShape(graph, id), source, [&](std::size_t axis) { return axis != first; });
    if (!parts) return std::nullopt;
    Dim extent = 1;
    for (const std::int64_t axis : axes) extent = extent * shape[static_cast<std::size_t>(axis)];
    const auto withIndex = [&](const IndexExpression& index, const Dim& inner) {
        std::vector<Factor> factors = joined(*parts, 0, first);
        factors.push_back({extent, index});
        append(factors, joined(*parts, first, parts->size()));
        return viewOf(std::move(factors), inner, source);
    };
    ReduceViews result;
    result.alongInner = view.inner == Dim(1);
    if (result.alongInner) {
        result.operands.push_back(withIndex(variableIndex(Term::Variable::Inner), extent));
        return result;
    }
    if (!extent.isLiteral() || extent.factor > longestUnrolledSum) return std::nullopt;
    for (std::int64_t index = 0; index < extent.factor; ++index) result.operands.push_back(withIndex(constantIndex(index), view.inner));
    return result;
}

std::optional<ConcatViews> concatViews(const Graph& graph, NodeId id, const View& view, IndexSource& source) {
    const auto axis = static_cast<std::size_t>(graph.node(id).attributes.integer("axis"));
    const auto parts = splitAroundAxis(view, resultShape(graph, id), graph.node(id).attributes.integer("axis"), source);
    if (!parts) return std::nullopt;
    const auto index = combined((*parts)[axis]);
    if (!index) return std::nullopt;
    ConcatViews views;
    views.before = joined(*parts, 0, axis);
    views.after = joined(*parts, axis + 1, parts->size());
    views.index = *index;
    const bool othersWalk = walksInner(views.before, source) || walksInner(views.after, source);
    const bool whole = *index == variableIndex(Term::Variable::Inner) && view.inner == resultShape(graph, id)[axis];
    views.way = whole && !othersWalk ? ConcatViews::Way::Inner : ConcatViews::Way::Chosen;
    if (isConstant(*index)) {
        views.way = ConcatViews::Way::Single;
        while (views.index.constant >= operandShape(graph, id, views.single)[axis].factor) {
            views.index.constant -= operandShape(graph, id, views.single++)[axis].factor;
        }
    }
    return views;
}

View concatPartView(const Graph& graph, NodeId id, std::size_t part, const ConcatViews& views,
                    const IndexExpression& index, const Dim& inner, const IndexSource& source) {
    const auto axis = static_cast<std::size_t>(graph.node(id).attributes.integer("axis"));
    std::vector<Factor> factors = views.before;
    factors.push_back({operandShape(graph, id, part)[axis], index});
    append(factors, views.after);
    return viewOf(std::move(factors), inner, source);
}

bool isRowMatmul(const Graph& graph, NodeId id) {
    const Node& node = graph.node(id);
    if (node.op != Op::Einsum || graph.node(node.operands[1]).op != Op::Weight) return false;
    const EinsumDims dims = einsumDims(node.attributes.text("spec"), operandShape(graph, id), operandShape(graph, id, 1));
    if (dims.right.size() != 2 || dims.left.empty() || dims.result.empty()) return false;
    return dims.left.back() == dims.right[0] && dims.result.back() == dims.right[1] &&
           dims.left.substr(0, dims.left.size() - 1) == dims.result.substr(0, dims.result.size() - 1);
}

std::optional<MatmulViews> matmulViews(const Graph& graph, NodeId id, const View& view, IndexSource& source) {
    const Shape& shape = resultShape(graph, id);
    const auto parts = splitByAxis(view, shape, source);
    if (!parts) return std::nullopt;
    const auto output = combined(parts->back());
    if (!output) return std::nullopt;
    MatmulViews views;
    views.outer = joined(*parts, 0, parts->size() - 1);
    views.outputs = shape.back();
    views.start = output->constant;
    if (walksInner(views.outer, source)) return std::nullopt;
    if (output->terms.empty()) {
        views.inner = 1;
    } else if (output->terms.size() == 1 && output->terms[0].variable == Term::Variable::Inner) {
        views.step = output->terms[0].coefficient;
        views.inner = view.inner;
    } else {
        return std::nullopt;
    }
    std::vector<Factor> factors = views.outer;
    const Dim& summed = operandShape(graph, id).back();
    factors.push_back({summed, variableIndex(Term::Variable::Inner)});
    views.rows = viewOf(std::move(factors), summed, source);
    return views;
}

bool isOuterProduct(const Graph& graph, NodeId id) {
    const Node& node = graph.node(id);
    if (node.op != Op::Einsum) return false;
    const EinsumDims dims = einsumDims(node.attributes.text("spec"), operandShape(graph, id), operandShape(graph, id, 1));
    if (!dims.batch().empty() || dims.contracted().size() != 1 || dims.left.size() != 3 || dims.right.size() != 3) return false;
    const std::string& result = dims.result;   // left row, right row, left channel, right channel
    if (dims.leftFree() != std::string{result[0], result[2]} || dims.rightFree() != std::string{result[1], result[3]}) return false;
    return dims.dims.at(result[2]).isLiteral() && dims.dims.at(result[3]).isLiteral();
}

std::optional<OuterViews> outerViews(const Graph& graph, NodeId id, const View& view, IndexSource& source) {
    if (!isOuterProduct(graph, id)) return std::nullopt;
    const EinsumDims dims = einsumDims(graph.node(id).attributes.text("spec"), operandShape(graph, id), operandShape(graph, id, 1));
    const std::string& result = dims.result;
    const char sum = dims.contracted()[0];
    const Dim& leftInner = dims.dims.at(result[2]);
    const Dim& rightInner = dims.dims.at(result[3]);
    if (view.factors.empty() || view.factors.back() != Factor{leftInner * rightInner, variableIndex(Term::Variable::Inner)}) return std::nullopt;
    const View rows{{view.factors.begin(), view.factors.end() - 1}, 1};
    const auto parts = splitByAxis(rows, {dims.dims.at(result[0]), dims.dims.at(result[1])}, source);
    if (!parts || walksInner(rows.factors, source)) return std::nullopt;
    const auto operandView = [&](const std::string& letters, std::size_t row) {
        std::vector<Factor> factors;
        for (const char letter : letters) {
            if (letter == result[row]) append(factors, (*parts)[row]);
            else factors.push_back({dims.dims.at(letter), variableIndex(letter == sum ? Term::Variable::Summed : Term::Variable::Inner)});
        }
        return factors;
    };
    return OuterViews{{operandView(dims.left, 0), leftInner}, {operandView(dims.right, 1), rightInner}, dims.dims.at(sum), rightInner};
}

namespace {

using Demands = std::vector<OperandDemand>;

std::optional<Demands> gatherDemands(const Graph& graph, NodeId id, const View& view, IndexSource& source) {
    const auto views = gatherViews(graph, id, view, source);
    const auto table = views ? gatheredTableView(graph, id, view, source) : std::nullopt;
    if (!table) return std::nullopt;
    return Demands{{graph.node(id).operands[0], *table}, {graph.node(id).operands[1], views->indices}};
}

std::optional<Demands> concatDemands(const Graph& graph, NodeId id, const View& view, IndexSource& source) {
    const auto views = concatViews(graph, id, view, source);
    if (!views) return std::nullopt;
    const Node& node = graph.node(id);
    const auto axis = static_cast<std::size_t>(node.attributes.integer("axis"));
    Demands demands;
    for (std::size_t part = 0; part < node.operands.size(); ++part) {
        // The body of a launch holds the whole concat, so parts that are not read are asked for too.
        const bool unread = views->way == ConcatViews::Way::Single && part != views->single;
        IndexExpression index = unread ? IndexExpression{} : views->index;
        Dim inner = view.inner;
        if (views->way == ConcatViews::Way::Inner) inner = operandShape(graph, id, part)[axis];
        if (views->way == ConcatViews::Way::Chosen) index = variableIndex(Term::Variable::Loaded, source.quotient(index, inner, 1));
        demands.push_back({node.operands[part], concatPartView(graph, id, part, *views, index, inner, source)});
    }
    return demands;
}

std::optional<Demands> einsumDemands(const Graph& graph, NodeId id, const View& view, IndexSource& source) {
    const auto& operands = graph.node(id).operands;
    if (isRowMatmul(graph, id)) {
        const auto views = matmulViews(graph, id, view, source);
        if (!views) return std::nullopt;
        return Demands{{operands[0], views->rows}, {operands[1], View{}}};
    }
    const auto views = outerViews(graph, id, view, source);
    if (!views) return std::nullopt;
    return Demands{{operands[0], views->left}, {operands[1], views->right}};
}

}  // namespace

std::optional<std::vector<OperandDemand>> operandDemands(const Graph& graph, NodeId id, const View& view, IndexSource& source) {
    const Node& node = graph.node(id);
    Demands demands;
    switch (kindOf(node.op)) {
        case OpKind::Elementwise:
            for (const Value& operand : node.operands) demands.push_back({operand, view});
            return demands;
        case OpKind::Reduction: {
            const auto views = reduceViews(graph, id, view, source);
            if (!views) return std::nullopt;
            for (const View& operand : views->operands) demands.push_back({node.operands[0], operand});
            return demands;
        }
        case OpKind::Contraction: return einsumDemands(graph, id, view, source);
        case OpKind::Movement: {
            if (node.op == Op::Gather) return gatherDemands(graph, id, view, source);
            if (node.op == Op::Concat) return concatDemands(graph, id, view, source);
            const auto moved = movedView(graph, id, view, source);
            if (!moved) return std::nullopt;
            return Demands{{node.operands[0], *moved}};
        }
        case OpKind::Source:
            if (node.op == Op::Iota && !iotaIndex(graph, id, view, source)) return std::nullopt;
            return demands;
        default: return std::nullopt;
    }
}

std::optional<IndexExpression> iotaIndex(const Graph& graph, NodeId id, const View& view, IndexSource& source) {
    const auto parts = splitByAxis(view, resultShape(graph, id), source);
    if (!parts) return std::nullopt;
    return combined((*parts)[static_cast<std::size_t>(graph.node(id).attributes.integer("axis"))]);
}

}  // namespace foldmeter::ir
