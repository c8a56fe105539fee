// How a program is bound to sizes on a GPU: memory cut to what it may take, and its launches with their addresses.
#include "base/error.h"
#include "base/message.h"
#include "runtime/device_tuner.h"
#include "targets/cuda/driver/driver_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace foldmeter::runtime {
namespace {

std::string gib(std::int64_t bytes) { return fmt::format("{:.2f} GiB", static_cast<double>(bytes) / (1 << 30)); }

}  // namespace

DeviceBound::DeviceBound(std::shared_ptr<DeviceExecutable> executable, ir::Sizes sizes, const BindOptions& options)
    : m_executable(std::move(executable)), m_booking{m_executable}, m_sizes(std::move(sizes)) {
    const std::int64_t start = timeline::Recorder::now();
    Executable& program = *m_executable->program;
    {
        timeline::ScopedSpan span(program.context.recorder, "bind", timeline::Category::Codegen);
        span.with("program", program.name());
        checkSizes(program.signature, m_sizes);
        for (const auto& [name, place] : program.list.inputs) m_inputs.push_back({name, place.storage, {}, {}, nullptr, 0, false, {}});
        for (const ir::CostFormula& cost : program.costs) m_costs.push_back(ir::evaluate(cost, m_sizes));
        for (const KernelRecord& counter : program.counters) m_names.push_back(program.context.recorder ? program.context.recorder->intern(counter.name) : "");
        plan(options);
        m_kept = cuda::DeviceMemory(m_executable->device->compute(), m_memory.plan.keptBytes);
        m_booking.kept = static_cast<std::int64_t>(m_kept.size());
        program.context.ledger->bytes += m_booking.kept;
        borrowWorkspace();
        tell(m_memory.plan, m_record);
        span.with("sliced_chains", static_cast<std::int64_t>(m_record.slicedChains)).with("slices", static_cast<std::int64_t>(m_record.slices));
    }
    m_executable->loadWeights();
    m_round.assign(program.list.loops.size(), 0);
    layOut(program.list.steps);
    m_record.launches = m_instances.size();
    m_record.arenaBytes = m_memory.plan.arenaBytes();
    m_record.scratchBytes = m_memory.scratchBytes;
    m_record.seconds = static_cast<double>(timeline::Recorder::now() - start) * 1e-9;
    if (options.tuning == Tuning::Now) tune();
}

DeviceBound::~DeviceBound() {
    try {
        waitFor();
    } catch (const DeviceError&) {   // told by the run that met it
    }
    if (m_graph) m_executable->spare = std::move(m_graph);
}

DeviceBound::Booking::~Booking() {
    executable->giveBackWorkspace(this);
    executable->program->context.ledger->bytes -= kept;
}

// A kernel's shape stands at its number, whole; those of parts behind.
void DeviceBound::plan(const BindOptions& options) {
    const Executable& program = *m_executable->program;
    chooseFunctions();
    const auto scratchOf = [&](std::size_t kernel, const cpu::Part& part) {
        return static_cast<std::size_t>(m_shapes[static_cast<std::size_t>(shapeOf(static_cast<int>(kernel), onDevice(part)))].scratchBytes);
    };
    const std::size_t room = m_executable->workspaceRoom(planMemory(program.list, m_sizes, options.keepOutputs).keptBytes);
    BindOptions within = options;
    within.workspaceLimit = std::min(room, options.workspaceLimit);
    m_memory = chooseMemory(program, m_sizes, scratchOf, within, false);
    requireBudget(room);
}

void DeviceBound::chooseFunctions() {
    m_functions.clear();
    m_shapes.clear();
    m_parts.clear();
    for (int kernel = 0; kernel < static_cast<int>(m_executable->list().kernels.size()); ++kernel) {
        m_functions.push_back(&m_executable->functionFor(kernel, m_executable->chosen(kernel, m_sizes)));
        shapeOf(kernel, {});
    }
    Executable& program = *m_executable->program;
    for (std::size_t site = 0; site < program.list.sites.size(); ++site) {
        const cuda::Schedule& schedule = m_functions[static_cast<std::size_t>(program.list.sites[site].kernel)]->schedule;
        program.counters[site].implementation = "cuda " + m_executable->device->description().architecture() + (schedule == cuda::Schedule{} ? "" : " " + schedule.toText());
    }
}

