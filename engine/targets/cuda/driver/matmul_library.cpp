#include "targets/cuda/driver/matmul_library.h"

#include "base/message.h"
#include "targets/cuda/driver/cublas_lt.h"
#include "targets/cuda/driver/driver_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace foldmeter::cuda {

using namespace cublas_lt;

namespace {

constexpr std::size_t mostWorkspace = std::size_t{32} << 20;
constexpr std::uint64_t workspaceAlignment = 256;
constexpr std::uint32_t wideAlignment = 16;   // that most arrays have; where one has not, a way for any is taken

std::string statusName(int status) {
    for (const auto& [value, name] : {std::pair{NotInitialized, "NOT_INITIALIZED"}, {AllocFailed, "ALLOC_FAILED"}, {InvalidValue, "INVALID_VALUE"}, {ArchMismatch, "ARCH_MISMATCH"}, {MappingError, "MAPPING_ERROR"},
                                      {ExecutionFailed, "EXECUTION_FAILED"}, {InternalFailure, "INTERNAL_ERROR"}, {NotSupported, "NOT_SUPPORTED"}, {LicenseError, "LICENSE_ERROR"}})
        if (value == status) return fmt::format("CUBLAS_STATUS_{}", name);
    return fmt::format("status {}", status);
}

void require(int status, const char* call) {
    if (status != Success) throw DeviceError(message("cuda.matmul_library_failed", {call, statusName(status)}), status);
}

// A description of the library, given back in the end.
class Owned {
public:
    Owned() = default;
    Owned(void* made, int (*destroy)(void*)) : m_made(made), m_destroy(destroy) {}
    ~Owned() {
        if (m_made) m_destroy(m_made);
    }
    Owned(Owned&& other) noexcept : m_made(std::exchange(other.m_made, nullptr)), m_destroy(other.m_destroy) {}
    Owned& operator=(Owned&& other) noexcept {
        std::swap(m_made, other.m_made);
        std::swap(m_destroy, other.m_destroy);
        return *this;
    }
    void* get() const { return m_made; }

private:
    void* m_made = nullptr;
    int (*m_destroy)(void*) = nullptr;
};

Owned layoutOf(const Calls& calls, const SizedMatrix& matrix, std::int64_t batch) {
    void* made = nullptr;
    require(calls.layoutCreate(&made, matrix.type == DType::BF16 ? RealBf16 : Real32, static_cast<std::uint64_t>(matrix.rows), static_cast<std::uint64_t>(matrix.columns), matrix.leading),
            "cublasLtMatrixLayoutCreate");
    Owned layout(made, calls.layoutDestroy);
    const auto count = static_cast<std::int32_t>(batch);
    require(calls.layoutSet(made, BatchCount, &count, sizeof count), "cublasLtMatrixLayoutSetAttribute");
    require(calls.layoutSet(made, BatchOffset, &matrix.apart, sizeof matrix.apart), "cublasLtMatrixLayoutSetAttribute");
    return layout;
}

Owned descriptionOf(const Calls& calls, const SizedProduct& product) {
    void* made = nullptr;
    require(calls.descriptionCreate(&made, Compute32, Real32), "cublasLtMatmulDescCreate");
    Owned description(made, calls.descriptionDestroy);
    for (const auto& [attribute, matrix] : {std::pair{TurnFirst, &product.first}, {TurnSecond, &product.second}}) {
        const std::int32_t turn = matrix->transposed ? Transposed : Plain;
        require(calls.descriptionSet(made, attribute, &turn, sizeof turn), "cublasLtMatmulDescSetAttribute");
    }
    return description;
}

Owned preferenceFor(const Calls& calls, std::uint32_t alignment) {
    void* made = nullptr;
    require(calls.preferenceCreate(&made), "cublasLtMatmulPreferenceCreate");
    Owned preference(made, calls.preferenceDestroy);
    const auto workspace = static_cast<std::uint64_t>(mostWorkspace);
    require(calls.preferenceSet(made, MostWorkspace, &workspace, sizeof workspace), "cublasLtMatmulPreferenceSetAttribute");
    for (const int attribute : {AlignmentFirst, AlignmentSecond, AlignmentAdded, AlignmentResult})
        require(calls.preferenceSet(made, attribute, &alignment, sizeof alignment), "cublasLtMatmulPreferenceSetAttribute");
    return preference;
}

void bindAll(const SharedLibrary& library, Calls& calls) {
    library.bind(calls.create, "cublasLtCreate");
    library.bind(calls.destroy, "cublasLtDestroy");
    library.bind(calls.version, "cublasLtGetVersion");
    library.bind(calls.descriptionCreate, "cublasLtMatmulDescCreate");
    library.bind(calls.descriptionDestroy, "cublasLtMatmulDescDestroy");
    library.bind(calls.descriptionSet, "cublasLtMatmulDescSetAttribute");
    library.bind(calls.layoutCreate, "cublasLtMatrixLayoutCreate");
    library.bind(calls.layoutDestroy, "cublasLtMatrixLayoutDestroy");
    library.bind(calls.layoutSet, "cublasLtMatrixLayoutSetAttribute");
    library.bind(calls.preferenceCreate, "cublasLtMatmulPreferenceCreate");
    library.bind(calls.preferenceDestroy, "cublasLtMatmulPreferenceDestroy");
    library.bind(calls.preferenceSet, "cublasLtMatmulPreferenceSetAttribute");
    library.bind(calls.propose, "cublasLtMatmulAlgoGetHeuristic");
    library.bind(calls.multiply, "cublasLtMatmul");
}

bool whole(const Calls& c) {
    return c.create && c.destroy && c.version && c.descriptionCreate && c.descriptionDestroy && c.descriptionSet && c.layoutCreate && c.layoutDestroy && c.layoutSet && c.preferenceCreate &&
           c.preferenceDestroy && c.preferenceSet && c.propose && c.multiply;
}

}  // namespace

