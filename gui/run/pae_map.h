// The heat map of predicted aligned errors (or of contact probabilities): chain borders and labels, read-out under the
// pointer, a colour bar with its bounds, a box to drag that selects the residues of its two sides.
#pragma once

#include "gui/run/loaded_sample.h"
#include "gui/run/matrix_image.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace foldmeter::gui {

class PaeMap : public QWidget {
    Q_OBJECT

public:
    enum class Shown { Pae, ContactProbabilities };
    explicit PaeMap(QWidget* parent = nullptr);

    void setSample(std::shared_ptr<const LoadedSample> sample);
    void setShown(Shown shown);
    Shown shown() const { return m_shown; }
    void setScale(ColourScale scale);                   // of the PAE; probabilities have their own
    ColourScale scale() const;
    ColourBounds bounds() const;
    void setSelection(const commands::Selection& selection);
    QString readOut(int column, int row) const;         // "scored A 12 TYR, aligned on B 7 CYS: 4.3 Å"
    QRect boxTokens() const { return m_box; }           // columns and rows of the box; null: none
    QRect mapArea() const;                              // where the map lies in the widget
    QSize sizeHint() const override { return {360, 360}; }
    QSize minimumSizeHint() const override { return {180, 180}; }
    static bool isLarge(int tokens) { return tokens > 1000; }   // drawn beside the window's thread

Q_SIGNALS:
    void residuesSelected(const std::vector<foldmeter::commands::SelectedResidue>& residues);
    void pointed(const QString& readOut);
    void drawn();                                       // the picture of a large map is there

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    const results::Matrix* matrix() const;
    void redraw();
    void point(std::optional<QPoint> cell);
    QPoint cellAt(const QPointF& place) const;          // clamped to the table
    double pixelOf(int token, bool column) const;
    void emitBox();
    void paintAxes(QPainter& painter) const;
    void paintChains(QPainter& painter) const;
    void paintSelection(QPainter& painter) const;
    void paintColourBar(QPainter& painter) const;
    void paintBarBelow(QPainter& painter) const;
    void paintBarBeside(QPainter& painter) const;
    int sideBelow() const;                              // of the map with the colour bar there
    int sideBeside() const;

    std::shared_ptr<const LoadedSample> m_sample;
    Shown m_shown = Shown::Pae;
    ColourScale m_scale = ColourScale::AlphaFoldGreen;
    QImage m_image;
    quint64 m_generation = 0;                           // of the picture asked for last
    std::vector<bool> m_selectedTokens;
    std::optional<QPoint> m_cell;                       // pointed at: x column, y row
    std::optional<QPoint> m_anchor;
    QRect m_box;
};

}  // namespace foldmeter::gui
