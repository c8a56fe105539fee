#include "predict/predictor.h"

#include "base/error.h"
#include "base/message.h"
#include "model/batch_inputs.h"
#include "model/index_ranges.h"
#include "predict/job_timing.h"
#include "predict/key_tree.h"
#include "predict/program_set.h"
#include "predict/sampler.h"
#include "predict/trajectory.h"
#include "report/stage_table.h"
#include "runtime/compute_device.h"
#include "targets/cuda/driver/driver_error.h"
#include "targets/cuda/tool_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <tuple>

namespace foldmeter::predict {

namespace {

using runtime::BoundProgram;
using timeline::Category;
using timeline::Recorder;
using timeline::ScopedSpan;

double secondsSince(std::int64_t start) { return static_cast<double>(Recorder::now() - start) * 1e-9; }

// Measured: code, threads, dictionary, code generator; and numbers a pair of tokens of the batch and its inputs.
constexpr std::size_t processBytes = std::size_t{108} << 20, generatorBytes = std::size_t{32} << 20;
constexpr std::int64_t batchPairValues = 16;

Tensor copyOf(const Tensor& tensor) { return Tensor(tensor.dtype(), tensor.extents(), Buffer::copyOf(tensor.bytes())); }

// Exponent bits all set: an infinity or no number.
template <typename T> bool anyNotFinite(std::span<const T> values, T exponent) {
    bool found = false;
    for (const T value : values) found |= (value & exponent) == exponent;
    return found;
}

bool isFinite(const Tensor& tensor) {
    if (tensor.dtype() == DType::F32) return !anyNotFinite<std::uint32_t>(tensor.as<std::uint32_t>(), 0x7f800000u);
    if (tensor.dtype() == DType::BF16) return !anyNotFinite<std::uint16_t>(tensor.as<std::uint16_t>(), 0x7f80u);
    return true;
}

// Arrays of one sample, appended to arrays that list samples in front.
void putSample(Tensor& all, int sample, int samples, const Tensor& one) {
    if (all.empty()) {
        Extents extents = one.extents();
        extents.insert(extents.begin(), samples);
        all = Tensor(one.dtype(), extents);
    }
    std::memcpy(all.mutableAs<std::byte>().data() + static_cast<std::size_t>(sample) * one.bytes().size(), one.bytes().data(), one.bytes().size());
}

Tensor firstSamples(const Tensor& all, int samples) {
    Extents extents = all.extents();
    const std::size_t bytes = all.bytes().size() / static_cast<std::size_t>(extents[0]) * static_cast<std::size_t>(samples);
    extents[0] = samples;
    return Tensor(all.dtype(), extents, Buffer::copyOf(all.bytes().first(bytes)));
}

// What is kept of the job beside the arrays of the network: a letter of the whole alignment (text, code, deletions, mask),
// and the positions of every step where they are wanted.
std::size_t keptBytes(const JobSizes& job, const PredictSettings& settings) {
    constexpr std::int64_t letterBytes = 4;
    return static_cast<std::size_t>(job.msaRows * job.paddedTokens * letterBytes) + (settings.keepsTrajectory ? Trajectory::bytesFor(job.atoms, settings) : 0);
}

// What the programs are bound to for a batch: as many rows of the alignment as a pass draws.
ir::Sizes sizesOf(const features::Batch& batch, const model::Config& config, int samples) {
    const TensorMap& arrays = batch.arrays;
    return {{"tokens", model::arrayOf(arrays, "aatype").extents().at(0)},
            {"blocks", model::blocksFor(model::atomsIn(arrays))},
            {"templates", model::templatesIn(arrays)},
            {"msa_rows", msaRowCount(model::arrayOf(arrays, "msa_mask"), config.msaRows)},
            {"samples", samples}};
}

struct ConfidenceArray {
    const char* output;
    Tensor SeedResult::*member;
};
constexpr ConfidenceArray confidenceArrays[] = {
    {"predicted_lddt", &SeedResult::plddt},
    {"predicted_experimentally_resolved", &SeedResult::resolved},
    {"full_pae", &SeedResult::pae},
    {"full_pde", &SeedResult::pde},
    {"average_pde", &SeedResult::averagePde},
    {"tmscore_adjusted_pae_global", &SeedResult::tmGlobal},
    {"tmscore_adjusted_pae_interface", &SeedResult::tmInterface},
};

}  // namespace

struct Predictor::State {
    model::Config config;
    runtime::Context context;
    ProgramSet programs;

