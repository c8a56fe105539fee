// Floating-point operations and minimal bytes of a node, as polynomials of the symbols evaluated at sizes.
// FLOPs = 2 x multiply-adds of contractions only (spec network.md section 15), attention included.
#pragma once

#include "ir/graph.h"

namespace foldmeter::ir {

// Sum over terms of coefficient x product of symbols; no two terms have the same symbols.
struct CostTerm {
    double coefficient = 0;
    std::vector<std::string> symbols;   // sorted, as in Dim
};
using Polynomial = std::vector<CostTerm>;
double evaluate(const Polynomial& polynomial, const Sizes& sizes);

struct Cost {
    double flops = 0;   // matrix work only
    double bytes = 0;   // operands read once, results written once
};
struct CostFormula {
    Polynomial flops, bytes;
};
CostFormula formulaOf(const Graph& graph, NodeId id);
CostFormula formulaOf(const Graph& graph);   // bodies included, Repeat times its count
Cost evaluate(const CostFormula& formula, const Sizes& sizes);

Cost costOf(const Graph& graph, NodeId id, const Sizes& sizes);
Cost costOf(const Graph& graph, const Sizes& sizes);

}  // namespace foldmeter::ir
