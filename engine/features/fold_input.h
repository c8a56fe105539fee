// A job as AlphaFold 3's JSON states it (dialect alphafold3, versions 1 to 4), validated. Spec: features.md section 1.
#pragma once

#include "base/json.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::features {

struct Modification {
    std::string type;                 // component code without prefix
    int position = 1;                 // 1-based
    json::Position place;             // in the file
};
// A structure to start from, for a protein: which residues of it lie on which residues of the sequence.
struct Template {
    std::string mmcif;                // text of the file
    std::vector<int> queryIndices, templateIndices;   // 0-based, one pair a residue; negative ones count from the end
    json::Position position;
    std::string path;
};
enum class EntityKind { Protein, Rna, Dna, Ligand };

struct Entity {
    EntityKind kind = EntityKind::Protein;
    std::vector<std::string> ids;     // one chain each
    std::string sequence;             // polymers
    std::vector<Modification> modifications;
    std::string description;
    std::optional<std::string> unpairedMsa, pairedMsa;   // text; absent = to be searched (treated as none, with a note)
    std::optional<std::vector<Template>> templates;      // the same
    std::vector<std::string> ccdCodes;   // ligands
    std::vector<json::Position> ccdPlaces;   // of each code in the file
    std::string smiles;
    json::Position position;
    std::string path;
};
struct BondedAtom {
    std::string chain;
    int residue = 1;
    std::string atom;
    json::Position place = {};        // in the file
};

struct FoldInput {
    std::string name;
    std::string sanitisedName;
    std::vector<std::uint32_t> seeds;
    std::vector<Entity> entities;
    std::vector<std::pair<BondedAtom, BondedAtom>> bonds;
    std::string userCcd;              // CIF text
    std::string file;                 // where it came from, for messages
};

// Component of a SMILES ligand in one chain: chains have their own, be the SMILES equal.
inline std::string smilesCode(const std::string& chainId) { return "LIG_" + chainId; }

// One complaint with its place: "FILE:LINE:COLUMN: $.path: text. hint".
struct Problem {
    enum class Severity { Error, Warning } severity = Severity::Error;
    json::Position position;
    std::string path, text, hint;
};
std::string toText(const Problem& problem, const std::string& file);

struct ReadResult {
    std::optional<FoldInput> input;   // absent when an error was found
    std::vector<Problem> problems;    // all of the file, not the first only
};
// Files that the job names are read too, relative ones from the folder of `file`.
ReadResult readFoldInput(const std::string& text, const std::string& file);
// The same from a job that was translated from another dialect: values keep the places they had in `file`.
ReadResult readFoldInput(const json::Value& root, const std::string& file);
// Throws InputError with all errors; warnings go to the list.
FoldInput loadFoldInput(const std::filesystem::path& path, std::vector<Problem>* warnings = nullptr);

}  // namespace foldmeter::features
