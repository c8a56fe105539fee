#include "targets/cpu/library_matmul.h"

#include "base/error.h"
#include "targets/cpu/scratch_rows.h"

#include <dlfcn.h>
#include <oneapi/dnnl/dnnl.hpp>

#include <chrono>
#include <cstring>
#include <unordered_map>

namespace foldmeter::cpu {

namespace {

// The packaged library is built with OpenMP. Its number of threads is a property of the calling thread; without this
// every worker of ours would get a team of its own.
void forbidLibraryThreads() {
    thread_local bool done = false;
    if (done) return;
    using SetThreads = void (*)(int);
    if (const auto set = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"))) set(1);
    done = true;
}

dnnl::engine& engine() {
    static dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
    return cpu;
}

dnnl::memory::data_type typeOf(DType dtype) { return dtype == DType::BF16 ? dnnl::memory::data_type::bf16 : dnnl::memory::data_type::f32; }

dnnl::matmul::primitive_desc describe(std::int64_t rows, std::int64_t in, std::int64_t out, DType dtype, std::int64_t leftStride,
                                      std::int64_t resultStride) {
    using dnnl::memory;
    const memory::desc left({rows, in}, typeOf(dtype), memory::dims{leftStride, 1});
    const memory::desc weight({in, out}, typeOf(dtype), memory::format_tag::any);
    const memory::desc result({rows, out}, memory::data_type::f32, memory::dims{resultStride, 1});
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return {dnnl::matmul::desc(left, weight, result), attributes, engine()};
}

[[noreturn]] void fail(const dnnl::error& error, const char* what) {
    throw DeviceError(std::string("oneDNN cannot ") + what + ": " + error.what(), static_cast<int>(error.status));
}

}  // namespace

struct LibraryMatmul::State {
    // What one worker hands to the primitive; the addresses change with every call.
    struct Site {
        MatmulSite call;
        State* state = nullptr;
        mutable std::unordered_map<int, dnnl::memory> arguments;
        mutable dnnl::stream stream;
    };
    dnnl::matmul::primitive_desc description;
    dnnl::matmul primitive;
    std::int64_t leftBytes = 0, resultBytes = 0;   // of 64 rows
    std::vector<std::unique_ptr<Site>> sites;

    static void run(const MatmulSite* call, const void* rows, const void* weight, void* result, std::int64_t count) {
        forbidLibraryThreads();
        const Site& site = *reinterpret_cast<const Site*>(call);
        const auto* left = static_cast<const std::byte*>(rows);
        auto* to = static_cast<std::byte*>(result);
        site.arguments[DNNL_ARG_WEIGHTS].set_data_handle(const_cast<void*>(weight));
        for (std::int64_t row = 0; row < count; row += libraryRows) {
            site.arguments[DNNL_ARG_SRC].set_data_handle(const_cast<std::byte*>(left));
            site.arguments[DNNL_ARG_DST].set_data_handle(to);
            site.state->primitive.execute(site.stream, site.arguments);
            left += site.state->leftBytes;
            to += site.state->resultBytes;
        }
    }
};

LibraryMatmul::LibraryMatmul(std::int64_t in, std::int64_t out, DType dtype, int workers) : m_state(std::make_unique<State>()) {
    forbidLibraryThreads();
    try {
        const std::int64_t leftStride = paddedStride(in), resultStride = paddedStride(out);
        m_state->description = describe(libraryRows, in, out, dtype, leftStride, resultStride);
        m_state->primitive = dnnl::matmul(m_state->description);
        m_state->leftBytes = libraryRows * leftStride * static_cast<std::int64_t>(sizeOf(dtype));
        m_state->resultBytes = libraryRows * resultStride * 4;
        for (int worker = 0; worker < workers; ++worker) {
            auto site = std::make_unique<State::Site>();
            site->call.run = &State::run;
            site->state = m_state.get();
            site->stream = dnnl::stream(engine());
            const auto add = [&](int name, const dnnl::memory::desc& desc, void* data) { site->arguments.emplace(name, dnnl::memory(desc, engine(), data)); };
            add(DNNL_ARG_SRC, m_state->description.src_desc(), DNNL_MEMORY_NONE);
            add(DNNL_ARG_WEIGHTS, m_state->description.weights_desc(), DNNL_MEMORY_NONE);
            add(DNNL_ARG_DST, m_state->description.dst_desc(), DNNL_MEMORY_NONE);
            add(DNNL_ARG_SCRATCHPAD, m_state->description.scratchpad_desc(), DNNL_MEMORY_ALLOCATE);
            m_state->sites.push_back(std::move(site));
        }
    } catch (const dnnl::error& error) {
        fail(error, "make a matmul primitive");
    }
}

LibraryMatmul::~LibraryMatmul() = default;

const MatmulSite* LibraryMatmul::site(int worker) const { return &m_state->sites.at(static_cast<std::size_t>(worker))->call; }

Buffer packForLibrary(const Tensor& weight, DType dtype) {
    forbidLibraryThreads();
    const std::int64_t in = weight.extents().at(0), out = weight.extents().at(1);
    try {
        const auto description = describe(libraryRows, in, out, dtype, paddedStride(in), paddedStride(out));
        const Tensor plain = weight.converted(dtype);
        dnnl::memory from({{in, out}, typeOf(dtype), dnnl::memory::format_tag::ab}, engine(), const_cast<std::byte*>(plain.bytes().data()));
        Buffer packed = Buffer::zeroed(description.weights_desc().get_size());
        dnnl::memory to(description.weights_desc(), engine(), packed.data());
        dnnl::stream stream(engine());
        dnnl::reorder(from, to).execute(stream, from, to);
        stream.wait();
        return packed;
    } catch (const dnnl::error& error) {
        fail(error, "pack a weight");
    }
}

double measureLibraryGemm(std::int64_t size, DType dtype, double seconds) {
    forbidLibraryThreads();
    const auto description = describe(size, size, size, dtype, size, size);
    const dnnl::matmul primitive(description);
    std::unordered_map<int, dnnl::memory> arguments;
    for (const auto& [name, desc] : {std::pair{DNNL_ARG_SRC, description.src_desc()}, std::pair{DNNL_ARG_WEIGHTS, description.weights_desc()},
                                     std::pair{DNNL_ARG_DST, description.dst_desc()}, std::pair{DNNL_ARG_SCRATCHPAD, description.scratchpad_desc()}}) {
        arguments.emplace(name, dnnl::memory(desc, engine()));
        if (desc.get_size() > 0) std::memset(arguments[name].get_data_handle(), 0, desc.get_size());
    }
    dnnl::stream stream(engine());
    using Clock = std::chrono::steady_clock;
    double best = 1e9;
    const auto begin = Clock::now();
    do {
        const auto start = Clock::now();
        primitive.execute(stream, arguments);
        stream.wait();
        best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
    } while (std::chrono::duration<double>(Clock::now() - begin).count() < seconds);
    return 2.0 * static_cast<double>(size * size * size) / best * 1e-9;
}

}  // namespace foldmeter::cpu
