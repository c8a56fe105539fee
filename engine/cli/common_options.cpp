#include "cli/common_options.h"

#include "base/message.h"
#include "base/paths.h"
#include "dialects/any_input.h"
#include "features/problem_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace foldmeter::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* jobEndings[] = {".json", ".yaml", ".yml", ".fasta", ".fa"};   // in a folder; what a file holds decides its content
constexpr int mostRecycles = 1000, mostSteps = 100000, mostSamples = 10000, mostMsaRows = 16384;

}  // namespace

OptionGroup modelOptions() {
    return {"Model",
            {{"model", "FILE|DIR", "weights, or the name of a bundled model", "", "the bundled demonstration model"},
             {"msa-rows", "N", "alignment rows the network draws a pass", "", "1024"},
             {"threads", "N", "threads to use", "", "all processors"}}};
}

OptionGroup inputOptions() {
    return {"Input",
            {{"job-per-record", "", "plain FASTA: each record is a job of its own", "", "off"},
             {"restraints", "FILE", "Chai FASTA: its table of restraints", "", "the file of the same name ending in .restraints"},
             {"strict-alphafold3", "", "follow AlphaFold 3 where it plainly errs (foldmeter help strict-alphafold3)", "", "off"}}};
}

dialects::AnyOptions readingOptions(const Arguments& arguments) {
    return {.jobPerRecord = arguments.has("job-per-record"), .restraints = arguments.text("restraints"), .strictAlphafold3 = arguments.has("strict-alphafold3")};
}

OptionGroup seedOptions() {
    return {"Seeds",
            {{"seeds", "LIST", "seeds instead of the input's, e.g. 1,2,5-8", "", ""},
             {"num-seeds", "N", "so many seeds, counted from the input's only one", "", ""}}};
}

OptionGroup sizeOptions() {
    return {"Prediction",
            {{"recycles", "N", "further passes through the trunk", "", "the model's recommendation, else 10"},
             {"steps", "N", "diffusion steps", "", "the model's recommendation, else 200"},
             {"samples", "N", "structures a seed", "", "the model's recommendation, else 5"},
             {"samples-per-batch", "N", "samples computed together", "", "what fits"}}};
}

OptionGroup settingOptions() {
    return {"Compile settings",
            {{"target", "NAME", "what code is made for", "auto,cpu,cuda,interpret", "auto"},
             {"precision", "NAME", "arithmetic", "f32,bf16,bf16-all", "the model's recommendation, else bf16"},
             {"fusion", "WORD", "several operations a launch", "on,off", "on"},
             {"attention", "NAME", "how attention is computed", "auto,decomposed,flash", "auto"},
             {"matmul", "NAME", "who multiplies matrices", "auto,library,generated", "auto"},
             {"hoist", "WORD", "compute what does not change between steps once", "on,off", "on"},
             {"bucket", "RULE", "padding: exact, alphafold3 or a list of sizes", "exact,alphafold3", "exact"},
             {"autotune", "LEVEL", "0 off, 1 recorded choices only, 2 sites where it can pay, 3 all sites, 4 all candidates, each verified", "0,1,2,3,4", "2"},
             {"autotune-budget", "SECONDS", "time that tuning may take", "", "10"},
             {"cache", "WORD", "use of the compile cache", "off,read,read-write", "read-write"},
             {"cache-dir", "DIR", "folder of the compile cache", "", "FOLDMETER_CACHE, else the XDG cache folder"},
             {"warm-up", "", "run each program once before the first seed is timed", "", "off"},
             {"strict", "", "bit-identical results whatever cache and tuning", "", "off"},
             {"memory-budget", "BYTES", "memory the prediction may take; K, M, G, T are understood", "", "most of what is free"}}};
}

namespace {

CompileSettings settingsFrom(const Arguments& arguments, bool withTarget) {
    CompileSettings settings;
    std::vector<Option> rows = settingOptions().options;
    rows.push_back({"threads", "N", "", "", ""});
    rows.push_back({"samples-per-batch", "N", "", "", ""});
    try {
        for (const Option& option : rows) {
            if (!arguments.has(option.name) || (option.name == "target" && !withTarget)) continue;
            settings.set(option.name, option.value.empty() ? "on" : arguments.text(option.name));
        }
        checkForTarget(settings);
    } catch (const InputError& problem) {
        throw UsageError(problem.what());
    }
    return settings;
}

}  // namespace

CompileSettings settingsFrom(const Arguments& arguments) { return settingsFrom(arguments, true); }

namespace {

predict::SessionOptions sessionOptionsFrom(const Arguments& arguments, bool withTarget) {
    predict::SessionOptions options;
    options.settings = settingsFrom(arguments, withTarget);
    options.model = arguments.text("model");
    if (const auto rows = arguments.integer("msa-rows", 1, mostMsaRows)) options.msaRows = static_cast<int>(*rows);
    return options;
}

}  // namespace

