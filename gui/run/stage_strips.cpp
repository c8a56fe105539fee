#include "gui/run/stage_strips.h"

#include "gui/look/focus_frame.h"
#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/timeline/row_painter.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace foldmeter::gui {
namespace {

using timeline::Category;

constexpr int labelWidth = 76, timeWidth = 104, stripHeight = 22, gap = 8, top = 6;
constexpr std::array order = {Category::Featurise, Category::Load, Category::Trace, Category::Optimize, Category::Codegen, Category::Autotune, Category::Execute, Category::Write, Category::Other};

}  // namespace

QString titleOf(Category stage) {
    switch (stage) {
        case Category::Featurise: return StageStrips::tr("featurisation");
        case Category::Load: return StageStrips::tr("loading");
        case Category::Trace: return StageStrips::tr("tracing");
        case Category::Optimize: return StageStrips::tr("optimisation");
        case Category::Codegen: return StageStrips::tr("code generation");
        case Category::Autotune: return StageStrips::tr("autotuning");
        case Category::Execute: return StageStrips::tr("execution");
        case Category::Write: return StageStrips::tr("writing");
        case Category::Other: return StageStrips::tr("explained by no span");
    }
    return {};
}

StageStrips::StageStrips(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Stages of the first seed and of the others"));
    look::setTextSize(this, look::TextSize::Small);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StageStrips::setSeeds(std::vector<report::SeedStages> seeds) {
    m_seeds = std::move(seeds);
    m_others = report::medianOfOthers(m_seeds);
    setAccessibleDescription(describe());
    update();
}

void StageStrips::setPatterns(bool patterns) {
    m_patterns = patterns;
    update();
}

double StageStrips::longest() const {
    double seconds = m_seeds.empty() ? 0 : m_seeds.front().stages.wall;
    if (m_others) seconds = std::max(seconds, m_others->wall);
    if (m_seeds.size() > 1 && !m_seeds.back().seed) seconds = std::max(seconds, m_seeds.back().stages.wall);
    return seconds;
}

// The second strip shows the running seed as long as no other has finished.
std::vector<StageStrips::Part> StageStrips::partsOf(int strip) const {
    const timeline::StageSeconds* stages = nullptr;
    if (strip == 0 && !m_seeds.empty()) stages = &m_seeds.front().stages;
    if (strip == 1 && m_others) stages = &*m_others;
    if (strip == 1 && !m_others && m_seeds.size() > 1) stages = &m_seeds.back().stages;
    std::vector<Part> parts;
    if (!stages || longest() <= 0) return parts;
    const double room = width() - labelWidth - timeWidth - 16;
    double x = labelWidth;
    for (const Category stage : order) {
        const double wide = stages->of(stage) / longest() * room;
        if (stages->of(stage) <= 0) continue;
        parts.push_back({stage, stages->of(stage), QRectF(x, top + strip * (stripHeight + gap), wide, stripHeight)});
        x += wide;
    }
    return parts;
}

QRectF StageStrips::partArea(int strip, Category stage) const {
    for (const Part& part : partsOf(strip))
        if (part.stage == stage) return part.area;
    return {};
}

QString StageStrips::labelOf(int strip) const {
    if (strip == 0) return m_seeds.empty() || !m_seeds.front().seed ? tr("first seed") : tr("seed %1").arg(*m_seeds.front().seed);
    return m_others ? tr("others") : m_seeds.size() > 1 ? tr("running") : tr("others");
}

void StageStrips::paintEvent(QPaintEvent*) {
    const look::Theme& theme = look::themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.window);
    for (int strip = 0; strip < 2; ++strip) paintStrip(painter, strip);
    look::paintFocusFrame(painter, this, rect());
}

