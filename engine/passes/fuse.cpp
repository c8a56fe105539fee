#include "passes/fuse.h"

#include "base/error.h"
#include "ir/print.h"
#include "passes/canonical_sums.h"
#include "passes/fuse_plan.h"
#include "passes/narrow_masks.h"

#include <algorithm>
#include <set>

namespace foldmeter::passes {

using ir::NodeId;
using ir::Op;
using ir::Value;

namespace {

std::string commonScope(const std::string& a, const std::string& b) {
    std::size_t length = 0;
    for (std::size_t n = 0; n <= std::min(a.size(), b.size()); ++n) {
        const bool endA = n == a.size() || a[n] == '/';
        const bool endB = n == b.size() || b[n] == '/';
        if (endA && endB) length = n;
        if (n == a.size() || n == b.size() || a[n] != b[n]) break;
    }
    return a.substr(0, length);
}

// Writes the planned launches in an order in which operands come first.
class FusedGraph {
public:
    FusedGraph(const FuseFacts& facts, const FusePlan& plan, const PassOptions& options)
        : m_facts(facts), m_from(facts.graph()), m_plan(plan), m_options(options), m_rewriter(m_from, m_from.name()) {}

    ir::Graph write() {
        findReads();
        for (const NodeId id : m_from.inputs()) m_rewriter.copy(id);
        for (const ir::Output& output : m_from.outputs()) need(output.value);
        return m_rewriter.finish();
    }

private:
    // What launches, barriers and outputs load. A value planned for storing may turn out to be computed wherever it is
    // used; then no one loads it and it is not stored.
    void findReads() {
        std::vector<Value> pending;
        for (const ir::Output& output : m_from.outputs()) pending.push_back(output.value);
        std::set<std::size_t> groups;
        while (!pending.empty()) {
            const Value value = pending.back();
            pending.pop_back();
            if (!m_read.insert(value).second) continue;
            const auto stored = m_plan.storedBy.find(value);
            if (stored != m_plan.storedBy.end() && !groups.insert(stored->second).second) continue;
            const std::vector<Value> more = stored != m_plan.storedBy.end() ? operandsOf(m_plan.groups[stored->second]) : m_from.node(value).operands;
            pending.insert(pending.end(), more.begin(), more.end());
        }
    }

    void need(Value value) {
        if (m_rewriter.mapped(value)) return;
        const auto stored = m_plan.storedBy.find(value);
        if (stored != m_plan.storedBy.end()) {
            writeGroup(m_plan.groups[stored->second]);
            return;
        }
        const ir::Node& node = m_from.node(value);
        const Role role = m_facts.role(value.node);
        check(role == Role::Barrier || role == Role::Stored, "fuse left a value neither stored nor computed: " + ir::printNode(m_from, value.node));
        for (const Value& operand : node.operands) need(operand);
        if (node.op == Op::Repeat) {
            m_rewriter.copyWithBody(value.node, std::make_shared<const ir::Graph>(fuse(*node.body, m_options)));
        } else {
            m_rewriter.copy(value.node);
        }
    }

    // Values from outside, in the order in which the nodes inside read them.
    std::vector<Value> operandsOf(const RowGroup& group) const {
        std::vector<Value> operands;
        for (const NodeId id : group.inside()) {
            for (const Value& operand : m_from.node(id).operands) {
                const bool known = std::find(operands.begin(), operands.end(), operand) != operands.end();
                if (!known && !group.computes(operand.node)) operands.push_back(operand);
            }
        }
        return operands;
    }

    void writeGroup(const RowGroup& group) {
        const std::vector<Value> operands = operandsOf(group);
        for (const Value& operand : operands) need(operand);
        ir::Rewriter body(m_from, "fused");
        for (const Value& operand : operands) {
            ir::Attributes attributes;
            attributes.set("name", std::to_string(body.graph().inputs().size()));
            attributes.set("varies", std::string(nameOf(ir::Varies::Model)));
            attributes.set("dtype", m_from.type(operand).dtype);
            attributes.set("shape", m_from.type(operand).shape);
            body.map(operand, body.graph().append(Op::Input, {}, std::move(attributes), {}));
        }
        for (const NodeId id : group.inside()) body.copy(id);
        append(group, operands, body);
    }

    void append(const RowGroup& group, const std::vector<Value>& operands, ir::Rewriter& body) {
        ir::Node fused;
        fused.op = Op::Fused;
        std::vector<ir::Layout> layouts;
        std::vector<Value> results;
        for (const StoredValue& stored : group.stored()) {
            if (!m_read.contains(stored.value)) continue;
            body.graph().setOutput(std::to_string(layouts.size()), body(stored.value));
            layouts.push_back(stored.layout);
            results.push_back(stored.value);
        }
        ir::writeLayouts(fused.attributes, group.axes(), layouts);
        for (const Value& operand : operands) fused.operands.push_back(m_rewriter(operand));
        fused.scope = scopeOf(group);
        fused.body = std::make_shared<const ir::Graph>(std::move(body.graph()));
        const NodeId id = m_rewriter.graph().append(std::move(fused));
        for (std::size_t n = 0; n < results.size(); ++n) m_rewriter.map(results[n], {id, static_cast<std::int32_t>(n)});
    }

    // The deepest scope that the products have in common, or without products the results: a residual sum belongs to the
    // branch that ends in it, and what is repeated from elsewhere does not count.
    std::string scopeOf(const RowGroup& group) const {
        std::vector<NodeId> telling;
        for (const NodeId id : group.inside()) {
            if (m_facts.role(id) == Role::Heavy) telling.push_back(id);
        }
        if (telling.empty()) {
            for (const StoredValue& stored : group.stored()) telling.push_back(stored.value.node);
        }
        std::string scope = m_from.node(telling[0]).scope;
        for (const NodeId id : telling) scope = commonScope(scope, m_from.node(id).scope);
        return scope;
    }

    const FuseFacts& m_facts;
    const ir::Graph& m_from;
    const FusePlan& m_plan;
    const PassOptions& m_options;
    ir::Rewriter m_rewriter;
    std::set<Value> m_read;
};

}  // namespace

ir::Graph fuse(const ir::Graph& graph, const PassOptions& options) {
    const ir::Graph canonical = canonicalSums(narrowMasks(graph));
    FuseFacts facts(canonical);
    const FusePlan plan = planFusion(facts, options);
    return FusedGraph(facts, plan, options).write();
}

}  // namespace foldmeter::passes
