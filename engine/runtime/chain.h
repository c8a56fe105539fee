// Chains of launches that can be walked slice by slice: what one hands to the next need then exist for one slice at a
// time only. Queries, keys and values of triangle attention hang together this way row by row of the pair
// representation, the values of the alignment's attention by alignment row.
//
// Found from what kernels say of their accesses, at given sizes; the code of the launches is the same, each does a part.
#pragma once

#include "runtime/launch_list.h"
#include "targets/cpu/cpu_target.h"

#include <optional>
#include <vector>

namespace foldmeter::runtime {

// An axis of a launch's index space: an outer axis of a row kernel by number, an axis of the others by letter.
struct LaunchAxis {
    int number = -1;
    char letter = 0;
};

struct ChainLink {
    const Step* step = nullptr;
    LaunchAxis axis;
    bool once = false;             // has nothing to do with the slices: runs in the first walk only
};

struct Chain {
    std::vector<ChainLink> links;
    std::int64_t extent = 0;       // of the axis that is sliced
    std::vector<int> cut;          // storages that need hold one slice only
    std::size_t cutBytes = 0;      // of all of them, whole
    int before = 0;                // leading links that are walked over all slices first: what they leave is read whole
    int first() const { return links.front().step->position; }
    int last() const { return links.back().step->position; }
};

// Chains do not overlap; those that save most are preferred.
std::vector<Chain> findChains(const LaunchList& list, const ir::Sizes& sizes);

// A product whose result can take the place of an operand, batch by batch.
struct ProductInPlace {
    int position = 0, site = -1;
    int result = -1, operand = -1;   // storages
};
std::vector<ProductInPlace> findProductsInPlace(const LaunchList& list, const ir::Sizes& sizes);

}  // namespace foldmeter::runtime
