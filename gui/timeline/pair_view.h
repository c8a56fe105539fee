// Two timelines over each other on one axis, the difference between them: for each pair of spans a bar upwards where the
// second run took longer, downwards where it was quicker. Spans without partner are hatched. Wheel and W S zoom, dragging
// and A D pan, F shows everything, a click chooses a span and its partner.
#pragma once

#include "gui/timeline/time_scale.h"
#include "gui/timeline/timeline_pair.h"

#include <QRectF>
#include <QWidget>

#include <optional>

namespace foldmeter::look {
struct Theme;
}

namespace foldmeter::gui {

class PairView : public QWidget {
    Q_OBJECT

public:
    explicit PairView(QWidget* parent = nullptr);
    void setPair(std::shared_ptr<const TimelinePair> pair, const QString& firstName, const QString& secondName);
    void setAxis(PairAxis axis);
    PairAxis axis() const { return m_axis; }
    const std::vector<PairStretch>& stretches() const { return m_stretches; }
    const TimeScale& scale() const { return m_scale; }       // of the common axis
    void show(std::int64_t from, std::int64_t to);           // on the common axis

    struct Hit {
        int run = 0, span = -1;
        bool operator==(const Hit&) const = default;
    };
    std::optional<Hit> hitAt(const QPointF& place) const;
    QRectF boxOf(const Hit& hit) const;                      // as it lies on the widget; may be outside of it
    QString describe(const Hit& hit) const;
    void choose(const std::optional<Hit>& hit);
    const std::optional<Hit>& chosen() const { return m_chosen; }
    void paint(QPainter& painter) const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void spanChosen(int run, int span);                      // -1: none

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void lay();
    double leftOf(int run, std::int64_t time) const;         // pixel of a run's moment
    double rowTop(int run, std::size_t row) const;
    double differenceTop() const;
    int rows(int run) const { return m_pair ? static_cast<int>(m_pair->rows[static_cast<std::size_t>(run)].size()) : 0; }
    void paintRun(QPainter& painter, const look::Theme& theme, int run) const;
    void paintHatches(QPainter& painter, const look::Theme& theme, int run, const PairStretch& stretch) const;
    void paintDifference(QPainter& painter, const look::Theme& theme) const;
    void paintRuler(QPainter& painter, const look::Theme& theme) const;

    std::shared_ptr<const TimelinePair> m_pair;
    std::array<QString, 2> m_names;
    PairAxis m_axis = PairAxis::Seed;
    std::vector<PairStretch> m_stretches;
    std::int64_t m_length = 1;
    TimeScale m_scale;
    std::optional<Hit> m_chosen;
    std::optional<QPointF> m_pressed;
    double m_dragged = 0;
};

}  // namespace foldmeter::gui
