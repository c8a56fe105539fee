#include "model/distogram_head.h"

namespace foldmeter::model {

namespace {

// Bins whose upper edge is at most 8 Angstrom (+1e-3); edges stand evenly from 2.3125 to 21.6875, one less than bins.
int contactBins(int bins) {
    const double first = 2.3125, last = 21.6875, step = (last - first) / (bins - 2);
    int count = 0;
    while (count < bins && first + count * step <= 8.0 + 1e-3) ++count;
    return count;
}

}  // namespace

DistogramOutputs distogramHead(Inputs& in, const Config& config, const Symbolic& pair) {
    auto scope = in.builder().scope("distogram_head");
    const Layer layer(in.builder(), "diffuser/distogram_head/", false, DType::F32);
    const Symbolic half = layer.linear(pair, "half_logits", {config.distogramBins});
    const Symbolic logits = half + half.transpose({1, 0, 2});                                    // (tokens, tokens, bins)
    const Symbolic contact = in.builder().softmax(logits).slice(2, 0, contactBins(config.distogramBins)).sum({2});
    return {logits, contact * pairMask(in("seq_mask"), DType::F32)};
}

}  // namespace foldmeter::model
