// Products with a weight through oneDNN. Every primitive multiplies exactly 64 rows: what is left of the last tile lies
// in scratch anyway, so no primitive depends on the size of the input. Called single-threaded from our pool.
#pragma once

#include "targets/cpu/emit_kernel.h"
#include "tensor/tensor.h"

#include <memory>

namespace foldmeter::cpu {

constexpr std::int64_t libraryRows = 64;

// One product (64, in) x (in, out) -> f32, with the row strides that scratch buffers of these extents have.
class LibraryMatmul {
public:
    LibraryMatmul(std::int64_t in, std::int64_t out, DType dtype, int workers);
    ~LibraryMatmul();
    const MatmulSite* site(int worker) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// The weight in the library's own layout for such a product.
Buffer packForLibrary(const Tensor& weight, DType dtype);   // (in, out)

// GFLOP/s of a square product of `size` by one thread.
double measureLibraryGemm(std::int64_t size, DType dtype, double seconds);

}  // namespace foldmeter::cpu
