#include "model/synthetic_weights.h"

#include "base/error.h"
#include "model/record_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace foldmeter::model {

namespace {

std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

std::uint64_t fnv1a(const std::string& text) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    return hash;
}

// value = offset + factor * u, u uniform on [-1, 1)
struct Rule {
    double offset = 0, factor = 1;
};

std::int64_t fanOf(const Parameter& parameter) {
    const Extents inner(parameter.shape.begin() + layerAxesOf(parameter.name), parameter.shape.end());
    if (parameter.name.ends_with(":output_w")) return inner[0] * inner[1];
    if (inner.size() == 1) return 1;
    const bool pairAttention = parameter.name.find("/pair_attention") != std::string::npos;
    const bool transposed = pairAttention && (parameter.name.find("/q_projection:") != std::string::npos || parameter.name.find("/k_projection:") != std::string::npos);
    return transposed ? inner.back() : inner.front();
}

Rule ruleOf(const Parameter& parameter) {
    if (parameter.name.ends_with(":scale")) return {1, 0.25};
    const bool weights = parameter.name.ends_with(":weights") || parameter.name.ends_with(":output_w");
    if (!weights) return {0, 0.25};
    return {0, 1.5 / std::sqrt(static_cast<double>(fanOf(parameter)))};
}

std::string identifierText(std::uint64_t seed) {
    std::string text = fmt::format("foldmeter synthetic weights, seed {}", seed);
    text.resize(64, ' ');
    return text;
}

void writeRecord(RecordWriter& writer, const Parameter& parameter, std::uint64_t seed) {
    const std::size_t colon = parameter.name.rfind(':');
    writer.beginRecord(parameter.name.substr(0, colon), parameter.name.substr(colon + 1), parameter.dtype, parameter.shape);
    constexpr std::int64_t chunk = 1 << 18;
    std::vector<float> values(chunk);
    std::vector<BFloat16> rounded(chunk);
    const std::int64_t count = elementCount(parameter.shape);
    for (std::int64_t first = 0; first < count; first += chunk) {
        const std::span<float> piece(values.data(), static_cast<std::size_t>(std::min(chunk, count - first)));
        syntheticValues(parameter, seed, first, piece);
        if (parameter.dtype == DType::F32) {
            writer.append(std::as_bytes(piece));
        } else {
            std::transform(piece.begin(), piece.end(), rounded.begin(), BFloat16::from);
            writer.append(std::as_bytes(std::span(rounded.data(), piece.size())));
        }
    }
}

}  // namespace

Config publishedConfig() {
    Config c;
    c.pair = 128, c.single = 384, c.msa = 64, c.targetFeat = 447, c.tokenEncoder = 384;
    c.pairHeads = 4, c.pairHeadDim = 32, c.singleHeads = 16, c.singleHeadDim = 24;
    c.msaHeads = 8, c.msaHeadDim = 8, c.outerChannels = 32;
    c.templateChannels = 64, c.templateHeads = 4, c.templateHeadDim = 16;
    c.trunkBlocks = 48, c.msaBlocks = 4, c.templateBlocks = 2, c.confidenceBlocks = 4;
    c.embedAtom = {128, 16, 384, 4, 32, 3};
    c.denoiseAtom = {128, 16, 768, 4, 32, 3};
    c.tokenChannels = 768, c.tokenHeads = 16, c.tokenHeadDim = 48, c.tokenBlocks = 24;
    c.conditionPair = 128, c.conditionSingle = 384;
    c.plddtBins = 50, c.paeBins = 64, c.pdeBins = 64, c.distogramBins = 64;
    return c;
}

Config demoConfig() {
    Config c = publishedConfig();
    c.pair = 32, c.single = 64, c.msa = 16, c.targetFeat = 127, c.tokenEncoder = 64;
    c.pairHeads = 2, c.pairHeadDim = 16, c.singleHeads = 4, c.singleHeadDim = 16;
    c.msaHeads = 2, c.msaHeadDim = 8, c.outerChannels = 8;
    c.templateChannels = 16, c.templateHeads = 1, c.templateHeadDim = 16;
    c.trunkBlocks = 2, c.msaBlocks = 1, c.templateBlocks = 1, c.confidenceBlocks = 1;
    c.embedAtom = {32, 16, 64, 2, 16, 1};
    c.denoiseAtom = {64, 16, 128, 2, 32, 1};
    c.tokenChannels = 128, c.tokenHeads = 4, c.tokenHeadDim = 32, c.tokenBlocks = 8;
    c.conditionPair = 32, c.conditionSingle = 64;
    return c;
}

void syntheticValues(const Parameter& parameter, std::uint64_t seed, std::int64_t first, std::span<float> out) {
    const std::uint64_t hash = fnv1a(parameter.name) ^ (seed ? mix(seed) : 0);
    const Rule rule = ruleOf(parameter);
    auto index = static_cast<std::uint64_t>(first);
    for (float& value : out) {
        const std::uint64_t r = mix(hash + ++index * 0x9E3779B97F4A7C15ull);
        const double u = 2.0 * static_cast<double>(r >> 40) / 16777216.0 - 1.0;
        value = static_cast<float>(rule.offset + rule.factor * u);
    }
}

Weights syntheticWeights(const Config& config, std::uint64_t seed) {
    std::map<std::string, Tensor> records;
    for (const Parameter& parameter : parametersOf(config)) {
        Tensor tensor(DType::F32, parameter.shape);
        syntheticValues(parameter, seed, 0, tensor.mutableAs<float>());
        records.emplace(parameter.name, std::move(tensor));
    }
    return Weights::fromRecords(std::move(records));
}

void writeSyntheticWeights(const std::filesystem::path& path, const Config& config, std::uint64_t seed, const Log& log) {
    RecordWriter writer(path);
    const std::string identifier = identifierText(seed);
    writer.beginRecord("__meta__", "__identifier__", DType::U8, {64});
    writer.append(std::as_bytes(std::span(identifier)));
    std::int64_t values = 0;
    for (const Parameter& parameter : parametersOf(config)) {
        writeRecord(writer, parameter, seed);
        values += elementCount(parameter.shape);
    }
    writer.finish();
    note(log, LogLevel::Info, fmt::format("{}: {} values written", path.string(), values));
}

}  // namespace foldmeter::model
