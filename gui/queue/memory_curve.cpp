#include "gui/queue/memory_curve.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace foldmeter::queue {

QString memoryText(const std::vector<worker::MemorySample>& samples) {
    if (samples.empty()) return {};
    const worker::MemorySample& last = samples.back();
    return MemoryCurve::tr("%1 of %2").arg(look::bytes(last.bytes), look::bytes(last.bytes + last.availableBytes));
}

MemoryCurve::MemoryCurve(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Memory"));
}

QSize MemoryCurve::sizeHint() const { return {15 * look::grid, 4 * look::grid}; }

void MemoryCurve::setSamples(const std::vector<worker::MemorySample>& samples) {
    m_samples = samples;
    std::int64_t most = 0;
    for (const worker::MemorySample& sample : samples) most = std::max(most, sample.bytes);
    const QString words = samples.empty() ? look::notMeasured() : tr("now %1, at most %2").arg(memoryText(samples), look::bytes(most));
    setToolTip(tr("Memory of the engine: %1").arg(words));
    setAccessibleDescription(words);
    update();
}

void MemoryCurve::paintEvent(QPaintEvent*) {
    const look::Theme& theme = look::themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (m_samples.size() < 2) return;
    double most = 1;
    for (const worker::MemorySample& sample : m_samples) most = std::max(most, static_cast<double>(sample.bytes));
    const double first = m_samples.front().seconds, span = std::max(1e-3, m_samples.back().seconds - first), top = most * 1.1;
    const auto at = [&](const worker::MemorySample& sample) {
        return QPointF((sample.seconds - first) / span * width(), height() - 1 - static_cast<double>(sample.bytes) / top * (height() - 2));
    };
    QPainterPath path(at(m_samples.front()));
    for (const worker::MemorySample& sample : m_samples) path.lineTo(at(sample));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 1.5));
    painter.drawPath(path);
    painter.setPen(theme.line);
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

}  // namespace foldmeter::queue
