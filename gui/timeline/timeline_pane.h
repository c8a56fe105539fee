// The timeline of a run as a pane: overview, tracks, and the details of what is selected. Takes values, tells gestures;
// knows neither the page nor the one selection.
#pragma once

#include "gui/commands/shared_selection.h"
#include "gui/timeline/track_list.h"

#include <QWidget>

#include <optional>
#include <set>

namespace foldmeter::look {
class StateStack;
}

namespace foldmeter::gui {

class OverviewStrip;
class SpanDetails;
class TimelineView;

class TimelinePane : public QWidget {
    Q_OBJECT

public:
    explicit TimelinePane(QWidget* parent = nullptr);

    // Small timelines are sorted at once, large ones beside the window's thread. A grown timeline of the same run keeps
    // what is seen. nullptr: nothing to show.
    void setTimeline(std::shared_ptr<const timeline::Timeline> timeline, const KernelModules& modules = {});
    void setFailure(const QString& what, const QString& where);
    void setSelection(const commands::Selection& selection);        // its spans; others are not this pane's
    void setCursor(std::optional<std::int64_t> nanoseconds);
    void showRange(std::int64_t from, std::int64_t to);             // "show in the timeline"

    TimelineView* view() const { return m_view; }
    SpanDetails* details() const { return m_details; }
    OverviewStrip* overview() const { return m_overview; }

Q_SIGNALS:
    void spansSelected(const std::vector<foldmeter::commands::SelectedSpan>& spans);
    void cursorMoved(std::optional<std::int64_t> nanoseconds);
    void ready();                                                    // a timeline is shown

private:
    void take(std::shared_ptr<const TrackList> list);
    void choose(int span, bool more);
    void setSpans(std::set<int> spans);

    std::shared_ptr<const TrackList> m_list;
    std::shared_ptr<const timeline::Timeline> m_wanted;              // the last one given: an older one that is ready later is dropped
    commands::Selection m_selection;
    look::StateStack* m_states;
    OverviewStrip* m_overview;
    TimelineView* m_view;
    SpanDetails* m_details;
};

}  // namespace foldmeter::gui
