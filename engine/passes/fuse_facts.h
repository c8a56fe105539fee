// What the fuse pass knows of a graph before it groups anything: which nodes compute along rows, which are launches of
// their own, and which values are streams - running values like `pair` that a residual branch leaves and comes back to.
// Streams are always stored; a launch belongs to one module of the network unless the options let it go across.
#pragma once

#include "ir/graph.h"

#include <set>
#include <string>
#include <vector>

namespace foldmeter::passes {

enum class Role : std::uint8_t {
    Stored,    // in memory before any launch of this graph: inputs, tables
    Free,      // constants, weights, iota: written into whatever kernel wants them
    Light,     // elementwise, movement, sums along an axis
    Heavy,     // rows times a weight matrix, or an outer product that only feeds one
    Barrier,   // a launch of its own: product of activations, attention, repeat
};

class FuseFacts {
public:
    explicit FuseFacts(const ir::Graph& graph);

    const ir::Graph& graph() const { return m_graph; }
    Role role(ir::NodeId id) const { return m_roles[static_cast<std::size_t>(id)]; }
    bool isMovement(ir::NodeId id) const { return ir::kindOf(m_graph.node(id).op) == ir::OpKind::Movement; }
    bool isOuterProduct(ir::NodeId id) const;
    bool isStream(ir::NodeId id) const { return m_streams[static_cast<std::size_t>(id)]; }
    // Heavy work stands between this node and the next stored values.
    bool dependsOnHeavy(ir::NodeId id) const { return m_heavyBelow[static_cast<std::size_t>(id)]; }
    void makeBarrier(ir::NodeId id) { m_roles[static_cast<std::size_t>(id)] = Role::Barrier; }

    struct Closure {
        int cost = 0;                       // light operations, the dear ones counted several times
        std::vector<ir::NodeId> heavies;
    };
    // Everything below `id` down to stored values; `stored` says what else is stored by now.
    Closure closureOf(ir::NodeId id, const std::vector<bool>& stored) const;

private:
    void assignRoles();
    void findOuterProducts();
    void markHeavyBelow();
    void findStreams();
    void findLevelCrossers();
    ir::NodeId stripped(ir::NodeId id) const;   // below movement and casts
    bool reachesThroughNorm(ir::NodeId from, ir::NodeId to) const;

    const ir::Graph& m_graph;
    std::vector<Role> m_roles;
    std::vector<std::vector<ir::NodeId>> m_users;
    std::vector<bool> m_streams, m_heavyBelow;
};

}  // namespace foldmeter::passes
