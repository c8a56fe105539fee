#include "gui/timeline/timeline_pane.h"

#include "gui/look/numbers.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "gui/timeline/flame_graph.h"
#include "gui/timeline/overview_strip.h"
#include "gui/timeline/roofline.h"
#include "gui/timeline/span_details.h"
#include "gui/timeline/span_table_view.h"
#include "gui/timeline/timeline_bar.h"
#include "gui/timeline/timeline_view.h"

#include <QApplication>
#include <QLabel>
#include <QPointer>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QThreadPool>
#include <QVBoxLayout>

#include <tuple>

namespace foldmeter::gui {
namespace {

constexpr std::size_t quick = 20'000;   // spans that are sorted or summed within a frame

}  // namespace

TimelinePane::TimelinePane(QWidget* parent)
    : QWidget(parent), m_bar(new TimelineBar), m_overview(new OverviewStrip), m_view(new TimelineView), m_tabs(new QTabWidget), m_rangeText(new QLabel), m_details(new SpanDetails), m_table(new SpanTableView),
      m_flame(new FlameGraph), m_roofline(new Roofline) {
    makeParts();
    wire();
    setTimeline(nullptr);
}

void TimelinePane::makeParts() {
    auto* tracks = new QWidget;
    auto* column = new QVBoxLayout(tracks);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_overview->setLeftMargin(TimelineView::gutter);
    column->addWidget(m_bar);
    column->addWidget(m_overview);
    column->addWidget(m_view, 1);
    m_tabs->addTab(m_details, tr("Details"));
    m_tabs->addTab(m_table, tr("Table"));
    m_tabs->addTab(m_flame, tr("Flame graph"));
    m_tabs->addTab(m_roofline, tr("Limit"));
    m_tabs->setDocumentMode(true);
    m_tabs->setCornerWidget(m_rangeText);
    m_rangeText->setContentsMargins(0, 0, look::grid, 0);
    look::setTextSize(m_rangeText, look::TextSize::Small);
    look::setMuted(m_rangeText);
    m_tabs->setAccessibleName(tr("Details, table, flame graph and limit of the range"));
    look::setTextSize(m_tabs->tabBar(), look::TextSize::Small);
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(tracks);
    splitter->addWidget(m_tabs);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({800, 440});
    splitter->setChildrenCollapsible(true);
    m_states = new look::StateStack(splitter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);
}

void TimelinePane::wire() {
    connect(m_view, &TimelineView::seenChanged, m_overview, &OverviewStrip::setSeen);
    connect(m_overview, &OverviewStrip::rangeAsked, this, [this](std::int64_t from, std::int64_t to) { m_view->show(from, to); });
    connect(m_view, &TimelineView::spanChosen, this, &TimelinePane::choose);
    connect(m_view, &TimelineView::rangeMeasured, this, [this](std::int64_t from, std::int64_t to) {
        if (from < to && m_tabs->currentWidget() == m_details) showTab(Tab::Table);
        summarise();
    });
    connect(m_view, &TimelineView::cursorAsked, this, [this](std::int64_t time) {
        setCursor(time);
        Q_EMIT cursorMoved(time);
        if (const Place place = placeAt(*m_list, time); !place.empty()) Q_EMIT placeChosen(place);
    });
    connect(m_view, &TimelineView::searchAsked, m_bar, &TimelineBar::focusSearch);
    connect(m_view, &TimelineView::foundAsked, m_bar, &TimelineBar::go);
    connect(m_bar, &TimelineBar::foundChanged, m_view, &TimelineView::setFound);
    connect(m_bar, &TimelineBar::spanAsked, this, &TimelinePane::chooseAndReveal);
    connect(m_bar, &TimelineBar::filterChanged, this, &TimelinePane::takeFilter);
    connect(m_bar, &TimelineBar::keysAsked, this, [this] { m_view->perform(TimelineAction::Help); });
    connect(m_bar, &TimelineBar::left, m_view, qOverload<>(&QWidget::setFocus));
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        if (m_summaryDue) summarise();
    });
    connect(m_details, &SpanDetails::spanAsked, this, &TimelinePane::chooseAndReveal);
    connect(m_details, &SpanDetails::sourceAsked, this, &TimelinePane::sourceAsked);
    connect(m_table, &SpanTableView::spanAsked, this, &TimelinePane::chooseAndReveal);
    connect(m_flame, &FlameGraph::spanAsked, this, &TimelinePane::chooseAndReveal);
    connect(m_roofline, &Roofline::spanAsked, this, &TimelinePane::chooseAndReveal);
}

