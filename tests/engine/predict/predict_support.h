// Batches of the specification as the predictor takes them, and what of a result counts as real.
#pragma once

#include "features/batch.h"
#include "model/synthetic_weights.h"
#include "predict/predictor.h"
#include "support/vectors.h"

namespace foldmeter::test {

// Full widths at the depths of the test vectors and goldens.
inline model::Config reducedConfig() {
    model::Config config = model::publishedConfig();
    config.trunkBlocks = config.msaBlocks = config.templateBlocks = config.confidenceBlocks = 2;
    config.tokenBlocks = 8;
    return config;
}

inline features::Batch batchOf(TensorMap arrays) {
    features::Batch batch;
    if (arrays.contains("mask")) arrays["seq_mask"] = arrays.at("mask");
    const Tensor& mask = arrays.at("seq_mask");
    batch.paddedTokens = mask.count();
    for (std::int64_t n = 0; n < mask.count(); ++n) batch.tokens += mask.at(n) != 0;
    batch.msaRows = arrays.at("msa").extents()[0];
    batch.arrays = std::move(arrays);
    return batch;
}

// Largest difference of an array over real tokens: axes of tokens after `leading` axes (samples), `axes` of them.
inline Difference realDifference(const features::Batch& batch, const Tensor& actual, const Tensor& expected, int leading, int axes) {
    const Tensor& mask = batch.arrays.at("seq_mask");
    const std::int64_t n = mask.count();
    std::int64_t outer = 1;
    for (int axis = 0; axis < leading; ++axis) outer *= expected.extents()[static_cast<std::size_t>(axis)];
    const std::int64_t inner = expected.count() / outer / (axes == 1 ? n : n * n);
    return differenceOf(actual, expected, [&](std::int64_t flat) {
        const std::int64_t row = flat / inner % (axes == 1 ? n : n * n);
        return axes == 1 ? mask.at(row) != 0 : mask.at(row / n) != 0 && mask.at(row % n) != 0;
    });
}

// Over real atoms; `values` a slot (3 for positions).
inline Difference atomDifference(const features::Batch& batch, const Tensor& actual, const Tensor& expected, int values) {
    const Tensor& mask = batch.arrays.at("pred_dense_atom_mask");
    return differenceOf(actual, expected, [&](std::int64_t flat) { return mask.at(flat / values % mask.count()) != 0; });
}

// The first `tokens` of the token axes that stand after `leading` axes: results of a bucket, cut to the real tokens.
inline Tensor cropped(const Tensor& tensor, int leading, int axes, std::int64_t tokens) {
    Extents extents = tensor.extents();
    std::int64_t outer = 1;
    for (int axis = 0; axis < leading; ++axis) outer *= extents[static_cast<std::size_t>(axis)];
    const std::int64_t padded = extents[static_cast<std::size_t>(leading)];
    for (int axis = leading; axis < leading + axes; ++axis) extents[static_cast<std::size_t>(axis)] = tokens;
    Tensor to(tensor.dtype(), extents);
    const std::int64_t rows = axes == 2 ? tokens : 1, inner = to.count() / (outer * rows * tokens);
    const std::size_t width = static_cast<std::size_t>(tokens * inner) * sizeOf(tensor.dtype());
    for (std::int64_t o = 0; o < outer; ++o) {
        for (std::int64_t row = 0; row < rows; ++row) {
            const std::int64_t first = axes == 2 ? (o * padded + row) * padded * inner : o * padded * inner;
            std::memcpy(to.mutableAs<std::byte>().data() + static_cast<std::size_t>(o * rows + row) * width,
                        tensor.bytes().data() + static_cast<std::size_t>(first) * sizeOf(tensor.dtype()), width);
        }
    }
    return to;
}

inline features::Batch unpadded(features::Batch batch) {   // only what the comparison looks at
    TensorMap arrays;
    arrays["seq_mask"] = cropped(batch.arrays.at("seq_mask"), 0, 1, batch.tokens);
    arrays["pred_dense_atom_mask"] = cropped(batch.arrays.at("pred_dense_atom_mask"), 0, 1, batch.tokens);
    batch.arrays = arrays;
    return batch;
}

// Made anew in f32, nothing tuned, nothing kept.
inline runtime::Context freshContext(const model::Weights& weights, ThreadPool& pool) {
    runtime::Context context;
    context.settings.precision = Precision::F32;
    context.settings.cache = CacheUse::Off;
    context.settings.autotune = 0;
    context.weights = weights.source();
    context.pool = &pool;
    return context;
}

inline bool sameBits(const Tensor& a, const Tensor& b) { return a.extents() == b.extents() && std::equal(a.bytes().begin(), a.bytes().end(), b.bytes().begin(), b.bytes().end()); }

}  // namespace foldmeter::test
