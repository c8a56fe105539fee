#include "predict/plan.h"

#include "features/build_batch.h"
#include "base/message.h"
#include "predict/job_time.h"
#include "predict/run_job.h"
#include "report/stage_table.h"
#include "targets/cpu/cpu_target.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace foldmeter::predict {
namespace {

// Share of the machine's matrix peak that predictions were seen to reach; the forecast is given as an interval.
constexpr double shareHigh = 0.6, shareLow = 0.15;

struct SeedWork {
    double trunkPass = 0, denoiseStep = 0, seed = 0;   // flops
};

SeedWork workOf(Session& session, const JobSizes& sizes, const PredictSettings& predict) {
    const auto flops = [&](const char* program) { return session.predictor().workOf(program, sizes, predict).flops; };
    SeedWork work;
    work.trunkPass = flops("trunk");
    work.denoiseStep = flops("denoise");
    work.seed = flops("embed") + flops("distogram") + flops("condition") + (predict.recycles + 1) * work.trunkPass + predict.steps * work.denoiseStep + predict.samples * flops("confidence");
    return work;
}

// From what ran here before; else from a share of the machine's peak.
void estimateTime(Session& session, Plan& plan) {
    // What is missing in the cache has been put there for this plan.
    const bool cached = session.settings().cache == CacheUse::ReadWrite || std::all_of(plan.cache.begin(), plan.cache.end(), [](const auto& entry) { return entry.second == "hit"; });
    if (const auto forecast = forecastTime(session, plan.sizes, plan.predict, plan.seeds, cached)) {
        plan.calibrated = true;
        plan.observations = forecast->observations;
        plan.seconds = forecast->seconds;
        plan.secondsLow = forecast->low;
        plan.secondsHigh = forecast->high;
        return;
    }
    plan.secondsLow = static_cast<double>(plan.seeds) * plan.flopsSeed / (shareHigh * plan.peakFlopsPerSecond);
    plan.secondsHigh = static_cast<double>(plan.seeds) * plan.flopsSeed / (shareLow * plan.peakFlopsPerSecond);
    plan.seconds = std::sqrt(plan.secondsLow * plan.secondsHigh);
}

// Changes that bring the memory below what is there, each tried out; else how many tokens would fit.
void addRemedies(Session& session, Plan& plan) {
    const auto fits = [&](const JobSizes& sizes, const PredictSettings& settings) { return session.predictor().forecastMemory(sizes, settings).fits; };
    for (int samples = plan.predict.samples - 1; samples >= 1; samples = samples / 2) {
        PredictSettings fewer = plan.predict;
        fewer.samples = samples;
        if (!fits(plan.sizes, fewer)) continue;
        plan.remedies.push_back(message("plan.fewer_samples", {std::to_string(samples)}));
        break;
    }
    JobSizes narrow = plan.sizes;
    for (narrow.msaRows = std::min<std::int64_t>(narrow.msaRows, session.config().msaRows) / 2; narrow.msaRows >= 1; narrow.msaRows /= 2)
        if (fits(narrow, plan.predict)) {
            plan.remedies.push_back(message("plan.fewer_rows", {std::to_string(narrow.msaRows)}));
            break;
        }
    if (plan.sizes.paddedTokens > plan.sizes.tokens) {
        JobSizes exact = plan.sizes;
        exact.paddedTokens = exact.tokens;
        if (fits(exact, plan.predict)) plan.remedies.push_back(message("plan.no_padding"));
    }
    if (session.settings().precision == Precision::F32) plan.remedies.push_back(message("plan.lower_precision"));
    const std::int64_t tokens = tokensThatFit(session.predictor(), plan.sizes, plan.predict);
    plan.remedies.push_back(tokens > 0 ? message("plan.fewer_tokens", {std::to_string(tokens)}) : message("plan.nothing_fits"));
}

// What is computed twice so that memory suffices.
void addCuttingTo(SeedWork& work, const Plan& plan) {
    const MemoryForecast& memory = plan.memory;
    work.trunkPass += memory.extraTrunk;
    work.denoiseStep += memory.extraDenoise;
    work.seed += (plan.predict.recycles + 1) * memory.extraTrunk + plan.predict.steps * memory.extraDenoise + plan.predict.samples * memory.extraConfidence;
}

bool isCut(const MemoryForecast& memory, int samples) {
    return memory.slicedChains + memory.productsInPlace > 0 || !memory.conditionKept || memory.samplesAtOnce < samples;
}

std::string cuttingText(const Plan& plan) {
    const MemoryForecast& memory = plan.memory;
    if (!isCut(memory, plan.predict.samples)) return "";
    std::string text = fmt::format("  cut to stay within {}:", report::bytesText(static_cast<double>(memory.budget)));
    if (memory.slicedChains > 0) text += fmt::format(" {} chains of launches in up to {} slices,", memory.slicedChains, memory.slices);
    if (memory.productsInPlace > 0) text += fmt::format(" {} products in place,", memory.productsInPlace);
    text += fmt::format(" {} samples at once", memory.samplesAtOnce);
    if (!memory.conditionKept) text += ", the conditioning computed again in every step";
    if (!memory.fits) text += "; that is not enough";
    return text + "\n";
}

}  // namespace

