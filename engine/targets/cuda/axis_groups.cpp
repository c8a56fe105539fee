#include "targets/cuda/axis_groups.h"

#include <algorithm>

namespace foldmeter::cuda {
namespace {

// Row-major stride of a letter in an operand; 0 when the operand lacks it.
ir::Dim strideOf(char letter, const std::string& axes, const std::map<char, ir::Dim>& dims) {
    const auto at = axes.find(letter);
    if (at == std::string::npos) return 0;
    ir::Dim stride = 1;
    for (std::size_t axis = at + 1; axis < axes.size(); ++axis) stride = stride * dims.at(axes[axis]);
    return stride;
}

AxisGroupDims groupOf(const std::string& letters, const ir::EinsumDims& dims) {
    AxisGroupDims group;
    group.letters = letters;
    for (const char letter : letters) {
        group.extents.push_back(dims.dims.at(letter));
        group.left.push_back(strideOf(letter, dims.left, dims.dims));
        group.right.push_back(strideOf(letter, dims.right, dims.dims));
        group.result.push_back(strideOf(letter, dims.result, dims.dims));
    }
    return group;
}

}  // namespace

MatmulGroups groupsOf(const kernels::MatmulKernel& kernel) {
    const ir::EinsumDims dims = kernel.dims();
    MatmulGroups groups{groupOf(dims.batch(), dims), groupOf(dims.leftFree(), dims), groupOf(dims.rightFree(), dims), groupOf(dims.contracted(), dims)};
    const std::string depth = dims.contracted();
    groups.leftAlongDepth = !dims.left.empty() && depth.find(dims.left.back()) != std::string::npos;
    groups.rightAlongDepth = !dims.right.empty() && depth.find(dims.right.back()) != std::string::npos;
    return groups;
}

AttentionGroups groupsOf(const kernels::AttentionKernel& kernel) {
    AttentionGroups groups;
    const std::array<const std::string*, attentionOperands> axes{&kernel.qAxes, &kernel.kAxes, &kernel.vAxes, &kernel.biasAxes, &kernel.maskAxes, &kernel.resultAxes};
    groups.arguments = {kernel.q, kernel.k, kernel.v, kernel.bias, kernel.mask, kernel.result};
    for (const char letter : kernel.resultAxes)
        if (letter != 'q' && letter != 'd') groups.unitLetters.push_back(letter);
    for (const char letter : groups.unitLetters) groups.extents.push_back(kernel.dims.at(letter));
    for (std::size_t operand = 0; operand < attentionOperands; ++operand) {
        const std::string& letters = groups.arguments[operand] < 0 ? std::string() : *axes[operand];
        for (const char letter : groups.unitLetters) groups.units[operand].push_back(strideOf(letter, letters, kernel.dims));
        const std::string own = "qkd";
        for (std::size_t axis = 0; axis < own.size(); ++axis) groups.strides[operand][axis] = strideOf(own[axis], letters, kernel.dims);
    }
    return groups;
}

bool rowsInEights(const AttentionGroups& groups) {
    const auto inEights = [](const ir::Dim& stride) { return stride.factor % 8 == 0; };
    for (std::size_t operand = 0; operand < 3; ++operand) {
        const auto& [query, key, dim] = groups.strides[operand];
        if (dim != ir::Dim(1) || !inEights(operand == 0 ? query : key)) return false;
        if (!std::all_of(groups.units[operand].begin(), groups.units[operand].end(), inEights)) return false;
    }
    return true;
}

bool keysTogether(const AttentionGroups& groups) {
    constexpr std::size_t bias = 3, mask = 4, key = 1;
    for (const std::size_t operand : {bias, mask})
        if (groups.arguments[operand] >= 0 && groups.strides[operand][key] != ir::Dim(1)) return false;
    return true;
}

bool usesTensorCores(const kernels::Kernel& kernel) {
    const auto allBf16 = [&](std::initializer_list<int> slots) {
        return std::all_of(slots.begin(), slots.end(), [&](int slot) { return kernel.arguments[static_cast<std::size_t>(slot)].type.dtype == DType::BF16; });
    };
    if (const auto* matmul = std::get_if<kernels::MatmulKernel>(&kernel.body)) return allBf16({matmul->left, matmul->right});
    const auto* attention = std::get_if<kernels::AttentionKernel>(&kernel.body);
    return attention && attention->weightType == DType::BF16 && allBf16({attention->q, attention->k, attention->v});
}

}  // namespace foldmeter::cuda
