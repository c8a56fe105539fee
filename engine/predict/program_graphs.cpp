#include "predict/program_graphs.h"

#include "base/error.h"
#include "model/alphafold3.h"
#include "passes/hoist.h"

namespace foldmeter::predict {

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

}  // namespace foldmeter::predict
