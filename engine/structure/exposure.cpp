#include "structure/exposure.h"

#include "structure/dssp.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

namespace foldmeter::structure {
namespace {

// Sander & Rost, Proteins 20 (1994); letters that are none of the 20 count as alanine.
double greatestSurface(char letter) {
    constexpr std::string_view kLetters = "ARNDCQEGHILKMFPSTWYV";
    constexpr double kAreas[] = {106, 248, 157, 163, 135, 198, 194, 84,  184, 169,
                                 164, 205, 188, 197, 136, 130, 142, 227, 222, 142};
    const std::size_t found = kLetters.find(letter);
    return kAreas[found == std::string_view::npos ? 0 : found];
}

constexpr std::ptrdiff_t kHalfWindow = 12;

// Index into a sequence of `count` values continued by mirroring at its ends.
std::ptrdiff_t mirrored(std::ptrdiff_t index, std::ptrdiff_t count) {
    if (count == 1) return 0;
    const std::ptrdiff_t period = 2 * (count - 1);
    const std::ptrdiff_t within = ((index % period) + period) % period;
    return within < count ? within : period - within;
}

}  // namespace

std::vector<double> relativeExposure(const Structure& chain) {
    std::vector<double> exposure;
    for (const DsspResidue& residue : assignSecondaryStructure(chain))
        exposure.push_back(std::min(1.0, std::floor(residue.accessibility + 0.5) / greatestSurface(residue.letter)));
    return exposure;
}

std::vector<double> smoothedExposure(const std::vector<double>& exposure) {
    const auto count = static_cast<std::ptrdiff_t>(exposure.size());
    std::vector<double> smoothed;
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        double sum = 0;
        for (std::ptrdiff_t k = i - kHalfWindow; k <= i + kHalfWindow; ++k) sum += exposure[static_cast<std::size_t>(mirrored(k, count))];
        smoothed.push_back(sum / (2 * kHalfWindow + 1));
    }
    return smoothed;
}

}  // namespace foldmeter::structure
