#include "runtime/device_tuner.h"

#include "base/error.h"
#include "runtime/trial.h"
#include "runtime/verify_candidate.h"
#include "targets/cuda/static_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace foldmeter::runtime {
namespace {

constexpr double worthwhileShare = 0.01;   // level 2: of the time of all sites with a choice
constexpr double leastSeconds = 0.01;      // what a trial gets at least
constexpr double leastTimed = 0.2e-3;      // short launches are timed in groups of this length
constexpr double expectedRuns = 200;       // of a program at one size, over all jobs that will find the record
constexpr double plausibleGain = 0.2;      // of a site's time
constexpr double compileSeconds = 0.3;     // of a site's candidates together
constexpr const char* state = "warm";      // of the caches while candidates are timed

}  // namespace

double DeviceTuner::secondsLeft() const {
    const std::int64_t now = m_start == 0 ? 0 : timeline::Recorder::now() - m_start;
    return m_program.settings().autotuneBudget - static_cast<double>(m_program.context.ledger->autotuneNanoseconds + now) * 1e-9;
}

std::vector<DeviceTuner::OpenSite> DeviceTuner::openSites() const {
    std::vector<OpenSite> sites;
    for (int kernel = 0; kernel < static_cast<int>(m_program.list.kernels.size()); ++kernel) {
        const UniqueKernel& unique = m_program.list.kernels[static_cast<std::size_t>(kernel)];
        const TunedSite* known = m_program.tuning.find(tuningKey(unique, m_program.settings()), workOf(unique, m_bound.m_sizes), deviceThreads);
        if (known && m_device.holds(*known, known->choice) && (known->candidates.size() > 1 || m_program.settings().autotune == 2)) continue;
        OpenSite site{kernel, nullptr, 0, cuda::candidatesFor(unique.kernel, m_device.device->description().sharedPerBlock), 0, true};
        const MatmulChoice asked = m_program.settings().matmul;
        if (asked == MatmulChoice::Generated) std::erase_if(site.candidates, [](const cuda::Schedule& each) { return each.library > 0; });
        if (asked == MatmulChoice::Library && cuda::libraryProductOf(unique.kernel)) continue;
        for (const DeviceInstance& instance : m_bound.m_instances) {
            if (instance.kernel != kernel || instance.slice >= 0) continue;
            if (site.calls++ == 0) site.instance = &instance;
        }
        if (site.calls > 0 && site.candidates.size() > 1) sites.push_back(std::move(site));
    }
    return sites;
}

// Every argument in memory becomes zero: an index that is read stays inside its table, and no number is denormal.
void DeviceTuner::clear(const OpenSite& site) {
    const auto& arguments = m_program.list.kernels[static_cast<std::size_t>(site.kernel)].kernel.arguments;
    for (std::size_t n = 0; n < arguments.size(); ++n) {
        const Storage& storage = m_program.list.storages[static_cast<std::size_t>(site.instance->step->arguments[n].storage)];
        if (storage.kind != Storage::Kind::Arena && storage.kind != Storage::Kind::Input) continue;
        const auto count = static_cast<std::size_t>(ir::evaluate(ir::product(arguments[n].type.shape), m_bound.m_sizes));
        cuda::fillBytes(*m_device.device->compute(), m_bound.m_words[site.instance->firstWord + n], 0, count * sizeOf(arguments[n].type.dtype));
    }
}

double DeviceTuner::time(DeviceFunction& function, const OpenSite& site, int repeats) {
    if (m_program.context.cancel) m_program.context.cancel->throwIfRequested();
    const auto& stream = m_device.device->compute();
    const DeviceShape shape = m_device.shapeOf(function, site.kernel, m_bound.m_sizes, {});
    if (static_cast<std::int64_t>(m_scratch.size()) < shape.scratchBytes) m_scratch = cuda::DeviceMemory(stream, static_cast<std::size_t>(shape.scratchBytes));
    std::vector<std::uint64_t> words(m_bound.m_words.begin() + static_cast<std::ptrdiff_t>(site.instance->firstWord),
                                     m_bound.m_words.begin() + static_cast<std::ptrdiff_t>(site.instance->firstWord + site.instance->addresses));
    for (const std::int64_t number : shape.numbers) words.push_back(static_cast<std::uint64_t>(number));
    if (shape.scratchNumber >= 0) words[site.instance->addresses + static_cast<std::size_t>(shape.scratchNumber)] = m_scratch.address();
    const auto begin = m_bound.event(), end = m_bound.event();
    m_device.device->mark(*begin);
    for (int n = 0; n < repeats; ++n) function.launch(*stream, shape, words.data(), site.instance->addresses);
    m_device.device->mark(*end);
    m_device.device->wait();
    m_bound.m_events.insert(m_bound.m_events.end(), {begin, end});
    return end->millisecondsSince(*begin) * 1e-3;
}

