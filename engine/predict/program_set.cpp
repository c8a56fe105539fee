#include "predict/program_set.h"

#include "base/error.h"
#include "code_version.inc"
#include "model/alphafold3.h"
#include "passes/hoist.h"
#include "predict/job_timing.h"
#include "runtime/compute_device.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <type_traits>

namespace foldmeter::predict {

namespace {

using timeline::Category;
using timeline::Recorder;
using timeline::ScopedSpan;

constexpr const char* denoise = "denoise";
constexpr const char* condition = "condition";

// What Working becomes (spec network.md section 14; bf16-all is ours).
struct WorkingTypes {
    DType trunk, denoiser;
};
WorkingTypes workingTypes(const CompileSettings& settings) {
    switch (settings.precision.value_or(Precision::BF16)) {
        case Precision::BF16: return {DType::BF16, DType::F32};
        case Precision::BF16All: return {DType::BF16, DType::BF16};
        default: return {DType::F32, DType::F32};
    }
}

// What others leave is copied before the next program runs.
runtime::BindOptions bindOptions(const std::string& program, std::size_t workspaceLimit) {
    return {runtime::Tuning::Later, workspaceLimit, program == "trunk" || program == condition};
}

}  // namespace

struct ProgramSet::Split {
    std::once_flag once;
    passes::HoistResult parts;

