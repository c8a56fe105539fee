// Machine code on the device and the functions in it.
#pragma once

#include "targets/cuda/driver/memory.h"
#include "targets/cuda/source_compiler.h"

#include <span>

struct CUmod_st;
struct CUfunc_st;

namespace foldmeter::cuda {

class Module;

// A __global__ function of a module, which it keeps alive.
class Function {
public:
    Function() = default;
    // arguments: where each parameter of the function lies on the host; copied at the call. sharedBytes: dynamic.
    void launch(const Stream& stream, std::int64_t blocks, int threads, std::int64_t sharedBytes, std::span<void*> arguments) const;
    int registers() const;
    // Blocks of so many threads and bytes that a multiprocessor holds at once; 0 when the driver does not tell.
    int blocksPerMultiprocessor(int threads, std::int64_t sharedBytes) const;
    // Lets launches ask for so many bytes of dynamic shared memory.
    void allowShared(std::int64_t bytes) const;

private:
    friend class Module;
    std::shared_ptr<const Module> m_module;
    CUfunc_st* m_function = nullptr;
};

class Module : public std::enable_shared_from_this<Module> {
public:
    // The machine code, or where the device refuses it its translation from PTX by the driver. DriverError with the
    // translator's log when both are refused.
    static std::shared_ptr<const Module> load(std::shared_ptr<const Device> device, const CompiledModule& code);
    ~Module();

    bool translated() const { return m_translated; }   // from PTX
    Function function(const std::string& entry) const;
    const std::shared_ptr<const Device>& device() const { return m_device; }

private:
    explicit Module(std::shared_ptr<const Device> device) : m_device(std::move(device)) {}
    int tryLoad(const std::string& image, std::string& log);

    std::shared_ptr<const Device> m_device;
    CUmod_st* m_module = nullptr;
    bool m_translated = false;
};

}  // namespace foldmeter::cuda
