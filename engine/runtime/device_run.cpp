// How a bound program runs on a GPU: kernel by kernel with the time of each, or as one graph.
#include "base/error.h"
#include "base/message.h"
#include "runtime/device_bound.h"
#include "targets/cuda/driver/driver_error.h"
#include "targets/cuda/tool_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace foldmeter::runtime {

using timeline::Category;
using timeline::Recorder;
using timeline::ScopedSpan;

void DeviceBound::requireInputs() const {
    for (const Input& each : m_inputs)
        if (!each.given) throw InternalError(fmt::format("input {} of program {} was never set", each.name, m_executable->program->name()));
}

void DeviceBound::waitFor() const {
    try {
        m_executable->device->wait();
    } catch (Error& error) {
        error.addContext("in program " + m_executable->program->name() + ", while waiting for the device");
        throw;
    }
    collectGraphs();
}

std::shared_ptr<cuda::Event> DeviceBound::event() const {
    if (m_events.empty()) return std::make_shared<cuda::Event>(m_executable->device->compute()->device());
    std::shared_ptr<cuda::Event> taken = std::move(m_events.back());
    m_events.pop_back();
    return taken;
}

void DeviceBound::enqueue(const DeviceInstance& instance) {
    const cuda::Stream& stream = *m_executable->device->compute();
    std::uint64_t* words = m_words.data() + instance.firstWord;
    if (instance.kernel < 0) return cuda::copyOnDevice(stream, words[1], words[0], instance.copyBytes);
    m_functions[static_cast<std::size_t>(instance.kernel)]->launch(stream, m_shapes[static_cast<std::size_t>(instance.shape)], words, instance.addresses);
}

void DeviceBound::run() {
    requireInputs();
    Executable& program = *m_executable->program;
    if (program.context.cancel) program.context.cancel->throwIfRequested();
    const cuda::ToolRange range(program.name());
    borrowWorkspace();   // another program may have made it larger
    if (m_runs > 0 && m_executable->graphs) runGraph();
    else runOneByOne({});
    ++m_runs;
}

void DeviceBound::runOneByOne(const std::function<void(const DeviceInstance&)>& after) {
    Executable& program = *m_executable->program;
    requireInputs();
    std::vector<std::shared_ptr<cuda::Event>> events;
    std::vector<int> spans;
    const auto mark = [&] {
        events.push_back(event());
        m_executable->device->mark(*events.back());
    };
    const DeviceInstance* current = nullptr;
    try {
        mark();
        for (const DeviceInstance& instance : m_instances) {
            current = &instance;
            if (program.context.cancel) program.context.cancel->throwIfRequested();
            ScopedSpan span(program.context.recorder, "launch", Category::Execute);
            spans.push_back(span.number());
            enqueue(instance);
            mark();
            if (after) after(instance);
        }
    } catch (const Cancelled&) {
        throw;
    } catch (Error& error) {
        if (current) {
            const KernelRecord& counter = program.counters[static_cast<std::size_t>(current->site)];
            error.addContext(fmt::format("in program {}, kernel {}, scope {}", program.name(), counter.name, counter.scope));
        }
        throw;
    }
    waitFor();
    collect(events, spans);
}

void DeviceBound::count(const DeviceInstance& instance, double seconds) const {
    const auto site = static_cast<std::size_t>(instance.site);
    KernelRecord& counter = m_executable->program->counters[site];
    counter.calls += 1;   // of a sliced launch every slice is a call
    counter.seconds += seconds;
    counter.flops += instance.kernel >= 0 ? instance.share * m_costs[site].flops : 0;
    counter.bytes += instance.kernel >= 0 ? instance.share * m_costs[site].bytes : 2.0 * static_cast<double>(instance.copyBytes);
}

