// How much two pictures of widgets differ: in structure (the mean structural similarity of their brightness, 1: the same)
// and in colour (mean difference of the channels, 0..255).
#pragma once

#include "support/image_similarity.h"

#include <QImage>

#include <cstdlib>
#include <utility>

namespace foldmeter::test {

inline viz::Pixels toPixels(const QImage& given) {
    const QImage image = given.convertToFormat(QImage::Format_RGBA8888);
    viz::Pixels pixels;
    pixels.width = image.width();
    pixels.height = image.height();
    for (int y = 0; y < image.height(); ++y) pixels.rgba.insert(pixels.rgba.end(), image.constScanLine(y), image.constScanLine(y) + 4 * image.width());
    return pixels;
}

inline std::pair<double, double> pictureDifference(const QImage& first, const QImage& second) {
    const viz::Pixels a = toPixels(first), b = toPixels(second);
    double sum = 0;
    for (std::size_t i = 0; i < std::min(a.rgba.size(), b.rgba.size()); ++i) sum += std::abs(int(a.rgba[i]) - int(b.rgba[i]));
    return {similarity(a, b), a.rgba.empty() ? 255 : sum / static_cast<double>(a.rgba.size())};
}

}  // namespace foldmeter::test
