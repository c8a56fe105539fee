// The timeline of a run as a pane: search and filter, overview, tracks, and beside them the details of what is selected,
// the tables, the flame graph and the roofline of the measured range. Takes values, tells gestures; knows neither the page
// nor the one selection.
#pragma once

#include "gui/commands/shared_selection.h"
#include "gui/timeline/machine_limits.h"
#include "gui/timeline/place.h"
#include "gui/timeline/range_summary.h"
#include "gui/timeline/span_filter.h"

#include <QWidget>

#include <optional>
#include <set>

class QLabel;
class QTabWidget;

namespace foldmeter::look {
class StateStack;
}
namespace foldmeter::commands {
class CommandRegistry;
}

namespace foldmeter::gui {

class FlameGraph;
class OverviewStrip;
class Roofline;
class SpanDetails;
class SpanTableView;
class TimelineBar;
class TimelineView;

class TimelinePane : public QWidget {
    Q_OBJECT

public:
    enum class Tab { Details, Table, Flame, Roofline };
    explicit TimelinePane(QWidget* parent = nullptr);

    // Small timelines are sorted at once, large ones beside the window's thread. A grown timeline of the same run keeps
    // what is seen. nullptr: nothing to show.
    void setTimeline(std::shared_ptr<const timeline::Timeline> timeline, timeline::KernelTable kernels = {});
    void setLimits(const MachineLimits& limits);                    // of the machine that the run was on
    void setName(const QString& name) { m_name = name; }            // of the run, for exported files
    void setLoading(const QString& what);
    void setFailure(const QString& what, const QString& where);
    void setSelection(const commands::Selection& selection);        // its spans; others are not this pane's
    void setCursor(std::optional<std::int64_t> nanoseconds);
    void showRange(std::int64_t from, std::int64_t to);             // "show in the timeline"
    // What was computed there: its spans are selected and brought into view, the cursor goes to the first of them.
    void showPlace(const Place& place);
    void setFilter(const SpanFilter& filter);
    void addCommands(commands::CommandRegistry& registry);          // once; the view's keys are the commands' from then on
    void exportTo(const QString& file, Tab what);                   // by the ending; Details: the tracks
    void showTab(Tab tab);
    void showSource(const QString& text);                           // the answer to sourceAsked

    TimelineView* view() const { return m_view; }
    SpanDetails* details() const { return m_details; }
    OverviewStrip* overview() const { return m_overview; }
    TimelineBar* bar() const { return m_bar; }
    SpanTableView* table() const { return m_table; }
    FlameGraph* flame() const { return m_flame; }
    Roofline* roofline() const { return m_roofline; }
    QString rangeText() const;
    const std::shared_ptr<const RangeSummary>& summary() const { return m_summary; }

Q_SIGNALS:
    void spansSelected(const std::vector<foldmeter::commands::SelectedSpan>& spans);
    void cursorMoved(std::optional<std::int64_t> nanoseconds);
    void placeChosen(const foldmeter::gui::Place& place);            // by a span that was chosen, or by the cursor
    void sourceAsked(const QString& program, const QString& kernel); // kernel empty: the program's graph
    void exported(const QString& file);
    void refused(const QString& why);                                // something that was asked for could not be done
    void ready();                                                    // a timeline is shown
    void summaryReady();                                             // tables and graphs show the range

private:
    void makeParts();
    void wire();
    void take(std::shared_ptr<const TrackList> list);
    void choose(int span, bool more);
    void chooseAndReveal(int span);
    void setSpans(std::set<int> spans);
    void tellSpans(const std::set<int>& spans);
    void takeFilter(const SpanFilter& filter);
    void summarise();                                                // the measured range, else the whole run
    void summariseNow();                                             // waits, for exports
    void takeSummary(std::shared_ptr<const RangeSummary> summary);
    void askAndExport(Tab what);

    std::shared_ptr<const TrackList> m_list;                         // everything
    std::vector<bool> m_kept;                                        // by the filter; empty: all
    std::shared_ptr<const timeline::Timeline> m_wanted;              // the last one given: an older one that is ready later is dropped
    std::shared_ptr<const RangeSummary> m_summary;
    quint64 m_summaryWanted = 0;
    bool m_summaryDue = true;                                        // not made for what is measured now
    commands::Selection m_selection;
    QString m_name;
    look::StateStack* m_states;
    TimelineBar* m_bar;
    OverviewStrip* m_overview;
    TimelineView* m_view;
    QTabWidget* m_tabs;
    QLabel* m_rangeText;                                             // what tables and graphs are about
    SpanDetails* m_details;
    SpanTableView* m_table;
    FlameGraph* m_flame;
    Roofline* m_roofline;
};

}  // namespace foldmeter::gui
