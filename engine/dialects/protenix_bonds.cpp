#include "dialects/protenix_bonds.h"

#include "features/entity_reader.h"

#include <charconv>
#include <optional>

namespace foldmeter::dialects {
namespace {

// A whole number, also written as text.
std::optional<std::int64_t> wholeNumber(const json::Value& value) {
    if (value.kind == json::Kind::Integer) return value.integer;
    std::int64_t number = 0;
    const char* last = value.text.data() + value.text.size();
    const auto parsed = std::from_chars(value.text.data(), last, number);
    if (!value.isString() || parsed.ec != std::errc() || parsed.ptr != last) return std::nullopt;
    return number;
}

struct BondEnd {
    const std::vector<std::string>* chains = nullptr;
    std::optional<std::int64_t> copy;
    std::int64_t position = 1;
    std::string atom;
};

class BondTranslator {
public:
    BondTranslator(const json::Value& bond, const std::vector<std::vector<std::string>>& chainsOf, JobBuilder& builder)
        : m_bond(bond), m_chainsOf(chainsOf), m_builder(builder), m_problems(builder.journal().problems) {}

    void translate() {
        if (!m_bond.isObject()) return m_problems.error(m_bond, "input.not_object", {features::shown(m_bond)});
        features::refuseUnknownKeys(m_bond, {"entity1", "copy1", "position1", "atom1", "entity2", "copy2", "position2", "atom2", "left_entity", "left_copy",
                                             "left_position", "left_atom", "right_entity", "right_copy", "right_position", "right_atom"}, m_problems);
        const auto first = readEnd("1", "left_"), second = readEnd("2", "right_");
        if (!first || !second) return;
        if (first->copy.has_value() != second->copy.has_value()) return m_problems.error(m_bond, "dialect.bond_copy");
        if (first->copy) return add(*first, *second, static_cast<std::size_t>(*first->copy) - 1, static_cast<std::size_t>(*second->copy) - 1);
        if (first->chains->size() != second->chains->size()) return m_problems.error(m_bond, "dialect.bond_copies");
        for (std::size_t copy = 0; copy < first->chains->size(); ++copy) add(*first, *second, copy, copy);
    }

private:
    const json::Value* find(const std::string& word, const std::string& number, const std::string& side) {
        const json::Value* value = given(m_bond, word + number);
        return value ? value : given(m_bond, side + word);
    }

    std::optional<BondEnd> readEnd(const std::string& number, const std::string& side) {
        const json::Value *entity = find("entity", number, side), *copy = find("copy", number, side);
        const json::Value *position = find("position", number, side), *atom = find("atom", number, side);
        BondEnd end;
        for (const auto& [value, word] : {std::pair(entity, "entity"), std::pair(position, "position"), std::pair(atom, "atom")})
            if (!value) m_problems.error(m_bond, "input.missing_key", {word + number});
        if (!entity || !position || !atom) return std::nullopt;
        const auto which = numberWithin(*entity, static_cast<std::int64_t>(m_chainsOf.size()));
        if (!which || m_chainsOf[static_cast<std::size_t>(*which) - 1].empty()) return std::nullopt;
        end.chains = &m_chainsOf[static_cast<std::size_t>(*which) - 1];
        if (copy && !(end.copy = numberWithin(*copy, static_cast<std::int64_t>(end.chains->size())))) return std::nullopt;
        const auto place = numberWithin(*position, std::int64_t{1} << 31);
        if (!place) return std::nullopt;
        end.position = *place;
        end.atom = atom->text;   // a number, the index of a SMILES atom, keeps its literal
        return end;
    }

    std::optional<std::int64_t> numberWithin(const json::Value& value, std::int64_t most) {
        const auto number = wholeNumber(value);
        if (number && *number >= 1 && *number <= most) return number;
        m_problems.error(value, "dialect.number", {features::shown(value), std::to_string(most)});
        return std::nullopt;
    }

    void add(const BondEnd& first, const BondEnd& second, std::size_t firstCopy, std::size_t secondCopy) {
        m_builder.addBond(m_bond, {(*first.chains)[firstCopy], first.position, first.atom}, {(*second.chains)[secondCopy], second.position, second.atom});
    }

    const json::Value& m_bond;
    const std::vector<std::vector<std::string>>& m_chainsOf;
    JobBuilder& m_builder;
    features::ProblemList& m_problems;
};

}  // namespace

void addProtenixBonds(const json::Value& list, const std::vector<std::vector<std::string>>& chainsOf, JobBuilder& builder) {
    if (!list.isArray()) return builder.journal().problems.error(list, "input.not_list", {"covalent_bonds", features::shown(list)});
    for (const json::Value& bond : list.items) BondTranslator(bond, chainsOf, builder).translate();
}

}  // namespace foldmeter::dialects
