#include "predict/network_arrays.h"

#include "predict/npz_file.h"

namespace foldmeter::predict {
namespace {

// (N, channels) or (N, N, channels), of which the first `tokens` in each direction are real.
void addArray(NpzFile& file, const std::string& name, const Tensor& given, std::int64_t tokens) {
    const Tensor array = given.dtype() == DType::F32 ? given : given.converted(DType::F32);
    const bool pairs = array.extents().size() == 3;
    const std::int64_t width = array.extents()[0], channels = array.extents().back(), rowValues = pairs ? width * channels : channels;
    file.beginArray(name, pairs ? std::vector{tokens, tokens, channels} : std::vector{tokens, channels});
    for (std::int64_t row = 0; row < tokens; ++row)
        file.addValues(array.as<float>().subspan(static_cast<std::size_t>(row * rowValues), static_cast<std::size_t>(pairs ? tokens * channels : channels)));
    file.endArray();
}

}  // namespace

void writeEmbeddings(const std::filesystem::path& path, const SeedResult& result, std::int64_t tokens) {
    NpzFile file(path);
    addArray(file, "single_embeddings", result.single, tokens);
    addArray(file, "pair_embeddings", result.pair, tokens);
    file.commit();
}

void writeDistogram(const std::filesystem::path& path, const SeedResult& result, std::int64_t tokens) {
    NpzFile file(path);
    addArray(file, "distogram", result.distogram, tokens);
    file.commit();
}

}  // namespace foldmeter::predict
