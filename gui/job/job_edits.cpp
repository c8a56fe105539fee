#include "gui/job/job_edits.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace foldmeter::job {
namespace {

using features::EntityKind;
using json::textLiteral;

std::string_view keyOf(EntityKind kind) {
    switch (kind) {
        case EntityKind::Protein: return "protein";
        case EntityKind::Rna: return "rna";
        case EntityKind::Dna: return "dna";
        case EntityKind::Ligand: return "ligand";
    }
    throw InternalError("unknown kind of entity");
}

// Lists of plain values stand on one line; those of lists and objects one below the other.
template <typename Values, typename Write> std::string listOf(const Values& values, const Write& write, bool lines) {
    std::string text = "[";
    bool first = true;
    for (const auto& value : values) {
        if (!first) text += lines ? "," : ", ";
        if (lines) text += "\n\t";
        for (const char c : std::string(write(value))) {
            text += c;
            if (c == '\n') text += '\t';
        }
        first = false;
    }
    return text + (lines && !first ? "\n]" : "]");
}

std::string textsLiteral(const std::vector<std::string>& texts) {
    return listOf(texts, [](const std::string& text) { return textLiteral(text); }, false);
}

std::string idsLiteral(const std::vector<std::string>& ids) { return ids.size() == 1 ? textLiteral(ids[0]) : textsLiteral(ids); }

std::string modificationsLiteral(const std::vector<ModificationValue>& modifications, EntityKind kind) {
    const bool protein = kind == EntityKind::Protein;
    return listOf(modifications, [&](const ModificationValue& value) {
        return fmt::format("{{\"{}\": {}, \"{}\": {}}}", protein ? "ptmType" : "modificationType", textLiteral(value.type), protein ? "ptmPosition" : "basePosition", value.position);
    }, true);
}

std::string bondLiteral(const BondValue& bond) {
    const auto atom = [](const AtomValue& value) { return fmt::format("[{}, {}, {}]", textLiteral(value.chain), value.residue, textLiteral(value.atom)); };
    return fmt::format("[{}, {}]", atom(bond.first), atom(bond.second));
}

std::string sourceMember(const char* key, const Source& source) {
    switch (source.kind) {
        case SourceKind::Search: return fmt::format("\"{}\": null", key);
        case SourceKind::File: return fmt::format("\"{}Path\": {}", key, textLiteral(source.path));
        case SourceKind::None:
        case SourceKind::Text: return fmt::format("\"{}\": \"\"", key);
    }
    throw InternalError("unknown source of an alignment");
}

std::string entityLiteral(const EntityValue& entity) {
    std::vector<std::string> members = {fmt::format("\"id\": {}", idsLiteral(entity.ids))};
    if (!entity.description.empty()) members.push_back("\"description\": " + textLiteral(entity.description));
    if (entity.kind == EntityKind::Ligand) {
        members.push_back(entity.bySmiles ? "\"smiles\": " + textLiteral(entity.smiles) : "\"ccdCodes\": " + textsLiteral(entity.codes));
    } else {
        members.push_back("\"sequence\": " + textLiteral(entity.sequence));
        members.push_back("\"modifications\": " + modificationsLiteral(entity.modifications, entity.kind));
        if (entity.kind != EntityKind::Dna) members.push_back(sourceMember("unpairedMsa", entity.unpaired));
        if (entity.kind == EntityKind::Protein) {
            members.push_back(sourceMember("pairedMsa", entity.paired));
            members.push_back(entity.templatesAbsent ? "\"templates\": null" : "\"templates\": []");
        }
    }
    std::string text = fmt::format("{{\n\t\"{}\": {{", keyOf(entity.kind));
    for (std::size_t i = 0; i < members.size(); ++i) {
        text += "\n\t\t";
        for (const char c : members[i]) {
            text += c;
            if (c == '\n') text += "\t\t";
        }
        if (i + 1 < members.size()) text += ',';
    }
    return text + "\n\t}\n}";
}

const EntityValue& entityAt(const JobText& job, std::size_t entity) {
    check(entity < job.job.entities.size(), "an entity that the job does not have");
    return job.job.entities[entity];
}

const json::Value& bodyOf(const JobText& job, std::size_t entity) {
    const json::Value* body = bodyAt(job, entityAt(job, entity).item);
    check(body, "an entity without a body");
    return *body;
}

Edits edited(const JobText& job, const std::function<void(json::Editor&)>& change) {
    json::Editor editor(job.text, job.root);
    change(editor);
    return editor.take();
}

void setBonds(json::Editor& editor, const JobText& job, const std::vector<BondValue>& bonds) {
    if (bonds == job.job.bonds) return;
    if (bonds.empty() && !job.root.find("bondedAtomPairs")) return;
    editor.setMember(job.root, "bondedAtomPairs", listOf(bonds, bondLiteral, true));
}

// Bonds with every end passed through `change`; those with an end for which it says no are left out.
std::vector<BondValue> bondsWith(const JobText& job, const std::function<bool(AtomValue&)>& change) {
    std::vector<BondValue> bonds;
    for (BondValue bond : job.job.bonds) {
        const bool first = change(bond.first), second = change(bond.second);
        if (first && second) bonds.push_back(std::move(bond));
    }
    return bonds;
}

bool hasId(const EntityValue& entity, const std::string& id) { return std::find(entity.ids.begin(), entity.ids.end(), id) != entity.ids.end(); }

// Where a residue stands once `removed` letters at `at` became `inserted` ones; nothing for a removed one.
std::optional<std::int64_t> moved(std::int64_t residue, std::size_t at, std::size_t removed, std::size_t inserted) {
    const auto begin = static_cast<std::int64_t>(at), end = begin + static_cast<std::int64_t>(removed);
    if (residue <= begin) return residue;
    if (residue > end) return residue + static_cast<std::int64_t>(inserted) - static_cast<std::int64_t>(removed);
    const std::int64_t inside = residue - begin;
    if (removed == inserted && inside <= static_cast<std::int64_t>(inserted)) return residue;   // overwritten in place
    return std::nullopt;
}

void setModifications(json::Editor& editor, const JobText& job, std::size_t entity, const std::vector<ModificationValue>& modifications) {
    const EntityValue& value = entityAt(job, entity);
    const json::Value& body = bodyOf(job, entity);
    if (modifications == value.modifications || (modifications.empty() && !body.find("modifications"))) return;
    editor.setMember(body, "modifications", modificationsLiteral(modifications, value.kind));
}

}  // namespace