// Costliest first. Level 2 tries only where it can pay.
void DeviceTuner::rank(std::vector<OpenSite>& sites) {
    double total = 0;
    for (OpenSite& site : sites) {
        clear(site);
        DeviceFunction& usual = m_device.functions[static_cast<std::size_t>(site.kernel)];
        time(usual, site, 1);
        site.defaultSeconds = time(usual, site, 1) * site.calls;
        total += site.defaultSeconds;
    }
    std::stable_sort(sites.begin(), sites.end(), [](const OpenSite& a, const OpenSite& b) { return a.defaultSeconds > b.defaultSeconds; });
    for (OpenSite& site : sites)
        site.tried = m_program.settings().autotune > 2 || (site.defaultSeconds >= worthwhileShare * total && site.defaultSeconds * expectedRuns * plausibleGain > compileSeconds);
}

// Rows that pass one after the other: waves of blocks times the rows of a block. 0: no block finds room.
std::int64_t DeviceTuner::rowsToWaitFor(const DeviceFunction& function) const {
    const cuda::DeviceDescription& device = m_device.device->description();
    const cuda::LaunchShape shape = function.planner->shapeFor(m_bound.m_sizes);
    const std::int64_t together = std::int64_t{cuda::occupancyOf(device, function.figures.registers, function.figures.sharedBytes + shape.sharedBytes, shape.threads).blocks} * device.multiprocessors;
    return together == 0 ? 0 : (shape.blocks + together - 1) / together * function.planner->rowsAtOnce();
}

// What need not be timed, by the assembler's figures; "" when it should be.
std::string DeviceTuner::hopeless(DeviceFunction& candidate, const DeviceFunction& usual, const OpenSite& site) const {
    if (candidate.schedule.library > 0) {
        const cuda::MatmulLibrary& library = m_device.device->products();
        if (!library.available()) return "left out: no library: " + library.reason();
        return m_device.shapeOf(candidate, site.kernel, m_bound.m_sizes, {}).product ? "" : "left out: the library proposes no such way";
    }
    const auto spills = [](const DeviceFunction& of) { return of.figures.spillStores + of.figures.spillLoads; };
    if (spills(candidate) > spills(usual)) return fmt::format("left out: spills {} bytes of registers", spills(candidate));
    const bool sameTile = candidate.schedule.tileRows == usual.schedule.tileRows;
    if (sameTile && candidate.figures.registers == usual.figures.registers && spills(candidate) == spills(usual)) return "left out: the same registers as the default";
    const std::int64_t waits = rowsToWaitFor(candidate), usualWaits = rowsToWaitFor(usual);
    if (waits == 0) return "left out: finds no room on a multiprocessor";
    if (waits > 2 * usualWaits && usualWaits > 0) return fmt::format("left out: {} rows pass one after the other, {} of the default", waits, usualWaits);
    return "";
}

std::string DeviceTuner::noteOf(const cuda::Schedule& schedule) const {
    std::string note = state;
    if (schedule.library > 0) note += ", " + m_device.libraryNote();
    return m_program.settings().autotune >= 4 ? note + ", verified" : note;
}

// Level 4: "" when the candidate computes what the interpreter does, else what differs.
std::string DeviceTuner::verify(DeviceFunction& candidate, const OpenSite& site) const {
    if (m_program.settings().autotune < 4) return "";
    const Site& place = m_program.list.sites[static_cast<std::size_t>(site.instance->site)];
    return verifyCandidate(m_program, place, [&](const Step& step, const std::vector<Tensor>& inputs, const ir::Sizes& sizes) { return m_device.runAlone(candidate, site.kernel, step, inputs, sizes); });
}

TunedSite DeviceTuner::start(const OpenSite& site) const {
    const UniqueKernel& kernel = m_program.list.kernels[static_cast<std::size_t>(site.kernel)];
    return {tuningKey(kernel, m_program.settings()), kernel.kernel.name, textOf(m_bound.m_sizes), workOf(kernel, m_bound.m_sizes), deviceThreads, "default", "", {}};
}

