// Commands that look at inputs and predict nothing: validate, plan, features.
#include "base/file.h"
#include "base/message.h"
#include "cli/common_options.h"
#include "cli/device_target.h"
#include "dialects/any_input.h"
#include "features/build_batch.h"
#include "features/dump_batch.h"
#include "predict/job_time.h"
#include "predict/plan.h"

#include <fmt/format.h>

#include <limits>

namespace foldmeter::cli {
namespace {

namespace fs = std::filesystem;

// Prints all problems of a file and, of other dialects, what was read, dropped and assumed; true when all its jobs can be
// predicted.
bool validateFile(const fs::path& file, const dialects::AnyOptions& options, const std::shared_ptr<const structure::ComponentDictionary>& components) {
    const std::string name = file.string();
    const dialects::AnyInput input = dialects::readAnyInput(file, options);
    const bool foreign = input.dialect != dialects::Dialect::AlphaFold3;
    if (foreign) fmt::print("{}\n", message("validate.dialect", {name, std::string(dialects::nameOf(input.dialect))}));
    for (const dialects::Remark& remark : input.remarks) fmt::print("{}\n", dialects::toText(remark, name));
    for (const features::Problem& problem : input.problems)
        fmt::print("{}{}\n", problem.severity == features::Problem::Severity::Warning ? "warning: " : "", features::toText(problem, name));
    if (input.hasErrors()) return false;
    for (const features::FoldInput& job : input.jobs) {
        const features::BatchBuilder builder(job, components, {.strictAlphafold3 = options.strictAlphafold3});
        for (const std::string& text : builder.notes()) fmt::print("{}: {}\n", name, text);
        fmt::print("{}\n", message("validate.good", {name, std::to_string(builder.tokens()), std::to_string(builder.atoms()), std::to_string(job.seeds.size())}));
    }
    if (foreign) fmt::print("{}\n", message("validate.convert", {name}));
    return true;
}

}  // namespace

int runValidate(const Invocation& invocation) {
    const std::vector<fs::path> files = inputFiles(invocation.arguments);
    const auto components = structure::ComponentDictionary::bundled();
    bool good = true;
    for (const fs::path& file : files) {
        try {
            good = validateFile(file, readingOptions(invocation.arguments), components) && good;
        } catch (const InputError& problem) {
            fmt::print("{}\n", problem.what());
            good = false;
        }
    }
    return good ? 0 : 2;
}

int runPlan(const Invocation& invocation) {
    if (const auto device = targetDevice(invocation.arguments)) return planForDevice(invocation, *device);
    const bool calibrates = invocation.arguments.has("calibrate");
    const std::vector<fs::path> files = calibrates && invocation.arguments.positional().empty() ? std::vector<fs::path>() : inputFiles(invocation.arguments);
    predict::Session session(sessionOptionsFrom(invocation.arguments), &invocation.cancel, invocation.log);
    if (calibrates) {
        note(invocation.log, LogLevel::Info, message("plan.calibrating"));
        predict::calibrate(session, predictSettingsFrom(invocation.arguments, session));
    }
    std::vector<predict::Plan> plans;
    for (const fs::path& file : files) {
        for (const features::FoldInput& input : readInputs(invocation, file)) {
            plans.push_back(predict::planJob(session, input, predictSettingsFrom(invocation.arguments, session)));
            if (!invocation.arguments.has("json")) fmt::print("{}", toText(plans.back()));
        }
    }
    if (invocation.arguments.has("json")) fmt::print("{}", toJson(plans));
    for (const predict::Plan& plan : plans)
        if (!plan.fits()) throw DeviceError(message("plan.too_large", {plan.job}));
    return 0;
}

int runFeatures(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    const std::vector<fs::path> files = inputFiles(arguments);
    if (files.size() != 1) throw UsageError(message("usage.one_input"));
    if (!arguments.has("output")) throw UsageError(message("usage.no_output_file"));
    const auto given = arguments.integer("seed", 0, std::numeric_limits<std::uint32_t>::max());
    const features::FoldInput input = readInput(invocation, files.front());
    const features::BatchBuilder builder(input, structure::ComponentDictionary::bundled(), {.buckets = settingsFrom(arguments).buckets, .strictAlphafold3 = arguments.has("strict-alphafold3")});
    const std::uint32_t seed = given ? static_cast<std::uint32_t>(*given) : input.seeds.front();
    const features::Batch batch = builder.build(seed);
    features::writeBatch(batch, arguments.text("output"));
    fmt::print("{}\n", message("features.written", {std::to_string(batch.arrays.size()), arguments.text("output"), std::to_string(batch.tokens), std::to_string(seed)}));
    return 0;
}

}  // namespace foldmeter::cli
