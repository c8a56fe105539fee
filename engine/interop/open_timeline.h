// Any file with a timeline in it, told apart by its content: our own, Chrome's JSON and Perfetto's protobuf, the foreign ones
// also packed by gzip or zstd. What the window opens and the command line reports on.
#pragma once

#include "interop/jax_profile.h"

#include <filesystem>
#include <string>
#include <vector>

namespace foldmeter::interop {

struct OpenedTimeline {
    timeline::Timeline timeline;
    std::string format;                       // "Foldmeter timeline", "Chrome trace", "Perfetto trace"
    std::uint64_t bytes = 0;                  // of the content once unpacked; 0 for our own
    std::vector<ForeignStage> stages;         // of a JAX profile
    std::vector<std::string> notes;           // what was left out, in words
};

// InputError says what was expected. A JAX log beside a trace (the same name, ending in .log) is read with it.
OpenedTimeline openTimeline(const std::filesystem::path& file);

// By its first bytes; false also where nothing can be read.
bool looksLikeTimeline(const std::filesystem::path& file);

}  // namespace foldmeter::interop
