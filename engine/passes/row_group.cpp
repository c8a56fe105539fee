#include "passes/row_group.h"

#include <algorithm>

namespace foldmeter::passes {

using ir::IndexExpression;
using ir::Term;
using ir::View;

namespace {

constexpr int cheapCost = 6;             // light work that may be repeated for rows that share it
constexpr std::size_t mostViews = 64;    // of one value in one kernel
constexpr std::int64_t tileRows = 32;

bool usesSummed(const View& view) {
    return std::any_of(view.factors.begin(), view.factors.end(), [](const ir::Factor& factor) {
        return std::any_of(factor.index.terms.begin(), factor.index.terms.end(),
                           [](const Term& term) { return term.variable == Term::Variable::Summed; });
    });
}

std::int64_t rowBytes(const ir::Graph& graph, ir::Value value) {
    const ir::TensorType& type = graph.type(value);
    return type.shape.back().factor * 4;
}

}  // namespace

bool RowGroup::coversRows(const View& view) const {
    for (int axis = 0; axis < static_cast<int>(m_axes.size()); ++axis) {
        if (m_axes[static_cast<std::size_t>(axis)] == ir::Dim(1)) continue;
        const bool there = std::any_of(view.factors.begin(), view.factors.end(), [&](const ir::Factor& factor) {
            return ir::uses(factor.index, Term::Variable::Axis, axis);
        });
        if (!there) return false;
    }
    return true;
}

bool RowGroup::wantsExactly(ir::Value value, const View& view) const {
    const auto found = m_wanted.find(value);
    return found != m_wanted.end() && found->second.size() == 1 && found->second[0] == view;
}

void RowGroup::store(ir::Value value, const ir::Layout& layout) {
    m_stored.push_back({value, layout});
    want({value, ir::storeView(layout)});
}

void RowGroup::want(const ir::OperandDemand& demand) {
    auto& views = m_wanted[demand.operand];
    if (std::find(views.begin(), views.end(), demand.view) == views.end()) views.push_back(demand.view);
}

// A product is made once for every row, not more often.
bool RowGroup::admitsHeavy(ir::NodeId id, const std::vector<View>& views) {
    const ir::Graph& graph = m_facts->graph();
    if (m_facts->isOuterProduct(id)) return views.size() == 1 && coversRows(views[0]) && ir::outerViews(graph, id, views[0], *this);
    std::optional<View> rows;
    for (const View& view : views) {
        const auto product = ir::matmulViews(graph, id, view, *this);
        if (!product || !coversRows({product->outer, 1}) || (rows && *rows != product->rows)) return false;
        rows = product->rows;
    }
    return true;
}

std::optional<RowGroup::Demands> RowGroup::admit(ir::NodeId id, const std::vector<bool>& storedElsewhere) {
    const auto found = m_wanted.find({id, 0});
    if (found == m_wanted.end()) return std::nullopt;
    const std::vector<View> views = found->second;
    if (views.size() > mostViews || std::any_of(views.begin(), views.end(), usesSummed)) return std::nullopt;
    const Role role = m_facts->role(id);
    if (role == Role::Stored || role == Role::Barrier) return std::nullopt;
    if (role == Role::Heavy && !admitsHeavy(id, views)) return std::nullopt;
    const bool works = role == Role::Light && !m_facts->isMovement(id);
    if (works && !std::all_of(views.begin(), views.end(), [&](const View& view) { return coversRows(view); })) {
        const FuseFacts::Closure closure = m_facts->closureOf(id, storedElsewhere);
        if (closure.cost > cheapCost || !closure.heavies.empty()) return std::nullopt;
    }
    Demands all;
    for (const View& view : views) {
        auto demands = ir::operandDemands(m_facts->graph(), id, view, *this);
        if (!demands) return std::nullopt;
        all.insert(all.end(), demands->begin(), demands->end());
    }
    return all;
}

void RowGroup::take(ir::NodeId id, const Demands& demands) {
    if (m_facts->role(id) == Role::Heavy) {
        m_scratch = scratchWith(id);
        m_productOperands.insert(m_facts->graph().node(id).operands[0]);
    }
    m_inside.insert(id);
    for (const auto& demand : demands) want(demand);
}

std::int64_t RowGroup::scratchWith(ir::NodeId heavy) const {
    const ir::Graph& graph = m_facts->graph();
    const ir::Value operand = graph.node(heavy).operands[0];
    std::int64_t bytes = rowBytes(graph, {heavy, 0});
    if (m_facts->isOuterProduct(heavy)) {
        const ir::Shape& shape = graph.type({heavy, 0}).shape;
        bytes *= shape[shape.size() - 2].factor;
    } else if (!m_productOperands.contains(operand)) {
        bytes += rowBytes(graph, operand);
    }
    return m_scratch + bytes * tileRows;
}

int RowGroup::indexNamed(const std::string& name, bool walksInner) {
    const auto [entry, isNew] = m_indices.emplace(name, static_cast<int>(m_indices.size()));
    if (isNew) {
        m_indexWalksInner.push_back(walksInner);
        m_perElement += walksInner;
    }
    return entry->second;
}

std::optional<int> RowGroup::gathered(ir::Value indices, const View& view) {
    return indexNamed(std::to_string(indices.node) + "." + std::to_string(indices.result) + toText(view), view.inner != ir::Dim(1));
}

int RowGroup::quotient(const IndexExpression& expression, const ir::Dim& inner, std::int64_t divisor) {
    return indexNamed(toText(expression) + " / " + std::to_string(divisor) + " < " + ir::toText(inner), walksInner(expression, *this));
}

int RowGroup::remainder(const IndexExpression& expression, const ir::Dim& inner, std::int64_t divisor) {
    return indexNamed(toText(expression) + " % " + std::to_string(divisor) + " < " + ir::toText(inner), walksInner(expression, *this));
}

}  // namespace foldmeter::passes
