// The job as far as its text can be understood, for the form: lenient where `features::FoldInput` is strict, so that a
// half-typed job can be shown and mended. What is wrong with it the check of the same text says (job_check.h).
#pragma once

#include "features/fold_input.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace foldmeter::job {

// Where an alignment comes from. `Search`: neither given nor said to be none; this program does not search.
enum class SourceKind { Search, None, Text, File };
struct Source {
    SourceKind kind = SourceKind::Search;
    std::string path;         // File
    std::size_t bytes = 0;    // Text
    std::size_t records = 0;  // Text: sequences of the alignment
    bool operator==(const Source&) const = default;
};
struct TemplateValue {
    Source source;
    std::vector<std::int64_t> query, templates;   // 0-based, one pair a residue
    bool operator==(const TemplateValue&) const = default;
};
struct ModificationValue {
    std::string type;
    std::int64_t position = 1;   // 1-based; may lie outside
    bool operator==(const ModificationValue&) const = default;
};
struct EntityValue {
    features::EntityKind kind = features::EntityKind::Protein;
    std::size_t item = 0;     // which of "sequences"
    bool readable = true;     // false: the entry is none of the four kinds; the rest is empty then
    std::vector<std::string> ids;
    std::string sequence;
    std::vector<ModificationValue> modifications;
    std::string description;
    Source unpaired, paired;
    bool templatesAbsent = true;             // not given: to be searched
    std::vector<TemplateValue> templates;
    std::vector<std::string> codes;          // ligands
    bool bySmiles = false;
    std::string smiles;
    bool operator==(const EntityValue&) const = default;
};
struct AtomValue {
    std::string chain;
    std::int64_t residue = 1;
    std::string atom;
    bool operator==(const AtomValue&) const = default;
};
struct BondValue {
    AtomValue first, second;
    bool operator==(const BondValue&) const = default;
};
struct JobValue {
    std::string name;
    std::vector<std::uint32_t> seeds;
    std::vector<EntityValue> entities;
    std::vector<BondValue> bonds;
    bool userComponents = false;
    bool operator==(const JobValue&) const = default;
};

inline bool isPolymer(features::EntityKind kind) { return kind != features::EntityKind::Ligand; }
// The next chain id that no entity of the job has: A, B, ... Z, AA, BA, ... as AlphaFold 3 counts.
std::vector<std::string> freeIds(const JobValue& job, std::size_t count);
// Component at a residue (1-based) of an entity, modifications applied; "" outside and for SMILES.
std::string componentAt(const EntityValue& entity, std::int64_t residue);
const EntityValue* entityOf(const JobValue& job, const std::string& chain);
// Residues of a chain of the entity.
std::int64_t lengthOf(const EntityValue& entity);

}  // namespace foldmeter::job
