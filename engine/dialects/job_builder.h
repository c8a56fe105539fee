// Puts a job of the alphafold3 dialect together out of values of another one. Values keep line, column and path of where
// they came from, so that whatever the reader complains of later is named by its place in the user's file.
#pragma once

#include "base/json.h"
#include "dialects/journal.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace foldmeter::dialects {

// New values that stand where `at` stands.
json::Value textAt(const json::Value& at, std::string text);
json::Value integerAt(const json::Value& at, std::int64_t number);
json::Value listAt(const json::Value& at);
json::Value objectAt(const json::Value& at);
json::Value textsAt(const json::Value& at, const std::vector<std::string>& texts);
void set(json::Value& object, std::string key, json::Value value);
// Member that is given and not null, or nullptr.
const json::Value* given(const json::Value& object, std::string_view key);

struct AtomName {
    std::string chain;
    std::int64_t residue = 1;
    std::string atom;
};

class JobBuilder {
public:
    JobBuilder(const json::Value& at, std::string name, Journal& journal) : m_journal(journal), m_at(at), m_name(std::move(name)) {}

    // Ids: those of the input as they are where the dialect allows them, new ones else. reserve() first, so that no new
    // id takes the place of one that comes later in the file.
    void reserve(const std::string& id);
    std::string idFor(const json::Value& at, const std::string& given);   // the same for the same text
    std::string newId();                                                  // A, B, ... Z, AA, BA, ... as AlphaFold 3 counts

    void addEntity(std::string_view kind, json::Value body, const std::vector<std::string>& ids);
    void addBond(const json::Value& at, const AtomName& first, const AtomName& second);
    void setSeeds(const json::Value& seeds);
    // The job; seed 1 is assumed where none was set. A SMILES ligand with a bond becomes a component of its own, since the
    // alphafold3 dialect has no names for the atoms of a SMILES.
    json::Value finish();

    Journal& journal() { return m_journal; }

private:
    struct Bond {
        json::Value at;   // place only
        AtomName first, second;
    };
    bool isBonded(const std::vector<std::string>& ids) const;
    void defineBondedSmiles();
    void defineSmiles(json::Value& ligand, const std::vector<std::string>& ids);

    Journal& m_journal;
    json::Value m_at;   // place only
    std::string m_name;
    std::set<std::string> m_taken;
    std::map<std::string, std::string> m_renamed;
    std::int64_t m_counter = 0;
    std::vector<json::Value> m_entities;
    std::vector<Bond> m_bonds;
    std::string m_userCcd;
    std::optional<json::Value> m_seeds;
};

}  // namespace foldmeter::dialects
