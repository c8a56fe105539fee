#include "predict/program_set.h"

#include "base/error.h"
#include "model/alphafold3.h"
#include "passes/hoist.h"
#include "predict/job_timing.h"

#include <algorithm>
#include <functional>
#include <set>

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

// Bytes of a graph's weights in the types it reads, every layer counted.
std::size_t weightBytesOf(const ir::Graph& graph, std::int64_t layers = 1) {
    std::size_t bytes = 0;
    for (const ir::Node& node : graph.nodes()) {
        if (node.op == ir::Op::Weight) {
            const std::int64_t copies = node.attributes.integer("layered") != 0 ? layers : 1;
            bytes += static_cast<std::size_t>(copies * elementCount(node.attributes.integers("stored"))) * sizeOf(node.results[0].dtype);
        } else if (node.body) {
            bytes += weightBytesOf(*node.body, node.op == ir::Op::Repeat ? layers * node.attributes.integer("count") : layers);
        }
    }
    return bytes;
}

void addWeightNames(const ir::Graph& graph, std::set<std::string>& names) {
    for (const ir::Node& node : graph.nodes()) {
        if (node.op == ir::Op::Weight) names.insert(node.attributes.text("name"));
        if (node.body) addWeightNames(*node.body, names);
    }
}

}  // namespace

ProgramSet::ProgramSet(const model::Config& config, runtime::Context context, bool interpret)
    : m_config(config), m_context(std::move(context)), m_interpret(interpret) {
    trace();
    if (m_context.settings.hoist) splitDenoise();
}

void ProgramSet::trace() {
    const WorkingTypes working = workingTypes(m_context.settings);
    const auto record = [&](const char* name, const std::function<ir::Graph()>& make, DType type, Form form = Form::Both) {
        ScopedSpan span(m_context.recorder, "trace", Category::Trace);
        span.with("program", std::string(name));
        const std::int64_t start = Recorder::now();
        Entry& entry = m_entries.emplace_back();
        entry.name = name;
        entry.graph = make();
        entry.working = type;
        entry.form = form;
        entry.traceSeconds = static_cast<double>(Recorder::now() - start) * 1e-9;
    };
    record("embed", [&] { return model::traceEmbed(m_config); }, working.trunk);
    record("trunk", [&] { return model::traceTrunk(m_config); }, working.trunk);
    record("distogram", [&] { return model::traceDistogram(m_config); }, DType::F32);
    record(denoise, [&] { return model::traceDenoise(m_config); }, working.denoiser, Form::Whole);
    record("confidence", [&] { return model::traceConfidence(m_config); }, working.trunk);
}

// Adds the hoisted form of the denoiser: what depends on neither step nor sample becomes a program of its own.
void ProgramSet::splitDenoise() {
    const ScopedSpan span(m_context.recorder, "hoist", Category::Optimize);
    const auto whole = std::find_if(m_entries.begin(), m_entries.end(), [](const Entry& entry) { return entry.name == denoise; });
    passes::HoistResult parts = passes::hoist(whole->graph, ir::Varies::Seed, condition);
    m_canHoist = !parts.slow.outputs().empty();
    if (!m_canHoist) return;
    const DType working = whole->working;
    const double seconds = whole->traceSeconds;
    const auto at = m_entries.insert(whole, Entry{denoise, std::move(parts.rest), working, Form::Hoisted, seconds, nullptr, false});
    m_entries.insert(at, Entry{condition, std::move(parts.slow), working, Form::Hoisted, 0, nullptr, false});
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
    entry.program = m_interpret ? runtime::interpretProgram(entry.graph, entry.working, m_context) : runtime::compile(entry.graph, entry.working, m_context);
}

// Side by side, the largest first.
void ProgramSet::compile() {
    std::vector<Entry*> entries = entriesOf(m_canHoist);
    std::stable_sort(entries.begin(), entries.end(), [](const Entry* a, const Entry* b) { return a->graph.countDeep() > b->graph.countDeep(); });
    const auto compileSome = [&](std::size_t begin, std::size_t end, int) {
        for (std::size_t n = begin; n < end; ++n) compile(*entries[n]);
    };
    if (m_context.pool) m_context.pool->parallelFor(entries.size(), 1, compileSome);
    else compileSome(0, entries.size(), 0);
}

void ProgramSet::loadWeights() {
    compile();
    for (Entry* entry : entriesOf(m_canHoist)) load(*entry);
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
    const auto slow = std::find_if(m_entries.begin(), m_entries.end(), [](const Entry& e) { return e.name == condition; });
    if (entry.form != Form::Hoisted || entry.name != denoise || slow == m_entries.end()) return shared;
    for (const ir::Output& output : slow->graph.outputs()) shared.insert(output.name);
    return shared;
}

// Records stay in memory beside what is packed from them: a schedule that is tuned later may want another form.
std::size_t ProgramSet::recordBytes() {
    if (m_recordBytes > 0) return m_recordBytes;
    std::set<std::string> names;
    for (const Entry& entry : m_entries) addWeightNames(entry.graph, names);
    for (const std::string& name : names) m_recordBytes += m_context.weights(name).bytes().size();
    return m_recordBytes;
}

std::size_t ProgramSet::bytesFor(const ir::Sizes& sizes, bool hoisted) {
    std::size_t bytes = recordBytes();
    for (Entry* entry : entriesOf(hoisted)) {
        compile(*entry);
        const std::size_t packed = entry->loaded ? entry->program->packedWeightBytes() : weightBytesOf(entry->program->graph());
        bytes += entry->program->predictBytes(sizes, sharedInputsOf(*entry)) + packed;
    }
    return bytes;
}

bool ProgramSet::fitsHoisted(const ir::Sizes& sizes) {
    if (!m_canHoist) return false;
    const std::int64_t budget = m_context.settings.memoryBudget > 0 ? m_context.settings.memoryBudget : availableMemoryBytes();
    return static_cast<std::int64_t>(bytesFor(sizes, true)) <= budget;
}

std::size_t ProgramSet::bytesFor(const ir::Sizes& sizes) { return bytesFor(sizes, fitsHoisted(sizes)); }

void ProgramSet::bind(const ir::Sizes& sizes) {
    if (m_sizes == sizes && !m_bound.empty()) return;
    ir::Sizes before = m_sizes;
    const bool onlySamples = !m_bound.empty() && (before["samples"] = sizes.at("samples"), before == sizes);
    if (onlySamples) {
        m_bound.erase(denoise);
    } else {
        m_bound.clear();   // their memory is free before the next is asked for
        m_hoisted = fitsHoisted(sizes);
    }
    for (Entry* entry : entriesOf(m_hoisted)) {
        load(*entry);
        if (m_bound.contains(entry->name)) continue;
        ScopedSpan span(m_context.recorder, "bind program", Category::Codegen);
        span.with("program", entry->name);
        m_bound[entry->name] = entry->program->bind(sizes);
    }
    m_sizes = sizes;
    share();
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

const ir::Graph& ProgramSet::graphOf(const std::string& name) const {
    for (const Entry& entry : m_entries) {
        const bool active = entry.form == Form::Both || (entry.form == Form::Hoisted) == m_hoisted;
        if (active && entry.name == name) return entry.program->graph();
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

double ProgramSet::traceSeconds(const std::string& program) const {
    for (const Entry& entry : m_entries) {
        if (entry.name == program) return entry.traceSeconds;
    }
    return 0;
}

}  // namespace foldmeter::predict
