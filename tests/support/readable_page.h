// Whether words can be read on a grabbed page: enough pixels of the theme's text colour, on enough of its ground.
#pragma once

#include "gui/look/theme.h"

#include <QImage>
#include <QString>

namespace foldmeter::test {

struct Readable {
    int text = 0, ground = 0;   // of a quarter of the pixels
    bool holds = false;
    QString words() const { return QString("%1 %2").arg(text).arg(ground); }
};

inline Readable readable(const QImage& image, const look::Theme& theme) {
    Readable found;
    for (int y = 0; y < image.height(); y += 2)
        for (int x = 0; x < image.width(); x += 2) {
            found.text += image.pixelColor(x, y) == theme.text;
            found.ground += image.pixelColor(x, y) == theme.window || image.pixelColor(x, y) == theme.panel;
        }
    found.holds = found.text > 100 && found.ground > image.width() * image.height() / 16;
    return found;
}

}  // namespace foldmeter::test
