// Arrays of the network as files, on request: embeddings of the trunk and logits of the distogram, float16, of the real
// tokens only. Names and shapes: spec outputs.md section 3.
#pragma once

#include "predict/predictor.h"

#include <filesystem>

namespace foldmeter::predict {

// single_embeddings (tokens, 384), pair_embeddings (tokens, tokens, 128)
void writeEmbeddings(const std::filesystem::path& path, const SeedResult& result, std::int64_t tokens);
// distogram (tokens, tokens, 64)
void writeDistogram(const std::filesystem::path& path, const SeedResult& result, std::int64_t tokens);

}  // namespace foldmeter::predict
