// A double of cuBLASLt at its own functions: products by plain loops on the virtual GPU. What a description says is checked
// against what is asked for, as strictly as the library's manual allows.
#include "targets/cuda/driver/cublas_lt.h"
#include "virtual_gpu/driver/control.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <set>

using namespace foldmeter::cuda::cublas_lt;
using foldmeter::vgpu::LibraryWork;

#define LIBRARY_ENTRY extern "C" __attribute__((visibility("default")))

namespace {

struct Layout {
    int type = 0;
    std::uint64_t rows = 0, columns = 0;
    std::int64_t leading = 0, apart = 0;
    std::int32_t batch = 1;
    std::uint64_t bytesOfElement() const { return type == RealBf16 ? 2 : 4; }
};
struct Description {
    int compute = 0, scale = 0;
    std::int32_t turnFirst = Plain, turnSecond = Plain;
};
struct Preference {
    std::uint64_t workspace = 0;
    std::uint32_t alignment[4] = {256, 256, 256, 256};
};
// What the double keeps of a proposal inside of it.
struct Way {
    std::uint64_t mark = 0, number = 0, workspace = 0, alignment = 0, rows = 0, columns = 0, depth = 0;
};
constexpr std::uint64_t wayMark = 0x70726f6475637431;

void* symbolOfDriver(const char* name) {
    void* driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    return driver ? dlsym(driver, name) : nullptr;
}

int refuse(int status, const char* why) {
    std::fprintf(stderr, "virtual cuBLASLt: %s\n", why);
    return status;
}

struct Extents {
    std::uint64_t rows = 0, columns = 0, depth = 0;
};

// Success when all fit together.
int checkAll(const Description& d, const Layout& a, const Layout& b, const Layout& c, Extents& extents) {
    if (d.compute != Compute32 || d.scale != Real32) return refuse(NotSupported, "sums other than in f32");
    for (const Layout* each : {&a, &b, &c}) {
        if (each->rows == 0 || each->columns == 0 || each->batch < 1) return refuse(InvalidValue, "an empty matrix");
        if (each->leading < static_cast<std::int64_t>(each->rows)) return refuse(InvalidValue, "a leading dimension below the rows");
        if (each->batch != a.batch) return refuse(InvalidValue, "batches of unequal count");
    }
    if (c.batch > 1 && c.apart == 0) return refuse(InvalidValue, "results of a batch on top of each other");
    if (a.type != b.type || (a.type == Real32 && c.type != Real32)) return refuse(NotSupported, "types that do not go together");
    extents.rows = d.turnFirst == Transposed ? a.columns : a.rows;
    extents.depth = d.turnFirst == Transposed ? a.rows : a.columns;
    extents.columns = d.turnSecond == Transposed ? b.rows : b.columns;
    const std::uint64_t depth = d.turnSecond == Transposed ? b.columns : b.rows;
    if (depth != extents.depth || c.rows != extents.rows || c.columns != extents.columns) return refuse(InvalidValue, "matrices that do not fit each other");
    return Success;
}

float numberAt(const std::uint8_t* at, int type) {
    std::uint32_t bits = 0;
    std::memcpy(type == RealBf16 ? reinterpret_cast<std::uint8_t*>(&bits) + 2 : reinterpret_cast<std::uint8_t*>(&bits), at, type == RealBf16 ? 2 : 4);
    float number = 0;
    std::memcpy(&number, &bits, 4);
    return number;
}

void writeNumber(std::uint8_t* at, int type, float number) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &number, 4);
    if (type == Real32) return static_cast<void>(std::memcpy(at, &bits, 4));
    const bool nan = number != number;
    const auto rounded = static_cast<std::uint16_t>(nan ? 0x7fff : (bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    std::memcpy(at, &rounded, 2);
}

// Host view of all bytes that matrix `n` of the batch spans.
template <typename View> std::uint8_t* viewOf(const View& view, const Layout& layout, std::uint64_t address, std::int32_t n) {
    const std::uint64_t from = address + static_cast<std::uint64_t>(n * layout.apart) * layout.bytesOfElement();
    return view(from, ((layout.columns - 1) * static_cast<std::uint64_t>(layout.leading) + layout.rows) * layout.bytesOfElement());
}

std::uint64_t placeIn(const Layout& layout, bool turned, std::uint64_t row, std::uint64_t column) {
    if (turned) std::swap(row, column);
    return (column * static_cast<std::uint64_t>(layout.leading) + row) * layout.bytesOfElement();
}

}  // namespace

