#include "features/entity_reader.h"

#include "base/error.h"
#include "features/residue_types.h"
#include "features/template_reader.h"

#include <algorithm>
#include <filesystem>

namespace foldmeter::features {
namespace {

// What an entry of each kind may say and what its modifications are called.
struct KindRules {
    std::string_view name;
    EntityKind kind;
    std::vector<std::string_view> keys;
    std::string_view modificationType, modificationPosition;
};

const std::vector<KindRules>& kindRules() {
    static const std::vector<KindRules> rules = {
        {"protein", EntityKind::Protein,
         {"id", "sequence", "modifications", "description", "unpairedMsa", "unpairedMsaPath", "pairedMsa", "pairedMsaPath", "templates"},
         "ptmType", "ptmPosition"},
        {"rna", EntityKind::Rna, {"id", "sequence", "modifications", "description", "unpairedMsa", "unpairedMsaPath"},
         "modificationType", "basePosition"},
        {"dna", EntityKind::Dna, {"id", "sequence", "modifications", "description"}, "modificationType", "basePosition"},
        {"ligand", EntityKind::Ligand, {"id", "ccdCodes", "smiles", "description"}, "", ""},
    };
    return rules;
}

const json::Value* given(const json::Value& object, std::string_view key) {
    const json::Value* value = object.find(key);
    return value && !value->isNull() ? value : nullptr;
}

bool isLetter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

ChainType chainTypeOf(EntityKind kind) {
    return kind == EntityKind::Protein ? ChainType::Protein : kind == EntityKind::Rna ? ChainType::Rna : ChainType::Dna;
}

constexpr std::string_view codePrefix = "CCD_";   // of the server's dialect
constexpr std::size_t longestGuess = 8;   // letters of a chain id

class EntityReader {
public:
    EntityReader(const json::Value& body, const KindRules& rules, TextFiles& files, ProblemList& problems)
        : m_body(body), m_rules(rules), m_files(files), m_problems(problems) {
        m_entity.kind = rules.kind;
        m_entity.position = body.position;
        m_entity.path = body.path;
    }

    Entity read() {
        refuseUnknownKeys(m_body, m_rules.keys, m_problems);
        readIds();
        readDescription();
        if (m_rules.kind == EntityKind::Ligand) {
            readLigand();
        } else {
            readSequence();
            readModifications();
            if (m_rules.kind != EntityKind::Dna) m_entity.unpairedMsa = readMsa("unpairedMsa", "unpairedMsaPath");
            if (m_rules.kind == EntityKind::Protein) {
                m_entity.pairedMsa = readMsa("pairedMsa", "pairedMsaPath");
                readTemplates();
            }
        }
        return std::move(m_entity);
    }

private:
    void readIds() {
        const json::Value* ids = m_body.find("id");
        if (!ids) return m_problems.error(m_body, "input.missing_key", {"id"});
        if (ids->isString()) return addId(*ids);
        if (!ids->isArray() || ids->items.empty()) return m_problems.error(*ids, "input.id_kind", {shown(*ids)});
        for (const json::Value& id : ids->items) addId(id);
    }

