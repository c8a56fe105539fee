// A kernel as CUDA C++: one kernel, one text, to be read by people and compiled by NVRTC. The text depends on the kernel
// and on the device's shared memory, never on the sizes of an input.
#pragma once

#include "targets/cuda/schedule.h"

#include <string>
#include <utility>
#include <vector>

namespace foldmeter::cuda {

struct KernelSource {
    std::string entry;   // name of the __global__ function
    std::string text;
};
// sharedLimit: bytes of shared memory a block may use on the device.
KernelSource printSource(const kernels::Kernel& kernel, std::int64_t sharedLimit, const Schedule& schedule = {});

// The headers that printed kernels include, by name, with their text.
const std::vector<std::pair<std::string, std::string>>& deviceHeaders();

// A weight of a Matmul in the form its kernel reads: f32 row-major; bf16 in the order of tensor-core fragments (see
// device_code/weight_product.cuh). `view` is the logical (in, out) matrix.
Buffer packProductWeight(const Tensor& view, DType dtype);
// Bytes of that form.
std::size_t productWeightBytes(std::int64_t in, std::int64_t out, DType dtype);

}  // namespace foldmeter::cuda
