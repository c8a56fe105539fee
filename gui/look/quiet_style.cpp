#include "gui/look/quiet_style.h"

#include "gui/look/theme.h"

#include <QApplication>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>
#include <QToolButton>

#include <algorithm>

namespace foldmeter::look {
namespace {

const Theme& now() { return themeOf(QApplication::palette()); }

void box(QPainter& painter, const QRect& rect, const QColor& fill, const QPen& line, double radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(line);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.restore();
}

void drawButton(const QStyleOption& option, QPainter& painter) {
    const Theme& theme = now();
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool chosen = button && (button->features & QStyleOptionButton::DefaultButton);
    const bool touched = enabled && (option.state & (QStyle::State_MouseOver | QStyle::State_HasFocus));
    QColor fill = !enabled ? theme.panel : chosen ? theme.accent : theme.window;
    if (enabled && (option.state & (QStyle::State_Sunken | QStyle::State_On))) fill = chosen ? theme.text : theme.line;
    box(painter, option.rect, fill, enabled && (touched || chosen) ? theme.accent : theme.line, 3);
}

void drawDockTitle(const QStyleOptionDockWidget& option, QPainter& painter, const QRect& place) {
    const Theme& theme = now();
    painter.fillRect(option.rect, theme.panel);
    painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, theme.line);
    painter.setPen(theme.text);
    const QRect text = place.adjusted(grid, 0, -grid / 2, 0);
    painter.drawText(text, static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine), option.fontMetrics.elidedText(option.title, Qt::ElideRight, text.width()));
}

void drawHeaderSection(const QStyleOption& option, QPainter& painter) {
    const Theme& theme = now();
    painter.fillRect(option.rect, theme.panel);
    painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, theme.line);
    painter.fillRect(option.rect.right(), option.rect.top(), 1, option.rect.height(), theme.line);
}

// The page that is seen: a bar of the accent beside it, which every scheme shows.
void drawRailButton(const QStyleOption& option, QPainter& painter) {
    const Theme& theme = now();
    if (option.state & (QStyle::State_On | QStyle::State_MouseOver | QStyle::State_Sunken)) painter.fillRect(option.rect, theme.window);
    if (option.state & QStyle::State_On) painter.fillRect(option.rect.left(), option.rect.top(), grid / 2, option.rect.height(), theme.accent);
}

// Fusion draws the frames of fields darker than the panel: on a dark one they cannot be seen.
void frameField(const QStyleOption& option, QPainter& painter) {
    const Theme& theme = now();
    if (theme.scheme == Scheme::Light) return;
    const bool focused = option.state & QStyle::State_HasFocus;
    box(painter, option.rect, Qt::transparent, focused ? theme.accent : theme.line, 2);
}

// The button opens a menu and has no part of its own for the arrow.
bool hasMenuArrow(const QWidget* widget) {
    const auto* button = qobject_cast<const QToolButton*>(widget);
    return button && button->popupMode() == QToolButton::InstantPopup && button->menu();
}

bool isOfRail(const QWidget* widget) { return widget && widget->parentWidget() && widget->parentWidget()->objectName() == QLatin1String("rail"); }

}  // namespace

void QuietStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    const Theme& theme = now();
    switch (element) {
        case PE_PanelButtonCommand: return drawButton(*option, *painter);
        case PE_FrameStatusBarItem: return;
        case PE_PanelStatusBar: return painter->fillRect(option->rect.left(), option->rect.top(), option->rect.width(), 1, theme.line);
        case PE_IndicatorDockWidgetResizeHandle:
            if (option->rect.width() < option->rect.height()) painter->fillRect(option->rect.center().x(), option->rect.top(), 1, option->rect.height(), theme.line);
            else painter->fillRect(option->rect.left(), option->rect.center().y(), option->rect.width(), 1, theme.line);
            return;
        case PE_PanelTipLabel: return box(*painter, option->rect, theme.panel, theme.line, 0);
        case PE_PanelButtonTool:
            if (isOfRail(widget)) return drawRailButton(*option, *painter);
            break;
        case PE_FrameLineEdit:
        case PE_IndicatorCheckBox:
        case PE_IndicatorItemViewItemCheck:
            QProxyStyle::drawPrimitive(element, option, painter, widget);
            return frameField(*option, *painter);
        case PE_IndicatorArrowDown:
            if (hasMenuArrow(widget)) {   // in the middle of its edge, beside the words
                QStyleOption arrow(*option);
                arrow.rect = QRect(widget->width() - grid - grid / 2, (widget->height() - grid) / 2, grid, grid);
                return QProxyStyle::drawPrimitive(element, &arrow, painter, widget);
            }
            break;
        case PE_FrameFocusRect:
            if (qobject_cast<const QPushButton*>(widget)) return;   // its border tells
            break;
        default: break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void QuietStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    const Theme& theme = now();
    if (element == CE_DockWidgetTitle)
        if (const auto* dock = qstyleoption_cast<const QStyleOptionDockWidget*>(option)) return drawDockTitle(*dock, *painter, subElementRect(SE_DockWidgetTitleBarText, option, widget));
    if (element == CE_HeaderSection || element == CE_HeaderEmptyArea) return drawHeaderSection(*option, *painter);
    if (element == CE_HeaderLabel)
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            QStyleOptionHeaderV2 muted;
            static_cast<QStyleOptionHeader&>(muted) = *header;
            muted.state &= ~QStyle::State_On;   // a chosen row makes no letter of its header bold
            muted.palette.setColor(QPalette::ButtonText, theme.muted);
            return QProxyStyle::drawControl(element, static_cast<const QStyleOptionHeader*>(&muted), painter, widget);
        }
    if (element == CE_ToolBar) {
        painter->fillRect(option->rect, theme.panel);
        if (widget && widget->objectName() == QLatin1String("rail")) painter->fillRect(option->rect.right(), option->rect.top(), 1, option->rect.height(), theme.line);
        return;
    }
    if (element == CE_ShapedFrame && widget && widget->objectName() == QLatin1String("card")) return box(*painter, option->rect, theme.window, theme.line, 4);
    if (element == CE_ShapedFrame && widget && widget->objectName() == QLatin1String("dropTarget")) return box(*painter, option->rect, Qt::transparent, QPen(theme.muted, 1, Qt::DashLine), 4);
    if (element == CE_ComboBoxLabel)
        if (const auto* choice = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            QStyleOptionComboBox whole = *choice;
            const int icon = choice->currentIcon.isNull() ? 0 : choice->iconSize.width() + grid / 2;
            whole.currentText = choice->fontMetrics.elidedText(choice->currentText, Qt::ElideRight, subControlRect(CC_ComboBox, choice, SC_ComboBoxEditField, widget).width() - icon - 2);
            return QProxyStyle::drawControl(element, &whole, painter, widget);
        }
    if (element == CE_PushButtonLabel)
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            QStyleOptionButton lettered = *button;
            const bool enabled = option->state & State_Enabled, chosen = button->features & QStyleOptionButton::DefaultButton;
            if (enabled && chosen) lettered.palette.setColor(QPalette::ButtonText, option->state & State_Sunken ? theme.window : theme.onAccent);
            return QProxyStyle::drawControl(element, &lettered, painter, widget);
        }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void QuietStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_ComboBox || control == CC_SpinBox) frameField(*option, *painter);
}

int QuietStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
        case PM_DockWidgetSeparatorExtent: return grid / 2 + 1;
        case PM_ToolTipLabelFrameWidth:
        case PM_DockWidgetTitleMargin:
        case PM_ToolBarItemSpacing: return grid / 2;
        case PM_ToolBarFrameWidth:
        case PM_ToolBarItemMargin: return 0;
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical: return 0;
        default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QSize QuietStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents, const QWidget* widget) const {
    if (type == CT_PushButton) return {contents.width() + 3 * grid + 2, std::max(contents.height(), 2 * grid) + grid + 2};
    const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    if (type == CT_HeaderSection) return {size.width() + grid, size.height() + grid};
    if (type == CT_ToolButton && hasMenuArrow(widget)) return {size.width() + 3 * grid, size.height()};
    return size;
}

}  // namespace foldmeter::look
