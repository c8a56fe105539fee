// The random keys of one seed, derived as AlphaFold 3 derives them, so that a seed means here what it means there.
// Spec: network.md sections 11.2 and 11.3.
#pragma once

#include "tensor/random.h"
#include "tensor/tensor.h"

#include <vector>

namespace foldmeter::predict {

class KeyTree {
public:
    KeyTree(std::uint32_t seed, int recycles);
    random::Key nextRowKey();                                   // MSA shuffle of the next trunk pass
    random::Key samplerRoot() const { return m_samplerRoot; }

private:
    random::Key m_trunk, m_samplerRoot;
};

// Rows of the MSA in the order drawn: rows with any unmasked position by descending Gumbel score, the first `limit` of
// them. `mask` (rows, tokens). At least one row comes back (a masked one when there is no other).
std::vector<int> drawMsaRows(const Tensor& mask, random::Key key, int limit);
// How many rows drawMsaRows gives.
int msaRowCount(const Tensor& mask, int limit);

}  // namespace foldmeter::predict
