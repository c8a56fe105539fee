#include "features/template_alignment.h"

#include "base/error.h"
#include "features/residue_types.h"
#include "structure/template_structure.h"

#include <gemmi/seqalign.hpp>

#include <fmt/format.h>

namespace foldmeter::features {

namespace {
// BLOSUM62 with a row for unknown residues: gemmi strides its table by the number of names it meets, so that each name that
// can occur must have a row.
gemmi::AlignmentScoring scoringWithUnknown() {
    gemmi::AlignmentScoring scoring = gemmi::prepare_blosum62_scoring();
    const std::size_t known = scoring.matrix_encoding.size();
    auto wider = decltype(scoring.score_matrix)();
    for (std::size_t row = 0; row <= known; ++row)
        for (std::size_t column = 0; column <= known; ++column) {
            const bool inside = row < known && column < known;
            wider.push_back(inside ? scoring.score_matrix[row * known + column] : static_cast<std::int8_t>(row == column ? scoring.match : scoring.mismatch));
        }
    scoring.score_matrix = std::move(wider);
    scoring.matrix_encoding.emplace_back("UNK");
    return scoring;
}

constexpr std::size_t mostCells = 400'000'000;   // of the alignment's table, a byte each
}

TemplateAlignment alignTemplate(const std::string& mmcif, const std::string& file, const std::string& sequence) {
    std::vector<std::string> query, target;
    for (const char letter : sequence) query.emplace_back(componentOf(ChainType::Protein, letter));
    // Modified residues are compared as what they come from.
    for (const structure::TemplateResidue& residue : structure::readTemplate(mmcif, file).residues)
        target.emplace_back(componentOf(ChainType::Protein, letterOf(residue.name, 'X')));
    if (query.empty()) throw InputError(fmt::format("{}: there is no sequence yet to lay the template on", file));
    if (query.size() * target.size() > mostCells) throw InputError(fmt::format("{}: {} residues are too many to align with {}", file, target.size(), query.size()));
    const gemmi::AlignmentResult result = gemmi::align_string_sequences(query, target, {}, scoringWithUnknown());
    TemplateAlignment made;
    int onQuery = 0, onTarget = 0;
    for (const auto& item : result.cigar) {
        const auto length = static_cast<int>(item.len());
        for (int i = 0; item.op() == 'M' && i < length; ++i) {
            made.query.push_back(onQuery + i);
            made.templates.push_back(onTarget + i);
            made.identical += query[static_cast<std::size_t>(onQuery + i)] == target[static_cast<std::size_t>(onTarget + i)];
        }
        if (item.op() != 'D') onQuery += length;
        if (item.op() != 'I') onTarget += length;
    }
    if (made.identical == 0) throw InputError(fmt::format("{}: no residue of the template is like one of the sequence", file));
    return made;
}

}  // namespace foldmeter::features
