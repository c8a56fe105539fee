// A weight in the order in which products read it; vectors and tables stay as they are.
#include "base/error.h"
#include "targets/cpu/gemm_shape.h"
#include "targets/cpu/library_matmul.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace foldmeter::cpu {

namespace {

class OwnedWeight : public PackedWeight {
public:
    explicit OwnedWeight(Buffer buffer) : m_buffer(std::move(buffer)) {}
    const void* data() const override { return m_buffer.data(); }
    std::size_t bytes() const override { return m_buffer.size(); }

private:
    Buffer m_buffer;
};

float toReal(float value) { return value; }
float toReal(BFloat16 value) { return value.toFloat(); }

// Columns [first, last) of row k side by side, zeros up to the width of the panel.
template <typename Stored> void packLine(const Stored* row, std::int64_t columns, std::int64_t width, float* to) {
    if constexpr (std::is_same_v<Stored, float>) std::memcpy(to, row, static_cast<std::size_t>(columns) * sizeof(float));
    else for (std::int64_t c = 0; c < columns; ++c) to[c] = toReal(row[c]);
    std::fill(to + columns, to + width, 0.0f);
}

// Rows k and k + 1 (or zeros) as pairs.
template <typename Stored> void packPairs(const Stored* upper, const Stored* lower, std::int64_t columns, std::int64_t width, std::uint32_t* to) {
    for (std::int64_t c = 0; c < columns; ++c) {
        const std::uint32_t second = lower ? BFloat16::from(toReal(lower[c])).bits : 0;
        to[c] = BFloat16::from(toReal(upper[c])).bits | second << 16;
    }
    std::fill(to + columns, to + width, 0u);
}

template <typename Stored> Buffer packPanels(const Stored* weight, std::int64_t in, std::int64_t out, bool bf16, const GemmShape& shape) {
    Buffer packed(static_cast<std::size_t>(packedBytes(in, out, bf16, shape)));
    auto* to = reinterpret_cast<std::uint32_t*>(packed.data());
    forEachPanel(out, shape, [&](std::int64_t firstVector, std::int64_t vectors) {
        const std::int64_t first = firstVector * shape.lanes, width = vectors * shape.lanes, columns = std::min(width, out - first);
        for (std::int64_t unit = 0; unit < gemmDepth(in, bf16); ++unit, to += width) {
            const Stored* row = weight + (bf16 ? 2 * unit : unit) * out + first;
            if (bf16) packPairs(row, 2 * unit + 1 < in ? row + out : nullptr, columns, width, to);
            else packLine(row, columns, width, reinterpret_cast<float*>(to));
        }
    });
    return packed;
}

}  // namespace

std::shared_ptr<PackedWeight> packWeight(const Tensor& view, const ir::TensorType& type, bool forMatmul, Schedule::Matmul implementation,
                                         const CpuDescription& cpu) {
    Schedule schedule;
    schedule.matmul = implementation;
    if (!forMatmul) return std::make_shared<OwnedWeight>(Buffer::copyOf(view.converted(type.dtype).bytes()));
    check(view.extents().size() == 2, "a weight of a matmul is packed as a matrix (in, out)");
    check(view.dtype() == DType::F32 || view.dtype() == DType::BF16, "weights of matmuls are stored as f32 or bf16");
    if (chosenMatmul(schedule) == Schedule::Matmul::Library) return std::make_shared<OwnedWeight>(packForLibrary(view, type.dtype));
    const bool bf16 = type.dtype == DType::BF16 && cpu.hasBf16;
    const std::int64_t in = view.extents()[0], out = view.extents()[1];
    if (view.dtype() == DType::BF16) return std::make_shared<OwnedWeight>(packPanels(view.as<BFloat16>().data(), in, out, bf16, gemmShape(cpu)));
    return std::make_shared<OwnedWeight>(packPanels(view.as<float>().data(), in, out, bf16, gemmShape(cpu)));
}

std::size_t packedWeightBytes(const ir::TensorType& type, bool forMatmul, const CpuDescription& cpu) {
    const Extents extents = ir::evaluate(type.shape, {});
    if (!forMatmul) return static_cast<std::size_t>(elementCount(extents)) * sizeOf(type.dtype);
    return static_cast<std::size_t>(packedBytes(extents.at(0), extents.at(1), type.dtype == DType::BF16 && cpu.hasBf16, gemmShape(cpu)));
}

}  // namespace foldmeter::cpu
