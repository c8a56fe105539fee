#include "predict/plan.h"

#include "features/build_batch.h"
#include "ir/cost.h"
#include "predict/program_graphs.h"
#include "predict/run_job.h"
#include "report/stage_table.h"
#include "targets/cpu/cpu_target.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace foldmeter::predict {
namespace {

// Share of the machine's matrix peak that predictions were seen to reach; the forecast is given as an interval.
constexpr double shareHigh = 0.6, shareLow = 0.15;
constexpr std::int64_t queryBlock = 32;

struct Work {
    double trunkPass = 0, denoiseStep = 0, seed = 0;   // flops
};

Work workOf(Session& session, const JobSizes& sizes, const PredictSettings& predict) {
    const ir::Sizes symbols = {{"tokens", sizes.paddedTokens}, {"blocks", (sizes.atoms + queryBlock - 1) / queryBlock}, {"msa_rows", std::min<std::int64_t>(sizes.msaRows, session.config().msaRows)},
                               {"templates", sizes.templates}, {"samples", predict.samples}};
    const auto flops = [&](const char* program) { return ir::costOf(splitGraph(program, session.config(), session.settings()), symbols).flops; };
    Work work;
    work.trunkPass = flops("trunk");
    work.denoiseStep = flops("denoise");
    work.seed = flops("embed") + flops("distogram") + (predict.recycles + 1) * work.trunkPass + predict.steps * work.denoiseStep + predict.samples * flops("confidence");
    if (session.settings().hoist) work.seed += flops("condition");
    return work;
}

}  // namespace

Plan planJob(Session& session, const features::FoldInput& input, const PredictSettings& settings) {
    const features::BatchBuilder builder(input, session.components(), {.buckets = session.settings().buckets, .pool = &session.pool(), .strictAlphafold3 = settings.strictAlphafold3});
    Plan plan;
    plan.job = input.name;
    plan.seeds = input.seeds.size();
    plan.sizes = jobSizesOf(builder.common());
    plan.predict = settings;
    plan.availableBytes = availableMemoryBytes();
    plan.peakBytes = static_cast<std::int64_t>(session.predictor().predictPeakBytes(plan.sizes, plan.predict));
    for (const runtime::Program* program : session.predictor().programs())   // the forecast needed them
        plan.cache.emplace_back(program->compileRecord().program, program->compileRecord().cache);
    const Work work = workOf(session, plan.sizes, plan.predict);
    plan.flopsTrunkPass = work.trunkPass;
    plan.flopsDenoiseStep = work.denoiseStep;
    plan.flopsSeed = work.seed;
    plan.peakFlopsPerSecond = 1e9 * cpu::measureGemmPeak(session.pool(), DType::F32);
    plan.secondsLow = static_cast<double>(plan.seeds) * work.seed / (shareHigh * plan.peakFlopsPerSecond);
    plan.secondsHigh = static_cast<double>(plan.seeds) * work.seed / (shareLow * plan.peakFlopsPerSecond);
    return plan;
}

std::string toText(const Plan& plan) {
    using report::bytesText;
    using report::durationText;
    const JobSizes& sizes = plan.sizes;
    std::string text = fmt::format("{}\n  {} tokens{}, {} atoms, {} MSA rows\n", plan.job, sizes.tokens,
                                   sizes.paddedTokens != sizes.tokens ? fmt::format(" (padded to {})", sizes.paddedTokens) : std::string(), sizes.atoms, sizes.msaRows);
    text += fmt::format("  {} seeds, {} recycles, {} steps, {} samples\n", plan.seeds, plan.predict.recycles, plan.predict.steps, plan.predict.samples);
    text += fmt::format("  peak memory about {}; {} are free\n", bytesText(static_cast<double>(plan.peakBytes)), bytesText(static_cast<double>(plan.availableBytes)));
    text += fmt::format("  matrix work a trunk pass {:.3g} GFLOP, a denoise step {:.3g} GFLOP, a seed {:.3g} GFLOP\n", plan.flopsTrunkPass * 1e-9, plan.flopsDenoiseStep * 1e-9, plan.flopsSeed * 1e-9);
    text += fmt::format("  execution {} to {}, at {:.0f} to {:.0f} % of the {:.0f} GFLOP/s (f32) just measured, compilation not counted\n", durationText(plan.secondsLow),
                        durationText(plan.secondsHigh), 100 * shareHigh, 100 * shareLow, plan.peakFlopsPerSecond * 1e-9);
    for (const auto& [program, cache] : plan.cache) text += fmt::format("{}{} {}", &program == &plan.cache.front().first ? "  compile cache: " : ", ", program, cache);
    return text + "\n";
}

std::string toJson(const std::vector<Plan>& plans) {
    nlohmann::ordered_json json = {{"format", "foldmeter-plan"}, {"version", 1}, {"jobs", nlohmann::ordered_json::array()}};
    for (const Plan& plan : plans) {
        json["jobs"].push_back({{"job", plan.job},
                                {"seeds", plan.seeds},
                                {"tokens", plan.sizes.tokens},
                                {"padded_tokens", plan.sizes.paddedTokens},
                                {"atoms", plan.sizes.atoms},
                                {"msa_rows", plan.sizes.msaRows},
                                {"peak_bytes", plan.peakBytes},
                                {"available_bytes", plan.availableBytes},
                                {"flops", {{"trunk_pass", plan.flopsTrunkPass}, {"denoise_step", plan.flopsDenoiseStep}, {"seed", plan.flopsSeed}}},
                                {"peak_gflops", plan.peakFlopsPerSecond * 1e-9},
                                {"seconds", {plan.secondsLow, plan.secondsHigh}}});
        for (const auto& [program, cache] : plan.cache) json["jobs"].back()["cache"][program] = cache;
    }
    return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace foldmeter::predict
