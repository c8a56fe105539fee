// The tunable choices of one kernel's code. Default-constructed: what is taken without tuning. None of them changes a result
// but `library`, whose sums are in an order of its own.
#pragma once

#include "kernels/kernel.h"

#include <string>
#include <vector>

namespace foldmeter::cuda {

struct Schedule {
    int tileRows = 0;   // RowKernel: rows a block works on at a time; 0: as many as two blocks have shared memory for
    int blocks = 0;     // that a multiprocessor must have registers for; 0: leastBlocks, of attention leastAttentionBlocks
    int library = 0;    // a product of cuBLASLt, the so manieth way it proposes, in place of a kernel of ours; 0: ours
    std::string toText() const;                          // "rows=32 blocks=6"; "default"
    static Schedule fromText(const std::string& text);   // InputError
    bool operator==(const Schedule&) const = default;
};

// Schedules worth compiling for a kernel, the default first. sharedLimit: bytes of shared memory a block may use.
std::vector<Schedule> candidatesFor(const kernels::Kernel& kernel, std::int64_t sharedLimit);

}  // namespace foldmeter::cuda
