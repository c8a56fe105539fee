#include "predict/batch_summary.h"

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace foldmeter::predict {
namespace {

namespace fs = std::filesystem;

const char* wordOf(BatchJob::State state) {
    switch (state) {
        case BatchJob::State::Waiting: return "waiting";
        case BatchJob::State::Done: return "done";
        case BatchJob::State::Partly: return "partly";
        case BatchJob::State::Failed: return "failed";
        case BatchJob::State::Cancelled: return "cancelled";
    }
    throw InternalError("unknown state of a job");
}

std::optional<double> numberIn(const json::Value& root, const char* key) {
    const json::Value* value = root.find(key);
    if (!value || (value->kind != json::Kind::Integer && value->kind != json::Kind::Real)) return {};
    return value->real;
}

BatchSample readSample(std::size_t job, const std::string& name, const fs::path& folder, const report::RankedSample& ranked) {
    BatchSample sample{job, ranked, {}, {}, {}, false};
    const std::string part = fmt::format("seed-{}_sample-{}", ranked.seed, ranked.sample);
    const fs::path file = folder / part / fmt::format("{}_{}_summary_confidences.json", name, part);
    const json::Value root = json::parse(readText(file), file.string());
    sample.ptm = numberIn(root, "ptm");
    sample.iptm = numberIn(root, "iptm");
    sample.fractionDisordered = numberIn(root, "fraction_disordered");
    sample.hasClash = numberIn(root, "has_clash").value_or(0) != 0;
    return sample;
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

std::string numberText(const std::optional<double>& value) { return value ? fmt::format("{}", *value) : std::string(); }
nlohmann::ordered_json jsonNumber(const std::optional<double>& value) { return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(); }

}  // namespace

std::size_t BatchSummary::add(BatchJob job) {
    m_jobs.push_back(std::move(job));
    return m_jobs.size() - 1;
}

void BatchSummary::finish(std::size_t row, const JobOutcome& outcome, double seconds) {
    BatchJob& job = m_jobs[row];
    job.folder = outcome.folder;
    job.seconds = seconds;
    job.resumedSeeds = outcome.resumedSeeds;
    using State = BatchJob::State;
    job.state = outcome.cancelled ? State::Cancelled : outcome.failures.empty() ? State::Done : outcome.samples.empty() ? State::Failed : State::Partly;
    for (const SeedFailure& failure : outcome.failures) job.problem += fmt::format("{}seed {}: {}", job.problem.empty() ? "" : "; ", failure.seed, failure.text);
    for (const report::RankedSample& sample : outcome.samples) m_samples.push_back(readSample(row, outcome.name, outcome.folder, sample));
}

void BatchSummary::fail(std::size_t row, const std::string& problem) {
    m_jobs[row].state = BatchJob::State::Failed;
    m_jobs[row].problem = problem;
}

std::vector<BatchSample> BatchSummary::ranked() const {
    std::vector<BatchSample> samples = m_samples;
    std::stable_sort(samples.begin(), samples.end(), [](const BatchSample& a, const BatchSample& b) { return a.job < b.job; });
    std::stable_sort(samples.begin(), samples.end(), [](const BatchSample& a, const BatchSample& b) { return a.sample.score > b.sample.score; });
    return samples;
}

std::string BatchSummary::toCsv() const {
    std::string text = "rank,job,seed,sample,ranking_score,ptm,iptm,fraction_disordered,has_clash,tokens,folder\r\n";
    int rank = 0;
    for (const BatchSample& sample : ranked()) {
        const BatchJob& job = m_jobs[sample.job];
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\r\n", ++rank, quoted(job.name), sample.sample.seed, sample.sample.sample, sample.sample.score, numberText(sample.ptm),
                            numberText(sample.iptm), numberText(sample.fractionDisordered), sample.hasClash ? 1 : 0, job.tokens, quoted(job.folder.string()));
    }
    return text;
}

std::string BatchSummary::toJson() const {
    nlohmann::ordered_json root = {{"format", "foldmeter-batch"}, {"version", 1}, {"jobs", nlohmann::ordered_json::array()}, {"samples", nlohmann::ordered_json::array()}};
    for (const BatchJob& job : m_jobs)
        root["jobs"].push_back({{"job", job.name}, {"file", job.file}, {"state", wordOf(job.state)}, {"tokens", job.tokens}, {"atoms", job.atoms}, {"folder", job.folder.string()},
                                {"wall_seconds", job.seconds}, {"resumed_seeds", job.resumedSeeds}, {"problem", job.problem}});
    int rank = 0;
    for (const BatchSample& sample : ranked())
        root["samples"].push_back({{"rank", ++rank}, {"job", sample.job}, {"seed", sample.sample.seed}, {"sample", sample.sample.sample}, {"ranking_score", sample.sample.score},
                                   {"ptm", jsonNumber(sample.ptm)}, {"iptm", jsonNumber(sample.iptm)}, {"fraction_disordered", jsonNumber(sample.fractionDisordered)}, {"has_clash", sample.hasClash}});
    return root.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

void BatchSummary::write(const fs::path& folder) const {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) throw DeviceError(fmt::format("cannot make the folder {}: {}", folder.string(), failure.message()), failure.value());
    writeAtomically(folder / "batch_summary.csv", std::string_view(toCsv()));
    writeAtomically(folder / "batch_summary.json", std::string_view(toJson()));
}

}  // namespace foldmeter::predict