void TimelinePane::setTimeline(std::shared_ptr<const timeline::Timeline> timeline, timeline::KernelTable kernels) {
    m_wanted = timeline;
    if (!timeline || (timeline->spans.empty() && timeline->counters.empty())) {
        m_list.reset();
        takeSummary(nullptr);
        m_states->show(look::Empty{tr("No timeline"), tr("Runs of other programs have none; a run of this program shows here where its time went, second by second. Traces of other programs (Chrome's JSON, Perfetto) can be opened or dropped on the window."), {}});
        return;
    }
    if (timeline->spans.size() <= quick) return take(makeTrackList(std::move(timeline), std::move(kernels)));
    if (!m_list) m_states->show(look::Loading{tr("Sorting the timeline"), {}, static_cast<std::int64_t>(timeline->spans.size()), tr("spans"), {}});
    QPointer<TimelinePane> pane(this);
    QThreadPool::globalInstance()->start([pane, timeline, kernels = std::move(kernels)]() mutable {
        auto list = makeTrackList(timeline, std::move(kernels));
        QMetaObject::invokeMethod(qApp, [pane, list = std::move(list)]() mutable {
            if (pane && pane->m_wanted == list->timeline) pane->take(std::move(list));
        });
    });
}

void TimelinePane::take(std::shared_ptr<const TrackList> list) {
    const bool sameRun = m_list && m_list->start == list->start;
    m_list = std::move(list);
    m_kept = keptBy(*m_list, m_bar->filter());
    m_states->showContent();
    const auto shown = m_kept.empty() ? m_list : withoutHidden(*m_list, m_kept, m_bar->filter().categories);
    m_overview->setTracks(m_list);
    m_details->setTracks(m_list);
    m_view->setTracks(shown);
    m_bar->setTracks(m_list);
    m_overview->setSeen(m_view->scale().from, m_view->scale().to);
    if (!sameRun) takeSummary(nullptr);
    summarise();
    setSelection(m_selection);
    Q_EMIT ready();
}

void TimelinePane::setLimits(const MachineLimits& limits) {
    m_details->setLimits(limits);
    m_table->setLimits(limits);
    m_roofline->setLimits(limits);
}

void TimelinePane::setLoading(const QString& what) {
    m_wanted.reset();
    m_list.reset();
    m_states->show(look::Loading{what, {}, {}, {}, {}});
}

void TimelinePane::setFailure(const QString& what, const QString& where) {
    m_wanted.reset();
    m_list.reset();
    m_states->show(look::Failed{what, where, tr("The structures and scores of the run are not touched by this."), tr("Predict again to record a timeline."), where, {}});
}

void TimelinePane::takeFilter(const SpanFilter& filter) {
    if (!m_list) return;
    m_kept = keptBy(*m_list, filter);
    m_view->setTracks(m_kept.empty() ? m_list : withoutHidden(*m_list, m_kept, filter.categories));
    m_view->setFound(m_bar->found());
    summarise();
}

void TimelinePane::setFilter(const SpanFilter& filter) { m_bar->setFilter(filter); }

