#include "runtime/site_tuner.h"

#include "base/error.h"
#include "runtime/trial.h"
#include "runtime/verify_candidate.h"

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
constexpr int trialRuns = 14;              // of a trial, besides five of each candidate

}  // namespace

double SiteTuner::secondsLeft() const {
    const std::int64_t now = m_start == 0 ? 0 : timeline::Recorder::now() - m_start;
    return m_program.settings().autotuneBudget - static_cast<double>(m_program.context.ledger->autotuneNanoseconds + now) * 1e-9;
}

std::vector<SiteTuner::OpenSite> SiteTuner::openSites() const {
    std::vector<OpenSite> sites;
    for (std::size_t kernel = 0; kernel < m_program.list.kernels.size(); ++kernel) {
        const UniqueKernel& unique = m_program.list.kernels[kernel];
        const TunedSite* known = m_program.tuning.find(tuningKey(unique, m_program.settings()), workOf(unique, m_bound.m_sizes), m_program.pool->threads());
        if (known && (known->candidates.size() > 1 || m_program.settings().autotune == 2)) continue;
        OpenSite site{kernel, {}, 0, candidateSchedules(unique, m_program), 0};
        if (site.candidates.size() < 2) continue;
        for (const Instance& instance : m_bound.m_instances) {
            if (!instance.launch || instance.slice >= 0 || m_program.list.sites[static_cast<std::size_t>(instance.site)].kernel != static_cast<int>(kernel)) continue;
            if (site.calls++ == 0) site.instance = instance;
        }
        if (site.calls > 0) sites.push_back(std::move(site));
    }
    return sites;
}

// Every argument in memory becomes zero: an index that is read stays inside its table, and no number is denormal.
void SiteTuner::clear(const OpenSite& site) {
    const auto& arguments = m_program.list.kernels[site.kernel].kernel.arguments;
    for (std::size_t n = 0; n < arguments.size(); ++n) {
        const Storage& storage = m_program.list.storages[static_cast<std::size_t>(site.instance.step->arguments[n].storage)];
        if (storage.kind != Storage::Kind::Arena && storage.kind != Storage::Kind::Input) continue;
        const auto count = static_cast<std::size_t>(ir::evaluate(ir::product(arguments[n].type.shape), m_bound.m_sizes));
        std::memset(m_bound.m_addresses[site.instance.firstAddress + n], 0, count * sizeOf(arguments[n].type.dtype));
    }
}

SiteTuner::Candidate SiteTuner::prepare(const OpenSite& site, const cpu::Schedule& schedule) {
    Candidate candidate;
    candidate.launch = m_program.code->launch({&m_program.list.kernels[site.kernel], schedule});
    candidate.bound = candidate.launch->bind(m_bound.m_sizes);
    candidate.scratch = Buffer(candidate.bound->scratchBytesPerThread * static_cast<std::size_t>(m_program.pool->threads()));
    const std::vector<Place>& places = site.instance.step->arguments;
    for (std::size_t n = 0; n < places.size(); ++n) {
        const Storage& storage = m_program.list.storages[static_cast<std::size_t>(places[n].storage)];
        void* address = m_bound.m_addresses[site.instance.firstAddress + n];
        if (storage.kind == Storage::Kind::Weight) {
            const WeightForm now = m_program.weights->formOf(storage.weight, m_bound.m_schedules[site.kernel].matmul);
            const WeightForm form = m_program.weights->formOf(storage.weight, schedule.matmul);
            if (form != now) {
                const std::vector<std::int64_t> round(m_program.list.loops.size(), 0);
                candidate.weights.push_back(m_program.weights->packOne(form, round));
                address = const_cast<void*>(candidate.weights.back()->data());
            }
        }
        candidate.addresses.push_back(address);
    }
    return candidate;
}

double SiteTuner::time(const Candidate& candidate, int repeats) {
    if (m_program.context.cancel) m_program.context.cancel->throwIfRequested();
    const std::int64_t start = timeline::Recorder::now();
    for (int n = 0; n < repeats; ++n)
        candidate.launch->run(*candidate.bound, candidate.addresses.data(), *m_program.pool, const_cast<std::byte*>(candidate.scratch.data()));
    return static_cast<double>(timeline::Recorder::now() - start) * 1e-9;
}

// What a trial costs against what it may win. Level 2 tries only where it can pay.
bool canPay(double seconds, int calls, std::size_t candidates, double total) {
    const double once = std::max(seconds / calls, leastTimed);
    const double cost = once * (trialRuns + 5 * static_cast<double>(candidates));
    return seconds >= worthwhileShare * total && seconds * expectedRuns * plausibleGain > cost;
}

// Costliest first.
void SiteTuner::rank(std::vector<OpenSite>& sites) {
    double total = 0;
    for (OpenSite& site : sites) {
        clear(site);
        const Candidate candidate = prepare(site, m_bound.m_schedules[site.kernel]);
        time(candidate);
        site.defaultSeconds = time(candidate) * site.calls;
        total += site.defaultSeconds;
    }
    std::stable_sort(sites.begin(), sites.end(), [](const OpenSite& a, const OpenSite& b) { return a.defaultSeconds > b.defaultSeconds; });
    for (OpenSite& site : sites)
        site.tried = m_program.settings().autotune > 2 || canPay(site.defaultSeconds, site.calls, site.candidates.size(), total);
}

