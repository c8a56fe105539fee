#include "kernels/interpret_kernel.h"

#include "base/error.h"
#include "kernels/interpret_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foldmeter::kernels {

namespace {

using Kind = TileValue::Kind;

std::vector<Numbers> toNumbers(const Kernel& kernel, const std::vector<Tensor>& inputs, const ir::Sizes& sizes) {
    std::vector<Numbers> arguments;
    std::size_t next = 0;
    for (const Argument& argument : kernel.arguments) {
        const auto count = static_cast<std::size_t>(evaluate(ir::product(argument.type.shape), sizes));
        Numbers numbers(count, isFloat(argument.type.dtype) ? std::numeric_limits<double>::quiet_NaN() : -2e9);
        if (argument.role != Argument::Role::Output) {
            const Tensor& tensor = inputs.at(next++);
            check(static_cast<std::size_t>(tensor.count()) == count, "argument " + argument.name + " has another size");
            for (std::size_t n = 0; n < count; ++n) {
                numbers[n] = roundedTo(argument.type.dtype, tensor.at(static_cast<std::int64_t>(n)));
            }
        }
        arguments.push_back(std::move(numbers));
    }
    return arguments;
}

Tensor toTensor(const Numbers& numbers, const ir::TensorType& type, const ir::Sizes& sizes) {
    Tensor tensor(isFloat(type.dtype) ? DType::F32 : DType::I32, evaluate(type.shape, sizes));
    for (std::size_t n = 0; n < numbers.size(); ++n) {
        if (isFloat(type.dtype)) tensor.mutableAs<float>()[n] = static_cast<float>(numbers[n]);
        else tensor.mutableAs<std::int32_t>()[n] = static_cast<std::int32_t>(numbers[n]);
    }
    return tensor.converted(type.dtype);
}

// One row of a RowKernel.
class RowInterpreter {
public:
    RowInterpreter(const RowKernel& rows, const Kernel& kernel, std::vector<Numbers>& arguments, const ir::Sizes& sizes)
        : m_rows(rows), m_kernel(kernel), m_arguments(arguments), m_sizes(sizes), m_values(rows.values.size()) {}

    void run(const Extents& row) {
        m_row = row;
        for (std::size_t n = 0; n < m_values.size(); ++n) m_values[n] = evaluateValue(m_rows.values[n]);
    }

private:
    Numbers evaluateValue(const TileValue& value) {
        const std::int64_t inner = evaluate(value.inner, m_sizes);
        Numbers result(static_cast<std::size_t>(inner));
        for (std::int64_t c = 0; c < inner; ++c) result[static_cast<std::size_t>(c)] = roundedTo(value.dtype, element(value, c));
        if (value.kind == Kind::Store) {
            for (std::int64_t c = 0; c < inner; ++c) at(value.access, c) = result[static_cast<std::size_t>(c)];
        }
        return result;
    }

    double element(const TileValue& value, std::int64_t c) {
        switch (value.kind) {
            case Kind::Load: return at(value.access, c);
            case Kind::Constant: return value.number;
            case Kind::InnerIndex: return static_cast<double>(c);
            case Kind::AxisIndex: return static_cast<double>(m_row[static_cast<std::size_t>(value.axis)]);
            case Kind::Elementwise: return elementwise(value, c);
            case Kind::ReduceSum:
            case Kind::ReduceMax: return reduced(value);
            case Kind::Matmul: return product(value, c);
            case Kind::SliceInner: return operand(value, 0, value.start + value.step * c);
            case Kind::Concat: return joined(value, c);
            case Kind::OuterProduct: return outer(value, c);
            case Kind::Store: return operand(value, 0, c);
        }
        throw InternalError("a tile value of unknown kind");
    }

    double operand(const TileValue& value, std::size_t which, std::int64_t c) const {
        const Numbers& numbers = m_values[static_cast<std::size_t>(value.operands[which])];
        return numbers.size() == 1 ? numbers[0] : numbers.at(static_cast<std::size_t>(c));
    }

    double elementwise(const TileValue& value, std::int64_t c) const {
        double operands[3] = {0, 0, 0};
        for (std::size_t n = 0; n < value.operands.size(); ++n) operands[n] = operand(value, n, c);
        return evaluateElement(value.op, value.dtype, m_rows.values[static_cast<std::size_t>(value.operands[0])].dtype, operands);
    }

    double reduced(const TileValue& value) const {
        const Numbers& numbers = m_values[static_cast<std::size_t>(value.operands[0])];
        if (value.kind == Kind::ReduceMax) return *std::max_element(numbers.begin(), numbers.end());
        double sum = 0;
        for (const double number : numbers) sum += number;
        return sum;
    }

