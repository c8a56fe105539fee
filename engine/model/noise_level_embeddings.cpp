#include "model/noise_level_embeddings.h"

#include "model/parameter_table.h"

#include <numbers>

namespace foldmeter::model {

namespace {

constexpr float fourier[fourierFeatures][2] = {
#include "model/noise_fourier.inc"   // {weight, bias}
};

Tensor column(int which) {
    Tensor tensor(DType::F32, {fourierFeatures});
    for (std::size_t k = 0; k < fourierFeatures; ++k) tensor.mutableAs<float>()[k] = fourier[k][which];
    return tensor;
}

}  // namespace

Symbolic noiseEmbedding(Builder& b, const Symbolic& noiseLevel) {
    auto scope = b.scope("noise_level_embeddings");
    const Symbolic level = ir::unary(ir::Op::Log, noiseLevel * (1.0 / 16.0)) * 0.25;
    const Symbolic phase = level * b.table("noise_weight", column(0)) + b.table("noise_bias", column(1));
    return ir::unary(ir::Op::Cos, phase * (2 * std::numbers::pi));
}

}  // namespace foldmeter::model
