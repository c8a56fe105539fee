// The driver's functions as pointers, bound when the library is opened. Includes the CUDA header: only sources that call the
// driver themselves include this page; the classes beside it show no CUDA type.
#pragma once

#include <cuda.h>

namespace foldmeter::cuda {

struct EntryPoints {
#define FOLDMETER_REQUIRED(member, name, exported, version) decltype(&::name) member = nullptr;
#define FOLDMETER_OPTIONAL(member, name, exported, version) decltype(&::name) member = nullptr;
#include "targets/cuda/driver/entry_points.inc"
#undef FOLDMETER_REQUIRED
#undef FOLDMETER_OPTIONAL
};

}  // namespace foldmeter::cuda
