// A kernel that has a bit of everything a row kernel may have, for the tests of every target.
#pragma once

#include "engine/targets/cpu/row_builder.h"

namespace foldmeter::test {

// residual + gate(LN(x) W1) * (LN(x) W2) -> W3, with a split of an interleaved product
inline kernels::Kernel gatedUnit(std::int64_t channels, DType dtype) {
    const ir::Dim tokens = ir::Dim::symbol("tokens");
    RowBuilder b({tokens});
    const int x = b.input(dtype, {tokens, channels}), y = b.output(dtype, {tokens, channels});
    const int scale = b.weight(DType::F32, {channels}), offset = b.weight(DType::F32, {channels});
    const int first = b.weight(dtype, {channels, 2 * channels}), second = b.weight(dtype, {channels, channels});
    const int loaded = b.load(x, channels, {RowBuilder::axis(0), RowBuilder::inner()});
    const int wide = dtype == DType::F32 ? loaded : b.apply(ir::Op::Cast, {loaded}, DType::F32);
    const int normed = b.layerNorm(wide, channels, static_cast<double>(channels), scale, offset, dtype);
    const int product = b.matmul(normed, first, 2 * channels, dtype);
    const int gate = b.apply(ir::Op::Swish, {b.slice(product, channels, 0, 2)}, dtype);
    const int gated = b.apply(ir::Op::Mul, {gate, b.slice(product, channels, 1, 2)}, dtype);
    const int back = b.matmul(gated, second, channels, dtype);
    b.store(y, b.apply(ir::Op::Add, {loaded, back}, dtype), {RowBuilder::axis(0), RowBuilder::inner()});
    return b.finish("gated_unit");
}

}  // namespace foldmeter::test