    State(const model::Config& c, runtime::Context given, bool interpret) : config(c), context(given), programs(c, std::move(given), interpret) {}
    int samplesWished(const PredictSettings& settings) const {
        const int wish = context.settings.samplesPerBatch;
        const int samples = settings.samples - settings.firstSample;
        return wish > 0 ? std::min(wish, samples) : samples;
    }
    // Results of the seed on the host, and the process with program, code generator and component dictionary. None of it
    // takes memory of a GPU.
    std::size_t hostBytes(const ir::Sizes& sizes, const PredictSettings& settings) {
        if (context.device) return 0;
        const std::int64_t tokens = sizes.at("tokens"), pairValues = config.pair + config.distogramBins + 4 * settings.samples + batchPairValues;
        return static_cast<std::size_t>(tokens * tokens * pairValues) * sizeof(float) + processBytes +
               (programs.codeWasGenerated() ? generatorBytes : 0);
    }
    std::int64_t budget() const {
        if (context.settings.memoryBudget > 0) return std::min(context.settings.memoryBudget, ceiling);
        return std::min((context.device ? context.device->freeBytes() : availableMemoryBytes()) + context.ledger->bytes, ceiling);
    }
    bool fewerSamplesAllowed() const { return context.settings.samplesPerBatch == 0 || ceiling < unlimited; }
    // Of the job beside the network's arrays; none of it takes memory of a GPU.
    std::size_t keptOnHost(const JobSizes& job, const PredictSettings& settings) const { return context.device ? 0 : keptBytes(job, settings); }
    // sizes: with the samples that are wished for. What was found once holds for all seeds, until memory is refused.
    MemoryFit fit(const ir::Sizes& sizes, const JobSizes& job, const PredictSettings& settings) {
        programs.compile();   // the code generator counts, where one was needed
        const std::size_t kept = keptOnHost(job, settings);
        const auto [entry, isNew] = fits.try_emplace({sizes, settings.samples, kept});
        if (!isNew) return entry->second;
        const auto fitNow = [&] {
            const auto room = budget() - static_cast<std::int64_t>(hostBytes(sizes, settings) + kept);
            return programs.fit(sizes, room, fewerSamplesAllowed());
        };
        const bool generated = programs.codeWasGenerated();
        entry->second = fitNow();
        if (programs.codeWasGenerated() != generated) entry->second = fitNow();   // the denoiser's other form had no code yet
        return entry->second;
    }
    // The sizes as they are bound: with as many samples as fit.
    ir::Sizes fitted(ir::Sizes sizes, const MemoryFit& fit) const {
        sizes["samples"] = fit.samples;
        return sizes;
    }
    // After the device refused memory: half of what slices and smaller batches can save, again and again, then nothing kept
    // from step to step. False when there is nothing left to give.
    bool giveWay(const ir::Sizes& wished, const JobSizes& job, const PredictSettings& settings) {
        const MemoryFit refused = fit(wished, job, settings);
        const auto bytes = static_cast<std::int64_t>(refused.bytes), least = static_cast<std::int64_t>(programs.smallest(wished, refused.hoisted, true).bytes);
        if (bytes - least > least / 200) ceiling = least + (bytes - least) / 2;
        else if (refused.hoisted && programs.stopHoisting()) ceiling = bytes;
        else return false;
        fits.clear();
        const MemoryFit next = fit(wished, job, settings);
        ScopedSpan span(context.recorder, "try with less memory", Category::Codegen);
        span.with("bytes", static_cast<std::int64_t>(next.bytes)).with("samples", next.samples).with("slices", static_cast<std::int64_t>(next.slices)).with("hoist", std::int64_t{next.hoisted});
        programs.unbind();
        note(context.log, LogLevel::Warning, message("cuda.less_memory", {report::bytesText(static_cast<double>(next.bytes)), std::to_string(next.samples), std::to_string(std::max<std::size_t>(1, next.slices)),
                                                                          message(next.hoisted ? "cuda.kept" : "cuda.recomputed")}));
        return true;
    }

