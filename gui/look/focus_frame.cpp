#include "gui/look/focus_frame.h"

#include "gui/look/theme.h"

#include <QPainter>
#include <QWidget>

namespace foldmeter::look {

void paintFocusFrame(QPainter& painter, const QWidget* widget, const QRect& area) {
    if (!widget->hasFocus()) return;
    painter.setPen(QPen(themeOf(widget).accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(area.adjusted(0, 0, -1, -1));
}

}  // namespace foldmeter::look
