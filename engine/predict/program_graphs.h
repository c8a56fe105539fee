// The graphs of the network's programs as commands and plans look at them: traced, split by hoisting, and after passes.
#pragma once

#include "ir/graph.h"
#include "kernels/kernel.h"
#include "passes/pass.h"
#include "model/config.h"
#include "settings/settings.h"

#include <string>
#include <vector>

namespace foldmeter::predict {

const std::vector<std::string>& programNames();   // embed, trunk, distogram, condition, denoise, confidence

// As the model records it; `condition` does not exist before hoisting, so it is the same graph as `denoise` here.
ir::Graph tracedGraph(const std::string& program, const model::Config& config);
// Split where the settings hoist: what the passes are given.
ir::Graph splitGraph(const std::string& program, const model::Config& config, const CompileSettings& settings);
// The type that Working becomes in this program.
DType workingType(const std::string& program, const CompileSettings& settings);
passes::PassOptions passOptions(const std::string& program, const CompileSettings& settings);
passes::PassOptions devicePassOptions(const std::string& program, const CompileSettings& settings);   // for an NVIDIA device
// What is launched: one kernel for each Fused, Einsum and Attention node of a graph after all passes, bodies of Repeat
// included; equal ones once.
std::vector<kernels::Kernel> kernelsOf(const ir::Graph& optimized);

}  // namespace foldmeter::predict
