// Writes RowKernels in tests, value by value.
#pragma once

#include "kernels/kernel.h"

namespace foldmeter::test {

class RowBuilder {
public:
    using Kind = kernels::TileValue::Kind;
    using Term = kernels::Term;

    explicit RowBuilder(ir::Shape axes) { m_rows.axes = std::move(axes); }

    int argument(kernels::Argument::Role role, DType dtype, ir::Shape shape) {
        m_kernel.arguments.push_back({role, {dtype, std::move(shape)}, "a" + std::to_string(m_kernel.arguments.size())});
        return static_cast<int>(m_kernel.arguments.size()) - 1;
    }
    int input(DType dtype, ir::Shape shape) { return argument(kernels::Argument::Role::Input, dtype, std::move(shape)); }
    int weight(DType dtype, ir::Shape shape) { return argument(kernels::Argument::Role::Weight, dtype, std::move(shape)); }
    int output(DType dtype, ir::Shape shape) { return argument(kernels::Argument::Role::Output, dtype, std::move(shape)); }

    static kernels::IndexExpression axis(int axis, std::int64_t coefficient = 1) { return {{{Term::Variable::Axis, axis, coefficient}}, 0}; }
    static kernels::IndexExpression inner(std::int64_t coefficient = 1, std::int64_t constant = 0) { return {{{Term::Variable::Inner, 0, coefficient}}, constant}; }
    static kernels::IndexExpression loaded(int value) { return {{{Term::Variable::Loaded, value, 1}}, 0}; }
    static kernels::IndexExpression summed() { return {{{Term::Variable::Summed, 0, 1}}, 0}; }

    const ir::TensorType& type(int argument) const { return m_kernel.arguments[static_cast<std::size_t>(argument)].type; }
    kernels::Access access(int argument, std::vector<kernels::IndexExpression> index) const { return {argument, type(argument).shape, std::move(index)}; }

    int add(kernels::TileValue value) {
        m_rows.values.push_back(std::move(value));
        return static_cast<int>(m_rows.values.size()) - 1;
    }
    int load(int argument, ir::Dim inner, std::vector<kernels::IndexExpression> index) {
        kernels::TileValue value;
        value.kind = Kind::Load;
        value.inner = inner;
        value.dtype = type(argument).dtype;
        value.access = access(argument, std::move(index));
        return add(value);
    }
    int store(int argument, int operand, std::vector<kernels::IndexExpression> index) {
        kernels::TileValue value;
        value.kind = Kind::Store;
        value.operands = {operand};
        value.inner = m_rows.values[static_cast<std::size_t>(operand)].inner;
        value.dtype = type(argument).dtype;
        value.access = access(argument, std::move(index));
        return add(value);
    }
    int make(Kind kind, std::vector<int> operands, ir::Dim inner, DType dtype) {
        kernels::TileValue value;
        value.kind = kind;
        value.operands = std::move(operands);
        value.inner = inner;
        value.dtype = dtype;
        return add(value);
    }
    int constant(double number, DType dtype = DType::F32, ir::Dim inner = 1) {
        const int v = make(Kind::Constant, {}, inner, dtype);
        m_rows.values.back().number = number;
        return v;
    }
    int apply(ir::Op op, std::vector<int> operands, DType dtype = DType::F32) {
        ir::Dim inner = 1;
        for (const int operand : operands)
            if (!(m_rows.values[static_cast<std::size_t>(operand)].inner == ir::Dim(1))) inner = m_rows.values[static_cast<std::size_t>(operand)].inner;
        const int v = make(Kind::Elementwise, std::move(operands), inner, dtype);
        m_rows.values.back().op = op;
        return v;
    }
    int matmul(int operand, int weightArgument, ir::Dim out, DType dtype) {
        const int v = make(Kind::Matmul, {operand}, out, dtype);
        m_rows.values.back().weight = weightArgument;
        return v;
    }
    int slice(int operand, ir::Dim inner, std::int64_t start, std::int64_t step) {
        const int v = make(Kind::SliceInner, {operand}, inner, m_rows.values[static_cast<std::size_t>(operand)].dtype);
        m_rows.values.back().start = start;
        m_rows.values.back().step = step;
        return v;
    }
    // (x - mean) / sqrt(var + 1e-5) * scale + offset, exact variance
    int layerNorm(int x, const ir::Dim& inner, double extent, int scale, int offset, DType dtype) {
        const int mean = apply(ir::Op::Div, {make(Kind::ReduceSum, {x}, 1, DType::F32), constant(extent)});
        const int centred = apply(ir::Op::Sub, {x, mean});
        const int variance = apply(ir::Op::Div, {make(Kind::ReduceSum, {apply(ir::Op::Mul, {centred, centred})}, 1, DType::F32), constant(extent)});
        const int factor = apply(ir::Op::Rsqrt, {apply(ir::Op::Add, {variance, constant(1e-5)})});
        const int normed = apply(ir::Op::Mul, {apply(ir::Op::Mul, {centred, factor}), load(scale, inner, {RowBuilder::inner()})});
        const int shifted = apply(ir::Op::Add, {normed, load(offset, inner, {RowBuilder::inner()})});
        return dtype == DType::F32 ? shifted : apply(ir::Op::Cast, {shifted}, dtype);
    }
    kernels::Kernel finish(const std::string& name) {
        m_kernel.name = name;
        m_kernel.body = m_rows;
        return m_kernel;
    }

private:
    kernels::Kernel m_kernel;
    kernels::RowKernel m_rows;
};

}  // namespace foldmeter::test
