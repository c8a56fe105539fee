// A structure file as a source of templates: the protein chains it holds, and each of them alone as mmCIF, which is what
// AlphaFold 3 takes as a template.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace foldmeter::structure {

struct SourceChain {
    std::string id;                      // mmCIF: label_asym_id; PDB: the chain's letter and the number of its part, A1
    std::string author;                  // of the author
    std::vector<std::string> residues;   // component codes of the declared sequence, else of the observed residues
};

class TemplateSource {
public:
    // Told apart by the content; the first model counts. InputError (naming `file`) when nothing can be read.
    TemplateSource(const std::string& text, const std::string& file);
    ~TemplateSource();
    const std::vector<SourceChain>& chains() const { return m_chains; }   // proteins only
    const std::string& released() const;                                  // YYYY-MM-DD; empty: not stated
    // The chain as A, without hydrogens, its unresolved residues listed; `date` as the release date where none is stated.
    std::string mmcifOf(std::size_t chain, const std::string& date) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
    std::vector<SourceChain> m_chains;
};

}  // namespace foldmeter::structure
