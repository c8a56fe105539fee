#include "gui/run/pae_map.h"

#include "gui/look/focus_frame.h"
#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <cmath>
#include <set>

namespace foldmeter::gui {
namespace {

constexpr int left = 40, top = 24, right = 8, barHeight = 12, bottom = 76;
constexpr int besideRight = 76, besideBottom = 40;   // with the colour bar beside the map

QString cellText(const PaeMap::Shown shown, double value) {
    if (std::isnan(value)) return look::notMeasured();
    return shown == PaeMap::Shown::Pae ? QStringLiteral("%1 Å").arg(value, 0, 'f', 1) : QStringLiteral("%1").arg(value, 0, 'f', 2);
}

// Both corners belong to it, whichever way it was drawn.
QRect boxOf(const QPoint& a, const QPoint& b) { return {QPoint(std::min(a.x(), b.x()), std::min(a.y(), b.y())), QPoint(std::max(a.x(), b.x()), std::max(a.y(), b.y()))}; }

}  // namespace

PaeMap::PaeMap(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::CrossCursor);
    setAccessibleName(tr("Predicted aligned error"));
    setAccessibleDescription(tr("Arrow keys move the read-out, Shift+arrows drag a box, Escape clears it."));
    look::setTextSize(this, look::TextSize::Small);
}

void PaeMap::setSample(std::shared_ptr<const LoadedSample> sample) {
    m_sample = std::move(sample);
    m_cell.reset();
    m_box = {};
    m_selectedTokens.assign(m_sample ? static_cast<std::size_t>(m_sample->tokens()) : 0, false);
    redraw();
}

void PaeMap::setShown(Shown shown) {
    m_shown = shown;
    setAccessibleName(shown == Shown::Pae ? tr("Predicted aligned error") : tr("Contact probabilities"));
    redraw();
}

void PaeMap::setScale(ColourScale scale) {
    m_scale = scale;
    redraw();
}

ColourScale PaeMap::scale() const { return m_shown == Shown::Pae ? m_scale : ColourScale::Blues; }
ColourBounds PaeMap::bounds() const {
    if (m_shown == Shown::ContactProbabilities) return {0, 1};
    return {0, m_scale == ColourScale::ChimeraX ? 30 : 31.75};
}

const results::Matrix* PaeMap::matrix() const {
    if (!m_sample || !m_sample->hasTokens()) return nullptr;
    const results::Matrix& wanted = m_shown == Shown::Pae ? m_sample->confidences->pae : m_sample->confidences->contactProbs;
    return wanted.empty() ? nullptr : &wanted;
}

int PaeMap::sideBelow() const { return std::min(width() - left - right, height() - top - bottom); }
int PaeMap::sideBeside() const { return std::min(width() - left - besideRight, height() - top - besideBottom); }

// As large as it can be: the colour bar lies below the map, or stands beside it where the pane is wider than high.
QRect PaeMap::mapArea() const {
    const int side = std::max({1, sideBelow(), sideBeside()});
    return {left, top, side, side};
}

void PaeMap::redraw() {
    ++m_generation;
    update();
    const results::Matrix* table = matrix();
    if (!table) {
        m_image = {};
        return;
    }
    const QRect all(0, 0, table->columns, table->rows);
    const QSize size = mapArea().size() * devicePixelRatioF();
    if (!isLarge(table->rows)) {
        m_image = imageOf(*table, all, size, scale(), bounds());
        return;
    }
    QPointer<PaeMap> map(this);
    QThreadPool::globalInstance()->start([map, sample = m_sample, table, all, size, colours = scale(), limits = bounds(), generation = m_generation] {
        QImage image = imageOf(*table, all, size, colours, limits);
        QMetaObject::invokeMethod(qApp, [map, image = std::move(image), generation] {
            if (!map || map->m_generation != generation) return;
            map->m_image = image;
            map->update();
            Q_EMIT map->drawn();
        });
    });
}

void PaeMap::resizeEvent(QResizeEvent*) { redraw(); }

void PaeMap::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) update();
    QWidget::changeEvent(event);
}

