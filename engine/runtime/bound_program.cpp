#include "runtime/bound_program.h"

#include "base/error.h"
#include "runtime/huge_pages.h"
#include "runtime/site_tuner.h"
#include "runtime/workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace foldmeter::runtime {
namespace {

// Large copies are shared by the threads; the lambda captures one pointer so that no call allocates.
struct CopyJob {
    std::byte* to;
    const std::byte* from;
};
void copyBytes(ThreadPool& pool, void* to, const void* from, std::size_t bytes) {
    constexpr std::size_t grain = 256 * 1024;
    if (bytes < 4 * grain) {
        std::memcpy(to, from, bytes);
        return;
    }
    const CopyJob job{static_cast<std::byte*>(to), static_cast<const std::byte*>(from)};
    pool.parallelFor(bytes, grain, [&job](std::size_t begin, std::size_t end, int) { std::memcpy(job.to + begin, job.from + begin, end - begin); });
}

bool allFinite(const void* address, const ir::TensorType& type, const ir::Sizes& sizes) {
    const auto count = static_cast<std::size_t>(ir::evaluate(ir::product(type.shape), sizes));
    if (type.dtype == DType::F32) {
        const auto* values = static_cast<const float*>(address);
        return std::all_of(values, values + count, [](float value) { return std::isfinite(value); });
    }
    if (type.dtype != DType::BF16) return true;
    const auto* values = static_cast<const BFloat16*>(address);
    return std::all_of(values, values + count, [](BFloat16 value) { return std::isfinite(value.toFloat()); });
}

}  // namespace

CompiledBound::CompiledBound(std::shared_ptr<Executable> executable, ir::Sizes sizes, const BindOptions& options)
    : m_executable(std::move(executable)), m_sizes(std::move(sizes)), m_booking{m_executable->context.ledger, m_executable->context.workspace} {
    const std::int64_t start = timeline::Recorder::now();
    Executable& program = *m_executable;
    {
        timeline::ScopedSpan span(program.context.recorder, "bind", timeline::Category::Codegen);
        span.with("program", program.name());
        checkSizes(program.signature, m_sizes);
        for (const auto& [name, place] : program.list.inputs) m_inputs.push_back({name, place.storage, {}, false, false, {}, {}});
        for (const ir::CostFormula& cost : program.costs) m_costs.push_back(ir::evaluate(cost, m_sizes));
        for (const KernelRecord& counter : program.counters)
            m_names.push_back(program.context.recorder ? program.context.recorder->intern(counter.name) : "");
        bindLaunches(chooseSchedules(program, m_sizes));
        allocate(options);
        span.with("sliced_chains", static_cast<std::int64_t>(m_record.slicedChains)).with("slices", static_cast<std::int64_t>(m_record.slices));
    }
    loadForms(program, formsOf(program, m_schedules));
    layOut();
    m_record.seconds = static_cast<double>(timeline::Recorder::now() - start) * 1e-9;
    if (options.tuning == Tuning::Now) tune();
}

void CompiledBound::tune() {
    if (std::exchange(m_tuned, true)) return;
    const std::int64_t start = timeline::Recorder::now();
    Executable& program = *m_executable;
    const std::int64_t tuned = SiteTuner(*this).run();
    program.formsInUse.merge(formsOf(program, m_schedules));
    program.weights->retain(program.formsInUse);
    bookWeights(program);
    m_record.seconds += static_cast<double>(timeline::Recorder::now() - start - tuned) * 1e-9;
}

CompiledBound::Booking::~Booking() {
    const auto before = static_cast<std::int64_t>(workspace->bytes());
    workspace->giveBack(this);
    ledger->bytes -= kept + before - static_cast<std::int64_t>(workspace->bytes());
}

