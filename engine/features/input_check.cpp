#include "features/input_check.h"

#include "features/atom_layout.h"
#include "features/problem_list.h"
#include "features/tokens.h"

#include <fmt/format.h>

#include <map>
#include <tuple>

namespace foldmeter::features {
namespace {

constexpr auto error = Problem::Severity::Error;
constexpr auto warning = Problem::Severity::Warning;

class InputCheck {
public:
    InputCheck(const FoldInput& input, const structure::ComponentDictionary& components) : m_input(input), m_components(components) {}

    std::vector<Problem> check() {
        if (!m_input.bonds.empty()) m_problems.add(error, {}, "$.bondedAtomPairs", "input.unsupported_bonds");
        if (!m_input.userCcd.empty()) m_problems.add(error, {}, "$.userCCD", "input.unsupported_user_ccd");
        bool left = false;
        for (const Entity& entity : m_input.entities) left |= checkEntity(entity);
        if (!left) m_problems.add(error, {}, "$.sequences", "input.nothing_left");
        return m_problems.take();
    }

private:
    // True if its chains stay.
    bool checkEntity(const Entity& entity) {
        if (!entity.smiles.empty()) {
            m_problems.add(error, entity.position, entity.path + ".smiles", "input.unsupported_smiles");
            return true;
        }
        if (entity.templates > 0) m_problems.add(error, entity.position, entity.path + ".templates", "input.unsupported_templates");
        checkComponents(entity);
        const std::vector<std::string> components = componentsOf(entity);
        if (!components.empty() && !isAllUnknown(components)) return true;
        for (const std::string& id : entity.ids) m_problems.add(warning, entity.position, entity.path, "input.chain_dropped", {id});
        return false;
    }

    void checkComponents(const Entity& entity) {
        for (std::size_t i = 0; i < entity.modifications.size(); ++i) {
            const Modification& modification = entity.modifications[i];
            checkComponent(modification.type, modification.place, fmt::format("{}.modifications[{}]", entity.path, i));
        }
        for (std::size_t i = 0; i < entity.ccdCodes.size(); ++i)
            checkComponent(entity.ccdCodes[i], i < entity.ccdPlaces.size() ? entity.ccdPlaces[i] : entity.position,
                           fmt::format("{}.ccdCodes[{}]", entity.path, i));
    }

    void checkComponent(const std::string& code, json::Position place, const std::string& path) {
        const ComponentPointer component = m_components.find(code);
        if (!component) {
            const std::vector<std::string> near = m_components.similar(code);
            if (near.empty()) m_problems.add(error, place, path, "input.component_unknown", {shown(code)});
            else m_problems.add(error, place, path, "input.component_unknown_near", {shown(code), fmt::format("{}", fmt::join(near, ", "))});
        } else if (keptAtoms(*component, *component, {ChainType::NonPolymer, false, false}).empty()) {
            m_problems.add(error, place, path, "input.component_empty", {shown(code)});
        }
    }

    const FoldInput& m_input;
    const structure::ComponentDictionary& m_components;
    ProblemList m_problems;
};

// Tokens and atoms of one residue, remembered by what decides them.
class ResidueSizes {
public:
    explicit ResidueSizes(const structure::ComponentDictionary& components) : m_components(components) {}

    JobSizes of(const std::string& code, const ResiduePlace& place) {
        const auto [slot, isFirst] = m_known.try_emplace({code, place.type, place.first, place.last});
        if (isFirst) {
            const ComponentPointer component = componentNamed(m_components, code);
            const auto atoms = static_cast<std::int64_t>(keptAtoms(*component, *atomSourceOf(m_components, component), place).size());
            slot->second = {isOneToken(place.type, code) ? 1 : atoms, atoms};
        }
        return slot->second;
    }

private:
    const structure::ComponentDictionary& m_components;
    std::map<std::tuple<std::string, ChainType, bool, bool>, JobSizes> m_known;
};

}  // namespace

std::vector<Problem> checkInput(const FoldInput& input, const structure::ComponentDictionary& components) {
    return InputCheck(input, components).check();
}

JobSizes sizesOf(const FoldInput& input, const structure::ComponentDictionary& components) {
    ResidueSizes sizes(components);
    JobSizes total;
    for (const Entity& entity : input.entities) {
        const std::vector<std::string> residues = componentsOf(entity);
        if (isAllUnknown(residues)) continue;
        JobSizes chain;
        for (std::size_t r = 0; r < residues.size(); ++r) {
            const JobSizes residue = sizes.of(residues[r], {chainTypeOf(entity), r == 0, r + 1 == residues.size()});
            chain.tokens += residue.tokens;
            chain.atoms += residue.atoms;
        }
        const auto copies = static_cast<std::int64_t>(entity.ids.size());
        total.tokens += copies * chain.tokens;
        total.atoms += copies * chain.atoms;
    }
    return total;
}

}  // namespace foldmeter::features