void PaeMap::setSelection(const commands::Selection& selection) {
    if (!m_sample || !m_sample->hasTokens()) return;
    const std::set<std::string> chains(selection.chains.begin(), selection.chains.end());
    const std::set<commands::SelectedResidue> residues(selection.residues.begin(), selection.residues.end());
    for (int token = 0; token < m_sample->tokens(); ++token) {
        const commands::SelectedResidue residue = m_sample->residueOfToken(token);
        m_selectedTokens[static_cast<std::size_t>(token)] = chains.contains(residue.chain) || residues.contains(residue);
    }
    if (selection.residues.empty() && !m_anchor) m_box = {};
    update();
}

double PaeMap::pixelOf(int token, bool column) const {
    const QRect area = mapArea();
    const double share = static_cast<double>(token) / m_sample->tokens();
    return column ? area.left() + share * area.width() : area.top() + share * area.height();
}

QPoint PaeMap::cellAt(const QPointF& place) const {
    const QRect area = mapArea();
    const int tokens = m_sample->tokens();
    const auto clamped = [&](double share) { return std::clamp(static_cast<int>(std::floor(share * tokens)), 0, tokens - 1); };
    return {clamped((place.x() - area.left()) / area.width()), clamped((place.y() - area.top()) / area.height())};
}

QString PaeMap::readOut(int column, int row) const {
    const results::Matrix* table = matrix();
    if (!table) return {};
    const QString first = m_sample->residueText(m_sample->layout.residueOf[static_cast<std::size_t>(column)]), second = m_sample->residueText(m_sample->layout.residueOf[static_cast<std::size_t>(row)]);
    const QString value = cellText(m_shown, static_cast<double>(table->at(row, column)));
    return m_shown == Shown::Pae ? tr("%1 seen from %2: %3").arg(first, second, value) : tr("contact of %1 and %2: %3").arg(first, second, value);
}

void PaeMap::paintEvent(QPaintEvent*) {
    const look::Theme& theme = look::themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.window);
    const QRect area = mapArea();
    if (!matrix()) {
        painter.setPen(theme.muted);
        const QString why = !m_sample ? tr("No sample is shown") : m_shown == Shown::Pae ? tr("This sample's confidences hold no PAE") : tr("This sample's confidences hold no contact probabilities");
        painter.drawText(rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap, why);
        return;
    }
    if (m_image.isNull()) painter.fillRect(area, theme.panel);
    else painter.drawImage(area, m_image);
    paintSelection(painter);
    paintChains(painter);
    paintAxes(painter);
    paintColourBar(painter);
    look::paintFocusFrame(painter, this, rect());
}

void PaeMap::paintChains(QPainter& painter) const {
    const look::Theme& theme = look::themeOf(this);
    const QRect area = mapArea();
    const auto& chains = m_sample->layout.chains;
    const QFontMetrics metrics(font());
    for (std::size_t i = 0; i < chains.size(); ++i) {
        const double first = pixelOf(chains[i].firstToken, true) - area.left(), last = pixelOf(chains[i].firstToken + chains[i].tokens, true) - area.left();
        painter.setPen(QPen(QColor(0, 0, 0, 170), 1));
        if (i > 0) {
            painter.drawLine(QPointF(area.left() + first, area.top()), QPointF(area.left() + first, area.bottom()));
            painter.drawLine(QPointF(area.left(), area.top() + first), QPointF(area.right(), area.top() + first));
        }
        painter.setPen(theme.text);
        const QString name = QString::fromStdString(chains[i].id);
        if (last - first < metrics.horizontalAdvance(name) + 2 && chains.size() > 1) continue;   // too narrow to be labelled
        painter.drawText(QRectF(area.left() + first, 0, last - first, top - 4), Qt::AlignHCenter | Qt::AlignBottom, name);
        painter.drawText(QRectF(0, area.top() + first, left - 26, std::max(last - first, 14.0)), Qt::AlignRight | Qt::AlignVCenter, name);
    }
    painter.setPen(theme.muted);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(area.adjusted(-1, -1, 0, 0));
}

