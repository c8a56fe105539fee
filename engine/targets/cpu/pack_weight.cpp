// A weight in the order in which products read it; vectors and tables stay as they are.
#include "base/error.h"
#include "targets/cpu/gemm_shape.h"
#include "targets/cpu/library_matmul.h"

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

// One element of a view that is f32 or bf16, as f32 bits or bf16 bits.
float realAt(const Tensor& view, std::int64_t index) {
    const auto at = static_cast<std::size_t>(index);
    return view.dtype() == DType::BF16 ? view.as<BFloat16>()[at].toFloat() : view.as<float>()[at];
}

Buffer packPanels(const Tensor& view, bool bf16, const GemmShape& shape) {
    const std::int64_t in = view.extents().at(0), out = view.extents().at(1);
    Buffer packed(static_cast<std::size_t>(packedBytes(in, out, bf16, shape)));
    auto* to = reinterpret_cast<std::uint32_t*>(packed.data());
    const auto half = [&](std::int64_t k, std::int64_t column) -> std::uint32_t {
        return k < in && column < out ? BFloat16::from(realAt(view, k * out + column)).bits : 0;
    };
    forEachPanel(out, shape, [&](std::int64_t first, std::int64_t vectors) {
        for (std::int64_t unit = 0; unit < gemmDepth(in, bf16); ++unit)
            for (std::int64_t column = first * shape.lanes; column < (first + vectors) * shape.lanes; ++column)
                *to++ = bf16 ? half(2 * unit, column) | half(2 * unit + 1, column) << 16
                             : std::bit_cast<std::uint32_t>(column < out ? realAt(view, unit * out + column) : 0.0f);
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
    return std::make_shared<OwnedWeight>(packPanels(view, type.dtype == DType::BF16 && cpu.hasBf16, gemmShape(cpu)));
}

}  // namespace foldmeter::cpu
