// The interpreter's matrix product: plain loops over rows in groups of four, left to the compiler to vectorise.
#pragma GCC optimize("O3")
#include "ir/interpret_array.h"

namespace foldmeter::ir {

namespace {
#define FOLDMETER_MULTIPLY(Real)                                                                                         \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"))) void addRows(                          \
        const Real* __restrict a, const Real* __restrict b, Real* __restrict c, std::int64_t rows, std::int64_t inner,   \
        std::int64_t columns) {                                                                                          \
        std::int64_t row = 0;                                                                                            \
        for (; row + 4 <= rows; row += 4) {                                                                              \
            Real* __restrict c0 = c + row * columns;                                                                     \
            Real* __restrict c1 = c0 + columns;                                                                          \
            Real* __restrict c2 = c1 + columns;                                                                          \
            Real* __restrict c3 = c2 + columns;                                                                          \
            for (std::int64_t k = 0; k < inner; ++k) {                                                                   \
                const Real* a0 = a + row * inner + k;                                                                    \
                const Real f0 = a0[0], f1 = a0[inner], f2 = a0[2 * inner], f3 = a0[3 * inner];                           \
                const Real* __restrict line = b + k * columns;                                                           \
                for (std::int64_t n = 0; n < columns; ++n) {                                                             \
                    c0[n] += f0 * line[n];                                                                               \
                    c1[n] += f1 * line[n];                                                                               \
                    c2[n] += f2 * line[n];                                                                               \
                    c3[n] += f3 * line[n];                                                                               \
                }                                                                                                        \
            }                                                                                                            \
        }                                                                                                                \
        for (; row < rows; ++row) {                                                                                      \
            for (std::int64_t k = 0; k < inner; ++k) {                                                                   \
                const Real factor = a[row * inner + k];                                                                  \
                for (std::int64_t n = 0; n < columns; ++n) c[row * columns + n] += factor * b[k * columns + n];          \
            }                                                                                                            \
        }                                                                                                                \
    }
FOLDMETER_MULTIPLY(float)
FOLDMETER_MULTIPLY(double)
#undef FOLDMETER_MULTIPLY
}  // namespace

void multiply(const float* a, const float* b, float* c, std::int64_t rows, std::int64_t inner, std::int64_t columns) {
    std::fill_n(c, rows * columns, 0.0f);
    addRows(a, b, c, rows, inner, columns);
}

void multiply(const double* a, const double* b, double* c, std::int64_t rows, std::int64_t inner, std::int64_t columns) {
    std::fill_n(c, rows * columns, 0.0);
    addRows(a, b, c, rows, inner, columns);
}

}  // namespace foldmeter::ir
