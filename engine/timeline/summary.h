// Where the time of one track went, by span name: what a person reads first when a stage is longer than expected.
#pragma once

#include "timeline/timeline.h"

#include <string>
#include <vector>

namespace foldmeter::timeline {

struct SummaryRow {
    std::string name;
    Category category = Category::Other;
    std::size_t calls = 0;
    double seconds = 0;       // first to last moment of each call, summed
    double selfSeconds = 0;   // without the spans inside
};
// Rows of a track by falling self time.
std::vector<SummaryRow> summarise(const Timeline& timeline, int track = 0);
// Aligned text; the rows beyond `most` are added up in one.
std::string toTable(const std::vector<SummaryRow>& rows, std::size_t most = 20);

}  // namespace foldmeter::timeline
