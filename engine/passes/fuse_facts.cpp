#include "passes/fuse_facts.h"

#include "ir/operand_views.h"

#include <algorithm>

namespace foldmeter::passes {

using ir::NodeId;
using ir::Op;
using ir::OpKind;

namespace {

int costOf(const ir::Node& node) {
    switch (node.op) {
        case Op::ReduceSum:
        case Op::ReduceMax: return 8;
        case Op::Exp:
        case Op::Log:
        case Op::Sigmoid:
        case Op::Swish:
        case Op::Cos:
        case Op::Atan:
        case Op::Asinh: return 4;
        default: return ir::kindOf(node.op) == OpKind::Elementwise && node.op != Op::Cast ? 1 : 0;
    }
}

}  // namespace

FuseFacts::FuseFacts(const ir::Graph& graph)
    : m_graph(graph), m_roles(graph.nodes().size()), m_users(usersOf(graph)), m_streams(graph.nodes().size(), false),
      m_heavyBelow(graph.nodes().size(), false) {
    assignRoles();
    findOuterProducts();
    markHeavyBelow();
    findLevelCrossers();
    findStreams();
    markHeavyBelow();
}

bool FuseFacts::isOuterProduct(NodeId id) const {
    return role(id) == Role::Heavy && !ir::isRowMatmul(m_graph, id);
}

void FuseFacts::assignRoles() {
    for (NodeId id = 0; id < static_cast<NodeId>(m_roles.size()); ++id) {
        const ir::Node& node = m_graph.node(id);
        Role& role = m_roles[static_cast<std::size_t>(id)];
        switch (ir::kindOf(node.op)) {
            case OpKind::Elementwise:
            case OpKind::Movement:
            case OpKind::Reduction: role = Role::Light; break;
            case OpKind::Source: role = node.op == Op::Input || node.op == Op::Table ? Role::Stored : Role::Free; break;
            default: role = Role::Barrier; break;
        }
        if (node.op == Op::Einsum && ir::isRowMatmul(m_graph, id)) role = Role::Heavy;
    }
}

// sum_r a[r,i,c] b[r,j,e] whose only reader merges (c, e) and multiplies it with a weight.
void FuseFacts::findOuterProducts() {
    std::set<NodeId> outputs;
    for (const ir::Output& output : m_graph.outputs()) outputs.insert(output.value.node);
    for (NodeId id = 0; id < static_cast<NodeId>(m_roles.size()); ++id) {
        const auto& users = m_users[static_cast<std::size_t>(id)];
        if (m_graph.node(id).op != Op::Einsum || role(id) != Role::Barrier || users.size() != 1 || outputs.contains(id)) continue;
        const auto& readers = m_users[static_cast<std::size_t>(users[0])];
        if (m_graph.node(users[0]).op != Op::Reshape || readers.size() != 1 || role(readers[0]) != Role::Heavy) continue;
        if (ir::isOuterProduct(m_graph, id)) m_roles[static_cast<std::size_t>(id)] = Role::Heavy;
    }
}

void FuseFacts::markHeavyBelow() {
    for (NodeId id = 0; id < static_cast<NodeId>(m_roles.size()); ++id) {
        bool below = role(id) == Role::Heavy;
        for (const ir::Value& operand : m_graph.node(id).operands) {
            below = below || (role(operand.node) != Role::Barrier && !isStream(operand.node) && dependsOnHeavy(operand.node));
        }
        m_heavyBelow[static_cast<std::size_t>(id)] = below && role(id) != Role::Barrier;
    }
}

NodeId FuseFacts::stripped(NodeId id) const {
    while (role(id) == Role::Light && (isMovement(id) || m_graph.node(id).op == Op::Cast)) id = m_graph.node(id).operands[0].node;
    return id;
}

bool FuseFacts::reachesThroughNorm(NodeId from, NodeId to) const {
    // Two marks a node: reached at all, reached behind a sum or a launch of its own.
    std::vector<std::pair<NodeId, bool>> pending{{from, false}};
    std::set<std::pair<NodeId, bool>> seen;
    while (!pending.empty()) {
        auto [id, normed] = pending.back();
        pending.pop_back();
        if (id < to || !seen.insert({id, normed}).second) continue;
        if (id == to) {
            if (normed) return true;
            continue;
        }
        normed = normed || role(id) == Role::Barrier || isOuterProduct(id) || ir::kindOf(m_graph.node(id).op) == OpKind::Reduction;
        for (const ir::Value& operand : m_graph.node(id).operands) pending.emplace_back(operand.node, normed);
    }
    return false;
}

// x in x + f(norm(x)) where x itself was work to make.
void FuseFacts::findStreams() {
    for (NodeId id = 0; id < static_cast<NodeId>(m_roles.size()); ++id) {
        const ir::Node& node = m_graph.node(id);
        if (node.op != Op::Add) continue;
        for (const std::size_t side : {0U, 1U}) {
            const NodeId base = stripped(node.operands[side].node);
            if (role(base) != Role::Light || !dependsOnHeavy(base)) continue;
            if (reachesThroughNorm(node.operands[1 - side].node, base)) m_streams[static_cast<std::size_t>(base)] = true;
        }
    }
}

// Work whose readers stand before and behind a launch of its own: stored, since it cannot be in one kernel with both.
void FuseFacts::findLevelCrossers() {
    std::vector<int> level(m_roles.size(), 0);
    for (NodeId id = 0; id < static_cast<NodeId>(m_roles.size()); ++id) {
        for (const ir::Value& operand : m_graph.node(id).operands) {
            const bool launch = role(operand.node) == Role::Barrier || isOuterProduct(operand.node);
            level[static_cast<std::size_t>(id)] = std::max(level[static_cast<std::size_t>(id)], level[static_cast<std::size_t>(operand.node)] + launch);
        }
    }
    for (NodeId id = 0; id < static_cast<NodeId>(m_roles.size()); ++id) {
        if (role(id) != Role::Light || isMovement(id) || !dependsOnHeavy(id)) continue;
        std::set<int> levels;
        for (const NodeId user : m_users[static_cast<std::size_t>(id)]) levels.insert(level[static_cast<std::size_t>(user)]);
        if (levels.size() > 1) m_streams[static_cast<std::size_t>(id)] = true;
    }
}

FuseFacts::Closure FuseFacts::closureOf(NodeId id, const std::vector<bool>& stored) const {
    Closure closure;
    std::vector<NodeId> pending{id};
    std::set<NodeId> seen{id};
    while (!pending.empty()) {
        const NodeId at = pending.back();
        pending.pop_back();
        const bool boundary = role(at) == Role::Stored || role(at) == Role::Barrier || stored[static_cast<std::size_t>(at)] || isStream(at);
        if (role(at) == Role::Free || (boundary && at != id)) continue;
        if (role(at) == Role::Heavy) {
            closure.heavies.push_back(at);
            if (at != id) continue;
        }
        closure.cost += costOf(m_graph.node(at));
        for (const ir::Value& operand : m_graph.node(at).operands) {
            if (seen.insert(operand.node).second) pending.push_back(operand.node);
        }
    }
    return closure;
}

}  // namespace foldmeter::passes