void CompiledBound::bindLaunches(const Schedules& schedules) {
    Executable& program = *m_executable;
    program.code->provide(variantsOf(program.list, schedules));
    const int primitivesBefore = program.code->primitivesCreated();
    m_launches.resize(schedules.size());
    m_bounds.resize(schedules.size());
    for (std::size_t n = 0; n < schedules.size(); ++n) {
        if (m_schedules.size() != schedules.size() || m_schedules[n] != schedules[n] || !m_bounds[n]) {
            m_launches[n] = program.code->launch({&program.list.kernels[n], schedules[n]});
            m_bounds[n] = m_launches[n]->bind(m_sizes);
        }
    }
    m_parts.clear();
    m_schedules = schedules;
    m_record.libraryPrimitivesCreated += static_cast<std::size_t>(program.code->primitivesCreated() - primitivesBefore);
    for (std::size_t n = 0; n < program.list.sites.size(); ++n)
        program.counters[n].implementation = schedules[static_cast<std::size_t>(program.list.sites[n].kernel)].toText();
}

// After tuning: other code for some kernels, other forms of their weights, the same plan of the memory.
void CompiledBound::adoptSchedules(const Schedules& schedules) {
    bindLaunches(schedules);
    layOut();   // tells how much scratch the chosen launches want
    borrowWorkspace();
    loadForms(*m_executable, formsOf(*m_executable, m_schedules));
    layOut();
}

void CompiledBound::allocate(const BindOptions& options) {
    Executable& program = *m_executable;
    const auto launchOf = [&](std::size_t kernel) -> cpu::Launch& { return *m_launches[kernel]; };
    BindOptions within = options;
    within.workspaceLimit = std::min(workspaceRoom(program, planMemory(program.list, m_sizes, options.keepOutputs).keptBytes), options.workspaceLimit);
    m_memory = chooseMemory(program, m_sizes, scratchOfLaunches(program, m_sizes, launchOf), within);
    requireMemory(program, m_sizes, m_memory, options.workspaceLimit);
    m_kept = std::make_shared<Buffer>(m_memory.plan.keptBytes);
    preferHugePages(*m_kept);
    m_booking.kept = static_cast<std::int64_t>(m_memory.plan.keptBytes);
    program.context.ledger->bytes += m_booking.kept;
    borrowWorkspace();
    tell(m_memory.plan, m_record);
}

void CompiledBound::borrowWorkspace() {
    Context& context = m_executable->context;
    std::size_t scratch = m_memory.scratchBytes / static_cast<std::size_t>(m_executable->pool->threads());
    for (const auto& bound : m_bounds) scratch = std::max(scratch, bound->scratchBytesPerThread);
    for (const auto& [part, bound] : m_parts) scratch = std::max(scratch, bound->scratchBytesPerThread);
    m_memory.scratchBytes = scratch * static_cast<std::size_t>(m_executable->pool->threads());
    const auto before = static_cast<std::int64_t>(context.workspace->bytes());
    m_workspace = context.workspace->lend(&m_booking, m_memory.workspaceBytes());
    context.ledger->bytes += static_cast<std::int64_t>(context.workspace->bytes()) - before;
    m_record.scratchBytes = m_memory.scratchBytes;
    m_record.arenaBytes = m_memory.plan.arenaBytes();
}

// Rolls the steps out into instances and addresses.
void CompiledBound::layOut() {
    m_instances.clear();
    m_addresses.clear();
    for (Input& each : m_inputs) {
        each.slots.clear();
        each.shifts.clear();
    }
    m_round.assign(m_executable->list.loops.size(), 0);
    layOut(m_executable->list.steps);
    m_record.launches = m_instances.size();
    for (Input& each : m_inputs)
        if (each.given) useAddressOf(each);
}

void CompiledBound::layOut(const std::vector<Step>& steps) {
    for (const Step& step : steps) {
        if (const SlicedChain* sliced = chainAt(m_memory.plan, step)) {
            if (step.position == sliced->chain.first()) walkParts(*sliced, [&](const ChainLink& link, std::int64_t slice) { addPart(*sliced, link, slice); });
            continue;
        }
        if (step.kind != Step::Kind::Loop) {
            addInstance(step);
            continue;
        }
        m_open.push_back(step.loop);
        std::int64_t& round = m_round[static_cast<std::size_t>(step.loop)];
        for (round = 0; round < m_executable->list.loops[static_cast<std::size_t>(step.loop)].count; ++round) layOut(step.body);
        m_open.pop_back();
    }
}

