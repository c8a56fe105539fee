#include "structure/alternatives.h"

#include <algorithm>
#include <map>

namespace foldmeter::structure {
namespace {

using Atoms = std::vector<PlacedAtom>;

// Hydrogen and deuterium at one place count as the same atom.
bool isSameAtom(const PlacedAtom& a, const PlacedAtom& b) {
    if (a.name == b.name) return true;
    const auto isHydrogen = [](const PlacedAtom& atom) { return atom.name.starts_with('H') || atom.name.starts_with('D'); };
    return isHydrogen(a) && isHydrogen(b) && a.name.substr(1) == b.name.substr(1);
}

// One atom of each run of equal names.
template <typename Choose> Atoms chooseOfRuns(const Atoms& atoms, Choose choose) {
    Atoms chosen;
    for (auto begin = atoms.begin(); begin != atoms.end();) {
        const auto end = std::find_if(begin, atoms.end(), [&](const PlacedAtom& atom) { return !isSameAtom(*begin, atom); });
        chosen.push_back(*choose(begin, end));
        begin = end;
    }
    return chosen;
}

struct Mean {
    double sum = 0;
    int count = 0;
    double value() const { return sum / count; }
};
using Means = std::map<std::string, Mean>;   // by alternative

// Alternatives of the component that is there most.
std::pair<std::string, Means> likeliestComponent(const Atoms& atoms) {
    std::map<std::string, Means> components;
    for (const PlacedAtom& atom : atoms) {
        Mean& mean = components[atom.residue][atom.alternative];
        mean.sum += atom.occupancy;
        ++mean.count;
    }
    const auto weight = [](const Means& means) {
        double sum = 0;
        for (const auto& [alternative, mean] : means) sum += mean.value();
        return sum;
    };
    return *std::max_element(components.begin(), components.end(), [&](const auto& a, const auto& b) {
        const double wa = weight(a.second), wb = weight(b.second);
        return wa != wb ? wa < wb : a.second.begin()->first > b.second.begin()->first;
    });
}

Atoms ofWholeResidue(const Atoms& atoms) {
    const auto [component, means] = likeliestComponent(atoms);
    const std::string best = std::max_element(means.begin(), means.end(), [](const auto& a, const auto& b) {
                                 return a.second.value() < b.second.value();   // the first of equal ones stays
                             })->first;
    Atoms ofComponent;
    std::copy_if(atoms.begin(), atoms.end(), std::back_inserter(ofComponent), [&](const PlacedAtom& atom) { return atom.residue == component; });
    return chooseOfRuns(ofComponent, [&](auto begin, auto end) {
        const auto found = std::find_if(begin, end, [&](const PlacedAtom& atom) { return atom.alternative == best; });
        return found == end ? begin : found;
    });
}

}  // namespace

Atoms oneOfEach(const Atoms& atoms) {
    const auto isAlternative = [](const PlacedAtom& atom) { return !atom.alternative.empty(); };
    if (std::none_of(atoms.begin(), atoms.end(), isAlternative)) return atoms;
    if (std::all_of(atoms.begin(), atoms.end(), isAlternative)) return ofWholeResidue(atoms);
    return chooseOfRuns(atoms, [](auto begin, auto end) {
        return std::max_element(begin, end, [](const PlacedAtom& a, const PlacedAtom& b) {
            return a.occupancy != b.occupancy ? a.occupancy < b.occupancy : a.alternative > b.alternative;
        });
    });
}

}  // namespace foldmeter::structure
