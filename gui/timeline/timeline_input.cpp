// Keys, wheel and mouse of the timeline, and what its actions do.
#include "gui/timeline/timeline_metrics.h"
#include "gui/timeline/timeline_view.h"

#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace foldmeter::gui {

using namespace timeline_metrics;

// Where keys zoom: at the pointer if it is over the tracks, else in the middle.
double TimelineView::zoomPlace() const {
    const QPoint pointer = viewport()->mapFromGlobal(QCursor::pos());
    const bool over = viewport()->rect().contains(pointer) && pointer.x() >= gutter;
    return over ? pointer.x() - gutter : m_scale.width / 2;
}

void TimelineView::perform(TimelineAction action) {
    if (action == TimelineAction::Help) {
        m_keysShown = !m_keysShown;
        return viewport()->update();
    }
    if (!m_list) return;
    switch (action) {
        case TimelineAction::ZoomIn: return setScale(m_scale.zoomed(1.5, zoomPlace(), m_list->start, m_list->end));
        case TimelineAction::ZoomOut: return setScale(m_scale.zoomed(1 / 1.5, zoomPlace(), m_list->start, m_list->end));
        case TimelineAction::PanLeft: return setScale(m_scale.panned(-m_scale.width / 6, m_list->start, m_list->end));
        case TimelineAction::PanRight: return setScale(m_scale.panned(m_scale.width / 6, m_list->start, m_list->end));
        case TimelineAction::Fit: return fitSelection();
        case TimelineAction::FitRun: return fit();
        case TimelineAction::Previous: return step(-1);
        case TimelineAction::Next: return step(1);
        case TimelineAction::RangeOfSelection:
            if (const auto range = rangeOfSelection(); range && range->second > range->first) measure(range->first, range->second);
            return;
        case TimelineAction::Mark: return setMark();
        case TimelineAction::ClearMarks: m_marks.clear(); return viewport()->update();
        case TimelineAction::PreviousMark: return goToMark(-1);
        case TimelineAction::NextMark: return goToMark(1);
        case TimelineAction::Pin: return pinSelected();
        case TimelineAction::Unpin: m_pinned.clear(); layOut(); return viewport()->update();
        case TimelineAction::Search: Q_EMIT searchAsked(); return;
        case TimelineAction::NextFound: Q_EMIT foundAsked(1); return;
        case TimelineAction::PreviousFound: Q_EMIT foundAsked(-1); return;
        case TimelineAction::Flows: m_flows = !m_flows; return viewport()->update();
        case TimelineAction::Clear: return clearChoice();
        case TimelineAction::Help: return;
    }
}

std::optional<std::pair<std::int64_t, std::int64_t>> TimelineView::rangeOfSelection() const {
    if (m_selected.empty()) return std::nullopt;
    std::pair<std::int64_t, std::int64_t> range{m_list->span(*m_selected.begin()).start, m_list->span(*m_selected.begin()).end};
    for (const int span : m_selected) range = {std::min(range.first, m_list->span(span).start), std::max(range.second, m_list->span(span).end)};
    return range;
}

void TimelineView::fitSelection() {
    const auto range = m_measured ? m_measured : rangeOfSelection();
    if (!range) return fit();
    const TimeScale wanted = m_scale.on(range->first, range->second, m_list->start, m_list->end);
    if (wanted.from == m_scale.from && wanted.to == m_scale.to) fit();
    else setScale(wanted);
}

void TimelineView::setMark() {
    auto mark = m_measured ? m_measured : rangeOfSelection();
    if (!mark && m_cursor) mark = {*m_cursor, *m_cursor};
    if (!mark) return;
    if (const auto same = std::find(m_marks.begin(), m_marks.end(), *mark); same != m_marks.end()) m_marks.erase(same);   // again: no longer
    else m_marks.insert(std::lower_bound(m_marks.begin(), m_marks.end(), *mark), *mark);
    viewport()->update();
}

void TimelineView::goToMark(int direction) {
    if (m_marks.empty()) return;
    const std::int64_t middle = m_scale.from + (m_scale.to - m_scale.from) / 2, slack = (m_scale.to - m_scale.from) / 1000 + 1;
    const auto centre = [](const auto& mark) { return mark.first + (mark.second - mark.first) / 2; };
    const std::pair<std::int64_t, std::int64_t>* next = nullptr;
    for (const auto& mark : m_marks) {
        const bool beyond = direction > 0 ? centre(mark) > middle + slack : centre(mark) < middle - slack;
        if (beyond && (!next || (direction > 0 ? centre(mark) < centre(*next) : centre(mark) > centre(*next)))) next = &mark;
    }
    if (!next) next = direction > 0 ? &m_marks.front() : &m_marks.back();   // round again
    if (next->second - next->first > m_scale.to - m_scale.from) show(next->first, next->second);
    else setScale(m_scale.panned(m_scale.pixel(centre(*next)) - m_scale.width / 2, m_list->start, m_list->end));
}

