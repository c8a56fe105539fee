#include "features/input_check.h"

#include "features/atom_layout.h"
#include "features/build_batch.h"
#include "features/partial_check.h"
#include "features/problem_list.h"
#include "features/residue_bonds.h"
#include "features/tokens.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>

namespace foldmeter::features {
namespace {

constexpr auto error = Problem::Severity::Error;
constexpr std::size_t longestAtomName = 4;   // letters that the network reads
constexpr auto warning = Problem::Severity::Warning;

class InputCheck {
public:
    InputCheck(const FoldInput& input, DictionaryPointer components, bool strict) : m_input(input), m_strict(strict) {
        m_known = withUserComponents(input, std::move(components), m_problems, strict);
    }

    CheckedJob check() {
        if (const std::int64_t residues = leastTokens(); residues > mostTokens) {   // nothing is laid out for what no memory holds
            m_problems.add(error, {}, "$.sequences", "input.too_large", {std::to_string(residues), std::to_string(mostTokens)});
            return {m_problems.take(), m_known, {}};
        }
        bool left = false;
        for (const Entity& entity : m_input.entities) left |= checkEntity(entity);
        if (!left) m_problems.add(error, {}, "$.sequences", "input.nothing_left");
        for (std::size_t i = 0; i < m_input.bonds.size(); ++i) checkBond(i);
        CheckedJob job;
        job.components = withSmilesComponents(m_input, m_known, m_problems);
        job.templates.resize(m_input.entities.size());
        if (!m_problems.hasErrors()) {
            tellDroppedBonds(*job.components);
            readAllTemplates(job);
        }
        job.problems = m_problems.take();
        return job;
    }

    std::vector<Problem> checkComponentsOnly() {
        for (const Entity& entity : m_input.entities) checkComponents(entity);
        withSmilesComponents(m_input, m_known, m_problems);
        return m_problems.take();
    }

private:
    // Every letter of every copy is a token, a modified one several.
    std::int64_t leastTokens() const {
        std::int64_t tokens = 0;
        for (const Entity& entity : m_input.entities) tokens += static_cast<std::int64_t>(entity.sequence.size() * entity.ids.size());
        return tokens;
    }

    // True if its chains stay.
    bool checkEntity(const Entity& entity) {
        if (m_strict) checkGiven(entity);
        if (!entity.smiles.empty()) return true;
        checkComponents(entity);
        const std::vector<std::string> components = componentsOf(entity);
        if (!components.empty() && !isAllUnknown(components)) return true;
        for (const std::string& id : entity.ids) m_problems.add(warning, entity.position, entity.path, "input.chain_dropped", {id});
        return false;
    }

    // AlphaFold 3 without its search refuses what is neither given nor said to be none.
    void checkGiven(const Entity& entity) {
        const bool protein = entity.kind == EntityKind::Protein;
        const auto refuse = [&](const char* key, const char* none) { m_problems.add(error, entity.position, entity.path, "input.absent_strict", {key, none}); };
        if ((protein || entity.kind == EntityKind::Rna) && !entity.unpairedMsa) refuse("unpairedMsa", "\"\"");
        if (protein && !entity.pairedMsa) refuse("pairedMsa", "\"\"");
        if (protein && !entity.templates) refuse("templates", "[]");
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
        const ComponentPointer component = m_known->find(code);
        if (!component) {
            const std::vector<std::string> near = ++m_suggested <= mostSuggested ? m_known->similar(code) : std::vector<std::string>();
            if (near.empty()) m_problems.add(error, place, path, "input.component_unknown", {shown(code)});
            else m_problems.add(error, place, path, "input.component_unknown_near", {shown(code), fmt::format("{}", fmt::join(near, ", "))});
        } else if (keptAtoms(*component, *component, {ChainType::NonPolymer, false, false}).empty()) {
            m_problems.add(error, place, path, "input.component_empty", {shown(code)});
        } else {
            for (const structure::ComponentAtom& atom : component->atoms)
                if (!isHydrogen(atom) && atom.name.size() > longestAtomName) m_problems.add(error, place, path, "input.atom_name", {shown(atom.name), shown(code), std::to_string(longestAtomName)});
        }
    }

    void checkBond(std::size_t index) {
        const auto& [first, second] = m_input.bonds[index];
        for (const BondedAtom* atom : {&first, &second}) {
            const Entity* entity = entityOf(atom->chain);
            if (!entity || !entity->smiles.empty()) continue;   // the reader of the file complained
            const std::string code = componentAt(*entity, atom->residue);
            const ComponentPointer component = m_known->find(code);
            if (!component || component->findAtom(atom->atom) >= 0) continue;
            std::vector<std::string_view> names;
            for (const structure::ComponentAtom& known : component->atoms) names.push_back(known.name);
            m_problems.add(error, atom->place, fmt::format("$.bondedAtomPairs[{}]", index), "input.bond_unknown_atom",
                           {shown(atom->atom), code, joined(names)});
        }
    }

    void tellDroppedBonds(const structure::ComponentDictionary& components) {
        if (m_input.bonds.empty()) return;
        const std::vector<bool> kept = whichBondsAreKept(m_input, components);
        for (std::size_t i = 0; i < kept.size(); ++i)
            if (!kept[i]) m_problems.add(warning, m_input.bonds[i].first.place, fmt::format("$.bondedAtomPairs[{}]", i), "input.bond_dropped");
    }

