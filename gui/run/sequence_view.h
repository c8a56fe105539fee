// The residues of all chains in one line: letters in the colour of their pLDDT, numbers above, the pLDDT as a curve of
// bars under them. Click, drag, Shift and Ctrl select residues; so do the arrow keys.
#pragma once

#include "gui/run/loaded_sample.h"

#include <QAbstractScrollArea>

#include <memory>
#include <set>

namespace foldmeter::gui {

class SequenceView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit SequenceView(QWidget* parent = nullptr);

    void setSample(std::shared_ptr<const LoadedSample> sample);
    void setSelection(const commands::Selection& selection);
    int residues() const { return static_cast<int>(m_cells.size()); }
    QString letters() const;                                   // "GIVEQ…|FVNQH…": chains parted by |
    int cellAt(const QPoint& place) const;                     // of the viewport; -1: none
    QRect cellArea(int cell) const;
    QSize sizeHint() const override { return {600, 132}; }
    QSize minimumSizeHint() const override { return {200, 104}; }

Q_SIGNALS:
    void residuesSelected(const std::vector<foldmeter::commands::SelectedResidue>& residues);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Cell {
        int residue = 0;                                       // place in the structure
        QString letter;
        double plddt = 0;                                      // mean over its atoms
        bool chainStarts = false;
    };
    void layOut();
    double cellWidth() const { return m_cellWidth; }
    double leftOf(int cell) const;                             // in the whole line
    void select(int from, int to, Qt::KeyboardModifiers modifiers);
    void tell();
    void bringIntoView(int cell);
    void paintCell(QPainter& painter, int index, double x) const;
    void paintScale(QPainter& painter) const;

    std::shared_ptr<const LoadedSample> m_sample;
    std::vector<Cell> m_cells;
    std::vector<int> m_chainsBefore;                           // gaps left of a cell
    std::set<int> m_selected, m_kept;                          // cells; m_kept: what Ctrl adds to
    int m_anchor = -1, m_current = -1;
    bool m_dragging = false;
    double m_cellWidth = 12;
};

}  // namespace foldmeter::gui
