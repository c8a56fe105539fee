// The wish to run a finished run once more: as it was, or with other seeds, samples or recycles.
#pragma once

#include <QMetaType>

#include <cstdint>
#include <optional>
#include <vector>

namespace foldmeter::runs {

struct RunAgain {
    int run = 0;                                      // number in the history
    std::vector<std::uint32_t> seeds;                 // all that shall be there in the end; empty: as before
    std::optional<int> samples, recycles;             // absent: as before
    bool sameRun = false;                             // seeds join the run's own folder; what is finished is kept
};

// Seeds after the largest, so many.
std::vector<std::uint32_t> moreSeeds(std::vector<std::uint32_t> seeds, int more);

}  // namespace foldmeter::runs

Q_DECLARE_METATYPE(foldmeter::runs::RunAgain)
