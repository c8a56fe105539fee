// Where every storage lies in the arena, at given sizes: storages that are never needed at the same time share bytes.
#pragma once

#include "runtime/launch_list.h"

#include <cstddef>
#include <vector>

namespace foldmeter::runtime {

struct MemoryPlan {
    std::vector<std::size_t> offsets;   // by storage; of arena storages only
    std::size_t arenaBytes = 0;
};
MemoryPlan planMemory(const LaunchList& list, const ir::Sizes& sizes);

}  // namespace foldmeter::runtime
