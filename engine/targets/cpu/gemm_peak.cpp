// The machine's own limit, against which reports set what kernels reach: the better of the library and our own code.
#include "targets/cpu/cpu_target.h"
#include "targets/cpu/library_matmul.h"

#include <chrono>
#include <mutex>

namespace foldmeter::cpu {

namespace {

// Every worker multiplies a square of its own with the library; rates add up.
double measureLibrary(ThreadPool& pool, DType dtype, double seconds) {
    double total = 0;
    std::mutex mutex;
    const auto body = [&](std::size_t, std::size_t, int) {
        const double rate = measureLibraryGemm(1024, dtype, seconds);
        const std::lock_guard lock(mutex);
        total += rate;
    };
    pool.parallelFor(static_cast<std::size_t>(pool.threads()), 1, std::cref(body));
    return total;
}

double measureGenerated(ThreadPool& pool, DType dtype, double seconds) {
    constexpr std::int64_t size = 2048;
    kernels::Kernel kernel;
    kernels::MatmulKernel body;
    body.spec = "ik,kj->ij";
    body.leftShape = body.rightShape = {size, size};
    const ir::TensorType type{dtype, {size, size}};
    using Role = kernels::Argument::Role;
    kernel.name = "gemm_peak";
    kernel.arguments = {{Role::Input, type, "left"}, {Role::Input, type, "right"}, {Role::Output, type, "result"}};
    kernel.body = body;
    const KernelVariant variant{&kernel, {}};
    const CompiledCode code = compileKernels({variant}, describeCpu(pool.threads()));
    const auto launch = Launch::make(variant, CodeModule::load(code), code.symbols.at(0));
    const auto bound = launch->bind({});
    const std::size_t bytes = static_cast<std::size_t>(size * size) * sizeOf(dtype);
    Buffer left = Buffer::zeroed(bytes), right = Buffer::zeroed(bytes), result(bytes);
    Buffer scratch(bound->scratchBytesPerThread * static_cast<std::size_t>(pool.threads()));
    void* arguments[] = {left.data(), right.data(), result.data()};
    using Clock = std::chrono::steady_clock;
    double best = 1e9;
    const auto begin = Clock::now();
    do {
        const auto start = Clock::now();
        launch->run(*bound, arguments, pool, scratch.data());
        best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
    } while (std::chrono::duration<double>(Clock::now() - begin).count() < seconds);
    return 2.0 * size * size * size / best * 1e-9;
}

}  // namespace

double measureGemmPeak(ThreadPool& pool, DType dtype, double seconds) {
    return std::max(measureLibrary(pool, dtype, seconds / 2), measureGenerated(pool, dtype, seconds / 2));
}

}  // namespace foldmeter::cpu
