// Instructions that decide where lanes go next.
#pragma once

#include "virtual_gpu/machine.h"

namespace foldmeter::vgpu {

const Step* branch(Warp& warp, const Step& step, std::uint32_t lanes);
const Step* leave(Warp& warp, const Step& step, std::uint32_t lanes);
const Step* blockBarrier(Warp& warp, const Step& step, std::uint32_t lanes);
const Step* nothing(Warp& warp, const Step& step, std::uint32_t lanes);

}  // namespace foldmeter::vgpu