// After tuning: other code for some kernels, the same plan of the memory but for the scratch.
void DeviceBound::adoptSchedules() {
    chooseFunctions();
    for (const DeviceShape& shape : m_shapes) m_memory.scratchBytes = std::max(m_memory.scratchBytes, static_cast<std::size_t>(shape.scratchBytes));
    borrowWorkspace();
    m_instances.clear();
    m_words.clear();
    m_inWorkspace.clear();
    for (Input& each : m_inputs) each.words.clear();
    layOut(m_executable->list().steps);
    m_graphFits = false;
    m_record.scratchBytes = m_memory.scratchBytes;
}

void DeviceBound::tune() {
    if (std::exchange(m_tuned, true)) return;
    DeviceTuner(*this).run();
}

void DeviceBound::requireBudget(std::size_t room) const {
    if (m_memory.workspaceBytes() <= room) return;
    const auto needed = static_cast<std::int64_t>(m_memory.plan.keptBytes + m_memory.workspaceBytes());
    throw DeviceError(message("cuda.budget", {m_executable->program->name(), gib(needed), gib(static_cast<std::int64_t>(m_memory.plan.keptBytes + room))}), cuda::outOfMemoryResult);
}

int DeviceBound::shapeOf(int kernel, const cuda::Part& part) {
    const std::string key = fmt::format("{} {} {} {} {}", kernel, part.axis, static_cast<int>(part.letter), part.begin, part.end);
    const auto [found, isNew] = m_parts.try_emplace(key, static_cast<int>(m_shapes.size()));
    if (!isNew) return found->second;
    m_shapes.push_back(m_executable->shapeOf(*m_functions[static_cast<std::size_t>(kernel)], kernel, m_sizes, part));
    return found->second;
}

// Words are moved along with the workspace; a graph that holds the old ones is updated when it is wanted next.
void DeviceBound::borrowWorkspace() {
    const cuda::Address now = m_executable->borrowWorkspace(&m_booking, m_memory.workspaceBytes());
    if (now == m_workspace) return;
    for (const std::size_t word : m_inWorkspace) m_words[word] += now - m_workspace;
    m_workspace = now;
    m_graphFits = false;
}

void DeviceBound::layOut(const std::vector<Step>& steps) {
    for (const Step& step : steps) {
        if (const SlicedChain* sliced = chainAt(m_memory.plan, step)) {
            if (step.position == sliced->chain.first()) layOut(*sliced);
            continue;
        }
        if (step.kind != Step::Kind::Loop) {
            addInstance(step, {});
            continue;
        }
        m_open.push_back(step.loop);
        std::int64_t& round = m_round[static_cast<std::size_t>(step.loop)];
        for (round = 0; round < m_executable->list().loops[static_cast<std::size_t>(step.loop)].count; ++round) layOut(step.body);
        m_open.pop_back();
    }
}

void DeviceBound::layOut(const SlicedChain& sliced) {
    const std::size_t first = m_instances.size();
    walkParts(sliced, [&](const ChainLink& link, std::int64_t slice) { addPart(sliced, link, slice); });
    std::set<const Step*> done;
    for (std::size_t n = m_instances.size(); n-- > first;) m_instances[n].completes = done.insert(m_instances[n].step).second;
}

