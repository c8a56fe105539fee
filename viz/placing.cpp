#include "viz/placing.h"

#include "base/error.h"

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

std::vector<structure::PlacedStructure> placedStructures(const std::vector<ShownStructure>& shown) {
    std::vector<structure::PlacedStructure> placed;
    for (const ShownStructure& s : shown)
        if (s.visible && s.structure) placed.push_back({s.structure.get(), s.placement});
    return placed;
}

}  // namespace foldmeter::viz
