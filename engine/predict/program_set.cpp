#include "predict/program_set.h"

#include "base/error.h"
#include "model/alphafold3.h"
#include "passes/hoist.h"

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
WorkingTypes workingTypes(const runtime::Settings& settings) {
    switch (settings.precision.value_or(runtime::Precision::BF16)) {
        case runtime::Precision::BF16: return {DType::BF16, DType::F32};
        case runtime::Precision::BF16All: return {DType::BF16, DType::BF16};
        default: return {DType::F32, DType::F32};
    }
}

std::set<std::string> outputNamesOf(const ir::Graph& graph) {
    std::set<std::string> names;
    for (const ir::Output& output : graph.outputs()) names.insert(output.name);
    return names;
}

}  // namespace

ProgramSet::ProgramSet(const model::Config& config, runtime::Context context, bool interpret)
    : m_config(config), m_context(std::move(context)), m_interpret(interpret), m_hoist(m_context.settings.hoist) {
    trace();
}

void ProgramSet::trace() {
    const WorkingTypes working = workingTypes(m_context.settings);
    const auto record = [&](const char* name, const std::function<ir::Graph()>& make, DType type) {
        ScopedSpan span(m_context.recorder, "trace", Category::Trace);
        span.with("program", std::string(name));
        const std::int64_t start = Recorder::now();
        Entry entry{name, make(), type, 0, nullptr};
        entry.traceSeconds = static_cast<double>(Recorder::now() - start) * 1e-9;
        m_entries.push_back(std::move(entry));
    };
    record("embed", [&] { return model::traceEmbed(m_config); }, working.trunk);
    record("trunk", [&] { return model::traceTrunk(m_config); }, working.trunk);
    record("distogram", [&] { return model::traceDistogram(m_config); }, DType::F32);
    record(denoise, [&] { return model::traceDenoise(m_config); }, working.denoiser);
    record("confidence", [&] { return model::traceConfidence(m_config); }, working.trunk);
    if (!m_hoist) return;
    const ScopedSpan span(m_context.recorder, "hoist", Category::Optimize);
    const auto whole = std::find_if(m_entries.begin(), m_entries.end(), [](const Entry& entry) { return entry.name == denoise; });
    passes::HoistResult parts = passes::hoist(whole->graph, ir::Varies::Seed, condition);
    if (parts.slow.outputs().empty()) {
        m_hoist = false;
        return;
    }
    whole->graph = std::move(parts.rest);
    m_entries.insert(whole, Entry{condition, std::move(parts.slow), working.denoiser, 0, nullptr});
}

void ProgramSet::compile() {
    if (m_compiled) return;
    for (Entry& entry : m_entries) {
        entry.program = m_interpret ? runtime::interpretProgram(entry.graph, entry.working, m_context) : runtime::compile(entry.graph, entry.working, m_context);
    }
    m_compiled = true;
}

void ProgramSet::loadWeights() {
    compile();
    if (m_loaded) return;
    for (Entry& entry : m_entries) entry.program->loadWeights();
    m_loaded = true;
}

void ProgramSet::bind(const ir::Sizes& sizes) {
    loadWeights();
    if (m_sizes == sizes && !m_bound.empty()) return;
    ir::Sizes before = m_sizes;
    const bool onlySamples = !m_bound.empty() && (before["samples"] = sizes.at("samples"), before == sizes);
    if (!onlySamples) m_bound.clear();   // their memory is free before the next is asked for
    if (onlySamples) m_bound.erase(denoise);
    for (Entry& entry : m_entries) {
        if (!m_bound.contains(entry.name)) m_bound[entry.name] = entry.program->bind(sizes);
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
    if (!m_hoist) return;
    const auto entry = std::find_if(m_entries.begin(), m_entries.end(), [](const Entry& e) { return e.name == condition; });
    for (const std::string& name : outputNamesOf(entry->graph)) m_bound.at(denoise)->shareInput(name, *m_bound.at(condition), name);
}

const ir::Graph& ProgramSet::graphOf(const std::string& name) const {
    for (const Entry& entry : m_entries) {
        if (entry.name == name) return entry.program->graph();
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
    for (const Entry& entry : m_entries) {
        if (const auto found = m_bound.find(entry.name); found != m_bound.end()) records.emplace_back(entry.name, found->second->bindRecord());
    }
    return records;
}

double ProgramSet::traceSeconds(const std::string& program) const {
    for (const Entry& entry : m_entries) {
        if (entry.name == program) return entry.traceSeconds;
    }
    return 0;
}

std::size_t ProgramSet::bytesFor(const ir::Sizes& sizes) {
    compile();
    std::size_t bytes = 0;
    for (const Entry& entry : m_entries) bytes += entry.program->predictBytes(sizes) + entry.program->packedWeightBytes();
    return bytes;
}

}  // namespace foldmeter::predict