void PaeMap::paintAxes(QPainter& painter) const {
    const look::Theme& theme = look::themeOf(this);
    const QRect area = mapArea();
    painter.setPen(theme.muted);
    painter.drawText(QRect(area.left(), area.bottom() + 3, area.width(), 16), Qt::AlignCenter, m_shown == Shown::Pae ? tr("scored residue") : tr("residue"));
    painter.save();
    painter.translate(left - 4, area.center().y());
    painter.rotate(-90);
    painter.drawText(QRect(-area.height() / 2, -16, area.height(), 14), Qt::AlignCenter, m_shown == Shown::Pae ? tr("aligned residue") : tr("residue"));
    painter.restore();
    if (!m_cell) return;
    const double x = (pixelOf(m_cell->x(), true) + pixelOf(m_cell->x() + 1, true)) / 2, y = (pixelOf(m_cell->y(), false) + pixelOf(m_cell->y() + 1, false)) / 2;
    painter.setPen(QPen(theme.accent, 1, Qt::DotLine));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
}

void PaeMap::paintSelection(QPainter& painter) const {
    const look::Theme& theme = look::themeOf(this);
    const QRect area = mapArea();
    QColor fill = theme.accent;
    fill.setAlphaF(0.22f);
    for (int first = 0, tokens = m_sample->tokens(); first < tokens;) {
        int last = first;
        while (last < tokens && m_selectedTokens[static_cast<std::size_t>(last)]) ++last;
        if (last > first) {   // marks beside the map; a faint band over it
            const double a = pixelOf(first, true), b = pixelOf(last, true), c = pixelOf(first, false), d = pixelOf(last, false);
            painter.fillRect(QRectF(a, area.top() - 5, std::max(b - a, 1.0), 4), theme.accent);
            painter.fillRect(QRectF(area.left() - 5, c, 4, std::max(d - c, 1.0)), theme.accent);
            if (m_box.isNull()) painter.fillRect(QRectF(a, area.top(), std::max(b - a, 1.0), area.height()), fill);
        }
        first = std::max(last, first + 1);
    }
    if (m_box.isNull()) return;
    const QRectF box(QPointF(pixelOf(m_box.left(), true), pixelOf(m_box.top(), false)), QPointF(pixelOf(m_box.right() + 1, true), pixelOf(m_box.bottom() + 1, false)));
    painter.setPen(QPen(theme.accent, 2));
    painter.setBrush(fill);
    painter.drawRect(box);
}

void PaeMap::paintColourBar(QPainter& painter) const {
    if (sideBeside() > sideBelow()) paintBarBeside(painter);
    else paintBarBelow(painter);
    painter.setPen(look::themeOf(this).text);
    const QRect line(4, height() - 20, width() - 8, 18);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(m_cell ? readOut(m_cell->x(), m_cell->y()) : QString(), Qt::ElideMiddle, line.width()));
}

// Small values below, as on an axis.
void PaeMap::paintBarBeside(QPainter& painter) const {
    const look::Theme& theme = look::themeOf(this);
    const QRect area = mapArea();
    const QRect bar(area.right() + 12, area.top(), barHeight, area.height());
    const auto& colours = coloursOf(scale());
    for (int y = 0; y < bar.height(); ++y)
        painter.fillRect(bar.left(), bar.bottom() - y, bar.width(), 1, QColor(colours[static_cast<std::size_t>(y * 255 / std::max(1, bar.height() - 1))]));
    painter.setPen(theme.muted);
    painter.drawRect(bar.adjusted(0, 0, -1, -1));
    const ColourBounds limits = bounds();
    const bool pae = m_shown == Shown::Pae;
    const QRect words(bar.right() + 4, bar.top(), width() - bar.right() - 4, bar.height());
    const QString high = pae ? tr("≥ %1").arg(QLocale::c().toString(limits.high)) : look::number(limits.high);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop, high);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignBottom, look::number(limits.low));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, pae ? tr("error, Å") : tr("share"));
}

void PaeMap::paintBarBelow(QPainter& painter) const {
    const look::Theme& theme = look::themeOf(this);
    const QRect area = mapArea();
    const QRect bar(area.left(), area.bottom() + 22, std::max(area.width(), std::min(260, width() - area.left() - right)), barHeight);
    const auto& colours = coloursOf(scale());
    for (int x = 0; x < bar.width(); ++x)
        painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(), QColor(colours[static_cast<std::size_t>(x * 255 / std::max(1, bar.width() - 1))]));
    painter.setPen(theme.muted);
    painter.drawRect(bar.adjusted(0, 0, -1, -1));
    const QRect words(bar.left(), bar.bottom() + 2, bar.width(), 16);
    const ColourBounds limits = bounds();
    const bool pae = m_shown == Shown::Pae;
    const QString high = pae ? tr("≥ %1").arg(QLocale::c().toString(limits.high)) : look::number(limits.high), unit = pae ? tr("expected error, Å") : tr("probability of a contact");
    painter.drawText(words, Qt::AlignLeft, look::number(limits.low));
    painter.drawText(words, Qt::AlignRight, high);
    if (fontMetrics().horizontalAdvance(unit) + 2 * fontMetrics().horizontalAdvance(high) + 24 <= words.width()) painter.drawText(words, Qt::AlignHCenter, unit);
}

