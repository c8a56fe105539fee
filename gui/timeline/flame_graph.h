// The merged call tree of a range as a flame graph from the top down: width is time, equal paths are one box. A click
// chooses a box and everything in it, a double click widens it to the whole width, Escape goes back.
#pragma once

#include "gui/timeline/range_summary.h"

#include <QAbstractScrollArea>

#include <vector>

namespace foldmeter::gui {

class FlameGraph : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit FlameGraph(QWidget* parent = nullptr);
    void setSummary(std::shared_ptr<const RangeSummary> summary);
    void setHighlight(const QString& text);              // boxes whose names hold it stand out
    void focusOn(int node);                              // 0: everything
    int focus() const { return m_focus; }
    int chosen() const { return m_chosen; }
    int nodeAt(const QPoint& place) const;               // of the viewport; -1: none
    QRectF boxOf(int node) const;                        // as painted last; empty: too narrow, or not seen
    QString describe(int node) const;
    void paint(QPainter& painter) const;                 // what is seen, also into a picture
    std::size_t boxesPainted() const { return m_boxes.size(); }

Q_SIGNALS:
    void spanAsked(int span);                            // the longest one of the chosen box

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Box {
        int node = 0;
        QRectF area;
    };
    void layOut();
    void place(int node, double left, double right, int level);
    void choose(int node);

    std::shared_ptr<const RangeSummary> m_summary;
    QString m_highlight;
    int m_focus = 0, m_chosen = -1;
    std::vector<Box> m_boxes;                            // those at least a pixel wide, in no order of place
};

}  // namespace foldmeter::gui
