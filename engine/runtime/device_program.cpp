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

    std::unique_ptr<BoundProgram> bind(const ir::Sizes& sizes, const BindOptions& options) override { return std::make_unique<DeviceBound>(m_executable, sizes, options); }
    const Signature& signature() const override { return program().signature; }
    const CompileRecord& compileRecord() const override { return program().record; }
    std::size_t packedWeightBytes() const override { return m_executable->weights->bytes(); }
    std::vector<KernelRecord> kernelRecords() const override {
        std::vector<KernelRecord> records = program().counters;
        if (records.back().calls == 0) records.pop_back();   // the row of the copies
        return records;
    }
    std::vector<CandidateRecord> candidateRecords() const override { return candidatesOnRecord(program()); }
    void loadWeights() override { m_executable->loadWeights(); }
    void forgetWeights() override { m_executable->forgetWeights(); }
    ir::Cost costAt(const ir::Sizes& sizes) const override { return costOfRun(program(), sizes); }
    MemoryNeed memoryNeed(const ir::Sizes& sizes, const std::set<std::string>& sharedInputs, const BindOptions& options) const override;

private:
    const Executable& program() const { return *m_executable->program; }
    std::shared_ptr<DeviceExecutable> m_executable;
};

MemoryNeed DeviceProgram::memoryNeed(const ir::Sizes& sizes, const std::set<std::string>& sharedInputs, const BindOptions& options) const {
    checkSizes(program().signature, sizes);
    const auto scratchOf = [&](std::size_t kernel, const cpu::Part& part) {
        const int number = static_cast<int>(kernel);
        return static_cast<std::size_t>(m_executable->shapeOf(m_executable->functionFor(number, m_executable->chosen(number, sizes)), number, sizes, onDevice(part)).scratchBytes);
    };
    const MemoryChoice choice = chooseMemory(program(), sizes, scratchOf, options, false);
    MemoryNeed need;
    need.kept = choice.plan.keptBytes;
    need.workspace = choice.workspaceBytes();
    tell(choice.plan, need);
    need.extraFlops = extraFlops(program(), choice.plan, sizes);
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

// Records hold for one kind of device, one version of driver and compiler, and one text of our device code.
void bindTuning(Executable& program, const ComputeDevice& device) {
    const cuda::DeviceDescription& description = device.description();
    program.tunedOn = fmt::format("{}, {} multiprocessors, driver {}, NVRTC {}", description.name, description.multiprocessors, cuda::versionText(device.device().driver().version()), device.compiler().version());
    DigestBuilder builder;
    builder.add(program.tunedOn);
    for (const auto& [name, text] : cuda::deviceHeaders()) builder.add(text);
    program.tuningFile = "tuning-" + builder.finish().toHex() + ".json";
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

// What happens to the workspace meanwhile is entered when it ends, however that is.
struct WorkspaceEntry {
    Ledger& ledger;
    DeviceWorkspace& workspace;
    std::int64_t before = static_cast<std::int64_t>(workspace.bytes());
    ~WorkspaceEntry() { ledger.bytes += static_cast<std::int64_t>(workspace.bytes()) - before; }
};

}  // namespace

cuda::Part onDevice(const cpu::Part& part) { return {part.axis, part.letter, part.begin, part.end}; }

cuda::Address DeviceExecutable::borrowWorkspace(const void* owner, std::size_t bytes) {
    const WorkspaceEntry entry{*program->context.ledger, device->workspace()};
    return device->workspace().lend(owner, bytes);
}

void DeviceExecutable::giveBackWorkspace(const void* owner) {
    const WorkspaceEntry entry{*program->context.ledger, device->workspace()};
    device->workspace().giveBack(owner);
}

std::size_t DeviceExecutable::workspaceRoom(std::size_t kept) const {
    const std::int64_t budget = program->settings().memoryBudget;
    if (budget == 0) return noLimit;
    const std::int64_t left = budget - program->context.ledger->bytes + static_cast<std::int64_t>(device->workspace().bytes());
    return static_cast<std::size_t>(std::max<std::int64_t>(0, left - static_cast<std::int64_t>(kept)));
}

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
    if (made->program->settings().matmul == MatmulChoice::Library && !made->device->products().available())
        throw DeviceError(message("cuda.no_matmul_library", {made->device->products().reason()}));
    prepareSites(*made->program, made->device->description());
    bindTuning(*made->program, *made->device);
    made->weights = std::make_unique<DeviceWeights>(made->list().weights, made->program->context.weights, made->program->context.releaseWeight, made->device);
    if (!reason.empty()) made->weights->beginUpload(made->surroundings());   // code is likely to be made: the weights travel meanwhile
    readTuning(*made->program);
    made->loadCode(reason);
    made->loadRecordedChoices();
    sendConstants(*made);
    made->program->record.codegen += secondsSince(start);
    return std::make_unique<DeviceProgram>(std::move(made));
}

}  // namespace foldmeter::runtime
