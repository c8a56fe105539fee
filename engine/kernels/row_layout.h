// How the values of a Fused body lie over the rows of its kernel: written by the fuse pass as attributes of the Fused
// node, read by lowering. Attribute "rows" is the outer index space; "layoutK" gives, for every axis of result K, the
// outer axis that walks it, or -1 where it belongs to the inner axis (a run of axes, merged).
#pragma once

#include "kernels/index_view.h"

namespace foldmeter::kernels {

using Layout = std::vector<std::int64_t>;

void writeLayouts(ir::Attributes& attributes, const ir::Shape& rows, const std::vector<Layout>& layouts);
ir::Shape rowsOf(const ir::Node& fused);
Layout layoutOf(const ir::Node& fused, std::size_t result);

// The view under which a value of `shape` is stored.
View storeView(const ir::Shape& shape, const Layout& layout);

}  // namespace foldmeter::kernels
