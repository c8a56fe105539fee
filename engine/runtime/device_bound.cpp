#include "runtime/device_bound.h"

#include "base/error.h"
#include "base/message.h"
#include "targets/cuda/driver/driver_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace foldmeter::runtime {
namespace {

constexpr std::size_t mostPinned = std::size_t{16} << 20;   // larger ones travel from and to ordinary memory

bool finite(const Tensor& value) {
    for (std::int64_t n = 0; isFloat(value.dtype()) && n < value.count(); ++n)
        if (!std::isfinite(value.at(n))) return false;
    return true;
}

}  // namespace

DeviceBound::DeviceBound(std::shared_ptr<DeviceExecutable> executable, ir::Sizes sizes) : m_executable(std::move(executable)), m_sizes(std::move(sizes)) {
    const std::int64_t start = timeline::Recorder::now();
    Executable& program = *m_executable->program;
    {
        timeline::ScopedSpan span(program.context.recorder, "bind", timeline::Category::Codegen);
        span.with("program", program.name());
        checkSizes(program.signature, m_sizes);
        for (const auto& [name, place] : program.list.inputs) m_inputs.push_back({name, place.storage, {}, {}, nullptr, 0, false, {}, {}});
        for (const ir::CostFormula& cost : program.costs) m_costs.push_back(ir::evaluate(cost, m_sizes));
        for (const KernelRecord& counter : program.counters) m_names.push_back(program.context.recorder ? program.context.recorder->intern(counter.name) : "");
        m_plan = planMemory(program.list, m_sizes);
        planLaunches();
        requireBudget();
        m_arena = cuda::DeviceMemory(m_executable->device->compute(), m_plan.arenaBytes());
        m_scratch = cuda::DeviceMemory(m_executable->device->compute(), m_scratchBytes);
        program.context.ledger->bytes += static_cast<std::int64_t>(m_arena.size() + m_scratch.size());
    }
    m_executable->loadWeights();
    m_round.assign(program.list.loops.size(), 0);
    layOut(program.list.steps);
    m_record.launches = m_instances.size();
    m_record.arenaBytes = m_arena.size();
    m_record.scratchBytes = m_scratch.size();
    m_record.seconds = static_cast<double>(timeline::Recorder::now() - start) * 1e-9;
}

DeviceBound::~DeviceBound() {
    try {
        waitFor();
    } catch (const DeviceError&) {   // told by the run that met it
    }
    if (m_graph) m_executable->spare = std::move(m_graph);
    m_executable->program->context.ledger->bytes -= static_cast<std::int64_t>(m_arena.size() + m_scratch.size());
}

void DeviceBound::planLaunches() {
    std::int64_t scratch = 0;
    for (DeviceFunction& each : m_executable->functions) {
        m_shapes.push_back(each.planner->shapeFor(m_sizes));
        const cuda::LaunchShape& shape = m_shapes.back();
        scratch = std::max(scratch, shape.scratchBytes);
        if (shape.sharedBytes <= each.sharedAllowed) continue;
        each.function.allowShared(shape.sharedBytes);
        each.sharedAllowed = shape.sharedBytes;
    }
    m_scratchBytes = static_cast<std::size_t>(scratch);
}

void DeviceBound::requireBudget() const {
    const Executable& program = *m_executable->program;
    const std::int64_t budget = program.settings().memoryBudget, held = program.context.ledger->bytes;
    const auto needed = static_cast<std::int64_t>(m_plan.arenaBytes() + m_scratchBytes);
    if (budget == 0 || held + needed <= budget) return;
    constexpr double gib = 1 << 30;
    throw DeviceError(message("cuda.budget", {program.name(), fmt::format("{:.2f} GiB", static_cast<double>(needed) / gib), fmt::format("{:.2f} GiB", static_cast<double>(budget - held) / gib)}),
                      cuda::outOfMemoryResult);
}

void DeviceBound::layOut(const std::vector<Step>& steps) {
    for (const Step& step : steps) {
        if (step.kind != Step::Kind::Loop) {
            addInstance(step);
            continue;
        }
        m_open.push_back(step.loop);
        std::int64_t& round = m_round[static_cast<std::size_t>(step.loop)];
        for (round = 0; round < m_executable->list().loops[static_cast<std::size_t>(step.loop)].count; ++round) layOut(step.body);
        m_open.pop_back();
    }
}

