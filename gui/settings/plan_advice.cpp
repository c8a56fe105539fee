#include "gui/settings/plan_advice.h"

#include "gui/look/badge.h"
#include "gui/look/numbers.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace foldmeter::settings {
namespace {

// The words of the card, for translators.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(PreflightCard)
};

constexpr double closeToFree = 0.85;      // share of the free memory above which other programs may come to feel it
constexpr double longRun = 3600;          // seconds

void adviseOnMemory(const worker::PlanEvent& plan, const worker::PredictOptions& options, std::vector<Advice>& advice) {
    using enum Advice::Weight;
    if (plan.availableBytes <= 0 || plan.peakBytes <= 0) return;
    const double share = static_cast<double>(plan.peakBytes) / static_cast<double>(plan.availableBytes);
    if (share <= closeToFree) return;
    if (fits(plan)) {
        advice.push_back({Note, Words::tr("It takes %1 of the free memory; close what you do not need.").arg(look::percent(share)), {}, {}});
    } else {
        advice.push_back({Warning, Words::tr("It does not fit: %1 more would have to be free.").arg(look::bytes(plan.peakBytes - plan.availableBytes)), {}, {}});
        if (plan.tokensThatFit)
            advice.push_back({Note, Words::tr("Up to %1 tokens fit here; this job has %2.").arg(look::count(*plan.tokensThatFit), look::count(plan.tokens)), {}, {}});
    }
    const int together = options.settings.samplesPerBatch;
    if (plan.samples > 1 && together != 1) {
        worker::PredictOptions fewer = options;
        fewer.settings.samplesPerBatch = 1;
        advice.push_back({Note, Words::tr("One sample at a time needs less."), Words::tr("One at a time"), fewer});
    }
    if (options.settings.memoryBudget == 0 && !fits(plan)) {
        worker::PredictOptions chunked = options;
        chunked.settings.memoryBudget = static_cast<std::int64_t>(static_cast<double>(plan.availableBytes) * 0.8);
        advice.push_back({Note, Words::tr("A memory limit of %1 computes long arrays in chunks; slower, same result.").arg(look::bytes(chunked.settings.memoryBudget)),
                          Words::tr("Set the limit"), chunked});
    }
}

void adviseOnTime(const worker::PlanEvent& plan, const worker::PredictOptions& options, std::vector<Advice>& advice) {
    using enum Advice::Weight;
    if (plan.compileSeconds && *plan.compileSeconds > 0)
        advice.push_back({Note, Words::tr("Compiling takes about %1 of it, once; later runs find the code in the cache.").arg(look::duration(*plan.compileSeconds)), {}, {}});
    if (options.settings.cache == CacheUse::Off) {
        worker::PredictOptions cached = options;
        cached.settings.cache = CacheUse::ReadWrite;
        advice.push_back({Note, Words::tr("The cache is off: everything is compiled anew in every run."), Words::tr("Use the cache"), cached});
    }
    if (plan.secondsHigh > longRun)
        advice.push_back({Note, Words::tr("It may run for %1; a notification comes when it ends.").arg(look::duration(plan.secondsHigh)), {}, {}});
    if (plan.paddedTokens > plan.tokens && options.settings.bucketRule != "exact") {
        worker::PredictOptions exact = options;
        exact.settings.set("bucket", "exact");
        const double work = static_cast<double>(plan.paddedTokens) / static_cast<double>(std::max<std::int64_t>(plan.tokens, 1));
        advice.push_back({Warning, Words::tr("Padding makes %2 tokens of %1: up to %3 the work of a pair.").arg(look::count(plan.tokens), look::count(plan.paddedTokens), look::ratio(work * work)),
                          Words::tr("No padding"), exact});
    }
}

}  // namespace

bool fits(const worker::PlanEvent& plan) { return plan.peakBytes <= plan.availableBytes && !plan.tokensThatFit; }

QString memoryText(const worker::PlanEvent& plan) {
    if (plan.peakBytes <= 0) return look::notMeasured();
    return Words::tr("%1 of %2 free").arg(look::bytes(plan.peakBytes), look::bytes(plan.availableBytes));
}

QString timeText(const worker::PlanEvent& plan) {
    if (plan.secondsHigh <= 0) return Words::tr("no forecast yet: it is learnt from runs");
    return Words::tr("%1 to %2").arg(look::duration(plan.secondsLow), look::duration(plan.secondsHigh));
}

QString cacheText(const worker::PlanEvent& plan) {
    const auto hits = std::count_if(plan.cache.begin(), plan.cache.end(), [](const auto& program) { return program.state == "hit"; });
    const auto off = std::count_if(plan.cache.begin(), plan.cache.end(), [](const auto& program) { return program.state == "off"; });
    if (plan.cache.empty()) return look::notMeasured();
    if (off > 0) return Words::tr("off");
    return Words::tr("%1 of %2 programs").arg(look::count(hits), look::count(static_cast<std::int64_t>(plan.cache.size())));
}

std::vector<Advice> adviceFor(const worker::PlanEvent& plan, const worker::PredictOptions& options) {
    std::vector<Advice> advice;
    adviseOnMemory(plan, options, advice);
    adviseOnTime(plan, options, advice);
    for (const std::string& note : plan.notes)
        if (plan.modelWarning.empty() || note.find(plan.modelWarning) == std::string::npos)   // the badge says that
            advice.push_back({Advice::Weight::Note, QString::fromStdString(note), {}, {}});
    if (advice.empty()) advice.push_back({Advice::Weight::Good, Words::tr("Nothing stands in the way."), {}, {}});
    return advice;
}

}  // namespace foldmeter::settings