    double product(const TileValue& value, std::int64_t c) const {
        const Numbers& row = m_values[static_cast<std::size_t>(value.operands[0])];
        const std::int64_t outputs = evaluate(value.inner, m_sizes);
        const Numbers& weight = m_arguments[static_cast<std::size_t>(value.weight)];
        double sum = 0;
        for (std::size_t k = 0; k < row.size(); ++k) sum += row[k] * weight.at(k * static_cast<std::size_t>(outputs) + static_cast<std::size_t>(c));
        return sum;
    }

    double joined(const TileValue& value, std::int64_t c) const {
        for (std::size_t part = 0; part < value.operands.size(); ++part) {
            const auto size = static_cast<std::int64_t>(m_values[static_cast<std::size_t>(value.operands[part])].size());
            if (c < size) return operand(value, part, c);
            c -= size;
        }
        throw InternalError("a concat is shorter than its result");
    }

    double outer(const TileValue& value, std::int64_t c) {
        const std::int64_t rightInner = evaluate(value.rightInner, m_sizes);
        double sum = 0;
        for (m_summed = 0; m_summed < evaluate(value.summed, m_sizes); ++m_summed) {
            sum += at(value.access, c / rightInner) * at(value.rightAccess, c % rightInner);
        }
        return sum;
    }

    std::int64_t variable(const Term& term, std::int64_t c) const {
        switch (term.variable) {
            case Term::Variable::Axis: return m_row[static_cast<std::size_t>(term.index)];
            case Term::Variable::Inner: return c;
            case Term::Variable::Summed: return m_summed;
            case Term::Variable::Loaded: {
                const Numbers& numbers = m_values[static_cast<std::size_t>(term.index)];
                return static_cast<std::int64_t>(numbers.size() == 1 ? numbers[0] : numbers.at(static_cast<std::size_t>(c)));
            }
        }
        return 0;
    }

    double& at(const Access& access, std::int64_t c) {
        std::int64_t place = 0;
        for (std::size_t axis = 0; axis < access.index.size(); ++axis) {
            const std::int64_t extent = evaluate(access.shape[axis], m_sizes);
            std::int64_t index = access.index[axis].constant;
            for (const Term& term : access.index[axis].terms) index += term.coefficient * variable(term, c);
            check(index >= 0 && index < extent, "kernel " + m_kernel.name + " reads or writes outside of argument " + std::to_string(access.argument));
            place = place * extent + index;
        }
        return m_arguments[static_cast<std::size_t>(access.argument)].at(static_cast<std::size_t>(place));
    }

    const RowKernel& m_rows;
    const Kernel& m_kernel;
    std::vector<Numbers>& m_arguments;
    const ir::Sizes& m_sizes;
    std::vector<Numbers> m_values;
    Extents m_row;
    std::int64_t m_summed = 0;
};

void interpretBody(const RowKernel& rows, const Kernel& kernel, std::vector<Numbers>& arguments, const ir::Sizes& sizes) {
    RowInterpreter interpreter(rows, kernel, arguments, sizes);
    forEachIndex(evaluate(rows.axes, sizes), [&](const Extents& row) { interpreter.run(row); });
}

void interpretBody(const MatmulKernel& matmul, const Kernel& kernel, std::vector<Numbers>& arguments, const ir::Sizes& sizes) {
    interpretMatmul(matmul, kernel.arguments[static_cast<std::size_t>(matmul.result)].type.dtype, arguments, sizes);
}

void interpretBody(const AttentionKernel& attention, const Kernel& kernel, std::vector<Numbers>& arguments, const ir::Sizes& sizes) {
    interpretAttention(attention, kernel.arguments[static_cast<std::size_t>(attention.result)].type.dtype, arguments, sizes);
}

}  // namespace

std::vector<Tensor> interpretKernel(const Kernel& kernel, const std::vector<Tensor>& inputs, const ir::Sizes& sizes) {
    std::vector<Numbers> arguments = toNumbers(kernel, inputs, sizes);
    std::visit([&](const auto& body) { interpretBody(body, kernel, arguments, sizes); }, kernel.body);
    std::vector<Tensor> results;
    for (std::size_t n = 0; n < arguments.size(); ++n) {
        const Argument& argument = kernel.arguments[n];
        if (argument.role == Argument::Role::Output) results.push_back(toTensor(arguments[n], argument.type, sizes));
    }
    return results;
}

}  // namespace foldmeter::kernels