    const Entity* entityOf(const std::string& chain) {
        if (m_entityOf.empty())
            for (const Entity& entity : m_input.entities)
                for (const std::string& id : entity.ids) m_entityOf.emplace(id, &entity);
        const auto found = m_entityOf.find(chain);
        return found == m_entityOf.end() ? nullptr : found->second;
    }

    void readAllTemplates(CheckedJob& job);

    const FoldInput& m_input;
    bool m_strict;
    ProblemList m_problems;
    static constexpr int mostSuggested = 20;   // a search of the whole dictionary each
    int m_suggested = 0;
    DictionaryPointer m_known;   // the dictionary with the user's components
    std::map<std::string, const Entity*> m_entityOf;
};

// Tokens and atoms of one residue, remembered by what decides them.
class ResidueSizes {
public:
    ResidueSizes(const structure::ComponentDictionary& components, bool strict) : m_components(components), m_strict(strict) {}

    JobSizes of(const std::string& code, const ResiduePlace& place) {
        const auto [slot, isFirst] = m_known.try_emplace({code, place.type, place.first, place.last});
        if (isFirst) {
            const ComponentPointer component = componentNamed(m_components, code);
            const auto atoms = static_cast<std::int64_t>(keptAtoms(*component, *atomSourceOf(m_components, component), place).size());
            slot->second = {isOneToken(place.type, code) ? 1 : atoms, atoms};
        }
        return slot->second;
    }

    JobSizes ofChain(const Entity& entity) {
        const std::vector<std::string> residues = componentsOf(entity);
        JobSizes chain;
        for (std::size_t r = 0; r < residues.size(); ++r) {
            const JobSizes residue = of(residues[r], {chainTypeOf(entity), r == 0, r + 1 == residues.size(), m_strict});
            chain.tokens += residue.tokens;
            chain.atoms += residue.atoms;
        }
        return chain;
    }

private:
    const structure::ComponentDictionary& m_components;
    bool m_strict;
    std::map<std::tuple<std::string, ChainType, bool, bool>, JobSizes> m_known;
};

// Only those that are used: of proteins long enough, and the first few.
void InputCheck::readAllTemplates(CheckedJob& job) {
    ResidueSizes sizes(*job.components, m_strict);
    for (std::size_t e = 0; e < m_input.entities.size(); ++e) {
        const Entity& entity = m_input.entities[e];
        if (!entity.templates || entity.templates->empty() || isAllUnknown(componentsOf(entity))) continue;
        const std::size_t given = entity.templates->size();
        const bool used = sizes.ofChain(entity).tokens >= shortestTemplatedChain;
        if (used) job.templates[e] = readTemplates(entity, m_problems, m_strict);
        if (!used) m_problems.add(warning, entity.position, entity.path + ".templates", "input.templates_short");
        else if (given > templateSlots) m_problems.add(warning, entity.position, entity.path + ".templates", "input.templates_many", {std::to_string(given), std::to_string(templateSlots)});
    }
}

// Atoms and tokens that residues have more, or less, because they are bonded to others.
JobSizes sizeOfBondedAtoms(const FoldInput& input, const structure::ComponentDictionary& components, bool strict) {
    JobSizes more;
    const BondedNames bonded = bondedNames(keptBonds(input, components));
    if (bonded.empty()) return more;
    for (const Entity& entity : input.entities) {
        const std::vector<std::string> residues = componentsOf(entity);
        for (const std::string& id : entity.ids) {
            for (auto at = bonded.lower_bound({id, 0}); at != bonded.end() && at->first.first == id; ++at) {
                const auto r = static_cast<std::size_t>(at->first.second - 1);
                const ComponentPointer component = componentNamed(components, residues[r]), source = atomSourceOf(components, component);
                const ResiduePlace place{chainTypeOf(entity), r == 0, r + 1 == residues.size(), strict};
                const auto atoms = static_cast<std::int64_t>(keptAtoms(*component, *source, place, at->second).size()) - static_cast<std::int64_t>(keptAtoms(*component, *source, place).size());
                more.atoms += atoms;
                more.tokens += isOneToken(place.type, residues[r]) ? 0 : atoms;
            }
        }
    }
    return more;
}

}  // namespace

CheckedJob checkJob(const FoldInput& input, DictionaryPointer components, bool strict) {
    return InputCheck(input, std::move(components), strict).check();
}

std::vector<Problem> componentProblems(const FoldInput& partial, DictionaryPointer components) {
    FoldInput named = partial;   // entities whose ids were refused get one, for their molecule is made under it
    for (Entity& entity : named.entities)
        if (entity.ids.empty()) entity.ids = {"A"};
    return InputCheck(named, std::move(components), false).checkComponentsOnly();
}

std::vector<Problem> checkInput(const FoldInput& input, const structure::ComponentDictionary& components, bool strict) {
    return checkJob(input, components.shared_from_this(), strict).problems;
}

JobSizes sizesOf(const FoldInput& input, const structure::ComponentDictionary& components, bool strict) {
    ResidueSizes sizes(components, strict);
    JobSizes total = sizeOfBondedAtoms(input, components, strict);
    for (const Entity& entity : input.entities) {
        if (isAllUnknown(componentsOf(entity))) continue;
        const JobSizes chain = sizes.ofChain(entity);
        const auto copies = static_cast<std::int64_t>(entity.ids.size());
        total.tokens += copies * chain.tokens;
        total.atoms += copies * chain.atoms;
    }
    return total;
}

}  // namespace foldmeter::features
