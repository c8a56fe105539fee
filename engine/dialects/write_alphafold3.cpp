#include "dialects/write_alphafold3.h"

#include <nlohmann/json.hpp>

namespace foldmeter::dialects {
namespace {

using Json = nlohmann::ordered_json;
using features::Entity;
using features::EntityKind;

Json idsOf(const Entity& entity) { return entity.ids.size() == 1 ? Json(entity.ids[0]) : Json(entity.ids); }

Json modificationsOf(const Entity& entity) {
    const bool protein = entity.kind == EntityKind::Protein;
    Json list = Json::array();
    for (const features::Modification& modification : entity.modifications)
        list.push_back({{protein ? "ptmType" : "modificationType", modification.type},
                        {protein ? "ptmPosition" : "basePosition", modification.position}});
    return list;
}

Json ligandOf(const Entity& entity) {
    Json json = {{"id", idsOf(entity)}};
    if (!entity.description.empty()) json["description"] = entity.description;
    if (!entity.smiles.empty()) json["smiles"] = entity.smiles;
    else json["ccdCodes"] = entity.ccdCodes;
    return json;
}

Json templatesOf(const Entity& entity) {
    Json list = Json::array();
    if (!entity.templates) return list;
    for (const features::Template& given : *entity.templates)
        list.push_back({{"mmcif", given.mmcif}, {"queryIndices", given.queryIndices}, {"templateIndices", given.templateIndices}});
    return list;
}

// An alignment that is to be searched for, as null or as none.
Json alignmentOf(const std::optional<std::string>& text, Absent absent) {
    return text || absent == Absent::None ? Json(text.value_or("")) : Json(nullptr);
}

Json polymerOf(const Entity& entity, Absent absent) {
    Json json = {{"id", idsOf(entity)}, {"sequence", entity.sequence}, {"modifications", modificationsOf(entity)}};
    if (!entity.description.empty()) json["description"] = entity.description;
    if (entity.kind != EntityKind::Dna) json["unpairedMsa"] = alignmentOf(entity.unpairedMsa, absent);
    if (entity.kind == EntityKind::Protein) {
        json["pairedMsa"] = alignmentOf(entity.pairedMsa, absent);
        json["templates"] = entity.templates || absent == Absent::None ? templatesOf(entity) : Json(nullptr);
    }
    return json;
}

const char* nameOf(EntityKind kind) {
    switch (kind) {
        case EntityKind::Protein: return "protein";
        case EntityKind::Rna: return "rna";
        case EntityKind::Dna: return "dna";
        case EntityKind::Ligand: break;
    }
    return "ligand";
}

Json bondsOf(const features::FoldInput& input) {
    if (input.bonds.empty()) return nullptr;
    Json list = Json::array();
    for (const auto& [first, second] : input.bonds)
        list.push_back({{first.chain, first.residue, first.atom}, {second.chain, second.residue, second.atom}});
    return list;
}

// Chains of equal content become one entry with all their ids, at the place of the first.
Json sequencesOf(const features::FoldInput& input, Absent absent) {
    std::vector<Entity> merged;
    const auto content = [absent](Entity entity) {
        entity.ids.clear();
        return std::string(nameOf(entity.kind)) + (entity.kind == EntityKind::Ligand ? ligandOf(entity) : polymerOf(entity, absent)).dump();
    };
    for (const Entity& entity : input.entities) {
        const auto same = std::find_if(merged.begin(), merged.end(), [&](const Entity& other) { return content(other) == content(entity); });
        if (same == merged.end()) merged.push_back(entity);
        else same->ids.insert(same->ids.end(), entity.ids.begin(), entity.ids.end());
    }
    Json list = Json::array();
    for (const Entity& entity : merged)
        list.push_back({{nameOf(entity.kind), entity.kind == EntityKind::Ligand ? ligandOf(entity) : polymerOf(entity, absent)}});
    return list;
}

// AlphaFold 3 writes the numbers of an index list on one line. In a text the quotes around a key are escaped, so that
// only keys are found.
std::string withIndicesOnOneLine(std::string text) {
    for (const std::string& key : {std::string("\"queryIndices\": ["), std::string("\"templateIndices\": [")}) {
        for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + key.size())) {
            const std::size_t begin = at + key.size(), end = text.find(']', begin);
            std::string numbers;
            for (const char c : text.substr(begin, end - begin))
                if (c != '\n' && c != ' ') numbers += c == ',' ? std::string(", ") : std::string(1, c);
            text.replace(begin, end - begin, numbers);
        }
    }
    return text;
}

}  // namespace

std::string writeAlphafold3(const features::FoldInput& input, Absent absent) {
    const Json json = {{"dialect", "alphafold3"},
                       {"version", 4},
                       {"name", input.name},
                       {"sequences", sequencesOf(input, absent)},
                       {"modelSeeds", input.seeds},
                       {"bondedAtomPairs", bondsOf(input)},
                       {"userCCD", input.userCcd.empty() ? Json(nullptr) : Json(input.userCcd)}};
    return withIndicesOnOneLine(json.dump(2, ' ', true));
}

}  // namespace foldmeter::dialects
