#include "gui/look/badge.h"

#include "gui/look/theme.h"

#include <QCoreApplication>
#include <QImage>
#include <QPainter>

#include <algorithm>

namespace foldmeter::look {

ModelKind modelKind(const QString& modelName) {
    const QString name = modelName.toLower();
    if (name.contains(QLatin1String("synthetic")) || name.contains(QLatin1String("random"))) return ModelKind::Synthetic;
    if (name == QLatin1String("foldmeter-demo")) return ModelKind::Memorised;
    return ModelKind::Own;
}

QString badgeText(ModelKind kind) {
    switch (kind) {
        case ModelKind::Memorised: return QCoreApplication::translate("look", "demo model (memorised)");
        case ModelKind::Synthetic: return QCoreApplication::translate("look", "synthetic weights");
        case ModelKind::Own: break;
    }
    return {};
}

QString badgeExplanation(ModelKind kind) {
    switch (kind) {
        case ModelKind::Memorised:
            return QCoreApplication::translate("look", "This small model has memorised 11 experimental structures. For any other input its coordinates mean nothing.");
        case ModelKind::Synthetic:
            return QCoreApplication::translate("look", "These weights are random numbers of the full size, made for speed tests. The coordinates mean nothing.");
        case ModelKind::Own: break;
    }
    return {};
}

void stamp(QImage& picture, ModelKind kind, int height) {
    const QString text = badgeText(kind);
    if (text.isEmpty() || picture.isNull()) return;
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont letters = font(TextSize::Small, true);
    letters.setPixelSize(height);
    painter.setFont(letters);
    const QRectF words = painter.fontMetrics().boundingRect(text);
    QRectF frame(0, 0, words.width() + height, words.height() + height / 2.0);
    frame.moveBottomRight(QPointF(picture.width() - height / 2.0, picture.height() - height / 2.0));
    const Theme& colours = theme(Scheme::Light);
    painter.setPen(QPen(colours.warning, std::max(1, height / 12)));
    painter.setBrush(QColor(255, 255, 255, 217));
    painter.drawRoundedRect(frame, height / 4.0, height / 4.0);
    painter.drawText(frame, Qt::AlignCenter, text);
}

ModelBadge::ModelBadge(QWidget* parent) : QLabel(parent) {
    setTextSize(this, TextSize::Small, true);
    setContentsMargins(grid, grid / 4, grid, grid / 4);
    setKind(ModelKind::Own);
}

void ModelBadge::setKind(ModelKind kind) {
    m_kind = kind;
    setText(badgeText(kind));
    setToolTip(badgeExplanation(kind));
    setAccessibleName(badgeText(kind));
    setAccessibleDescription(badgeExplanation(kind));
    setVisible(kind != ModelKind::Own);
}

void ModelBadge::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(themeOf(this).warning, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.end();
    QLabel::paintEvent(event);
}

}  // namespace foldmeter::look