LIBRARY_ENTRY std::size_t cublasLtGetVersion() { return 130100; }

LIBRARY_ENTRY int cublasLtCreate(void** handle) {
    const auto starts = reinterpret_cast<foldmeter::vgpu::ProductsStart>(symbolOfDriver("virtualGpuProductsStart"));
    if (!starts || !starts()) return NotInitialized;
    *handle = new int(0);
    return Success;
}
LIBRARY_ENTRY int cublasLtDestroy(void* handle) {
    delete static_cast<int*>(handle);
    return Success;
}

LIBRARY_ENTRY int cublasLtMatmulDescCreate(void** made, int compute, int scale) {
    *made = new Description{compute, scale};
    return Success;
}
LIBRARY_ENTRY int cublasLtMatmulDescDestroy(void* made) {
    delete static_cast<Description*>(made);
    return Success;
}
LIBRARY_ENTRY int cublasLtMatmulDescSetAttribute(void* made, int attribute, const void* value, std::size_t bytes) {
    if ((attribute != TurnFirst && attribute != TurnSecond) || bytes != sizeof(std::int32_t)) return refuse(InvalidValue, "an attribute of a product that is not known");
    auto* description = static_cast<Description*>(made);
    std::memcpy(attribute == TurnFirst ? &description->turnFirst : &description->turnSecond, value, bytes);
    return Success;
}

LIBRARY_ENTRY int cublasLtMatrixLayoutCreate(void** made, int type, std::uint64_t rows, std::uint64_t columns, std::int64_t leading) {
    if (type != Real32 && type != RealBf16) return refuse(NotSupported, "a type that is not known");
    *made = new Layout{type, rows, columns, leading};
    return Success;
}
LIBRARY_ENTRY int cublasLtMatrixLayoutDestroy(void* made) {
    delete static_cast<Layout*>(made);
    return Success;
}
LIBRARY_ENTRY int cublasLtMatrixLayoutSetAttribute(void* made, int attribute, const void* value, std::size_t bytes) {
    auto* layout = static_cast<Layout*>(made);
    if (attribute == BatchCount && bytes == sizeof layout->batch) std::memcpy(&layout->batch, value, bytes);
    else if (attribute == BatchOffset && bytes == sizeof layout->apart) std::memcpy(&layout->apart, value, bytes);
    else return refuse(InvalidValue, "an attribute of a matrix that is not known");
    return Success;
}

LIBRARY_ENTRY int cublasLtMatmulPreferenceCreate(void** made) {
    *made = new Preference;
    return Success;
}
LIBRARY_ENTRY int cublasLtMatmulPreferenceDestroy(void* made) {
    delete static_cast<Preference*>(made);
    return Success;
}
LIBRARY_ENTRY int cublasLtMatmulPreferenceSetAttribute(void* made, int attribute, const void* value, std::size_t bytes) {
    auto* preference = static_cast<Preference*>(made);
    if (attribute == MostWorkspace && bytes == sizeof preference->workspace) std::memcpy(&preference->workspace, value, bytes);
    else if (attribute >= AlignmentFirst && attribute <= AlignmentResult && bytes == sizeof(std::uint32_t)) std::memcpy(&preference->alignment[attribute - AlignmentFirst], value, bytes);
    else return refuse(InvalidValue, "an attribute of a preference that is not known");
    return Success;
}

