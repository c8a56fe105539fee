// The chemical component dictionary: 51,437 components packed in resources/components/, opened in milliseconds, any
// component found in microseconds. Components carry the dictionary's atom order.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::structure {

struct ComponentAtom {
    std::string name;
    std::string element;             // "C", "FE" as in the dictionary (upper case); "Fe" of a SMILES
    std::optional<int> charge;       // unknown: "?"
    bool leaving = false, aromatic = false;
    char stereo = 'N';               // R, S, N
    std::optional<double> ideal[3];  // Angstrom
    std::optional<double> model[3];  // only where some ideal coordinate of the component is unknown
};
struct ComponentBond {
    int first = 0, second = 0;       // atom indices
    std::string order;               // SING DOUB TRIP QUAD AROM DELO PI POLY, or what the user's block says
    std::optional<bool> aromatic;    // unknown: flag neither Y nor N
    char stereo = 'N';               // E, Z, N
};
struct Component {
    std::string code, type, name, oneLetter, parent, formula, formulaWeight, formalCharge, synonyms, modified, status;
    std::optional<bool> glycan;      // where that does not follow from the type
    std::string smiles;              // of a ligand given so: conformers are made from it, there are no coordinates
    std::string descriptor;          // SMILES that a user's component states of itself; for the results only
    std::vector<ComponentAtom> atoms;
    std::vector<ComponentBond> bonds;
    int findAtom(std::string_view name) const;   // index or -1
};

class ComponentDictionary : public std::enable_shared_from_this<ComponentDictionary> {
public:
    // The bundled dictionary (resources/components/components.fmc), memory-mapped. InputError when absent or damaged.
    static std::shared_ptr<const ComponentDictionary> bundled();
    static std::shared_ptr<const ComponentDictionary> open(const std::filesystem::path& path);
    // This dictionary with further components, which come before its own of the same code: what a job brings along.
    std::shared_ptr<const ComponentDictionary> with(std::vector<Component> more) const;

    std::shared_ptr<const Component> find(std::string_view code) const;   // nullptr if unknown; thread-safe
    bool has(std::string_view code) const;
    std::size_t size() const;
    std::vector<std::string> codes() const;                // sorted
    // Every component with its texts but without atoms and bonds, in the order of codes; none is kept. From any thread.
    void visitTitles(const std::function<void(const Component&)>& visit) const;
    std::vector<std::string> similar(std::string_view code, std::size_t most = 3) const;   // for "did you mean"
    ~ComponentDictionary();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::structure
