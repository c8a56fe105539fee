// Qt's Fusion style with flat panels, thin lines and the scheme's accent: buttons, headers, titles of docks, cards, the
// rail. A style and no style sheet, because a sheet looks at every widget anew when the scheme changes, and a page is
// shown for the first time twice as quickly without one.
#pragma once

#include <QProxyStyle>

namespace foldmeter::look {

class QuietStyle : public QProxyStyle {
public:
    QuietStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents, const QWidget* widget) const override;
};

}  // namespace foldmeter::look
