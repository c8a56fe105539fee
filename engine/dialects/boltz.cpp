#include "dialects/boltz.h"

#include "base/error.h"
#include "dialects/boltz_templates.h"
#include "dialects/job_builder.h"
#include "dialects/paired_csv.h"
#include "features/entity_reader.h"

#include <algorithm>
#include <cctype>

namespace foldmeter::dialects {
namespace {

namespace fs = std::filesystem;

std::string lowerCase(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

// YAML reads 1 or 017 as numbers; where a word is meant the literal counts.
bool isWord(const json::Value& value) { return !value.isArray() && !value.isObject() && !value.isNull() && !value.text.empty(); }

class BoltzTranslator {
public:
    BoltzTranslator(const json::Value& root, const std::string& stem, const fs::path& folder, Journal& journal)
        : m_root(root), m_files(folder, journal), m_journal(journal), m_problems(journal.problems), m_builder(root, stem, journal) {}

    json::Value translate() {
        features::refuseUnknownKeys(m_root, {"version", "sequences", "constraints", "templates", "properties"}, m_problems);
        const json::Value* version = given(m_root, "version");
        if (version && version->real != 1) m_problems.error(*version, "dialect.version", {features::shown(*version), "1"});
        m_templates = readBoltzTemplates(m_root, m_files, m_journal);
        const json::Value* sequences = given(m_root, "sequences");
        if (!sequences) m_problems.error(m_root, "input.missing_key", {"sequences"});
        else if (!sequences->isArray() || sequences->items.empty()) m_problems.error(*sequences, "input.sequences", {features::shown(*sequences)});
        else readSequences(*sequences);
        if (const json::Value* constraints = given(m_root, "constraints")) readConstraints(*constraints);
        if (const json::Value* properties = given(m_root, "properties")) m_journal.dropped(*properties, "dialect.properties");
        return m_builder.finish();
    }

private:
    void readSequences(const json::Value& sequences) {
        for (const json::Value& entry : sequences.items)
            for (const auto& [kind, body] : entry.members)
                for (const json::Value* id : idsOf(body)) m_builder.reserve(id->text);
        for (std::size_t i = 0; i < sequences.items.size(); ++i) readEntry(sequences.items[i], i);
    }

    static std::vector<const json::Value*> idsOf(const json::Value& body) {
        std::vector<const json::Value*> ids;
        const json::Value* id = given(body, "id");
        if (id && isWord(*id)) ids.push_back(id);
        if (id && id->isArray())
            for (const json::Value& item : id->items)
                if (isWord(item)) ids.push_back(&item);
        return ids;
    }

    void readEntry(const json::Value& entry, std::size_t place) {
        if (!entry.isObject() || entry.members.size() != 1) return m_problems.error(entry, "input.entry_shape", {features::shown(entry)});
        const std::string kind = lowerCase(entry.members.front().first);
        const json::Value& body = entry.members.front().second;
        const bool polymer = kind == "protein" || kind == "dna" || kind == "rna";
        if (!polymer && kind != "ligand") return m_problems.error(body, "input.entry_kind", {features::shown(kind), "protein, dna, rna, ligand"});
        if (!body.isObject()) return m_problems.error(body, "input.not_object", {features::shown(body)});
        std::vector<std::string> ids;
        for (const json::Value* id : idsOf(body)) ids.push_back(m_builder.idFor(*id, id->text));
        if (ids.empty()) return m_problems.error(body, "input.missing_key", {"id"});
        m_builder.addEntity(kind, polymer ? polymerOf(body, kind, place) : ligandOf(body), ids);
    }

    json::Value polymerOf(const json::Value& body, const std::string& kind, std::size_t place) {
        features::refuseUnknownKeys(body, {"id", "sequence", "msa", "modifications", "cyclic"}, m_problems);
        json::Value made = objectAt(body);
        if (const json::Value* sequence = given(body, "sequence")) set(made, "sequence", textAt(*sequence, sequence->text));
        if (const json::Value* list = given(body, "modifications")) set(made, "modifications", modificationsOf(*list, kind == "protein"));
        if (const json::Value* cyclic = given(body, "cyclic"); cyclic && cyclic->boolean) m_journal.dropped(*cyclic, "dialect.cyclic");
        const json::Value* msa = given(body, "msa");
        if (msa && kind != "protein") m_journal.dropped(*msa, "dialect.msa_kind", {kind});
        else if (msa) readMsa(*msa, made);
        const auto templates = m_templates.find(place);
        if (templates != m_templates.end()) set(made, "templates", templates->second);
        else if (msa && msa->text == "empty" && kind == "protein") set(made, "templates", listAt(*msa));
        return made;
    }

    json::Value modificationsOf(const json::Value& list, bool protein) {
        if (!list.isArray()) return list;   // refused by the reader
        json::Value made = listAt(list);
        for (const json::Value& item : list.items) {
            json::Value& change = made.items.emplace_back(objectAt(item));
            features::refuseUnknownKeys(item, {"position", "ccd"}, m_problems);
            if (const json::Value* code = given(item, "ccd")) set(change, protein ? "ptmType" : "modificationType", textAt(*code, code->text));
            if (const json::Value* position = given(item, "position")) set(change, protein ? "ptmPosition" : "basePosition", *position);
        }
        return made;
    }

    void readMsa(const json::Value& msa, json::Value& made) {
        if (msa.text == "empty") {
            set(made, "unpairedMsa", textAt(msa, ""));
            return set(made, "pairedMsa", textAt(msa, ""));
        }
        if (!msa.isString()) return m_problems.error(msa, "input.not_text", {"msa", features::shown(msa)});
        const std::string path = m_files.placeOf(msa, msa.text);
        if (!lowerCase(path).ends_with(".csv")) {
            set(made, "unpairedMsaPath", textAt(msa, path));
            return set(made, "pairedMsa", textAt(msa, ""));
        }
        try {
            const PairedAlignment alignment = readPairedCsv(m_files.read(textAt(msa, path)));
            set(made, "unpairedMsa", textAt(msa, alignment.unpaired));
            set(made, "pairedMsa", textAt(msa, alignment.paired));
            if (!alignment.paired.empty()) m_journal.assumed(msa, "dialect.msa_keys");
        } catch (const InputError& error) {
            m_problems.error(msa, "input.path", {"msa", error.what()});
        }
    }

    json::Value ligandOf(const json::Value& body) {
        features::refuseUnknownKeys(body, {"id", "ccd", "smiles", "msa", "cyclic"}, m_problems);
        json::Value made = objectAt(body);
        if (const json::Value* smiles = given(body, "smiles")) set(made, "smiles", textAt(*smiles, smiles->text));
        const json::Value* codes = given(body, "ccd");
        if (codes && codes->isArray()) {
            json::Value list = listAt(*codes);
            for (const json::Value& code : codes->items) list.items.push_back(textAt(code, code.text));
            set(made, "ccdCodes", std::move(list));
        } else if (codes) {
            set(made, "ccdCodes", textsAt(*codes, {codes->text}));
        }
        return made;
    }

    void readConstraints(const json::Value& constraints) {
        if (!constraints.isArray()) return m_problems.error(constraints, "input.not_list", {"constraints", features::shown(constraints)});
        for (const json::Value& item : constraints.items) {
            const json::Value* bond = given(item, "bond");
            if (bond) readBond(*bond);
            else if (const json::Value* pocket = given(item, "pocket")) dropRestraint(item, *pocket, "pocket", {"binder", "contacts"});
            else if (const json::Value* contact = given(item, "contact")) dropRestraint(item, *contact, "contact", {"token1", "token2"});
            else m_problems.error(item, "dialect.constraint_kind", {features::shown(item)});
        }
    }

    // Of the other restraints only what Boltz itself would refuse is told as an error.
    void dropRestraint(const json::Value& item, const json::Value& restraint, const char* kind, const std::vector<const char*>& required) {
        if (!restraint.isObject()) return m_problems.error(restraint, "input.not_object", {features::shown(restraint)});
        features::refuseUnknownKeys(restraint, {"binder", "contacts", "token1", "token2", "max_distance", "force"}, m_problems);
        for (const char* key : required)
            if (!given(restraint, key)) m_problems.error(restraint, "input.missing_key", {key});
        m_journal.dropped(item, "dialect.constraint", {kind});
    }

    void readBond(const json::Value& bond) {
        features::refuseUnknownKeys(bond, {"atom1", "atom2"}, m_problems);
        std::vector<AtomName> atoms;
        for (const char* key : {"atom1", "atom2"}) {
            const json::Value* atom = given(bond, key);
            if (!atom) return m_problems.error(bond, "input.missing_key", {key});
            const bool shape = atom->isArray() && atom->items.size() == 3 && isWord(atom->items[0]) && atom->items[1].kind == json::Kind::Integer && isWord(atom->items[2]);
            if (!shape) return m_problems.error(*atom, "input.bond_atom", {features::shown(*atom)});
            atoms.push_back({m_builder.idFor(atom->items[0], atom->items[0].text), atom->items[1].integer, atom->items[2].text});
        }
        m_builder.addBond(bond, atoms[0], atoms[1]);
    }

    const json::Value& m_root;
    NamedFiles m_files;
    std::map<std::size_t, json::Value> m_templates;   // of the entries
    Journal& m_journal;
    features::ProblemList& m_problems;
    JobBuilder m_builder;
};

}  // namespace

bool looksLikeBoltz(const json::Value& root) {
    return root.isObject() && root.find("sequences") && !root.find("dialect") && !root.find("modelSeeds") && !root.find("name");
}

json::Value translateBoltz(const json::Value& root, const std::string& stem, const fs::path& folder, Journal& journal) {
    return BoltzTranslator(root, stem, folder, journal).translate();
}

}  // namespace foldmeter::dialects
