// A timeline on disk: columns, each written with variable-length integers and packed by zstd, behind a checksum. Span
// times are stored as differences, so a million spans of repeated kernels take a few bytes each.
#pragma once

#include "timeline/timeline.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace foldmeter::timeline {

std::string packTimeline(const Timeline& timeline);
// `file` is only used in messages. Throws InputError on any damage.
Timeline unpackTimeline(std::string_view bytes, const std::string& file);

void writeTimeline(const std::filesystem::path& path, const Timeline& timeline);   // atomic; DeviceError
Timeline readTimeline(const std::filesystem::path& path);

}  // namespace foldmeter::timeline
