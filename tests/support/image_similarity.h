// How alike two pictures look: the mean structural similarity of their brightness (Wang et al. 2004), over windows of
// 8 x 8 pixels moved by 4. 1: the same.
#pragma once

#include "viz/pixels.h"

#include <cstddef>

namespace foldmeter::test {

inline double similarity(const viz::Pixels& a, const viz::Pixels& b) {
    if (a.width != b.width || a.height != b.height) return 0;
    const auto brightness = [](const viz::Pixels& p, int x, int y) {
        const std::size_t i = 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(p.width) + static_cast<std::size_t>(x));
        return 0.299 * p.rgba[i] + 0.587 * p.rgba[i + 1] + 0.114 * p.rgba[i + 2];
    };
    constexpr double kFirst = 0.01 * 255 * 0.01 * 255, kSecond = 0.03 * 255 * 0.03 * 255;
    constexpr int kWindow = 8, kStep = 4;
    double sum = 0;
    int windows = 0;
    for (int top = 0; top + kWindow <= a.height; top += kStep)
        for (int left = 0; left + kWindow <= a.width; left += kStep) {
            double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
            for (int y = top; y < top + kWindow; ++y)
                for (int x = left; x < left + kWindow; ++x) {
                    const double p = brightness(a, x, y), q = brightness(b, x, y);
                    ma += p, mb += q, aa += p * p, bb += q * q, ab += p * q;
                }
            constexpr double n = kWindow * kWindow;
            ma /= n, mb /= n;
            const double va = aa / n - ma * ma, vb = bb / n - mb * mb, covariance = ab / n - ma * mb;
            if (va + vb < 1e-9 && ma > 254 && mb > 254) continue;   // empty paper on both says nothing
            sum += (2 * ma * mb + kFirst) * (2 * covariance + kSecond) / ((ma * ma + mb * mb + kFirst) * (va + vb + kSecond));
            ++windows;
        }
    return windows > 0 ? sum / windows : 1;
}

}  // namespace foldmeter::test
