// Where two runs differ, as one flame graph: a box's width is the longer of its two times, its colour how far they lie
// apart (longer, or quicker, in the second run); what only one run did is hatched. A double click widens a box.
#pragma once

#include "gui/timeline/timeline_pair.h"

#include <QAbstractScrollArea>

namespace foldmeter::gui {

class DifferenceFlame : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit DifferenceFlame(QWidget* parent = nullptr);
    void setPair(std::shared_ptr<const TimelinePair> pair);
    void focusOn(int path);                        // -1: everything
    int focus() const { return m_focus; }
    int chosen() const { return m_chosen; }
    int pathAt(const QPoint& place) const;         // of the viewport; -1: none
    QRectF boxOf(int path) const;                  // empty: too narrow
    QString describe(int path) const;
    void paint(QPainter& painter) const;
    std::size_t boxesPainted() const { return m_boxes.size(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Box {
        int path = 0;
        QRectF area;
    };
    const compare::MatchedPath& path(int place) const { return m_pair->match.paths[static_cast<std::size_t>(place)]; }
    const std::vector<int>& childrenOf(int place) const { return m_children[static_cast<std::size_t>(place + 1)]; }
    void layOut();
    void place(const std::vector<int>& siblings, double least, double left, double right, int level);
    void choose(int path);

    std::shared_ptr<const TimelinePair> m_pair;
    std::vector<std::vector<int>> m_children;      // of everything, then by path; longest first
    int m_focus = -1, m_chosen = -1;
    std::vector<Box> m_boxes;
};

}  // namespace foldmeter::gui
