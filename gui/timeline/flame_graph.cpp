#include "gui/timeline/flame_graph.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/timeline/row_painter.h"

#include <QPainter>

#include <algorithm>

namespace foldmeter::gui {
namespace {

constexpr int allThreads = 0;   // the tree's root

QString nameOf(const timeline::CallNode& node) { return QString::fromUtf8(node.name.data(), static_cast<qsizetype>(node.name.size())); }

}  // namespace

FlameGraph::FlameGraph(QWidget* parent) : FlameBoxes(allThreads, parent) {
    setAccessibleName(tr("Flame graph of the range"));
    connect(this, &FlameBoxes::nodeChosen, this, [this](int node) {
        if (node > allThreads) Q_EMIT spanAsked(m_summary->tree.at(node).longest);
    });
}

void FlameGraph::setSummary(std::shared_ptr<const RangeSummary> summary) {
    m_summary = std::move(summary);
    showAnew();
}

void FlameGraph::setHighlight(const QString& text) {
    m_highlight = text;
    viewport()->update();
}

bool FlameGraph::hasBoxes() const { return m_summary && m_summary->tree.root().total > 0; }
int FlameGraph::parentOf(int node) const { return m_summary->tree.at(node).parent; }
const std::vector<int>& FlameGraph::childrenOf(int node) const { return m_summary->tree.at(node).children; }
double FlameGraph::lengthOf(int node) const { return static_cast<double>(m_summary->tree.at(node).total); }
QString FlameGraph::emptyText() const { return m_summary ? tr("No spans lie in this range.") : tr("No timeline is shown."); }

bool FlameGraph::isFound(int node) const { return !m_highlight.isEmpty() && nameOf(m_summary->tree.at(node)).contains(m_highlight, Qt::CaseInsensitive); }

QColor FlameGraph::colourOf(const look::Theme& theme, int node) const {
    const timeline::CallNode& shown = m_summary->tree.at(node);
    QColor colour = node == allThreads ? theme.panel : spanColour(theme, shown.category, shown.name);
    if (!m_highlight.isEmpty() && !isFound(node)) colour.setAlphaF(0.3f);
    return colour;
}

void FlameGraph::paintBox(QPainter& painter, const look::Theme& theme, int node, const QRectF& area) const {
    painter.fillRect(area, colourOf(theme, node));
    if (isFound(node)) outline(painter, area, theme.warning);
}

FlameGraph::Label FlameGraph::labelOf(const look::Theme& theme, int node) const {
    const timeline::CallNode& shown = m_summary->tree.at(node);
    const QColor colour = colourOf(theme, node);
    const QString name = node == allThreads ? tr("all threads") : nameOf(shown);
    return {tr("%1 · %2").arg(name, look::duration(static_cast<double>(shown.total) * 1e-9)), node == allThreads || colour.alphaF() < 0.9f ? theme.text : textOn(colour), {}};
}

QString FlameGraph::describe(int index) const {
    const timeline::CallNode& node = m_summary->tree.at(index);
    const auto seconds = [](std::int64_t time) { return look::duration(static_cast<double>(time) * 1e-9); };
    const double whole = static_cast<double>(std::max<std::int64_t>(m_summary->tree.root().total, 1));
    QStringList lines{index == allThreads ? tr("all threads") : nameOf(node), tr("total %1, %2 of all threads").arg(seconds(node.total), look::percent(static_cast<double>(node.total) / whole))};
    if (index == allThreads) return lines.join(u'\n');
    lines << tr("self %1").arg(seconds(node.self)) << tr("%n call(s)", nullptr, static_cast<int>(node.calls));
    return lines.join(u'\n');
}

}  // namespace foldmeter::gui