const cpu::Launch::Bound* CompiledBound::boundOf(std::size_t kernel, const cpu::Part& part) {
    if (part.whole() && !part.overOperand) return m_bounds[kernel].get();
    auto& bound = m_parts[fmt::format("{} {} {} {} {} {}", kernel, part.axis, static_cast<int>(part.letter), part.begin, part.end, part.overOperand)];
    if (!bound) bound = m_launches[kernel]->bindPart(m_sizes, part);
    return bound.get();
}

void CompiledBound::addPart(const SlicedChain& sliced, const ChainLink& link, std::int64_t slice) {
    Instance& instance = addInstance(*link.step);
    instance.chain = &sliced;
    instance.slice = static_cast<int>(slice);
    if (link.once) return;
    const cpu::Part part = partOf(sliced, link, slice);
    instance.bound = boundOf(static_cast<std::size_t>(m_executable->list.sites[static_cast<std::size_t>(link.step->site)].kernel), part);
    instance.share = static_cast<double>(part.end - part.begin) / static_cast<double>(sliced.chain.extent);
    // Launches address whole arrays: the slice that is there lies as if the ones before it were there too.
    for (std::size_t n = 0; n < link.step->arguments.size(); ++n) {
        const int storage = link.step->arguments[n].storage;
        if (!isCut(sliced, storage)) continue;
        const std::int64_t bytes = ir::evaluate(m_executable->list.storages[static_cast<std::size_t>(storage)].bytes, m_sizes) / sliced.chain.extent;
        void*& address = m_addresses[instance.firstAddress + n];
        address = static_cast<std::byte*>(address) - part.begin * bytes;
    }
}

Instance& CompiledBound::addInstance(const Step& step) {
    const LaunchList& list = m_executable->list;
    Instance instance;
    instance.firstAddress = m_addresses.size();
    instance.step = &step;
    instance.layer = m_open.empty() ? -1 : static_cast<int>(m_round[static_cast<std::size_t>(m_open.back())]);
    auto implementation = cpu::Schedule::Matmul::Auto;
    if (step.kind == Step::Kind::Copy) {
        instance.site = static_cast<int>(list.sites.size());
        instance.copyBytes = static_cast<std::size_t>(ir::evaluate(step.bytes, m_sizes));
    } else {
        const auto kernel = static_cast<std::size_t>(list.sites[static_cast<std::size_t>(step.site)].kernel);
        instance.site = step.site;
        instance.launch = m_launches[kernel].get();
        instance.bound = boundOf(kernel, {.overOperand = productAt(m_memory.plan, step.position) != nullptr});
        implementation = m_schedules[kernel].matmul;
    }
    for (const Place& place : step.arguments) addAddress(place, implementation);
    m_instances.push_back(instance);
    return m_instances.back();
}

std::byte* CompiledBound::addressOf(int storage) const {
    const auto id = static_cast<std::size_t>(storage);
    return (m_memory.plan.kept[id] ? m_kept->data() : m_workspace) + m_memory.plan.offsets[id];
}

std::size_t CompiledBound::shiftOf(const Place& place) const {
    std::int64_t shift = 0;
    for (const Place::Offset& offset : place.offsets)
        shift += ir::evaluate(offset.bytes, m_sizes) * m_round[static_cast<std::size_t>(offset.loop)];
    return static_cast<std::size_t>(shift);
}

