// The frame round a widget that paints itself and has the keyboard's focus.
#pragma once

class QPainter;
class QRect;
class QWidget;

namespace foldmeter::look {

// Draws just within `area`, in the theme's accent; nothing while `widget` has no focus. Leaves the painter without a brush.
void paintFocusFrame(QPainter& painter, const QWidget* widget, const QRect& area);

}  // namespace foldmeter::look
