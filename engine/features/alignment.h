// One chain's multiple sequence alignment: A3M text read into residue codes and deletion counts. Spec features.md 4.1.
#pragma once

#include "features/residue_types.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::features {

struct Alignment {
    std::size_t columns = 0;
    std::vector<std::string> descriptions;   // of each row, stripped
    std::vector<std::int8_t> codes;          // (rows, columns)
    std::vector<std::int32_t> deletions;     // (rows, columns): insertions before the column

    std::size_t rows() const { return descriptions.size(); }
    std::span<const std::int8_t> row(std::size_t r) const { return {codes.data() + r * columns, columns}; }
    std::span<const std::int32_t> deletionsOf(std::size_t r) const { return {deletions.data() + r * columns, columns}; }
};

// Reads A3M for a chain of one-letter sequence `query`; without any record the query is the only row. `field` and
// `place` ("FILE:LINE:COLUMN: $.path: ") go into the InputError about a wrong letter, row length or first row.
Alignment readAlignment(std::string_view a3m, ChainType type, std::string_view query, const std::string& field, const std::string& place);
Alignment queryAlignment(ChainType type, std::string_view query);
Alignment gapAlignment(std::size_t columns);   // ligands: one row of gaps

}  // namespace foldmeter::features