void CompiledBound::addAddress(const Place& place, cpu::Schedule::Matmul implementation) {
    const Storage& storage = m_executable->list.storages[static_cast<std::size_t>(place.storage)];
    const std::byte* base = nullptr;
    switch (storage.kind) {
        case Storage::Kind::Arena: base = addressOf(place.storage); break;
        case Storage::Kind::Constant: base = storage.constant.bytes().data(); break;
        case Storage::Kind::Weight: {
            std::vector<std::int64_t> rounds;
            for (const int loop : m_open) rounds.push_back(m_round[static_cast<std::size_t>(loop)]);
            const WeightForm form = m_executable->weights->formOf(storage.weight, implementation);
            base = static_cast<const std::byte*>(m_executable->weights->address(form, rounds));
            break;
        }
        case Storage::Kind::Input: {
            Input& from = *std::find_if(m_inputs.begin(), m_inputs.end(), [&](const Input& each) { return each.storage == place.storage; });
            from.slots.push_back(m_addresses.size());
            from.shifts.push_back(shiftOf(place));
            m_addresses.push_back(nullptr);
            return;
        }
    }
    m_addresses.push_back(const_cast<std::byte*>(base + shiftOf(place)));
}

CompiledBound::Input& CompiledBound::input(const std::string& name) {
    m_executable->signature.input(name);   // complains when there is none
    return *std::find_if(m_inputs.begin(), m_inputs.end(), [&](const Input& each) { return each.name == name; });
}

void CompiledBound::useAddressOf(Input& from) {
    std::byte* base = const_cast<std::byte*>(from.value.bytes().data());
    for (std::size_t n = 0; n < from.slots.size(); ++n) m_addresses[from.slots[n]] = base + from.shifts[n];
}

Tensor CompiledBound::makeInputBuffer(const Input& of) const {
    const ir::TensorType& type = m_executable->signature.input(of.name);
    return Tensor(type.dtype, ir::evaluate(type.shape, m_sizes));
}

void CompiledBound::setInput(const std::string& name, const Tensor& value) {
    Input& to = input(name);
    checkInput(m_executable->signature, name, value, m_sizes);
    if (!to.own) {
        to.value = makeInputBuffer(to);
        to.own = true;
        useAddressOf(to);
    }
    to.given = true;
    if (!value.bytes().empty())
        copyBytes(*m_executable->pool, const_cast<std::byte*>(to.value.bytes().data()), value.bytes().data(), value.bytes().size());
}

void CompiledBound::shareInput(const std::string& name, BoundProgram& from, const std::string& outputName) {
    check(&from != this, "an output of a program cannot be shared with an input of the same program: " + name);
    Input& to = input(name);
    const Tensor value = from.output(outputName);
    checkInput(m_executable->signature, name, value, m_sizes);
    to.value = value;
    to.own = false;
    to.given = true;
    useAddressOf(to);
}

Tensor CompiledBound::output(const std::string& name) const {
    const LaunchList& list = m_executable->list;
    const auto found = std::find_if(list.outputs.begin(), list.outputs.end(), [&](const auto& each) { return each.first == name; });
    if (found == list.outputs.end())
        throw InternalError(fmt::format("program {} has no output {}", m_executable->name(), name));
    const Storage& storage = list.storages[static_cast<std::size_t>(found->second.storage)];
    const ir::TensorType& type = m_executable->signature.output(name);
    const Extents extents = ir::evaluate(type.shape, m_sizes);
    const std::size_t bytes = static_cast<std::size_t>(elementCount(extents)) * sizeOf(type.dtype);
    switch (storage.kind) {
        case Storage::Kind::Arena:
            return Tensor::view(type.dtype, extents, {addressOf(found->second.storage), bytes}, m_kept);
        case Storage::Kind::Constant: return storage.constant.reshaped(extents);
        case Storage::Kind::Weight: {
            const void* address = m_executable->weights->address(m_executable->weights->formOf(storage.weight, cpu::Schedule::Matmul::Auto), {});
            return Tensor::view(type.dtype, extents, {static_cast<const std::byte*>(address), bytes}, m_executable);
        }
        case Storage::Kind::Input: break;
    }
    const auto from = std::find_if(m_inputs.begin(), m_inputs.end(), [&](const Input& each) { return each.storage == found->second.storage; });
    return from->value.reshaped(extents);
}

