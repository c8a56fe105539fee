// Which values of a graph vary slowly, and which of those are worth keeping: what hoist decides with.
#pragma once

#include "ir/graph.h"

#include <set>
#include <vector>

namespace foldmeter::passes {

// By node and result: finer than ir::variationOf, because a Repeat may carry slow values beside fast ones.
using Variation = std::vector<std::vector<ir::Varies>>;
// inputs: variation of the graph's inputs in order (a body's come from the node's operands).
Variation variationOfResults(const ir::Graph& graph, const std::vector<ir::Varies>& inputs);
std::vector<ir::Varies> declaredInputs(const ir::Graph& graph);

// Variation of the body inputs of a Repeat whose operands vary as given: carried values go round until stable.
std::vector<ir::Varies> bodyInputs(const ir::Node& repeat, const std::vector<ir::Varies>& operands);

// Slow values of a graph that fast nodes (or outputs) need and that are worth keeping: results of sums, contractions,
// composites, gathers and regions, and what is computed from them. Stretching and widening is done again where it is used.
class Frontier {
public:
    // keptInputs: inputs that are not at hand where fast nodes run (slow carried values of a Repeat).
    Frontier(const ir::Graph& graph, const Variation& variation, ir::Varies atMost, const std::set<ir::NodeId>& keptInputs = {});

    bool isSlow(ir::Value value) const;
    bool isRest(ir::NodeId id) const;                    // some result is not slow
    void need(ir::Value value);                          // a result of the rest; operands of its nodes are needed already
    const std::vector<ir::Value>& kept() const { return m_kept; }   // in the order they were met
    bool isKept(ir::Value value) const { return m_keptSet.contains(value); }
    bool isRecomputed(ir::NodeId id) const { return m_recomputed.contains(id); }   // slow, needed, not kept

private:
    bool isHeavy(ir::Value value) const { return m_heavy[static_cast<std::size_t>(value.node)]; }
    bool worthKeeping(ir::Value value) const;

    const ir::Graph& m_graph;
    const Variation& m_variation;
    ir::Varies m_atMost;
    std::vector<bool> m_heavy;   // by node: depends on more than elementwise work and movement
    std::vector<ir::Value> m_kept;
    std::set<ir::Value> m_keptSet;
    std::set<ir::NodeId> m_recomputed;
};

}  // namespace foldmeter::passes