Edits withName(const JobText& job, const std::string& name) {
    return edited(job, [&](json::Editor& editor) { editor.setMember(job.root, "name", textLiteral(name)); });
}

Edits withSeeds(const JobText& job, const std::vector<std::uint32_t>& seeds) {
    return edited(job, [&](json::Editor& editor) {
        editor.setMember(job.root, "modelSeeds", listOf(seeds, [](std::uint32_t seed) { return std::to_string(seed); }, false));
    });
}

Edits withEntity(const JobText& job, const EntityValue& entity) {
    EntityValue made = entity;
    if (made.ids.empty()) made.ids = freeIds(job.job, 1);
    const json::Value* entries = job.root.find("sequences");
    return edited(job, [&](json::Editor& editor) {
        if (entries && entries->isArray()) editor.insertItem(*entries, made.item, entityLiteral(made));
        else editor.setMember(job.root, "sequences", listOf(std::vector{made}, entityLiteral, true));
    });
}

Edits withEntities(const JobText& job, const std::vector<EntityValue>& entities) {
    const json::Value* entries = job.root.find("sequences");
    if (entities.empty()) return {};
    std::vector<EntityValue> made = entities;
    JobValue taken = job.job;
    for (EntityValue& entity : made) {
        if (entity.ids.empty()) entity.ids.emplace_back();
        for (std::string& id : entity.ids)
            if (id.empty() || entityOf(taken, id)) id = freeIds(taken, 1).front();
        taken.entities.push_back(entity);
    }
    return edited(job, [&](json::Editor& editor) {
        if (!entries || !entries->isArray() || entries->items.empty()) return editor.setMember(job.root, "sequences", listOf(made, entityLiteral, true));
        for (const EntityValue& entity : made) editor.insertItem(*entries, entries->items.size(), entityLiteral(entity));
    });
}

