// The bundled examples: which there are, what each shows, how large it is. Read from resources/examples/examples.tsv.
#pragma once

#include <QString>

#include <filesystem>
#include <vector>

namespace foldmeter::start {

struct Example {
    QString name;                     // "trp-cage"
    QString pdb;                      // where its true structure is from
    QString shows;                    // "Trp-cage miniprotein, NMR model 1"
    int tokens = 0, atoms = 0;
    std::filesystem::path input;      // its job file
    std::filesystem::path picture;    // what the demo model makes of it, drawn beforehand; there may be none
};

// InputError names the file and line that cannot be read.
std::vector<Example> readExamples(const std::filesystem::path& folder);

}  // namespace foldmeter::start
