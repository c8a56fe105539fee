#include "predict/program_graphs.h"

#include "base/error.h"
#include "kernels/lower.h"
#include "model/alphafold3.h"
#include "passes/hoist.h"

#include <set>

namespace foldmeter::predict {
namespace {

void collect(const ir::Graph& graph, std::vector<kernels::Kernel>& all, std::set<std::string>& seen) {
    for (ir::NodeId id = 0; id < static_cast<ir::NodeId>(graph.nodes().size()); ++id) {
        const ir::Node& node = graph.node(id);
        if (node.op == ir::Op::Repeat) collect(*node.body, all, seen);
        if (node.op != ir::Op::Fused && node.op != ir::Op::Einsum && node.op != ir::Op::Attention) continue;
        kernels::Kernel kernel = kernels::lower(graph, id).kernel;
        if (seen.insert(kernels::print(kernel)).second) all.push_back(std::move(kernel));
    }
}

}  // namespace

const std::vector<std::string>& programNames() {
    static const std::vector<std::string> names = {"embed", "trunk", "distogram", "condition", "denoise", "confidence"};
    return names;
}

ir::Graph tracedGraph(const std::string& program, const model::Config& config) {
    if (program == "embed") return model::traceEmbed(config);
    if (program == "trunk") return model::traceTrunk(config);
    if (program == "distogram") return model::traceDistogram(config);
    if (program == "confidence") return model::traceConfidence(config);
    check(program == "denoise" || program == "condition", "unknown program " + program);
    return model::traceDenoise(config);
}

ir::Graph splitGraph(const std::string& program, const model::Config& config, const CompileSettings& settings) {
    ir::Graph traced = tracedGraph(program, config);
    if (program == "condition" && !settings.hoist) throw InputError("the program condition exists only with --hoist on");
    if (!settings.hoist || (program != "condition" && program != "denoise")) return traced;
    passes::HoistResult split = passes::hoist(traced, ir::Varies::Seed, "condition");
    return program == "condition" ? std::move(split.slow) : std::move(split.rest);
}

DType workingType(const std::string& program, const CompileSettings& settings) {
    if (program == "distogram") return DType::F32;
    const bool denoiser = program == "denoise" || program == "condition";
    switch (settings.precision.value_or(Precision::BF16)) {
        case Precision::BF16: return denoiser ? DType::F32 : DType::BF16;
        case Precision::BF16All: return DType::BF16;
        default: return DType::F32;
    }
}

passes::PassOptions passOptions(const std::string& program, const CompileSettings& settings) {
    return {.fuse = settings.fusion,
            .decomposeAttention = settings.attention == AttentionChoice::Decomposed,
            .working = workingType(program, settings)};
}

passes::PassOptions devicePassOptions(const std::string& program, const CompileSettings& settings) {
    passes::PassOptions options = passOptions(program, settings);
    options.acrossModules = true;
    return options;
}

std::vector<kernels::Kernel> kernelsOf(const ir::Graph& optimized) {
    std::vector<kernels::Kernel> all;
    std::set<std::string> seen;
    collect(optimized, all, seen);
    return all;
}

}  // namespace foldmeter::predict
