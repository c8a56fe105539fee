// The kernels of a range against what the machine can do at most: operations a second over operations a byte, both on
// logarithmic scales, under the roofs that were measured. The larger a point, the more of the range it took.
#pragma once

#include "gui/timeline/machine_limits.h"
#include "gui/timeline/range_summary.h"

#include <QWidget>

#include <vector>

namespace foldmeter::gui {

class Roofline : public QWidget {
    Q_OBJECT

public:
    explicit Roofline(QWidget* parent = nullptr);
    void setSummary(std::shared_ptr<const RangeSummary> summary);
    void setLimits(const MachineLimits& limits);

    struct Point {
        QString name, scope;
        double intensity = 0, rate = 0;                // operations a byte, operations a second
        double seconds = 0;
        std::size_t calls = 0;
        int longest = -1;                              // a span of it
    };
    const std::vector<Point>& points() const { return m_points; }   // longest first
    QPointF placeOf(const Point& point) const;
    const Point* pointAt(const QPointF& place) const;
    QString describe(const Point& point) const;
    void paint(QPainter& painter) const;
    QSize sizeHint() const override { return {420, 300}; }

Q_SIGNALS:
    void spanAsked(int span);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Axes {
        QRectF plot;
        double left = 0, right = 1, bottom = 0, top = 1;   // decades
        double x(double intensity) const;
        double y(double rate) const;
    };
    Axes axes() const;
    void paintAxes(QPainter& painter, const Axes& axes) const;
    void paintRoofs(QPainter& painter, const Axes& axes) const;
    double radiusOf(const Point& point) const;
    QString emptyText() const;

    std::shared_ptr<const RangeSummary> m_summary;
    MachineLimits m_limits;
    std::vector<Point> m_points;
    QString m_chosen;
};

}  // namespace foldmeter::gui
