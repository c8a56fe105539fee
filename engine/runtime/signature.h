// What a program shows of itself to whoever binds and feeds it: names and types of inputs and outputs, the symbols that
// want sizes, the weights it reads. All that is left of its graph when the program comes from the cache.
#pragma once

#include "ir/graph.h"

#include <set>
#include <string>
#include <vector>

namespace foldmeter::runtime {

struct Port {
    std::string name;
    ir::TensorType type;
    bool operator==(const Port&) const = default;
};

struct Signature {
    std::string name;                  // of the program
    std::vector<Port> inputs, outputs;
    std::set<std::string> symbols;     // bodies of repeats included
    std::set<std::string> records;     // of the weight file
    std::size_t weightBytes = 0;       // of all weights in the types the program reads, every layer counted
    std::size_t nodes = 0;             // bodies included
    bool operator==(const Signature&) const = default;

    std::vector<std::string> inputNames() const;
    std::vector<std::string> outputNames() const;
    // InternalError lists the names there are.
    const ir::TensorType& input(const std::string& wanted) const;
    const ir::TensorType& output(const std::string& wanted) const;
};

// Of a graph that has gone through all passes.
Signature signatureOf(const ir::Graph& graph);
// Every symbol of a graph, bodies included.
std::set<std::string> symbolsOf(const ir::Graph& graph);

// InternalError unless the value has the input's type and its shape at these sizes.
void checkInput(const Signature& signature, const std::string& name, const Tensor& value, const ir::Sizes& sizes);
// InternalError names a symbol of the program without a size, or with one below 0.
void checkSizes(const Signature& signature, const ir::Sizes& sizes);

}  // namespace foldmeter::runtime
