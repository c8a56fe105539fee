#include "runtime/signature.h"

#include "base/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace foldmeter::runtime {
namespace {

std::vector<std::string> namesOf(const std::vector<Port>& ports) {
    std::vector<std::string> names;
    for (const Port& port : ports) names.push_back(port.name);
    return names;
}

const ir::TensorType& typeOf(const std::vector<Port>& ports, const std::string& program, const char* kind, const std::string& name) {
    for (const Port& port : ports)
        if (port.name == name) return port.type;
    throw InternalError(fmt::format("program {} has no {} {}; it has: {}", program, kind, name, fmt::join(namesOf(ports), ", ")));
}

void addWeights(const ir::Graph& graph, std::int64_t layers, Signature& signature) {
    for (const ir::Node& node : graph.nodes()) {
        if (node.op == ir::Op::Weight) {
            const std::int64_t copies = node.attributes.integer("layered") != 0 ? layers : 1;
            signature.records.insert(node.attributes.text("name"));
            signature.weightBytes += static_cast<std::size_t>(copies * elementCount(node.attributes.integers("stored"))) * sizeOf(node.results[0].dtype);
        } else if (node.body) {
            addWeights(*node.body, node.op == ir::Op::Repeat ? layers * node.attributes.integer("count") : layers, signature);
        }
    }
}

}  // namespace

std::vector<std::string> Signature::inputNames() const { return namesOf(inputs); }
std::vector<std::string> Signature::outputNames() const { return namesOf(outputs); }
const ir::TensorType& Signature::input(const std::string& wanted) const { return typeOf(inputs, name, "input", wanted); }
const ir::TensorType& Signature::output(const std::string& wanted) const { return typeOf(outputs, name, "output", wanted); }

std::set<std::string> symbolsOf(const ir::Graph& graph) {
    std::set<std::string> symbols;
    for (const ir::Node& node : graph.nodes()) {
        for (const ir::TensorType& type : node.results)
            for (const ir::Dim& dim : type.shape) symbols.insert(dim.symbols.begin(), dim.symbols.end());
        if (node.body) symbols.merge(symbolsOf(*node.body));
    }
    return symbols;
}

Signature signatureOf(const ir::Graph& graph) {
    Signature signature;
    signature.name = graph.name();
    for (const ir::NodeId id : graph.inputs()) signature.inputs.push_back({graph.node(id).attributes.text("name"), graph.node(id).results.front()});
    for (const ir::Output& output : graph.outputs()) signature.outputs.push_back({output.name, graph.type(output.value)});
    signature.symbols = symbolsOf(graph);
    signature.nodes = graph.countDeep();
    addWeights(graph, 1, signature);
    return signature;
}

void checkInput(const Signature& signature, const std::string& name, const Tensor& value, const ir::Sizes& sizes) {
    const ir::TensorType& type = signature.input(name);
    const Extents expected = ir::evaluate(type.shape, sizes);
    if (value.dtype() == type.dtype && value.extents() == expected) return;
    throw InternalError(fmt::format("input {} of program {} is {} {}, expected {} = {} {}", name, signature.name, nameOf(value.dtype()),
                                    toText(value.extents()), ir::toText(type), nameOf(type.dtype), toText(expected)));
}

void checkSizes(const Signature& signature, const ir::Sizes& sizes) {
    for (const std::string& symbol : signature.symbols) {
        const auto found = sizes.find(symbol);
        if (found == sizes.end()) throw InternalError(fmt::format("program {} is bound without a size for {}", signature.name, symbol));
        if (found->second < 0) throw InternalError(fmt::format("program {}: {} = {}", signature.name, symbol, found->second));
    }
}

}  // namespace foldmeter::runtime