void TimelineView::pinSelected() {
    const auto [g, r] = m_lastRow;
    if (g >= 0 && r >= 0 && g < static_cast<int>(m_list->groups.size()) && r < static_cast<int>(m_list->groups[static_cast<std::size_t>(g)].rows.size())) togglePin({g, r, -1, 0, rowHeight});
}

void TimelineView::togglePin(const Line& line) {
    const auto key = keyOf(line);
    if (const auto found = std::find(m_pinned.begin(), m_pinned.end(), key); found != m_pinned.end()) m_pinned.erase(found);
    else m_pinned.push_back(key);
    layOut();
    viewport()->update();
}

void TimelineView::clearChoice() {
    m_keysShown = false;
    if (m_measured) measure(0, 0);
    choose(-1, false);
    viewport()->update();
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    if (!m_list) return;
    const QPoint turned = event->angleDelta();
    const double notches = (turned.y() != 0 ? turned.y() : turned.x()) / 120.0;
    const bool sideways = event->modifiers() & Qt::ShiftModifier || (turned.y() == 0 && turned.x() != 0);
    if (event->modifiers() & Qt::ControlModifier || event->position().x() < gutter) verticalScrollBar()->setValue(verticalScrollBar()->value() - static_cast<int>(notches * 3 * rowHeight));
    else if (sideways) setScale(m_scale.panned(-notches * m_scale.width / 8, m_list->start, m_list->end));
    else setScale(m_scale.zoomed(std::pow(1.25, notches), std::max(0.0, event->position().x() - gutter), m_list->start, m_list->end));
    event->accept();
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    if (!m_list || event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) return QAbstractScrollArea::keyPressEvent(event);
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) return step(event->key() == Qt::Key_Left ? -1 : 1);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (!m_selected.empty()) show(m_list->span(*m_selected.begin()).start, m_list->span(*m_selected.begin()).end);
        return;
    }
    if (event->key() == Qt::Key_Escape && !m_measured && m_selected.empty() && !m_keysShown) return QAbstractScrollArea::keyPressEvent(event);
    const QString typed = event->text().toUpper();
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    if (!m_keysByCommands)
        for (const TimelineKey& key : timelineKeys()) {
            const QString wanted = QString::fromLatin1(key.keys);
            const bool isEscape = wanted == QLatin1String("Esc") && event->key() == Qt::Key_Escape;
            const bool isLetter = wanted.startsWith(QLatin1String("Shift+")) ? shift && typed == wanted.mid(6) : typed == wanted && (!shift || !typed.at(0).isLetter());
            if (isEscape || (!typed.isEmpty() && isLetter)) return perform(key.action);
        }
    QAbstractScrollArea::keyPressEvent(event);
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (!m_list || event->button() != Qt::LeftButton) return;
    const QPoint place = event->position().toPoint();
    m_onRuler = place.y() < rulerHeight && place.x() >= gutter;
    if (m_onRuler) Q_EMIT cursorAsked(std::clamp(m_scale.time(place.x() - gutter), m_list->start, m_list->end));
    else m_pressed = place;
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_list || !(event->buttons() & Qt::LeftButton)) return;
    const QPoint place = event->position().toPoint();
    if (m_onRuler) {
        Q_EMIT cursorAsked(std::clamp(m_scale.time(place.x() - gutter), m_list->start, m_list->end));
    } else if (m_pressed && m_pressed->x() >= gutter && std::abs(place.x() - m_pressed->x()) > 4) {
        const std::int64_t a = m_scale.time(m_pressed->x() - gutter), b = m_scale.time(std::clamp<double>(place.x() - gutter, 0, m_scale.width));
        m_measured = {std::min(a, b), std::max(a, b)};
        viewport()->update();
    }
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_list || event->button() != Qt::LeftButton || !m_pressed) return;
    const QPoint pressed = *std::exchange(m_pressed, {}), place = event->position().toPoint();
    if (std::abs(place.x() - pressed.x()) > 4 && pressed.x() >= gutter) {
        if (m_measured) Q_EMIT rangeMeasured(m_measured->first, m_measured->second);
        return;
    }
    const Line* line = lineAt(pressed.y());
    if (line && line->isHeader()) {
        const QString name = m_list->groups[static_cast<std::size_t>(line->group)].name;
        if (!m_folded.erase(name)) m_folded.insert(name);
        layOut();
        return viewport()->update();
    }
    if (line && pressed.x() < gutter) return togglePin(*line);
    if (m_measured) measure(0, 0);
    if (line && line->row >= 0) m_lastRow = {line->group, line->row};
    if (pressed.x() >= gutter) Q_EMIT cursorAsked(std::clamp(m_scale.time(pressed.x() - gutter), m_list->start, m_list->end));
    choose(spanAt(pressed), event->modifiers() & Qt::ControlModifier);
    viewport()->update();
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!m_list) return;
    const QPoint place = event->position().toPoint();
    if (const int span = spanAt(place); span >= 0) return show(m_list->span(span).start, m_list->span(span).end);
    if (const Line* line = lineAt(place.y()); line && line->row >= 0 && place.x() >= gutter)
        setScale(m_scale.zoomed(2, place.x() - gutter, m_list->start, m_list->end));
}

}  // namespace foldmeter::gui
