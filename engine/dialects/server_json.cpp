#include "dialects/server_json.h"

#include "dialects/glycan.h"
#include "dialects/job_builder.h"
#include "dialects/protenix_alignments.h"
#include "dialects/protenix_bonds.h"
#include "features/entity_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>

namespace foldmeter::dialects {
namespace {

constexpr std::int64_t mostCopies = 5000;

struct EntryRules {
    std::string_view name, kind;
    std::vector<std::string_view> keys;
};

const std::vector<EntryRules>& entryRules() {
    static const std::vector<EntryRules> rules = {
        {"proteinChain", "protein",
         {"sequence", "modifications", "count", "id", "description", "glycans", "useStructureTemplate", "maxTemplateDate", "unpairedMsa", "unpairedMsaPath",
          "pairedMsa", "pairedMsaPath", "templates", "templatesPath", "msa"}},
        {"rnaSequence", "rna", {"sequence", "modifications", "count", "id", "description", "unpairedMsa", "unpairedMsaPath", "msa"}},
        {"dnaSequence", "dna", {"sequence", "modifications", "count", "id", "description"}},
        {"ligand", "ligand", {"ligand", "count", "id", "description"}},
        {"ion", "ligand", {"ion", "count", "id", "description"}},
    };
    return rules;
}

std::string withoutPrefix(const std::string& code) { return code.starts_with("CCD_") ? code.substr(4) : code; }

bool isCodeText(std::string_view text) {
    return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// What only Protenix's jobs have.
bool hasProtenixMark(const json::Value& job) {
    for (const char* key : {"covalent_bonds", "constraint", "assembly_id"})
        if (given(job, key)) return true;
    const json::Value* sequences = given(job, "sequences");
    if (!sequences) return false;
    for (const json::Value& entry : sequences->items)
        for (const auto& [kind, body] : entry.members) {
            if (given(body, "msa") || given(body, "templatesPath")) return true;
            const json::Value* ligand = kind == "ligand" ? given(body, "ligand") : nullptr;
            if (ligand && ligand->isString() && !isCodeText(withoutPrefix(ligand->text))) return true;
        }
    return false;
}

class JobTranslator {
public:
    JobTranslator(const json::Value& job, ListFlavour flavour, const std::string& fallbackName, const std::filesystem::path& folder, bool strict, Journal& journal)
        : m_job(job), m_flavour(flavour), m_strict(strict && flavour == ListFlavour::Server), m_journal(journal), m_files(folder, journal), m_builder(job, nameOfJob(job, fallbackName, journal), journal) {}

    json::Value translate() {
        checkHead();
        if (const json::Value* seeds = given(m_job, "modelSeeds")) m_builder.setSeeds(*seeds);
        const json::Value* sequences = given(m_job, "sequences");
        if (!sequences) m_journal.problems.error(m_job, "input.missing_key", {"sequences"});
        else if (!sequences->isArray() || sequences->items.empty()) m_journal.problems.error(*sequences, "input.sequences", {features::shown(*sequences)});
        else for (const json::Value& entry : sequences->items) readEntry(entry);
        for (const auto& glycans : m_glycans) addGlycans(*glycans.list, glycans.entity);
        if (const json::Value* bonds = given(m_job, "covalent_bonds")) addProtenixBonds(*bonds, m_chainsOf, m_builder);
        for (const char* key : {"constraint", "constraints", "epitopes"})
            if (const json::Value* value = given(m_job, key)) dropConstraint(*value, key);
        return m_builder.finish();
    }

private:
    struct PendingGlycans {
        const json::Value* list;
        std::size_t entity;
    };

    static std::string nameOfJob(const json::Value& job, const std::string& fallback, Journal& journal) {
        const json::Value* name = given(job, "name");
        if (!name) {
            journal.assumed(job, "dialect.name", {fallback});
            return fallback;
        }
        if (!name->isString()) journal.problems.error(*name, "input.not_text", {"name", features::shown(*name)});
        return name->text;
    }

    void checkHead() {
        features::refuseUnknownKeys(m_job, {"name", "modelSeeds", "sequences", "dialect", "version", "covalent_bonds", "constraint", "constraints", "epitopes", "assembly_id"},
                                    m_journal.problems);
        const json::Value* dialect = given(m_job, "dialect");
        if (dialect && dialect->text != "alphafoldserver") m_journal.problems.error(*dialect, "dialect.server_dialect", {features::shown(*dialect)});
        const json::Value* version = given(m_job, "version");
        if (version && version->real != 1) m_journal.problems.error(*version, "dialect.version", {features::shown(*version), "1"});
    }

    // One remark for each restraint: the items of "contact", the "pocket".
    void dropConstraint(const json::Value& value, const std::string& name) {
        const auto isList = [](const auto& member) { return member.second.isArray(); };
        if (!value.isObject() || value.members.empty()) return m_journal.dropped(value, "dialect.constraint", {name});
        for (const auto& member : value.members) {
            if (!isList(member)) m_journal.dropped(member.second, "dialect.constraint", {member.first});
            for (const json::Value& item : member.second.items) m_journal.dropped(item, "dialect.constraint", {member.first});
        }
    }

    void readEntry(const json::Value& entry) {
        m_chainsOf.emplace_back();
        if (!entry.isObject() || entry.members.size() != 1) return m_journal.problems.error(entry, "dialect.entry_shape", {features::shown(entry)});
        const auto& [kind, body] = entry.members.front();
        const auto rules = std::find_if(entryRules().begin(), entryRules().end(), [&name = kind](const EntryRules& r) { return r.name == name; });
        if (rules == entryRules().end()) {
            std::vector<std::string_view> known;
            for (const EntryRules& r : entryRules()) known.push_back(r.name);
            return m_journal.problems.error(body, "input.entry_kind", {features::shown(kind), features::joined(known)});
        }
        if (!body.isObject()) return m_journal.problems.error(body, "input.not_object", {features::shown(body)});
        features::refuseUnknownKeys(body, rules->keys, m_journal.problems);
        if (m_strict) refuseOwnKeys(body);
        json::Value made = rules->kind == "ligand" ? ligandOf(body, rules->name) : polymerOf(body, *rules);
        m_chainsOf.back() = idsFor(body);
        if (const json::Value* glycans = given(body, "glycans")) m_glycans.push_back({glycans, m_chainsOf.size() - 1});
        if (const json::Value* sequence = given(body, "sequence")) m_sequences[m_chainsOf.size() - 1] = sequence->text;
        if (!m_chainsOf.back().empty()) m_builder.addEntity(rules->kind, std::move(made), m_chainsOf.back());
    }

    void refuseOwnKeys(const json::Value& body) {
        static constexpr std::array<std::string_view, 6> taken = {"sequence", "modifications", "count", "useStructureTemplate", "ligand", "ion"};
        for (const auto& [key, value] : body.members)
            if (std::find(taken.begin(), taken.end(), key) == taken.end() && !value.isNull()) m_journal.problems.error(value, "dialect.server_strict", {features::shown(key)});
    }

    // As many new ids as copies, or the ids that newer Protenix jobs give.
    std::vector<std::string> idsFor(const json::Value& body) {
        std::vector<std::string> ids;
        const json::Value* count = given(body, "count");
        if (!count) m_journal.assumed(body, "dialect.count");
        const bool whole = !count || (count->kind == json::Kind::Integer && count->integer >= 1 && count->integer <= mostCopies);
        if (!whole) {
            m_journal.problems.error(*count, "dialect.copies", {features::shown(*count), std::to_string(mostCopies)});
            return {m_builder.newId()};
        }
        const std::int64_t copies = count ? count->integer : 1;
        if (const json::Value* own = given(body, "id")) {
            for (const json::Value& id : own->isArray() ? own->items : std::vector{*own}) ids.push_back(m_builder.idFor(id, id.text));
            if (static_cast<std::int64_t>(ids.size()) != copies) m_journal.problems.error(*own, "dialect.id_count", {std::to_string(ids.size()), std::to_string(copies)});
            return ids;
        }
        for (std::int64_t i = 0; i < copies; ++i) ids.push_back(m_builder.newId());
        return ids;
    }

    json::Value polymerOf(const json::Value& body, const EntryRules& rules) {
        json::Value made = objectAt(body);
        for (const char* key : {"sequence", "description", "templates"})
            if (const json::Value* value = given(body, key)) set(made, key, *value);
        if (const json::Value* list = given(body, "modifications")) set(made, "modifications", modificationsOf(*list));
        if (rules.kind != "dna") readAlignments(body, rules.kind == "protein", made);
        if (const json::Value* path = given(body, "templatesPath")) m_journal.dropped(*path, "dialect.template_hits");
        if (const json::Value* date = given(body, "maxTemplateDate")) m_journal.dropped(*date, "dialect.template_date");
        const json::Value* use = given(body, "useStructureTemplate");
        if (use && use->kind != json::Kind::Bool) m_journal.problems.error(*use, "dialect.not_bool", {"useStructureTemplate", features::shown(*use)});
        if (use && !use->boolean && !given(made, "templates")) set(made, "templates", listAt(*use));
        return made;
    }

    static json::Value modificationsOf(json::Value list) {
        for (json::Value& item : list.items)
            for (auto& [key, value] : item.members)
                if ((key == "ptmType" || key == "modificationType") && value.isString()) value.text = withoutPrefix(value.text);
        return list;
    }

    void readAlignments(const json::Value& body, bool protein, json::Value& made) {
        if (m_flavour == ListFlavour::Protenix) takeProtenixAlignments(body, protein, m_files, m_journal, made);
        else
            for (const char* key : {"unpairedMsa", "unpairedMsaPath", "pairedMsa", "pairedMsaPath"})
                if (const json::Value* value = given(body, key)) set(made, key, *value);
        if (!protein) return;
        const bool unpaired = given(made, "unpairedMsa") || given(made, "unpairedMsaPath"), paired = given(made, "pairedMsa") || given(made, "pairedMsaPath");
        if (unpaired == paired) return;
        // AlphaFold 3 takes both or none.
        const char* absent = unpaired ? "pairedMsa" : "unpairedMsa";
        m_journal.assumed(body, "dialect.other_alignment", {absent});
        set(made, absent, textAt(body, ""));
    }

    json::Value ligandOf(const json::Value& body, std::string_view name) {
        json::Value made = objectAt(body);
        if (const json::Value* description = given(body, "description")) set(made, "description", *description);
        const json::Value* value = given(body, name);
        if (!value || !value->isString() || value->text.empty()) {
            if (value) m_journal.problems.error(*value, "input.not_text", {std::string(name), features::shown(*value)});
            else m_journal.problems.error(body, "input.missing_key", {std::string(name)});
            return made;
        }
        const std::string& text = value->text;
        if (text.starts_with("FILE_")) m_journal.problems.error(*value, "dialect.ligand_file", {features::shown(text)});
        else if (m_flavour == ListFlavour::Server || name == "ion" || text.starts_with("CCD_")) set(made, "ccdCodes", codesAt(*value));
        else set(made, "smiles", *value);
        return made;
    }

    // Protenix joins several codes with _.
    static json::Value codesAt(const json::Value& value) {
        std::vector<std::string> codes(1);
        for (const char c : withoutPrefix(value.text)) {
            if (c == '_') codes.emplace_back();
            else codes.back() += c;
        }
        return textsAt(value, codes);
    }

    void addGlycans(const json::Value& list, std::size_t entity) {
        if (!list.isArray()) return m_journal.problems.error(list, "input.not_list", {"glycans", features::shown(list)});
        for (const json::Value& item : list.items) addGlycan(item, entity);
    }

    void addGlycan(const json::Value& item, std::size_t entity) {
        const json::Value *residues = given(item, "residues"), *position = given(item, "position");
        if (!item.isObject()) return m_journal.problems.error(item, "input.not_object", {features::shown(item)});
        features::refuseUnknownKeys(item, {"residues", "position"}, m_journal.problems);
        if (!residues || !position) return m_journal.problems.error(item, "input.missing_key", {residues ? "position" : "residues"});
        if (!residues->isString()) return m_journal.problems.error(*residues, "input.not_text", {"residues", features::shown(*residues)});
        const Glycan glycan = parseGlycan(residues->text);
        if (!glycan.complaint.empty()) return m_journal.problems.error(*residues, "dialect.glycan", {features::shown(*residues), glycan.complaint});
        const std::string& sequence = m_sequences[entity];
        const bool inside = position->kind == json::Kind::Integer && position->integer >= 1 && position->integer <= static_cast<std::int64_t>(sequence.size());
        if (!inside) return m_journal.problems.error(*position, "input.modification_position", {features::shown(*position), std::to_string(sequence.size())});
        const std::string site = glycanSite(sequence[static_cast<std::size_t>(position->integer) - 1]);
        if (site.empty()) return m_journal.problems.error(*position, "dialect.glycan_site", {sequence.substr(static_cast<std::size_t>(position->integer) - 1, 1), std::to_string(position->integer)});
        for (const std::string& chain : m_chainsOf[entity]) {
            const std::string id = m_builder.newId();
            addSugars(*residues, glycan, id, m_builder);
            m_builder.addBond(*residues, {chain, position->integer, site}, {id, 1, fmt::format("C{}", anomericCarbon(glycan.sugars[0].code))});
        }
        m_journal.assumed(*residues, "dialect.glycan_bonds", {residues->text, describeBonds(glycan, site)});
    }

    const json::Value& m_job;
    ListFlavour m_flavour;
    bool m_strict;
    Journal& m_journal;
    NamedFiles m_files;
    JobBuilder m_builder;
    std::vector<std::vector<std::string>> m_chainsOf;   // of each entry
    std::map<std::size_t, std::string> m_sequences;
    std::vector<PendingGlycans> m_glycans;
};

}  // namespace

ListFlavour flavourOf(const json::Value& root) {
    const std::vector<json::Value>& jobs = root.items;
    if (std::any_of(jobs.begin(), jobs.end(), [](const json::Value& job) { return given(job, "dialect"); })) return ListFlavour::Server;
    if (std::any_of(jobs.begin(), jobs.end(), hasProtenixMark)) return ListFlavour::Protenix;
    return std::any_of(jobs.begin(), jobs.end(), [](const json::Value& job) { return given(job, "modelSeeds"); }) ? ListFlavour::Server : ListFlavour::Protenix;
}

bool looksLikeServerJob(const json::Value& object) {
    if (const json::Value* dialect = given(object, "dialect")) return dialect->text == "alphafoldserver";
    const json::Value* sequences = given(object, "sequences");
    if (!sequences) return false;
    return std::any_of(sequences->items.begin(), sequences->items.end(), [](const json::Value& entry) {
        return entry.find("proteinChain") || entry.find("rnaSequence") || entry.find("dnaSequence") || entry.find("ion");
    });
}

std::vector<json::Value> translateServerJobs(const json::Value& root, ListFlavour flavour, const std::string& stem, const std::filesystem::path& folder, bool strict, Journal& journal) {
    std::vector<json::Value> jobs;
    if (root.items.empty()) journal.problems.error(root, "dialect.no_jobs");
    for (const json::Value& job : root.items) {
        const std::string name = root.items.size() == 1 ? stem : fmt::format("{}-{}", stem, jobs.size() + 1);
        if (!job.isObject()) journal.problems.error(job, "input.not_object", {features::shown(job)});
        else jobs.push_back(JobTranslator(job, flavour, name, folder, strict, journal).translate());
    }
    return jobs;
}

}  // namespace foldmeter::dialects
