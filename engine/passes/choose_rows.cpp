#include "passes/choose_rows.h"

#include "base/error.h"
#include "ir/print.h"

#include <algorithm>
#include <tuple>

namespace foldmeter::passes {

using ir::NodeId;
using ir::Term;
using ir::View;

namespace {

constexpr std::int64_t widestInner = 2048;

struct Trial {
    bool possible = false;
    int cuts = 0, products = 0;                // products and sums that would have to be stored; products taken in
    int otherCuts = 0, perElement = 0, strided = 0;
    std::int64_t width = 1;                    // inner extent; symbolic counts as wide
    std::map<std::vector<int>, int> orders;    // of the row axes in loads that cover them all
    RowChoice choice;

    auto rank() const { return std::tuple(!possible, cuts, -products, perElement, otherCuts, strided, -width); }
};

// Runs of axes that may be the inner axis: literal ones merged, or one symbolic axis; or none.
std::vector<std::pair<std::size_t, std::size_t>> innerRuns(const ir::Shape& shape) {
    std::vector<std::pair<std::size_t, std::size_t>> runs{{shape.size(), shape.size()}};
    for (std::size_t begin = 0; begin < shape.size(); ++begin) {
        std::int64_t product = 1;
        for (std::size_t end = begin + 1; end <= shape.size(); ++end) {
            const ir::Dim& dim = shape[end - 1];
            if (!dim.isLiteral() && end > begin + 1) break;
            product *= dim.isLiteral() ? dim.factor : 1;
            if (end > begin + 1 && product > widestInner) break;
            runs.emplace_back(begin, end);
            if (!dim.isLiteral()) break;
        }
    }
    return runs;
}

// The shape below reshapes: what they merge may be rows and inner axis apart. Axes of extent 1 are no axes.
ir::Shape computedShape(const ir::Graph& graph, ir::Value value) {
    while (graph.node(value).op == ir::Op::Reshape) value = graph.node(value).operands[0];
    ir::Shape shape = graph.type(value).shape;
    std::erase(shape, ir::Dim(1));
    return shape;
}

std::vector<int> axisOrder(const View& view) {
    std::vector<int> order;
    for (const auto& factor : view.factors) {
        for (const Term& term : factor.index.terms) {
            if (term.variable == Term::Variable::Axis) order.push_back(term.index);
        }
    }
    return order;
}

class TrialRun {
public:
    TrialRun(const FuseFacts& facts, ir::Value value, const std::vector<bool>& stored, bool oneOp)
        : m_facts(facts), m_value(value), m_stored(stored), m_oneOp(oneOp) {}

    Trial run(std::pair<std::size_t, std::size_t> inner) {
        Trial trial;
        const ir::Shape shape = computedShape(m_facts.graph(), m_value);
        trial.choice.layout.shape = shape;
        for (std::size_t axis = 0; axis < shape.size(); ++axis) {
            const bool isInner = axis >= inner.first && axis < inner.second;
            trial.choice.layout.axes.push_back(isInner ? -1 : static_cast<std::int64_t>(trial.choice.axes.size()));
            if (!isInner) trial.choice.axes.push_back(shape[axis]);
            if (isInner) trial.width *= shape[axis].isLiteral() ? shape[axis].factor : widestInner;
        }
        const bool runsLast = inner.first == inner.second || inner.second == shape.size();
        trial.strided = runsLast ? 0 : 1;
        RowGroup group(m_facts, trial.choice.axes, {});
        group.store(m_value, trial.choice.layout);
        walk(group, trial);
        trial.perElement = group.perElementIndices();
        trial.choice.scratchBytes = group.scratchBytes();
        return trial;
    }

private:
    void walk(RowGroup& group, Trial& trial) {
        std::set<NodeId, std::greater<>> pending{m_value.node};
        while (!pending.empty()) {
            const NodeId id = *pending.begin();
            pending.erase(pending.begin());
            const bool top = id == m_value.node;
            const auto demands = top || !isBoundary(id) ? group.admit(id, m_stored) : std::nullopt;
            if (demands) {
                if (top) trial.possible = true;
                group.take(id, *demands);
                trial.products += m_facts.role(id) == Role::Heavy;
                for (const auto& demand : *demands) pending.insert(demand.operand.node);
            } else {
                countLoads(group, id, trial);
            }
        }
    }

    bool isBoundary(NodeId id) const {
        const Role role = m_facts.role(id);
        if (role == Role::Stored || role == Role::Barrier) return true;
        if (m_oneOp && role != Role::Free && !m_facts.isMovement(id)) return true;
        return m_facts.isStream(id) || m_stored[static_cast<std::size_t>(id)];
    }

    // A product shared by several rows is stored whatever the inner axis; only what this inner axis cuts off counts.
    void countCut(const RowGroup& group, NodeId id, Trial& trial) const {
        const auto wanted = group.wanted().find({id, 0});
        if (wanted == group.wanted().end()) return;
        const bool sums = ir::kindOf(m_facts.graph().node(id).op) == ir::OpKind::Reduction;
        const auto covers = [&](const View& view) { return group.coversRows(view); };
        if (!sums && std::none_of(wanted->second.begin(), wanted->second.end(), covers)) return;
        (m_facts.role(id) == Role::Heavy || sums ? trial.cuts : trial.otherCuts) += 1;
    }

    void countLoads(const RowGroup& group, NodeId id, Trial& trial) const {
        if (!isBoundary(id)) countCut(group, id, trial);
        for (const auto& [value, views] : group.wanted()) {
            if (value.node != id) continue;
            for (const View& view : views) {
                if (view.inner == ir::Dim(1)) continue;
                trial.strided += !ir::uses(view.factors.back().index, Term::Variable::Inner);
                if (!group.coversRows(view)) continue;
                trial.choice.rowOperands.insert(value);
                const std::vector<int> order = axisOrder(view);
                if (order.size() == group.axes().size()) ++trial.orders[order];
            }
        }
    }

    const FuseFacts& m_facts;
    ir::Value m_value;
    const std::vector<bool>& m_stored;
    bool m_oneOp;
};

// Rows are walked in the order in which most operands lie in memory.
void reorderRows(Trial& trial) {
    const auto most = std::max_element(trial.orders.begin(), trial.orders.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most == trial.orders.end()) return;
    ir::Shape axes;
    std::vector<std::int64_t> place(trial.choice.axes.size());
    for (std::size_t n = 0; n < most->first.size(); ++n) {
        axes.push_back(trial.choice.axes[static_cast<std::size_t>(most->first[n])]);
        place[static_cast<std::size_t>(most->first[n])] = static_cast<std::int64_t>(n);
    }
    trial.choice.axes = std::move(axes);
    for (std::int64_t& axis : trial.choice.layout.axes) axis = axis < 0 ? axis : place[static_cast<std::size_t>(axis)];
}

}  // namespace

RowChoice chooseRows(const FuseFacts& facts, ir::Value value, const std::vector<bool>& stored, bool oneOp) {
    TrialRun runner(facts, value, stored, oneOp);
    Trial best;
    for (const auto& inner : innerRuns(computedShape(facts.graph(), value))) {
        Trial trial = runner.run(inner);
        if (trial.rank() < best.rank()) best = std::move(trial);
    }
    if (!best.possible) throw InternalError("no row kernel computes " + ir::printNode(facts.graph(), value.node));
    reorderRows(best);
    return std::move(best.choice);
}

}  // namespace foldmeter::passes
