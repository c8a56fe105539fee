#include "dialects/job_builder.h"

#include "base/error.h"
#include "structure/smiles_definition.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace foldmeter::dialects {

namespace {

json::Value placed(const json::Value& at, json::Kind kind) {
    json::Value value;
    value.kind = kind;
    value.position = at.position;
    value.path = at.path;
    return value;
}

bool isLegalId(const std::string& id) {
    return !id.empty() && id.size() <= 16 && std::all_of(id.begin(), id.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

json::Value atomAt(const json::Value& at, const AtomName& atom) {
    json::Value value = listAt(at);
    value.items = {textAt(at, atom.chain), integerAt(at, atom.residue), textAt(at, atom.atom)};
    return value;
}

}  // namespace

json::Value textAt(const json::Value& at, std::string text) {
    json::Value value = placed(at, json::Kind::String);
    value.text = std::move(text);
    return value;
}

json::Value integerAt(const json::Value& at, std::int64_t number) {
    json::Value value = placed(at, json::Kind::Integer);
    value.integer = number;
    value.real = static_cast<double>(number);
    value.text = std::to_string(number);
    return value;
}

json::Value listAt(const json::Value& at) { return placed(at, json::Kind::Array); }
json::Value objectAt(const json::Value& at) { return placed(at, json::Kind::Object); }

json::Value textsAt(const json::Value& at, const std::vector<std::string>& texts) {
    json::Value list = listAt(at);
    for (const std::string& text : texts) list.items.push_back(textAt(at, text));
    return list;
}

void set(json::Value& object, std::string key, json::Value value) { object.members.emplace_back(std::move(key), std::move(value)); }

const json::Value* given(const json::Value& object, std::string_view key) {
    const json::Value* value = object.find(key);
    return value && !value->isNull() ? value : nullptr;
}

void JobBuilder::reserve(const std::string& id) {
    if (isLegalId(id)) m_taken.insert(id);
}

std::string JobBuilder::idFor(const json::Value& at, const std::string& id) {
    if (isLegalId(id)) {
        m_taken.insert(id);
        return id;
    }
    const auto [place, isFirst] = m_renamed.emplace(id, std::string());
    if (isFirst) {
        place->second = newId();
        m_journal.assumed(at, "dialect.renamed", {features::shown(id), place->second});
    }
    return place->second;
}

std::string JobBuilder::newId() {
    while (true) {
        std::string id;
        for (std::int64_t number = ++m_counter; number > 0; number /= 26) id += static_cast<char>('A' + --number % 26);
        if (m_taken.insert(id).second) return id;
    }
}

void JobBuilder::addEntity(std::string_view kind, json::Value body, const std::vector<std::string>& ids) {
    set(body, "id", ids.size() == 1 ? textAt(body, ids.front()) : textsAt(body, ids));
    json::Value entry = objectAt(body);
    set(entry, std::string(kind), std::move(body));
    m_entities.push_back(std::move(entry));
}

void JobBuilder::addBond(const json::Value& at, const AtomName& first, const AtomName& second) {
    m_bonds.push_back({listAt(at), first, second});
}

void JobBuilder::setSeeds(const json::Value& seeds) {
    if (!(seeds.isArray() && seeds.items.empty())) m_seeds = seeds;
}

bool JobBuilder::isBonded(const std::vector<std::string>& ids) const {
    const auto names = [&ids](const std::string& chain) { return std::find(ids.begin(), ids.end(), chain) != ids.end(); };
    return std::any_of(m_bonds.begin(), m_bonds.end(), [&names](const Bond& bond) { return names(bond.first.chain) || names(bond.second.chain); });
}

void JobBuilder::defineBondedSmiles() {
    for (json::Value& entry : m_entities)
        for (auto& [kind, body] : entry.members) {
            std::vector<std::string> ids;
            const json::Value* id = body.find("id");
            if (id && id->isString()) ids.push_back(id->text);
            if (id)
                for (const json::Value& item : id->items) ids.push_back(item.text);
            const json::Value* smiles = kind == "ligand" ? body.find("smiles") : nullptr;
            if (smiles && smiles->isString() && isBonded(ids)) defineSmiles(body, ids);
        }
}

void JobBuilder::defineSmiles(json::Value& ligand, const std::vector<std::string>& ids) {
    const auto smiles = std::find_if(ligand.members.begin(), ligand.members.end(), [](const auto& member) { return member.first == "smiles"; });
    const std::string code = "LIG-" + ids.front();
    structure::ComponentDefinition definition;
    try {
        definition = structure::definitionOfSmiles(smiles->second.text, code);
    } catch (const InputError& error) {
        return m_journal.problems.error(smiles->second, "dialect.smiles_component_failed", {error.what()});
    }
    for (Bond& bond : m_bonds)
        for (AtomName* atom : {&bond.first, &bond.second}) {
            std::size_t index = 0;   // of the atom in the SMILES, counted from 0
            const auto parsed = std::from_chars(atom->atom.data(), atom->atom.data() + atom->atom.size(), index);
            const bool counted = parsed.ec == std::errc() && parsed.ptr == atom->atom.data() + atom->atom.size();
            if (std::find(ids.begin(), ids.end(), atom->chain) != ids.end() && counted && index < definition.atoms.size()) atom->atom = definition.atoms[index];
        }
    m_userCcd += definition.cif;
    m_journal.assumed(smiles->second, "dialect.smiles_component", {code, fmt::format("{}", fmt::join(definition.atoms.begin(), definition.atoms.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(definition.atoms.size(), 40)), " "))});
    *smiles = {"ccdCodes", textsAt(smiles->second, {code})};
}

json::Value JobBuilder::finish() {
    defineBondedSmiles();
    json::Value job = objectAt(m_at);
    set(job, "dialect", textAt(m_at, "alphafold3"));
    set(job, "version", integerAt(m_at, 4));
    set(job, "name", textAt(m_at, m_name));
    if (!m_seeds) {
        m_journal.assumed(m_at, "dialect.seed");
        m_seeds = listAt(m_at);
        m_seeds->items.push_back(integerAt(m_at, 1));
    }
    set(job, "modelSeeds", *m_seeds);
    json::Value sequences = listAt(m_at);
    sequences.items = std::move(m_entities);
    set(job, "sequences", std::move(sequences));
    if (m_bonds.empty()) return job;
    json::Value bonds = listAt(m_at);
    for (const Bond& bond : m_bonds) {
        json::Value& pair = bonds.items.emplace_back(bond.at);
        pair.items = {atomAt(bond.at, bond.first), atomAt(bond.at, bond.second)};
    }
    set(job, "bondedAtomPairs", std::move(bonds));
    if (!m_userCcd.empty()) set(job, "userCCD", textAt(m_at, m_userCcd));
    return job;
}

}  // namespace foldmeter::dialects
