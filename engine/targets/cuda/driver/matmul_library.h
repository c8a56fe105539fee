// cuBLASLt, opened at run time: products of two activations that it multiplies in place of our own kernel where it is the
// quicker one. Machines without it miss nothing but the choice.
#pragma once

#include "targets/cuda/driver/memory.h"
#include "targets/cuda/library_product.h"

#include <memory>
#include <mutex>

namespace foldmeter::cuda {

namespace cublas_lt {
struct Calls;
}

class MatmulLibrary;

// A product at given sizes with the way the library does it.
class ProductPlan {
public:
    ~ProductPlan();
    ProductPlan(const ProductPlan&) = delete;
    ProductPlan& operator=(const ProductPlan&) = delete;
    std::size_t workspaceBytes() const;
    // arguments: addresses by the kernel's arguments. Queued. DeviceError when the library refuses.
    void launch(const Stream& stream, const std::uint64_t* arguments, Address workspace) const;

private:
    friend class MatmulLibrary;
    struct State;
    explicit ProductPlan(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

class MatmulLibrary : public std::enable_shared_from_this<MatmulLibrary> {
public:
    explicit MatmulLibrary(std::shared_ptr<const Device> device);   // opens it; never throws for want of it
    ~MatmulLibrary();
    MatmulLibrary(const MatmulLibrary&) = delete;
    MatmulLibrary& operator=(const MatmulLibrary&) = delete;

    bool available() const { return m_reason.empty(); }
    const std::string& reason() const { return m_reason; }   // why not
    std::string version() const;                              // "13.1.0"
    // way: 1 for what the library proposes first. Null when it proposes fewer, or is not available.
    std::shared_ptr<const ProductPlan> plan(const SizedProduct& product, int way) const;

private:
    friend class ProductPlan;
    SharedLibrary m_library;
    std::unique_ptr<cublas_lt::Calls> m_calls;
    std::shared_ptr<const Device> m_device;
    std::string m_reason;
    void* m_handle = nullptr;
};

}  // namespace foldmeter::cuda
