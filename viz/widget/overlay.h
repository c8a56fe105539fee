// What is written over the structures: legend, hover label, values of measurements. Painted with Qt's fonts, in the window
// and into exported pictures alike.
#pragma once

#include "viz/scene.h"

#include <QImage>
#include <QRectF>
#include <QString>
#include <QWidget>

#include <vector>

class QPainter;

namespace foldmeter::viz {

struct SceneLabel {
    double x = 0, y = 0;   // (0, 0) bottom left to (1, 1)
    QString text;
};

// "A/TRP 25 CA" and, where known, its pLDDT.
QString nameOf(const ShownStructure& shown, const Picked& what, bool withAtom);
QString measurementValue(const Scene& scene, const Measurement& measurement);   // "3.41 Å", "112.0°"
// Labels of the measurements that are in front of the camera.
std::vector<SceneLabel> measurementLabels(const Scene& scene, const std::vector<Measurement>& measurements, double aspect);
void paintLegend(QPainter& painter, const Legend& legend, const Look& look, const QRectF& area);
void paintLabels(QPainter& painter, const std::vector<SceneLabel>& labels, const Look& look, const QRectF& area);

class Overlay : public QWidget {
    Q_OBJECT

public:
    explicit Overlay(QWidget* parent);
    void setLegend(const Legend& legend);
    void setLook(const Look& look);
    void setLabels(std::vector<SceneLabel> labels);
    void setHover(const QString& text, const QPointF& where);   // empty: none
    void setStill(const QImage& still);                         // stands for the scene below; null: the scene shows
    void setNotice(const QString& text);                        // in the middle: why there is nothing to see

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Legend m_legend;
    Look m_look;
    std::vector<SceneLabel> m_labels;
    QString m_hover, m_notice;
    QPointF m_where;
    QImage m_still;
};

}  // namespace foldmeter::viz
