#include "ir/print.h"

#include "base/error.h"

#include <fmt/format.h>

#include <cmath>

namespace foldmeter::ir {

namespace {

std::string quote(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        if (c == '\n') {
            result += "\\n";
        } else {
            result += c;
        }
    }
    return result + "\"";
}

// Shortest text that reads back to the same double, and that no integer has.
std::string realText(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    std::string text = fmt::format("{}", value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

std::string tensorText(const Tensor& tensor) {
    std::string hex;
    for (const std::byte byte : tensor.bytes()) hex += fmt::format("{:02x}", static_cast<unsigned>(byte));
    Shape shape;
    for (const std::int64_t extent : tensor.extents()) shape.emplace_back(extent);
    return "tensor " + toText(TensorType{tensor.dtype(), shape}) + " \"" + hex + "\"";
}

std::string attributeText(const Attribute& attribute) {
    struct Visitor {
        std::string operator()(std::int64_t v) const { return std::to_string(v); }
        std::string operator()(double v) const { return realText(v); }
        std::string operator()(const std::string& v) const { return quote(v); }
        std::string operator()(const std::vector<std::int64_t>& v) const { return fmt::format("[{}]", fmt::join(v, ", ")); }
        std::string operator()(const Shape& v) const { return toText(v); }
        std::string operator()(DType v) const { return std::string(nameOf(v)); }
        std::string operator()(const Tensor& v) const { return tensorText(v); }
    };
    return std::visit(Visitor{}, attribute);
}

std::string valueText(const Graph& graph, Value value) {
    const bool single = graph.node(value).results.size() == 1;
    return single ? fmt::format("%{}", value.node) : fmt::format("%{}.{}", value.node, value.result);
}

std::string headText(const Graph& graph, NodeId id) {
    const Node& node = graph.node(id);
    std::string text = node.results.size() == 1 ? fmt::format("%{} = ", id) : fmt::format("%{}:{} = ", id, node.results.size());
    text += std::string(nameOf(node.op)) + "(";
    for (std::size_t n = 0; n < node.operands.size(); ++n) text += (n ? ", " : "") + valueText(graph, node.operands[n]);
    text += ")" + print(node.attributes) + " : ";
    for (std::size_t n = 0; n < node.results.size(); ++n) text += (n ? ", " : "") + toText(node.results[n]);
    if (!node.scope.empty()) text += " @ " + quote(node.scope);
    return text;
}

void printInto(std::string& text, const Graph& graph, const std::string& indent) {
    for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
        text += indent + headText(graph, id);
        if (graph.node(id).body) {
            text += " {\n";
            printInto(text, *graph.node(id).body, indent + "  ");
            text += indent + "}";
        }
        text += "\n";
    }
    for (const Output& output : graph.outputs()) {
        text += indent + "output " + quote(output.name) + " = " + valueText(graph, output.value) + "\n";
    }
}

}  // namespace

std::string print(const Attributes& attributes) {
    if (attributes.all().empty()) return {};
    std::string text;
    for (const auto& [name, value] : attributes.all()) text += (text.empty() ? " {" : ", ") + name + "=" + attributeText(value);
    return text + "}";
}

std::string print(const Graph& graph) {
    std::string text = "graph " + quote(graph.name()) + " {\n";
    printInto(text, graph, "  ");
    return text + "}\n";
}

// One line; for a broken graph too, so nothing here may throw.
std::string printNode(const Graph& graph, NodeId id) {
    const Node& node = graph.node(id);
    std::string text = fmt::format("%{} = {}(", id, nameOf(node.op));
    for (std::size_t n = 0; n < node.operands.size(); ++n) {
        const Value operand = node.operands[n];
        text += fmt::format("{}%{}", n ? ", " : "", operand.node);
        const bool known = operand.node >= 0 && static_cast<std::size_t>(operand.node) < graph.nodes().size();
        if (!known) continue;
        const auto& results = graph.node(operand).results;
        if (results.size() != 1) text += fmt::format(".{}", operand.result);
        if (operand.result >= 0 && static_cast<std::size_t>(operand.result) < results.size()) {
            text += " " + toText(results[static_cast<std::size_t>(operand.result)]);
        }
    }
    text += ")" + print(node.attributes) + " : ";
    for (std::size_t n = 0; n < node.results.size(); ++n) text += (n ? ", " : "") + toText(node.results[n]);
    if (!node.scope.empty()) text += " @ " + quote(node.scope);
    return text;
}

}  // namespace foldmeter::ir
