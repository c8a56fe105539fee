// Where every storage lies, at given sizes: storages that are never needed at the same time share bytes. What a program
// hands out is kept in memory of its own; everything else lies in the workspace that all programs of a context share.
//
// A plan may be told to stay within so many bytes of workspace: chains of launches are then walked slice by slice, and
// products take the place of an operand. Neither changes code or results.
#pragma once

#include "runtime/chain.h"

#include <cstddef>
#include <vector>

namespace foldmeter::runtime {

// A chain that is walked in this many slices of `length` indices each (the last may be shorter).
struct SlicedChain {
    Chain chain;
    std::int64_t slices = 1, length = 0;
};

struct MemoryPlan {
    std::vector<std::size_t> offsets;   // by storage; of arena storages only: into what is kept, or into the workspace
    std::vector<bool> kept;             // by storage
    std::size_t keptBytes = 0, workspaceBytes = 0;
    std::vector<SlicedChain> chains;
    std::vector<ProductInPlace> products;
    std::size_t arenaBytes() const { return keptBytes + workspaceBytes; }
    bool cuts() const { return !chains.empty() || !products.empty(); }
};

// keepOutputs: otherwise results lie in the workspace too, and stay there until another program runs.
MemoryPlan planMemory(const LaunchList& list, const ir::Sizes& sizes, bool keepOutputs = true);
// As little cut as possible so that the workspace takes at most `limit` bytes; the smallest there is when nothing does.
// inPlace: products may take the place of an operand, which asks for batches that are done one after the other.
MemoryPlan planMemoryWithin(const LaunchList& list, const ir::Sizes& sizes, std::size_t limit, bool keepOutputs = true, bool inPlace = true);

}  // namespace foldmeter::runtime
