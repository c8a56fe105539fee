// What a residue name or an MSA letter means as a number: chain kinds, one-letter codes, residue codes 0..30 and the
// MSA alphabets. Spec features.md sections 1.1, 3.1 and 4.1; tables spec/data.
#pragma once

#include <array>
#include <string_view>

namespace foldmeter::features {

inline constexpr int residueCodes = 31;
inline constexpr int unknownProteinCode = 20;
inline constexpr int gapCode = 21;
inline constexpr int unknownNucleicCode = 30;

// The kinds of chain a job can state.
enum class ChainType { Protein, Rna, Dna, NonPolymer, Branched };
std::string_view nameOf(ChainType type);   // "polypeptide(L)", ...
inline bool isNucleic(ChainType type) { return type == ChainType::Rna || type == ChainType::Dna; }
inline bool isLigand(ChainType type) { return type == ChainType::NonPolymer || type == ChainType::Branched; }

// Component of a letter of a polymer sequence: "ALA" or "UNK"; "A" or "N"; "DA" or "DN".
std::string_view componentOf(ChainType type, char letter);
// Component code back to a letter, `otherwise` where the table has none.
char letterOf(std::string_view component, char otherwise);

bool isStandardProtein(std::string_view component);   // the 20
bool isStandardNucleic(std::string_view component);   // A G C U DA DG DC DT N DN
inline bool isStandard(std::string_view component) {
    return isStandardProtein(component) || component == "UNK" || isStandardNucleic(component);
}
bool isUnknownResidue(std::string_view component);    // UNK N DN UNL

// Code 0..30 of a token ("aatype").
int residueCode(ChainType type, std::string_view component);

// Code of an MSA letter in the alphabet of a protein, RNA or DNA chain; -1: no letter of the alphabet.
int msaCode(ChainType type, char letter);

}  // namespace foldmeter::features
