// One polymer chain of an experimental structure, as a template needs it: every residue of its sequence in order, with the
// atoms that were seen. Reading follows AlphaFold 3, since the network was trained on what that reads. Spec features.md 5.
#pragma once

#include "structure/structure.h"

#include <string>
#include <vector>

namespace foldmeter::structure {

struct TemplateAtom {
    std::string name;
    Point position;
};
struct TemplateResidue {
    std::string name;                  // component code; MSE is read as MET
    std::vector<TemplateAtom> atoms;   // none: not resolved
    const TemplateAtom* find(const std::string& atom) const;   // nullptr if not resolved
};
struct TemplateChain {
    std::string released;              // earliest revision, YYYY-MM-DD; empty: not stated
    std::vector<TemplateResidue> residues;
};

// First model, no water, one place for every atom. InputError (naming `file`) for text that is not mmCIF or without
// exactly one polymer chain.
TemplateChain readTemplate(const std::string& text, const std::string& file);

}  // namespace foldmeter::structure
