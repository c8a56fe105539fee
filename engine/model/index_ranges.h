// Which rows the integer inputs of the network may name. Generated code does not look: every array of indices is checked
// here once, before a program sees it.
#pragma once

#include "tensor/tensor.h"

namespace foldmeter::model {

// inputs: all or some of the network's inputs. tokens and blocks: extents of the job. InputError names the input, the place
// and the value of the first index outside of its range.
void checkIndices(const TensorMap& inputs, std::int64_t tokens, std::int64_t blocks);

}  // namespace foldmeter::model
