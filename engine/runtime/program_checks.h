// What every bound program checks of its callers: names, shapes and types of inputs, and that all symbols have sizes.
#pragma once

#include "ir/graph.h"

#include <set>
#include <string>
#include <vector>

namespace foldmeter::runtime {

std::vector<std::string> inputNamesOf(const ir::Graph& graph);
std::vector<std::string> outputNamesOf(const ir::Graph& graph);
// Type of the input `name`; InternalError lists the names there are.
const ir::TensorType& inputType(const ir::Graph& graph, const std::string& name);
// Every symbol of the graph, bodies included.
std::set<std::string> symbolsOf(const ir::Graph& graph);

// InternalError unless the value has the input's type and its shape at these sizes.
void checkInput(const ir::Graph& graph, const std::string& name, const Tensor& value, const ir::Sizes& sizes);
// InternalError names a symbol of the graph without a size, or with one below 0.
void checkSizes(const ir::Graph& graph, const ir::Sizes& sizes);

}  // namespace foldmeter::runtime
