#include "runtime/program_checks.h"

#include "base/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace foldmeter::runtime {

std::vector<std::string> inputNamesOf(const ir::Graph& graph) {
    std::vector<std::string> names;
    for (const ir::NodeId id : graph.inputs()) names.push_back(graph.node(id).attributes.text("name"));
    return names;
}

std::vector<std::string> outputNamesOf(const ir::Graph& graph) {
    std::vector<std::string> names;
    for (const ir::Output& output : graph.outputs()) names.push_back(output.name);
    return names;
}

const ir::TensorType& inputType(const ir::Graph& graph, const std::string& name) {
    for (const ir::NodeId id : graph.inputs())
        if (graph.node(id).attributes.text("name") == name) return graph.node(id).results.front();
    throw InternalError(fmt::format("program {} has no input {}; it has: {}", graph.name(), name,
                                    fmt::join(inputNamesOf(graph), ", ")));
}

std::set<std::string> symbolsOf(const ir::Graph& graph) {
    std::set<std::string> symbols;
    for (const ir::Node& node : graph.nodes()) {
        for (const ir::TensorType& type : node.results)
            for (const ir::Dim& dim : type.shape) symbols.insert(dim.symbols.begin(), dim.symbols.end());
        if (node.body) symbols.merge(symbolsOf(*node.body));
    }
    return symbols;
}

void checkInput(const ir::Graph& graph, const std::string& name, const Tensor& value, const ir::Sizes& sizes) {
    const ir::TensorType& type = inputType(graph, name);
    const Extents expected = ir::evaluate(type.shape, sizes);
    if (value.dtype() == type.dtype && value.extents() == expected) return;
    throw InternalError(fmt::format("input {} of program {} is {} {}, expected {} = {} {}", name, graph.name(),
                                    nameOf(value.dtype()), toText(value.extents()), ir::toText(type), nameOf(type.dtype),
                                    toText(expected)));
}

void checkSizes(const ir::Graph& graph, const ir::Sizes& sizes) {
    for (const std::string& symbol : symbolsOf(graph)) {
        const auto found = sizes.find(symbol);
        if (found == sizes.end()) throw InternalError(fmt::format("program {} is bound without a size for {}", graph.name(), symbol));
        if (found->second < 0) throw InternalError(fmt::format("program {}: {} = {}", graph.name(), symbol, found->second));
    }
}

}  // namespace foldmeter::runtime
