// Runs one compiled kernel on the virtual GPU. mostBlocks: fewer blocks than tiles make each work on several. parts: one
// launch for each, into the same results.
#pragma once

#include "engine/targets/cpu/run_kernel.h"
#include "targets/cuda/launch_shape.h"
#include "targets/cuda/source_compiler.h"
#include "virtual_gpu/machine.h"

namespace foldmeter::test {

struct VirtualRun {
    std::vector<Tensor> results;
    std::uint64_t warpInstructions = 0;
};

inline VirtualRun runVirtually(const kernels::Kernel& kernel, const vgpu::Module& module, vgpu::GlobalMemory& memory, const std::string& entry,
                               const std::vector<Tensor>& inputs, const ir::Sizes& sizes, std::int64_t sharedLimit, const vgpu::LaunchOptions& options = {},
                               std::int64_t mostBlocks = 2147483647, const std::vector<cuda::Part>& parts = {{}}) {
    std::vector<std::uint64_t> addresses;
    std::size_t next = 0;
    for (std::size_t n = 0; n < kernel.arguments.size(); ++n) {
        const auto& argument = kernel.arguments[n];
        const auto bytes = static_cast<std::size_t>(elementCount(ir::evaluate(argument.type.shape, sizes))) * sizeOf(argument.type.dtype);
        if (argument.role == kernels::Argument::Role::Output) {
            addresses.push_back(memory.allocate(bytes));
            continue;
        }
        const Tensor& input = inputs.at(next++);
        const bool packed = argument.role == kernels::Argument::Role::Weight && isMatmulWeight(kernel, n);
        const Buffer content = packed ? cuda::packProductWeight(input, argument.type.dtype) : Buffer::copyOf(input.converted(argument.type.dtype).bytes());
        addresses.push_back(memory.allocate(content.size()));
        std::memcpy(memory.at(addresses.back(), content.size()), content.data(), content.size());
    }
    const cuda::LaunchPlanner planner(kernel, sharedLimit);
    VirtualRun run;
    for (const cuda::Part& part : parts) {
        const cuda::LaunchShape shape = planner.shapeFor(sizes, part);
        if (shape.blocks == 0) continue;
        const std::uint64_t scratch = shape.scratchBytes > 0 ? memory.allocate(static_cast<std::size_t>(shape.scratchBytes)) : 0;
        run.warpInstructions += vgpu::launch(module.kernel(entry), memory, {static_cast<std::uint32_t>(std::min(shape.blocks, mostBlocks))}, {static_cast<std::uint32_t>(shape.threads)},
                                            static_cast<std::size_t>(shape.sharedBytes), cuda::parameterBytes(addresses, shape, scratch), options)
                                    .warpInstructions;
        if (scratch != 0) memory.release(scratch);
    }
    for (std::size_t n = 0; n < kernel.arguments.size(); ++n) {
        const auto& type = kernel.arguments[n].type;
        if (kernel.arguments[n].role != kernels::Argument::Role::Output) continue;
        const Extents extents = ir::evaluate(type.shape, sizes);
        const auto bytes = static_cast<std::size_t>(elementCount(extents)) * sizeOf(type.dtype);
        run.results.emplace_back(type.dtype, extents, Buffer::copyOf({reinterpret_cast<const std::byte*>(memory.at(addresses[n], bytes)), bytes}));
    }
    for (const std::uint64_t address : addresses) memory.release(address);
    return run;
}

}  // namespace foldmeter::test