    std::map<std::tuple<ir::Sizes, int, std::size_t>, MemoryFit> fits;
    static constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();
    std::int64_t ceiling = unlimited;   // bytes, since a device refused more
};

// One seed on its way through the programs.
class SeedRun {
public:
    SeedRun(const model::Config& config, const runtime::Context& context, ProgramSet& programs, const features::Batch& batch, std::uint32_t seed,
            const PredictSettings& settings, const ProgressCallback& progress, SeedTiming& timing)
        : m_config(config), m_context(context), m_programs(programs), m_batch(batch), m_seed(seed), m_settings(settings), m_progress(progress),
          m_timing(timing), m_keys(seed, settings.recycles) {}

    // wished: samples a batch of the denoiser would have if memory allowed.
    SeedResult run(ir::Sizes sizes, const MemoryFit& fit, std::int64_t wished) {
        m_sizes = std::move(sizes);
        m_fit = fit;
        m_wished = wished;
        m_result.seed = m_seed;
        m_result.firstSample = m_settings.firstSample;
        prepare();
        embed();
        trunk();
        distogram();
        condition();
        const int group = static_cast<int>(m_sizes.at("samples"));
        for (int first = m_settings.firstSample; first < m_settings.samples; first += group) sample(first, std::min(group, m_settings.samples - first));
        confidence();
        return std::move(m_result);
    }

private:
    std::int64_t tokens() const { return m_sizes.at("tokens"); }
    int samples() const { return m_settings.samples - m_settings.firstSample; }   // to be made
    void tell(const char* stage, int done, int total) const {
        if (m_progress) m_progress({stage, m_seed, 0, 1, done, total});
    }
    void checkCancel() const {
        if (m_context.cancel) m_context.cancel->throwIfRequested();
    }
    // Hands over what the program reads of this job and seed, in the type it reads.
    BoundProgram& fed(const std::string& name, const TensorMap& more = {});
    // Tells on a span into how many parts the memory budget cuts what runs in it.
    void tellChunks(ScopedSpan& span, const std::string& program, int parts = 1) const {
        const int chunks = std::max(parts, static_cast<int>(m_programs.bound(program).bindRecord().slices));
        if (chunks > 1) span.with("chunks", chunks);
    }
    // Runs and refuses results that are no numbers.
    void execute(const std::string& name, const std::string& where);
    [[noreturn]] void refuse(const std::string& name, const std::string& where, const std::string& output);
    // Inputs of the job and seed.
    void prepare() {
        const ScopedSpan span(m_context.recorder, "prepare inputs", Category::Featurise);
        m_inputs = model::batchInputs(m_batch.arrays, static_cast<int>(m_sizes.at("samples")));
        model::checkIndices(m_inputs, tokens(), m_sizes.at("blocks"));
    }
    void embed();
    void trunk();
    void distogram();
    void condition();
    void sample(int first, int count);
    void confidence();
    bool confidenceOf(int sample);