predict::SessionOptions sessionOptionsFrom(const Arguments& arguments) { return sessionOptionsFrom(arguments, true); }
predict::SessionOptions sessionOptionsBesidesTarget(const Arguments& arguments) { return sessionOptionsFrom(arguments, false); }

predict::PredictSettings predictSettingsFrom(const Arguments& arguments, predict::Session& session) {
    const auto recycles = arguments.integer("recycles", 0, mostRecycles);
    const auto steps = arguments.integer("steps", 1, mostSteps);
    const auto samples = arguments.integer("samples", 1, mostSamples);
    predict::PredictSettings settings = session.recommended();
    if (recycles) settings.recycles = static_cast<int>(*recycles);
    if (steps) settings.steps = static_cast<int>(*steps);
    if (samples) settings.samples = static_cast<int>(*samples);
    settings.strictAlphafold3 = arguments.has("strict-alphafold3");
    settings.keepsTrajectory = arguments.has("save-trajectory");
    return settings;
}

std::vector<fs::path> inputFiles(const Arguments& arguments) {
    std::vector<fs::path> files;
    for (const std::string& given : arguments.positional()) {
        std::error_code failure;   // links that lead in a circle, folders that may not be read
        if (!fs::is_directory(given, failure)) {
            files.emplace_back(given);
            continue;
        }
        const std::size_t before = files.size();
        fs::directory_iterator entries(given, failure);
        if (failure) throw InputError(message("input.folder_unreadable", {given, failure.message()}));
        for (const auto& entry : entries)
            if (entry.is_regular_file(failure) && std::find(std::begin(jobEndings), std::end(jobEndings), entry.path().extension()) != std::end(jobEndings)) files.push_back(entry.path());
        std::sort(files.begin() + static_cast<std::ptrdiff_t>(before), files.end());
        if (files.size() == before) throw InputError(message("input.folder_empty", {given}));
    }
    if (files.empty()) throw UsageError(message("usage.no_input"));
    return files;
}

namespace {

void applySeeds(const Arguments& arguments, const fs::path& file, features::FoldInput& input) {
    const auto count = arguments.integer("num-seeds", 1, 100000);
    if (arguments.has("seeds") && count) throw UsageError(message("usage.seeds_and_number"));
    if (arguments.has("seeds")) input.seeds = parseSeeds(arguments.text("seeds"), "seeds");
    if (!count) return;
    if (input.seeds.size() != 1) throw UsageError(message("usage.number_of_seeds", {file.string(), std::to_string(input.seeds.size())}));
    const std::uint32_t first = input.seeds.front();
    if (*count - 1 > static_cast<std::int64_t>(std::numeric_limits<std::uint32_t>::max() - first)) throw UsageError(message("usage.seeds", {"num-seeds", std::to_string(*count)}));
    input.seeds.resize(static_cast<std::size_t>(*count));
    std::iota(input.seeds.begin(), input.seeds.end(), first);
}

}  // namespace

std::vector<features::FoldInput> readInputs(const Invocation& invocation, const fs::path& file) {
    const std::string name = file.string();
    dialects::AnyInput input = dialects::readAnyInput(file, readingOptions(invocation.arguments));
    if (input.hasErrors()) throw InputError(features::toText(input.problems, features::Problem::Severity::Error, name));
    for (const features::Problem& warning : input.problems) note(invocation.log, LogLevel::Warning, features::toText(warning, name));
    for (const dialects::Remark& remark : input.remarks)
        note(invocation.log, remark.kind == dialects::Remark::Kind::Dropped ? LogLevel::Warning : LogLevel::Info, dialects::toText(remark, name));
    for (features::FoldInput& job : input.jobs) applySeeds(invocation.arguments, file, job);
    return std::move(input.jobs);
}

features::FoldInput readInput(const Invocation& invocation, const fs::path& file) {
    std::vector<features::FoldInput> jobs = readInputs(invocation, file);
    if (jobs.size() != 1) throw InputError(message("usage.one_job", {file.string(), std::to_string(jobs.size())}));
    return std::move(jobs.front());
}

fs::path exampleInput() { return resourcePath("examples/trp-cage.json"); }

features::FoldInput syntheticInput(int tokens) {
    constexpr std::string_view residues = "ACDEFGHIKLMNPQRSTVWY";
    features::Entity entity;
    entity.ids = {"A"};
    for (int i = 0; i < tokens; ++i) entity.sequence += residues[static_cast<std::size_t>(i) % residues.size()];
    entity.unpairedMsa = "";
    entity.pairedMsa = "";
    features::FoldInput input;
    input.name = input.sanitisedName = fmt::format("synthetic-{}", tokens);
    input.seeds = {1};
    input.entities = {entity};
    input.file = input.name;
    return input;
}

}  // namespace foldmeter::cli
