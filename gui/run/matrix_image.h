// A table of tokens x tokens as a picture of a given size: averaged where the table is larger than the picture, in one of
// the colour scales that people know these tables in.
#pragma once

#include "results/prediction.h"

#include <QColor>
#include <QImage>
#include <QRect>

#include <array>

namespace foldmeter::gui {

enum class ColourScale { AlphaFoldGreen, ChimeraX, Blues };

struct ColourBounds {
    double low = 0, high = 31.75;   // PAE: Angstrom, as the AlphaFold database shows it
};

// 256 colours from the low bound to the high one.
const std::array<QRgb, 256>& coloursOf(ColourScale scale);
QColor colourAt(ColourScale scale, const ColourBounds& bounds, double value);

// The rectangle of the table (columns x, rows y) on `size` pixels; NaN is grey. 5,000 x 5,000 take tens of milliseconds.
QImage imageOf(const results::Matrix& matrix, const QRect& part, const QSize& size, ColourScale scale, const ColourBounds& bounds);

}  // namespace foldmeter::gui
