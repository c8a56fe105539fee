#include "gui/timeline/timeline_pane.h"

#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "gui/timeline/overview_strip.h"
#include "gui/timeline/span_details.h"
#include "gui/timeline/timeline_view.h"

#include <QApplication>
#include <QPointer>
#include <QSplitter>
#include <QThreadPool>
#include <QVBoxLayout>

#include <tuple>

namespace foldmeter::gui {

TimelinePane::TimelinePane(QWidget* parent) : QWidget(parent) {
    auto* tracks = new QWidget;
    auto* column = new QVBoxLayout(tracks);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_overview = new OverviewStrip;
    m_view = new TimelineView;
    m_overview->setLeftMargin(TimelineView::gutter);
    column->addWidget(m_overview);
    column->addWidget(m_view, 1);
    m_details = new SpanDetails;
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(tracks);
    splitter->addWidget(m_details);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({900, 300});
    splitter->setChildrenCollapsible(true);
    m_states = new look::StateStack(splitter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);
    setFocusProxy(m_view);
    connect(m_view, &TimelineView::seenChanged, m_overview, &OverviewStrip::setSeen);
    connect(m_overview, &OverviewStrip::rangeAsked, this, [this](std::int64_t from, std::int64_t to) { m_view->show(from, to); });
    connect(m_view, &TimelineView::spanChosen, this, &TimelinePane::choose);
    connect(m_view, &TimelineView::rangeMeasured, m_details, &SpanDetails::showRange);
    connect(m_view, &TimelineView::cursorAsked, this, [this](std::int64_t time) {
        setCursor(time);
        Q_EMIT cursorMoved(time);
    });
    setTimeline(nullptr);
}

void TimelinePane::setTimeline(std::shared_ptr<const timeline::Timeline> timeline, const KernelModules& modules) {
    m_wanted = timeline;
    if (!timeline || timeline->spans.empty()) {
        m_list.reset();
        m_states->show(look::Empty{tr("No timeline"), tr("Runs of other programs have none; a run of this program shows here where its time went, second by second."), {}});
        return;
    }
    constexpr std::size_t quick = 20'000;   // spans that are sorted within a frame
    if (timeline->spans.size() <= quick) return take(makeTrackList(std::move(timeline), modules));
    if (!m_list) m_states->show(look::Loading{tr("Sorting the timeline"), {}, static_cast<std::int64_t>(timeline->spans.size()), tr("spans"), {}});
    QPointer<TimelinePane> pane(this);
    QThreadPool::globalInstance()->start([pane, timeline, modules] {
        auto list = makeTrackList(timeline, modules);
        QMetaObject::invokeMethod(qApp, [pane, list = std::move(list)]() mutable {
            if (pane && pane->m_wanted == list->timeline) pane->take(std::move(list));
        });
    });
}

void TimelinePane::take(std::shared_ptr<const TrackList> list) {
    m_list = std::move(list);
    m_states->showContent();
    m_overview->setTracks(m_list);
    m_details->setTracks(m_list);
    m_view->setTracks(m_list);
    m_overview->setSeen(m_view->scale().from, m_view->scale().to);
    setSelection(m_selection);
    Q_EMIT ready();
}

void TimelinePane::setFailure(const QString& what, const QString& where) {
    m_wanted.reset();
    m_list.reset();
    m_states->show(look::Failed{what, where, tr("The structures and scores of the run are not touched by this."), tr("Predict again to record a timeline."), where, {}});
}

void TimelinePane::setSelection(const commands::Selection& selection) {
    m_selection = selection;
    if (!m_list) return;
    std::set<int> spans;
    if (!selection.spans.empty()) {
        std::set<std::tuple<std::int64_t, std::int64_t, std::string>> wanted;
        for (const commands::SelectedSpan& span : selection.spans) wanted.emplace(span.start, span.end, span.name);
        for (std::size_t i = 0; i < m_list->timeline->spans.size(); ++i) {
            const timeline::Span& span = m_list->timeline->spans[i];
            if (wanted.contains({span.start, span.end, span.name})) spans.insert(static_cast<int>(i));
        }
    }
    if (spans == m_view->selectedSpans()) return;
    setSpans(std::move(spans));
}

void TimelinePane::setSpans(std::set<int> spans) {
    m_details->showSpans(spans);
    m_view->setSelectedSpans(std::move(spans));
}

void TimelinePane::setCursor(std::optional<std::int64_t> nanoseconds) { m_view->setCursor(nanoseconds); }

void TimelinePane::showRange(std::int64_t from, std::int64_t to) { m_view->show(from, to); }

void TimelinePane::choose(int span, bool more) {
    std::set<int> spans = more ? m_view->selectedSpans() : std::set<int>{};
    if (span >= 0 && !spans.erase(span)) spans.insert(span);
    setSpans(spans);
    std::vector<commands::SelectedSpan> selected;
    for (const int index : spans) {
        const timeline::Span& s = m_list->span(index);
        selected.push_back({m_list->timeline->tracks[static_cast<std::size_t>(s.track)].name, s.name, s.start, s.end});
    }
    m_selection.spans = selected;
    Q_EMIT spansSelected(selected);
}

}  // namespace foldmeter::gui