// The first way needs a workspace, the second none; both say which alignment and which extents they are for.
LIBRARY_ENTRY int cublasLtMatmulAlgoGetHeuristic(void* handle, void* description, void* first, void* second, void* added, void* result, void* preference, int wanted, Proposal* into, int* found) {
    Extents extents;
    *found = 0;
    if (!handle) return NotInitialized;
    const auto& wish = *static_cast<Preference*>(preference);
    if (const int status = checkAll(*static_cast<Description*>(description), *static_cast<Layout*>(first), *static_cast<Layout*>(second), *static_cast<Layout*>(result), extents); status != Success)
        return status;
    if (added != result) return refuse(InvalidValue, "another layout for what is added");
    const std::uint64_t alignment = *std::min_element(std::begin(wish.alignment), std::end(wish.alignment));
    constexpr std::uint64_t workspaces[] = {4096, 0};
    for (std::uint64_t number = 0; number < std::size(workspaces) && *found < wanted; ++number) {
        if (workspaces[number] > wish.workspace) continue;
        Proposal& proposal = into[(*found)++];
        proposal = {};
        const Way way{wayMark, number, workspaces[number], alignment, extents.rows, extents.columns, extents.depth};
        std::memcpy(proposal.algorithm.data, &way, sizeof way);
        proposal.workspaceBytes = workspaces[number];
    }
    return *found > 0 ? Success : NotSupported;
}

LIBRARY_ENTRY int cublasLtMatmul(void* handle, void* description, const void* alpha, const void* first, void* firstLayout, const void* second, void* secondLayout, const void* beta, const void* added,
                                 void* addedLayout, void* result, void* resultLayout, const Algorithm* algorithm, void* workspace, std::size_t workspaceBytes, CUstream_st* stream) {
    if (!handle) return NotInitialized;
    const Description d = *static_cast<Description*>(description);
    const Layout a = *static_cast<Layout*>(firstLayout), b = *static_cast<Layout*>(secondLayout), c = *static_cast<Layout*>(resultLayout);
    Extents extents;
    if (const int status = checkAll(d, a, b, c, extents); status != Success) return status;
    Way way;
    std::memcpy(&way, algorithm->data, sizeof way);
    if (way.mark != wayMark || way.rows != extents.rows || way.columns != extents.columns || way.depth != extents.depth) return refuse(InvalidValue, "a way that was proposed for something else");
    const auto at = [](const void* pointer) { return reinterpret_cast<std::uint64_t>(pointer); };
    if ((at(first) | at(second) | at(result)) % way.alignment != 0) return refuse(InvalidValue, "an address of less alignment than was promised");
    if (workspaceBytes < way.workspace || (way.workspace > 0 && (!workspace || at(workspace) % 256 != 0))) return refuse(InvalidValue, "too little workspace, or not aligned");
    if (*static_cast<const float*>(alpha) != 1 || *static_cast<const float*>(beta) != 0 || added != result || addedLayout != resultLayout) return refuse(NotSupported, "more than a product");
    LibraryWork work;
    work.name = "product " + std::to_string(way.number) + std::to_string(d.turnFirst) + std::to_string(d.turnSecond) + std::to_string(a.type) + std::to_string(c.type);
    work.nanoseconds = 3000 + 500 * way.number + extents.rows * extents.columns * extents.depth * static_cast<std::uint64_t>(c.batch) / 4096;
    work.run = [=, from = at(first), with = at(second), to = at(result), scratch = at(workspace)](const auto& view) {
        if (way.workspace > 0) std::memset(view(scratch, way.workspace), 0xff, way.workspace);
        for (std::int32_t n = 0; n < c.batch; ++n) {
            const std::uint8_t *left = viewOf(view, a, from, n), *right = viewOf(view, b, with, n);
            std::uint8_t* sums = viewOf(view, c, to, n);
            for (std::uint64_t row = 0; row < extents.rows; ++row)
                for (std::uint64_t column = 0; column < extents.columns; ++column) {
                    double sum = 0;
                    for (std::uint64_t k = 0; k < extents.depth; ++k)
                        sum += static_cast<double>(numberAt(left + placeIn(a, d.turnFirst == Transposed, row, k), a.type)) *
                               static_cast<double>(numberAt(right + placeIn(b, d.turnSecond == Transposed, k, column), b.type));
                    writeNumber(sums + placeIn(c, false, row, column), c.type, static_cast<float>(sum));
                }
        }
    };
    const auto put = reinterpret_cast<foldmeter::vgpu::PutWork>(symbolOfDriver("virtualGpuPut"));
    return put && put(stream, work) == 0 ? Success : ExecutionFailed;
}
