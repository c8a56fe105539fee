#include "passes/simplify.h"

#include "passes/eliminate_dead.h"
#include "passes/rewrite.h"
#include "passes/simplify_rules.h"

namespace foldmeter::passes {

using ir::Graph;
using ir::Node;
using ir::NodeId;
using ir::OpKind;
using ir::Value;

namespace {

constexpr int mostRounds = 16;   // chains shorten by one node a round; longer ones are left as they are

Replacement ruleFor(const Candidate& candidate) {
    switch (ir::kindOf(candidate.node.op)) {
        case OpKind::Movement: return simplifyMovement(candidate);
        case OpKind::Elementwise: return simplifyElementwise(candidate);
        default: return std::nullopt;
    }
}

Graph simplifyOnce(const Graph& graph, bool& changed) {
    ir::Rewriter to(graph, graph.name());
    for (NodeId id = 0; id < nodeCount(graph); ++id) {
        const std::vector<Value> operands = mappedOperands(to, id);
        const Replacement replacement = ruleFor({to.graph(), graph.node(id), operands});
        changed = changed || replacement;
        if (replacement) to.map({id, 0}, *replacement);
        else to.copy(id);
    }
    return to.finish();
}

}  // namespace

Graph simplify(const Graph& graph, const PassOptions& options) {
    const Graph simple = rewriteDeep(graph, [](const Graph& from) {
        Graph current = from;
        bool changed = true;
        for (int round = 0; changed && round < mostRounds; ++round) {
            changed = false;
            current = simplifyOnce(current, changed);
        }
        return current;
    });
    return eliminateDead(simple, options);   // rules leave the replaced nodes behind
}

}  // namespace foldmeter::passes
