// Graph text. Prints what parse.h reads back to an equal graph; golden tests and `foldmeter graph` show it.
//
//   graph "trunk" {
//     %0 = input() {name="pair", varies="recycle"} : f32(tokens, tokens, 128)
//     %1 = weight() {...} : f32(128) @ "trunk/..."
//     %2:2 = repeat(%0, %1) {count=48, carried=1, stacked=0} : f32(...), f32(...) { ...body... }
//     output "pair" = %2.0
//   }
#pragma once

#include "ir/graph.h"

namespace foldmeter::ir {

std::string print(const Graph& graph);
std::string print(const Attributes& attributes);   // " {a=1, b=f32}"; "" when there are none
std::string printNode(const Graph& graph, NodeId id);
std::string printDot(const Graph& graph);        // Graphviz, clustered by scope
Graph parse(const std::string& text);            // throws InputError with line and column

}  // namespace foldmeter::ir
