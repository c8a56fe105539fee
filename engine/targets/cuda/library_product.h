// A product of two activations as a vendor's library takes it: matrices whose columns lie together in memory, a batch of
// them at equal distances. Which products have that form is told by their strides, whatever the sizes.
#pragma once

#include "targets/cuda/axis_groups.h"

#include <array>
#include <cstdint>
#include <optional>

namespace foldmeter::cuda {

// As it lies in memory: `rows` neighbours, `columns` of them `leading` elements apart.
struct LibraryMatrix {
    ir::Dim rows = 1, columns = 1, leading = 1, apart = 0;   // apart: elements from one matrix of the batch to the next
    bool transposed = false;                                 // before it is multiplied
    DType type = DType::F32;
    int argument = 0;                                        // of the kernel
};
// result = first * second, of each matrix of the batch.
struct LibraryProduct {
    LibraryMatrix first, second, result;
    ir::Dim batch = 1, depth = 1;
};
inline constexpr int libraryWays = 2;   // of doing one, that are tried
// Nothing where rows or columns of an operand do not lie together, or types do not fit.
std::optional<LibraryProduct> libraryProductOf(const kernels::Kernel& kernel);

// The same with numbers.
struct SizedMatrix {
    std::int64_t rows = 0, columns = 0, leading = 0, apart = 0;
    bool transposed = false;
    DType type = DType::F32;
    int argument = 0;
};
struct SizedProduct {
    SizedMatrix first, second, result;
    std::int64_t batch = 0;
};
// Nothing where there is nothing to multiply, or more than the library counts.
std::optional<SizedProduct> sizedProduct(const LibraryProduct& product, const ir::Sizes& sizes);

}  // namespace foldmeter::cuda
