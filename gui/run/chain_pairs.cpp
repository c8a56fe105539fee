#include "gui/run/chain_pairs.h"

#include "gui/look/focus_frame.h"
#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/run/matrix_image.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace foldmeter::gui {
namespace {

constexpr int margin = 8, titleHeight = 20, labels = 24, gap = 24, widest = 48;

QColor colourOf(int table, double value) {
    return table == 0 ? colourAt(ColourScale::Blues, {0, 1}, value) : colourAt(ColourScale::AlphaFoldGreen, {0, 31.75}, value);
}

}  // namespace

ChainPairs::ChainPairs(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Chain pairs: ipTM and smallest PAE"));
    setAccessibleDescription(tr("Arrow keys walk over the fields, Return selects the two chains."));
    look::setTextSize(this, look::TextSize::Small);
}

void ChainPairs::setSample(std::shared_ptr<const LoadedSample> sample) {
    m_sample = std::move(sample);
    m_current.reset();
    updateGeometry();
    update();
}

void ChainPairs::setSelection(const commands::Selection& selection) {
    m_selected = selection.chains;
    update();
}

int ChainPairs::chains() const { return m_sample && m_sample->summary ? static_cast<int>(m_sample->summary->chains.size()) : 0; }

// Side by side where the widget is wide, else one above the other.
QPoint ChainPairs::originOf(int table) const {
    const bool beside = width() >= height();
    const int step = labels + chains() * side() + gap;
    return {margin + labels + (beside ? table * step : 0), titleHeight + labels + (beside ? 0 : table * (step + titleHeight))};
}

int ChainPairs::side() const {
    const int n = std::max(1, chains());
    const bool beside = width() >= height();
    const int across = beside ? (width() - 2 * margin - gap - 2 * labels) / (2 * n) : (width() - 2 * margin - labels) / n;
    const int down = beside ? (height() - margin - titleHeight - labels) / n : (height() - margin - gap - 2 * (titleHeight + labels)) / (2 * n);
    return std::clamp(std::min(across, down), 6, widest);
}

QSize ChainPairs::sizeHint() const { return {std::max(240, 2 * margin + gap + 2 * (labels + chains() * 40)), titleHeight + labels + std::max(2, chains()) * 40 + margin}; }

QRect ChainPairs::fieldArea(int table, int row, int column) const {
    const QPoint origin = originOf(table);
    return {origin.x() + column * side(), origin.y() + row * side(), side(), side()};
}

std::optional<ChainPairs::Field> ChainPairs::fieldAt(const QPoint& place) const {
    for (int table = 0; table < 2; ++table) {
        const QPoint at = place - originOf(table);
        if (at.x() >= 0 && at.y() >= 0 && at.x() < chains() * side() && at.y() < chains() * side()) return Field{table, at.y() / side(), at.x() / side()};
    }
    return {};
}

QString ChainPairs::fieldText(int table, int row, int column) const {
    const results::Matrix& matrix = table == 0 ? m_sample->summary->chainPairIptm : m_sample->summary->chainPairPaeMin;
    const auto value = static_cast<double>(matrix.at(row, column));
    return std::isnan(value) ? QStringLiteral("–") : QString::number(value, 'f', table == 0 ? 2 : 1);
}

void ChainPairs::paintEvent(QPaintEvent*) {
    const look::Theme& theme = look::themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.window);
    if (chains() == 0) {
        painter.setPen(theme.muted);
        painter.drawText(rect().adjusted(margin, margin, -margin, -margin), Qt::AlignCenter | Qt::TextWordWrap,
                         m_sample ? tr("This sample has no summary of its confidences") : tr("No sample is shown"));
        return;
    }
    paintTable(painter, 0);
    paintTable(painter, 1);
    look::paintFocusFrame(painter, this, rect());
}

void ChainPairs::paintTable(QPainter& painter, int table) const {
    const look::Theme& theme = look::themeOf(this);
    const QPoint origin = originOf(table);
    const int extent = chains() * side();
    painter.setPen(theme.text);
    painter.setFont(look::font(look::TextSize::Small, true));
    painter.drawText(QRect(origin.x() - labels, origin.y() - labels - titleHeight + 4, std::max(extent + labels, 120), titleHeight - 4), Qt::AlignLeft | Qt::AlignVCenter,
                     table == 0 ? tr("ipTM") : tr("smallest PAE, Å"));
    painter.setFont(look::font(look::TextSize::Small));
    for (int i = 0; i < chains(); ++i) {
        const std::string& id = m_sample->summary->chains[static_cast<std::size_t>(i)];
        const bool selected = std::find(m_selected.begin(), m_selected.end(), id) != m_selected.end();
        painter.setPen(selected ? theme.accent : theme.muted);
        if (side() >= 12) {
            painter.drawText(QRect(origin.x() + i * side(), origin.y() - labels + 4, side(), labels - 6), Qt::AlignHCenter | Qt::AlignBottom, QString::fromStdString(id));
            painter.drawText(QRect(origin.x() - labels, origin.y() + i * side(), labels - 5, side()), Qt::AlignRight | Qt::AlignVCenter, QString::fromStdString(id));
        }
        for (int j = 0; j < chains(); ++j) paintField(painter, {table, i, j});
    }
}