    // The slow part or the rest. Both programs may ask at once.
    ir::Graph part(const model::Config& config, Recorder* recorder, bool slow) {
        std::call_once(once, [&] {
            const ir::Graph whole = model::traceDenoise(config);
            const ScopedSpan span(recorder, "hoist", Category::Optimize);
            parts = passes::hoist(whole, ir::Varies::Seed, condition);
        });
        return slow ? parts.slow : parts.rest;
    }
};

ProgramSet::ProgramSet(const model::Config& config, runtime::Context context, bool interpret)
    : m_config(config), m_context(std::move(context)), m_interpret(interpret), m_split(std::make_shared<Split>()) {
    addEntries();
}

void ProgramSet::addEntries() {
    const WorkingTypes working = workingTypes(m_context.settings);
    const auto add = [&](const char* name, DType type, Form form, int turn, std::function<ir::Graph()> trace) {
        m_entries.push_back({name, type, form, turn, std::move(trace), nullptr, false});
    };
    add("embed", working.trunk, Form::Both, 4, [this] { return model::traceEmbed(m_config); });
    add("trunk", working.trunk, Form::Both, 0, [this] { return model::traceTrunk(m_config); });
    add("distogram", DType::F32, Form::Both, 5, [this] { return model::traceDistogram(m_config); });
    if (m_context.settings.hoist) {
        add(condition, working.denoiser, Form::Hoisted, 3, [this] { return m_split->part(m_config, m_context.recorder, true); });
        add(denoise, working.denoiser, Form::Hoisted, 2, [this] { return m_split->part(m_config, m_context.recorder, false); });
    }
    add(denoise, working.denoiser, Form::Whole, 2, [this] { return model::traceDenoise(m_config); });
    add("confidence", working.trunk, Form::Both, 1, [this] { return model::traceConfidence(m_config); });
}

// Of all that decides what an entry's trace records: its name and form, every dimension, and the sources.
Digest ProgramSet::keyOf(const Entry& entry) const {
    static_assert(std::has_unique_object_representations_v<model::Config>, "every byte of the dimensions counts");
    const std::string_view dimensions(reinterpret_cast<const char*>(&m_config), sizeof m_config);
    return DigestBuilder().add(codeVersion).add(entry.name).add(static_cast<std::uint64_t>(entry.form)).add(dimensions).finish();
}

std::vector<ProgramSet::Entry*> ProgramSet::entriesOf(bool hoisted) {
    std::vector<Entry*> entries;
    for (Entry& entry : m_entries) {
        if (entry.form == Form::Both || (entry.form == Form::Hoisted) == hoisted) entries.push_back(&entry);
    }
    return entries;
}

void ProgramSet::compile(Entry& entry) {
    if (entry.program) return;
    ScopedSpan span(m_context.recorder, "compile program", Category::Codegen);
    span.with("program", entry.name);
    const runtime::ProgramSource source{entry.name, entry.trace, keyOf(entry)};
    entry.program = m_interpret ? runtime::interpretProgram(source, entry.working, m_context) : runtime::compile(source, entry.working, m_context);
}

// Side by side, the largest first.
void ProgramSet::compile() {
    std::vector<Entry*> entries = entriesOf(m_context.settings.hoist);
    std::stable_sort(entries.begin(), entries.end(), [](const Entry* a, const Entry* b) { return a->turn < b->turn; });
    const auto compileSome = [&](std::size_t begin, std::size_t end, int) {
        for (std::size_t n = begin; n < end; ++n) compile(*entries[n]);
    };
    if (m_context.pool) m_context.pool->parallelFor(entries.size(), 1, compileSome);
    else compileSome(0, entries.size(), 0);
}

// Of the denoiser only the form that is bound; before anything is, the one that the settings wish for.
void ProgramSet::loadWeights() {
    compile();
    for (Entry* entry : entriesOf(m_bound.empty() ? m_context.settings.hoist : m_hoisted)) load(*entry);
}

void ProgramSet::load(Entry& entry) {
    compile(entry);
    if (entry.loaded) return;
    ScopedSpan span(m_context.recorder, "pack weights", Category::Load);
    span.with("program", entry.name);
    entry.program->loadWeights();
    entry.loaded = true;
}

// Inputs that share() connects: they take no memory of their own.
std::set<std::string> ProgramSet::sharedInputsOf(const Entry& entry) const {
    std::set<std::string> shared;
    if (entry.name != "embed" && entry.name != "trunk") shared = {"pair", "single"};
    if (entry.form != Form::Hoisted || entry.name != denoise) return shared;
    for (const Entry& slow : m_entries) {
        if (slow.name != condition || !slow.program) continue;
        for (const std::string& output : slow.program->signature().outputNames()) shared.insert(output);
    }
    return shared;
}

// The workspace is shared: only the largest counts.
MemoryFit ProgramSet::needOf(const ir::Sizes& sizes, bool hoisted, std::size_t workspaceLimit, std::size_t& workspace) {
    MemoryFit fit;
    fit.hoisted = hoisted;
    fit.samples = sizes.at("samples");
    fit.workspaceLimit = workspaceLimit;
    if (!m_context.device) fit.bytes = m_context.heldWeightBytes;   // a GPU holds none of them
    workspace = 0;
    for (Entry* entry : entriesOf(hoisted)) compile(*entry);   // all of them: what one hands to another is not counted twice
    for (Entry* entry : entriesOf(hoisted)) {
        const runtime::MemoryNeed need = entry->program->memoryNeed(sizes, sharedInputsOf(*entry), bindOptions(entry->name, workspaceLimit));
        fit.bytes += need.kept + need.inputs + std::max(need.weights, entry->program->packedWeightBytes());
        workspace = std::max(workspace, need.workspace);
        fit.slicedChains += need.slicedChains;
        fit.slices = std::max(fit.slices, need.slices);
        fit.productsInPlace += need.productsInPlace;
        if (entry->name == "trunk") fit.extraTrunk = need.extraFlops;
        if (entry->name == denoise) fit.extraDenoise = need.extraFlops;
        if (entry->name == "confidence") fit.extraConfidence = need.extraFlops;
    }
    fit.bytes += workspace;
    return fit;
}

MemoryFit ProgramSet::fitForm(const ir::Sizes& sizes, bool hoisted, std::int64_t budget) {
    std::size_t workspace = 0;
    MemoryFit plain = needOf(sizes, hoisted, runtime::noLimit, workspace);
    const auto fixed = static_cast<std::int64_t>(plain.bytes - workspace);
    plain.fits = static_cast<std::int64_t>(plain.bytes) <= budget;
    if (plain.fits) return plain;
    const auto limit = static_cast<std::size_t>(std::max<std::int64_t>(0, budget - fixed));
    MemoryFit cut = needOf(sizes, hoisted, limit, workspace);
    cut.fits = static_cast<std::int64_t>(cut.bytes) <= budget;
    return cut;
}

// Slices cost least, then smaller batches of samples, then computing in every step what does not change between steps.
MemoryFit ProgramSet::fit(const ir::Sizes& sizes, std::int64_t budget, bool fewerSamples) {
    MemoryFit smallest;
    for (const bool hoisted : {true, false}) {
        if (hoisted && !mayHoist()) continue;
        ir::Sizes batch = sizes;
        while (true) {
            const MemoryFit fit = fitForm(batch, hoisted, budget);
            if (fit.fits) return fit;
            if (smallest.bytes == 0 || fit.bytes < smallest.bytes) smallest = fit;
            std::int64_t& samples = batch.at("samples");
            if (!fewerSamples || samples == 1) break;
            samples = (samples + 1) / 2;
        }
    }
    return smallest;
}

MemoryFit ProgramSet::smallest(ir::Sizes sizes, bool hoisted, bool fewerSamples) {
    if (fewerSamples) sizes["samples"] = 1;
    std::size_t workspace = 0;
    return needOf(sizes, hoisted, 0, workspace);
}

void ProgramSet::unbind() {
    m_bound.clear();
    m_sizes.clear();
    m_ready = false;
    if (m_context.device) m_context.device->device().trimPool();
}

bool ProgramSet::stopHoisting() {
    const bool changes = mayHoist();
    m_mayHoist = false;
    return changes;
}

bool ProgramSet::codeWasGenerated() const {
    return std::any_of(m_entries.begin(), m_entries.end(), [](const Entry& entry) { return entry.program && entry.program->compileRecord().kernelsCompiled > 0; });
}

ir::Cost ProgramSet::costOf(const std::string& name, const ir::Sizes& sizes, bool hoisted) {
    for (Entry* entry : entriesOf(hoisted)) {
        if (entry->name != name) continue;
        compile(*entry);
        return entry->program->costAt(sizes);
    }
    return {};
}

void ProgramSet::bind(const ir::Sizes& sizes, const MemoryFit& fit, runtime::Tuning tuning) {
    if (m_sizes != sizes || m_hoisted != fit.hoisted || m_workspaceLimit != fit.workspaceLimit || m_bound.empty()) bindAnew(sizes, fit);
    if (tuning == runtime::Tuning::Later || m_ready) return;
    for (auto& [name, bound] : m_bound) bound->tune();   // before inputs are shared: trials lend inputs of their own
    share();
    m_ready = true;
}

// The denoiser's two forms are never wanted at once, and the forecast counts the weights of one.
void ProgramSet::forgetOtherForm() {
    for (Entry& entry : m_entries) {
        if (!entry.loaded || entry.form == Form::Both || (entry.form == Form::Hoisted) == m_hoisted) continue;
        entry.program->forgetWeights();
        entry.loaded = false;
    }
}

void ProgramSet::bindAnew(const ir::Sizes& sizes, const MemoryFit& fit) {
    m_ready = false;
    ir::Sizes before = m_sizes;
    const bool sameCut = m_hoisted == fit.hoisted && m_workspaceLimit == fit.workspaceLimit;
    const bool onlySamples = !m_bound.empty() && sameCut && (before["samples"] = sizes.at("samples"), before == sizes);
    if (onlySamples) m_bound.erase(denoise);
    else m_bound.clear();   // their memory is free before the next is asked for
    m_hoisted = fit.hoisted;
    m_workspaceLimit = fit.workspaceLimit;
    forgetOtherForm();
    for (Entry* entry : entriesOf(m_hoisted)) {
        compile(*entry);
        if (m_bound.contains(entry->name)) continue;
        ScopedSpan span(m_context.recorder, "bind program", Category::Codegen);
        span.with("program", entry->name);
        m_bound[entry->name] = entry->program->bind(sizes, bindOptions(entry->name, m_workspaceLimit));
        entry->loaded = true;
    }
    m_sizes = sizes;
}

// What the trunk and `condition` leave is read where it stands.
void ProgramSet::share() {
    for (const char* reader : {"distogram", condition, denoise, "confidence"}) {
        const auto found = m_bound.find(reader);
        if (found == m_bound.end()) continue;
        for (const std::string& input : found->second->inputNames()) {
            if (input == "pair" || input == "single") found->second->shareInput(input, *m_bound.at("trunk"), input);
        }
    }
    if (!m_hoisted) return;
    runtime::BoundProgram& slow = *m_bound.at(condition);
    for (const std::string& name : slow.outputNames()) m_bound.at(denoise)->shareInput(name, slow, name);
}

const runtime::Signature& ProgramSet::signatureOf(const std::string& name) const {
    for (const Entry& entry : m_entries) {
        const bool active = entry.form == Form::Both || (entry.form == Form::Hoisted) == m_hoisted;
        if (active && entry.name == name) return entry.program->signature();
    }
    throw InternalError("no program " + name);
}

std::vector<const runtime::Program*> ProgramSet::programs() const {
    std::vector<const runtime::Program*> programs;
    for (const Entry& entry : m_entries) {
        if (entry.program) programs.push_back(entry.program.get());
    }
    return programs;
}

std::vector<std::pair<std::string, runtime::BindRecord>> ProgramSet::bindRecords() const {
    std::vector<std::pair<std::string, runtime::BindRecord>> records;
    for (const auto& [name, bound] : m_bound) records.emplace_back(name, bound->bindRecord());
    return records;
}

}  // namespace foldmeter::predict
