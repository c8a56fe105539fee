#include "ir/print.h"

#include <fmt/format.h>

#include <map>

namespace foldmeter::ir {

namespace {

// Scopes as a tree, so that every scope becomes one cluster.
struct ScopeTree {
    std::map<std::string, ScopeTree> children;
    std::vector<NodeId> nodes;
};

std::string labelOf(const Node& node) {
    std::string label(nameOf(node.op));
    if (node.attributes.has("name")) label += "\\n" + node.attributes.text("name");
    for (const TensorType& type : node.results) label += "\\n" + toText(type);
    return label;
}

void printScope(std::string& text, const Graph& graph, const ScopeTree& tree, const std::string& prefix, int& clusters) {
    for (const NodeId id : tree.nodes) {
        text += fmt::format("  {}{} [label=\"{}\"];\n", prefix, id, labelOf(graph.node(id)));
    }
    for (const auto& [name, child] : tree.children) {
        text += fmt::format("  subgraph cluster_{} {{\n  label=\"{}\";\n", clusters++, name);
        printScope(text, graph, child, prefix, clusters);
        text += "  }\n";
    }
}

ScopeTree treeOf(const Graph& graph) {
    ScopeTree root;
    for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
        ScopeTree* tree = &root;
        const std::string& scope = graph.node(id).scope;
        for (std::size_t start = 0; start < scope.size();) {
            const std::size_t end = std::min(scope.find('/', start), scope.size());
            tree = &tree->children[scope.substr(start, end - start)];
            start = end + 1;
        }
        tree->nodes.push_back(id);
    }
    return root;
}

void printGraph(std::string& text, const Graph& graph, const std::string& prefix, int& clusters) {
    printScope(text, graph, treeOf(graph), prefix, clusters);
    for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
        const Node& node = graph.node(id);
        for (const Value& operand : node.operands) text += fmt::format("  {}{} -> {}{};\n", prefix, operand.node, prefix, id);
        if (!node.body) continue;
        const std::string inner = fmt::format("{}{}_", prefix, id);
        text += fmt::format("  subgraph cluster_{} {{\n  label=\"body of {}{}\"; style=dashed;\n", clusters++, prefix, id);
        printGraph(text, *node.body, inner, clusters);
        text += "  }\n";
        for (const NodeId input : node.body->inputs()) {
            const auto index = static_cast<std::size_t>(std::stoi(node.body->node(input).attributes.text("name")));
            text += fmt::format("  {}{} -> {}{} [style=dotted];\n", prefix, node.operands[index].node, inner, input);
        }
    }
    for (const Output& output : graph.outputs()) {
        text += fmt::format("  {}out_{} [label=\"output {}\", shape=box];\n", prefix, output.name, output.name);
        text += fmt::format("  {}{} -> {}out_{};\n", prefix, output.value.node, prefix, output.name);
    }
}

}  // namespace

std::string printDot(const Graph& graph) {
    std::string text = fmt::format("digraph \"{}\" {{\n", graph.name());
    int clusters = 0;
    printGraph(text, graph, "n", clusters);
    return text + "}\n";
}

}  // namespace foldmeter::ir
