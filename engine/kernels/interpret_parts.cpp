#include "kernels/interpret_parts.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foldmeter::kernels {

using ir::Op;

double roundedTo(DType dtype, double value) {
    switch (dtype) {
        case DType::F32: return static_cast<float>(value);
        case DType::BF16: return roundToBFloat16(static_cast<float>(value));
        case DType::Bool: return value != 0;
        default: return value;
    }
}

namespace {

// On bf16 every step of a sigmoid is rounded (spec network.md section 14).
float sigmoidOf(DType dtype, float x) {
    const float e = static_cast<float>(roundedTo(dtype, std::exp(-x)));
    const float one = static_cast<float>(roundedTo(dtype, 1 + e));
    return static_cast<float>(roundedTo(dtype, 1 / one));
}

double unary(Op op, DType dtype, float x) {
    switch (op) {
        case Op::Neg: return -x;
        case Op::Exp: return std::exp(x);
        case Op::Log: return std::log(x);
        case Op::Sqrt: return std::sqrt(x);
        case Op::Rsqrt: return 1 / std::sqrt(x);
        case Op::Reciprocal: return 1 / x;
        case Op::Sigmoid: return sigmoidOf(dtype, x);
        case Op::Swish: return x * sigmoidOf(dtype, x);
        case Op::Relu: return std::max(x, 0.0F);
        case Op::Abs: return std::abs(x);
        case Op::Cos: return std::cos(x);
        case Op::Atan: return std::atan(x);
        case Op::Asinh: return std::asinh(x);
        default: throw InternalError("a kernel has no meaning for " + std::string(ir::nameOf(op)));
    }
}

double binary(Op op, double a, double b) {
    switch (op) {
        case Op::Add: return a + b;
        case Op::Sub: return a - b;
        case Op::Mul: return a * b;
        case Op::Div: return a / b;
        case Op::Max: return std::max(a, b);
        case Op::Min: return std::min(a, b);
        case Op::Equal: return a == b;
        case Op::Less: return a < b;
        case Op::LessEqual: return a <= b;
        case Op::And: return a != 0 && b != 0;
        case Op::Or: return a != 0 || b != 0;
        default: throw InternalError("a kernel has no meaning for " + std::string(ir::nameOf(op)));
    }
}

std::int64_t placeOf(const std::string& letters, const std::map<char, std::int64_t>& extents, const std::map<char, std::int64_t>& index) {
    std::int64_t place = 0;
    for (const char letter : letters) place = place * extents.at(letter) + index.at(letter);
    return place;
}

std::map<char, std::int64_t> evaluated(const std::map<char, ir::Dim>& dims, const ir::Sizes& sizes) {
    std::map<char, std::int64_t> extents;
    for (const auto& [letter, dim] : dims) extents[letter] = evaluate(dim, sizes);
    return extents;
}

// Visits all indices of the letters, written into `index`.
void forEachLetters(const std::string& letters, const std::map<char, std::int64_t>& extents, std::map<char, std::int64_t>& index,
                    const std::function<void()>& visit) {
    Extents shape;
    for (const char letter : letters) shape.push_back(extents.at(letter));
    forEachIndex(shape, [&](const Extents& at) {
        for (std::size_t n = 0; n < letters.size(); ++n) index[letters[n]] = at[n];
        visit();
    });
}

}  // namespace

double evaluateElement(Op op, DType result, DType operand, const double* operands) {
    if (op == Op::Select) return operands[0] != 0 ? operands[1] : operands[2];
    if (op == Op::Cast) {
        const bool truncates = !isFloat(result) && result != DType::Bool && isFloat(operand);
        return truncates ? std::trunc(operands[0]) : operands[0];
    }
    if (op == Op::Not) return operands[0] == 0;
    if (op == Op::Div && !isFloat(result)) return std::floor(operands[0] / operands[1]);
    if (ir::rowOf(op).arity == 2) return binary(op, operands[0], operands[1]);
    return unary(op, result, static_cast<float>(operands[0]));
}

void forEachIndex(const Extents& extents, const std::function<void(const Extents&)>& visit) {
    Extents index(extents.size(), 0);
    for (std::int64_t n = 0, count = elementCount(extents); n < count; ++n) {
        visit(index);
        for (std::size_t axis = extents.size(); axis-- > 0 && ++index[axis] == extents[axis];) index[axis] = 0;
    }
}

void interpretMatmul(const MatmulKernel& matmul, DType dtype, std::vector<Numbers>& arguments, const ir::Sizes& sizes) {
    const ir::EinsumDims dims = matmul.dims();
    const auto extents = evaluated(dims.dims, sizes);
    const auto argument = [&](int slot) -> Numbers& { return arguments[static_cast<std::size_t>(slot)]; };
    std::map<char, std::int64_t> index;
    forEachLetters(dims.result, extents, index, [&] {
        double sum = 0;
        forEachLetters(dims.contracted(), extents, index, [&] {
            sum += argument(matmul.left).at(static_cast<std::size_t>(placeOf(dims.left, extents, index))) *
                   argument(matmul.right).at(static_cast<std::size_t>(placeOf(dims.right, extents, index)));
        });
        argument(matmul.result).at(static_cast<std::size_t>(placeOf(dims.result, extents, index))) = roundedTo(dtype, sum);
    });
}

void interpretAttention(const AttentionKernel& attention, DType dtype, std::vector<Numbers>& arguments, const ir::Sizes& sizes) {
    const auto extents = evaluated(attention.dims, sizes);
    std::map<char, std::int64_t> index;
    const auto at = [&](int slot, const std::string& letters) -> double& {
        return arguments[static_cast<std::size_t>(slot)].at(static_cast<std::size_t>(placeOf(letters, extents, index)));
    };
    std::string outer = attention.resultAxes;
    std::erase(outer, 'd');
    forEachLetters(outer, extents, index, [&] {
        Numbers weights;
        forEachLetters("k", extents, index, [&] {
            double logit = 0;
            forEachLetters("d", extents, index, [&] { logit += at(attention.q, attention.qAxes) * at(attention.k, attention.kAxes); });
            logit *= attention.scale;
            if (attention.bias >= 0) logit += at(attention.bias, attention.biasAxes);
            if (attention.mask >= 0 && at(attention.mask, attention.maskAxes) == 0) logit = std::numeric_limits<float>::lowest();
            weights.push_back(logit);
        });
        const double top = *std::max_element(weights.begin(), weights.end());
        double sum = 0;
        for (double& weight : weights) sum += weight = std::exp(weight - top);
        for (double& weight : weights) weight = roundedTo(attention.weightType, weight / sum);
        forEachLetters("d", extents, index, [&] {
            double value = 0;
            forEachLetters("k", extents, index, [&] { value += weights[static_cast<std::size_t>(index['k'])] * at(attention.v, attention.vAxes); });
            at(attention.result, attention.resultAxes) = roundedTo(dtype, value);
        });
    });
}

}  // namespace foldmeter::kernels
