#include "runtime/machine_peak.h"

#include "base/error.h"
#include "runtime/executable.h"

namespace foldmeter::runtime {
namespace {

constexpr double measuringSeconds = 0.1;   // of each type

}  // namespace

std::optional<GemmPeak> machinePeak(const CompileSettings& settings, ThreadPool& pool, const Log& log) {
    const CodeCache cache(settings.cache, settings.cacheFolder, log);
    if (!cache.usable()) return std::nullopt;
    const cpu::CpuDescription cpu = cpu::describeCpu(pool.threads());
    const std::string file = tuningFileOf(cpu);
    TuningRecord record;
    try {
        if (const auto text = cache.readText(file)) record = TuningRecord::fromJson(*text, file);
    } catch (const InputError&) {
        return std::nullopt;   // who tunes says what is wrong and replaces it
    }
    if (const GemmPeak* known = record.peak(pool.threads())) return *known;
    if (settings.cache != CacheUse::ReadWrite) return std::nullopt;
    record.set({pool.threads(), cpu::measureGemmPeak(pool, DType::F32, measuringSeconds), cpu.hasBf16 ? cpu::measureGemmPeak(pool, DType::BF16, measuringSeconds) : 0});
    cache.writeText(file, record.toJson());
    return *record.peak(pool.threads());
}

}  // namespace foldmeter::runtime
