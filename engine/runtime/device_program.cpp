#include "runtime/device_program.h"

#include "base/error.h"
#include "base/message.h"
#include "runtime/device_bound.h"

#include <fmt/format.h>

namespace foldmeter::runtime {
namespace {

double secondsSince(std::int64_t start) { return static_cast<double>(timeline::Recorder::now() - start) * 1e-9; }

class DeviceProgram final : public Program {
public:
    explicit DeviceProgram(std::shared_ptr<DeviceExecutable> executable) : m_executable(std::move(executable)) {}

    std::unique_ptr<BoundProgram> bind(const ir::Sizes& sizes, const BindOptions&) override { return std::make_unique<DeviceBound>(m_executable, sizes); }
    const Signature& signature() const override { return program().signature; }
    const CompileRecord& compileRecord() const override { return program().record; }
    std::size_t packedWeightBytes() const override { return m_executable->weights->bytes(); }
    std::vector<KernelRecord> kernelRecords() const override {
        std::vector<KernelRecord> records = program().counters;
        if (records.back().calls == 0) records.pop_back();   // the row of the copies
        return records;
    }
    std::vector<CandidateRecord> candidateRecords() const override { return {}; }
    void loadWeights() override { m_executable->loadWeights(); }
    void forgetWeights() override { m_executable->forgetWeights(); }
    ir::Cost costAt(const ir::Sizes& sizes) const override { return costOfRun(program(), sizes); }
    MemoryNeed memoryNeed(const ir::Sizes& sizes, const std::set<std::string>& sharedInputs, const BindOptions& options) const override;

private:
    const Executable& program() const { return *m_executable->program; }
    std::shared_ptr<DeviceExecutable> m_executable;
};

// Arena and scratch are the program's own and are not cut: a budget is met by fewer samples together and by keeping nothing.
MemoryNeed DeviceProgram::memoryNeed(const ir::Sizes& sizes, const std::set<std::string>& sharedInputs, const BindOptions&) const {
    checkSizes(program().signature, sizes);
    std::int64_t scratch = 0;
    for (const DeviceFunction& each : m_executable->functions) scratch = std::max(scratch, each.planner->shapeFor(sizes).scratchBytes);
    MemoryNeed need;
    need.kept = planMemory(program().list, sizes).arenaBytes() + static_cast<std::size_t>(scratch);
    need.weights = m_executable->weights->plannedBytes();
    for (const auto& [name, place] : program().list.inputs)
        if (!sharedInputs.contains(name)) need.inputs += static_cast<std::size_t>(ir::evaluate(program().list.storages[static_cast<std::size_t>(place.storage)].bytes, sizes));
    return need;
}

void prepareSites(Executable& program, const cuda::DeviceDescription& device) {
    for (const Site& site : program.list.sites) program.counters.push_back({site.name, program.name(), site.scope, "cuda " + device.architecture(), site.origins, 0, 0, 0, 0});
    program.counters.push_back({"copy", program.name(), "", "copy on the device", {}, 0, 0, 0, 0});
    program.record.program = program.name();
    program.record.graphNodes = program.signature.nodes;
    program.record.kernels = program.list.kernels.size();
}

// Machine code from the cache or NVRTC, loaded; a module is loaded once however many kernels it has.
void loadCode(DeviceExecutable& made, const std::string& reason) {
    Executable& program = *made.program;
    std::vector<kernels::Kernel> kernels;
    for (const UniqueKernel& kernel : program.list.kernels) kernels.push_back(kernel.kernel);
    const DeviceProgramCode code = compileForDevice(program.name(), kernels,
                                                    {&made.device->compiler(), made.device->description(), program.cache.get(), program.pool, program.context.recorder,
                                                     program.context.cancel, program.settings().strict});
    timeline::ScopedSpan span(program.context.recorder, "load modules", timeline::Category::Codegen);
    std::map<const cuda::CompiledModule*, std::shared_ptr<const cuda::Module>> modules;
    std::int64_t translated = 0;
    for (std::size_t n = 0; n < kernels.size(); ++n) {
        auto& module = modules[code.kernels[n].module.get()];
        if (!module) {
            module = cuda::Module::load(made.device->device().shared_from_this(), *code.kernels[n].module);
            translated += module->translated();
        }
        made.functions.push_back({module->function(code.kernels[n].entry), std::make_unique<cuda::LaunchPlanner>(kernels[n], made.device->description().sharedPerBlock), 0});
    }
    span.with("modules", static_cast<std::int64_t>(modules.size())).with("translated", translated);
    program.record.cache = code.cache == "hit" && !reason.empty() ? "miss" : code.cache;
    program.record.cacheReason = code.cache == "hit" ? reason : code.cacheReason;
    program.record.kernelsCompiled = code.compiledNow();
}

void sendConstants(DeviceExecutable& made) {
    const auto& storages = made.list().storages;
    for (std::size_t n = 0; n < storages.size(); ++n) {
        if (storages[n].kind != Storage::Kind::Constant) continue;
        const Bytes bytes = storages[n].constant.bytes();
        cuda::DeviceMemory memory(made.device->compute(), bytes.size());
        cuda::copyToDevice(*made.device->compute(), memory.address(), bytes);
        made.constants.emplace(static_cast<int>(n), std::move(memory));
    }
}

ir::Cost costOfSteps(const Executable& program, const std::vector<Step>& steps, const ir::Sizes& sizes) {
    ir::Cost sum;
    for (const Step& step : steps) {
        if (step.kind == Step::Kind::Copy) continue;
        const bool loop = step.kind == Step::Kind::Loop;
        const ir::Cost cost = loop ? costOfSteps(program, step.body, sizes) : ir::evaluate(program.costs[static_cast<std::size_t>(step.site)], sizes);
        const double times = loop ? static_cast<double>(program.list.loops[static_cast<std::size_t>(step.loop)].count) : 1;
        sum.flops += times * cost.flops;
        sum.bytes += times * cost.bytes;
    }
    return sum;
}

}  // namespace

ir::Cost costOfRun(const Executable& program, const ir::Sizes& sizes) { return costOfSteps(program, program.list.steps, sizes); }

DeviceExecutable::~DeviceExecutable() {
    try {
        device->wait();   // what still runs uses what goes now
    } catch (const DeviceError&) {
    }
}

void DeviceExecutable::loadWeights() {
    weights->upload(surroundings());
    const auto bytes = static_cast<std::int64_t>(weights->bytes());
    program->context.ledger->bytes += bytes - program->bookedWeights;
    program->bookedWeights = bytes;
}

void DeviceExecutable::forgetWeights() {
    weights->release();
    program->context.ledger->bytes -= std::exchange(program->bookedWeights, 0);
}

std::unique_ptr<Program> makeDeviceProgram(std::shared_ptr<Executable> executable, const std::string& reason) {
    const std::int64_t start = timeline::Recorder::now();
    auto made = std::make_shared<DeviceExecutable>();
    made->program = std::move(executable);
    made->device = made->program->context.device;
    prepareSites(*made->program, made->device->description());
    made->weights = std::make_unique<DeviceWeights>(made->list().weights, made->program->context.weights, made->program->context.releaseWeight, made->device);
    if (!reason.empty()) made->weights->beginUpload(made->surroundings());   // code is likely to be made: the weights travel meanwhile
    loadCode(*made, reason);
    sendConstants(*made);
    made->program->record.codegen += secondsSince(start);
    return std::make_unique<DeviceProgram>(std::move(made));
}

}  // namespace foldmeter::runtime
