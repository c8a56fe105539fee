// Compiles, loads, binds and runs one kernel, and sets its results against the kernel interpreter.
#pragma once

#include "engine/targets/cpu/guarded_memory.h"
#include "kernels/interpret_kernel.h"
#include "support/test_main.h"
#include "targets/cpu/cpu_target.h"
#include "tensor/random.h"

#include <cmath>

namespace foldmeter::test {

inline Tensor randomTensor(std::uint32_t seed, const ir::TensorType& type, const ir::Sizes& sizes) {
    Tensor tensor(DType::F32, ir::evaluate(type.shape, sizes));
    const auto values = tensor.mutableAs<float>();
    for (std::size_t n = 0; n < values.size(); ++n) values[n] = random::normal(random::keyOf(seed), n);
    if (type.dtype == DType::Bool)
        for (float& value : values) value = value > -0.5f ? 1.0f : 0.0f;
    if (type.dtype == DType::I32)
        for (float& value : values) value = std::floor(value * 4);
    return tensor.converted(type.dtype);
}

// Input and Weight arguments, in order.
inline std::vector<Tensor> randomInputs(const kernels::Kernel& kernel, const ir::Sizes& sizes) {
    std::vector<Tensor> inputs;
    for (const auto& argument : kernel.arguments)
        if (argument.role != kernels::Argument::Role::Output)
            inputs.push_back(randomTensor(static_cast<std::uint32_t>(inputs.size() + 17), argument.type, sizes));
    return inputs;
}

inline bool isMatmulWeight(const kernels::Kernel& kernel, std::size_t argument) {
    const auto* rows = std::get_if<kernels::RowKernel>(&kernel.body);
    if (!rows) return false;
    for (const auto& value : rows->values)
        if (value.kind == kernels::TileValue::Kind::Matmul && static_cast<std::size_t>(value.weight) == argument) return true;
    return false;
}

inline std::vector<Tensor> runLaunch(cpu::Launch& launch, const kernels::Kernel& kernel, const std::vector<Tensor>& inputs, const ir::Sizes& sizes,
                                     const cpu::Schedule& schedule, ThreadPool& pool, const cpu::CpuDescription& cpu = cpu::describeCpu()) {
    std::vector<std::shared_ptr<cpu::PackedWeight>> weights;
    std::vector<std::unique_ptr<GuardedMemory>> memory;
    std::vector<void*> arguments;
    std::size_t next = 0;
    for (std::size_t n = 0; n < kernel.arguments.size(); ++n) {
        const auto& argument = kernel.arguments[n];
        const bool output = argument.role == kernels::Argument::Role::Output;
        if (argument.role == kernels::Argument::Role::Weight && isMatmulWeight(kernel, n)) {
            weights.push_back(cpu::packWeight(inputs.at(next++), argument.type, true, schedule.matmul, cpu));
            arguments.push_back(const_cast<void*>(weights.back()->data()));
            continue;
        }
        const std::size_t bytes = static_cast<std::size_t>(elementCount(ir::evaluate(argument.type.shape, sizes))) * sizeOf(argument.type.dtype);
        memory.push_back(std::make_unique<GuardedMemory>(bytes));
        if (!output) std::memcpy(memory.back()->data(), inputs.at(next++).converted(argument.type.dtype).bytes().data(), bytes);
        arguments.push_back(memory.back()->data());
    }
    const auto bound = launch.bind(sizes);
    // Scratch starts as NaN, so that a read of something never written is seen.
    const GuardedMemory scratch(bound->scratchBytesPerThread * static_cast<std::size_t>(pool.threads()));
    launch.run(*bound, arguments.data(), pool, scratch.data());
    std::vector<Tensor> results;
    for (std::size_t n = 0; n < kernel.arguments.size(); ++n) {
        const auto& type = kernel.arguments[n].type;
        if (kernel.arguments[n].role != kernels::Argument::Role::Output) continue;
        const Extents extents = ir::evaluate(type.shape, sizes);
        const std::size_t bytes = static_cast<std::size_t>(elementCount(extents)) * sizeOf(type.dtype);
        results.emplace_back(type.dtype, extents, Buffer::copyOf({static_cast<const std::byte*>(arguments[n]), bytes}));
    }
    return results;
}

inline std::vector<Tensor> runKernel(const kernels::Kernel& kernel, const std::vector<Tensor>& inputs, const ir::Sizes& sizes,
                                     const cpu::Schedule& schedule = {}, int threads = 2,
                                     const cpu::CpuDescription& cpu = cpu::describeCpu()) {
    // One launch meets all sizes of a kernel, as it does in a program.
    static std::map<std::string, std::shared_ptr<cpu::Launch>> launches;
    auto& launch = launches[print(kernel) + schedule.toText() + cpu.isa];
    if (!launch) {
        const cpu::KernelVariant variant{&kernel, schedule};
        const auto code = cpu::compileKernels({variant}, cpu);
        launch = cpu::Launch::make(variant, cpu::CodeModule::load(code), code.symbols.at(0), cpu);
    }
    ThreadPool pool(threads);
    return runLaunch(*launch, kernel, inputs, sizes, schedule, pool, cpu);
}

// Largest difference over largest value; infinity when one of the two is not a number where the other is.
inline double relativeError(const Tensor& actual, const Tensor& expected) {
    double difference = 0, largest = 1e-30;
    for (std::int64_t n = 0; n < expected.count(); ++n) {
        if (std::isnan(actual.at(n)) != std::isnan(expected.at(n))) return HUGE_VAL;
        difference = std::max(difference, std::abs(actual.at(n) - expected.at(n)));
        largest = std::max(largest, std::abs(expected.at(n)));
    }
    return difference / largest;
}

// Largest relative error over all results.
inline double errorAgainstInterpreter(const kernels::Kernel& kernel, const ir::Sizes& sizes, const cpu::Schedule& schedule = {}, int threads = 2,
                                      const cpu::CpuDescription& cpu = cpu::describeCpu()) {
    const auto inputs = randomInputs(kernel, sizes);
    const auto expected = kernels::interpretKernel(kernel, inputs, sizes);
    const auto actual = runKernel(kernel, inputs, sizes, schedule, threads, cpu);
    double error = 0;
    for (std::size_t n = 0; n < expected.size(); ++n) error = std::max(error, relativeError(actual[n], expected[n]));
    return error;
}

}  // namespace foldmeter::test
