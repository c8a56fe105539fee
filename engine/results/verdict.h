// What the scores of a sample say, in words for people who do not know the scores: how sure the fold is, which chains'
// placement is uncertain, what else is wrong. Limits: pLDDT bands of the AlphaFold database; ipTM and ranges as AlphaFold
// 3's guide to its output gives them (from 0.8 confident, below 0.6 the placement may have failed, between: a grey zone).
#pragma once

#include "results/token_layout.h"

#include <optional>
#include <string>
#include <vector>

namespace foldmeter::results {

struct Statement {
    enum class Weight { Good, Doubt, Bad } weight = Weight::Good;
    std::string text;
    std::string chain;                   // that it speaks of; empty: of the whole
};
// What a verdict is made from; what is absent makes no statement.
struct VerdictInput {
    std::optional<double> meanPlddt;     // over the atoms
    Summary summary;
    std::vector<TokenLayout::Chain> chains;
    std::vector<double> chainPlddts;     // by chain
};
VerdictInput verdictInput(const structure::Structure& structure, const Summary& summary, const TokenLayout& layout);
// Most important first: fold, placements, clashes, disorder.
std::vector<Statement> judge(const VerdictInput& input);
// "Confident fold; chain B's placement is uncertain: ipTM 0.52."
std::string inOneSentence(const std::vector<Statement>& statements);

}  // namespace foldmeter::results
