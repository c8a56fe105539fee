// A program as a list of launches, before any size is known: which kernel runs, what it reads and writes, and in which
// storage every value lies. Values of a Repeat body are wired here: a layer of a stacked operand is the operand's
// storage plus a row, a carried value has one storage for all rounds, views share the storage they look at.
//
// Copies stand wherever wiring alone does not suffice; coalesce.h removes nearly all of them.
#pragma once

#include "base/digest.h"
#include "kernels/kernel.h"
#include "runtime/weight_spec.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace foldmeter::runtime {

// Where a value lies: a storage, plus `bytes` times the round of each loop named.
struct Place {
    struct Offset {
        int loop = 0;
        ir::Dim bytes;
        bool operator==(const Offset&) const = default;
    };
    int storage = -1;
    std::vector<Offset> offsets;
    bool operator==(const Place&) const = default;
};

// Positions at which a storage holds something, both included. Positions number steps in order; a loop has one for its
// entry and one for its exit, around those of its body.
struct Range {
    int begin = 0, end = 0;
    int depth = 0;   // number of loops around the owner of the value; a use deeper than that lasts to the loop's exit
};

struct Storage {
    enum class Kind : std::uint8_t { Arena, Input, Constant, Weight };
    Kind kind = Kind::Arena;
    ir::Dim bytes;
    std::string name;            // Input
    Tensor constant;             // Constant
    int weight = -1;             // Weight: index into LaunchList::weights
    std::vector<Range> ranges;   // Arena
};

struct Step {
    enum class Kind : std::uint8_t { Launch, Copy, Loop };
    Kind kind = Kind::Launch;
    int position = 0;                 // of a loop: its entry
    int site = -1;                    // Launch
    std::vector<Place> arguments;     // Launch: in the kernel's order; Copy: from, to
    ir::Dim bytes;                    // Copy
    int loop = -1;                    // Loop
    std::vector<Step> body;           // Loop
};

struct Loop {
    std::int64_t count = 1;
    int parent = -1;
    int entry = 0, exit = 0;          // positions
};

// A launch as it stands in the graph. Sites with equal kernel text share a kernel.
struct Site {
    const ir::Graph* graph = nullptr;   // the (body) graph its node is in; null when the list comes from the cache
    ir::NodeId node = -1;
    int kernel = -1;
    std::string name, scope;
    std::vector<std::string> origins;
};
struct UniqueKernel {
    Digest digest;              // of the kernel's text: what its code depends on
    std::size_t length = 0;     // of that text: how long its code takes to make
    kernels::Kernel kernel;
    std::vector<std::pair<int, int>> inPlace;   // (input, result) argument pairs that may share memory
    int sites = 0;
};

struct LaunchList {
    std::vector<Step> steps;
    std::vector<Storage> storages;
    std::vector<Loop> loops;
    std::vector<Site> sites;
    std::vector<UniqueKernel> kernels;
    std::vector<WeightSpec> weights;
    std::vector<std::pair<std::string, Place>> inputs, outputs;
    int positions = 0;
    int copiesRemoved = 0, copiesLeft = 0;
};

// The graph went through all passes and outlives the list.
LaunchList makeLaunchList(const ir::Graph& graph);

}  // namespace foldmeter::runtime
