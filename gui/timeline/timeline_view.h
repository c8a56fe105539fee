// The tracks of a run: groups of rows under sticky headers, pinned rows and a ruler on top. What it can be asked to do
// stands in timeline_keys.h; how it is drawn in timeline_painting.cpp.
#pragma once

#include "gui/timeline/time_scale.h"
#include "gui/timeline/timeline_keys.h"
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
    void setFound(std::vector<int> spans);                   // of a search: marked in the ruler
    void show(std::int64_t from, std::int64_t to);           // with a small margin
    void reveal(int span);                                   // scrolls and pans to it at the present zoom
    void fit();
    void perform(TimelineAction action);
    void setKeysByCommands(bool byCommands) { m_keysByCommands = byCommands; }   // the registry's shortcuts answer, not the view

    const TimeScale& scale() const { return m_scale; }
    const std::set<int>& selectedSpans() const { return m_selected; }
    std::optional<std::pair<std::int64_t, std::int64_t>> measured() const { return m_measured; }
    void measure(std::int64_t from, std::int64_t to);        // as a drag does; from == to: no longer
    const std::vector<std::pair<std::int64_t, std::int64_t>>& marks() const { return m_marks; }
    const std::vector<std::pair<QString, QString>>& pinned() const { return m_pinned; }   // names of group and row
    bool showsFlows() const { return m_flows; }
    bool showsKeys() const { return m_keysShown; }
    int flowsDrawn() const { return m_flowsDrawn; }          // at the last painting
    static constexpr int gutter = 152;                       // pixels for the names of the rows

    int spanAt(const QPoint& place) const;                   // of the viewport; -1: none (folded spans: the longest)
    QString tooltipOf(int span) const;
    void paint(QPainter& painter) const;                     // what is seen, also into a picture

Q_SIGNALS:
    void seenChanged(std::int64_t from, std::int64_t to);
    void spanChosen(int span, bool more);                    // -1: none
    void cursorAsked(std::int64_t time);
    void rangeMeasured(std::int64_t from, std::int64_t to);  // from == to: no longer
    void searchAsked();
    void foundAsked(int direction);                          // 1: the next one

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
    void layOutPinned();
    void setScale(const TimeScale& scale);
    double zoomPlace() const;
    void fitSelection();
    void setMark();
    void goToMark(int direction);
    void pinSelected();
    void togglePin(const Line& line);
    std::pair<QString, QString> keyOf(const Line& line) const;
    std::optional<std::pair<std::int64_t, std::int64_t>> rangeOfSelection() const;
    const Line* lineAt(int y) const;
    int topOf(const Line& line, bool pinned) const;          // in the viewport
    std::optional<QRectF> boxOf(int span) const;             // of its piece in a row that is seen
    void step(int direction);                                // to the neighbour in the row of the selected span
    void choose(int span, bool more);
    void clearChoice();

    void paintLines(QPainter& painter, const look::Theme& theme) const;
    void paintLine(QPainter& painter, const look::Theme& theme, const Line& line, int top) const;
    void paintName(QPainter& painter, const look::Theme& theme, const Line& line, int top) const;
    void paintHeader(QPainter& painter, const look::Theme& theme, int group, int top) const;
    void paintRuler(QPainter& painter, const look::Theme& theme) const;
    void paintFound(QPainter& painter, const look::Theme& theme) const;
    void paintMarks(QPainter& painter, const look::Theme& theme) const;
    void paintMeasure(QPainter& painter, const look::Theme& theme) const;
    void paintFlows(QPainter& painter, const look::Theme& theme) const;
    void paintCursor(QPainter& painter, const look::Theme& theme) const;
    void paintKeys(QPainter& painter, const look::Theme& theme) const;

    std::shared_ptr<const TrackList> m_list;
    std::vector<Line> m_lines, m_pinnedLines;
    int m_pinnedHeight = 0;
    std::set<QString> m_folded;                              // groups whose rows are hidden, by name
    std::vector<std::pair<QString, QString>> m_pinned;
    std::vector<std::pair<std::int64_t, std::int64_t>> m_marks;   // from == to: a moment
    std::vector<int> m_found;
    TimeScale m_scale;
    std::optional<std::int64_t> m_cursor;
    std::set<int> m_selected;
    std::optional<std::pair<std::int64_t, std::int64_t>> m_measured;
    std::optional<QPoint> m_pressed;
    bool m_onRuler = false, m_flows = true, m_keysShown = false, m_keysByCommands = false;
    mutable int m_flowsDrawn = 0;
    std::pair<int, int> m_lastRow{-1, -1};                   // group and row that the selected span was chosen in
};

}  // namespace foldmeter::gui
