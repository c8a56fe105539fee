// What a kernel of the network is given when it is run alone: sizes and contents of its inputs.
#pragma once

#include "virtual_gpu/run_kernel.h"

namespace foldmeter::test {

// Random numbers; indices are 0 or 1, which every table has.
inline std::vector<Tensor> inputsFor(const kernels::Kernel& kernel, const ir::Sizes& sizes) {
    std::vector<Tensor> inputs = randomInputs(kernel, sizes);
    std::size_t next = 0;
    for (const auto& argument : kernel.arguments) {
        if (argument.role == kernels::Argument::Role::Output) continue;
        Tensor& input = inputs[next++];
        if (argument.type.dtype == DType::I32)
            for (std::int32_t& value : input.mutableAs<std::int32_t>()) value = std::abs(value) % 2;
    }
    return inputs;
}

// Every symbol of the kernel gets an extent of its own.
inline ir::Sizes sizesFor(const kernels::Kernel& kernel, std::int64_t first) {
    ir::Sizes sizes;
    const auto add = [&](const ir::Dim& dim) {
        for (const std::string& symbol : dim.symbols) sizes.try_emplace(symbol, first + static_cast<std::int64_t>(sizes.size()));
    };
    for (const auto& argument : kernel.arguments) std::for_each(argument.type.shape.begin(), argument.type.shape.end(), add);
    if (const auto* rows = std::get_if<kernels::RowKernel>(&kernel.body)) {
        std::for_each(rows->axes.begin(), rows->axes.end(), add);
        for (const auto& value : rows->values) {
            add(value.inner);
            add(value.summed);
        }
    }
    return sizes;
}

}  // namespace foldmeter::test