    const model::Config& m_config;
    const runtime::Context& m_context;
    ProgramSet& m_programs;
    const features::Batch& m_batch;
    std::uint32_t m_seed;
    const PredictSettings& m_settings;
    const ProgressCallback& m_progress;
    SeedTiming& m_timing;
    KeyTree m_keys;
    ir::Sizes m_sizes;
    MemoryFit m_fit;
    std::int64_t m_wished = 1;
    TensorMap m_inputs;
    SeedResult m_result;
};

BoundProgram& SeedRun::fed(const std::string& name, const TensorMap& more) {
    BoundProgram& program = m_programs.bound(name);
    const runtime::Signature& signature = m_programs.signatureOf(name);
    for (const std::string& input : program.inputNames()) {
        const auto given = more.find(input);
        const auto found = given != more.end() ? given : m_inputs.find(input);
        const bool known = given != more.end() || found != m_inputs.end();
        if (known) program.setInput(input, found->second.converted(signature.input(input).dtype));
    }
    return program;
}

void SeedRun::execute(const std::string& name, const std::string& where) {
    BoundProgram& program = m_programs.bound(name);
    program.run();
    for (const std::string& output : program.outputNames()) {
        if (!isFinite(program.output(output))) refuse(name, where, output);
    }
}

// Looks for the first launch that went wrong; what the denoiser reads of `condition` is looked at first.
void SeedRun::refuse(const std::string& name, const std::string& where, const std::string& output) {
    std::string program = name, place;
    if (name == "denoise" && m_programs.hoisted()) {
        place = m_programs.bound("condition").firstNotFinite();
        if (!place.empty()) program = "condition";
    }
    if (place.empty()) place = m_programs.bound(name).firstNotFinite();
    throw Error(fmt::format("seed {}: program {}{}: {} is not finite{}. The weights or the precision do not suit this input; try --precision f32.", m_seed, program,
                            where, output, place.empty() ? std::string() : ", first in " + place));
}

void SeedRun::embed() {
    tell("embed", 0, 1);
    ScopedSpan span(m_context.recorder, "embed", Category::Execute);
    const cuda::ToolRange range("embed");
    BoundProgram& program = fed("embed");
    execute("embed", "");
    m_inputs["target_feat"] = copyOf(program.output("target_feat"));
}

void SeedRun::trunk() {
    const std::int64_t start = Recorder::now();
    const int passes = m_settings.recycles + 1;
    const Tensor& msaMask = model::arrayOf(m_batch.arrays, "msa_mask");
    TensorMap more{{"prev_pair", Tensor(DType::F32, {tokens(), tokens(), m_config.pair})}, {"prev_single", Tensor(DType::F32, {tokens(), m_config.single})}};
    BoundProgram& program = fed("trunk");
    for (int pass = 0; pass < passes; ++pass) {
        checkCancel();
        tell("trunk", pass, passes);
        const std::int64_t passStart = Recorder::now();
        ScopedSpan span(m_context.recorder, "recycle", Category::Execute);
        const cuda::ToolRange range("recycle");
        span.with("recycle", static_cast<std::int64_t>(pass));
        tellChunks(span, "trunk");
        TensorMap rows = model::msaInputs(m_batch.arrays, drawMsaRows(msaMask, m_keys.nextRowKey(), m_config.msaRows));
        model::checkIndices(rows, tokens(), m_sizes.at("blocks"));
        more.merge(std::move(rows));
        for (const auto& [name, value] : more) program.setInput(name, value);
        execute("trunk", fmt::format(", recycle {}", pass));
        more = {{"prev_pair", program.output("pair")}, {"prev_single", program.output("single")}};   // copied when handed over
        m_timing.recycles.push_back(secondsSince(passStart));
    }
    m_result.pair = copyOf(program.output("pair"));
    m_result.single = copyOf(program.output("single"));
    tell("trunk", passes, passes);
    m_timing.trunk = secondsSince(start);
}

void SeedRun::distogram() {
    const ScopedSpan span(m_context.recorder, "distogram", Category::Execute);
    const cuda::ToolRange range("distogram");
    BoundProgram& program = fed("distogram");
    execute("distogram", "");
    m_result.contactProbs = copyOf(program.output("contact_probs"));
    m_result.distogram = copyOf(program.output("distogram"));
}

void SeedRun::condition() {
    checkCancel();
    tell("condition", 0, 1);
    const std::int64_t start = Recorder::now();
    if (m_programs.hoisted()) {
        const ScopedSpan span(m_context.recorder, "condition", Category::Execute);
        const cuda::ToolRange range("condition");
        fed("condition").run();   // values that are no numbers show in the first step
    }
    m_timing.condition = secondsSince(start);
}

void SeedRun::sample(int first, int count) {
    const std::int64_t start = Recorder::now();
    if (m_sizes.at("samples") != count) {   // the rest that fills no batch
        m_sizes["samples"] = count;
        m_programs.bind(m_sizes, m_fit);
        for (auto& [name, value] : model::sampleInputs(tokens(), m_sizes.at("blocks"), count)) m_inputs[name] = value;
    }
    BoundProgram& program = fed("denoise");
    Sampler sampler(m_keys.samplerRoot(), model::arrayOf(m_batch.arrays, "pred_dense_atom_mask"), first, count, m_settings.steps, m_context.pool);
    Tensor level(DType::F32, {});
    const int batches = m_fit.samples < m_wished ? (samples() + static_cast<int>(m_fit.samples) - 1) / static_cast<int>(m_fit.samples) : 1;   // for want of memory
    const int total = m_settings.steps * samples(), before = m_settings.steps * (first - m_settings.firstSample);
    for (int step = 1; step <= m_settings.steps; ++step) {
        checkCancel();
        const std::int64_t stepStart = Recorder::now();
        ScopedSpan span(m_context.recorder, "step", Category::Execute);
        const cuda::ToolRange range("step");
        span.with("step", static_cast<std::int64_t>(step));
        tellChunks(span, "denoise", batches);
        level.mutableAs<float>()[0] = sampler.disturb(step);
        program.setInput("positions_noisy", sampler.noisy());
        program.setInput("noise_level", level);
        execute("denoise", fmt::format(", step {} of {}", step, m_settings.steps));
        const Tensor denoised = program.output("positions_denoised");
        sampler.advance(step, denoised);
        m_timing.steps.push_back(secondsSince(stepStart));
        if (m_progress) m_progress({"denoise", m_seed, 0, 1, before + step * count, total, &denoised, level.as<float>()[0], step, first});
    }
    for (int sample = 0; sample < count; ++sample) {
        const Tensor& all = sampler.positions();
        const std::size_t bytes = all.bytes().size() / static_cast<std::size_t>(count);
        Buffer one = Buffer::copyOf(all.bytes().subspan(bytes * static_cast<std::size_t>(sample), bytes));
        putSample(m_result.positions, first - m_settings.firstSample + sample, samples(), Tensor(DType::F32, {tokens(), 24, 3}, std::move(one)));
    }
    m_timing.denoise += secondsSince(start);
}

bool SeedRun::confidenceOf(int sample) {
    if (sample > 0 && m_context.cancel && m_context.cancel->requested()) return false;
    tell("confidence", sample, samples());
    ScopedSpan span(m_context.recorder, "confidence", Category::Execute);
    const cuda::ToolRange range("confidence");
    span.with("sample", static_cast<std::int64_t>(m_settings.firstSample + sample));
    tellChunks(span, "confidence");
    BoundProgram& program = m_programs.bound("confidence");
    const auto values = static_cast<std::size_t>(tokens() * 24 * 3) * sizeof(float);
    program.setInput("positions", Tensor::view(DType::F32, {tokens(), 24, 3}, m_result.positions.bytes().subspan(static_cast<std::size_t>(sample) * values, values)));
    try {
        execute("confidence", fmt::format(", sample {}", m_settings.firstSample + sample));
    } catch (const Cancelled&) {
        if (sample == 0) throw;
        return false;
    }
    for (const ConfidenceArray& array : confidenceArrays) putSample(m_result.*array.member, sample, samples(), program.output(array.output));
    return true;
}

// A request to stop leaves the samples that are finished.
void SeedRun::confidence() {
    checkCancel();
    const std::int64_t start = Recorder::now();
    fed("confidence");
    int finished = 0;
    while (finished < samples() && confidenceOf(finished)) ++finished;
    if (finished < samples()) {
        m_result.positions = firstSamples(m_result.positions, finished);
        for (const ConfidenceArray& array : confidenceArrays) m_result.*array.member = firstSamples(m_result.*array.member, finished);
    }
    tell("confidence", finished, samples());
    m_timing.samples = finished;
    m_timing.confidence = secondsSince(start);
}

Predictor::Predictor(const model::Config& config, runtime::Context context, bool interpret) : m_state(std::make_unique<State>(config, std::move(context), interpret)) {}
Predictor::~Predictor() = default;

void Predictor::makeCode() { m_state->programs.compile(); }
void Predictor::compileAll() { m_state->programs.loadWeights(); }

void Predictor::bind(const features::Batch& batch, const PredictSettings& settings, runtime::Tuning tuning) {
    const ir::Sizes wished = sizesOf(batch, m_state->config, m_state->samplesWished(settings));
    try {
        const MemoryFit fit = m_state->fit(wished, jobSizesOf(batch), settings);
        m_state->programs.bind(m_state->fitted(wished, fit), fit, tuning);
    } catch (const cuda::DriverError& refused) {
        if (!refused.outOfMemory()) throw;
        m_state->programs.unbind();   // the first seed tries again, with less
    }
}

SeedResult Predictor::predict(const features::Batch& batch, std::uint32_t seed, const PredictSettings& settings, const ProgressCallback& progress,
                              SeedTiming* timing) {
    for (;;) {
        try {
            return predictOnce(batch, seed, settings, progress, timing);
        } catch (const cuda::DriverError& refused) {
            if (!refused.outOfMemory() || !m_state->giveWay(sizesOf(batch, m_state->config, m_state->samplesWished(settings)), jobSizesOf(batch), settings)) throw;
        }
    }
}

SeedResult Predictor::predictOnce(const features::Batch& batch, std::uint32_t seed, const PredictSettings& settings, const ProgressCallback& progress,
                                  SeedTiming* timing) {
    check(settings.recycles >= 0 && settings.steps >= 1 && settings.firstSample >= 0 && settings.samples > settings.firstSample, "a prediction needs a step and a sample");
    SeedTiming measured;
    measured.seed = seed;
    const std::int64_t start = Recorder::now();
    const ir::Sizes wished = sizesOf(batch, m_state->config, m_state->samplesWished(settings));
    const MemoryFit fit = m_state->fit(wished, jobSizesOf(batch), settings);
    const ir::Sizes sizes = m_state->fitted(wished, fit);
    m_state->programs.bind(sizes, fit);
    measured.compile = secondsSince(start);
    SeedRun run(m_state->config, m_state->context, m_state->programs, batch, seed, settings, progress, measured);
    SeedResult result = run.run(sizes, fit, wished.at("samples"));
    measured.wall = secondsSince(start);
    measured.execute = measured.wall - measured.compile;
    if (timing) *timing = measured;
    return result;
}

std::vector<const runtime::Program*> Predictor::programs() const { return m_state->programs.programs(); }
std::vector<std::pair<std::string, runtime::BindRecord>> Predictor::bindRecords() const { return m_state->programs.bindRecords(); }

JobSizes jobSizesOf(const features::Batch& batch) {
    double conformerWork = 0;
    for (std::size_t begin = 0, end = 0; begin < batch.atoms.size(); begin = end) {
        const features::LayoutAtom& first = batch.atoms[begin];
        while (end < batch.atoms.size() && batch.atoms[end].residueId == first.residueId && batch.atoms[end].chainId == first.chainId) ++end;
        conformerWork += static_cast<double>(end - begin) * static_cast<double>(end - begin);
    }
    return {batch.tokens, static_cast<std::int64_t>(batch.atoms.size()), batch.msaRows, batch.paddedTokens, model::templatesIn(batch.arrays), conformerWork};
}

namespace {

ir::Sizes sizesFor(const model::Config& config, const JobSizes& job, int samples) {
    return {{"tokens", job.paddedTokens},
            {"blocks", model::blocksFor(job.atoms)},
            {"templates", job.templates},
            {"msa_rows", std::min<std::int64_t>(std::max<std::int64_t>(job.msaRows, 1), config.msaRows)},
            {"samples", samples}};
}

}  // namespace

ProgramWork Predictor::workOf(const std::string& program, const JobSizes& job, const PredictSettings& settings) const {
    const ir::Sizes sizes = sizesFor(m_state->config, job, m_state->samplesWished(settings));
    const ir::Cost cost = m_state->programs.costOf(program, sizes, m_state->fit(sizes, job, settings).hoisted);
    return {cost.flops, cost.bytes};
}

MemoryForecast Predictor::forecastMemory(const JobSizes& job, const PredictSettings& settings) const {
    const ir::Sizes sizes = sizesFor(m_state->config, job, m_state->samplesWished(settings));
    const MemoryFit fit = m_state->fit(sizes, job, settings);
    return {.peakBytes = fit.bytes + m_state->hostBytes(sizes, settings) + m_state->keptOnHost(job, settings),
            .budget = m_state->budget(),
            .fits = fit.fits,
            .conditionKept = fit.hoisted,
            .samplesAtOnce = static_cast<int>(fit.samples),
            .slicedChains = fit.slicedChains,
            .slices = fit.slices,
            .productsInPlace = fit.productsInPlace,
            .extraTrunk = fit.extraTrunk,
            .extraDenoise = fit.extraDenoise,
            .extraConfidence = fit.extraConfidence};
}

}  // namespace foldmeter::predict
