// An attention whose mask was only spread over batch axes takes the mask as it was before: one launch and an array less.
#pragma once

#include "ir/graph.h"

namespace foldmeter::passes {

ir::Graph narrowMasks(const ir::Graph& graph);

}  // namespace foldmeter::passes
