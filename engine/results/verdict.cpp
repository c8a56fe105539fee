#include "results/verdict.h"

#include "base/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace foldmeter::results {
namespace {

using Weight = Statement::Weight;

std::string twoDecimals(double value) { return fmt::format("{:.2f}", value); }
std::string whole(double value) { return fmt::format("{:.0f}", value); }

void judgeFold(const VerdictInput& input, std::vector<Statement>& statements) {
    if (!input.meanPlddt) return;
    const double plddt = *input.meanPlddt;
    const bool good = plddt > 70;
    const char* text = plddt > 90 ? "verdict.fold_very_high" : good ? "verdict.fold_confident" : plddt > 50 ? "verdict.fold_low" : "verdict.fold_very_low";
    statements.push_back({good ? Weight::Good : plddt > 50 ? Weight::Doubt : Weight::Bad, message(text, {whole(plddt)}), {}});
    // A chain that is worse than the whole by a band.
    for (std::size_t i = 0; i < input.chains.size() && i < input.chainPlddts.size() && input.chains.size() > 1; ++i)
        if (good && input.chainPlddts[i] <= 70)
            statements.push_back({Weight::Doubt, message("verdict.chain_low", {input.chains[i].id, whole(input.chainPlddts[i])}), input.chains[i].id});
}

// The ipTM of a chain with the rest says how sure its placement is.
void judgePlacements(const VerdictInput& input, std::vector<Statement>& statements) {
    const Summary& summary = input.summary;
    if (summary.chains.size() < 2) return;
    if (summary.chains.size() == 2) {
        const double iptm = summary.iptm.value_or(std::nan(""));
        if (std::isnan(iptm)) return;
        // Of two chains the lesser one is placed against the greater.
        const bool firstIsLess = input.chains.size() == 2 && input.chains[0].tokens < input.chains[1].tokens;
        const std::string& chain = summary.chains[firstIsLess ? 0 : 1];
        if (iptm >= 0.8) statements.push_back({Weight::Good, message("verdict.interface_confident", {twoDecimals(iptm)}), {}});
        else statements.push_back({iptm < 0.6 ? Weight::Bad : Weight::Doubt, message(iptm < 0.6 ? "verdict.placement_uncertain" : "verdict.placement_plausible", {chain, twoDecimals(iptm)}), chain});
        return;
    }
    std::vector<std::pair<double, std::string>> doubtful;
    for (std::size_t i = 0; i < summary.chains.size(); ++i)
        if (summary.chainIptm[i] < 0.8) doubtful.emplace_back(summary.chainIptm[i], summary.chains[i]);
    std::sort(doubtful.begin(), doubtful.end());
    for (const auto& [iptm, chain] : doubtful)
        statements.push_back({iptm < 0.6 ? Weight::Bad : Weight::Doubt, message(iptm < 0.6 ? "verdict.placement_uncertain" : "verdict.placement_plausible", {chain, twoDecimals(iptm)}), chain});
    if (doubtful.empty() && summary.iptm) statements.push_back({Weight::Good, message("verdict.interfaces_confident", {twoDecimals(*summary.iptm)}), {}});
}

void judgeRest(const VerdictInput& input, std::vector<Statement>& statements) {
    if (input.summary.hasClash.value_or(false)) statements.push_back({Weight::Bad, message("verdict.clash"), {}});
    // The share counts exposed residues; a small confident fold is exposed too and not disordered.
    if (const double share = input.summary.fractionDisordered.value_or(0); share > 0.3 && input.meanPlddt.value_or(0) <= 70) statements.push_back({Weight::Doubt, message("verdict.disorder", {whole(100 * share)}), {}});
}

}  // namespace

VerdictInput verdictInput(const structure::Structure& structure, const Summary& summary, const TokenLayout& layout) {
    VerdictInput input{.summary = summary, .chains = layout.chains};
    std::vector<double> sums(layout.chains.size()), counts(layout.chains.size());
    double sum = 0;
    for (std::size_t atom = 0; atom < structure.atoms(); ++atom) {
        sum += structure.bFactors[atom];
        const int token = layout.tokenOfResidue[static_cast<std::size_t>(structure.residueOf[atom])];
        if (token < 0) continue;
        const auto chain = static_cast<std::size_t>(layout.chainOf[static_cast<std::size_t>(token)]);
        sums[chain] += structure.bFactors[atom];
        ++counts[chain];
    }
    if (structure.atoms() > 0) input.meanPlddt = sum / static_cast<double>(structure.atoms());
    for (std::size_t i = 0; i < sums.size(); ++i) input.chainPlddts.push_back(counts[i] > 0 ? sums[i] / counts[i] : 0);
    return input;
}

std::vector<Statement> judge(const VerdictInput& input) {
    std::vector<Statement> statements;
    judgeFold(input, statements);
    judgePlacements(input, statements);
    judgeRest(input, statements);
    return statements;
}

std::string inOneSentence(const std::vector<Statement>& statements) {
    std::string text;
    for (const Statement& statement : statements) text += (text.empty() ? "" : "; ") + statement.text;
    if (text.empty()) return text;
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text + ".";
}

}  // namespace foldmeter::results
