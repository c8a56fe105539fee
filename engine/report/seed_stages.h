// A run cut into its seeds: from the end of one seed's files to the end of the next one's, the first from the very start.
// What a person waited for each of them, stage by stage; the two strips of the run page and the answer card read it.
#pragma once

#include "timeline/timeline.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace foldmeter::report {

struct SeedStages {
    std::optional<std::uint32_t> seed;       // absent: it runs still
    std::int64_t start = 0, end = 0;         // on the run's clock
    timeline::StageSeconds stages;
};
// In the order in which they ran. A growing timeline ends with the seed that runs.
std::vector<SeedStages> seedStages(const timeline::Timeline& timeline);

// Stage by stage the median of all but the first; `wall` is the median of theirs. Absent with fewer than two.
std::optional<timeline::StageSeconds> medianOfOthers(const std::vector<SeedStages>& seeds);

}  // namespace foldmeter::report