void DeviceBound::addInstance(const Step& step) {
    const LaunchList& list = m_executable->list();
    DeviceInstance instance;
    instance.firstWord = m_words.size();
    instance.addresses = step.arguments.size();
    instance.layer = m_open.empty() ? -1 : static_cast<int>(m_round[static_cast<std::size_t>(m_open.back())]);
    instance.site = step.kind == Step::Kind::Copy ? static_cast<int>(list.sites.size()) : step.site;
    for (const Place& place : step.arguments) addAddress(place);
    if (step.kind == Step::Kind::Copy) {
        instance.copyBytes = static_cast<std::size_t>(ir::evaluate(step.bytes, m_sizes));
    } else {
        instance.kernel = list.sites[static_cast<std::size_t>(step.site)].kernel;
        const cuda::LaunchShape& shape = m_shapes[static_cast<std::size_t>(instance.kernel)];
        if (shape.blocks == 0) return m_words.resize(instance.firstWord);   // no rows at these sizes
        const std::size_t numbers = m_words.size();
        for (const std::int64_t number : shape.numbers) m_words.push_back(static_cast<std::uint64_t>(number));
        if (shape.scratchNumber >= 0) m_words[numbers + static_cast<std::size_t>(shape.scratchNumber)] = m_scratch.address();
    }
    m_instances.push_back(instance);
}

std::size_t DeviceBound::shiftOf(const Place& place) const {
    std::int64_t shift = 0;
    for (const Place::Offset& offset : place.offsets) shift += ir::evaluate(offset.bytes, m_sizes) * m_round[static_cast<std::size_t>(offset.loop)];
    return static_cast<std::size_t>(shift);
}

// What is kept comes first.
cuda::Address DeviceBound::addressInArena(int storage) const {
    const auto id = static_cast<std::size_t>(storage);
    return m_arena.address() + (m_plan.kept[id] ? 0 : m_plan.keptBytes) + m_plan.offsets[id];
}

void DeviceBound::addAddress(const Place& place) {
    const Storage& storage = m_executable->list().storages[static_cast<std::size_t>(place.storage)];
    cuda::Address base = 0;
    switch (storage.kind) {
        case Storage::Kind::Arena: base = addressInArena(place.storage); break;
        case Storage::Kind::Constant: base = m_executable->constants.at(place.storage).address(); break;
        case Storage::Kind::Weight: {
            std::vector<std::int64_t> rounds;
            for (const int loop : m_open) rounds.push_back(m_round[static_cast<std::size_t>(loop)]);
            base = m_executable->weights->address(storage.weight, rounds);
            break;
        }
        case Storage::Kind::Input: {
            Input& from = *std::find_if(m_inputs.begin(), m_inputs.end(), [&](const Input& each) { return each.storage == place.storage; });
            from.words.push_back(m_words.size());
            from.shifts.push_back(shiftOf(place));
            break;
        }
    }
    m_words.push_back(base + shiftOf(place));
}

DeviceBound::Input& DeviceBound::input(const std::string& name) {
    m_executable->program->signature.input(name);   // complains when there is none
    return *std::find_if(m_inputs.begin(), m_inputs.end(), [&](const Input& each) { return each.name == name; });
}

void DeviceBound::useAddress(Input& to, cuda::Address address) {
    to.given = true;
    if (to.address == address) return;
    to.address = address;
    for (std::size_t n = 0; n < to.words.size(); ++n) m_words[to.words[n]] = address + to.shifts[n];
    m_graphFits = false;
}

void DeviceBound::setInput(const std::string& name, const Tensor& value) {
    Input& to = input(name);
    checkInput(m_executable->program->signature, name, value, m_sizes);
    const Bytes bytes = value.bytes();
    const auto& stream = m_executable->device->compute();
    if (to.own.address() == 0 && !bytes.empty()) {
        to.own = cuda::DeviceMemory(stream, bytes.size());
        if (bytes.size() <= mostPinned) to.staging = cuda::PinnedMemory(stream->device(), bytes.size());
    }
    useAddress(to, to.own.address());
    if (to.staging.size() == 0) return cuda::copyToDevice(*stream, to.address, bytes);
    if (to.sent) to.sent->synchronize();   // the copy before may not have begun
    else to.sent = std::make_unique<cuda::Event>(stream->device());
    std::memcpy(to.staging.data(), bytes.data(), bytes.size());
    cuda::copyToDevice(*stream, to.address, to.staging.bytes());
    stream->record(*to.sent);
}

