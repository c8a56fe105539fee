// The tracks of a run: groups of rows under sticky headers, a ruler on top. Wheel zooms at the pointer, Shift+wheel pans,
// W A S D zoom and pan, F fits, a drag measures, a double click zooms to a span; arrows walk from span to span.
#pragma once

#include "gui/timeline/time_scale.h"
#include "gui/timeline/track_list.h"

#include <QAbstractScrollArea>

#include <optional>
#include <set>

namespace foldmeter::look {
struct Theme;
}

namespace foldmeter::gui {

class TimelineView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit TimelineView(QWidget* parent = nullptr);

    void setTracks(std::shared_ptr<const TrackList> list);   // keeps what is seen when the same run has grown
    const TrackList* tracks() const { return m_list.get(); }
    void setCursor(std::optional<std::int64_t> time);        // the time cursor, not the pointer
    void setSelectedSpans(std::set<int> spans);
    void show(std::int64_t from, std::int64_t to);           // with a small margin
    void fit();
    const TimeScale& scale() const { return m_scale; }
    const std::set<int>& selectedSpans() const { return m_selected; }
    std::optional<std::pair<std::int64_t, std::int64_t>> measured() const { return m_measured; }
    static constexpr int gutter = 152;                       // pixels for the names of the rows

    int spanAt(const QPoint& place) const;                   // of the viewport; -1: none (folded spans: the longest)
    QString tooltipOf(int span) const;

Q_SIGNALS:
    void seenChanged(std::int64_t from, std::int64_t to);
    void spanChosen(int span, bool more);                    // -1: none
    void cursorAsked(std::int64_t time);
    void rangeMeasured(std::int64_t from, std::int64_t to);  // from == to: no longer

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    // A line of the picture: a group's header, a row or a counter.
    struct Line {
        int group = 0, row = -1, counter = -1;               // row and counter -1: the header
        int top = 0, height = 0;
        bool isHeader() const { return row < 0 && counter < 0; }
    };
    void layOut();
    void setScale(const TimeScale& scale);
    void paintLines(QPainter& painter, const look::Theme& theme) const;
    void paintLine(QPainter& painter, const look::Theme& theme, const Line& line, int top) const;
    void paintHeader(QPainter& painter, const look::Theme& theme, int group, int top) const;
    void paintRuler(QPainter& painter, const look::Theme& theme) const;
    void paintMeasure(QPainter& painter, const look::Theme& theme) const;
    const Line* lineAt(int y) const;
    void step(int direction);                                // to the neighbour in the row of the selected span
    void choose(int span, bool more);

    std::shared_ptr<const TrackList> m_list;
    std::vector<Line> m_lines;
    std::set<int> m_folded;                                  // groups whose rows are hidden
    TimeScale m_scale;
    std::optional<std::int64_t> m_cursor;
    std::set<int> m_selected;
    std::optional<std::pair<std::int64_t, std::int64_t>> m_measured;
    std::optional<QPoint> m_pressed;
    bool m_onRuler = false;
    std::pair<int, int> m_lastRow{-1, -1};                   // group and row that the selected span was chosen in
};

}  // namespace foldmeter::gui