struct ProductPlan::State {
    std::shared_ptr<const MatmulLibrary> library;
    SizedProduct product;
    Owned description, first, second, result;
    Proposal wide, any;     // for arrays that begin at a multiple of wideAlignment; for all
};

ProductPlan::ProductPlan(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ProductPlan::~ProductPlan() = default;

std::size_t ProductPlan::workspaceBytes() const {
    const std::size_t bytes = std::max(m_state->wide.workspaceBytes, m_state->any.workspaceBytes);
    return bytes == 0 ? 0 : bytes + workspaceAlignment;   // it may have to begin later
}

void ProductPlan::launch(const Stream& stream, const std::uint64_t* arguments, Address workspace) const {
    const State& s = *m_state;
    const auto address = [&](const SizedMatrix& matrix) { return arguments[matrix.argument]; };
    const std::uint64_t together = address(s.product.first) | address(s.product.second) | address(s.product.result);
    const Proposal& way = together % wideAlignment == 0 ? s.wide : s.any;
    const float one = 1, none = 0;
    const auto pointer = [](std::uint64_t at) { return reinterpret_cast<void*>(at); };
    s.library->m_device->calls();   // its context is the current one
    void* to = pointer(address(s.product.result));
    require(s.library->m_calls->multiply(s.library->m_handle, s.description.get(), &one, pointer(address(s.product.first)), s.first.get(), pointer(address(s.product.second)), s.second.get(), &none, to,
                                         s.result.get(), to, s.result.get(), &way.algorithm, way.workspaceBytes > 0 ? pointer((workspace + workspaceAlignment - 1) / workspaceAlignment * workspaceAlignment) : nullptr, way.workspaceBytes, stream.handle()),
            "cublasLtMatmul");
}

MatmulLibrary::MatmulLibrary(std::shared_ptr<const Device> device) : m_library({"libcublasLt.so.13", "libcublasLt.so.12"}), m_calls(std::make_unique<Calls>()), m_device(std::move(device)) {
    m_reason = m_library.reason();
    if (!m_library.found()) return;
    bindAll(m_library, *m_calls);
    if (!whole(*m_calls)) {
        m_reason = message("cuda.matmul_library_old", {m_library.path().string()});
        return;
    }
    m_device->calls();
    if (const int status = m_calls->create(&m_handle); status != Success) m_reason = message("cuda.matmul_library_failed", {"cublasLtCreate", statusName(status)});
}

MatmulLibrary::~MatmulLibrary() {
    if (m_handle) m_calls->destroy(m_handle);
}

std::string MatmulLibrary::version() const {
    const std::size_t number = m_calls->version ? m_calls->version() : 0;
    return fmt::format("{}.{}.{}", number / 10000, number % 10000 / 100, number % 100);
}

std::shared_ptr<const ProductPlan> MatmulLibrary::plan(const SizedProduct& product, int way) const {
    if (!available()) return nullptr;
    auto state = std::make_unique<ProductPlan::State>();
    state->library = shared_from_this();
    state->product = product;
    state->description = descriptionOf(*m_calls, product);
    state->first = layoutOf(*m_calls, product.first, product.batch);
    state->second = layoutOf(*m_calls, product.second, product.batch);
    state->result = layoutOf(*m_calls, product.result, product.batch);
    m_device->calls();
    const auto propose = [&](std::uint32_t alignment, int wanted) -> std::vector<Proposal> {
        const Owned preference = preferenceFor(*m_calls, alignment);
        std::vector<Proposal> list(static_cast<std::size_t>(wanted));
        int found = 0;
        const int status = m_calls->propose(m_handle, state->description.get(), state->first.get(), state->second.get(), state->result.get(), state->result.get(), preference.get(), wanted, list.data(), &found);
        list.resize(status == Success ? static_cast<std::size_t>(found) : 0);
        std::erase_if(list, [](const Proposal& each) { return each.state != Success; });
        return list;
    };
    const std::vector<Proposal> wide = propose(wideAlignment, way), any = propose(static_cast<std::uint32_t>(sizeOf(product.first.type)), 1);
    if (wide.size() < static_cast<std::size_t>(way) || any.empty()) return nullptr;
    state->wide = wide.back();
    state->any = any.front();
    return std::shared_ptr<const ProductPlan>(new ProductPlan(std::move(state)));
}

}  // namespace foldmeter::cuda
