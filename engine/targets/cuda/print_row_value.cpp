// Values of the tile program, element by element, and where they lie.
#include "targets/cuda/print_row.h"

#include "base/error.h"

#include <fmt/format.h>

#include <cmath>

namespace foldmeter::cuda {

using kernels::AccessPlan;
using kernels::BufferPlan;
using kernels::SizeSum;
using Kind = kernels::TileValue::Kind;

std::string RowPrinter::size(const SizeSum& sum) const {
    if (const auto literal = sum.literal()) return fmt::format("{}ll", *literal);
    return fmt::format("p.size[{}]", m_plan.rows.sizes.slotOf(sum));
}

// --- kept values ---------------------------------------------------------------------------------------------------------

std::string RowPrinter::bufferPlace(int buffer, const std::string& row, const std::string& inner) const {
    const TileBuffer& place = m_plan.buffers[static_cast<std::size_t>(buffer)];
    const std::string stride = place.literal ? std::to_string(place.stride) : fmt::format("p.stride{}", buffer);
    if (!place.padded) return fmt::format("b{}[{}]", buffer, row);
    return fmt::format("b{}[{} * {} + {}]", buffer, row, stride, inner);
}

std::string RowPrinter::fromBuffer(int v, const std::string& inner) const {
    const int buffer = planned(v).buffer;
    const std::string place = bufferPlace(buffer, "r", inner);
    const auto element = m_plan.buffers[static_cast<std::size_t>(buffer)].element;
    if (element == BufferPlan::Element::BF16) return "toFloat(" + place + ")";
    return value(v).dtype == DType::Bool ? "(" + place + " != 0)" : place;
}

// --- memory --------------------------------------------------------------------------------------------------------------

// Address of inner index 0 of this row, in elements.
std::string RowPrinter::base(Row& row, const AccessPlan& access) {
    const auto known = row.bases.find(&access);
    if (known != row.bases.end()) return known->second;
    std::string text;
    const auto add = [&](const std::string& term) { text += (text.empty() ? "" : " + ") + term; };
    if (access.constant.literal() != 0) add(size(access.constant));
    for (std::size_t axis = 0; axis < access.axes.size(); ++axis) {
        if (access.axes[axis].literal() == 0) continue;
        add(access.axes[axis].literal() == 1 ? fmt::format("i{}", axis) : fmt::format("i{} * {}", axis, size(access.axes[axis])));
    }
    for (const auto& [loaded, coefficient] : access.loadedRow) add(fmt::format("static_cast<long long>({}) * {}", number(row, loaded), size(coefficient)));
    const std::string name = fmt::format("at{}", row.bases.size());
    row.text += fmt::format("const long long {} = {};\n", name, text.empty() ? "0" : text);
    return row.bases[&access] = name;
}

std::string RowPrinter::address(Row& row, Lane* lane, const AccessPlan& access, const std::string& inner) {
    std::string place = base(row, access);
    if (!lane) return place;
    if (access.inner.literal() == 1) place += " + " + inner;
    else if (access.inner.literal() != 0) place += fmt::format(" + ({}) * {}", inner, size(access.inner));
    for (const auto& [loaded, coefficient] : access.loadedEach) place += fmt::format(" + static_cast<long long>({}) * {}", make(row, *lane, loaded), size(coefficient));
    return place;
}

std::string RowPrinter::loaded(Row& row, Lane* lane, const AccessPlan& access, const std::string& inner) {
    const std::string place = fmt::format("a{}[{}]", access.argument, address(row, lane, access, inner));
    switch (dtypeOf(access.argument)) {
        case DType::BF16: return "toFloat(" + place + ")";
        case DType::Bool: return "(" + place + " != 0)";
        default: return place;
    }
}

void RowPrinter::store(Row& row, Lane* lane, int v) {
    const AccessPlan& access = planned(v).access;
    const int operand = value(v).operands[0];
    const std::string what = lane ? make(row, *lane, operand) : number(row, operand);
    const std::string place = address(row, lane, access, "c");
    std::string& text = lane ? lane->text : row.text;
    text += fmt::format("if ({}) store(&a{}[{}], {});\n", lane ? "live" : "live && lane == 0", access.argument, place, what);
}

// --- values --------------------------------------------------------------------------------------------------------------

std::string RowPrinter::constant(int v) const {
    const double x = value(v).number;
    if (value(v).dtype == DType::Bool) return x != 0 ? "true" : "false";
    if (!isFloat(value(v).dtype)) return fmt::format("{}", static_cast<std::int64_t>(x));
    if (std::isinf(x)) return x < 0 ? "__int_as_float(0xff800000)" : "__int_as_float(0x7f800000)";
    if (std::isnan(x)) return "__int_as_float(0x7fffffff)";
    std::string text = fmt::format("{:.9g}", static_cast<float>(x));
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text + "f";
}

std::string RowPrinter::elementwise(int v, const std::vector<std::string>& x) const {
    const DType to = value(v).dtype, from = value(value(v).operands[0]).dtype;
    const bool real = isFloat(to);
    const bool bf16 = to == DType::BF16;
    switch (value(v).op) {
        case ir::Op::Neg: return "-" + x[0];
        case ir::Op::Exp: return fmt::format("expf({})", x[0]);
        case ir::Op::Log: return fmt::format("logf({})", x[0]);
        case ir::Op::Sqrt: return fmt::format("sqrtf({})", x[0]);
        case ir::Op::Rsqrt: return fmt::format("rsqrtf({})", x[0]);
        case ir::Op::Reciprocal: return fmt::format("1.0f / {}", x[0]);
        case ir::Op::Sigmoid: return fmt::format("{}({})", bf16 ? "sigmoidBf16" : "sigmoid", x[0]);
        case ir::Op::Swish: return fmt::format("{} * {}({})", x[0], bf16 ? "sigmoidBf16" : "sigmoid", x[0]);
        case ir::Op::Relu: return real ? fmt::format("fmaxf({}, 0.0f)", x[0]) : fmt::format("max({}, 0)", x[0]);
        case ir::Op::Abs: return real ? fmt::format("fabsf({})", x[0]) : fmt::format("abs({})", x[0]);
        case ir::Op::Cos: return fmt::format("cosf({})", x[0]);
        case ir::Op::Atan: return fmt::format("atanf({})", x[0]);
        case ir::Op::Asinh: return fmt::format("asinhf({})", x[0]);
        case ir::Op::Not: return "!" + x[0];
        case ir::Op::Cast:
            if (to == DType::Bool) return fmt::format("{} != 0", x[0]);
            return to == from || (real && isFloat(from)) ? x[0] : fmt::format("static_cast<{}>({})", registerType(to), x[0]);
        case ir::Op::Add: return fmt::format("{} + {}", x[0], x[1]);
        case ir::Op::Sub: return fmt::format("{} - {}", x[0], x[1]);
        case ir::Op::Mul: return fmt::format("{} * {}", x[0], x[1]);
        case ir::Op::Div: return real ? fmt::format("{} / {}", x[0], x[1]) : fmt::format("floorDivide({}, {})", x[0], x[1]);
        case ir::Op::Max: return fmt::format("{}({}, {})", real ? "fmaxf" : "max", x[0], x[1]);
        case ir::Op::Min: return fmt::format("{}({}, {})", real ? "fminf" : "min", x[0], x[1]);
        case ir::Op::Equal: return fmt::format("{} == {}", x[0], x[1]);
        case ir::Op::Less: return fmt::format("{} < {}", x[0], x[1]);
        case ir::Op::LessEqual: return fmt::format("{} <= {}", x[0], x[1]);
        case ir::Op::And: return fmt::format("{} && {}", x[0], x[1]);
        case ir::Op::Or: return fmt::format("{} || {}", x[0], x[1]);
        case ir::Op::Select: return fmt::format("{} ? {} : {}", x[0], x[1], x[2]);
        default: throw InternalError("the NVIDIA target has no elementwise code for " + std::string(ir::nameOf(value(v).op)));
    }
}

std::string RowPrinter::number(Row& row, int v) {
    const auto known = row.numbers.find(v);
    if (known != row.numbers.end()) return known->second;
    if (value(v).kind == Kind::Constant) return row.numbers[v] = constant(v);
    const std::string text = numberText(row, v);
    const bool round = value(v).dtype == DType::BF16 && value(v).kind == Kind::Elementwise;
    row.text += fmt::format("const {} n{} = {};\n", registerType(value(v).dtype), v, round ? "rounded(" + text + ")" : text);
    return row.numbers[v] = fmt::format("n{}", v);
}

std::string RowPrinter::numberText(Row& row, int v) {
    const auto& plan = planned(v);
    if (plan.buffer >= 0 && (madeByStep(v) || plan.phase != row.phase)) return fromBuffer(v, "0");
    switch (value(v).kind) {
        case Kind::InnerIndex: return "0";
        case Kind::AxisIndex: return fmt::format("static_cast<int>(i{})", value(v).axis);
        case Kind::Load: return loaded(row, nullptr, plan.access, "0");
        case Kind::SliceInner: return slice(row, nullptr, v);
        case Kind::Elementwise: {
            std::vector<std::string> operands;
            for (const int operand : value(v).operands) operands.push_back(number(row, operand));
            return elementwise(v, operands);
        }
        default: throw InternalError("row value " + std::to_string(v) + " of kernel " + m_kernel.name + " is used before its loop");
    }
}

std::string RowPrinter::make(Row& row, Lane& lane, int v) {
    if (isRowNumber(v)) return number(row, v);
    const auto known = lane.made.find(v);
    if (known != lane.made.end()) return known->second;
    if (value(v).kind == Kind::Constant) return lane.made[v] = constant(v);
    const std::string text = valueText(row, lane, v);
    const bool round = value(v).dtype == DType::BF16 && value(v).kind == Kind::Elementwise && text.rfind("toFloat(b", 0) != 0;
    lane.text += fmt::format("const {} v{} = {};\n", registerType(value(v).dtype), v, round ? "rounded(" + text + ")" : text);
    return lane.made[v] = fmt::format("v{}", v);
}

std::string RowPrinter::valueText(Row& row, Lane& lane, int v) {
    const auto& plan = planned(v);
    if (plan.buffer >= 0 && (madeByStep(v) || plan.phase != row.phase || plan.level != lane.level)) return fromBuffer(v, "c");
    switch (value(v).kind) {
        case Kind::InnerIndex: return "c";
        case Kind::AxisIndex: return fmt::format("static_cast<int>(i{})", value(v).axis);
        case Kind::Load: return loaded(row, &lane, plan.access, "c");
        case Kind::SliceInner: return slice(row, &lane, v);
        case Kind::Elementwise: {
            std::vector<std::string> operands;
            for (const int operand : value(v).operands) operands.push_back(make(row, lane, operand));
            return elementwise(v, operands);
        }
        default: throw InternalError("tile value " + std::to_string(v) + " of kernel " + m_kernel.name + " is used outside its loop");
    }
}

// Operand at start + step * inner: from where it is kept, or straight from memory where the operand is a plain load.
std::string RowPrinter::slice(Row& row, Lane* lane, int v) {
    const int operand = value(v).operands[0];
    const bool wide = lane && !isRowNumber(v);
    std::string inner = std::to_string(value(v).start);
    if (wide) inner = value(v).step == 1 ? fmt::format("{} + c", value(v).start) : fmt::format("{} + {} * c", value(v).start, value(v).step);
    if (planned(operand).buffer >= 0) return fromBuffer(operand, inner);
    Lane unused;
    return loaded(row, lane ? lane : &unused, planned(operand).access, inner);
}

}  // namespace foldmeter::cuda
