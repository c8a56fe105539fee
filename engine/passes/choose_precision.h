// Decides what Working means: every value in working precision becomes F32 or BF16, and casts that lost their point go.
// It exists so that the network is traced once, saying only where AlphaFold 3 works in its working type; targets never
// see Working.
#pragma once

#include "passes/pass.h"

namespace foldmeter::passes {

ir::Graph choosePrecision(const ir::Graph& graph, const PassOptions& options);

}  // namespace foldmeter::passes
