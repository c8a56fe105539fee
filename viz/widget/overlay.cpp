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

QRectF legendBox(const Legend& legend, const QFontMetricsF& metrics, const QPointF& corner) {
    const double line = metrics.height() + 3, pad = 8;
    double width = metrics.horizontalAdvance(QString::fromStdString(legend.title)), lines = legend.title.empty() ? 0 : 1;
    for (const auto* entries : {&legend.entries, &legend.structures})
        for (const Legend::Entry& entry : *entries) {
            width = std::max(width, line + metrics.horizontalAdvance(QString::fromStdString(entry.text)));
            ++lines;
        }
    if (!legend.ramp.empty()) {
        width = std::max({width, 120.0, metrics.horizontalAdvance(QString::fromStdString(legend.lowest + legend.highest)) + 16});
        lines += 2;
    }
    return {corner, QSizeF(width + 2 * pad, lines * line + 1.5 * pad)};
}

void paintRamp(QPainter& painter, const std::vector<Rgb>& ramp, const QRectF& bar) {
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (std::size_t k = 0; k < ramp.size(); ++k) gradient.setColorAt(static_cast<double>(k) / static_cast<double>(ramp.size() - 1), toColour(ramp[k]));
    painter.fillRect(bar, gradient);
}

}  // namespace

QString measurementValue(const Scene& scene, const Measurement& measurement) {
    std::vector<structure::Point> p;
    for (const Picked& atom : measurement.atoms) p.push_back(scene.positionOf(atom));
    if (p.size() == 2) return QString::number(structure::distance(p[0], p[1]), 'f', 2) + QStringLiteral(" \u00C5");
    const double degrees = p.size() == 3 ? structure::angleAt(p[0], p[1], p[2]) : structure::dihedral(p[0], p[1], p[2], p[3]);
    return QString::number(degrees, 'f', 1) + QStringLiteral("\u00B0");
}

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
        if (depth > 0) labels.push_back({x, y, measurementValue(scene, m)});
    }
    return labels;
}

void paintLegend(QPainter& painter, const Legend& legend, const Look& look, const QRectF& area) {
    if (legend.empty()) return;
    const QFontMetricsF metrics(painter.font());
    const double line = metrics.height() + 3, pad = 8;
    double y = area.top() + pad;
    QColor ground = toColour(look.background);   // what lies behind shows through a little, and can be read over
    ground.setAlpha(200);
    painter.fillRect(legendBox(legend, metrics, area.topLeft()), ground);
    painter.setPen(toColour(look.text));
    if (!legend.title.empty()) {
        painter.drawText(QPointF(area.left() + pad, y + metrics.ascent()), QString::fromStdString(legend.title));
        y += line;
    }
    const auto paintEntry = [line, &metrics](QPainter& p, const Legend::Entry& entry, double x, double& top) {
        p.fillRect(QRectF(x, top + 2, line - 7, line - 7), toColour(entry.colour));
        p.drawText(QPointF(x + line, top + metrics.ascent()), QString::fromStdString(entry.text));
        top += line;
    };
    for (const Legend::Entry& entry : legend.entries) paintEntry(painter, entry, area.left() + pad, y);
    if (!legend.ramp.empty()) {
        const QString low = QString::fromStdString(legend.lowest), high = QString::fromStdString(legend.highest);
        const QRectF bar(area.left() + pad, y, std::max(120.0, metrics.horizontalAdvance(low + high) + 16), line - 6);
        paintRamp(painter, legend.ramp, bar);
        painter.drawText(QPointF(bar.left(), bar.bottom() + metrics.ascent() + 2), low);
        painter.drawText(QPointF(bar.right() - metrics.horizontalAdvance(high), bar.bottom() + metrics.ascent() + 2), high);
        y += 2 * line;
    }
    if (!legend.structures.empty()) y += 4;
    for (const Legend::Entry& entry : legend.structures) paintEntry(painter, entry, area.left() + pad, y);
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
