// Brings every Einsum into one of two forms that later steps know. With a weight: rows times a matrix, "ij..x,xy->ij..y",
// the weight made two-dimensional by its own view attributes, so nothing is moved at run time. Of two activations: as
// written, unless the last axis of an operand is a batch axis (the channels of a triangle product); then operands and
// result are transposed to have it first, so that the summed axis is contiguous; fuse folds the transposes into the
// kernels around. Sums over several axes that no row holds become sums over one axis after the other.
#pragma once

#include "ir/graph.h"

namespace foldmeter::passes {

ir::Graph canonicalSums(const ir::Graph& graph);   // bodies of Repeat are left alone

}  // namespace foldmeter::passes
