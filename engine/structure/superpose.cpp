#include "structure/superpose.h"

#include "base/error.h"

#include <Eigen/LU>
#include <Eigen/SVD>

#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace foldmeter::structure {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;

Vector3d toVector(const Point& p) { return {p[0], p[1], p[2]}; }

Vector3d meanOf(std::span<const Point> points) {
    Vector3d sum = Vector3d::Zero();
    for (const Point& p : points) sum += toVector(p);
    return sum / static_cast<double>(points.size());
}

struct MatchedAtoms {
    std::vector<Point> predicted, truth;
    std::vector<int> residueOf;
    double bFactorSum = 0;
    int missing = 0;
};

MatchedAtoms match(const Structure& predicted, const Structure& truth) {
    using Key = std::tuple<std::string, int, std::string>;
    const auto keyOf = [](const Structure& s, std::size_t atom) {
        const StructureResidue& residue = s.residues[static_cast<std::size_t>(s.residueOf[atom])];
        return Key{s.chains[static_cast<std::size_t>(residue.chain)].id, residue.number, s.atomNames[atom]};
    };
    std::map<Key, std::size_t> byKey;
    for (std::size_t i = 0; i < predicted.atoms(); ++i) byKey.emplace(keyOf(predicted, i), i);
    MatchedAtoms matched;
    for (std::size_t i = 0; i < truth.atoms(); ++i) {
        const auto found = byKey.find(keyOf(truth, i));
        if (found == byKey.end()) {
            ++matched.missing;
            continue;
        }
        matched.predicted.push_back(predicted.positions[found->second]);
        matched.truth.push_back(truth.positions[i]);
        matched.residueOf.push_back(truth.residueOf[i]);
        matched.bFactorSum += predicted.bFactors[found->second];
    }
    return matched;
}

double bondDeviation(const MatchedAtoms& matched) {
    constexpr double kLongestBond = 1.95;
    double sum = 0;
    int bonds = 0;
    for (std::size_t i = 0; i < matched.truth.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const double expected = distance(matched.truth[i], matched.truth[j]);
            if (expected >= kLongestBond) continue;
            const double difference = distance(matched.predicted[i], matched.predicted[j]) - expected;
            sum += difference * difference;
            ++bonds;
        }
    return bonds > 0 ? std::sqrt(sum / bonds) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

Point Superposition::apply(const Point& p) const {
    Point moved = shift;
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t k = 0; k < 3; ++k) moved[row] += rotation[row][k] * p[k];
    return moved;
}

// Kabsch: the rotation is read off the singular value decomposition of the covariance; where that would mirror, the
// least significant axis is turned round.
Superposition superpose(std::span<const Point> moving, std::span<const Point> fixed) {
    check(moving.size() == fixed.size() && !moving.empty(), "superpose: sets of points of unequal size");
    const Vector3d from = meanOf(moving), to = meanOf(fixed);
    Matrix3d covariance = Matrix3d::Zero();
    for (std::size_t i = 0; i < moving.size(); ++i)
        covariance += (toVector(moving[i]) - from) * (toVector(fixed[i]) - to).transpose();
    const Eigen::JacobiSVD<Matrix3d> svd(covariance, Eigen::ComputeFullU | Eigen::ComputeFullV);
    Matrix3d flip = Matrix3d::Identity();
    flip(2, 2) = (svd.matrixV() * svd.matrixU().transpose()).determinant() < 0 ? -1 : 1;
    const Matrix3d rotation = svd.matrixV() * flip * svd.matrixU().transpose();
    const Vector3d shift = to - rotation * from;
    Superposition result;
    for (int row = 0; row < 3; ++row) {
        result.shift[static_cast<std::size_t>(row)] = shift[row];
        for (int k = 0; k < 3; ++k) result.rotation[static_cast<std::size_t>(row)][static_cast<std::size_t>(k)] = rotation(row, k);
    }
    double sum = 0;
    for (std::size_t i = 0; i < moving.size(); ++i)
        sum += (rotation * toVector(moving[i]) + shift - toVector(fixed[i])).squaredNorm();
    result.rmsd = std::sqrt(sum / static_cast<double>(moving.size()));
    return result;
}

double lddt(std::span<const Point> predicted, std::span<const Point> truth, std::span<const int> residueOf, double radius) {
    check(predicted.size() == truth.size() && residueOf.size() == truth.size(), "lddt: sets of points of unequal size");
    constexpr double kTolerances[] = {0.5, 1.0, 2.0, 4.0};
    std::size_t pairs = 0, kept = 0;
    for (std::size_t i = 0; i < truth.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            if (residueOf[i] == residueOf[j]) continue;
            const double expected = distance(truth[i], truth[j]);
            if (expected >= radius) continue;
            ++pairs;
            const double difference = std::abs(distance(predicted[i], predicted[j]) - expected);
            for (const double tolerance : kTolerances) kept += difference < tolerance ? 1 : 0;
        }
    if (pairs == 0) return std::numeric_limits<double>::quiet_NaN();
    return static_cast<double>(kept) / (4.0 * static_cast<double>(pairs));
}

TruthComparison compareToTruth(const Structure& predicted, const Structure& truth) {
    const MatchedAtoms matched = match(predicted, truth);
    if (matched.truth.empty()) throw InputError("the prediction shares no atom (chain, residue number, atom name) with the truth");
    TruthComparison result;
    result.atoms = static_cast<int>(matched.truth.size());
    result.missing = matched.missing;
    result.rmsd = superpose(matched.predicted, matched.truth).rmsd;
    result.lddt = lddt(matched.predicted, matched.truth, matched.residueOf);
    result.bondDeviation = bondDeviation(matched);
    result.meanBFactor = matched.bFactorSum / result.atoms;
    return result;
}

}  // namespace foldmeter::structure
