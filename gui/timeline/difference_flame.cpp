#include "gui/timeline/difference_flame.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"
#include "gui/timeline/row_painter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace foldmeter::gui {
namespace {

constexpr int everything = -1;

double widthOf(const compare::MatchedPath& path) { return std::max(path.firstSeconds, path.secondSeconds); }

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto mix = [&](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

QColor colourOf(const look::Theme& theme, const compare::MatchedPath& path) {
    const double share = widthOf(path) > 0 ? std::min(1.0, std::abs(path.difference()) / widthOf(path)) : 0;
    return mixed(theme.line, path.difference() > 0 ? theme.autotune : theme.execute, share);
}

}  // namespace

DifferenceFlame::DifferenceFlame(QWidget* parent) : FlameBoxes(everything, parent) { setAccessibleName(tr("Flame graph of the difference")); }

void DifferenceFlame::setPair(std::shared_ptr<const TimelinePair> pair) {
    m_pair = std::move(pair);
    m_children.assign(m_pair ? m_pair->match.paths.size() + 1 : 1, {});
    for (std::size_t i = 0; m_pair && i < m_pair->match.paths.size(); ++i) m_children[static_cast<std::size_t>(m_pair->match.paths[i].parent + 1)].push_back(static_cast<int>(i));
    for (auto& children : m_children) std::stable_sort(children.begin(), children.end(), [&](int a, int b) { return widthOf(path(a)) > widthOf(path(b)); });
    showAnew();
}

bool DifferenceFlame::hasBoxes() const { return m_pair && !m_pair->match.paths.empty(); }
int DifferenceFlame::parentOf(int place) const { return path(place).parent; }
const std::vector<int>& DifferenceFlame::childrenOf(int place) const { return m_children[static_cast<std::size_t>(place + 1)]; }
double DifferenceFlame::lengthOf(int place) const { return place == everything ? 0 : widthOf(path(place)); }
QString DifferenceFlame::emptyText() const { return tr("No timelines are shown."); }

void DifferenceFlame::paintBox(QPainter& painter, const look::Theme& theme, int place, const QRectF& area) const {
    painter.fillRect(area, colourOf(theme, path(place)));
    if (path(place).unmatched()) painter.fillRect(area, QBrush(theme.window, Qt::FDiagPattern));
}

DifferenceFlame::Label DifferenceFlame::labelOf(const look::Theme& theme, int place) const {
    const compare::MatchedPath& shown = path(place);
    const QColor colour = colourOf(theme, shown);
    return {tr("%1 · %2").arg(QString::fromStdString(shown.name), signedSeconds(shown.difference())), textOn(colour), shown.unmatched() ? colour : QColor()};
}

QString DifferenceFlame::describe(int place) const {
    const compare::MatchedPath& shown = path(place);
    QStringList lines{QString::fromStdString(m_pair->match.pathText(place)), tr("first run %1 in %2 calls, second run %3 in %4 calls").arg(look::duration(shown.firstSeconds)).arg(shown.firstCalls).arg(look::duration(shown.secondSeconds)).arg(shown.secondCalls),
                      tr("difference %1, of itself %2").arg(signedSeconds(shown.difference()), signedSeconds(shown.selfDifference()))};
    if (shown.unmatched()) lines << (shown.firstCalls ? tr("only the first run did this") : tr("only the second run did this"));
    return lines.join(u'\n');
}

}  // namespace foldmeter::gui
