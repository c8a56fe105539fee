// A tree drawn as a flame graph from the top down: a box's width is its share, its depth the row it lies in. A click or an
// arrow key chooses a box, a double click or Enter widens one to the whole width, Escape goes back. What the boxes mean,
// their names and colours, is said by the class that derives from it.
#pragma once

#include <QAbstractScrollArea>
#include <QColor>

#include <vector>

namespace foldmeter::look {
struct Theme;
}

namespace foldmeter::gui {

class FlameBoxes : public QAbstractScrollArea {
    Q_OBJECT

public:
    void focusOn(int node);                              // the top: everything
    int focus() const { return m_focus; }
    int chosen() const { return m_chosen; }              // under the top: none
    int nodeAt(const QPoint& place) const;               // of the viewport; under the top: none
    QRectF boxOf(int node) const;                        // as painted last; empty: too narrow, or not seen
    std::size_t boxesPainted() const { return m_boxes.size(); }
    void paint(QPainter& painter) const;                 // what is seen, also into a picture
    virtual QString describe(int node) const = 0;

Q_SIGNALS:
    void nodeChosen(int node);

protected:
    // `top` stands for everything and is the least of all nodes: 0 where it is drawn itself, -1 where it is not.
    FlameBoxes(int top, QWidget* parent);
    void showAnew();                                     // another tree: nothing chosen, everything in view
    int top() const { return m_top; }

    virtual bool hasBoxes() const = 0;
    virtual int parentOf(int node) const = 0;            // of the outermost: below 0
    virtual const std::vector<int>& childrenOf(int node) const = 0;   // widest first
    virtual double lengthOf(int node) const = 0;         // of the top, where it is not drawn: 0
    virtual QString emptyText() const = 0;
    virtual void paintBox(QPainter& painter, const look::Theme& theme, int node, const QRectF& area) const = 0;   // without its label
    struct Label {
        QString text;
        QColor colour, behind;                           // behind invalid: the box itself
    };
    virtual Label labelOf(const look::Theme& theme, int node) const = 0;
    static void outline(QPainter& painter, const QRectF& area, const QColor& colour);

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
    void placeChildren(int node, double left, double right, int level);
    void paintLabel(QPainter& painter, const QRectF& area, const Label& label) const;
    int beside(int node, int by) const;                  // the sibling so many places on; itself if there is none
    void choose(int node);

    const int m_top;
    int m_focus, m_chosen;
    std::vector<Box> m_boxes;                            // those at least a pixel wide, in no order of place
};

}  // namespace foldmeter::gui
