#include "ir/verify.h"

#include "base/error.h"
#include "ir/infer.h"
#include "ir/print.h"

#include <set>

namespace foldmeter::ir {

namespace {

void verifyNode(const Graph& graph, NodeId id, bool inRepeat) {
    const Node& node = graph.node(id);
    std::vector<TensorType> types;
    for (const Value& operand : node.operands) {
        check(operand.node >= 0 && operand.node < id, "an operand is not older than its user");
        const auto count = static_cast<std::int32_t>(graph.node(operand).results.size());
        check(operand.result >= 0 && operand.result < count, "an operand names a result that is not there");
        types.push_back(graph.type(operand));
    }
    check(inferResults(node.op, types, node.attributes, node.body.get()) == node.results, "results have other types than inferred");
    if (node.op == Op::Weight && node.attributes.integer("layered") != 0) check(inRepeat, "a layered weight stands outside of every repeat");
}

void verifyGraph(const Graph& graph, bool isBody, bool inRepeat);

// What stands under a line that names the offending node.
void verifyBody(const Node& node, bool inRepeat) {
    check(node.op != Op::Fused || node.body->outputs().size() >= 1, "a fused node computes nothing");
    verifyGraph(*node.body, true, inRepeat || node.op == Op::Repeat);
}

void verifyOutputs(const Graph& graph, bool isBody) {
    check(!graph.outputs().empty(), "the graph '" + graph.name() + "' has no output");
    std::set<std::string> names;
    for (const Output& output : graph.outputs()) {
        const std::string text = "output '" + output.name + "' of graph '" + graph.name() + "' ";
        const bool known = output.value.node >= 0 && static_cast<std::size_t>(output.value.node) < graph.nodes().size();
        check(known && output.value.result >= 0 &&
                  static_cast<std::size_t>(output.value.result) < graph.node(output.value).results.size(),
              text + "is no value of it");
        check(!isBody || output.name == std::to_string(names.size()), text + "should be called " + std::to_string(names.size()));
        check(names.insert(output.name).second, text + "is there twice");
    }
}

void verifyInputs(const Graph& graph, bool isBody) {
    std::set<std::string> names;
    for (const NodeId id : graph.inputs()) {
        const std::string& name = graph.node(id).attributes.text("name");
        check(!isBody || name == std::to_string(names.size()), "input '" + name + "' of a body should be called " + std::to_string(names.size()));
        check(names.insert(name).second, "input '" + name + "' is there twice");
    }
}

void verifyGraph(const Graph& graph, bool isBody, bool inRepeat) {
    for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
        try {
            verifyNode(graph, id, inRepeat);
            if (graph.node(id).body) verifyBody(graph.node(id), inRepeat);
        } catch (InternalError& error) {
            error.addContext("in " + printNode(graph, id));
            throw;
        }
    }
    verifyInputs(graph, isBody);
    verifyOutputs(graph, isBody);
}

}  // namespace

void verify(const Graph& graph) { verifyGraph(graph, false, false); }

}  // namespace foldmeter::ir
