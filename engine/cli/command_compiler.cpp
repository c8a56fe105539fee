// Commands that look into the compiler: compile, graph, kernels.
#include "base/message.h"
#include "cli/common_options.h"
#include "cli/device_target.h"
#include "features/build_batch.h"
#include "ir/print.h"
#include "predict/program_graphs.h"
#include "report/stage_table.h"
#include "targets/cpu/cpu_target.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::cli {
namespace {

using report::durationText;

void bindTo(predict::Session& session, const features::FoldInput& input, const predict::PredictSettings& settings) {
    const features::BatchBuilder builder(input, session.components(), {.buckets = session.settings().buckets, .pool = &session.pool()});
    session.compiledPredictor().bind(builder.build(input.seeds.front()), settings);
    fmt::print("{}\n", message("compile.bound", {input.name, std::to_string(builder.paddedTokens()), std::to_string(builder.atoms())}));
}

void printPrograms(predict::Session& session) {
    fmt::print("{}", report::headLine("{:<12} {:>6} {:>8} {:>9} {:>10} {:>10} {:>10} {:>6}  {}", message("table.compiled")));
    for (const runtime::Program* program : session.predictor().programs()) {
        const runtime::CompileRecord& r = program->compileRecord();
        fmt::print("{:<12} {:>6} {:>8} {:>9} {:>10} {:>10} {:>10} {:>6}  {}\n", r.program, r.graphNodes, r.kernels, r.kernelsCompiled, durationText(r.trace), durationText(r.optimize),
                   durationText(r.codegen), r.cache, r.cacheReason);
    }
}

std::string programFrom(const Arguments& arguments) {
    if (!arguments.has("program")) throw UsageError(message("usage.no_program"));
    return arguments.word("program", predict::programNames(), "");
}

void printPasses() {
    for (const passes::Pass& pass : passes::pipeline()) fmt::print("{:<24} {}\n", pass.name, pass.why);
}

std::string shown(const kernels::Kernel& kernel, const std::string& what, const cpu::CpuDescription& cpu) {
    if (what == "source") return kernels::print(kernel);
    const cpu::KernelVariant variant{&kernel, {}};
    return what == "ir" ? cpu::showLlvmIr(variant, cpu) : cpu::showAssembly(variant, cpu);
}

void printKernelTexts(predict::Session& session, const std::string& program, const std::string& what) {
    const auto result = passes::runPipeline(predict::splitGraph(program, session.config(), session.settings()), predict::passOptions(program, session.settings()), nullptr);
    const cpu::CpuDescription cpu = cpu::describeCpu(session.pool().threads());
    for (const kernels::Kernel& kernel : predict::kernelsOf(result.graph)) {
        fmt::print("=== {}  {}\n", kernel.name, kernel.scope);
        for (const std::string& origin : kernel.origins) fmt::print("--- {}\n", origin);
        fmt::print("{}\n", shown(kernel, what, cpu));
    }
}

const runtime::Program& programOf(predict::Session& session, const std::string& name) {
    for (const runtime::Program* program : session.predictor().programs())
        if (program->compileRecord().program == name) return *program;
    throw InputError(message("program.absent", {name}));
}

void printKernelTable(const runtime::Program& program) {
    fmt::print("{}", report::headLine("{:<40} {:<44} {:<10} {:>12} {:>12} {:>8} {:>10}", message("table.kernels")));
    for (const runtime::KernelRecord& k : program.kernelRecords()) {
        const double calls = k.calls > 0 ? static_cast<double>(k.calls) : 1;
        fmt::print("{:<40} {:<44} {:<10} {:>12.3f} {:>12.3f} {:>8} {:>10}\n", k.name, k.scope, k.implementation, k.flops / calls * 1e-6, k.bytes / calls * 1e-6, k.calls, k.calls > 0 ? durationText(k.seconds) : "-");
    }
}

void printCandidates(const runtime::Program& program) {
    fmt::print("{}", report::headLine("{:<48} {:<36} {:>12}  {}", message("table.candidates")));
    for (const runtime::CandidateRecord& c : program.candidateRecords())
        fmt::print("{:<48} {:<36} {:>12}  {}\n", c.site, c.schedule, durationText(c.seconds), c.chosen ? (c.reason.empty() ? "yes" : c.reason) : "");
}

}  // namespace

int runCompile(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    if (const auto device = targetDevice(arguments)) return compileForDevice(invocation, *device);
    std::vector<int> sizes;
    if (arguments.has("sizes"))
        for (const std::uint32_t size : parseSeeds(arguments.text("sizes"), "sizes")) sizes.push_back(static_cast<int>(std::clamp<std::uint32_t>(size, 1, 100000)));
    predict::Session session(sessionOptionsFrom(arguments), &invocation.cancel, invocation.log);
    session.compiledPredictor();
    const predict::PredictSettings settings = predictSettingsFrom(arguments, session);
    for (const int size : sizes) bindTo(session, syntheticInput(size), settings);
    if (!arguments.positional().empty())
        for (const auto& file : inputFiles(arguments)) bindTo(session, readInput(invocation, file), settings);
    printPrograms(session);
    return 0;
}

int runGraph(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    if (arguments.has("passes")) {
        printPasses();
        return 0;
    }
    const std::string program = programFrom(arguments);
    const std::string format = arguments.word("format", {"text", "dot"}, "text");
    std::vector<std::string> stops = {"none"};
    for (const passes::Pass& pass : passes::pipeline()) stops.push_back(pass.name);
    const std::string after = arguments.has("after") ? arguments.word("after", stops, "") : std::string();
    predict::Session session(sessionOptionsFrom(arguments), &invocation.cancel, invocation.log);
    const ir::Graph start = after == "none" ? predict::tracedGraph(program, session.config()) : predict::splitGraph(program, session.config(), session.settings());
    const ir::Graph graph = after == "none" ? start : passes::runPipeline(start, predict::passOptions(program, session.settings()), nullptr, false, after).graph;
    fmt::print("{}", format == "dot" ? ir::printDot(graph) : ir::print(graph));
    return 0;
}

int runKernels(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    const std::string program = programFrom(arguments);
    const std::string what = arguments.has("show") ? arguments.word("show", {"source", "ir", "asm", "candidates"}, "") : std::string();
    if (const auto device = targetDevice(arguments)) return showDeviceKernels(invocation, *device, program, what);
    predict::Session session(sessionOptionsFrom(arguments), &invocation.cancel, invocation.log);
    if (!what.empty() && what != "candidates") {
        printKernelTexts(session, program, what);
        return 0;
    }
    const features::FoldInput input = readInput(invocation, arguments.positional().empty() ? exampleInput() : inputFiles(arguments).front());
    const features::BatchBuilder builder(input, session.components(), {.buckets = session.settings().buckets, .pool = &session.pool()});
    const predict::PredictSettings settings = predictSettingsFrom(arguments, session);
    const features::Batch batch = builder.build(input.seeds.front());
    session.compiledPredictor().bind(batch, settings);
    // A short run, so that the table shows work and time of each launch.
    session.predictor().predict(batch, input.seeds.front(), {.recycles = 0, .steps = std::min(settings.steps, 3), .samples = settings.samples}, {}, nullptr);
    if (what == "candidates") printCandidates(programOf(session, program));
    else printKernelTable(programOf(session, program));
    return 0;
}

}  // namespace foldmeter::cli
