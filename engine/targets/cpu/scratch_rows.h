// How rows lie in a thread's scratch, and the words of a kernel's plan that this target speaks in.
#pragma once

#include "kernels/row_plan.h"

namespace foldmeter::cpu {

using kernels::AccessPlan;
using kernels::BufferPlan;
using kernels::planRows;
using kernels::RowPlan;
using kernels::SizeSum;
using kernels::SizeTable;
using kernels::stridesOf;
using kernels::ValuePlan;

// Elements between rows of a buffer: whole vectors of 16, and off the power of two that would map all rows to one set
// of the near cache.
std::int64_t paddedStride(std::int64_t inner);
std::int64_t strideOf(const BufferPlan& buffer, std::int64_t inner);

}  // namespace foldmeter::cpu
