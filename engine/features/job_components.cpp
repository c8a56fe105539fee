#include "features/job_components.h"

#include "base/error.h"
#include "features/atom_layout.h"
#include "features/build_batch.h"
#include "structure/component_cif.h"
#include "structure/smiles.h"

#include <algorithm>

namespace foldmeter::features {
namespace {

std::int64_t heavyAtoms(const structure::Component& component) {
    return std::count_if(component.atoms.begin(), component.atoms.end(), [](const structure::ComponentAtom& atom) { return !isHydrogen(atom); });
}

class SmilesReader {
public:
    SmilesReader(const structure::ComponentDictionary& known, ProblemList& problems) : m_known(known), m_problems(problems) {}

    void read(const Entity& entity) {
        structure::Component component;
        try {
            component = structure::componentFromSmiles(entity.smiles, smilesCode(entity.ids.front()));
        } catch (const InputError& error) {
            return complain(entity, "input.smiles", {error.what()});
        }
        const std::int64_t atoms = heavyAtoms(component);
        if (atoms == 0) return complain(entity, "input.smiles_empty", {});
        m_atoms += atoms * static_cast<std::int64_t>(entity.ids.size());
        const std::size_t copies = m_atoms > mostTokens ? 1 : entity.ids.size();
        for (std::size_t i = 0; i < copies; ++i) {
            component.code = smilesCode(entity.ids[i]);
            if (m_known.has(component.code)) complain(entity, "input.smiles_code", {component.code});
            made.push_back(component);
        }
    }

    std::vector<structure::Component> made;

private:
    void complain(const Entity& entity, const char* id, const std::vector<std::string>& arguments) {
        m_problems.add(Problem::Severity::Error, entity.position, entity.path + ".smiles", id, arguments);
    }

    const structure::ComponentDictionary& m_known;
    ProblemList& m_problems;
    std::int64_t m_atoms = 0;
};

}  // namespace

DictionaryPointer withUserComponents(const FoldInput& input, DictionaryPointer components, ProblemList& problems, bool strict) {
    if (input.userCcd.empty()) return components;
    try {
        std::vector<structure::Component> own = structure::readComponentsCif(input.userCcd, "userCCD");
        for (structure::Component& component : own) {
            const ComponentPointer replaced = strict ? components->find(component.code) : nullptr;
            if (strict) component.glycan = replaced && isGlycan(*replaced);   // else its own type decides
        }
        return components->with(std::move(own));
    } catch (const InputError& error) {
        problems.add(Problem::Severity::Error, {}, "$.userCCD", "input.user_ccd", {error.what()});
        return components;
    }
}

DictionaryPointer withSmilesComponents(const FoldInput& input, DictionaryPointer components, ProblemList& problems) {
    SmilesReader reader(*components, problems);
    for (const Entity& entity : input.entities)
        if (!entity.smiles.empty()) reader.read(entity);
    return reader.made.empty() ? components : components->with(std::move(reader.made));
}

}  // namespace foldmeter::features
