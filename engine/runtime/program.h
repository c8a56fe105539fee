// The one door from a graph to something that runs: compile() -> Program (size-free), Program::bind(sizes) ->
// BoundProgram (arena planned, library primitives made), BoundProgram::run(). `predict` knows only this page.
#pragma once

#include "base/cancel.h"
#include "base/log.h"
#include "base/threads.h"
#include "ir/cost.h"
#include "ir/graph.h"
#include "ir/interpret.h"
#include "runtime/signature.h"
#include "settings/settings.h"
#include "timeline/recorder.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace foldmeter::runtime {

class Workspace;
class ComputeDevice;

// What all programs of a context use up together.
struct Ledger {
    std::atomic<std::int64_t> bytes{0};              // packed weights and arenas
    std::atomic<std::int64_t> autotuneNanoseconds{0};
};

std::shared_ptr<Workspace> makeWorkspace();

// What stays the same for all programs of a process: threads, recorder, settings, weights, cancellation.
struct Context {
    CompileSettings settings;
    ThreadPool* pool = nullptr;
    timeline::Recorder* recorder = nullptr;
    const CancelFlag* cancel = nullptr;
    ir::WeightSource weights;                     // record by view name (model/weights.h); compiled programs read any address
    std::function<void(Bytes)> releaseWeight;     // told which bytes of a record were packed and need not stay; may be empty
    std::size_t heldWeightBytes = 0;              // of records that stay in memory beside what is packed from them
    std::string weightsDigest;                    // key of the weight file, for records only: code does not depend on it
    Log log;                                      // notes on the cache and on tuning
    std::shared_ptr<ComputeDevice> device;        // the GPU that programs run on; none: this processor
    std::shared_ptr<Ledger> ledger = std::make_shared<Ledger>();   // copies of a context share both of them
    std::shared_ptr<Workspace> workspace = makeWorkspace();        // programs of a context run one after the other
};

// What a program is made from. Its graph is only asked for when the cache has no entry of `key`, which must therefore name
// all that decides what `trace` records. Without a key the program is traced every time.
struct ProgramSource {
    std::string name;
    std::function<ir::Graph()> trace;
    std::optional<Digest> key;
};

// Seconds of wall and CPU time a program took to make, and where it and its code came from.
struct CompileRecord {
    std::string program;
    double trace = 0, optimize = 0, codegen = 0, autotune = 0;   // wall seconds
    double cpuSeconds = 0;                                       // of optimize + codegen, all threads
    std::string cache = "off";                                   // hit: program and code; miss, off
    std::string cacheReason;                                     // why a miss
    std::size_t graphNodes = 0, kernels = 0, kernelsCompiled = 0;
};
struct KernelRecord {                             // one row a launch site
    std::string name, program, scope, implementation;
    std::vector<std::string> origins;
    std::int64_t calls = 0;
    double seconds = 0, flops = 0, bytes = 0;
};
struct CandidateRecord {
    std::string site, schedule;
    double seconds = 0;
    bool chosen = false;
    std::string reason;
};
struct BindRecord {
    double seconds = 0;
    std::size_t libraryPrimitivesCreated = 0;
    std::size_t arenaBytes = 0, scratchBytes = 0, launches = 0;
    std::size_t slicedChains = 0, slices = 0;      // chains of launches that are walked slice by slice, and the most slices of one
    std::size_t productsInPlace = 0;               // products whose result takes the place of an operand
};

// Bytes a bind takes. `workspace` is shared: of several programs only the largest counts.
struct MemoryNeed {
    std::size_t kept = 0, workspace = 0, inputs = 0;
    std::size_t weights = 0;                                         // packed, whatever the sizes; not in the total
    std::size_t slicedChains = 0, slices = 0, productsInPlace = 0;   // what was done to stay within the limit
    double extraFlops = 0;                                           // of one run, for launches that are walked twice
    std::size_t total() const { return kept + workspace + inputs; }
};
constexpr std::size_t noLimit = ~std::size_t{0};

// Sites that are not on record yet are tuned at once, or by BoundProgram::tune when the machine is quiet.
enum class Tuning : std::uint8_t { Now, Later };

struct BindOptions {
    Tuning tuning = Tuning::Now;
    // Work is cut into slices, as little as need be, so that no more bytes than these are shared with other programs.
    std::size_t workspaceLimit = noLimit;
    // Results lie in memory of their own. Otherwise they lie in what is shared: valid until another program runs.
    bool keepOutputs = true;
};

class BoundProgram {
public:
    virtual ~BoundProgram() = default;
    virtual void tune() {}                                       // what bind left for later; once
    // Copies into the program's input buffer. Shape and type must be those of the graph at the bound sizes.
    virtual void setInput(const std::string& name, const Tensor& value) = 0;
    // Lets an output of another bound program be this one's input without a copy (`condition` -> `denoise`).
    virtual void shareInput(const std::string& name, BoundProgram& from, const std::string& output) = 0;
    virtual void run() = 0;                                      // throws Cancelled between launches when asked
    virtual Tensor output(const std::string& name) const = 0;    // view, valid until the next run
    virtual std::vector<std::string> inputNames() const = 0;
    virtual std::vector<std::string> outputNames() const = 0;
    virtual const BindRecord& bindRecord() const = 0;
    // Runs once more, looking at every value: "kernel NAME in scope S, layer 7" of the first launch that left a value that
    // is not finite; "" when all are. The minus infinity that masks may use counts as not finite.
    virtual std::string firstNotFinite() = 0;
};

class Program {
public:
    virtual ~Program() = default;
    // DeviceError when the limit cannot be met or the memory budget is exceeded.
    virtual std::unique_ptr<BoundProgram> bind(const ir::Sizes& sizes, const BindOptions& options = {}) = 0;
    virtual const Signature& signature() const = 0;
    virtual const CompileRecord& compileRecord() const = 0;
    virtual std::size_t packedWeightBytes() const = 0;
    virtual std::vector<KernelRecord> kernelRecords() const = 0;
    virtual std::vector<CandidateRecord> candidateRecords() const = 0;
    virtual void loadWeights() = 0;                              // packs all weights (stage load); idempotent
    // What one run at these sizes has to do, copies aside: for forecasts of time.
    virtual ir::Cost costAt(const ir::Sizes& sizes) const = 0;
    virtual void forgetWeights() {}                              // gives their memory back; nothing may be bound
    // What a bind to these sizes would need (inputs: buffers of those that are not shared with another program), computed
    // without allocating: for `plan`. Exceeds the limit only where nothing can be cut any further.
    virtual MemoryNeed memoryNeed(const ir::Sizes& sizes, const std::set<std::string>& sharedInputs = {}, const BindOptions& options = {}) const = 0;
};

// `working`: what the program's Working type becomes. The interpreter backs --target interpret (self-test, debugging).
std::unique_ptr<Program> compile(const ProgramSource& source, DType working, const Context& context);
std::unique_ptr<Program> compile(const ir::Graph& graph, DType working, const Context& context);
std::unique_ptr<Program> interpretProgram(const ProgramSource& source, DType working, const Context& context);
std::unique_ptr<Program> interpretProgram(const ir::Graph& graph, DType working, const Context& context);

}  // namespace foldmeter::runtime
