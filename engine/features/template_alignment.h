// Lays a template's chain on a protein sequence by aligning the two (BLOSUM62), for people who have a related structure
// but no list of which residue lies on which.
#pragma once

#include <string>
#include <vector>

namespace foldmeter::features {

struct TemplateAlignment {
    std::vector<int> query, templates;   // 0-based places of aligned residues, one pair each, ascending
    std::size_t identical = 0;           // pairs of the same residue
};

// `mmcif`: a text with one polymer chain, read as a prediction reads it. InputError (naming `file`) where it cannot be
// used or nothing of it can be laid on the sequence.
TemplateAlignment alignTemplate(const std::string& mmcif, const std::string& file, const std::string& sequence);

}  // namespace foldmeter::features
