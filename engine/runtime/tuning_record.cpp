#include "runtime/tuning_record.h"

#include "base/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace foldmeter::runtime {
namespace {

using nlohmann::json;

constexpr double sameSizeFactor = 1.19;   // fourth root of two

double distance(double a, double b) { return std::abs(std::log(std::max(a, 1.0) / std::max(b, 1.0))); }

json toJson(const TunedSite& site) {
    json candidates = json::array();
    for (const TimedCandidate& candidate : site.candidates)
        candidates.push_back({{"schedule", candidate.schedule}, {"seconds", candidate.seconds}, {"note", candidate.note}});
    return {{"kernel", site.kernel}, {"name", site.name},     {"sizes", site.sizes},   {"work", site.work},
            {"threads", site.threads}, {"choice", site.choice}, {"reason", site.reason}, {"candidates", candidates}};
}

TunedSite siteFrom(const json& value) {
    TunedSite site;
    value.at("kernel").get_to(site.kernel);
    value.at("name").get_to(site.name);
    value.at("sizes").get_to(site.sizes);
    value.at("work").get_to(site.work);
    value.at("threads").get_to(site.threads);
    value.at("choice").get_to(site.choice);
    value.at("reason").get_to(site.reason);
    for (const json& candidate : value.at("candidates"))
        site.candidates.push_back({candidate.at("schedule"), candidate.at("seconds"), candidate.at("note")});
    return site;
}

}  // namespace

std::string TuningRecord::toJson() const {
    json sites = json::array();
    for (const TunedSite& site : m_sites) sites.push_back(runtime::toJson(site));
    json peaks = json::array();
    for (const GemmPeak& peak : m_peaks) peaks.push_back({{"threads", peak.threads}, {"f32", peak.f32}, {"bf16", peak.bf16}});
    json record{{"format", "foldmeter-tuning"}, {"version", 1}, {"sites", sites}, {"peak_gflops", peaks}};
    if (!m_machine.empty()) record["machine"] = m_machine;
    return record.dump(1);
}

TuningRecord TuningRecord::fromJson(std::string_view text, const std::string& file) {
    TuningRecord record;
    try {
        const json root = json::parse(text);
        if (root.at("format") != "foldmeter-tuning" || root.at("version") != 1) throw InputError(file + " is no tuning record of this version");
        record.m_machine = root.value("machine", std::string());
        for (const json& site : root.at("sites")) record.m_sites.push_back(siteFrom(site));
        for (const json& peak : root.value("peak_gflops", json::array())) record.set({peak.at("threads"), peak.at("f32"), peak.at("bf16")});
    } catch (const json::exception& error) {
        throw InputError(fmt::format("{} is no tuning record: {}", file, error.what()));
    }
    return record;
}

const TunedSite* TuningRecord::find(const std::string& kernel, double work, int threads) const {
    const TunedSite* nearest = nullptr;
    for (const TunedSite& site : m_sites) {
        if (site.kernel != kernel || site.threads != threads || distance(site.work, work) > std::log(neighbourFactor) + 1e-9) continue;
        if (!nearest || distance(site.work, work) < distance(nearest->work, work)) nearest = &site;
    }
    return nearest;
}

void TuningRecord::add(TunedSite site) {
    std::erase_if(m_sites, [&](const TunedSite& old) {
        return old.kernel == site.kernel && old.threads == site.threads && distance(old.work, site.work) < std::log(sameSizeFactor);
    });
    m_sites.push_back(std::move(site));
}

const GemmPeak* TuningRecord::peak(int threads) const {
    const auto found = std::find_if(m_peaks.begin(), m_peaks.end(), [&](const GemmPeak& peak) { return peak.threads == threads; });
    return found == m_peaks.end() ? nullptr : &*found;
}

void TuningRecord::set(const GemmPeak& peak) {
    std::erase_if(m_peaks, [&](const GemmPeak& old) { return old.threads == peak.threads; });
    m_peaks.push_back(peak);
}

}  // namespace foldmeter::runtime