// Made only while something shows it: tables of a run that grows would cost more than the run.
void TimelinePane::summarise() {
    m_summaryDue = true;
    if (!m_list || m_tabs->currentWidget() == m_details || !m_tabs->isVisibleTo(this)) return;
    m_summaryDue = false;
    const auto measured = m_view->measured();
    const std::int64_t from = measured ? measured->first : m_list->start, to = measured ? measured->second : m_list->end;
    if (m_list->timeline->spans.size() <= quick) return takeSummary(summariseRange(m_list, from, to, m_kept));
    const quint64 wanted = ++m_summaryWanted;
    QPointer<TimelinePane> pane(this);
    QThreadPool::globalInstance()->start([pane, wanted, list = m_list, from, to, kept = m_kept]() mutable {
        auto summary = summariseRange(std::move(list), from, to, kept);
        QMetaObject::invokeMethod(qApp, [pane, wanted, summary = std::move(summary)]() mutable {
            if (pane && pane->m_summaryWanted == wanted && pane->m_list == summary->list) pane->takeSummary(std::move(summary));
        });
    });
}

void TimelinePane::summariseNow() {
    if (!m_list || (m_summary && !m_summaryDue)) return;
    m_summaryDue = false;
    ++m_summaryWanted;   // one that is being made is late
    const auto measured = m_view->measured();
    takeSummary(summariseRange(m_list, measured ? measured->first : m_list->start, measured ? measured->second : m_list->end, m_kept));
}

void TimelinePane::takeSummary(std::shared_ptr<const RangeSummary> summary) {
    m_summary = std::move(summary);
    m_table->setSummary(m_summary);
    m_flame->setSummary(m_summary);
    m_roofline->setSummary(m_summary);
    const bool whole = m_summary && m_summary->from <= m_summary->list->start && m_summary->to >= m_summary->list->end;
    const QString length = m_summary ? look::duration(static_cast<double>(m_summary->to - m_summary->from) * 1e-9) : QString();
    m_rangeText->setText(!m_summary ? QString() : whole ? tr("whole run, %1").arg(length) : tr("%1 measured").arg(length));
    if (m_summary) Q_EMIT summaryReady();
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

void TimelinePane::showPlace(const Place& place) {
    if (!m_list) return;
    const std::vector<int> found = spansOf(*m_list, place);
    if (found.empty()) return;
    const std::set<int> spans(found.begin(), found.end());
    setSpans(spans);
    m_view->reveal(found.front());
    setCursor(m_list->span(found.front()).start);
    tellSpans(spans);
}

void TimelinePane::choose(int span, bool more) {
    std::set<int> spans = more ? m_view->selectedSpans() : std::set<int>{};
    if (span >= 0 && !spans.erase(span)) spans.insert(span);
    setSpans(spans);
    m_bar->setCurrent(span);
    tellSpans(spans);
    if (span < 0) return;
    if (const Place place = placeOf(*m_list, span); !place.empty()) Q_EMIT placeChosen(place);
}

void TimelinePane::chooseAndReveal(int span) {
    if (!m_list || span < 0) return;
    m_view->reveal(span);
    choose(span, false);
}

void TimelinePane::tellSpans(const std::set<int>& spans) {
    constexpr std::size_t most = 10'000;   // more are no choice of a person, and every pane would have to look for them
    std::vector<commands::SelectedSpan> selected;
    for (const int index : spans) {
        if (selected.size() == most) break;
        const timeline::Span& s = m_list->span(index);
        selected.push_back({m_list->timeline->tracks[static_cast<std::size_t>(s.track)].name, s.name, s.start, s.end});
    }
    m_selection.spans = selected;
    Q_EMIT spansSelected(selected);
}

QString TimelinePane::rangeText() const { return m_rangeText->text(); }

void TimelinePane::showTab(Tab tab) { m_tabs->setCurrentIndex(static_cast<int>(tab)); }

void TimelinePane::showSource(const QString& text) { m_details->showSource(text); }

}  // namespace foldmeter::gui
