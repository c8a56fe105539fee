// From a graph to a program on this CPU: passes, launch list, code (from the cache or generated), and what is bound from it.
#include "base/error.h"
#include "code_version.inc"
#include "passes/pass.h"
#include "runtime/bound_program.h"
#include "runtime/device_program.h"
#include "runtime/program_entry.h"
#include "runtime/share_work.h"

#include <algorithm>

namespace foldmeter::runtime {
namespace {

double secondsSince(std::int64_t start) { return static_cast<double>(timeline::Recorder::now() - start) * 1e-9; }

class CompiledProgram final : public Program {
public:
    explicit CompiledProgram(std::shared_ptr<Executable> executable) : m_executable(std::move(executable)) {}

    std::unique_ptr<BoundProgram> bind(const ir::Sizes& sizes, const BindOptions& options) override {
        return std::make_unique<CompiledBound>(m_executable, sizes, options);
    }
    const Signature& signature() const override { return m_executable->signature; }
    const CompileRecord& compileRecord() const override { return m_executable->record; }
    std::size_t packedWeightBytes() const override { return m_executable->weights->bytes(); }
    std::vector<KernelRecord> kernelRecords() const override;
    std::vector<CandidateRecord> candidateRecords() const override;
    void loadWeights() override;
    ir::Cost costAt(const ir::Sizes& sizes) const override { return costOfRun(*m_executable, sizes); }
    void forgetWeights() override {
        m_executable->formsInUse.clear();
        m_executable->weights->retain({});
        bookWeights(*m_executable);
    }
    MemoryNeed memoryNeed(const ir::Sizes& sizes, const std::set<std::string>& sharedInputs, const BindOptions& options) const override;

private:
    std::shared_ptr<Executable> m_executable;
};

// The row of the copies is left out when there were none.
std::vector<KernelRecord> CompiledProgram::kernelRecords() const {
    std::vector<KernelRecord> records = m_executable->counters;
    if (records.back().calls == 0) records.pop_back();
    return records;
}

std::vector<CandidateRecord> CompiledProgram::candidateRecords() const { return candidatesOnRecord(*m_executable); }

// In the forms of the default schedules; what tuning chooses instead is packed when a program is bound.
void CompiledProgram::loadWeights() {
    Executable& program = *m_executable;
    Schedules schedules;
    for (const UniqueKernel& kernel : program.list.kernels) schedules.push_back(defaultSchedule(kernel, program.settings()));
    loadForms(program, formsOf(program, schedules));
}

MemoryNeed CompiledProgram::memoryNeed(const ir::Sizes& sizes, const std::set<std::string>& sharedInputs, const BindOptions& options) const {
    Executable& program = *m_executable;
    checkSizes(program.signature, sizes);
    const Schedules schedules = chooseSchedules(program, sizes);
    program.code->provide(variantsOf(program.list, schedules));
    const auto launchOf = [&](std::size_t kernel) -> cpu::Launch& { return *program.code->launch({&program.list.kernels[kernel], schedules[kernel]}); };
    const MemoryChoice choice = chooseMemory(program, sizes, scratchOfLaunches(program, sizes, launchOf), options);
    MemoryNeed need;
    need.kept = choice.plan.keptBytes;
    need.workspace = choice.workspaceBytes();
    need.weights = program.weights->bytesOf(formsOf(program, schedules));
    for (const auto& [name, place] : program.list.inputs)
        if (!sharedInputs.contains(name))
            need.inputs += static_cast<std::size_t>(ir::evaluate(program.list.storages[static_cast<std::size_t>(place.storage)].bytes, sizes));
    tell(choice.plan, need);
    need.extraFlops = extraFlops(program, choice.plan, sizes);
    return need;
}

passes::PassOptions passOptions(const Context& context, DType working) {
    const CompileSettings& settings = context.settings;
    passes::PassOptions options;
    options.fuse = settings.fusion;
    options.decomposeAttention = settings.attention == AttentionChoice::Decomposed;
    options.working = working;
    options.acrossModules = context.device != nullptr;
    return options;
}

// Of everything that decides the passes' result and the launch list, beside what is traced.
Digest entryKey(const Digest& source, const passes::PassOptions& options, const cpu::CpuDescription& cpu) {
    const auto& [fuse, decomposeAttention, working, claimsAttention, acrossModules, maxFusedScratchBytes] = options;
    DigestBuilder builder;
    builder.add(source.high).add(source.low).add(codeVersion).add(cpu.isa).add(cpu.features);
    for (const std::uint64_t choice : {std::uint64_t{fuse}, std::uint64_t{decomposeAttention}, static_cast<std::uint64_t>(working),
                                       std::uint64_t{claimsAttention}, std::uint64_t{acrossModules}, static_cast<std::uint64_t>(maxFusedScratchBytes)})
        builder.add(choice);
    return builder.finish();
}

ir::Graph traced(Executable& program, const ProgramSource& source) {
    timeline::ScopedSpan span(program.context.recorder, "trace", timeline::Category::Trace);
    span.with("program", source.name);
    const std::int64_t start = timeline::Recorder::now();
    ir::Graph graph = source.trace();
    program.record.trace = secondsSince(start);
    return graph;
}

void optimize(Executable& program, const ir::Graph& graph, const passes::PassOptions& options) {
    const std::int64_t start = timeline::Recorder::now();
    const double cpuStart = threadSeconds();
    program.graph = std::make_shared<const ir::Graph>(passes::runPipeline(graph, options, program.context.recorder).graph);
    program.record.optimize = secondsSince(start);
    program.record.cpuSeconds += threadSeconds() - cpuStart;
}

void lowerAll(Executable& program) {
    timeline::ScopedSpan span(program.context.recorder, "lower", timeline::Category::Codegen);
    span.with("program", program.graph->name());
    program.signature = signatureOf(*program.graph);
    program.list = makeLaunchList(*program.graph);
    for (const Site& site : program.list.sites) program.costs.push_back(ir::formulaOf(*site.graph, site.node));
}

// True when the cache has the program as it is after lowering.
bool restore(Executable& program, const Digest& key, std::string& reason) {
    timeline::ScopedSpan span(program.context.recorder, "read program", timeline::Category::Codegen);
    std::optional<ProgramEntry> entry = readProgramEntry(*program.cache, key, reason);
    span.with("cache", std::string(entry ? "hit" : "miss"));
    if (!entry && !reason.empty()) span.with("cache reason", reason);
    if (!entry) return false;
    program.signature = std::move(entry->signature);
    program.list = std::move(entry->list);
    program.costs = std::move(entry->costs);
    return true;
}

void store(Executable& program, const Digest& key) {
    if (!program.cache->usable()) return;
    const timeline::ScopedSpan span(program.context.recorder, "store program", timeline::Category::Codegen);
    writeProgramEntry(*program.cache, key, {program.signature, program.list, program.costs});
}

void throwIfCancelled(const Executable& program) {
    if (program.context.cancel) program.context.cancel->throwIfRequested();
}

// Signature, launch list and costs: from the cache, or made. Level 4 of tuning checks candidates against the graph, which
// no entry has. The reason why they had to be made; "" when they were found.
std::string makeList(Executable& program, const ProgramSource& source, DType working) {
    const passes::PassOptions options = passOptions(program.context, working);
    const bool keyed = source.key.has_value() && program.settings().autotune < 4;
    const Digest key = keyed ? entryKey(*source.key, options, program.cpu) : Digest{};
    std::string reason = "the program was made anew";
    const std::int64_t start = timeline::Recorder::now();
    const bool restored = keyed && restore(program, key, reason);
    double codegen = secondsSince(start);
    if (!restored) {
        throwIfCancelled(program);
        const ir::Graph graph = traced(program, source);
        throwIfCancelled(program);
        optimize(program, graph, options);
        throwIfCancelled(program);
        const std::int64_t lowering = timeline::Recorder::now();
        lowerAll(program);
        if (keyed) store(program, key);
        codegen += secondsSince(lowering);
    }
    program.record.codegen += codegen;
    return restored || !source.key ? std::string() : reason;
}

void prepareSites(Executable& program) {
    program.weights = std::make_unique<WeightStore>(program.list.weights, program.context.weights, program.context.releaseWeight);
    for (const Site& site : program.list.sites)
        program.counters.push_back({site.name, program.name(), site.scope, "", site.origins, 0, 0, 0, 0});
    program.counters.push_back({"copy", program.name(), "", "memcpy", {}, 0, 0, 0, 0});
    program.record.program = program.name();
    program.record.graphNodes = program.signature.nodes;
    program.record.kernels = program.list.kernels.size();
}

// Code of the default schedules, and of every recorded choice: whatever size comes first finds its code.
std::vector<Variant> recordedVariants(const Executable& program) {
    std::vector<Variant> variants;
    if (program.settings().autotune == 0 || program.settings().strict) return variants;
    for (const UniqueKernel& kernel : program.list.kernels) {
        const std::string digest = tuningKey(kernel, program.settings());
        const Schedules allowed = candidateSchedules(kernel, program);
        for (const TunedSite& site : program.tuning.sites()) {
            if (site.kernel != digest || site.threads != program.pool->threads()) continue;
            const cpu::Schedule schedule = cpu::Schedule::fromText(site.choice);
            if (std::find(allowed.begin() + 1, allowed.end(), schedule) != allowed.end()) variants.push_back({&kernel, schedule});
        }
    }
    return variants;
}

void generateCode(Executable& program) {
    const Context& context = program.context;
    Schedules schedules;
    for (const UniqueKernel& kernel : program.list.kernels) schedules.push_back(defaultSchedule(kernel, context.settings));
    const std::vector<Variant> base = variantsOf(program.list, schedules);
    program.code = std::make_unique<CodeLibrary>(
        program.name(), base, CodeLibrary::Surroundings{program.cpu, program.cache.get(), program.pool, context.recorder, context.cancel});
    std::vector<Variant> all = base;
    const std::vector<Variant> recorded = recordedVariants(program);
    all.insert(all.end(), recorded.begin(), recorded.end());
    program.code->provide(all);
    program.record.cache = program.code->cacheResult();
    program.record.cacheReason = program.code->cacheReason();
    program.record.kernelsCompiled = program.code->compiled();
}

}  // namespace

std::unique_ptr<Program> compile(const ProgramSource& source, DType working, const Context& context) {
    checkForTarget(context.settings);
    auto program = std::make_shared<Executable>();
    program->context = context;
    if (!context.pool) {
        const int threads = context.settings.threads > 0 ? context.settings.threads : availableThreads();
        program->ownPool = std::make_unique<ThreadPool>(threads);
    }
    program->pool = context.pool ? context.pool : program->ownPool.get();
    program->cpu = cpu::describeCpu(program->pool->threads());
    program->cache = std::make_unique<CodeCache>(context.settings.cache, context.settings.cacheFolder, context.log);
    const std::string reason = makeList(*program, source, working);
    if (context.device) return makeDeviceProgram(std::move(program), reason);
    const std::int64_t start = timeline::Recorder::now();
    const double cpuStart = threadSeconds();
    prepareSites(*program);
    program->tuningFile = tuningFileOf(program->cpu);
    readTuning(*program);
    generateCode(*program);
    if (!reason.empty() && program->record.cache == "hit") {
        program->record.cache = "miss";
        program->record.cacheReason = reason;
    }
    program->record.codegen += secondsSince(start);
    program->record.cpuSeconds += threadSeconds() - cpuStart + program->code->cpuSeconds();
    return std::make_unique<CompiledProgram>(std::move(program));
}

std::unique_ptr<Program> compile(const ir::Graph& graph, DType working, const Context& context) {
    return compile({graph.name(), [&graph] { return graph; }, {}}, working, context);
}

}  // namespace foldmeter::runtime
