#include "gui/job/job_check.h"

#include "base/error.h"
#include "features/input_check.h"
#include "gui/job/text_places.h"

#include <algorithm>

namespace foldmeter::job {
namespace {

// A text with kept ones can only be ours, which is AlphaFold 3's dialect.
dialects::AnyInput read(const std::string& text, const std::string& file, const KeptTexts& kept) {
    if (kept.empty()) return dialects::readAnyText(text, file);
    json::Value root;
    try {
        root = json::parse(text, file);
    } catch (const InputError&) {
        return dialects::readAnyText(text, file);   // tells why with the place
    }
    if (!root.isObject() || !root.find("dialect")) return dialects::readAnyText(text, file);
    kept.restore(root);
    dialects::AnyInput input;
    features::ReadResult result = features::readFoldInput(root, file);
    if (result.input) input.jobs.push_back(std::move(*result.input));
    input.problems = std::move(result.problems);
    return input;
}

void addMarks(JobCheck& check, const TextPlaces& places, std::vector<features::Problem> problems) {
    for (features::Problem& problem : problems) {
        const auto [begin, end] = places.valueAt(problem.position);
        check.marks.push_back({std::move(problem), begin, end});
    }
}

// What only the whole job tells: components, bonds, sizes.
void checkContent(JobCheck& check, const TextPlaces& places, const std::shared_ptr<const structure::ComponentDictionary>& components) {
    const features::FoldInput& job = check.jobs.front();
    const features::CheckedJob checked = features::checkJob(job, components);
    const bool errors = std::any_of(checked.problems.begin(), checked.problems.end(), [](const auto& p) { return p.severity == features::Problem::Severity::Error; });
    addMarks(check, places, checked.problems);
    check.sound = !errors;
    check.seeds = job.seeds.size();
    for (const features::Entity& entity : job.entities) check.chains += entity.ids.size();
    if (errors) return;
    const features::JobSizes sizes = features::sizesOf(job, *checked.components);
    check.tokens = sizes.tokens;
    check.atoms = sizes.atoms;
}

}  // namespace

JobCheck checkText(const std::string& text, const std::string& file, const KeptTexts& kept,
                   const std::shared_ptr<const structure::ComponentDictionary>& components) {
    JobCheck check;
    const TextPlaces places(text);
    try {
        dialects::AnyInput input = read(text, file, kept);
        check.dialect = std::string(nameOf(input.dialect));
        check.otherDialect = input.dialect != dialects::Dialect::AlphaFold3;
        addMarks(check, places, std::move(input.problems));
        check.remarks = std::move(input.remarks);
        check.jobs = std::move(input.jobs);
        if (!check.jobs.empty()) checkContent(check, places, components);
    } catch (const Error& error) {
        features::Problem problem;
        problem.text = error.what();
        addMarks(check, places, {std::move(problem)});
    }
    std::stable_sort(check.marks.begin(), check.marks.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
    return check;
}

}  // namespace foldmeter::job
