#include "gui/job/job_value.h"

#include "features/residue_types.h"

#include <algorithm>
#include <set>

namespace foldmeter::job {

using features::ChainType;
using features::EntityKind;

std::vector<std::string> freeIds(const JobValue& job, std::size_t count) {
    std::set<std::string> taken;
    for (const EntityValue& entity : job.entities) taken.insert(entity.ids.begin(), entity.ids.end());
    std::vector<std::string> ids;
    for (std::size_t number = 1; ids.size() < count; ++number) {
        std::string id;
        for (std::size_t rest = number; rest > 0; rest = (rest - 1) / 26) id += static_cast<char>('A' + (rest - 1) % 26);
        if (!taken.contains(id)) ids.push_back(std::move(id));
    }
    return ids;
}

std::string componentAt(const EntityValue& entity, std::int64_t residue) {
    const auto at = static_cast<std::size_t>(residue - 1);
    if (residue < 1) return {};
    if (!isPolymer(entity.kind)) return !entity.bySmiles && at < entity.codes.size() ? entity.codes[at] : std::string();
    if (at >= entity.sequence.size()) return {};
    for (auto modification = entity.modifications.rbegin(); modification != entity.modifications.rend(); ++modification)
        if (modification->position == residue) return modification->type;
    const ChainType type = entity.kind == EntityKind::Protein ? ChainType::Protein : entity.kind == EntityKind::Rna ? ChainType::Rna : ChainType::Dna;
    return std::string(features::componentOf(type, entity.sequence[at]));
}

const EntityValue* entityOf(const JobValue& job, const std::string& chain) {
    for (const EntityValue& entity : job.entities)
        if (std::find(entity.ids.begin(), entity.ids.end(), chain) != entity.ids.end()) return &entity;
    return nullptr;
}

std::int64_t lengthOf(const EntityValue& entity) {
    if (isPolymer(entity.kind)) return static_cast<std::int64_t>(entity.sequence.size());
    return entity.bySmiles ? 1 : static_cast<std::int64_t>(entity.codes.size());
}

}  // namespace foldmeter::job
