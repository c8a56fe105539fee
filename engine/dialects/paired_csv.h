// Boltz's alignments as a table with the columns key and sequence: rows of equal key in the tables of several chains
// belong side by side. AlphaFold 3 pairs by species, so a key becomes the species of a made-up sequence name.
#pragma once

#include <string>
#include <string_view>

namespace foldmeter::dialects {

struct PairedAlignment {
    std::string unpaired, paired;   // A3M; the query first in both, paired empty when no row has a key
};
// InputError for a table without these columns.
PairedAlignment readPairedCsv(const std::string& text);
// Five letters and digits for a key, the same in every table: a species as AlphaFold 3 reads them.
std::string speciesOf(std::string_view key);

}  // namespace foldmeter::dialects
