#include "targets/cuda/kernel_source.h"

#include "base/digest.h"
#include "base/error.h"
#include "targets/cuda/axis_groups.h"
#include "targets/cuda/print_row.h"
#include "targets/cuda/tile_plan.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>

namespace foldmeter::cuda {

using kernels::AttentionKernel;
using kernels::Kernel;
using kernels::MatmulKernel;
using kernels::RowKernel;

namespace {

std::string comment(const Kernel& kernel) {
    std::string text = fmt::format("// {}\n", kernel.name);
    if (!kernel.scope.empty()) text += fmt::format("// from {}\n", kernel.scope);
    for (std::size_t n = 0; n < kernel.arguments.size(); ++n)
        text += fmt::format("// a{}: {} {}\n", n, toText(kernel.arguments[n].type), kernel.arguments[n].name);
    return text;
}

std::string body(const RowKernel&, const Kernel& kernel, const std::string& entry, std::int64_t sharedLimit, const Schedule& schedule) {
    return "#include \"values.cuh\"\n#include \"weight_product.cuh\"\n\n" + RowPrinter(kernel, sharedLimit, schedule).print(entry);
}

std::string argumentList(const Kernel& kernel) {
    std::string text;
    for (std::size_t n = 0; n < kernel.arguments.size(); ++n)
        text += fmt::format("{}{}* a{}, ", kernel.arguments[n].role == kernels::Argument::Role::Output ? "" : "const ", storedType(kernel.arguments[n].type.dtype), n);
    return text;
}

std::string body(const MatmulKernel& matmul, const Kernel& kernel, const std::string& entry, std::int64_t, const Schedule& schedule) {
    const MatmulGroups groups = groupsOf(matmul);
    const bool tensorCores = usesTensorCores(kernel);
    std::string text = fmt::format("#include \"values.cuh\"\n#include \"matmul.cuh\"\n\n// {}\n", matmul.spec);
    text += fmt::format("extern \"C\" __global__ void __launch_bounds__({}, {}) {}({}const MatmulParameters<{}, {}, {}, {}> p) {{\n", threadsPerBlock, schedule.blocks > 0 ? schedule.blocks : leastBlocks, entry, argumentList(kernel),
                        groups.batch.axes(), groups.rows.axes(), groups.columns.axes(), groups.depth.axes());
    text += fmt::format("    {}<{}, {}>(a{}, a{}, a{}, p);\n}}\n", tensorCores ? "matmulTensorCores" : "matmulPlain", groups.leftAlongDepth, groups.rightAlongDepth,
                        matmul.left, matmul.right, matmul.result);
    return text;
}

std::string body(const AttentionKernel& attention, const Kernel& kernel, const std::string& entry, std::int64_t, const Schedule& schedule) {
    const AttentionGroups groups = groupsOf(attention);
    const bool rounds = attention.weightType == DType::BF16;
    const bool tensorCores = usesTensorCores(kernel);
    const ir::Dim& dim = attention.dims.at('d');
    check(dim.isLiteral(), "attention over a channel axis of unknown extent");
    const auto operand = [](int slot) { return slot < 0 ? std::string("static_cast<const float*>(nullptr)") : fmt::format("a{}", slot); };
    std::string text = "#include \"values.cuh\"\n#include \"attention.cuh\"\n\n";
    text += fmt::format("extern \"C\" __global__ void __launch_bounds__({}, {}) {}({}const AttentionParameters<{}> p) {{\n", threadsPerBlock, schedule.blocks > 0 ? schedule.blocks : leastAttentionBlocks, entry, argumentList(kernel), groups.unitLetters.size());
    // The last switch: tensor cores round the weights anyway, and may copy eight numbers at a time.
    text += fmt::format("    {}<{}, {}, {}, {}, {}>({}, {}, {}, {}, {}, a{}, {:.9g}f, p);\n}}\n", tensorCores ? "attentionTensorCores" : "attentionPlain", dim.factor,
                        attention.bias >= 0, attention.mask >= 0, keysTogether(groups), tensorCores ? rowsInEights(groups) : rounds, operand(attention.q), operand(attention.k), operand(attention.v), operand(attention.bias),
                        operand(attention.mask), attention.result, static_cast<float>(attention.scale));
    return text;
}

}  // namespace

KernelSource printSource(const Kernel& kernel, std::int64_t sharedLimit, const Schedule& schedule) {
    KernelSource source;
    const std::string choice = schedule == Schedule{} ? "" : schedule.toText();
    source.entry = "k_" + digestOf(kernels::print(kernel) + choice).toHex().substr(0, 12);
    source.text = comment(kernel) + std::visit([&](const auto& kind) { return body(kind, kernel, source.entry, sharedLimit, schedule); }, kernel.body);
    return source;
}

const std::vector<std::pair<std::string, std::string>>& deviceHeaders() {
    static const std::vector<std::pair<std::string, std::string>> headers = {
#include "device_code.inc"
    };
    return headers;
}

std::size_t productWeightBytes(std::int64_t in, std::int64_t out, DType dtype) {
    if (dtype != DType::BF16) return static_cast<std::size_t>(in * out) * sizeof(float);
    return static_cast<std::size_t>((in + 15) / 16 * ((out + 7) / 8)) * 32 * 8;
}

Buffer packProductWeight(const Tensor& view, DType dtype) {
    const Tensor plain = view.converted(dtype);
    const std::int64_t in = plain.extents().at(0), out = plain.count() / std::max<std::int64_t>(in, 1);
    if (dtype != DType::BF16) return Buffer::copyOf(plain.bytes());
    Buffer packed = Buffer::zeroed(productWeightBytes(in, out, dtype));
    const auto* from = reinterpret_cast<const std::uint16_t*>(plain.bytes().data());
    auto* to = reinterpret_cast<std::uint16_t*>(packed.data());
    const std::int64_t tiles = (out + 7) / 8;
    for (std::int64_t k = 0; k < in; ++k) {
        for (std::int64_t n = 0; n < out; ++n) {
            const std::int64_t inTile = k % 16, pair = inTile % 8;   // register inTile / 8, half pair % 2, lane 4 * column + pair / 2
            const std::int64_t lane = n % 8 * 4 + pair / 2;
            to[((k / 16 * tiles + n / 8) * 32 + lane) * 4 + inTile / 8 * 2 + pair % 2] = from[k * out + n];
        }
    }
    return packed;
}

}  // namespace foldmeter::cuda
