#include "predict/device_forecast.h"

#include "base/message.h"
#include "ir/cost.h"
#include "kernels/lower.h"
#include "passes/pass.h"
#include "predict/program_graphs.h"
#include "report/stage_table.h"
#include "runtime/launch_list.h"
#include "runtime/memory_plan.h"
#include "targets/cuda/launch_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace foldmeter::predict {
namespace {

// What kernels without Hopper's own instructions reach at best, and what a launch inside a recorded graph costs.
constexpr double matrixShare = 0.5, memoryShare = 0.8, launchSeconds = 2.5e-6;
constexpr std::int64_t queryBlock = 32;

enum Bound { Matrix, Memory, Launches, bounds };
constexpr std::array<const char*, bounds> boundNames{"matrix", "memory", "launches"};

class Forecaster {
public:
    Forecaster(const cuda::DeviceDescription& device, const ir::Sizes& sizes, DType working) : m_device(device), m_sizes(sizes), m_working(working) {}

    void add(const ir::Graph& graph, double times) {
        for (ir::NodeId id = 0; id < static_cast<ir::NodeId>(graph.nodes().size()); ++id) {
            const ir::Node& node = graph.node(id);
            if (node.op == ir::Op::Repeat) add(*node.body, times * static_cast<double>(node.attributes.integer("count")));
            else if (node.op == ir::Op::Fused || node.op == ir::Op::Einsum || node.op == ir::Op::Attention) addLaunch(graph, id, times);
        }
    }
    ProgramForecast finish() {
        const auto most = static_cast<std::size_t>(std::max_element(m_by.begin(), m_by.end()) - m_by.begin());
        m_forecast.bound = boundNames[most];
        for (const double seconds : m_by) m_forecast.seconds += seconds;
        return m_forecast;
    }

private:
    void addLaunch(const ir::Graph& graph, ir::NodeId id, double times) {
        const ir::Cost cost = ir::costOf(graph, id, m_sizes);
        const auto shape = cuda::LaunchPlanner(kernels::lower(graph, id).kernel, m_device.sharedPerBlock).shapeFor(m_sizes);
        const double busy = std::min(1.0, static_cast<double>(shape.blocks) / m_device.multiprocessors);
        const double peak = m_working == DType::BF16 ? m_device.peakBf16 : m_device.peakF32;
        std::array<double, bounds> seconds{cost.flops / (matrixShare * peak), cost.bytes / (memoryShare * m_device.bandwidth), launchSeconds};
        if (busy > 0) seconds[Matrix] /= busy;
        const auto longest = static_cast<std::size_t>(std::max_element(seconds.begin(), seconds.end()) - seconds.begin());
        m_by[longest] += times * seconds[longest];
        m_forecast.launches += static_cast<std::int64_t>(times);
        m_forecast.flops += times * cost.flops;
        m_forecast.bytes += times * cost.bytes;
    }

    const cuda::DeviceDescription& m_device;
    const ir::Sizes& m_sizes;
    DType m_working;
    ProgramForecast m_forecast;
    std::array<double, bounds> m_by{};
};

std::int64_t executionsOf(const std::string& program, const PredictSettings& settings) {
    if (program == "trunk") return settings.recycles + 1;
    if (program == "denoise") return settings.steps;
    return program == "confidence" ? settings.samples : 1;
}

}  // namespace

DeviceForecast forecastOn(const cuda::DeviceDescription& device, Session& session, const JobSizes& sizes, const PredictSettings& settings) {
    const ir::Sizes symbols = {{"tokens", sizes.paddedTokens}, {"blocks", (sizes.atoms + queryBlock - 1) / queryBlock},
                               {"msa_rows", std::min<std::int64_t>(sizes.msaRows, session.config().msaRows)}, {"templates", sizes.templates}, {"samples", settings.samples}};
    DeviceForecast forecast{device.name, {}, 0};
    for (const std::string& program : programNames()) {
        if (program == "condition" && !session.settings().hoist) continue;
        const ir::Graph graph = passes::runPipeline(splitGraph(program, session.config(), session.settings()), passOptions(program, session.settings()), nullptr).graph;
        Forecaster forecaster(device, symbols, workingType(program, session.settings()));
        forecaster.add(graph, 1);
        ProgramForecast made = forecaster.finish();
        made.program = program;
        made.executions = executionsOf(program, settings);
        made.arenaBytes = static_cast<std::int64_t>(runtime::planMemory(runtime::makeLaunchList(graph), symbols).arenaBytes);
        forecast.seedSeconds += made.seconds * static_cast<double>(made.executions);
        forecast.programs.push_back(made);
    }
    return forecast;
}

std::string toText(const DeviceForecast& forecast) {
    using report::durationText;
    std::string text = message("device.forecast", {forecast.device, durationText(forecast.seedSeconds)}) + "\n";
    text += fmt::format("  {:<12} {:>9} {:>9} {:>11} {:>11} {:>10}  {}\n", "program", "times", "launches", "GFLOP", "traffic", "each", "bound by");
    for (const ProgramForecast& p : forecast.programs)
        text += fmt::format("  {:<12} {:>9} {:>9} {:>11.4g} {:>11} {:>10}  {}\n", p.program, p.executions, p.launches, p.flops * 1e-9, report::bytesText(p.bytes), durationText(p.seconds), p.bound);
    return text;
}

}  // namespace foldmeter::predict
