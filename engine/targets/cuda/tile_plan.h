// How a block works through a RowKernel: how many rows a tile has, how many lanes share a row, and where the values lie
// that are kept between the steps. Printed code and launch agree on it without talking: it is a pure function of the kernel
// and of the device's shared memory. Sizes of the input never decide it.
#pragma once

#include "kernels/row_plan.h"

namespace foldmeter::cuda {

inline constexpr int threadsPerBlock = 128;
// Blocks a multiprocessor must have registers for. Left to itself the assembler aims at seven and spills for it; shared
// memory allows two to four.
inline constexpr int leastBlocks = 4;
inline constexpr int leastAttentionBlocks = 3;

struct TileBuffer {
    kernels::BufferPlan::Element element = kernels::BufferPlan::Element::F32;
    ir::Dim inner = 1;
    bool padded = true;
    // Of literal extent: elements between rows and first byte, in shared memory or, where that is full, in the block's
    // scratch. Of symbolic extent: both are parameters of the launch.
    bool literal = true, shared = true;
    std::int64_t stride = 0, offset = 0;
    std::int64_t bytesOfElement() const;
    std::int64_t strideFor(std::int64_t innerExtent) const;
};

struct TilePlan {
    kernels::RowPlan rows;
    int tileRows = 0, lanesPerRow = 32;
    std::vector<TileBuffer> buffers;                        // as rows.buffers
    std::int64_t sharedBytes = 0, scratchBytes = 0;         // of the literal buffers
    std::vector<int> symbolic;                              // buffers whose place is a parameter
    int rowsAtOnce() const { return threadsPerBlock / lanesPerRow; }
};

// sharedLimit: bytes a block may use. tileRows: 0, or a number for which tileFits.
TilePlan planTile(const kernels::Kernel& kernel, std::int64_t sharedLimit, int tileRows = 0);
bool tileFits(const kernels::Kernel& kernel, std::int64_t sharedLimit, int tileRows);

}  // namespace foldmeter::cuda
