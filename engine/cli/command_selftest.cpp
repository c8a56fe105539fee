// foldmeter selftest: does this machine compute right, and how quickly? A report to send with a problem.
#include "base/file.h"
#include "base/paths.h"
#include "base/threads.h"
#include "base/version.h"
#include "cli/common_options.h"
#include "cli/trial.h"
#include "report/stage_table.h"
#include "report/statistics.h"
#include "runtime/compute_device.h"
#include "settings/matrix.h"
#include "structure/mmcif.h"
#include "targets/cpu/cpu_target.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace foldmeter::cli {
namespace {

using report::durationText;

constexpr double conformanceLimit = 1e-4;   // of the largest coordinate, against the interpreter
constexpr double fidelityMargin = 0.3;      // Angstrom above the expected median RMSD

// Lines of the report; remembers whether all was well.
class SelftestReport {
public:
    void line(const std::string& text) { m_text += text + "\n"; }
    void verdict(bool good, const std::string& text) {
        m_good = m_good && good;
        line((good ? "pass  " : "FAIL  ") + text);
    }
    bool good() const { return m_good; }
    const std::string& text() const { return m_text; }

private:
    std::string m_text;
    bool m_good = true;
};

predict::SessionOptions optionsFor(const Invocation& invocation, const std::string& settings) {
    predict::SessionOptions options;
    options.model = predict::demoModelName;
    options.settings.precision = Precision::F32;
    if (invocation.arguments.has("threads")) options.settings.set("threads", invocation.arguments.text("threads"));
    options.settings = parseMatrix(settings).front().applied(options.settings);
    return options;
}

// Of the settings given: on the GPU where that is asked for.
std::string onTarget(const Invocation& invocation, const std::string& settings) {
    if (!invocation.arguments.has("gpu")) return settings;
    return settings.empty() ? "target=cuda" : "target=cuda " + settings;
}

Log silent() {
    return [](LogLevel, const std::string&) {};
}

// Largest difference over the largest value of `truth`.
double relativeDifference(const Tensor& result, const Tensor& truth) {
    const auto x = result.as<float>(), y = truth.as<float>();
    double difference = 0, largest = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!std::isfinite(x[i])) return INFINITY;
        difference = std::max(difference, static_cast<double>(std::abs(x[i] - y[i])));
        largest = std::max(largest, static_cast<double>(std::abs(y[i])));
    }
    return difference / largest;
}

// Positions of a short run with each way of compiling, against the interpreter.
void testConformance(const Invocation& invocation, SelftestReport& report) {
    const features::FoldInput input = features::loadFoldInput(resourcePath("examples/dna-fold-cobalt.json"));
    const predict::PredictSettings settings{.recycles = 0, .steps = 3, .samples = 1};
    const auto positions = [&](const std::string& text) {
        invocation.cancel.throwIfRequested();
        predict::Session session(optionsFor(invocation, text), &invocation.cancel, silent());
        return Trial(session, input, settings).run(1).positions;
    };
    const Tensor truth = positions("target=interpret");
    std::vector<std::string> ways = {"fusion=on", "fusion=off", "attention=decomposed", "hoist=off", "matmul=generated", "cache=off autotune=0"};
    if (invocation.arguments.has("quick")) ways.resize(1);
    for (const std::string& text : ways) {
        const double difference = relativeDifference(positions(onTarget(invocation, text)), truth);
        report.verdict(difference < conformanceLimit, fmt::format("{:<24} positions within {:.1e} of the interpreter", text, difference));
    }
}

void testFidelity(const Invocation& invocation, SelftestReport& report) {
    predict::Session session(optionsFor(invocation, onTarget(invocation, "")), &invocation.cancel, silent());
    const auto examples = bundledExamples();
    const auto example = std::find_if(examples.begin(), examples.end(), [](const Example& e) { return e.name == "trp-cage"; });
    if (example == examples.end()) throw InputError("examples.tsv has no trp-cage");
    Trial trial(session, features::loadFoldInput(example->input), session.recommended());
    const auto start = timeline::Recorder::now();
    const predict::SeedResult result = trial.run(1);
    const double seconds = static_cast<double>(timeline::Recorder::now() - start) * 1e-9;
    std::vector<double> rmsd;
    for (const auto& sample : compareSamples(trial.batch(), result, structure::loadStructure(example->truth))) rmsd.push_back(sample.rmsd);
    report.verdict(report::median(rmsd) < example->expectedMedian + fidelityMargin,
                   fmt::format("{}: {:.2f} A from the true structure (expected {:.2f})", example->name, report::median(rmsd), example->expectedMedian));
    report.line(fmt::format("speed {}: compilation {}, a seed {}", example->name, durationText(trial.compileSeconds()), durationText(seconds)));
}

void describeMachine(const Invocation& invocation, SelftestReport& report) {
    ThreadPool pool(static_cast<int>(invocation.arguments.integer("threads", 1, 4096).value_or(availableThreads())));
    const cpu::CpuDescription cpu = cpu::describeCpu(pool.threads());
    report.line(fmt::format("foldmeter {}\n{}, {} threads, {}", version, cpu.name, pool.threads(), cpu.isa));
    report.line(fmt::format("matrix products {:.0f} GFLOP/s f32", cpu::measureGemmPeak(pool, DType::F32)));
    if (cpu.hasBf16) report.line(fmt::format("matrix products {:.0f} GFLOP/s bf16", cpu::measureGemmPeak(pool, DType::BF16)));
}

// DeviceError saying why where no GPU can be used.
void describeGpu(const Invocation& invocation, SelftestReport& report) {
    predict::Session session(optionsFor(invocation, "target=cuda"), &invocation.cancel, silent());
    const runtime::ComputeDevice& gpu = *session.device();
    const cuda::DeviceDescription& device = gpu.description();
    report.line(fmt::format("{}, {}, {} multiprocessors, {}, driver for CUDA {}", device.name, device.architecture(), device.multiprocessors,
                            report::bytesText(static_cast<double>(device.memoryBytes)), cuda::versionText(gpu.device().driver().version())));
}

}  // namespace

int runSelftest(const Invocation& invocation) {
    SelftestReport report;
    if (invocation.arguments.has("gpu")) describeGpu(invocation, report);
    describeMachine(invocation, report);
    testConformance(invocation, report);
    if (!invocation.arguments.has("quick")) testFidelity(invocation, report);
    fmt::print("{}", report.text());
    if (invocation.arguments.has("output")) writeAtomically(invocation.arguments.text("output"), report.text());
    return report.good() ? 0 : 70;
}

}  // namespace foldmeter::cli
