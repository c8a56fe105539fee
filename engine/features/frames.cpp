#include "features/frames.h"

#include "structure/conformer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <tuple>

namespace foldmeter::features {
namespace {

constexpr std::uint32_t frameSeed = 12312837;
constexpr double farAway = 1e8;             // added for atoms that may not be chosen
constexpr double samePlace = 1e-8;          // Angstrom
constexpr double leastDeviation = 0.0937;   // 1 - cos of 25 degrees
constexpr int atomsOfFrame = 3;

using Vector = std::array<double, 3>;

Vector difference(const Vector& a, const Vector& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
double dot(const Vector& a, const Vector& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
double length(const Vector& v) { return std::sqrt(dot(v, v)); }

struct ReferenceAtom {
    Vector position{};
    bool known = false;
};

bool isColinear(const std::vector<ReferenceAtom>& atoms, std::size_t token) {
    std::vector<double> cost(atoms.size());
    for (std::size_t i = 0; i < atoms.size(); ++i)
        cost[i] = length(difference(atoms[i].position, atoms[token].position)) + (atoms[i].known ? 0 : farAway) + (i == token ? farAway : 0);
    std::vector<std::size_t> order(atoms.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::partial_sort(order.begin(), order.begin() + 2, order.end(),
                      [&](std::size_t a, std::size_t b) { return std::tie(cost[a], a) < std::tie(cost[b], b); });
    const Vector toFirst = difference(atoms[order[0]].position, atoms[token].position);
    const Vector toSecond = difference(atoms[order[1]].position, atoms[token].position);
    const double lengths = length(toFirst) * length(toSecond);
    if (length(toFirst) < samePlace || length(toSecond) < samePlace) return true;
    return 1 - std::abs(dot(toFirst, toSecond) / lengths) < leastDeviation;
}

std::vector<ReferenceAtom> referenceAtoms(const AtomLayout& layout, const LayoutResidue& residue, const structure::Conformer& conformer) {
    std::vector<ReferenceAtom> atoms;
    for (int a = residue.firstAtom; a < residue.firstAtom + residue.atoms; ++a) {
        const auto& names = conformer.atomNames;
        const auto found = std::find(names.begin(), names.end(), layout.atoms[static_cast<std::size_t>(a)].atomName);
        if (found == names.end()) {
            atoms.push_back({});
            continue;
        }
        const auto& p = conformer.positions[static_cast<std::size_t>(found - names.begin())];
        atoms.push_back({{p[0], p[1], p[2]}, true});
    }
    return atoms;
}

bool needsConformer(const AtomLayout& layout, const LayoutResidue& residue) {
    return isLigand(layout.chainOf(residue).type) && residue.atoms >= atomsOfFrame;
}

}  // namespace

void addFramesMask(const AtomLayout& layout, const TokenTable& table, const std::string& cutoffDate, std::int64_t paddedTokens, TensorMap& arrays) {
    Tensor mask(DType::Bool, {paddedTokens});
    const auto frames = mask.mutableAs<std::uint8_t>();
    for (std::size_t t = 0; t < table.tokens.size(); ++t)
        frames[t] = isLigand(layout.chains[static_cast<std::size_t>(table.tokens[t].chain)].type) ? 0 : 1;
    std::size_t end = layout.residues.size();   // conformers after the last ligand would serve nobody
    while (end > 0 && !needsConformer(layout, layout.residues[end - 1])) --end;
    structure::ConformerGenerator generator(frameSeed, cutoffDate);
    for (std::size_t r = 0; r < end; ++r) {
        const LayoutResidue& residue = layout.residues[r];
        if (!needsConformer(layout, residue)) {
            generator.skip(*residue.component);
            continue;
        }
        const auto atoms = referenceAtoms(layout, residue, generator.make(*residue.component));
        const auto firstToken = static_cast<std::size_t>(layout.atoms[static_cast<std::size_t>(residue.firstAtom)].token);
        for (std::size_t a = 0; a < atoms.size(); ++a) frames[firstToken + a] = isColinear(atoms, a) ? 0 : 1;
    }
    arrays["frames_mask"] = mask;
}

}  // namespace foldmeter::features
