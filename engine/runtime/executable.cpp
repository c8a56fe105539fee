#include "runtime/executable.h"

#include "base/error.h"
#include "runtime/compute_device.h"
#include "targets/cuda/schedule.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::runtime {
namespace {

bool hasMatmul(const kernels::Kernel& kernel) {
    if (std::holds_alternative<kernels::MatmulKernel>(kernel.body)) return true;
    const auto* row = std::get_if<kernels::RowKernel>(&kernel.body);
    return row && std::any_of(row->values.begin(), row->values.end(),
                              [](const kernels::TileValue& value) { return value.kind == kernels::TileValue::Kind::Matmul; });
}

cpu::Schedule asSettingsSay(cpu::Schedule schedule, const kernels::Kernel& kernel, const CompileSettings& settings) {
    if (hasMatmul(kernel) && settings.matmul == MatmulChoice::Library) schedule.matmul = cpu::Schedule::Matmul::Library;
    if (hasMatmul(kernel) && settings.matmul == MatmulChoice::Generated) schedule.matmul = cpu::Schedule::Matmul::Generated;
    return schedule;
}

void gatherForms(const Executable& executable, const std::vector<Step>& steps, const Schedules& schedules, std::set<WeightForm>& forms) {
    for (const Step& step : steps) {
        gatherForms(executable, step.body, schedules, forms);
        const int kernel = step.site < 0 ? -1 : executable.list.sites[static_cast<std::size_t>(step.site)].kernel;
        const auto matmul = kernel < 0 ? cpu::Schedule::Matmul::Auto : schedules[static_cast<std::size_t>(kernel)].matmul;
        for (const Place& place : step.arguments) {
            const Storage& storage = executable.list.storages[static_cast<std::size_t>(place.storage)];
            if (storage.kind == Storage::Kind::Weight) forms.insert(executable.weights->formOf(storage.weight, matmul));
        }
    }
}

// Measured: rows a tile and the number of threads can win a sixth and more, depending on the size. The library's products
// and tiles of attention have not been seen to: they are tried on request only.
bool canWin(const cpu::Schedule& candidate) {
    return candidate.matmul != cpu::Schedule::Matmul::Library && candidate.tileQueries == 0 && candidate.tileKeys == 0;
}

// Complains of what is no schedule, or none that this kernel could be given.
void requireSchedule(const Executable& executable, const TunedSite& site) {
    if (!executable.context.device) return static_cast<void>(cpu::Schedule::fromText(site.choice));
    const cuda::Schedule schedule = cuda::Schedule::fromText(site.choice);
    for (const UniqueKernel& kernel : executable.list.kernels) {
        if (tuningKey(kernel, executable.settings()) != site.kernel) continue;
        const auto known = cuda::candidatesFor(kernel.kernel, executable.context.device->description().sharedPerBlock);
        if (std::find(known.begin(), known.end(), schedule) == known.end()) throw InputError(fmt::format("kernel {} has no schedule '{}'", site.name, site.choice));
    }
}

}  // namespace

std::string textOf(const ir::Sizes& sizes) {
    std::string text;
    for (const auto& [symbol, size] : sizes) text += fmt::format("{}{}={}", text.empty() ? "" : " ", symbol, size);
    return text;
}

cpu::Schedule defaultSchedule(const UniqueKernel& kernel, const CompileSettings& settings) {
    return asSettingsSay({}, kernel.kernel, settings);
}

Schedules candidateSchedules(const UniqueKernel& kernel, const Executable& executable) {
    Schedules schedules{defaultSchedule(kernel, executable.settings())};
    for (const cpu::Schedule& candidate : cpu::candidatesFor(kernel.kernel, executable.cpu)) {
        if (executable.settings().autotune < 3 && !canWin(candidate)) continue;
        const cpu::Schedule allowed = asSettingsSay(candidate, kernel.kernel, executable.settings());
        if (std::find(schedules.begin(), schedules.end(), allowed) == schedules.end()) schedules.push_back(allowed);
    }
    return schedules;
}

double workOf(const UniqueKernel& kernel, const ir::Sizes& sizes) {
    double work = 1;
    const auto times = [&](const ir::Dim& dim) { work *= static_cast<double>(ir::evaluate(dim, sizes)); };
    if (const auto* row = std::get_if<kernels::RowKernel>(&kernel.kernel.body)) {
        for (const ir::Dim& dim : row->axes) times(dim);
    } else if (const auto* matmul = std::get_if<kernels::MatmulKernel>(&kernel.kernel.body)) {
        for (const auto& [letter, dim] : matmul->dims().dims) times(dim);
    } else {
        for (const auto& [letter, dim] : std::get<kernels::AttentionKernel>(kernel.kernel.body).dims) times(dim);
    }
    return work;
}

