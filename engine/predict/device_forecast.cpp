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

    // listBlocks: whether repeated blocks inside are listed; their work is counted in any case.
    void add(const ir::Graph& graph, double times, bool listBlocks = true) {
        for (ir::NodeId id = 0; id < static_cast<ir::NodeId>(graph.nodes().size()); ++id) {
            const ir::Node& node = graph.node(id);
            if (node.op == ir::Op::Repeat && listBlocks) addBlock(graph, node, times);
            else if (node.op == ir::Op::Repeat) add(*node.body, times * static_cast<double>(node.attributes.integer("count")), false);
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
    void addBlock(const ir::Graph& graph, const ir::Node& node, double times) {
        Forecaster turn(m_device, m_sizes, m_working);
        turn.add(*node.body, 1);
        BlockForecast block{node.scope, node.attributes.integer("count"), turn.m_forecast.launches, turn.m_pairLaunches, turn.m_forecast.bytes, turn.m_weightBytes};
        const auto carried = static_cast<std::size_t>(node.attributes.integer("carried")), stacked = static_cast<std::size_t>(node.attributes.integer("stacked"));
        const auto turns = static_cast<double>(block.count);   // a stacked value, or a collected result, has a row for each turn
        for (std::size_t n = 0; n < node.operands.size(); ++n) block.leastBytes += bytesOf(graph.type(node.operands[n])) / (n >= carried && n < carried + stacked ? turns : 1);
        for (std::size_t n = 0; n < node.results.size(); ++n) block.leastBytes += bytesOf(node.results[n]) / (n >= carried ? turns : 1);
        m_forecast.blocks.push_back(block);
        for (BlockForecast& inner : turn.m_forecast.blocks) m_forecast.blocks.push_back(inner);
        add(*node.body, times * static_cast<double>(block.count), false);
    }
    double bytesOf(const ir::TensorType& type) const {
        return static_cast<double>(elementCount(ir::evaluate(type.shape, m_sizes))) * static_cast<double>(sizeOf(type.dtype));
    }
    // Over pairs: a result grows with the square of a count.
    static bool overPairs(const kernels::Kernel& kernel) {
        return std::any_of(kernel.arguments.begin(), kernel.arguments.end(), [](const kernels::Argument& argument) {
            return argument.role == kernels::Argument::Role::Output && ir::product(argument.type.shape).symbols.size() > 1;
        });
    }
    void addLaunch(const ir::Graph& graph, ir::NodeId id, double times) {
        const ir::Cost cost = ir::costOf(graph, id, m_sizes);
        const kernels::Kernel kernel = kernels::lower(graph, id).kernel;
        const auto shape = cuda::LaunchPlanner(kernel, m_device.sharedPerBlock).shapeFor(m_sizes);
        m_pairLaunches += static_cast<std::int64_t>(times) * overPairs(kernel);
        for (const auto& argument : kernel.arguments)
            if (argument.role == kernels::Argument::Role::Weight) m_weightBytes += times * bytesOf(argument.type);
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
    std::int64_t m_pairLaunches = 0;
    double m_weightBytes = 0;
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
        const ir::Graph graph = passes::runPipeline(splitGraph(program, session.config(), session.settings()), devicePassOptions(program, session.settings()), nullptr).graph;
        Forecaster forecaster(device, symbols, workingType(program, session.settings()));
        forecaster.add(graph, 1);
        ProgramForecast made = forecaster.finish();
        made.program = program;
        made.executions = executionsOf(program, settings);
        made.arenaBytes = static_cast<std::int64_t>(runtime::planMemory(runtime::makeLaunchList(graph), symbols).arenaBytes());
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
    text += fmt::format("  {:<44} {:>6} {:>9} {:>11} {:>11} {:>11} {:>6}\n", "repeated block", "turns", "launches", "over pairs", "traffic", "least", "ratio");
    for (const ProgramForecast& p : forecast.programs)
        for (const BlockForecast& b : p.blocks)
            text += fmt::format("  {:<44} {:>6} {:>9} {:>11} {:>11} {:>11} {:>6.1f}\n", b.scope, b.count, b.launches, b.pairLaunches, report::bytesText(b.bytes), report::bytesText(b.leastBytes), b.bytes / b.leastBytes);
    return text;
}

}  // namespace foldmeter::predict
