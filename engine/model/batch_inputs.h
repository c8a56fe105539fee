// From the batch (spec features.md section 3) to the inputs of the graphs (inputs.h): compact atom blocks, index arrays,
// contact matrix, template geometry. On the host, once per job (msa rows: per trunk pass; conformer positions: per seed).
#pragma once

#include "ir/type.h"
#include "tensor/tensor.h"

#include <vector>

namespace foldmeter::model {

// Everything but the MSA rows and what the programs pass to each other. `samples` run side by side in one denoise call.
TensorMap batchInputs(const TensorMap& batch, int samples);
// The parts of it, for tests.
TensorMap tokenInputs(const TensorMap& batch);
TensorMap templateInputs(const TensorMap& batch);
TensorMap atomInputs(const TensorMap& batch);
Tensor atomReferencePositions(const TensorMap& batch);    // "atom_ref_pos": all that a seed changes
TensorMap sampleInputs(std::int64_t tokens, std::int64_t blocks, int samples);

// "msa", "msa_mask", "deletion_matrix" of these rows of the batch, in this order.
TensorMap msaInputs(const TensorMap& batch, const std::vector<int>& rows);

// Number of query blocks for this many real atoms: no block of padding only, but at least one padding atom when windows
// hold padding keys (fewer than 128 atoms).
std::int64_t blocksFor(std::int64_t atoms);

std::int64_t atomsIn(const TensorMap& batch);       // real ones that the network sees
std::int64_t templatesIn(const TensorMap& batch);   // different ones: equal slots are computed once

// Element of a batch by name; InputError names what is missing.
const Tensor& arrayOf(const TensorMap& batch, const std::string& name);

}  // namespace foldmeter::model
