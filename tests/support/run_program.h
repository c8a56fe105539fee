// A compiled program against the interpreter, in one call.
#pragma once

#include "ir/interpret.h"
#include "runtime/program.h"
#include "support/random_graph.h"
#include "support/tensors.h"

namespace foldmeter::test {

inline runtime::Context contextWith(ThreadPool& pool) {
    runtime::Context context;
    context.settings.cache = CacheUse::Off;
    context.settings.autotune = 0;
    context.pool = &pool;
    context.weights = RandomGraphMaker::weight;
    return context;
}

inline TensorMap randomInputs(const ir::Graph& graph, const ir::Sizes& sizes) {
    TensorMap inputs;
    for (const ir::NodeId id : graph.inputs())
        inputs[graph.node(id).attributes.text("name")] = randomTensor(evaluate(graph.node(id).results[0].shape, sizes), static_cast<std::uint64_t>(id) + 7);
    return inputs;
}

// Largest relative difference of any output; runs twice, as the second run must find the inputs as they were.
inline double differenceFromInterpreter(runtime::BoundProgram& bound, const ir::Graph& graph, const TensorMap& inputs) {
    for (const auto& [name, value] : inputs) bound.setInput(name, value);
    double largest = 0;
    for (int round = 0; round < 2; ++round) {
        bound.run();
        for (const auto& [name, expected] : ir::interpret(graph, inputs, RandomGraphMaker::weight))
            largest = std::max(largest, relativeDifference(bound.output(name), expected));
    }
    return largest;
}

}  // namespace foldmeter::test
