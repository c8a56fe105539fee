#include "viz/placing.h"

#include "base/error.h"

#include <cmath>

namespace foldmeter::viz {

std::vector<std::optional<structure::Comparison>> superposeShown(std::vector<ShownStructure>& shown, std::size_t reference, const std::vector<std::string>& chains) {
    std::vector<std::optional<structure::Comparison>> fits(shown.size());
    for (std::size_t i = 0; i < shown.size(); ++i) {
        try {
            fits[i] = structure::compareStructures(*shown[i].structure, *shown.at(reference).structure, chains);
        } catch (const InputError&) {   // another molecule: shown beside, not on top
            continue;
        }
        shown[i].placement = i == reference ? std::nullopt : std::optional(fits[i]->placement);
    }
    return fits;
}

Colouring deviationColouring(const structure::Comparison& comparison, double most) {
    return {ColourBy::Values, comparison.deviation, 0, most, Ramp::BlueWhiteRed, "Deviation", "\u00C5"};
}

std::vector<float> laidOn(std::span<const float> last, std::vector<float> positions) {
    if (last.size() != positions.size() || positions.size() % 3 != 0) return positions;
    const auto pointOf = [](std::span<const float> all, std::size_t i) { return structure::Point{static_cast<double>(all[i]), static_cast<double>(all[i + 1]), static_cast<double>(all[i + 2])}; };
    std::vector<structure::Point> moving, fixed;
    for (std::size_t i = 0; i < positions.size(); i += 3) {
        const structure::Point a = pointOf(positions, i), b = pointOf(last, i);
        if (!std::isfinite(a[0] + a[1] + a[2] + b[0] + b[1] + b[2])) continue;
        moving.push_back(a);
        fixed.push_back(b);
    }
    if (moving.size() < 3) return positions;
    const structure::Superposition placement = structure::superpose(moving, fixed);
    for (std::size_t i = 0; i < positions.size(); i += 3) {
        const structure::Point at = placement.apply(pointOf(positions, i));
        for (std::size_t k = 0; k < 3; ++k) positions[i + k] = static_cast<float>(at[k]);
    }
    return positions;
}

std::vector<structure::PlacedStructure> placedStructures(const std::vector<ShownStructure>& shown) {
    std::vector<structure::PlacedStructure> placed;
    for (const ShownStructure& s : shown)
        if (s.visible && s.structure) placed.push_back({s.structure.get(), s.placement});
    return placed;
}

}  // namespace foldmeter::viz
