// The part of cuBLASLt that is called, with its numbers: the library is opened at run time, and its header does not come with
// the toolkit's small packages. A test holds the numbers against the header where there is one.
#pragma once

#include <cstddef>
#include <cstdint>

struct CUstream_st;

namespace foldmeter::cuda::cublas_lt {

struct Algorithm {
    std::uint64_t data[8] = {};
};
struct Proposal {
    Algorithm algorithm;
    std::size_t workspaceBytes = 0;
    int state = 0;
    float waves = 0;
    int reserved[4] = {};
};

enum Status : int { Success = 0, NotInitialized = 1, AllocFailed = 3, InvalidValue = 7, ArchMismatch = 8, MappingError = 11, ExecutionFailed = 13, InternalFailure = 14, NotSupported = 15, LicenseError = 16 };
enum Type : int { Real32 = 0, RealBf16 = 14 };
enum Compute : int { Compute32 = 68 };
enum Turn : std::int32_t { Plain = 0, Transposed = 1 };
enum LayoutAttribute : int { BatchCount = 5, BatchOffset = 6 };
enum DescriptionAttribute : int { TurnFirst = 3, TurnSecond = 4 };
enum PreferenceAttribute : int { MostWorkspace = 1, AlignmentFirst = 5, AlignmentSecond = 6, AlignmentAdded = 7, AlignmentResult = 8 };

struct Calls {
    int (*create)(void** handle) = nullptr;
    int (*destroy)(void* handle) = nullptr;
    std::size_t (*version)() = nullptr;
    int (*descriptionCreate)(void** made, int compute, int scale) = nullptr;
    int (*descriptionDestroy)(void* made) = nullptr;
    int (*descriptionSet)(void* made, int attribute, const void* value, std::size_t bytes) = nullptr;
    int (*layoutCreate)(void** made, int type, std::uint64_t rows, std::uint64_t columns, std::int64_t leading) = nullptr;
    int (*layoutDestroy)(void* made) = nullptr;
    int (*layoutSet)(void* made, int attribute, const void* value, std::size_t bytes) = nullptr;
    int (*preferenceCreate)(void** made) = nullptr;
    int (*preferenceDestroy)(void* made) = nullptr;
    int (*preferenceSet)(void* made, int attribute, const void* value, std::size_t bytes) = nullptr;
    int (*propose)(void* handle, void* description, void* first, void* second, void* added, void* result, void* preference, int wanted, Proposal* into, int* found) = nullptr;
    int (*multiply)(void* handle, void* description, const void* alpha, const void* first, void* firstLayout, const void* second, void* secondLayout, const void* beta, const void* added,
                    void* addedLayout, void* result, void* resultLayout, const Algorithm* algorithm, void* workspace, std::size_t workspaceBytes, CUstream_st* stream) = nullptr;
};

}  // namespace foldmeter::cuda::cublas_lt
