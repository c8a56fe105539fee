// The text of a kernel.
#include "kernels/kernel.h"

#include "ir/index_view.h"

#include <fmt/format.h>

namespace foldmeter::kernels {

namespace {

using Kind = TileValue::Kind;

std::string accessText(const Access& access) {
    std::string text = fmt::format("arg{}", access.argument) + ir::toText(access.shape) + "[";
    for (std::size_t n = 0; n < access.index.size(); ++n) text += (n ? ", " : "") + toText(access.index[n]);
    return text + "]";
}

std::string operandsText(const TileValue& value) {
    std::string text;
    for (const int operand : value.operands) text += fmt::format("{}v{}", text.empty() ? "" : ", ", operand);
    return text;
}

std::string workText(const TileValue& value) {
    switch (value.kind) {
        case Kind::Load: return "load " + accessText(value.access);
        case Kind::Constant: return fmt::format("constant {}", value.number);
        case Kind::InnerIndex: return "inner_index";
        case Kind::AxisIndex: return fmt::format("axis_index i{}", value.axis);
        case Kind::Elementwise: return std::string(ir::nameOf(value.op)) + " " + operandsText(value);
        case Kind::ReduceSum: return "reduce_sum " + operandsText(value);
        case Kind::ReduceMax: return "reduce_max " + operandsText(value);
        case Kind::Matmul: return fmt::format("matmul {} x arg{}", operandsText(value), value.weight);
        case Kind::SliceInner: return fmt::format("slice {} from {} step {}", operandsText(value), value.start, value.step);
        case Kind::Concat: return "concat " + operandsText(value);
        case Kind::OuterProduct:
            return fmt::format("outer_product over s < {}: {} x {} c < {}", ir::toText(value.summed), accessText(value.access),
                               accessText(value.rightAccess), ir::toText(value.rightInner));
        case Kind::Store: return "store " + operandsText(value) + " to " + accessText(value.access);
    }
    return {};
}

std::string bodyText(const RowKernel& rows) {
    std::string text = "rows " + ir::toText(rows.axes) + "\n";
    for (std::size_t n = 0; n < rows.values.size(); ++n) {
        const TileValue& value = rows.values[n];
        const std::string type = fmt::format(" : {}({})", nameOf(value.dtype), ir::toText(value.inner));
        text += value.kind == Kind::Store ? "  " + workText(value) + type + "\n" : fmt::format("  v{} = {}{}\n", n, workText(value), type);
    }
    return text;
}

std::string bodyText(const MatmulKernel& matmul) {
    return fmt::format("matmul {} arg{}{} arg{}{} to arg{}\n", matmul.spec, matmul.left, ir::toText(matmul.leftShape), matmul.right,
                       ir::toText(matmul.rightShape), matmul.result);
}

std::string bodyText(const AttentionKernel& attention) {
    std::string text = fmt::format("attention q arg{} {}, k arg{} {}, v arg{} {}", attention.q, attention.qAxes, attention.k,
                                   attention.kAxes, attention.v, attention.vAxes);
    if (attention.bias >= 0) text += fmt::format(", bias arg{} {}", attention.bias, attention.biasAxes);
    if (attention.mask >= 0) text += fmt::format(", mask arg{} {}", attention.mask, attention.maskAxes);
    text += fmt::format(", result arg{} {}, scale {}, weights {}\n", attention.result, attention.resultAxes, attention.scale,
                        nameOf(attention.weightType));
    for (const auto& [letter, dim] : attention.dims) text += fmt::format("  {} = {}\n", letter, ir::toText(dim));
    return text;
}

}  // namespace

std::string print(const Kernel& kernel) {
    std::string text;
    for (std::size_t n = 0; n < kernel.arguments.size(); ++n) {
        const Argument& argument = kernel.arguments[n];
        constexpr std::string_view roles[] = {"input", "output", "weight"};
        text += fmt::format("arg{} {} {}\n", n, roles[static_cast<std::size_t>(argument.role)], ir::toText(argument.type));
    }
    return text + std::visit([](const auto& body) { return bodyText(body); }, kernel.body);
}

ir::EinsumDims MatmulKernel::dims() const { return ir::einsumDims(spec, leftShape, rightShape); }

}  // namespace foldmeter::kernels