void StageStrips::paintStrip(QPainter& painter, int strip) const {
    const look::Theme& theme = look::themeOf(this);
    const QRectF row(0, top + strip * (stripHeight + gap), width(), stripHeight);
    painter.setPen(theme.text);
    painter.setFont(look::font(look::TextSize::Small, strip == 0));
    painter.drawText(row.adjusted(8, 0, 0, 0), Qt::AlignVCenter, labelOf(strip));
    painter.setFont(look::font(look::TextSize::Small));
    const std::vector<Part> parts = partsOf(strip);
    if (parts.empty()) {
        painter.setPen(theme.muted);
        painter.drawText(row.adjusted(labelWidth, 0, 0, 0), Qt::AlignVCenter, strip == 0 ? tr("not measured") : tr("only one seed was run"));
        return;
    }
    double sum = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Part& part = parts[i];
        sum += part.seconds;
        const std::string_view name = timeline::nameOf(part.stage);
        const QColor colour = look::stageColour(theme, name);
        painter.fillRect(part.area, colour);
        if (look::isHatched(name)) painter.fillRect(part.area, QBrush(theme.muted, Qt::BDiagPattern));
        else if (m_patterns && look::stagePattern(name) != Qt::SolidPattern) painter.fillRect(part.area, QBrush(textOn(colour), look::stagePattern(name)));
        painter.fillRect(QRectF(part.area.right() - 1, part.area.top(), 1, part.area.height()), theme.window);
        if (m_current == std::pair(strip, static_cast<int>(i)) && hasFocus()) {
            painter.setPen(QPen(theme.text, 2));
            painter.drawRect(part.area.adjusted(1, 1, -2, -1));
        }
        const QString title = titleOf(part.stage);
        if (m_patterns || painter.fontMetrics().horizontalAdvance(title) + 8 > part.area.width()) continue;
        painter.setPen(textOn(colour));
        painter.drawText(part.area, Qt::AlignCenter, title);
    }
    const bool running = (strip == 0 && !m_seeds.front().seed) || (strip == 1 && !m_others);
    painter.setPen(theme.text);
    const QString time = look::duration(strip == 1 && m_others ? m_others->wall : sum);
    painter.drawText(QRectF(parts.back().area.right() + 8, row.top(), timeWidth + width(), row.height()), Qt::AlignVCenter,
                     running ? tr("%1, running").arg(time) : strip == 1 ? tr("median %1").arg(time) : time);
}

std::optional<std::pair<int, StageStrips::Part>> StageStrips::partAt(const QPointF& place) const {
    for (int strip = 0; strip < 2; ++strip)
        for (const Part& part : partsOf(strip))
            if (part.area.contains(place)) return std::pair(strip, part);
    return {};
}

QString StageStrips::explain(int strip, const Part& part) const {
    double whole = 0;
    for (const Part& other : partsOf(strip)) whole += other.seconds;
    return tr("%1, %2: %3, %4 of it").arg(labelOf(strip), titleOf(part.stage), look::duration(part.seconds), look::percent(whole > 0 ? part.seconds / whole : 0));
}

QString StageStrips::describe() const {
    QStringList words;
    for (int strip = 0; strip < 2; ++strip)
        for (const Part& part : partsOf(strip)) words << explain(strip, part);
    return words.join(QStringLiteral("; "));
}

void StageStrips::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (const auto part = partAt(event->position())) Q_EMIT stageChosen(part->second.stage, part->first == 0);
}

void StageStrips::keyPressEvent(QKeyEvent* event) {
    const auto parts = static_cast<int>(partsOf(m_current.first).size());
    switch (event->key()) {
        case Qt::Key_Left: m_current.second = std::max(0, m_current.second - 1); break;
        case Qt::Key_Right: m_current.second = std::min(parts - 1, m_current.second + 1); break;
        case Qt::Key_Up:
        case Qt::Key_Down:
            m_current.first = event->key() == Qt::Key_Up ? 0 : 1;
            m_current.second = std::clamp(m_current.second, 0, std::max(0, static_cast<int>(partsOf(m_current.first).size()) - 1));
            break;
        case Qt::Key_Return:
        case Qt::Key_Space:
            if (m_current.second >= 0 && m_current.second < parts) Q_EMIT stageChosen(partsOf(m_current.first)[static_cast<std::size_t>(m_current.second)].stage, m_current.first == 0);
            return;
        default: return QWidget::keyPressEvent(event);
    }
    const std::vector<Part> now = partsOf(m_current.first);
    if (m_current.second >= 0 && m_current.second < static_cast<int>(now.size())) setAccessibleDescription(explain(m_current.first, now[static_cast<std::size_t>(m_current.second)]));
    update();
}

bool StageStrips::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto part = partAt(help->pos())) QToolTip::showText(help->globalPos(), explain(part->first, part->second), this);
        else QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

}  // namespace foldmeter::gui
