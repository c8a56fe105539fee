#include "report/timing.h"

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "report/statistics.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace foldmeter::report {
namespace {

using Json = nlohmann::ordered_json;
using timeline::Category;

constexpr int formatVersion = 1;

Json toJsonValue(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json programJson(const ProgramTiming& program) {
    return {{"name", program.name},
            {"trace", program.trace},
            {"optimize", program.optimize},
            {"codegen", program.codegen},
            {"bind", program.bind},
            {"autotune", program.autotune},
            {"cache", program.cache},
            {"graph_nodes", program.graphNodes},
            {"kernels", program.kernels},
            {"kernels_compiled", program.kernelsCompiled},
            {"library_primitives", program.libraryPrimitives},
            {"library_primitives_created", program.libraryPrimitivesCreated},
            {"arena_bytes", program.arenaBytes},
            {"launches", program.launches},
            {"sliced_chains", program.slicedChains},
            {"slices", program.slices},
            {"products_in_place", program.productsInPlace}};
}

Json seedJson(const SeedTiming& seed) {
    return {{"seed", seed.seed},           {"wall_seconds", seed.wall}, {"compile_seconds", seed.compile}, {"execute_seconds", seed.execute},
            {"trunk", seed.trunk},         {"condition", seed.condition}, {"denoise", seed.denoise},       {"confidence", seed.confidence},
            {"recycles", seed.recycles},   {"steps", seed.steps},       {"samples", seed.samples}};
}

Json kernelJson(const KernelTiming& kernel) {
    return {{"name", kernel.name},   {"program", kernel.program}, {"scope", kernel.scope}, {"calls", kernel.calls},
            {"seconds", kernel.seconds}, {"flops", kernel.flops},     {"bytes", kernel.bytes}};
}

Json stagesJson(const timeline::StageSeconds& stages) {
    Json json = Json::object();
    for (int i = 0; i < timeline::categoryCount; ++i) {
        const auto category = static_cast<Category>(i);
        json[std::string(timeline::nameOf(category))] = stages.of(category);
    }
    return json;
}

// Reads members of one JSON object and complains with their place.
class Reader {
public:
    Reader(const json::Value& value, const std::string& file) : m_value(value), m_file(file) {
        if (!value.isObject()) fail(value, "an object is expected");
    }
    const json::Value& member(const char* key) const {
        const json::Value* found = m_value.find(key);
        if (!found) fail(m_value, fmt::format("\"{}\" is missing", key));
        return *found;
    }
    void read(const char* key, std::string& value) const {
        const json::Value& found = member(key);
        if (!found.isString()) fail(found, "a text is expected");
        value = found.text;
    }
    void read(const char* key, double& value) const { value = number(member(key)); }
    void read(const char* key, std::optional<double>& value) const {
        if (const json::Value* found = m_value.find(key); found && !found->isNull()) value = number(*found);
    }
    template <typename Whole> void readWhole(const char* key, Whole& value) const {
        const json::Value& found = member(key);
        if (found.kind != json::Kind::Integer) fail(found, "an integer is expected");
        value = static_cast<Whole>(found.integer);
    }
    // Members that files of earlier programs lack.
    template <typename Whole> void readWholeIfThere(const char* key, Whole& value) const {
        if (m_value.find(key)) readWhole(key, value);
    }
    Reader object(const char* key) const { return {member(key), m_file}; }
    template <typename Use> void forEach(const char* key, const Use& use) const {
        const json::Value& list = member(key);
        if (!list.isArray()) fail(list, "a list is expected");
        for (const json::Value& item : list.items) use(item);
    }
    double number(const json::Value& value) const {
        if (value.kind != json::Kind::Integer && value.kind != json::Kind::Real) fail(value, "a number is expected");
        return value.real;
    }
    [[noreturn]] void fail(const json::Value& value, const std::string& problem) const {
        throw InputError(fmt::format("{}:{}:{}: {}: {}", m_file, value.position.line, value.position.column, value.path, problem));
    }

private:
    const json::Value& m_value;
    const std::string& m_file;
};

ProgramTiming readProgram(const Reader& in) {
    ProgramTiming program;
    in.read("name", program.name);
    in.read("trace", program.trace);
    in.read("optimize", program.optimize);
    in.read("codegen", program.codegen);
    in.read("bind", program.bind);
    in.read("autotune", program.autotune);
    in.read("cache", program.cache);
    in.readWhole("graph_nodes", program.graphNodes);
    in.readWhole("kernels", program.kernels);
    in.readWhole("kernels_compiled", program.kernelsCompiled);
    in.readWhole("library_primitives", program.libraryPrimitives);
    in.readWhole("library_primitives_created", program.libraryPrimitivesCreated);
    in.readWhole("arena_bytes", program.arenaBytes);
    in.readWhole("launches", program.launches);
    in.readWholeIfThere("sliced_chains", program.slicedChains);
    in.readWholeIfThere("slices", program.slices);
    in.readWholeIfThere("products_in_place", program.productsInPlace);
    return program;
}

SeedTiming readSeed(const Reader& in) {
    SeedTiming seed;
    in.readWhole("seed", seed.seed);
    in.read("wall_seconds", seed.wall);
    in.read("compile_seconds", seed.compile);
    in.read("execute_seconds", seed.execute);
    in.read("trunk", seed.trunk);
    in.read("condition", seed.condition);
    in.read("denoise", seed.denoise);
    in.read("confidence", seed.confidence);
    in.forEach("recycles", [&](const json::Value& item) { seed.recycles.push_back(in.number(item)); });
    in.readWhole("steps", seed.steps);
    in.readWhole("samples", seed.samples);
    return seed;
}

KernelTiming readKernel(const Reader& in) {
    KernelTiming kernel;
    in.read("name", kernel.name);
    in.read("program", kernel.program);
    in.read("scope", kernel.scope);
    in.readWhole("calls", kernel.calls);
    in.read("seconds", kernel.seconds);
    in.read("flops", kernel.flops);
    in.read("bytes", kernel.bytes);
    return kernel;
}

void readHead(const Reader& in, Timing& timing) {
    in.read("job", timing.job);
    in.readWhole("tokens", timing.tokens);
    in.readWhole("atoms", timing.atoms);
    in.readWhole("msa_rows", timing.msaRows);
    in.readWhole("padded_tokens", timing.paddedTokens);
    const Reader model = in.object("model");
    model.read("name", timing.model.name);
    model.read("digest", timing.model.digest);
    model.readWhole("parameters", timing.model.parameters);
    const Reader device = in.object("device");
    device.read("kind", timing.device.kind);
    device.read("name", timing.device.name);
    device.readWhole("threads", timing.device.threads);
    device.read("isa", timing.device.isa);
    const Reader peak = device.object("peak_gflops");
    peak.read("f32", timing.device.peakF32);
    peak.read("bf16", timing.device.peakBf16);
}

}  // namespace

std::optional<double> firstSeedOverOthers(const std::vector<SeedTiming>& seeds) {
    if (seeds.size() < 2) return {};
    std::vector<double> others;
    for (std::size_t i = 1; i < seeds.size(); ++i) others.push_back(seeds[i].wall);
    const double typical = median(others);
    if (typical <= 0) return {};
    return seeds[0].wall / typical;
}

std::string toJson(const Timing& timing) {
    Json settings = Json::object();
    for (const auto& [name, value] : timing.settings) settings[name] = value;
    Json programs = Json::array(), seeds = Json::array(), kernels = Json::array();
    for (const ProgramTiming& program : timing.programs) programs.push_back(programJson(program));
    for (const SeedTiming& seed : timing.seeds) seeds.push_back(seedJson(seed));
    for (const KernelTiming& kernel : timing.kernels) kernels.push_back(kernelJson(kernel));
    const auto& device = timing.device;
    const auto& memory = timing.memory;
    const Json json = {
        {"format", "foldmeter-timing"},
        {"version", formatVersion},
        {"job", timing.job},
        {"tokens", timing.tokens},
        {"atoms", timing.atoms},
        {"msa_rows", timing.msaRows},
        {"padded_tokens", timing.paddedTokens},
        {"model", {{"name", timing.model.name}, {"digest", timing.model.digest}, {"parameters", timing.model.parameters}}},
        {"device",
         {{"kind", device.kind}, {"name", device.name}, {"threads", device.threads}, {"isa", device.isa},
          {"peak_gflops", {{"f32", toJsonValue(device.peakF32)}, {"bf16", toJsonValue(device.peakBf16)}}}}},
        {"settings", settings},
        {"settings_digest", timing.settingsDigest},
        {"stages", stagesJson(timing.stages)},
        {"wall_seconds", timing.stages.wall},
        {"programs", programs},
        {"seeds", seeds},
        {"first_seed_over_others", toJsonValue(timing.firstSeedOverOthers)},
        {"memory",
         {{"predicted_peak_bytes", memory.predictedPeak ? Json(*memory.predictedPeak) : Json()}, {"peak_bytes", memory.peak}, {"weights_bytes", memory.weights},
          {"samples_at_once", memory.samplesAtOnce}, {"condition_kept", memory.conditionKept ? 1 : 0}}},
        {"kernels", kernels}};
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Timing timingFromJson(const std::string& text, const std::string& file) {
    const json::Value root = json::parse(text, file);
    const Reader in(root, file);
    std::string format;
    int fileVersion = 0;
    in.read("format", format);
    in.readWhole("version", fileVersion);
    if (format != "foldmeter-timing" || fileVersion != formatVersion) in.fail(root, "no timing file of this version");
    Timing timing;
    readHead(in, timing);
    for (const auto& [name, value] : in.member("settings").members) timing.settings.emplace_back(name, value.text);
    in.read("settings_digest", timing.settingsDigest);
    const Reader stages = in.object("stages");
    for (int i = 0; i < timeline::categoryCount; ++i)
        stages.read(std::string(timeline::nameOf(static_cast<Category>(i))).c_str(), timing.stages.seconds[static_cast<std::size_t>(i)]);
    in.read("wall_seconds", timing.stages.wall);
    in.forEach("programs", [&](const json::Value& item) { timing.programs.push_back(readProgram({item, file})); });
    in.forEach("seeds", [&](const json::Value& item) { timing.seeds.push_back(readSeed({item, file})); });
    in.read("first_seed_over_others", timing.firstSeedOverOthers);
    const Reader memory = in.object("memory");
    std::optional<double> predicted;
    memory.read("predicted_peak_bytes", predicted);
    if (predicted) timing.memory.predictedPeak = static_cast<std::int64_t>(*predicted);
    memory.readWhole("peak_bytes", timing.memory.peak);
    memory.readWhole("weights_bytes", timing.memory.weights);
    memory.readWholeIfThere("samples_at_once", timing.memory.samplesAtOnce);
    memory.readWholeIfThere("condition_kept", timing.memory.conditionKept);
    in.forEach("kernels", [&](const json::Value& item) { timing.kernels.push_back(readKernel({item, file})); });
    return timing;
}

Timing readTiming(const std::filesystem::path& path) { return timingFromJson(readText(path), path.string()); }

}  // namespace foldmeter::report
