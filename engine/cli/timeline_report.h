// A report on a timeline file by itself, of this program or another one: what it holds, the stages of a JAX profile beside
// what its log states, where the time went; or the timeline again in another format.
#pragma once

#include <filesystem>
#include <string>

namespace foldmeter::cli {

// Whether `file` is such a file rather than an output folder.
bool isTimelineFile(const std::filesystem::path& file);
// `output`: its ending says the format: .md (also when it is empty), .json, .trace.json, .pftrace. InputError for others.
std::string makeTimelineReport(const std::filesystem::path& file, const std::filesystem::path& output);

}  // namespace foldmeter::cli