TunedSite DeviceTuner::tune(const OpenSite& site, double secondsLimit) {
    timeline::ScopedSpan span(m_program.context.recorder, "try candidates", timeline::Category::Autotune);
    TunedSite tuned = start(site);
    span.with("kernel", tuned.name).with("candidates", static_cast<std::int64_t>(site.candidates.size())).with("state", state);
    std::vector<DeviceFunction> made = m_device.makeForTrial(site.kernel, site.candidates);
    std::vector<DeviceFunction*> timed;
    for (std::size_t n = 0; n < made.size(); ++n) {
        std::string note = n == 0 ? "" : hopeless(made[n], made[0], site);
        if (note.empty()) note = verify(made[n], site);
        if (note.empty() || n == 0) timed.push_back(&made[n]);
        tuned.candidates.push_back({site.candidates[n].toText(), 0, note.empty() ? noteOf(site.candidates[n]) : note});
    }
    clear(site);
    const int repeats = static_cast<int>(std::clamp(leastTimed / std::max(site.defaultSeconds / site.calls, 1e-7), 1.0, 1000.0));
    const TrialResult trial = tryCandidates(timed.size(), [&](std::size_t n) { return time(*timed[n], site, repeats); }, secondsLimit);
    tuned.choice = timed[trial.choice]->schedule.toText();
    tuned.reason = trial.reason;
    for (std::size_t n = 0; n < timed.size(); ++n) tuned.candidates[static_cast<std::size_t>(timed[n] - made.data())].seconds = trial.seconds[n] / repeats;
    if (m_program.context.recorder)
        for (const TimedCandidate& candidate : tuned.candidates) span.with(m_program.context.recorder->intern("candidate " + candidate.schedule), candidate.seconds);
    span.with("chosen", tuned.choice).with("chosen because", tuned.reason);
    return tuned;
}

// Inputs have no memory yet when a program is bound: trials get some of their own.
void DeviceTuner::lendInputs() {
    for (DeviceBound::Input& input : m_bound.m_inputs) {
        const auto bytes = static_cast<std::size_t>(ir::evaluate(m_program.list.storages[static_cast<std::size_t>(input.storage)].bytes, m_bound.m_sizes));
        input.own = cuda::DeviceMemory(m_device.device->compute(), bytes);
        m_bound.useAddress(input, input.own.address());
    }
}

void DeviceTuner::takeInputsBack() {
    for (DeviceBound::Input& input : m_bound.m_inputs) {
        m_bound.useAddress(input, 0);
        input.own = {};
        input.given = false;
    }
}

std::int64_t DeviceTuner::run() {
    const CompileSettings& settings = m_program.settings();
    if (settings.autotune < 2 || settings.strict || secondsLeft() <= 0) return 0;
    std::vector<OpenSite> sites = openSites();
    if (sites.empty()) return 0;
    m_start = timeline::Recorder::now();
    timeline::ScopedSpan span(m_program.context.recorder, "autotune", timeline::Category::Autotune);
    span.with("program", m_program.name());
    lendInputs();
    m_bound.borrowWorkspace();   // another program may have made it larger
    rank(sites);
    double left = 0;
    for (const OpenSite& site : sites) left += site.tried ? site.defaultSeconds : 0;
    std::vector<TunedSite> found;
    for (const OpenSite& site : sites) {
        if (!site.tried || secondsLeft() <= 0) {
            found.push_back(start(site));
            found.back().reason = site.tried ? "the budget was spent before its turn" : "too short for a trial to pay";
            found.back().candidates.push_back({"default", site.defaultSeconds / site.calls, state});
            continue;
        }
        const double share = 2 * secondsLeft() * site.defaultSeconds / std::max(left, 1e-9);
        found.push_back(tune(site, std::min(secondsLeft(), std::max(share, leastSeconds))));
        left -= site.defaultSeconds;
    }
    takeInputsBack();
    writeTuning(m_program, found);
    m_bound.adoptSchedules();
    const std::int64_t spent = timeline::Recorder::now() - m_start;
    m_program.context.ledger->autotuneNanoseconds += spent;
    m_program.record.autotune += static_cast<double>(spent) * 1e-9;
    return spent;
}

}  // namespace foldmeter::runtime
