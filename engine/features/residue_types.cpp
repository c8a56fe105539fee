#include "features/residue_types.h"

#include "base/error.h"

#include <algorithm>
#include <string>

namespace foldmeter::features {
namespace {

struct LetterOfComponent {
    std::string_view component;
    char letter;
};
constexpr LetterOfComponent lettersOfComponents[] = {
#include "features/one_letter.inc"
};

// In the order of the residue codes 0..19.
constexpr std::string_view proteinLetters = "ARNDCQEGHILKMFPSTWYV";
constexpr std::array<std::string_view, 20> proteinNames = {"ALA", "ARG", "ASN", "ASP", "CYS", "GLN", "GLU", "GLY", "HIS", "ILE",
                                                           "LEU", "LYS", "MET", "PHE", "PRO", "SER", "THR", "TRP", "TYR", "VAL"};
constexpr int firstRnaCode = 22, firstDnaCode = 26;
constexpr std::string_view rnaLetters = "AGCU";
constexpr std::string_view dnaLetters = "AGCT";
constexpr std::array<std::string_view, 4> rnaNames = {"A", "G", "C", "U"};
constexpr std::array<std::string_view, 4> dnaNames = {"DA", "DG", "DC", "DT"};

int indexIn(std::string_view letters, char letter) {
    const std::size_t at = letters.find(letter);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

int proteinMsaCode(char letter) {
    switch (letter) {
        case 'B': return 3;    // aspartate or asparagine
        case 'U': return 4;    // selenocysteine
        case 'Z': return 6;    // glutamate or glutamine
        case 'J':
        case 'O':
        case 'X': return unknownProteinCode;
        default: return indexIn(proteinLetters, letter);
    }
}

int nucleicMsaCode(std::string_view letters, int firstCode, char letter) {
    const int index = indexIn(letters, letter);
    if (index >= 0) return firstCode + index;
    return letter >= 'A' && letter <= 'Z' ? unknownNucleicCode : -1;
}

}  // namespace

std::string_view nameOf(ChainType type) {
    switch (type) {
        case ChainType::Protein: return "polypeptide(L)";
        case ChainType::Rna: return "polyribonucleotide";
        case ChainType::Dna: return "polydeoxyribonucleotide";
        case ChainType::NonPolymer: return "non-polymer";
        case ChainType::Branched: return "branched";
    }
    throw InternalError("chain type out of range");
}

std::string_view componentOf(ChainType type, char letter) {
    if (type == ChainType::Protein) {
        const int index = indexIn(proteinLetters, letter);
        return index < 0 ? "UNK" : proteinNames[static_cast<std::size_t>(index)];
    }
    if (type == ChainType::Rna) {
        const int index = indexIn(rnaLetters, letter);
        return index < 0 ? "N" : rnaNames[static_cast<std::size_t>(index)];
    }
    check(type == ChainType::Dna, "a ligand has no sequence");
    const int index = indexIn(dnaLetters, letter);
    return index < 0 ? "DN" : dnaNames[static_cast<std::size_t>(index)];
}

char letterOf(std::string_view component, char otherwise) {
    const auto found = std::lower_bound(std::begin(lettersOfComponents), std::end(lettersOfComponents), component,
                                        [](const LetterOfComponent& row, std::string_view code) { return row.component < code; });
    return found != std::end(lettersOfComponents) && found->component == component ? found->letter : otherwise;
}

bool isStandardProtein(std::string_view component) {
    return std::find(proteinNames.begin(), proteinNames.end(), component) != proteinNames.end();
}

bool isStandardNucleic(std::string_view component) {
    return component == "N" || component == "DN" || std::find(rnaNames.begin(), rnaNames.end(), component) != rnaNames.end() ||
           std::find(dnaNames.begin(), dnaNames.end(), component) != dnaNames.end();
}

bool isUnknownResidue(std::string_view component) {
    return component == "UNK" || component == "N" || component == "DN" || component == "UNL";
}

int residueCode(ChainType type, std::string_view component) {
    if (isLigand(type)) return unknownProteinCode;
    const char letter = letterOf(component, 'X');
    if (type == ChainType::Protein) {
        const int index = indexIn(proteinLetters, letter);
        return index < 0 ? unknownProteinCode : index;
    }
    const bool rna = type == ChainType::Rna;
    const int index = indexIn(rna ? rnaLetters : dnaLetters, letter);
    return index < 0 ? unknownNucleicCode : (rna ? firstRnaCode : firstDnaCode) + index;
}

int msaCode(ChainType type, char letter) {
    if (letter == '-') return gapCode;
    switch (type) {
        case ChainType::Protein: return proteinMsaCode(letter);
        case ChainType::Rna: return nucleicMsaCode(rnaLetters, firstRnaCode, letter);
        case ChainType::Dna: return nucleicMsaCode(dnaLetters, firstDnaCode, letter);
        default: throw InternalError("a ligand has no MSA alphabet");
    }
}

}  // namespace foldmeter::features