void CompiledBound::runInstance(const Instance& instance) {
    Executable& program = *m_executable;
    void** addresses = m_addresses.data() + instance.firstAddress;
    if (instance.launch) instance.launch->run(*instance.bound, addresses, *program.pool, m_workspace + m_memory.plan.workspaceBytes);
    else copyBytes(*program.pool, addresses[1], addresses[0], instance.copyBytes);
}

void CompiledBound::requireInputs() const {
    for (const Input& each : m_inputs)
        if (!each.given) throw InternalError(fmt::format("input {} of program {} was never set", each.name, m_executable->name()));
}

const KernelRecord& CompiledBound::counterOf(const Instance& instance) const {
    return m_executable->counters[static_cast<std::size_t>(instance.site)];
}

void CompiledBound::record(const Instance& instance, std::int64_t start, std::int64_t end) {
    const auto site = static_cast<std::size_t>(instance.site);
    if (timeline::Recorder* recorder = m_executable->context.recorder) {
        const int span = recorder->add(m_names[site], timeline::Category::Execute, start, end, instance.layer < 0 ? nullptr : "layer", instance.layer);
        if (instance.slice >= 0) recorder->argument(span, "slice", static_cast<std::int64_t>(instance.slice));
    }
    KernelRecord& counter = m_executable->counters[site];
    counter.calls += 1;   // of a sliced launch every slice is a call
    counter.seconds += static_cast<double>(end - start) * 1e-9;
    counter.flops += instance.launch ? instance.share * m_costs[site].flops : 0;
    counter.bytes += instance.launch ? instance.share * m_costs[site].bytes : 2.0 * static_cast<double>(instance.copyBytes);
}

void CompiledBound::runOnce(const std::function<void(const Instance&)>& after) {
    Executable& program = *m_executable;
    requireInputs();
    const Instance* current = nullptr;
    try {
        std::int64_t start = timeline::Recorder::now();
        for (const Instance& instance : m_instances) {
            current = &instance;
            if (program.context.cancel) program.context.cancel->throwIfRequested();
            runInstance(instance);
            const std::int64_t end = timeline::Recorder::now();   // one look at the clock a launch: the next begins here
            record(instance, start, end);
            start = end;
            if (!after) continue;
            after(instance);
            start = timeline::Recorder::now();
        }
    } catch (const Cancelled&) {
        throw;
    } catch (Error& error) {
        error.addContext(fmt::format("in program {}, kernel {}, scope {}", program.name(), counterOf(*current).name, counterOf(*current).scope));
        throw;
    }
}

void CompiledBound::run() { runOnce({}); }

// Only a slice of it is in memory: what is wrong there shows in the launch that reads it.
bool CompiledBound::isCutHere(const Instance& instance, std::size_t argument) const {
    return instance.chain && isCut(*instance.chain, instance.step->arguments[argument].storage);
}

std::string CompiledBound::firstNotFinite() {
    std::string found;
    runOnce([&](const Instance& instance) {
        if (!found.empty() || !instance.launch) return;
        const Site& site = m_executable->list.sites[static_cast<std::size_t>(instance.site)];
        const auto& arguments = m_executable->list.kernels[static_cast<std::size_t>(site.kernel)].kernel.arguments;
        for (std::size_t n = 0; n < arguments.size(); ++n) {
            if (arguments[n].role != kernels::Argument::Role::Output) continue;
            if (isCutHere(instance, n) || allFinite(m_addresses[instance.firstAddress + n], arguments[n].type, m_sizes)) continue;
            found = fmt::format("kernel {} in scope {}", site.name, site.scope);
            if (instance.layer >= 0) found += fmt::format(", layer {}", instance.layer);
            return;
        }
    });
    return found;
}

}  // namespace foldmeter::runtime