// Times of a run one by one: on the device's track, each with the launch that caused it.
void DeviceBound::collect(const std::vector<std::shared_ptr<cuda::Event>>& events, const std::vector<int>& spans) {
    Recorder* recorder = m_executable->program->context.recorder;
    const std::int64_t latest = Recorder::now();
    const int track = recorder ? recorder->track(m_executable->device->trackName()) : -1;
    std::vector<double> seconds;
    for (std::size_t n = 0; n < m_instances.size(); ++n) {
        const DeviceInstance& instance = m_instances[n];
        seconds.push_back(events[n + 1]->millisecondsSince(*events[n]) * 1e-3);
        count(instance, seconds.back());
        if (!recorder) continue;
        const std::int64_t end = m_executable->device->hostTime(*events[n + 1], latest);
        const int span = recorder->addTo(track, m_names[static_cast<std::size_t>(instance.site)], Category::Execute, m_executable->device->hostTime(*events[n], latest), end);
        if (instance.layer >= 0) recorder->argumentOf(track, span, "layer", std::int64_t{instance.layer});
        if (instance.slice >= 0) recorder->argumentOf(track, span, "slice", std::int64_t{instance.slice});
        recorder->flow(spans[n], track, span);
    }
    const double whole = std::accumulate(seconds.begin(), seconds.end(), 0.0);
    m_shares.clear();
    for (const double each : seconds) m_shares.push_back(whole > 0 ? each / whole : 1 / static_cast<double>(seconds.size()));
    m_events.insert(m_events.end(), events.begin(), events.end());
}

// The driver is asked for a graph once for each set of addresses; a graph of other sizes is updated to these.
void DeviceBound::recordGraph() {
    const Executable& program = *m_executable->program;
    ScopedSpan span(program.context.recorder, "record graph", Category::Codegen);
    span.with("program", program.name());
    const cuda::Graph graph = cuda::Graph::record(*m_executable->device->compute(), [&] {
        for (const DeviceInstance& instance : m_instances) enqueue(instance);
    });
    if (!m_graph) m_graph = std::move(m_executable->spare);
    const bool updated = m_graph && m_graph->update(graph);
    if (!updated) m_graph = std::make_unique<cuda::ExecutableGraph>(graph);
    span.with("updated", static_cast<std::int64_t>(updated));
    m_graphFits = true;
}

void DeviceBound::runGraph() {
    Executable& program = *m_executable->program;
    try {
        if (!m_graphFits) recordGraph();
    } catch (const cuda::DriverError& refused) {
        if (refused.sticky()) throw;
        m_executable->graphs = false;   // kernels are launched one by one then
        note(program.context.log, LogLevel::Warning, refused.what());
        return runOneByOne({});
    }
    ScopedSpan span(program.context.recorder, "launch graph", Category::Execute);
    span.with("program", program.name()).with("launches", static_cast<std::int64_t>(m_instances.size()));
    GraphRun run{event(), event(), span.number()};
    m_executable->device->mark(*run.begin);
    m_graph->launch(*m_executable->device->compute());
    m_executable->device->mark(*run.end);
    m_pending.push_back(run);
}

// Of a graph only the whole is timed; its kernels share the time as they did when they ran one by one.
void DeviceBound::collectGraphs() const {
    Recorder* recorder = m_executable->program->context.recorder;
    const std::int64_t latest = Recorder::now();
    for (; !m_pending.empty(); m_pending.pop_front()) {
        const GraphRun& run = m_pending.front();
        const double seconds = run.end->millisecondsSince(*run.begin) * 1e-3;
        for (std::size_t n = 0; n < m_instances.size(); ++n) count(m_instances[n], seconds * (n < m_shares.size() ? m_shares[n] : 0));
        if (recorder) {
            const int track = recorder->track(m_executable->device->trackName());
            const std::int64_t begin = m_executable->device->hostTime(*run.begin, latest), end = m_executable->device->hostTime(*run.end, latest);
            const int span = recorder->addTo(track, recorder->intern("graph of " + m_executable->program->name()), Category::Execute, begin, end);
            recorder->flow(run.span, track, span);
        }
        m_events.push_back(run.begin);
        m_events.push_back(run.end);
    }
}

}  // namespace foldmeter::runtime