Edits withoutEntity(const JobText& job, std::size_t entity) {
    const EntityValue& value = entityAt(job, entity);
    return edited(job, [&](json::Editor& editor) {
        editor.removeItem(*job.root.find("sequences"), value.item);
        setBonds(editor, job, bondsWith(job, [&](const AtomValue& atom) { return !hasId(value, atom.chain); }));
    });
}

Edits withEntityMoved(const JobText& job, std::size_t entity, std::size_t before) {
    const json::Value& entries = *job.root.find("sequences");
    json::Editor reader(job.text, job.root);
    const auto textOf = [&](std::size_t item) {
        const json::Span span = reader.spanOf(entries.items[item]);
        return job.text.substr(span.begin, span.end - span.begin);
    };
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < entries.items.size(); ++i) order.push_back(i);
    const std::size_t from = entityAt(job, entity).item;
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(from));
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(std::min(before > from ? before - 1 : before, order.size())), from);
    Edits edits;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const json::Span span = reader.spanOf(entries.items[i]);
        if (order[i] != i) edits.push_back({span.begin, span.end - span.begin, textOf(order[i])});
    }
    return edits;
}

Edits withKind(const JobText& job, std::size_t entity, EntityKind kind) {
    EntityValue made = entityAt(job, entity);
    made.kind = kind;
    made.bySmiles = false;
    made.modifications.clear();   // components of one kind mean nothing in another
    if (made.unpaired.kind == SourceKind::Text) made.unpaired = {};
    if (made.paired.kind == SourceKind::Text) made.paired = {};
    return edited(job, [&](json::Editor& editor) { editor.replace(*entryAt(job, made.item), entityLiteral(made)); });
}

Edits withIds(const JobText& job, std::size_t entity, const std::vector<std::string>& ids) {
    const EntityValue& value = entityAt(job, entity);
    return edited(job, [&](json::Editor& editor) {
        editor.setMember(bodyOf(job, entity), "id", idsLiteral(ids));
        setBonds(editor, job, bondsWith(job, [&](AtomValue& atom) {
            const auto at = std::find(value.ids.begin(), value.ids.end(), atom.chain);
            if (at == value.ids.end() || std::find(ids.begin(), ids.end(), atom.chain) != ids.end()) return true;
            const auto place = static_cast<std::size_t>(at - value.ids.begin());
            if (ids.size() != value.ids.size()) return false;   // its chain is gone
            atom.chain = ids[place];
            return true;
        }));
    });
}

Edits withCopies(const JobText& job, std::size_t entity, std::size_t copies) {
    std::vector<std::string> ids = entityAt(job, entity).ids;
    if (ids.size() > copies) ids.resize(copies);
    for (const std::string& id : freeIds(job.job, copies - ids.size())) ids.push_back(id);
    return withIds(job, entity, ids);
}

Edits withDescription(const JobText& job, std::size_t entity, const std::string& description) {
    return edited(job, [&](json::Editor& editor) {
        if (description.empty()) editor.removeMember(bodyOf(job, entity), "description");
        else editor.setMember(bodyOf(job, entity), "description", textLiteral(description));
    });
}

Edits withSequence(const JobText& job, std::size_t entity, std::size_t at, std::size_t removed, const std::string& inserted) {
    const EntityValue& value = entityAt(job, entity);
    std::string sequence = value.sequence;
    at = std::min(at, sequence.size());
    removed = std::min(removed, sequence.size() - at);
    sequence.replace(at, removed, inserted);
    std::vector<ModificationValue> modifications;
    for (ModificationValue modification : value.modifications) {
        const auto place = moved(modification.position, at, removed, inserted.size());
        if (!place) continue;
        modification.position = *place;
        modifications.push_back(std::move(modification));
    }
    return edited(job, [&](json::Editor& editor) {
        editor.setMember(bodyOf(job, entity), "sequence", textLiteral(sequence));
        setModifications(editor, job, entity, modifications);
        setBonds(editor, job, bondsWith(job, [&](AtomValue& atom) {
            if (!hasId(value, atom.chain)) return true;
            const auto place = moved(atom.residue, at, removed, inserted.size());
            if (place) atom.residue = *place;
            return place.has_value();
        }));
    });
}

Edits withModifications(const JobText& job, std::size_t entity, const std::vector<ModificationValue>& modifications) {
    return edited(job, [&](json::Editor& editor) { setModifications(editor, job, entity, modifications); });
}

