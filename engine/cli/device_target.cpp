#include "cli/device_target.h"

#include "base/message.h"
#include "cli/common_options.h"
#include "features/build_batch.h"
#include "passes/pass.h"
#include "predict/device_forecast.h"
#include "predict/program_graphs.h"
#include "predict/session.h"
#include "report/stage_table.h"
#include "runtime/device_code.h"
#include "targets/cuda/launch_shape.h"
#include "targets/cuda/static_figures.h"
#include "targets/cuda/tile_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace foldmeter::cli {
namespace {

using report::durationText;

// What is needed to make code for a device; the model is read for its shapes only.
class DeviceWork {
public:
    DeviceWork(const Invocation& invocation, const std::filesystem::path& device)
        : m_session(sessionOptionsBesidesTarget(invocation.arguments), &invocation.cancel, invocation.log), m_device(cuda::readDeviceDescription(device)),
          m_cache(m_session.settings().cache, m_session.settings().cacheFolder, invocation.log) {
        if (!m_compiler.available()) throw DeviceError(message("device.no_nvrtc", {m_compiler.library().reason()}));
    }
    std::vector<runtime::DeviceProgramCode> compile(const std::vector<runtime::ProgramKernels>& programs) {
        return runtime::compileForDevice(programs,
                                         {&m_compiler, m_device, &m_cache, &m_session.pool(), &m_session.recorder(), m_session.cancel(), m_session.settings().strict});
    }
    std::vector<kernels::Kernel> kernelsOf(const std::string& program) {
        const auto& settings = m_session.settings();
        return predict::kernelsOf(passes::runPipeline(predict::splitGraph(program, m_session.config(), settings), predict::devicePassOptions(program, settings), &m_session.recorder()).graph);
    }
    std::vector<std::string> programs() {
        std::vector<std::string> names = predict::programNames();
        if (!m_session.settings().hoist) std::erase(names, "condition");
        return names;
    }
    const cuda::DeviceDescription& device() const { return m_device; }
    std::string compilerVersion() const { return m_compiler.version(); }

private:
    predict::Session m_session;
    cuda::DeviceDescription m_device;
    cuda::SourceCompiler m_compiler;
    runtime::CodeCache m_cache;
};

void printPrograms(const std::vector<runtime::DeviceProgramCode>& programs, double wall) {
    fmt::print("{}", report::headLine("{:<12} {:>8} {:>9} {:>10} {:>7} {:>13}  {}", message("table.device_programs")));
    for (const auto& program : programs) {
        int registers = 0, spilling = 0;
        for (const auto& kernel : program.kernels) {
            registers = std::max(registers, kernel.figures().registers);
            spilling += kernel.figures().spillStores > 0;
        }
        fmt::print("{:<12} {:>8} {:>9} {:>10} {:>7} {:>13}  {}\n", program.program, program.kernels.size(), program.compiledNow(), durationText(program.seconds), program.cache, registers, spilling);
    }
    std::set<std::string> different;
    std::size_t compiled = 0;
    for (const auto& program : programs) {
        compiled += program.compiledNow();
        for (const auto& kernel : program.kernels) different.insert(kernel.entry);
    }
    fmt::print("{}\n", message("device.compiled", {std::to_string(different.size()), std::to_string(compiled), durationText(wall)}));
}

}  // namespace

std::optional<std::filesystem::path> targetDevice(const Arguments& arguments) {
    const std::string target = arguments.text("target");
    return target.empty() || target == "cpu" || target == "auto" ? std::nullopt : cuda::findDeviceDescription(target);
}

int compileForDevice(const Invocation& invocation, const std::filesystem::path& device) {
    DeviceWork work(invocation, device);
    note(invocation.log, LogLevel::Info, message("device.compiling", {work.device().name, work.device().architecture(), work.compilerVersion()}));
    std::vector<runtime::ProgramKernels> programs;
    for (const std::string& name : work.programs()) programs.push_back({name, work.kernelsOf(name)});
    const std::int64_t start = timeline::Recorder::now();
    const auto code = work.compile(programs);
    printPrograms(code, static_cast<double>(timeline::Recorder::now() - start) * 1e-9);
    return 0;
}

int planForDevice(const Invocation& invocation, const std::filesystem::path& file) {
    const Arguments& arguments = invocation.arguments;
    if (arguments.has("json")) throw UsageError(message("device.no_json"));
    const cuda::DeviceDescription device = cuda::readDeviceDescription(file);
    predict::Session session(sessionOptionsBesidesTarget(arguments), &invocation.cancel, invocation.log);
    for (const auto& path : inputFiles(arguments)) {
        for (const features::FoldInput& input : readInputs(invocation, path)) {
            const features::BatchBuilder builder(input, session.components(), {.buckets = session.settings().buckets, .pool = &session.pool()});
            const auto sizes = predict::jobSizesOf(builder.common());
            fmt::print("{}: {} tokens, {} atoms, {} MSA rows\n{}\n", input.name, sizes.tokens, sizes.atoms, sizes.msaRows,
                       toText(predict::forecastOn(device, session, sizes, predictSettingsFrom(arguments, session))));
        }
    }
    return 0;
}

int showDeviceKernels(const Invocation& invocation, const std::filesystem::path& device, const std::string& program, const std::string& what) {
    DeviceWork work(invocation, device);
    const auto kernels = work.kernelsOf(program);
    if (what == "source") {
        for (const auto& kernel : kernels) fmt::print("{}\n", cuda::printSource(kernel, work.device().sharedPerBlock).text);
        return 0;
    }
    if (what == "candidates" || what == "asm") throw UsageError(message("device.no_such_view", {what}));
    const runtime::DeviceProgramCode code = work.compile({{program, kernels}}).front();
    if (what == "ir") {
        std::set<const cuda::CompiledModule*> shown;   // kernels that were compiled together share a text
        for (const auto& kernel : code.kernels)
            if (shown.insert(kernel.module.get()).second) fmt::print("{}\n", kernel.module->ptx);
        return 0;
    }
    fmt::print("{}", report::headLine("{:<40} {:<52} {:>9} {:>6} {:>9} {:>12} {:>6} {:>9}  {}", message("table.device_kernels")));
    for (std::size_t n = 0; n < kernels.size(); ++n) {
        const runtime::DeviceKernel& kernel = code.kernels[n];
        const cuda::KernelFigures& figures = kernel.figures();
        const std::int64_t shared = figures.sharedBytes + cuda::LaunchPlanner(kernels[n], work.device().sharedPerBlock).leastSharedBytes();
        const auto occupancy = cuda::occupancyOf(work.device(), figures.registers, shared, cuda::threadsPerBlock);
        const auto counts = cuda::countInstructions(kernel.module->ptx, kernel.entry);
        fmt::print("{:<40} {:<52} {:>9} {:>6} {:>9} {:>12} {:>5.1f}% {:>8.0f}%  {}\n", kernel.name, kernel.scope, figures.registers, figures.spillStores, shared, counts.all,
                   100.0 * static_cast<double>(counts.tensor) / static_cast<double>(counts.all), 100 * occupancy.share, occupancy.bound);
    }
    return 0;
}

}  // namespace foldmeter::cli
