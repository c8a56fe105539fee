#include "targets/cuda/driver/module.h"

#include "base/message.h"
#include "targets/cuda/driver/driver_error.h"
#include "targets/cuda/driver/entry_points.h"

#include <fmt/format.h>

#include <array>

namespace foldmeter::cuda {

int Module::tryLoad(const std::string& image, std::string& log) {
    std::array<char, 8192> text{};
    std::array<CUjit_option, 2> options{CU_JIT_ERROR_LOG_BUFFER, CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES};
    std::array<void*, 2> values{text.data(), reinterpret_cast<void*>(text.size() - 1)};
    CUmodule module = nullptr;
    const CUresult result = m_device->calls().moduleLoad(&module, image.c_str(), 2, options.data(), values.data());
    m_module = module;
    log = text.data();
    return result;
}

std::shared_ptr<const Module> Module::load(std::shared_ptr<const Device> device, const CompiledModule& code) {
    std::shared_ptr<Module> module(new Module(std::move(device)));
    std::string log;
    const int result = code.cubin.empty() ? noBinaryResult : module->tryLoad(code.cubin, log);
    const bool refused = result == noBinaryResult || result == CUDA_ERROR_INVALID_IMAGE || result == CUDA_ERROR_UNSUPPORTED_PTX_VERSION;
    if (!refused) {
        Driver::require(result, "cuModuleLoadDataEx", log);
        return module;
    }
    const int translated = module->tryLoad(code.ptx, log);
    if (translated != CUDA_SUCCESS) {
        const std::string why = message("cuda.refused_code", {factsOf(result).name});
        throw DriverError(translated, "cuModuleLoadDataEx", log.empty() ? why : why + ": " + log);
    }
    module->m_translated = true;
    return module;
}

Module::~Module() {
    if (m_module) m_device->driver().calls().moduleUnload(m_module);
}

Function Module::function(const std::string& entry) const {
    Function found;
    found.m_module = shared_from_this();
    Driver::require(m_device->calls().moduleFunction(&found.m_function, m_module, entry.c_str()), "cuModuleGetFunction", entry);
    return found;
}

void Function::launch(const Stream& stream, std::int64_t blocks, int threads, std::int64_t sharedBytes, std::span<void*> arguments) const {
    Driver::require(m_module->device()->calls().launchKernel(m_function, static_cast<unsigned>(blocks), 1, 1, static_cast<unsigned>(threads), 1, 1,
                                                             static_cast<unsigned>(sharedBytes), stream.handle(), arguments.data(), nullptr),
                    "cuLaunchKernel");
}

int Function::registers() const {
    int registers = 0;
    Driver::require(m_module->device()->calls().functionAttribute(&registers, CU_FUNC_ATTRIBUTE_NUM_REGS, m_function), "cuFuncGetAttribute");
    return registers;
}

int Function::blocksPerMultiprocessor(int threads, std::int64_t sharedBytes) const {
    const EntryPoints& calls = m_module->device()->calls();
    int blocks = 0;
    if (calls.occupancy) Driver::require(calls.occupancy(&blocks, m_function, threads, static_cast<std::size_t>(sharedBytes)), "cuOccupancyMaxActiveBlocksPerMultiprocessor");
    return blocks;
}

void Function::allowShared(std::int64_t bytes) const {
    constexpr std::int64_t withoutAsking = 48 * 1024;
    if (bytes <= withoutAsking) return;
    Driver::require(m_module->device()->calls().functionSetAttribute(m_function, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, static_cast<int>(bytes)), "cuFuncSetAttribute",
                    fmt::format("{} bytes of shared memory", bytes));
}

}  // namespace foldmeter::cuda
