// foldmeter devices: what this machine offers, measured here and now.
#include "base/message.h"
#include "base/threads.h"
#include "cli/command.h"
#include "predict/job_timing.h"
#include "report/stage_table.h"
#include "targets/cpu/cpu_target.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace foldmeter::cli {

int runDevices(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    const auto threads = arguments.integer("threads", 1, 4096);
    ThreadPool pool(threads ? static_cast<int>(*threads) : availableThreads());
    const cpu::CpuDescription cpu = cpu::describeCpu(pool.threads());
    const double f32 = cpu::measureGemmPeak(pool, DType::F32);
    const double bf16 = cpu.hasBf16 ? cpu::measureGemmPeak(pool, DType::BF16) : 0;
    const std::int64_t memory = predict::availableMemoryBytes();
    if (arguments.has("json")) {
        const nlohmann::ordered_json json = {{"cpu",
                                              {{"name", cpu.name},
                                               {"threads", pool.threads()},
                                               {"isa", cpu.isa},
                                               {"features", cpu.features},
                                               {"peak_gflops", {{"f32", f32}, {"bf16", bf16 > 0 ? nlohmann::ordered_json(bf16) : nlohmann::ordered_json()}}},
                                               {"available_memory_bytes", memory}}},
                                             {"gpus", nlohmann::ordered_json::array()},
                                             {"gpu_note", message("devices.no_gpu")}};
        fmt::print("{}\n", json.dump(1));
        return 0;
    }
    fmt::print("CPU     {}\n        {} threads, {}\n", cpu.name, pool.threads(), cpu.isa);
    fmt::print("        matrix products: {:.0f} GFLOP/s f32, {}\n", f32, bf16 > 0 ? fmt::format("{:.0f} GFLOP/s bf16", bf16) : std::string("no bf16 instructions"));
    fmt::print("Memory  {} free\nGPU     {}\n", report::bytesText(static_cast<double>(memory)), message("devices.no_gpu"));
    return 0;
}

}  // namespace foldmeter::cli
