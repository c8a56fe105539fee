// A program in the compile cache: what tracing, passes and lowering leave behind, so that a later process with the same
// model and settings does none of the three. Its code lies beside it in an entry of its own (cache.h); the rules of the
// folder, the checksum and the key are the same for both.
#pragma once

#include "ir/cost.h"
#include "runtime/cache.h"
#include "runtime/launch_list.h"
#include "runtime/signature.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::runtime {

struct ProgramEntry {
    Signature signature;
    LaunchList list;                       // its sites know no graph once they were read
    std::vector<ir::CostFormula> costs;    // by site
};

// Bytes of an entry as they lie in its file, and back. readProgramEntry throws InputError saying what is damaged; what it
// returns can be bound: every index lies within the list it points into.
std::string toBytes(const ProgramEntry& entry, const Digest& key);
ProgramEntry readProgramEntry(std::string_view bytes, const Digest& key);

// None when there is no sound entry; `reason` says why.
std::optional<ProgramEntry> readProgramEntry(const CodeCache& cache, const Digest& key, std::string& reason);
void writeProgramEntry(const CodeCache& cache, const Digest& key, const ProgramEntry& entry);

}  // namespace foldmeter::runtime
