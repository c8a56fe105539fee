// Which files of a folder make up one model's weights: names, shards and their order. Spec: weights.md section 1.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace foldmeter::model {

struct WeightFiles {
    std::string modelName;
    std::vector<std::filesystem::path> files;   // in stream order
    bool compressed = false;
};
// A folder, a weight file, or one shard of several. InputError: nothing found (with the names that would do), or files of
// several models.
WeightFiles findWeightFiles(const std::filesystem::path& path);

}  // namespace foldmeter::model
