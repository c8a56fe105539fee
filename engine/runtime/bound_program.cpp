#include "runtime/bound_program.h"

#include "base/error.h"
#include "runtime/huge_pages.h"
#include "runtime/site_tuner.h"

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

CompiledBound::CompiledBound(std::shared_ptr<Executable> executable, ir::Sizes sizes, Tuning tuning)
    : m_executable(std::move(executable)), m_sizes(std::move(sizes)) {
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
        m_plan = planMemory(program.list, m_sizes);
        bindLaunches(chooseSchedules(program, m_sizes));
        requireBudget();
        allocateArena();
    }
    loadForms(program, formsOf(program, m_schedules));
    layOut();
    m_record.seconds = static_cast<double>(timeline::Recorder::now() - start) * 1e-9;
    if (tuning == Tuning::Now) tune();
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

CompiledBound::~CompiledBound() { m_executable->context.ledger->bytes -= m_booked; }

void CompiledBound::bindLaunches(const Schedules& schedules) {
    Executable& program = *m_executable;
    program.code->provide(variantsOf(program.list, schedules));
    const int primitivesBefore = program.code->primitivesCreated();
    std::size_t scratch = 0;
    m_launches.resize(schedules.size());
    m_bounds.resize(schedules.size());
    for (std::size_t n = 0; n < schedules.size(); ++n) {
        if (m_schedules.size() != schedules.size() || m_schedules[n] != schedules[n] || !m_bounds[n]) {
            m_launches[n] = program.code->launch({&program.list.kernels[n], schedules[n]});
            m_bounds[n] = m_launches[n]->bind(m_sizes);
        }
        scratch = std::max(scratch, m_bounds[n]->scratchBytesPerThread);
    }
    m_schedules = schedules;
    m_record.libraryPrimitivesCreated += static_cast<std::size_t>(program.code->primitivesCreated() - primitivesBefore);
    for (std::size_t n = 0; n < program.list.sites.size(); ++n)
        program.counters[n].implementation = schedules[static_cast<std::size_t>(program.list.sites[n].kernel)].toText();
    m_record.scratchBytes = scratch * static_cast<std::size_t>(program.pool->threads());
    m_record.arenaBytes = m_plan.arenaBytes;
}

// After tuning: other code for some kernels, other forms of their weights, the same memory.
void CompiledBound::adoptSchedules(const Schedules& schedules) {
    bindLaunches(schedules);
    if (m_record.scratchBytes > m_scratch.size()) m_scratch = Buffer(m_record.scratchBytes);
    loadForms(*m_executable, formsOf(*m_executable, m_schedules));
    layOut();
}

void CompiledBound::requireBudget() const {
    requireMemory(*m_executable, m_sizes, m_plan.arenaBytes + m_record.scratchBytes);
}

void CompiledBound::allocateArena() {
    m_arena = std::make_shared<Buffer>(m_plan.arenaBytes);
    preferHugePages(*m_arena);
    m_scratch = Buffer(m_record.scratchBytes);
    m_booked = static_cast<std::int64_t>(m_plan.arenaBytes + m_record.scratchBytes);
    m_executable->context.ledger->bytes += m_booked;
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

void CompiledBound::addInstance(const Step& step) {
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
        instance.bound = m_bounds[kernel].get();
        implementation = m_schedules[kernel].matmul;
    }
    for (const Place& place : step.arguments) addAddress(place, implementation);
    m_instances.push_back(instance);
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
        case Storage::Kind::Arena: base = m_arena->data() + m_plan.offsets[static_cast<std::size_t>(place.storage)]; break;
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
            return Tensor::view(type.dtype, extents, {m_arena->data() + m_plan.offsets[static_cast<std::size_t>(found->second.storage)], bytes}, m_arena);
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
    if (instance.launch) instance.launch->run(*instance.bound, addresses, *program.pool, m_scratch.data());
    else copyBytes(*program.pool, addresses[1], addresses[0], instance.copyBytes);
}

void CompiledBound::requireInputs() const {
    for (const Input& each : m_inputs)
        if (!each.given) throw InternalError(fmt::format("input {} of program {} was never set", each.name, m_executable->name()));
}

const KernelRecord& CompiledBound::counterOf(const Instance& instance) const {
    return m_executable->counters[static_cast<std::size_t>(instance.site)];
}

void CompiledBound::runOnce(const std::function<void(const Instance&)>& after) {
    Executable& program = *m_executable;
    requireInputs();
    const Instance* current = nullptr;
    try {
        for (const Instance& instance : m_instances) {
            current = &instance;
            if (program.context.cancel) program.context.cancel->throwIfRequested();
            const auto site = static_cast<std::size_t>(instance.site);
            const std::int64_t start = timeline::Recorder::now();
            {
                timeline::ScopedSpan span(program.context.recorder, m_names[site], timeline::Category::Execute);
                if (instance.layer >= 0) span.with("layer", static_cast<std::int64_t>(instance.layer));
                runInstance(instance);
            }
            KernelRecord& counter = program.counters[site];
            counter.calls += 1;
            counter.seconds += static_cast<double>(timeline::Recorder::now() - start) * 1e-9;
            counter.flops += instance.launch ? m_costs[site].flops : 0;
            counter.bytes += instance.launch ? m_costs[site].bytes : 2.0 * static_cast<double>(instance.copyBytes);
            if (after) after(instance);
        }
    } catch (const Cancelled&) {
        throw;
    } catch (Error& error) {
        error.addContext(fmt::format("in program {}, kernel {}, scope {}", program.name(), counterOf(*current).name, counterOf(*current).scope));
        throw;
    }
}

void CompiledBound::run() { runOnce({}); }

std::string CompiledBound::firstNotFinite() {
    std::string found;
    runOnce([&](const Instance& instance) {
        if (!found.empty() || !instance.launch) return;
        const Site& site = m_executable->list.sites[static_cast<std::size_t>(instance.site)];
        const auto& arguments = m_executable->list.kernels[static_cast<std::size_t>(site.kernel)].kernel.arguments;
        for (std::size_t n = 0; n < arguments.size(); ++n) {
            if (arguments[n].role != kernels::Argument::Role::Output) continue;
            if (allFinite(m_addresses[instance.firstAddress + n], arguments[n].type, m_sizes)) continue;
            found = fmt::format("kernel {} in scope {}", site.name, site.scope);
            if (instance.layer >= 0) found += fmt::format(", layer {}", instance.layer);
            return;
        }
    });
    return found;
}

}  // namespace foldmeter::runtime
