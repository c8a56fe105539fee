// Fitting one structure onto another, and how close they come: RMSD, lDDT, bond lengths.
#pragma once

#include "structure/structure.h"

#include <span>

namespace foldmeter::structure {

struct Superposition {
    std::array<Point, 3> rotation;   // rows; proper (never a reflection)
    Point shift{};                   // moved = rotation * point + shift
    double rmsd = 0;                 // after the move
    Point apply(const Point& point) const;
};
// The rigid motion that brings `moving` nearest to `fixed`, point by point (least squares). Equal counts, at least 1.
Superposition superpose(std::span<const Point> moving, std::span<const Point> fixed);

// Local distance difference test over all atoms given: the share of pairs within `radius` in the truth, in different
// residues, whose distance is kept within 0.5, 1, 2 and 4 A, averaged over the four. No superposition. NaN without pairs.
double lddt(std::span<const Point> predicted, std::span<const Point> truth, std::span<const int> residueOf,
            double radius = 15.0);

struct TruthComparison {
    int atoms = 0;                // heavy atoms of the truth found in the prediction
    int missing = 0;              // heavy atoms of the truth that the prediction lacks
    double rmsd = 0;              // over all of them, after superposition
    double lddt = 0;
    double bondDeviation = 0;     // rms difference of distances that are below 1.95 A in the truth
    double meanBFactor = 0;       // of the prediction: pLDDT
};
// Atoms are matched by chain id, residue number and atom name. InputError when nothing matches.
TruthComparison compareToTruth(const Structure& predicted, const Structure& truth);

}  // namespace foldmeter::structure