Plan planJob(Session& session, const features::FoldInput& input, const PredictSettings& settings) {
    const features::BatchBuilder builder(input, session.components(), {.buckets = session.settings().buckets, .pool = &session.pool(), .strictAlphafold3 = settings.strictAlphafold3});
    Plan plan;
    plan.job = input.name;
    plan.seeds = input.seeds.size();
    plan.sizes = jobSizesOf(builder.common());
    plan.predict = settings;
    for (const features::Entity& entity : input.entities)
        if (entity.templates) plan.templates = std::max(plan.templates, static_cast<std::int64_t>(std::min<std::size_t>(entity.templates->size(), 4)));
    plan.memory = session.predictor().forecastMemory(plan.sizes, plan.predict);
    plan.availableBytes = plan.memory.budget;
    for (const runtime::Program* program : session.predictor().programs())   // the forecast needed them
        plan.cache.emplace_back(program->compileRecord().program, program->compileRecord().cache);
    SeedWork work = workOf(session, plan.sizes, plan.predict);
    addCuttingTo(work, plan);
    plan.flopsTrunkPass = work.trunkPass;
    plan.flopsDenoiseStep = work.denoiseStep;
    plan.flopsSeed = work.seed;
    plan.peakFlopsPerSecond = 1e9 * cpu::measureGemmPeak(session.pool(), DType::F32);
    estimateTime(session, plan);
    if (!plan.fits()) addRemedies(session, plan);
    return plan;
}

std::string toText(const Plan& plan) {
    using report::bytesText;
    using report::durationText;
    const JobSizes& sizes = plan.sizes;
    std::string text = fmt::format("{}\n  {} tokens{}, {} atoms, {} MSA rows, {} template(s)\n", plan.job, sizes.tokens,
                                   sizes.paddedTokens != sizes.tokens ? fmt::format(" (padded to {})", sizes.paddedTokens) : std::string(), sizes.atoms, sizes.msaRows, plan.templates);
    text += fmt::format("  {} seeds, {} recycles, {} steps, {} samples\n", plan.seeds, plan.predict.recycles, plan.predict.steps, plan.predict.samples);
    text += fmt::format("  peak memory about {}; {} are free\n", bytesText(static_cast<double>(plan.memory.peakBytes)), bytesText(static_cast<double>(plan.availableBytes)));
    text += cuttingText(plan);
    for (const std::string& remedy : plan.remedies) text += fmt::format("    does not fit; {}\n", remedy);
    text += fmt::format("  matrix work a trunk pass {:.3g} GFLOP, a denoise step {:.3g} GFLOP, a seed {:.3g} GFLOP\n", plan.flopsTrunkPass * 1e-9, plan.flopsDenoiseStep * 1e-9, plan.flopsSeed * 1e-9);
    if (plan.calibrated)
        text += "  " + message("plan.time", {durationText(plan.seconds), durationText(plan.secondsLow), durationText(plan.secondsHigh), std::to_string(plan.observations)}) + "\n";
    else
        text += "  " + message("plan.guessed", {durationText(plan.secondsLow), durationText(plan.secondsHigh), fmt::format("{:.0f}", 100 * shareHigh), fmt::format("{:.0f}", 100 * shareLow),
                                                fmt::format("{:.0f}", plan.peakFlopsPerSecond * 1e-9)}) + "\n";
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
                                {"peak_bytes", plan.memory.peakBytes},
                                {"budget_bytes", plan.memory.budget},
                                {"fits", plan.memory.fits},
                                {"cut", {{"sliced_chains", plan.memory.slicedChains}, {"slices", plan.memory.slices}, {"products_in_place", plan.memory.productsInPlace},
                                         {"samples_at_once", plan.memory.samplesAtOnce}, {"condition_kept", plan.memory.conditionKept}}},
                                {"available_bytes", plan.availableBytes},
                                {"flops", {{"trunk_pass", plan.flopsTrunkPass}, {"denoise_step", plan.flopsDenoiseStep}, {"seed", plan.flopsSeed}}},
                                {"peak_gflops", plan.peakFlopsPerSecond * 1e-9},
                                {"templates", plan.templates},
                                {"calibrated", plan.calibrated},
                                {"expected_seconds", plan.seconds},
                                {"seconds", {plan.secondsLow, plan.secondsHigh}},
                                {"fits", plan.fits()},
                                {"remedies", plan.remedies}});
        for (const auto& [program, cache] : plan.cache) json["jobs"].back()["cache"][program] = cache;
    }
    return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace foldmeter::predict
