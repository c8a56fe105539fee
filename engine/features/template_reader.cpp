#include "features/template_reader.h"

#include "features/entity_reader.h"

#include <limits>
#include <map>

namespace foldmeter::features {
namespace {

// Indices of one list; empty when the list is absent. False after a complaint.
bool readIndices(const json::Value& entry, const char* key, std::vector<int>& indices, ProblemList& problems) {
    const json::Value* list = entry.find(key);
    if (!list || list->isNull()) return true;
    if (!list->isArray()) {
        problems.error(*list, "input.not_list", {key, shown(*list)});
        return false;
    }
    for (const json::Value& item : list->items) {
        const bool whole = item.kind == json::Kind::Integer && item.integer >= std::numeric_limits<int>::min() && item.integer <= std::numeric_limits<int>::max();
        if (!whole) {
            problems.error(item, "input.template_index", {key, shown(item)});
            return false;
        }
        indices.push_back(static_cast<int>(item.integer));
    }
    return true;
}

// A residue of the sequence that is named twice takes the later residue of the template.
void keepLastOfEqual(Template& made) {
    std::map<int, std::size_t> placeOf;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < made.queryIndices.size(); ++i) {
        const auto [place, isFirst] = placeOf.emplace(made.queryIndices[i], kept);
        made.queryIndices[place->second] = made.queryIndices[i];
        made.templateIndices[place->second] = made.templateIndices[i];
        if (isFirst) ++kept;
    }
    made.queryIndices.resize(kept);
    made.templateIndices.resize(kept);
}

}  // namespace

std::optional<Template> readTemplate(const json::Value& entry, TextFiles& files, ProblemList& problems) {
    if (!entry.isObject()) {
        problems.error(entry, "input.not_object", {shown(entry)});
        return std::nullopt;
    }
    refuseUnknownKeys(entry, {"mmcif", "mmcifPath", "queryIndices", "templateIndices"}, problems);
    const auto isGiven = [&](const char* key) { return entry.find(key) && !entry.find(key)->isNull(); };
    Template made{{}, {}, {}, entry.position, entry.path};
    if (isGiven("mmcif") == isGiven("mmcifPath")) {
        problems.error(entry, "input.template_source");
        return std::nullopt;
    }
    const auto text = textOrFile(entry, "mmcif", "mmcifPath", files, problems);
    if (!text) return std::nullopt;
    if (text->empty()) problems.error(entry, "input.template_source");
    made.mmcif = *text;
    if (!readIndices(entry, "queryIndices", made.queryIndices, problems) || !readIndices(entry, "templateIndices", made.templateIndices, problems))
        return std::nullopt;
    if (!isGiven("templateIndices")) made.queryIndices.clear();   // nothing is laid on nothing, as in AlphaFold 3
    if (made.queryIndices.size() != made.templateIndices.size()) {
        problems.error(entry, "input.template_lengths", {std::to_string(made.queryIndices.size()), std::to_string(made.templateIndices.size())});
        return std::nullopt;
    }
    keepLastOfEqual(made);
    return made;
}

}  // namespace foldmeter::features
