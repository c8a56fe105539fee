// How a kernel is launched at given sizes: grid, shared memory, scratch and the block of numbers that its code reads sizes
// and strides from. Worked out on the host, without a device.
#pragma once

#include "targets/cuda/schedule.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace foldmeter::cuda {

// What of a launch is done: all of it, or the indices [begin, end) of one axis of its index space. For a RowKernel an outer
// axis by number; for a product an axis of the result, for attention an axis of its units, both by letter.
struct Part {
    int axis = -1;
    char letter = 0;
    std::int64_t begin = 0, end = 0;
    bool whole() const { return axis < 0 && letter == 0; }
};

struct LaunchShape {
    std::int64_t blocks = 0;                    // grid.x; 0: nothing to do
    int threads = 128;
    std::int64_t sharedBytes = 0;               // dynamic
    std::int64_t scratchBytes = 0;              // device memory of all blocks together
    std::vector<std::int64_t> numbers;          // the parameter struct behind the arguments; all its members have 8 bytes
    int scratchNumber = -1;                     // which of them holds the address of the scratch; -1: none
    std::vector<std::int64_t> shifts;           // of a part: bytes to add to the address of each argument; empty: none
};

class LaunchPlanner {
public:
    // sharedLimit, schedule: as the code was printed with.
    LaunchPlanner(const kernels::Kernel& kernel, std::int64_t sharedLimit, const Schedule& schedule = {});
    ~LaunchPlanner();
    std::int64_t leastSharedBytes() const;      // dynamic, at any size
    int rowsAtOnce() const;                     // rows, or queries, that a block works on at a time
    // Addresses that are given to a part are those of whole arrays. No more than 1024 blocks are launched of kernels that
    // bring scratch of their own; they walk over the rest.
    LaunchShape shapeFor(const ir::Sizes& sizes, const Part& part = {}) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// The bytes a launch takes: an address for each argument of the kernel, then the numbers.
std::vector<std::uint8_t> parameterBytes(const std::vector<std::uint64_t>& arguments, const LaunchShape& shape, std::uint64_t scratch);

}  // namespace foldmeter::cuda