Edits withCodes(const JobText& job, std::size_t entity, const std::vector<std::string>& codes) {
    return edited(job, [&](json::Editor& editor) {
        const json::Value& body = bodyOf(job, entity);
        const json::Value* smiles = body.find("smiles");
        if (!smiles || body.find("ccdCodes")) return editor.setMember(body, "ccdCodes", textsLiteral(codes));
        editor.removeMember(body, "smiles");
        editor.setMember(body, "ccdCodes", textsLiteral(codes));
    });
}

Edits withSmiles(const JobText& job, std::size_t entity, const std::string& smiles) {
    return edited(job, [&](json::Editor& editor) {
        const json::Value& body = bodyOf(job, entity);
        if (body.find("smiles")) return editor.setMember(body, "smiles", textLiteral(smiles));
        editor.removeMember(body, "ccdCodes");
        editor.setMember(body, "smiles", textLiteral(smiles));
    });
}

Edits withAlignment(const JobText& job, std::size_t entity, AlignmentKind which, const Source& source, const std::string& text) {
    const std::string key = which == AlignmentKind::Unpaired ? "unpairedMsa" : "pairedMsa", pathKey = key + "Path";
    return edited(job, [&](json::Editor& editor) {
        const json::Value& body = bodyOf(job, entity);
        const bool byFile = source.kind == SourceKind::File;
        const std::string& written = byFile ? pathKey : key;
        const std::string& other = byFile ? key : pathKey;
        const std::string literal = source.kind == SourceKind::Search ? "null" : byFile ? textLiteral(source.path) : source.kind == SourceKind::Text ? textLiteral(text) : "\"\"";
        editor.removeMember(body, other);
        editor.setMember(body, written, literal);
    });
}

Edits withTemplatesAbsent(const JobText& job, std::size_t entity) {
    return edited(job, [&](json::Editor& editor) { editor.setMember(bodyOf(job, entity), "templates", "null"); });
}

Edits withTemplate(const JobText& job, std::size_t entity, const TemplateValue& value) {
    const auto numbers = [](const std::vector<std::int64_t>& list) { return listOf(list, [](std::int64_t n) { return std::to_string(n); }, false); };
    const std::string literal = fmt::format("{{\n\t\"mmcifPath\": {},\n\t\"queryIndices\": {},\n\t\"templateIndices\": {}\n}}", textLiteral(value.source.path),
                                            numbers(value.query), numbers(value.templates));
    return edited(job, [&](json::Editor& editor) {
        const json::Value& body = bodyOf(job, entity);
        const json::Value* list = body.find("templates");
        if (list && list->isArray()) editor.insertItem(*list, list->items.size(), literal);
        else editor.setMember(body, "templates", listOf(std::vector{literal}, [](const std::string& text) { return text; }, true));
    });
}

Edits withoutTemplate(const JobText& job, std::size_t entity, std::size_t index) {
    return edited(job, [&](json::Editor& editor) { editor.removeItem(*bodyOf(job, entity).find("templates"), index); });
}

Edits withoutTemplates(const JobText& job, std::size_t entity) {
    return edited(job, [&](json::Editor& editor) { editor.setMember(bodyOf(job, entity), "templates", "[]"); });
}

Edits withBonds(const JobText& job, const std::vector<BondValue>& bonds) {
    return edited(job, [&](json::Editor& editor) { setBonds(editor, job, bonds); });
}

Edits wholeText(const std::string& before, const std::string& after) {
    const std::size_t most = std::min(before.size(), after.size());
    std::size_t front = 0, back = 0;
    while (front < most && before[front] == after[front]) ++front;
    while (back < most - front && before[before.size() - 1 - back] == after[after.size() - 1 - back]) ++back;
    // A place inside a character of several bytes is none for an editor.
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
    while (front > 0 && ((front < before.size() && continues(before[front])) || (front < after.size() && continues(after[front])))) --front;
    while (back > 0 && continues(before[before.size() - back])) --back;
    if (front + back == before.size() && before.size() == after.size()) return {};
    return {{front, before.size() - front - back, after.substr(front, after.size() - front - back)}};
}

}  // namespace foldmeter::job