void ChainPairs::paintField(QPainter& painter, const Field& field) const {
    const look::Theme& theme = look::themeOf(this);
    const QRect area = fieldArea(field.table, field.row, field.column).adjusted(0, 0, -1, -1);
    const results::Matrix& matrix = field.table == 0 ? m_sample->summary->chainPairIptm : m_sample->summary->chainPairPaeMin;
    const QColor colour = colourOf(field.table, static_cast<double>(matrix.at(field.row, field.column)));
    painter.fillRect(area, colour);
    const auto& names = m_sample->summary->chains;
    const auto selected = [&](int chain) { return std::find(m_selected.begin(), m_selected.end(), names[static_cast<std::size_t>(chain)]) != m_selected.end(); };
    const QString text = fieldText(field.table, field.row, field.column);
    if (fontMetrics().horizontalAdvance(text) + 2 <= area.width()) {
        painter.setPen(colour.lightnessF() > 0.55f ? QColor(0x1B2430) : QColor(Qt::white));
        painter.drawText(area, Qt::AlignCenter, text);
    }
    if (!(selected(field.row) && selected(field.column)) && m_current != field) return;
    painter.setPen(QPen(theme.accent, 2, m_current == field && !(selected(field.row) && selected(field.column)) ? Qt::DotLine : Qt::SolidLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(area.adjusted(1, 1, -1, -1));
}

QString ChainPairs::explain(const Field& field) const {
    const QString first = QString::fromStdString(m_sample->summary->chains[static_cast<std::size_t>(field.row)]), second = QString::fromStdString(m_sample->summary->chains[static_cast<std::size_t>(field.column)]);
    const QString value = fieldText(field.table, field.row, field.column);
    if (field.table == 0) return field.row == field.column ? tr("chain %1 with itself: pTM %2").arg(first, value) : tr("chains %1 and %2: ipTM %3").arg(first, second, value);
    return tr("chain %2 seen from chain %1: smallest PAE %3 Å").arg(first, second, value);
}

void ChainPairs::choose(const Field& field) {
    m_current = field;
    std::vector<std::string> chosen = {m_sample->summary->chains[static_cast<std::size_t>(field.row)]};
    if (field.row != field.column) chosen.push_back(m_sample->summary->chains[static_cast<std::size_t>(field.column)]);
    std::sort(chosen.begin(), chosen.end());
    setAccessibleDescription(explain(field));
    Q_EMIT chainsSelected(chosen);
    update();
}

void ChainPairs::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || chains() == 0) return;
    if (const auto field = fieldAt(event->position().toPoint())) choose(*field);
}

void ChainPairs::keyPressEvent(QKeyEvent* event) {
    if (chains() == 0) return QWidget::keyPressEvent(event);
    Field to = m_current.value_or(Field{});
    const bool first = !m_current;
    switch (event->key()) {
        case Qt::Key_Left: to.column = first ? 0 : to.column - 1; break;
        case Qt::Key_Right: to.column = first ? 0 : to.column + 1; break;
        case Qt::Key_Up: to.row = first ? 0 : to.row - 1; break;
        case Qt::Key_Down: to.row = first ? 0 : to.row + 1; break;
        case Qt::Key_Return:
        case Qt::Key_Space: return choose(to);
        default: return QWidget::keyPressEvent(event);
    }
    if (to.column < 0 && to.table == 1) to.table = 0, to.column = chains() - 1;
    if (to.column >= chains() && to.table == 0) to.table = 1, to.column = 0;
    to.column = std::clamp(to.column, 0, chains() - 1);
    to.row = std::clamp(to.row, 0, chains() - 1);
    m_current = to;
    setAccessibleDescription(explain(to));
    update();
}

bool ChainPairs::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && chains() > 0) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto field = fieldAt(help->pos())) QToolTip::showText(help->globalPos(), explain(*field), this);
        else QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

}  // namespace foldmeter::gui
