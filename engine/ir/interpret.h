// The slow oracle: evaluates a graph node by node, in plain loops, kept simple for ever. Every pass, target and kernel
// is judged against it; it is judged by the spec's test vectors and, op by op, by float64 written out by hand.
#pragma once

#include "ir/graph.h"

#include <functional>

namespace foldmeter::ir {

// Where weights come from: the record `name` as stored (all leading layer axes flattened into one when layered).
using WeightSource = std::function<Tensor(const std::string& name)>;

struct InterpretOptions {
    // f32 arithmetic as a target would do it, or float64 everywhere (floats are widened, casts to bf16 still round).
    bool inDouble = false;
    Sizes sizes;   // of symbols that no input shows (a graph split off another may have such)
};

// Inputs by name; symbols get their sizes from the inputs' extents. Returns the outputs by name (f32 floats, also when
// evaluated in double). A Working type counts as F32.
TensorMap interpret(const Graph& graph, const TensorMap& inputs, const WeightSource& weights,
                    const InterpretOptions& options = {});

// Sizes of all symbols, from the shapes of Input nodes and the given tensors. InputError when two disagree.
Sizes sizesFrom(const Graph& graph, const TensorMap& inputs);

}  // namespace foldmeter::ir