void DeviceBound::shareInput(const std::string& name, BoundProgram& from, const std::string& outputName) {
    check(&from != this, "an output of a program cannot be shared with an input of the same program: " + name);
    auto* other = dynamic_cast<DeviceBound*>(&from);
    check(other != nullptr, "an output that is not on the device cannot be shared: " + name);
    const LaunchList& list = other->m_executable->list();
    const auto found = std::find_if(list.outputs.begin(), list.outputs.end(), [&](const auto& each) { return each.first == outputName; });
    check(found != list.outputs.end(), "there is no output " + outputName);
    const ir::TensorType& type = other->m_executable->program->signature.output(outputName);
    const std::size_t bytes = static_cast<std::size_t>(elementCount(ir::evaluate(type.shape, other->m_sizes))) * sizeOf(type.dtype);
    Input& to = input(name);
    const ir::TensorType& wanted = m_executable->program->signature.input(name);
    check(wanted.dtype == type.dtype && ir::evaluate(wanted.shape, m_sizes) == ir::evaluate(type.shape, other->m_sizes), "input " + name + " is of another type or shape than what it is given");
    to.own = {};
    useAddress(to, other->addressOfOutput(found->second, bytes));
}

cuda::Address DeviceBound::addressOfOutput(const Place& place, std::size_t) const {
    const Storage& storage = m_executable->list().storages[static_cast<std::size_t>(place.storage)];
    switch (storage.kind) {
        case Storage::Kind::Arena: return addressInArena(place.storage);
        case Storage::Kind::Constant: return m_executable->constants.at(place.storage).address();
        case Storage::Kind::Weight: return m_executable->weights->address(storage.weight, {});
        case Storage::Kind::Input: break;
    }
    return std::find_if(m_inputs.begin(), m_inputs.end(), [&](const Input& each) { return each.storage == place.storage; })->address;
}

Tensor DeviceBound::output(const std::string& name) const {
    const Executable& program = *m_executable->program;
    const auto found = std::find_if(program.list.outputs.begin(), program.list.outputs.end(), [&](const auto& each) { return each.first == name; });
    if (found == program.list.outputs.end()) throw InternalError(fmt::format("program {} has no output {}", program.name(), name));
    const ir::TensorType& type = program.signature.output(name);
    const Extents extents = ir::evaluate(type.shape, m_sizes);
    const std::size_t bytes = static_cast<std::size_t>(elementCount(extents)) * sizeOf(type.dtype);
    const Storage& storage = program.list.storages[static_cast<std::size_t>(found->second.storage)];
    // A matrix that kernels multiply with lies packed on the device.
    if (storage.kind == Storage::Kind::Weight) return m_executable->weights->onHost(storage.weight).reshaped(extents);
    Result& result = m_results[name];
    const bool pinned = bytes <= mostPinned;
    if (pinned && result.pinned.size() != bytes) result.pinned = cuda::PinnedMemory(m_executable->device->compute()->device(), bytes);
    if (!pinned && result.plain.size() != bytes) result.plain = Buffer(bytes);
    std::byte* to = pinned ? result.pinned.data() : result.plain.data();
    if (result.run != m_runs) {
        timeline::ScopedSpan span(program.context.recorder, "fetch result", timeline::Category::Execute);
        span.with("bytes", static_cast<std::int64_t>(bytes));
        cuda::copyToHost(*m_executable->device->compute(), to, addressOfOutput(found->second, bytes), bytes);
        waitFor();
        result.run = m_runs;
    }
    return Tensor::view(type.dtype, extents, {to, bytes});
}

std::string DeviceBound::firstNotFinite() {
    std::string found;
    runOneByOne([&](const DeviceInstance& instance) {
        if (!found.empty() || instance.kernel < 0) return;
        const auto& arguments = m_executable->list().kernels[static_cast<std::size_t>(instance.kernel)].kernel.arguments;
        for (std::size_t n = 0; n < arguments.size(); ++n) {
            if (arguments[n].role != kernels::Argument::Role::Output) continue;
            Tensor value(arguments[n].type.dtype, ir::evaluate(arguments[n].type.shape, m_sizes));
            cuda::copyToHost(*m_executable->device->compute(), const_cast<std::byte*>(value.bytes().data()), m_words[instance.firstWord + n], value.bytes().size());
            waitFor();
            if (finite(value)) continue;
            const Site& site = m_executable->list().sites[static_cast<std::size_t>(instance.site)];
            found = fmt::format("kernel {} in scope {}", site.name, site.scope);
            if (instance.layer >= 0) found += fmt::format(", layer {}", instance.layer);
            return;
        }
    });
    return found;
}

}  // namespace foldmeter::runtime
