// How one weight argument of a kernel is made from a record of the weight file: which layer, which order of axes, what
// shape and type. Equal specs share their packed bytes.
#pragma once

#include "ir/graph.h"

#include <string>
#include <vector>

namespace foldmeter::runtime {

struct WeightSpec {
    std::string record;
    Extents stored;                          // extents of one layer as stored, perhaps regrouped
    std::vector<std::int64_t> permutation;   // view axis a is stored axis permutation[a]; empty: as stored
    bool layered = false;                    // the record has a leading layer axis
    std::vector<std::int64_t> rounds;        // counts of the enclosing loops, outermost first (layered only)
    ir::TensorType type;                     // what the kernel sees; same elements as the permuted view, merged axes
    bool forMatmul = false;
    bool operator==(const WeightSpec&) const = default;
};

// From a Weight node; `type` and `forMatmul` as the kernel's argument says.
WeightSpec weightSpecOf(const ir::Node& weight, const ir::TensorType& type, bool forMatmul, std::vector<std::int64_t> rounds);

// Layer (row of the record's leading axis) that belongs to the rounds of the enclosing loops, outermost first: the round
// counted over all of them, modulo the number of layers (ir/graph.h).
std::int64_t layerOf(const WeightSpec& spec, std::int64_t layers, const std::vector<std::int64_t>& round);

// The logical matrix or vector of one layer, in the record's own element type and spec.type's extents. The record's values
// may stand at any address, those of the result are aligned.
Tensor viewOf(const WeightSpec& spec, const Tensor& record, std::int64_t layer);

}  // namespace foldmeter::runtime
