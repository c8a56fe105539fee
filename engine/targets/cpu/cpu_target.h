// The CPU as a target: kernels become machine code through LLVM, weight matmuls go to oneDNN or to our own generated
// code, attention is a tiled online softmax. Everything here is size-free: code is made once, `Launch::bind` meets sizes.
#pragma once

#include "base/digest.h"
#include "base/threads.h"
#include "kernels/kernel.h"

#include <memory>
#include <string>
#include <vector>

namespace foldmeter::cpu {

// What this machine is, and what is measured of it once (`foldmeter devices`).
struct CpuDescription {
    std::string name;        // "AMD EPYC ..."
    int threads = 1;
    std::string isa;         // "avx2", "avx512", "avx512_bf16": the widest this build uses here
    std::string features;    // LLVM target features, part of the cache key
    bool hasAvx512 = false;
    bool hasBf16 = false;
};
CpuDescription describeCpu(int threads = 0);   // 0: all available
// The same machine as one without its wider units: "avx2", "avx512" or "avx512_bf16". InputError when it lacks them.
CpuDescription restrictTo(const CpuDescription& cpu, const std::string& isa);
// LLVM's version and a digest of the sources that generate code: part of every cache key.
std::string compilerVersion();
// GFLOP/s of the best large GEMM (2048^3 split over the pool) here and now: the machine's own peak.
double measureGemmPeak(ThreadPool& pool, DType dtype, double seconds = 0.2);

// The tunable choices of one site. Default-constructed = what is taken without tuning.
struct Schedule {
    int tileRows = 0;                        // RowKernel: rows a tile; 0 = chosen from the scratch size
    enum class Matmul : std::uint8_t { Auto, Library, Generated } matmul = Matmul::Auto;
    int tileQueries = 0, tileKeys = 0;       // AttentionKernel; 0 = chosen
    int threads = 0;                         // 1 = the caller alone: short launches are done before others wake; 0 = all
    std::string toText() const;
    static Schedule fromText(const std::string& text);   // InputError
    bool operator==(const Schedule&) const = default;
};
// What of a schedule decides the code and the form of weights; the rest is read when a launch is bound. Schedules with
// equal ones share code and weights.
Schedule codeOf(const Schedule& schedule);
// Candidates worth timing for a kernel, the default first.
std::vector<Schedule> candidatesFor(const kernels::Kernel& kernel, const CpuDescription& cpu);

// Machine code of a set of kernels: relocatable object bytes, loaded into this process by CodeModule::load.
struct CompiledCode {
    std::string object;                      // ELF; "" when no kernel of the set needs generated code
    std::vector<std::string> symbols;        // entry of kernel i of the set; "" = library only
};
struct KernelVariant {
    const kernels::Kernel* kernel = nullptr;
    Schedule schedule;
};
// Kernels of one set share the code of products, copies and transposes (about 15 ms of CPU time to generate), so a few
// large sets cost less than many small ones. May be called from several threads at once.
CompiledCode compileKernels(const std::vector<KernelVariant>& kernels, const CpuDescription& cpu);
// For `foldmeter kernels --show`: LLVM IR and assembly of one kernel.
std::string showLlvmIr(const KernelVariant& kernel, const CpuDescription& cpu);
std::string showAssembly(const KernelVariant& kernel, const CpuDescription& cpu);

// Loaded code. Entry addresses stay valid as long as the object lives.
class CodeModule {
public:
    static std::shared_ptr<CodeModule> load(const CompiledCode& code);   // InternalError when the object is unusable
    void* entry(const std::string& symbol) const;
    ~CodeModule();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// A weight in the form a Matmul of some kernel reads it (packed), or plain for vectors. Made once at load.
class PackedWeight {
public:
    virtual ~PackedWeight() = default;
    virtual const void* data() const = 0;
    virtual std::size_t bytes() const = 0;
};
// `view` is the logical (in, out) matrix or vector in f32 or bf16 as stored; the result holds `type.dtype`.
// The processor must be the one that the kernels were compiled for (tests name narrower ones than the machine's own).
std::shared_ptr<PackedWeight> packWeight(const Tensor& view, const ir::TensorType& type, bool forMatmul, Schedule::Matmul implementation,
                                         const CpuDescription& cpu = describeCpu());
// Bytes of it, without making it. The library's own form is taken for as large as ours.
std::size_t packedWeightBytes(const ir::TensorType& type, bool forMatmul, const CpuDescription& cpu = describeCpu());

// What of a launch is done: all of it, or the indices [begin, end) of one axis of its index space. For a RowKernel an
// outer axis by number, for the other two an axis by letter (none that is summed or normalised over).
struct Part {
    int axis = -1;
    char letter = 0;
    std::int64_t begin = 0, end = 0;
    bool overOperand = false;   // MatmulKernel: the result lies where one of its operands does, batch by batch
    bool whole() const { return axis < 0 && letter == 0; }
};

// One kernel with code, ready to be bound to sizes and run.
class Launch {
public:
    static std::shared_ptr<Launch> make(const KernelVariant& variant, std::shared_ptr<CodeModule> code,
                                        const std::string& symbol, const CpuDescription& cpu = describeCpu());
    virtual ~Launch() = default;
    struct Bound {
        ir::Sizes sizes;
        std::size_t scratchBytesPerThread = 0;
    };
    // Milliseconds at most. Library primitives made here are counted.
    std::shared_ptr<const Bound> bind(const ir::Sizes& sizes) { return bindPart(sizes, {}); }
    // Addresses handed to run() are those of whole arrays also for a part.
    virtual std::shared_ptr<const Bound> bindPart(const ir::Sizes& sizes, const Part& part) = 0;
    virtual int primitivesCreated() const = 0;
    // arguments: one address for each kernel argument (weights: PackedWeight::data()). No memory is allocated.
    // scratch: threads x scratchBytesPerThread.
    virtual void run(const Bound& bound, void* const* arguments, ThreadPool& pool, std::byte* scratch) const = 0;
};

}  // namespace foldmeter::cpu
