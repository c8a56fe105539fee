#include "dialects/job_builder.h"

#include <algorithm>

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
    json::Value bond = listAt(at);
    bond.items = {atomAt(at, first), atomAt(at, second)};
    m_bonds.push_back(std::move(bond));
}

void JobBuilder::setSeeds(const json::Value& seeds) {
    if (!(seeds.isArray() && seeds.items.empty())) m_seeds = seeds;
}

json::Value JobBuilder::finish() {
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
    bonds.items = std::move(m_bonds);
    set(job, "bondedAtomPairs", std::move(bonds));
    return job;
}

}  // namespace foldmeter::dialects
