#include "gui/job/job_check.h"

#include "base/error.h"
#include "features/input_check.h"
#include "features/residue_types.h"
#include "gui/job/text_places.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

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

// In a sequence the letter that is meant rather than all of it: the first that is none or names no residue.
std::pair<std::size_t, std::size_t> placeIn(const std::string& text, const features::Problem& problem, std::size_t begin, std::size_t end) {
    using features::ChainType;
    const auto type = problem.path.ends_with(".protein.sequence") ? std::optional(ChainType::Protein)
                      : problem.path.ends_with(".rna.sequence")   ? std::optional(ChainType::Rna)
                      : problem.path.ends_with(".dna.sequence")   ? std::optional(ChainType::Dna)
                                                                  : std::nullopt;
    const bool error = problem.severity == features::Problem::Severity::Error;
    for (std::size_t at = begin + 1; type && at + 1 < end; ++at) {
        const bool letter = std::isalpha(static_cast<unsigned char>(text[at])) != 0;
        if (error ? !letter : features::isUnknownResidue(features::componentOf(*type, text[at]))) return {at, at + 1};
    }
    return {begin, end};
}

// The value that a path such as $.sequences[0].ligand.smiles names, or nullptr.
const json::Value* valueAt(const json::Value& root, std::string_view path) {
    const json::Value* value = &root;
    std::size_t at = 1;
    while (value && at < path.size()) {
        const bool index = path[at] == '[';
        const std::size_t end = index ? path.find(']', at) : std::min(path.find_first_of(".[", at + 1), path.size());
        if (end == std::string_view::npos || (index && path[at + 1] == '"')) return nullptr;   // a key of odd characters
        const std::string_view part = path.substr(at + 1, end - at - 1);
        if (!index) {
            value = value->find(part);
        } else {
            std::size_t place = 0;
            std::from_chars(part.data(), part.data() + part.size(), place);
            value = place < value->items.size() ? &value->items[place] : nullptr;
        }
        at = index ? end + 1 : end;
    }
    return value;
}

// Some problems stand at the entry they concern and name the value in their path: the later of both is the nearer one.
json::Position nearest(const features::Problem& problem, const json::Value& root) {
    const json::Value* value = valueAt(root, problem.path);
    if (!value || value->position.line < problem.position.line) return problem.position;
    return value->position.line > problem.position.line || value->position.column > problem.position.column ? value->position : problem.position;
}

// A job without any entity has nothing wrong with it yet.
bool isEmptyList(const std::string& text, std::size_t begin) {
    const std::size_t next = text.find_first_not_of(" \t\n", begin + 1);
    return text[begin] == '[' && next != std::string::npos && text[next] == ']';
}

void addMarks(JobCheck& check, const std::string& text, const TextPlaces& places, std::vector<features::Problem> problems) {
    json::Value root;
    try {
        if (!check.otherDialect) root = json::parse(text, "");
    } catch (const InputError&) {
        // then the only problem says so, with its place
    }
    for (features::Problem& problem : problems) {
        problem.position = nearest(problem, root);
        const auto [begin, end] = places.valueAt(problem.position);
        if (problem.path == "$.sequences" && begin < end && isEmptyList(text, begin)) continue;
        const auto place = placeIn(text, problem, begin, end);
        check.marks.push_back({std::move(problem), place.first, place.second, 0, 0});
    }
}

// Marks are in the order of the text, so that it is counted through once.
void countUnits(std::vector<Mark>& marks, const std::string& text) {
    std::size_t at = 0;
    int units = 0;
    for (Mark& mark : marks) {
        units += unitsBefore(std::string_view(text).substr(at), mark.begin - at);
        at = mark.begin;
        mark.unitBegin = units;
        mark.unitEnd = units + unitsBefore(std::string_view(text).substr(at), mark.end - at);
    }
}

// What only the whole job tells: components, bonds, sizes.
void checkContent(JobCheck& check, const std::string& text, const TextPlaces& places, const std::shared_ptr<const structure::ComponentDictionary>& components) {
    const features::FoldInput& job = check.jobs.front();
    const features::CheckedJob checked = features::checkJob(job, components);
    const bool errors = std::any_of(checked.problems.begin(), checked.problems.end(), [](const auto& p) { return p.severity == features::Problem::Severity::Error; });
    addMarks(check, text, places, checked.problems);
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
        addMarks(check, text, places, std::move(input.problems));
        check.remarks = std::move(input.remarks);
        check.jobs = std::move(input.jobs);
        if (!check.jobs.empty()) checkContent(check, text, places, components);
    } catch (const Error& error) {
        features::Problem problem;
        problem.text = error.what();
        addMarks(check, text, places, {std::move(problem)});
    }
    std::stable_sort(check.marks.begin(), check.marks.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
    countUnits(check.marks, text);
    return check;
}

}  // namespace foldmeter::job
