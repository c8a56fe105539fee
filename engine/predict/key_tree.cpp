#include "predict/key_tree.h"

#include <algorithm>

namespace foldmeter::predict {

namespace {

std::vector<int> unmaskedRows(const Tensor& mask) {
    const Tensor flags = mask.converted(DType::Bool);
    const std::int64_t rows = mask.extents().at(0), tokens = mask.extents().at(1);
    std::vector<int> found;
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto line = flags.as<std::uint8_t>().subspan(static_cast<std::size_t>(row * tokens), static_cast<std::size_t>(tokens));
        if (std::any_of(line.begin(), line.end(), [](std::uint8_t value) { return value != 0; })) found.push_back(static_cast<int>(row));
    }
    if (found.empty()) found.push_back(0);
    return found;
}

}  // namespace

KeyTree::KeyTree(std::uint32_t seed, int recycles) {
    // (S_{i+1}, k_i) = split(S_i): k_0 feeds the MSA shuffles; layer stacks use up 2 for the target features and 12 a
    // trunk pass; the next one is the sampler's.
    random::Key state = random::keyOf(seed);
    const int sampler = 3 + 12 * (recycles + 1);
    for (int draw = 0; draw <= sampler; ++draw) {
        const std::vector<random::Key> keys = random::split(state, 2);
        state = keys[0];
        if (draw == 0) m_trunk = keys[1];
        m_samplerRoot = keys[1];
    }
}

random::Key KeyTree::nextRowKey() {
    const std::vector<random::Key> pass = random::split(m_trunk, 2);
    m_trunk = pass[0];
    return random::split(random::split(pass[1], 2)[0], 2)[1];
}

std::vector<int> drawMsaRows(const Tensor& mask, random::Key key, int limit) {
    struct Scored {
        float score;
        int row;
    };
    std::vector<Scored> scored;
    for (const int row : unmaskedRows(mask)) scored.push_back({random::gumbel(random::foldIn(key, static_cast<std::uint32_t>(row)), 0), row});
    std::sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) { return a.score != b.score ? a.score > b.score : a.row > b.row; });
    std::vector<int> rows;
    for (std::size_t n = 0; n < scored.size() && n < static_cast<std::size_t>(limit); ++n) rows.push_back(scored[n].row);
    return rows;
}

int msaRowCount(const Tensor& mask, int limit) { return std::min<int>(limit, static_cast<int>(unmaskedRows(mask).size())); }

}  // namespace foldmeter::predict
