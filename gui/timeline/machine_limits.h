// What a machine can do at most, as far as it was measured, and how near to it something came: the roofline's two roofs.
#pragma once

#include <QString>

#include <algorithm>
#include <optional>

namespace foldmeter::gui {

struct MachineLimits {
    std::optional<double> peakF32, peakBf16;    // operations a second of a large matrix product
    std::optional<double> bandwidth;            // bytes a second from memory
    QString precision;                          // of the run: which peak counts
    QString machine;                            // its name

    std::optional<double> peak() const {
        if (precision.startsWith(QLatin1String("bf16")) && peakBf16) return peakBf16;
        return peakF32;
    }
    // Operations a second that `intensity` operations a byte allow; absent when no roof was measured.
    std::optional<double> roofAt(double intensity) const {
        const std::optional<double> flat = peak();
        if (!bandwidth) return flat;
        return flat ? std::min(*flat, *bandwidth * intensity) : *bandwidth * intensity;
    }
};

}  // namespace foldmeter::gui
