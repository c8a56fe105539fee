// How the values of a Fused body lie over the rows of its kernel: written by the fuse pass as attributes of the Fused
// node, read by lowering. Attribute "rows" is the outer index space; "shapeK" is result K with its axes regrouped as it is
// computed, and "layoutK" gives for every axis of that shape the outer axis that walks it, or -1 where it belongs to the
// inner axis (a run of axes, merged).
#pragma once

#include "ir/index_view.h"

namespace foldmeter::ir {

struct Layout {
    Shape shape;
    std::vector<std::int64_t> axes;
};

void writeLayouts(Attributes& attributes, const Shape& rows, const std::vector<Layout>& layouts);
Shape rowsOf(const Node& fused);
Layout layoutOf(const Node& fused, std::size_t result);

View storeView(const Layout& layout);   // under which the value is stored

}  // namespace foldmeter::ir
