// Arrays that AlphaFold 3 made for small inputs (tests/data/goldens), and comparison with ours.
#pragma once

#include "base/error.h"
#include "base/file.h"
#include "features/build_batch.h"
#include "features/dump_batch.h"
#include "support/test_main.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace foldmeter::test {

inline TensorMap readGolden(const std::string& path) {   // "g/batch" for g/batch.tsv and g/batch.bin.zst
    const std::string file = dataPath("goldens/" + path);
    return features::readDump(readText(file + ".tsv"), decompressZstd(readText(file + ".bin.zst"), path), path);
}

// "" when equal: integers and truth values exactly, floats to `tolerance`. Scalars have shape 1 in the files.
inline std::string difference(const Tensor& ours, const Tensor& golden, double tolerance = 1e-6) {
    const Extents scalar = {1};
    if ((ours.extents().empty() ? scalar : ours.extents()) != golden.extents())
        return "shape " + toText(ours.extents()) + " instead of " + toText(golden.extents());
    const double allowed = ours.dtype() == DType::F32 ? tolerance : 0;
    for (std::int64_t i = 0; i < golden.count(); ++i)
        if (!(std::abs(ours.at(i) - golden.at(i)) <= allowed))
            return "element " + std::to_string(i) + " of " + toText(golden.extents()) + ": " + std::to_string(ours.at(i)) + " instead of " + std::to_string(golden.at(i));
    return {};
}

inline std::vector<std::vector<std::string>> readTable(const std::string& text) {   // without the head line
    std::vector<std::vector<std::string>> rows;
    std::size_t start = text.find('\n') + 1;
    while (start > 0 && start < text.size()) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        std::vector<std::string>& row = rows.emplace_back();
        std::string line = text.substr(start, end - start);
        for (std::size_t tab; (tab = line.find('\t')) != std::string::npos; line.erase(0, tab + 1)) row.push_back(line.substr(0, tab));
        row.push_back(line);
        start = end + 1;
    }
    return rows;
}

inline features::FoldInput readGoldenInput(const std::string& path) { return features::loadFoldInput(dataPath("goldens/" + path)); }

}  // namespace foldmeter::test