std::string tuningKey(const UniqueKernel& kernel, const CompileSettings& settings) {
    return DigestBuilder().add(kernel.digest.high).add(kernel.digest.low).add(defaultSchedule(kernel, settings).toText()).finish().toHex();
}

Schedules chooseSchedules(const Executable& executable, const ir::Sizes& sizes) {
    const CompileSettings& settings = executable.settings();
    Schedules schedules;
    for (const UniqueKernel& kernel : executable.list.kernels) {
        schedules.push_back(defaultSchedule(kernel, settings));
        if (settings.autotune == 0 || settings.strict) continue;
        const TunedSite* site = executable.tuning.find(tuningKey(kernel, settings), workOf(kernel, sizes), executable.pool->threads());
        if (!site) continue;
        const cpu::Schedule recorded = cpu::Schedule::fromText(site->choice);
        if (asSettingsSay(recorded, kernel.kernel, settings) == recorded) schedules.back() = recorded;
    }
    return schedules;
}

std::vector<Variant> variantsOf(const LaunchList& list, const Schedules& schedules) {
    std::vector<Variant> variants;
    for (std::size_t n = 0; n < list.kernels.size(); ++n) variants.push_back({&list.kernels[n], schedules[n]});
    return variants;
}

std::set<WeightForm> formsOf(const Executable& executable, const Schedules& schedules) {
    std::set<WeightForm> forms;
    gatherForms(executable, executable.list.steps, schedules, forms);
    for (const auto& [name, place] : executable.list.outputs) {
        const Storage& storage = executable.list.storages[static_cast<std::size_t>(place.storage)];
        if (storage.kind == Storage::Kind::Weight) forms.insert(executable.weights->formOf(storage.weight, cpu::Schedule::Matmul::Auto));
    }
    return forms;
}

void bookWeights(Executable& executable) {
    const auto bytes = static_cast<std::int64_t>(executable.weights->bytes());
    executable.context.ledger->bytes += bytes - executable.bookedWeights;
    executable.bookedWeights = bytes;
}

void loadForms(Executable& executable, const std::set<WeightForm>& forms) {
    executable.weights->load(forms, *executable.pool, executable.context.recorder, executable.context.cancel);
    bookWeights(executable);
}

std::string tuningFileOf(const cpu::CpuDescription& cpu) {
    return "tuning-" + DigestBuilder().add(cpu.name).add(cpu.features).add(cpu::compilerVersion()).finish().toHex() + ".json";
}

std::vector<CandidateRecord> candidatesOnRecord(const Executable& executable) {
    std::vector<CandidateRecord> records;
    for (const UniqueKernel& kernel : executable.list.kernels) {
        for (const TunedSite& site : executable.tuning.sites()) {
            if (site.kernel != tuningKey(kernel, executable.settings())) continue;
            for (const TimedCandidate& candidate : site.candidates) {
                const bool chosen = candidate.schedule == site.choice;
                records.push_back({site.name + " at " + site.sizes, candidate.schedule, candidate.seconds, chosen,
                                   chosen ? site.reason : candidate.note});
            }
        }
    }
    return records;
}

void readTuning(Executable& executable) {
    const std::string& file = executable.tuningFile;
    const std::optional<std::string> text = executable.cache->readText(file);
    if (!text) return;
    try {
        TuningRecord record = TuningRecord::fromJson(*text, file);
        if (record.machine() != executable.tunedOn) throw InputError(fmt::format("{} holds for {}, not for {}", file, record.machine(), executable.tunedOn));
        for (const TunedSite& site : record.sites()) requireSchedule(executable, site);
        executable.tuning = std::move(record);
    } catch (const InputError& damaged) {
        note(executable.context.log, LogLevel::Warning, std::string(damaged.what()) + "; sites are tuned again");
    }
}

// Another program may have added to the record meanwhile: what stands there now is read again before it is replaced.
void writeTuning(Executable& executable, const std::vector<TunedSite>& found) {
    if (found.empty()) return;
    readTuning(executable);
    for (const TunedSite& site : found) executable.tuning.add(site);
    executable.tuning.setMachine(executable.tunedOn);
    executable.cache->writeText(executable.tuningFile, executable.tuning.toJson());
}

}  // namespace foldmeter::runtime
