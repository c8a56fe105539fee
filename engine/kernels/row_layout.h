// How the values of a Fused body lie over the rows of its kernel: written by the fuse pass as attributes of the Fused
// node, read by lowering. Attribute "rows" is the outer index space; "shapeK" is result K with its axes regrouped as it is
// computed, and "layoutK" gives for every axis of that shape the outer axis that walks it, or -1 where it belongs to the
// inner axis (a run of axes, merged).
#pragma once

#include "kernels/index_view.h"

namespace foldmeter::kernels {

struct Layout {
    ir::Shape shape;
    std::vector<std::int64_t> axes;
};

void writeLayouts(ir::Attributes& attributes, const ir::Shape& rows, const std::vector<Layout>& layouts);
ir::Shape rowsOf(const ir::Node& fused);
Layout layoutOf(const ir::Node& fused, std::size_t result);

View storeView(const Layout& layout);   // under which the value is stored

}  // namespace foldmeter::kernels
