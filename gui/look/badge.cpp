#include "gui/look/badge.h"

#include "gui/look/theme.h"

#include <QCoreApplication>
#include <QPainter>

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