void PaeMap::point(std::optional<QPoint> cell) {
    if (m_cell == cell) return;
    m_cell = cell;
    update();
    Q_EMIT pointed(cell ? readOut(cell->x(), cell->y()) : QString());
}

void PaeMap::mousePressEvent(QMouseEvent* event) {
    if (!matrix() || event->button() != Qt::LeftButton || !mapArea().contains(event->position().toPoint())) return;
    m_anchor = cellAt(event->position());
    m_box = {};
    update();
}

void PaeMap::mouseMoveEvent(QMouseEvent* event) {
    if (!matrix()) return;
    const bool inside = mapArea().contains(event->position().toPoint());
    point(inside || m_anchor ? std::optional(cellAt(event->position())) : std::nullopt);
    if (!m_anchor || !(event->buttons() & Qt::LeftButton)) return;
    m_box = boxOf(*m_anchor, *m_cell);
    update();
}

void PaeMap::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_anchor) return;
    if (m_box.isNull()) m_box = QRect(*m_anchor, *m_anchor);   // a click takes one cell
    emitBox();
    m_anchor.reset();
}

void PaeMap::leaveEvent(QEvent*) { point(std::nullopt); }

void PaeMap::focusInEvent(QFocusEvent* event) {
    if (matrix() && !m_cell && event->reason() != Qt::MouseFocusReason) point(QPoint(0, 0));
    QWidget::focusInEvent(event);
}

void PaeMap::keyPressEvent(QKeyEvent* event) {
    if (!matrix()) return QWidget::keyPressEvent(event);
    const int stride = event->modifiers() & Qt::ControlModifier ? 10 : 1;
    QPoint by;
    switch (event->key()) {
        case Qt::Key_Left: by = {-stride, 0}; break;
        case Qt::Key_Right: by = {stride, 0}; break;
        case Qt::Key_Up: by = {0, -stride}; break;
        case Qt::Key_Down: by = {0, stride}; break;
        case Qt::Key_Return:
        case Qt::Key_Space:
            if (m_box.isNull() && m_cell) m_box = QRect(*m_cell, *m_cell);
            return emitBox();
        case Qt::Key_Escape:
            if (m_box.isNull()) return QWidget::keyPressEvent(event);
            m_box = {};
            update();
            Q_EMIT residuesSelected({});
            return;
        default: return QWidget::keyPressEvent(event);
    }
    const QPoint from = m_cell.value_or(QPoint(0, 0));
    const int last = m_sample->tokens() - 1;
    const QPoint to(std::clamp(from.x() + by.x(), 0, last), std::clamp(from.y() + by.y(), 0, last));
    if (event->modifiers() & Qt::ShiftModifier) {
        if (m_box.isNull()) m_box = QRect(from, from);
        const bool fromRight = m_box.right() == from.x(), fromBottom = m_box.bottom() == from.y();
        const QPoint corner(fromRight ? m_box.left() : m_box.right(), fromBottom ? m_box.top() : m_box.bottom());
        m_box = boxOf(corner, to);
        emitBox();
    }
    point(to);
    setAccessibleDescription(readOut(to.x(), to.y()));
}

void PaeMap::emitBox() {
    if (m_box.isNull()) return;
    std::set<commands::SelectedResidue> residues;
    for (int token = m_box.left(); token <= m_box.right(); ++token) residues.insert(m_sample->residueOfToken(token));
    for (int token = m_box.top(); token <= m_box.bottom(); ++token) residues.insert(m_sample->residueOfToken(token));
    Q_EMIT residuesSelected({residues.begin(), residues.end()});
}

}  // namespace foldmeter::gui