// Launches address whole arrays: the slice that is there lies as if the ones before it were there too.
void DeviceBound::addPart(const SlicedChain& sliced, const ChainLink& link, std::int64_t slice) {
    const cuda::Part part = link.once ? cuda::Part{} : onDevice(partOf(sliced, link, slice));
    const std::size_t before = m_instances.size(), word = addInstance(*link.step, part);
    if (m_instances.size() == before) return;
    DeviceInstance& instance = m_instances.back();
    instance.chain = &sliced;
    instance.slice = static_cast<int>(slice);
    if (link.once) return;
    instance.share = static_cast<double>(part.end - part.begin) / static_cast<double>(sliced.chain.extent);
    for (std::size_t n = 0; n < link.step->arguments.size(); ++n) {
        const int storage = link.step->arguments[n].storage;
        if (!isCut(sliced, storage)) continue;
        const std::int64_t bytes = ir::evaluate(m_executable->list().storages[static_cast<std::size_t>(storage)].bytes, m_sizes) / sliced.chain.extent;
        m_words[word + n] -= static_cast<std::uint64_t>(part.begin * bytes);
    }
}

// Returns its first word.
std::size_t DeviceBound::addInstance(const Step& step, const cuda::Part& part) {
    const LaunchList& list = m_executable->list();
    DeviceInstance instance;
    instance.firstWord = m_words.size();
    instance.addresses = step.arguments.size();
    instance.step = &step;
    instance.layer = m_open.empty() ? -1 : static_cast<int>(m_round[static_cast<std::size_t>(m_open.back())]);
    instance.site = step.kind == Step::Kind::Copy ? static_cast<int>(list.sites.size()) : step.site;
    if (step.kind == Step::Kind::Copy) {
        instance.copyBytes = static_cast<std::size_t>(ir::evaluate(step.bytes, m_sizes));
    } else {
        instance.kernel = list.sites[static_cast<std::size_t>(step.site)].kernel;
        instance.shape = shapeOf(instance.kernel, part);
        if (m_shapes[static_cast<std::size_t>(instance.shape)].blocks == 0) return instance.firstWord;   // no rows at these sizes
    }
    for (const Place& place : step.arguments) addAddress(place);
    if (instance.kernel >= 0) addNumbers(instance);
    m_instances.push_back(instance);
    return instance.firstWord;
}

void DeviceBound::addNumbers(const DeviceInstance& instance) {
    const cuda::LaunchShape& shape = m_shapes[static_cast<std::size_t>(instance.shape)];
    for (std::size_t n = 0; n < shape.shifts.size(); ++n) m_words[instance.firstWord + n] += static_cast<std::uint64_t>(shape.shifts[n]);
    const std::size_t numbers = m_words.size();
    for (const std::int64_t number : shape.numbers) m_words.push_back(static_cast<std::uint64_t>(number));
    if (shape.scratchNumber < 0) return;
    m_inWorkspace.push_back(numbers + static_cast<std::size_t>(shape.scratchNumber));
    m_words[m_inWorkspace.back()] = m_workspace + m_memory.plan.workspaceBytes;
}

std::size_t DeviceBound::shiftOf(const Place& place) const {
    std::int64_t shift = 0;
    for (const Place::Offset& offset : place.offsets) shift += ir::evaluate(offset.bytes, m_sizes) * m_round[static_cast<std::size_t>(offset.loop)];
    return static_cast<std::size_t>(shift);
}

cuda::Address DeviceBound::addressOf(int storage) const {
    const auto id = static_cast<std::size_t>(storage);
    return (m_memory.plan.kept[id] ? m_kept.address() : m_workspace) + m_memory.plan.offsets[id];
}

// Everything but what lies in the workspace.
bool DeviceBound::kept(const Place& place) const {
    const auto id = static_cast<std::size_t>(place.storage);
    return m_executable->list().storages[id].kind != Storage::Kind::Arena || m_memory.plan.kept[id];
}

void DeviceBound::addAddress(const Place& place) {
    const Storage& storage = m_executable->list().storages[static_cast<std::size_t>(place.storage)];
    cuda::Address base = 0;
    switch (storage.kind) {
        case Storage::Kind::Arena:
            base = addressOf(place.storage);
            if (!kept(place)) m_inWorkspace.push_back(m_words.size());
            break;
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
            base = from.address;
            break;
        }
    }
    m_words.push_back(base + shiftOf(place));
}

}  // namespace foldmeter::runtime
