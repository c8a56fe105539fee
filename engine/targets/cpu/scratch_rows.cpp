#include "targets/cpu/scratch_rows.h"

namespace foldmeter::cpu {

std::int64_t paddedStride(std::int64_t inner) {
    const std::int64_t whole = (inner + 15) / 16 * 16;
    return whole % 128 == 0 ? whole + 16 : whole;
}

std::int64_t strideOf(const BufferPlan& buffer, std::int64_t inner) { return buffer.padded ? paddedStride(inner) : 1; }

}  // namespace foldmeter::cpu
