#include "base/error.h"
#include "targets/cpu/cpu_target.h"

#include <fstream>

namespace foldmeter::cpu {

namespace {

std::string modelName() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name")) return line.substr(std::min(line.size(), line.find(':') + 2));
    return "unknown CPU";
}

void nameUnits(CpuDescription& cpu) {
    cpu.isa = cpu.hasBf16 ? "avx512_bf16" : cpu.hasAvx512 ? "avx512" : "avx2";
    cpu.features = "+sse4.2,+popcnt,+avx2,+fma,+bmi,+bmi2,+lzcnt,+f16c";
    if (cpu.hasAvx512) cpu.features += ",+avx512f,+avx512bw,+avx512dq,+avx512vl,+avx512cd";
    if (cpu.hasBf16) cpu.features += ",+avx512bf16";
}

}  // namespace

// Tuning for one processor family is left out on purpose: equal features mean equal code, whoever made the cache entry.
CpuDescription describeCpu(int threads) {
    static const std::string name = modelName();
    CpuDescription cpu;
    cpu.name = name;
    cpu.threads = threads > 0 ? threads : availableThreads();
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        throw DeviceError(name + " has no AVX2 and FMA units, which the CPU target needs; use --target interpret for small checks");
    cpu.hasAvx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512vl");
    cpu.hasBf16 = cpu.hasAvx512 && __builtin_cpu_supports("avx512bf16");
    nameUnits(cpu);
    return cpu;
}

CpuDescription restrictTo(const CpuDescription& cpu, const std::string& isa) {
    CpuDescription narrower = cpu;
    narrower.hasAvx512 = isa == "avx512" || isa == "avx512_bf16";
    narrower.hasBf16 = isa == "avx512_bf16";
    nameUnits(narrower);
    const bool lacking = (narrower.hasAvx512 && !cpu.hasAvx512) || (narrower.hasBf16 && !cpu.hasBf16);
    if (narrower.isa != isa || lacking) throw InputError("vector units '" + isa + "' are not among those of " + cpu.name + " (" + cpu.isa + ")");
    return narrower;
}

}  // namespace foldmeter::cpu
