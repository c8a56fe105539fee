// Which rows of the chains' paired alignments stand side by side: by species. Spec features.md section 4.3.
#pragma once

#include "features/alignment.h"

#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::features {

inline constexpr int gapRow = -1;
inline constexpr std::size_t mostPairedRows = 8192;

// Species part of a UniProt entry name ("tr|A0A000X2|A0A000X2_HUMAN/1-16" -> "HUMAN"), "" where there is none.
std::string_view speciesOf(std::string_view description);

// Rows x chains: index of the row of each chain's paired alignment, gapRow where a chain has none. Row 0: the queries.
std::vector<std::vector<int>> pairRows(const std::vector<const Alignment*>& alignments);

}  // namespace foldmeter::features
