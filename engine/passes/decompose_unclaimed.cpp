#include "passes/decompose_unclaimed.h"

#include "ir/decompose.h"
#include "passes/rewrite.h"

namespace foldmeter::passes {

using ir::Graph;
using ir::NodeId;
using ir::Op;

Graph decomposeUnclaimed(const Graph& graph, const PassOptions& options) {
    const bool keepAttention = options.claimsAttention && !options.decomposeAttention;
    return rewriteDeep(graph, [keepAttention](const Graph& from) {
        ir::Rewriter to(from, from.name());
        for (NodeId id = 0; id < nodeCount(from); ++id) {
            const Op op = from.node(id).op;
            const bool opened = ir::kindOf(op) == ir::OpKind::Composite && !(op == Op::Attention && keepAttention);
            if (opened) to.map({id, 0}, ir::decompose(from, id, mappedOperands(to, id), to.graph()));
            else to.copy(id);
        }
        return to.finish();
    });
}

}  // namespace foldmeter::passes
