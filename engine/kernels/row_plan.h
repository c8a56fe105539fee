// How a RowKernel is cut into steps before any code is written, the same for every target: which values are computed in
// which loop, which lie in scratch between loops, which are cheap enough to be computed again. The plan is a pure function
// of the kernel, so code from a cache and the process that binds it agree without talking.
//
//   rows of a tile -> phases (a matmul ends one) -> levels within a row (a sum ends one) -> one loop along inner
//
// Loads along rows (a channel-major argument) and outer products are made before phase 0, stores along rows after their
// phase, each as a step of its own over the whole tile.
#pragma once

#include "kernels/kernel.h"
#include "kernels/size_table.h"

#include <set>

namespace foldmeter::kernels {

// Address of (row, inner) of one access, in elements.
struct AccessPlan {
    enum class Path : std::uint8_t {
        Uniform,      // the same for every inner index
        Contiguous,   // inner index by inner index
        Strided,      // gather or scatter
        AlongRows,    // neighbouring rows are neighbours: moved by transposed blocks
    };
    Path path = Path::Contiguous;
    int argument = 0;
    SizeSum constant;
    std::vector<SizeSum> axes;                       // coefficient of every outer axis
    SizeSum inner, summed;
    std::vector<std::pair<int, SizeSum>> loadedRow;  // i32 value of extent 1, coefficient
    std::vector<std::pair<int, SizeSum>> loadedEach; // i32 value of the access' inner extent
};

// A value that lies in scratch for all rows of a tile: rows x padded inner extent (or one element a row).
struct BufferPlan {
    enum class Element : std::uint8_t { F32, BF16, I32, I64 };
    Element element = Element::F32;
    ir::Dim inner = 1;
    int firstPhase = 0, lastPhase = 0;               // written in, read until
    bool padded = true;                              // false: one element a row, rows packed
    std::int64_t bytesOfElement() const { return element == Element::BF16 ? 2 : element == Element::I64 ? 8 : 4; }
};

struct ValuePlan {
    int phase = 0, level = 0;
    bool recomputed = false;   // cheap: computed wherever it is used
    int buffer = -1;           // in scratch, if it is read by another loop than its own
    int rowOffsets = -1;       // AlongRows: buffer of int64 row addresses
    int bf16Copy = -1;         // of a product that is itself the operand of a bf16 product: what a product leaves is f32
    AccessPlan access, right;  // right: OuterProduct
    std::vector<int> partLevels;   // Concat: level of the loop that copies each operand
};

struct RowPlan {
    std::vector<ValuePlan> values;      // one for each value of the kernel
    std::vector<BufferPlan> buffers;
    SizeTable sizes;                    // every extent and stride the code may ask for
    int phases = 1;

    // The int64 array handed to the code: offset (bytes) and row stride (elements) of every buffer, then the sizes.
    int offsetSlot(int buffer) const { return 2 * buffer; }
    int strideSlot(int buffer) const { return 2 * buffer + 1; }
    int sizeSlot(const SizeSum& sum) const;   // InternalError when the plan did not foresee it
};

// bf16Products: whether the target wants the operand of a bf16 product as bf16 in scratch.
RowPlan planRows(const Kernel& kernel, bool bf16Products);

}  // namespace foldmeter::kernels
