// Weights made by a rule instead of training: for numeric tests (spec testvectors/README.md) and for speed tests without
// licensed weights. Every value depends only on its record's name, its index and the seed, so files of any size are
// streamed.
#pragma once

#include "base/log.h"
#include "model/parameter_table.h"

#include <filesystem>
#include <span>

namespace foldmeter::model {

Config publishedConfig();   // the full network: 368,384,538 values
Config demoConfig();        // the shape of the bundled demo model

// Values first, first+1, ... of the record. Seed 0 is the rule of the test vectors.
void syntheticValues(const Parameter& parameter, std::uint64_t seed, std::int64_t first, std::span<float> out);
// All records in float32.
Weights syntheticWeights(const Config& config, std::uint64_t seed);
// Record-stream file (compressed when the name ends in .zst) with the stored types of the released file.
void writeSyntheticWeights(const std::filesystem::path& path, const Config& config, std::uint64_t seed, const Log& log = {});

}  // namespace foldmeter::model