    void addId(const json::Value& id) {
        const bool capitals = id.isString() && !id.text.empty() &&
                              std::all_of(id.text.begin(), id.text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        if (!capitals) return refuseId(id);
        m_entity.ids.push_back(id.text);
    }

    // Letters that only want to be capitals are told as such.
    void refuseId(const json::Value& id) {
        const bool letters = id.isString() && !id.text.empty() && id.text.size() <= longestGuess && std::all_of(id.text.begin(), id.text.end(), isLetter);
        if (!letters) return m_problems.error(id, "input.id_letters", {shown(id)});
        std::string capitals = id.text;
        std::transform(capitals.begin(), capitals.end(), capitals.begin(), [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
        m_problems.error(id, "input.id_lower", {shown(id), capitals});
    }

    void readDescription() {
        const json::Value* description = given(m_body, "description");
        if (!description) return;
        if (!description->isString()) return m_problems.error(*description, "input.not_text", {"description", shown(*description)});
        m_entity.description = description->text;
    }

    void readSequence() {
        const json::Value* sequence = m_body.find("sequence");
        if (!sequence) return m_problems.error(m_body, "input.missing_key", {"sequence"});
        if (!sequence->isString()) return m_problems.error(*sequence, "input.not_text", {"sequence", shown(*sequence)});
        if (sequence->text.empty()) return m_problems.error(*sequence, "input.sequence_empty");
        const std::string& letters = sequence->text;
        const auto illegal = std::find_if_not(letters.begin(), letters.end(), isLetter);
        if (illegal != letters.end()) {
            const std::size_t at = static_cast<std::size_t>(illegal - letters.begin());
            const std::size_t width = (static_cast<unsigned char>(*illegal) & 0x80) ? std::string::npos : 1;
            return m_problems.error(*sequence, "input.sequence_letter",
                                    {shown(std::string_view(letters).substr(at, width), 1), std::to_string(at + 1), std::string(m_rules.name)});
        }
        warnOfUnknownLetters(*sequence);
        m_entity.sequence = letters;
    }

    void warnOfUnknownLetters(const json::Value& sequence) {
        const ChainType type = chainTypeOf(m_rules.kind);
        std::string unknown;
        std::size_t first = 0, count = 0;
        for (std::size_t i = 0; i < sequence.text.size(); ++i) {
            const char letter = sequence.text[i];
            if (!isUnknownResidue(componentOf(type, letter))) continue;
            if (count++ == 0) first = i + 1;
            if (unknown.find(letter) == std::string::npos) unknown += letter;
        }
        if (count == 0) return;
        m_problems.warn(sequence, "input.sequence_unknown",
                        {std::to_string(count), unknown, std::to_string(first), std::string(componentOf(type, '?'))});
    }

    void readModifications() {
        const json::Value* list = given(m_body, "modifications");
        if (!list) return;
        if (!list->isArray()) return m_problems.error(*list, "input.not_list", {"modifications", shown(*list)});
        for (const json::Value& item : list->items) readModification(item);
    }

    void readModification(const json::Value& item) {
        if (!item.isObject()) return m_problems.error(item, "input.not_object", {shown(item)});
        const std::string typeKey(m_rules.modificationType), positionKey(m_rules.modificationPosition);
        for (const auto& [key, value] : item.members)
            if (key != typeKey && key != positionKey) m_problems.warn(value, "input.modification_key", {shown(key), typeKey, positionKey});
        const json::Value* type = item.find(typeKey);
        const json::Value* position = item.find(positionKey);
        if (!type) m_problems.error(item, "input.missing_key", {typeKey});
        if (!position) m_problems.error(item, "input.missing_key", {positionKey});
        if (!type || !position) return;
        const bool good = isCode(*type, "input.modification_type");
        if (!good && !hasPrefix(*type)) return;
        const auto length = static_cast<std::int64_t>(m_entity.sequence.size());
        const bool inside = position->kind == json::Kind::Integer && position->integer >= 1 && (length == 0 || position->integer <= length);
        if (!inside) return m_problems.error(*position, "input.modification_position", {shown(*position), std::to_string(length)});
        if (length > 0) m_entity.modifications.push_back({withoutPrefix(type->text), static_cast<int>(position->integer), type->position});
    }

    static bool hasPrefix(const json::Value& value) { return value.isString() && value.text.size() > codePrefix.size() && value.text.starts_with(codePrefix); }
    static std::string withoutPrefix(const std::string& code) { return code.starts_with(codePrefix) ? code.substr(codePrefix.size()) : code; }

    // A component code as text without the prefix of the server dialect.
    bool isCode(const json::Value& value, std::string_view complaint) {
        if (!value.isString() || value.text.empty()) {
            m_problems.error(value, complaint, {shown(value)});
            return false;
        }
        if (!value.text.starts_with(codePrefix)) return true;
        m_problems.error(value, "input.code_prefix", {shown(value), value.text.substr(codePrefix.size())});
        return false;
    }

    std::optional<std::string> readMsa(std::string_view key, std::string_view pathKey) {
        if (!given(m_body, key) && !given(m_body, pathKey)) {
            m_problems.warn(m_body, "input.msa_absent", {std::string(key)});
            return std::nullopt;
        }
        return textOrFile(m_body, key, pathKey, m_files, m_problems);
    }

    void readTemplates() {
        const json::Value* list = given(m_body, "templates");
        if (!list) return m_problems.warn(m_body, "input.templates_absent");
        if (!list->isArray()) return m_problems.error(*list, "input.not_list", {"templates", shown(*list)});
        m_entity.templates.emplace();
        for (const json::Value& item : list->items)
            if (auto made = readTemplate(item, m_files, m_problems)) m_entity.templates->push_back(std::move(*made));
    }

    void readLigand() {
        const json::Value* codes = given(m_body, "ccdCodes");
        const json::Value* smiles = given(m_body, "smiles");
        if (!codes == !smiles) return m_problems.error(m_body, "input.ligand_source");
        if (codes) return readCodes(*codes);
        if (!smiles->isString() || smiles->text.empty()) return m_problems.error(*smiles, "input.smiles_text", {shown(*smiles)});
        m_entity.smiles = smiles->text;
    }

    void readCodes(const json::Value& codes) {
        if (!codes.isArray() || codes.items.empty()) return m_problems.error(codes, "input.codes_list", {shown(codes)});
        for (const json::Value& code : codes.items) {
            if (!isCode(code, "input.code_text") && !hasPrefix(code)) continue;
            m_entity.ccdCodes.push_back(withoutPrefix(code.text));
            m_entity.ccdPlaces.push_back(code.position);
        }
    }

    const json::Value& m_body;
    const KindRules& m_rules;
    TextFiles& m_files;
    ProblemList& m_problems;
    Entity m_entity;
};

// Path of an existing file where the content should stand: without this check it would count as an empty text.
bool namesFile(const std::string& text) {
    constexpr std::size_t longestInlinePath = 256;
    if (text.empty() || text.size() >= longestInlinePath || text.find_first_of(std::string_view("\n>\0", 3)) != std::string::npos) return false;
    std::error_code ignored;
    return std::filesystem::is_regular_file(text, ignored);
}

}  // namespace

std::optional<std::string> textOrFile(const json::Value& object, std::string_view key, std::string_view pathKey, TextFiles& files, ProblemList& problems) {
    const json::Value *text = given(object, key), *path = given(object, pathKey);
    if (text && path) problems.error(*path, "input.text_and_path", {std::string(key), std::string(pathKey)});
    else if (text && !text->isString()) problems.error(*text, "input.not_text", {std::string(key), shown(*text)});
    else if (text && namesFile(text->text)) problems.error(*text, "input.text_is_path", {std::string(key), shown(*text), std::string(pathKey)});
    else if (text) return text->text;
    else if (path && !path->isString()) problems.error(*path, "input.not_text", {std::string(pathKey), shown(*path)});
    else if (path) {
        try {
            return files.read(path->text);
        } catch (const Error& error) {
            problems.error(*path, "input.path", {std::string(pathKey), error.what()});
        }
    }
    return std::nullopt;
}

void refuseUnknownKeys(const json::Value& object, const std::vector<std::string_view>& allowed, ProblemList& problems) {
    for (const auto& [key, value] : object.members) {
        if (std::find(allowed.begin(), allowed.end(), key) != allowed.end()) continue;
        const std::string meant = nearest(key, allowed);
        if (meant.empty()) problems.error(value, "input.unknown_key", {shown(key), joined(allowed)});
        else problems.error(value, "input.unknown_key_near", {shown(key), joined(allowed), meant});
    }
}

std::optional<Entity> readEntity(const json::Value& entry, TextFiles& files, ProblemList& problems) {
    if (!entry.isObject() || entry.members.size() != 1) {
        problems.error(entry, "input.entry_shape", {shown(entry)});
        return std::nullopt;
    }
    const auto& [kind, body] = entry.members.front();
    const auto rules = std::find_if(kindRules().begin(), kindRules().end(), [&](const KindRules& r) { return r.name == kind; });
    if (rules == kindRules().end()) {
        std::vector<std::string_view> known;
        for (const KindRules& r : kindRules()) known.push_back(r.name);
        const std::string meant = nearest(kind, known);
        problems.error(body, meant.empty() ? "input.entry_kind" : "input.entry_kind_near", {shown(kind), joined(known), meant});
        return std::nullopt;
    }
    if (!body.isObject()) {
        problems.error(body, "input.not_object", {shown(body)});
        return std::nullopt;
    }
    return EntityReader(body, *rules, files, problems).read();
}

}  // namespace foldmeter::features