// On record without a trial, so that the next process need not look again; level 3 does.
TunedSite SiteTuner::leaveOut(const OpenSite& site, const std::string& reason) const {
    const UniqueKernel& kernel = m_program.list.kernels[site.kernel];
    const std::string schedule = m_bound.m_schedules[site.kernel].toText();
    return {tuningKey(kernel, m_program.settings()), kernel.kernel.name, textOf(m_bound.m_sizes), workOf(kernel, m_bound.m_sizes),
            m_program.pool->threads(), schedule, reason, {{schedule, site.defaultSeconds / site.calls, ""}}};
}

// Level 4: "" for every candidate that computes what the interpreter does, else what differs.
std::vector<std::string> SiteTuner::verify(const OpenSite& site) {
    std::vector<std::string> problems(site.candidates.size());
    if (m_program.settings().autotune < 4) return problems;
    const Site& place = m_program.list.sites[static_cast<std::size_t>(site.instance.site)];
    for (std::size_t n = 0; n < site.candidates.size(); ++n)
        problems[n] = verifyCandidate(m_program, place, site.candidates[n]);
    return problems;
}

TunedSite SiteTuner::tune(const OpenSite& site, double secondsLimit) {
    const UniqueKernel& kernel = m_program.list.kernels[site.kernel];
    timeline::ScopedSpan span(m_program.context.recorder, "try candidates", timeline::Category::Autotune);
    span.with("kernel", kernel.kernel.name).with("candidates", static_cast<std::int64_t>(site.candidates.size()));
    std::vector<Variant> variants;
    for (const cpu::Schedule& schedule : site.candidates) variants.push_back({&kernel, schedule});
    m_program.code->provideForTrial(variants);
    const std::vector<std::string> problems = verify(site);
    clear(site);
    std::vector<std::size_t> sound;
    std::vector<Candidate> candidates;
    for (std::size_t n = 0; n < site.candidates.size(); ++n) {
        if (!problems[n].empty() && n > 0) continue;
        sound.push_back(n);
        candidates.push_back(prepare(site, site.candidates[n]));
    }
    const double once = std::max(site.defaultSeconds / site.calls, 1e-7);
    const int repeats = static_cast<int>(std::clamp(leastTimed / once, 1.0, 1000.0));
    const TrialResult trial = tryCandidates(candidates.size(), [&](std::size_t n) { return time(candidates[n], repeats); }, secondsLimit);
    TunedSite tuned{tuningKey(kernel, m_program.settings()), kernel.kernel.name, textOf(m_bound.m_sizes), workOf(kernel, m_bound.m_sizes),
                    m_program.pool->threads(), site.candidates[sound[trial.choice]].toText(), trial.reason, {}};
    for (std::size_t n = 0; n < site.candidates.size(); ++n) {
        const auto at = std::find(sound.begin(), sound.end(), n);
        const double seconds = at == sound.end() ? 0 : trial.seconds[static_cast<std::size_t>(at - sound.begin())] / repeats;
        const std::string verified = m_program.settings().autotune >= 4 ? "verified" : "";
        tuned.candidates.push_back({site.candidates[n].toText(), seconds, problems[n].empty() ? verified : problems[n]});
        if (m_program.context.recorder) span.with(m_program.context.recorder->intern("candidate " + tuned.candidates.back().schedule), seconds);
    }
    span.with("chosen", tuned.choice).with("chosen because", tuned.reason);
    return tuned;
}

// Inputs have no buffers yet when a program is bound: trials get some of their own.
void SiteTuner::lendInputs() {
    for (CompiledBound::Input& input : m_bound.m_inputs) {
        input.value = m_bound.makeInputBuffer(input);
        m_bound.useAddressOf(input);
    }
}

void SiteTuner::takeInputsBack() {
    for (CompiledBound::Input& input : m_bound.m_inputs) input.value = {};
}

// From now on the program runs with what was found.
void SiteTuner::use(const std::vector<TunedSite>& found, const std::vector<OpenSite>& sites) {
    Schedules schedules = m_bound.m_schedules;
    for (std::size_t n = 0; n < found.size(); ++n) schedules[sites[n].kernel] = cpu::Schedule::fromText(found[n].choice);
    writeTuning(m_program, found);
    if (schedules != m_bound.m_schedules) m_bound.adoptSchedules(schedules);
}

std::int64_t SiteTuner::run() {
    const CompileSettings& settings = m_program.settings();
    if (settings.autotune < 2 || settings.strict || secondsLeft() <= 0) return 0;
    std::vector<OpenSite> sites = openSites();
    if (sites.empty()) return 0;
    m_start = timeline::Recorder::now();
    timeline::ScopedSpan span(m_program.context.recorder, "autotune", timeline::Category::Autotune);
    span.with("program", m_program.name());
    lendInputs();
    rank(sites);
    double left = 0;
    for (const OpenSite& site : sites) left += site.tried ? site.defaultSeconds : 0;
    std::vector<TunedSite> found;
    for (const OpenSite& site : sites) {
        if (!site.tried || secondsLeft() <= 0) {
            found.push_back(leaveOut(site, site.tried ? "the budget was spent before its turn" : "too short for a trial to pay"));
            continue;
        }
        const double share = 2 * secondsLeft() * site.defaultSeconds / std::max(left, 1e-9);
        found.push_back(tune(site, std::min(secondsLeft(), std::max(share, leastSeconds))));
        left -= site.defaultSeconds;
    }
    takeInputsBack();
    use(found, sites);
    const std::int64_t spent = timeline::Recorder::now() - m_start;
    m_program.context.ledger->autotuneNanoseconds += spent;
    m_program.record.autotune += static_cast<double>(spent) * 1e-9;
    return spent;
}

}  // namespace foldmeter::runtime
