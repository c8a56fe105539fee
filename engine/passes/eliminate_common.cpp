#include "passes/eliminate_common.h"

#include "ir/print.h"
#include "passes/rewrite.h"

#include <unordered_map>

namespace foldmeter::passes {

using ir::Graph;
using ir::NodeId;
using ir::Op;
using ir::Value;

namespace {

std::string keyOf(const ir::Rewriter& to, NodeId id) {
    const ir::Node& node = to.from().node(id);
    std::string key = std::to_string(static_cast<int>(node.op)) + ir::print(node.attributes);
    for (const Value& operand : mappedOperands(to, id)) key += " " + std::to_string(operand.node) + "." + std::to_string(operand.result);
    if (node.body) key += ir::print(*node.body);
    return key;
}

Graph mergeEqual(const Graph& graph) {
    ir::Rewriter to(graph, graph.name());
    std::unordered_map<std::string, NodeId> seen;
    for (NodeId id = 0; id < nodeCount(graph); ++id) {
        if (graph.node(id).op == Op::Input) {
            to.copy(id);
            continue;
        }
        const std::string key = keyOf(to, id);
        const auto found = seen.find(key);
        if (found == seen.end()) {
            seen[key] = to.copy(id);
            continue;
        }
        for (std::int32_t r = 0; r < static_cast<std::int32_t>(graph.node(id).results.size()); ++r) to.map({id, r}, {found->second, r});
    }
    return to.finish();
}

}  // namespace

Graph eliminateCommon(const Graph& graph, const PassOptions&) { return rewriteDeep(graph, mergeEqual); }

}  // namespace foldmeter::passes
