// Files of an output folder that may lie packed: NAME.json, or NAME.json.zst as --compress_large_output_files leaves it.
#pragma once

#include <filesystem>
#include <string>

namespace foldmeter::results {

// `path`, or `path` with .zst behind it; empty when neither is a file.
std::filesystem::path plainOrPacked(const std::filesystem::path& path);
// Text of a file, unpacked where its name ends in .zst. InputError names file, place and remedy.
std::string readPlainOrPacked(const std::filesystem::path& path);

}  // namespace foldmeter::results
