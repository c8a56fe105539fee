// The whole run in one strip, with a brush over the part that the tracks show: drag it, or drag beside it for another.
#pragma once

#include "gui/timeline/time_scale.h"
#include "gui/timeline/track_list.h"

#include <QWidget>

namespace foldmeter::gui {

class OverviewStrip : public QWidget {
    Q_OBJECT

public:
    explicit OverviewStrip(QWidget* parent = nullptr);
    void setTracks(std::shared_ptr<const TrackList> list);
    void setSeen(std::int64_t from, std::int64_t to);
    void setLeftMargin(int pixels);            // under the names of the tracks nothing is drawn
    QSize sizeHint() const override { return {600, 36}; }

Q_SIGNALS:
    void rangeAsked(std::int64_t from, std::int64_t to);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    TimeScale scale() const;
    void drag(double x);

    std::shared_ptr<const TrackList> m_list;
    std::int64_t m_from = 0, m_to = 1;
    int m_margin = 0;
    double m_grabbed = 0;                      // pixels from the brush's left edge; with m_moves
    std::int64_t m_anchor = 0;
    bool m_moves = false;
};

}  // namespace foldmeter::gui
