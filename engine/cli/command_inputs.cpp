// Commands that look at inputs and predict nothing: validate, plan, features.
#include "base/file.h"
#include "base/message.h"
#include "cli/calibrate.h"
#include "cli/common_options.h"
#include "cli/device_target.h"
#include "dialects/any_input.h"
#include "features/build_batch.h"
#include "features/dump_batch.h"
#include "predict/job_time.h"
#include "predict/plan.h"
#include "report/stage_table.h"
#include "timeline/recorder.h"

#include <fmt/format.h>

#include <limits>

namespace foldmeter::cli {
namespace {

namespace fs = std::filesystem;

// How far a file of many jobs is, every few seconds, and at its end what RDKit took of the time: it reads molecules and
// makes conformers, which is nearly all of a ligand library's.
class ValidationClock {
public:
    ValidationClock(std::string file, std::size_t jobs, bool quiet) : m_file(std::move(file)), m_jobs(jobs), m_quiet(quiet) {}
    timeline::Recorder& recorder() { return m_recorder; }

    void jobDone() {
        constexpr std::int64_t interval = 5'000'000'000;
        ++m_done;
        const std::int64_t now = timeline::Recorder::now();
        if (m_quiet || m_done == m_jobs || now - m_told < interval) return;
        m_told = now;
        fmt::print(stderr, "{}\n", message("validate.progress", {m_file, std::to_string(m_done), std::to_string(m_jobs)}));
    }
    void finish() {
        constexpr std::size_t many = 20;
        if (m_quiet || m_jobs < many) return;
        double rdkit = 0;
        for (const timeline::Span& span : m_recorder.finish().spans)
            if (span.name == "check input") rdkit += static_cast<double>(span.end - span.start) * 1e-9;
        const double all = static_cast<double>(timeline::Recorder::now() - m_start) * 1e-9;
        fmt::print(stderr, "{}\n", message("validate.time", {m_file, std::to_string(m_jobs), report::durationText(all), report::durationText(rdkit)}));
    }

private:
    std::string m_file;
    std::size_t m_jobs, m_done = 0;
    bool m_quiet;
    timeline::Recorder m_recorder;
    std::int64_t m_start = timeline::Recorder::now(), m_told = m_start;
};

// One of many that is refused does not hide the others.
bool validateJob(const features::FoldInput& job, const std::string& name, const dialects::AnyOptions& options, const std::shared_ptr<const structure::ComponentDictionary>& components,
                 timeline::Recorder& recorder) {
    try {
        const features::BatchBuilder builder(job, components, {.strictAlphafold3 = options.strictAlphafold3, .framesMask = false}, &recorder);
        for (const std::string& text : builder.notes()) fmt::print("{}: {}\n", name, text);
        fmt::print("{}\n", message("validate.good", {name, std::to_string(builder.tokens()), std::to_string(builder.atoms()), std::to_string(job.seeds.size())}));
        return true;
    } catch (const InputError& problem) {
        fmt::print("{}\n", problem.what());
        return false;
    }
}

// Prints all problems of a file and, of other dialects, what was read, dropped and assumed; true when all its jobs can be
// predicted.
bool validateFile(const fs::path& file, const dialects::AnyOptions& options, const std::shared_ptr<const structure::ComponentDictionary>& components, const Invocation& invocation) {
    const std::string name = file.string();
    const dialects::AnyInput input = dialects::readAnyInput(file, options);
    const bool foreign = input.dialect != dialects::Dialect::AlphaFold3;
    if (foreign) fmt::print("{}\n", message("validate.dialect", {name, std::string(dialects::nameOf(input.dialect))}));
    for (const dialects::Remark& remark : input.remarks) fmt::print("{}\n", dialects::toText(remark, name));
    for (const features::Problem& problem : input.problems)
        fmt::print("{}{}\n", problem.severity == features::Problem::Severity::Warning ? message("log.warning") : "", features::toText(problem, name));
    if (input.hasErrors()) return false;
    ValidationClock clock(name, input.jobs.size(), invocation.arguments.has("quiet"));
    bool good = true;
    for (const features::FoldInput& job : input.jobs) {
        invocation.cancel.throwIfRequested();
        good = validateJob(job, name, options, components, clock.recorder()) && good;
        clock.jobDone();
    }
    clock.finish();
    if (foreign && good) fmt::print("{}\n", message("validate.convert", {name}));
    return good;
}

}  // namespace

int runValidate(const Invocation& invocation) {
    const std::vector<fs::path> files = inputFiles(invocation.arguments);
    const auto components = structure::ComponentDictionary::bundled();
    bool good = true;
    for (const fs::path& file : files) {
        try {
            good = validateFile(file, readingOptions(invocation.arguments), components, invocation) && good;
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
        calibrate(invocation, session);
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
    if (arguments.text("output") == "-") throw UsageError(message("features.no_stdout"));
    const auto given = arguments.integer("seed", 0, std::numeric_limits<std::uint32_t>::max());
    const features::FoldInput input = readInput(invocation, files.front());
    ThreadPool pool(availableThreads());   // for the conformers
    const features::BatchBuilder builder(input, structure::ComponentDictionary::bundled(), {.buckets = settingsFrom(arguments).buckets, .pool = &pool, .strictAlphafold3 = arguments.has("strict-alphafold3")});
    const std::uint32_t seed = given ? static_cast<std::uint32_t>(*given) : input.seeds.front();
    const features::Batch batch = builder.build(seed);
    features::writeBatch(batch, arguments.text("output"));
    fmt::print("{}\n", message("features.written", {std::to_string(batch.arrays.size()), arguments.text("output"), std::to_string(batch.tokens), std::to_string(seed)}));
    return 0;
}

}  // namespace foldmeter::cli
