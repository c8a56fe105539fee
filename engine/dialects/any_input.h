// Jobs in whatever dialect they come: AlphaFold 3 and AlphaFold Server JSON, Protenix JSON, Boltz YAML and FASTA, Chai
// FASTA, plain FASTA, PDB and mmCIF. What a text is decides its content, never the file's name. Every dialect is
// translated to the alphafold3 dialect with the places its values had, and read by that dialect's reader, so that one
// set of checks and messages holds for all.
#pragma once

#include "dialects/journal.h"
#include "features/fold_input.h"

#include <filesystem>
#include <string>
#include <vector>

namespace foldmeter::dialects {

enum class Dialect { AlphaFold3, AlphaFoldServer, Protenix, BoltzYaml, BoltzFasta, ChaiFasta, Fasta, Mmcif, Pdb };
std::string_view nameOf(Dialect dialect);   // "AlphaFold Server JSON"

struct AnyOptions {
    bool jobPerRecord = false;   // plain FASTA: each record is a job of its own, not a chain of one job
    std::filesystem::path restraints;   // of Chai's FASTA; none: the file of the same name ending in .restraints, where there is one
    bool strictAlphafold3 = false;   // refuse what AlphaFold 3's own reader of the AlphaFold Server dialect refuses
};
struct AnyInput {
    Dialect dialect = Dialect::AlphaFold3;
    std::vector<features::FoldInput> jobs;       // none when an error was found
    std::vector<features::Problem> problems;     // all of the file
    std::vector<Remark> remarks;                 // what was read, dropped and assumed; none for alphafold3
    bool hasErrors() const;
};

// Plain, gzip, xz or zstd. InputError when the file cannot be read at all.
AnyInput readAnyInput(const std::filesystem::path& path, const AnyOptions& options = {});
AnyInput readAnyText(const std::string& text, const std::string& file, const AnyOptions& options = {});

}  // namespace foldmeter::dialects
