#include "viz/widget/overlay.h"

#include "structure/geometry.h"

#include <QFontMetricsF>
#include <QPainter>

namespace foldmeter::viz {
namespace {

QColor toColour(Rgb c) { return QColor(c.red, c.green, c.blue); }

void paintBox(QPainter& painter, const QRectF& box, const QString& text, const Look& look) {
    QColor ground = toColour(look.background);
    ground.setAlpha(225);
    painter.setPen(QPen(QColor(look.text.red, look.text.green, look.text.blue, 60), 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(toColour(look.text));
    painter.drawText(box, Qt::AlignCenter, text);
}

QString valueOf(const Scene& scene, const Measurement& measurement) {
    std::vector<structure::Point> p;
    for (const Picked& atom : measurement.atoms) p.push_back(scene.positionOf(atom));
    if (p.size() == 2) return QString::number(structure::distance(p[0], p[1]), 'f', 2) + QStringLiteral(" \u00C5");
    const double degrees = p.size() == 3 ? structure::angleAt(p[0], p[1], p[2]) : structure::dihedral(p[0], p[1], p[2], p[3]);
    return QString::number(degrees, 'f', 1) + QStringLiteral("\u00B0");
}

}  // namespace

QString nameOf(const ShownStructure& shown, const Picked& what, bool withAtom) {
    const structure::Structure& s = *shown.structure;
    const structure::StructureResidue& residue = s.residues[static_cast<std::size_t>(what.residue)];
    QString name = QStringLiteral("%1/%2 %3").arg(QString::fromStdString(s.chains[static_cast<std::size_t>(residue.chain)].id), QString::fromStdString(residue.name)).arg(residue.number);
    if (withAtom) name += QLatin1Char(' ') + QString::fromStdString(s.atomNames[static_cast<std::size_t>(what.atom)]);
    return name;
}

std::vector<SceneLabel> measurementLabels(const Scene& scene, const std::vector<Measurement>& measurements, double aspect) {
    std::vector<SceneLabel> labels;
    for (const Measurement& m : measurements) {
        if (m.atoms.size() < 2 || m.atoms.size() > 4) continue;
        double x = 0, y = 0, depth = 1;
        for (const Picked& atom : m.atoms) {
            const auto place = scene.project(atom, aspect);
            x += place[0] / static_cast<double>(m.atoms.size());
            y += place[1] / static_cast<double>(m.atoms.size());
            depth = std::min(depth, place[2]);
        }
        if (depth > 0) labels.push_back({x, y, valueOf(scene, m)});
    }
    return labels;
}

void paintLegend(QPainter& painter, const Legend& legend, const Look& look, const QRectF& area) {
    if (legend.empty()) return;
    const QFontMetricsF metrics(painter.font());
    const double line = metrics.height() + 3, pad = 8;
    const QString title = QString::fromStdString(legend.title);
    double y = area.top() + pad;
    painter.setPen(toColour(look.text));
    painter.drawText(QPointF(area.left() + pad, y + metrics.ascent()), title);
    y += line;
    for (const Legend::Entry& entry : legend.entries) {
        painter.fillRect(QRectF(area.left() + pad, y + 2, line - 7, line - 7), toColour(entry.colour));
        painter.drawText(QPointF(area.left() + pad + line, y + metrics.ascent()), QString::fromStdString(entry.text));
        y += line;
    }
    if (legend.ramp.empty()) return;
    const QRectF bar(area.left() + pad, y, 120, line - 6);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (std::size_t k = 0; k < legend.ramp.size(); ++k)
        gradient.setColorAt(static_cast<double>(k) / static_cast<double>(legend.ramp.size() - 1), toColour(legend.ramp[k]));
    painter.fillRect(bar, gradient);
    const QString high = QString::fromStdString(legend.highest);
    painter.drawText(QPointF(bar.left(), bar.bottom() + metrics.ascent() + 2), QString::fromStdString(legend.lowest));
    painter.drawText(QPointF(bar.right() - metrics.horizontalAdvance(high), bar.bottom() + metrics.ascent() + 2), high);
}

void paintLabels(QPainter& painter, const std::vector<SceneLabel>& labels, const Look& look, const QRectF& area) {
    const QFontMetricsF metrics(painter.font());
    for (const SceneLabel& label : labels) {
        const QPointF middle(area.left() + label.x * area.width(), area.bottom() - label.y * area.height());
        const QSizeF size(metrics.horizontalAdvance(label.text) + 10, metrics.height() + 4);
        paintBox(painter, QRectF(middle - QPointF(size.width() / 2, size.height() / 2), size), label.text, look);
    }
}

Overlay::Overlay(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
}

void Overlay::setLegend(const Legend& legend) {
    m_legend = legend;
    update();
}
void Overlay::setLook(const Look& look) {
    m_look = look;
    update();
}
void Overlay::setLabels(std::vector<SceneLabel> labels) {
    if (labels.empty() && m_labels.empty()) return;
    m_labels = std::move(labels);
    update();
}
void Overlay::setHover(const QString& text, const QPointF& where) {
    if (text.isEmpty() && m_hover.isEmpty()) return;
    m_hover = text;
    m_where = where;
    update();
}
void Overlay::setStill(const QImage& still) {
    if (still.isNull() && m_still.isNull()) return;
    m_still = still;
    update();
}
void Overlay::setNotice(const QString& text) {
    if (m_notice == text) return;
    m_notice = text;
    update();
}

void Overlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (!m_still.isNull()) painter.drawImage(rect(), m_still);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLegend(painter, m_legend, m_look, rect());
    paintLabels(painter, m_labels, m_look, rect());
    if (!m_notice.isEmpty()) {
        painter.setPen(toColour(m_look.text));
        painter.drawText(rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap, m_notice);
    }
    if (m_hover.isEmpty()) return;
    const QFontMetricsF metrics(painter.font());
    QRectF box(m_where + QPointF(14, 10), QSizeF(metrics.horizontalAdvance(m_hover) + 12, metrics.height() + 6));
    if (box.right() > width()) box.moveRight(m_where.x() - 8);
    if (box.bottom() > height()) box.moveBottom(m_where.y() - 8);
    paintBox(painter, box, m_hover, m_look);
}

}  // namespace foldmeter::viz
