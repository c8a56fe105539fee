// Where two runs differ, as one flame graph: a box's width is the longer of its two times, its colour how far they lie
// apart (longer, or quicker, in the second run); what only one run did is hatched.
#pragma once

#include "gui/timeline/flame_boxes.h"
#include "gui/timeline/timeline_pair.h"

namespace foldmeter::gui {

class DifferenceFlame : public FlameBoxes {
    Q_OBJECT

public:
    explicit DifferenceFlame(QWidget* parent = nullptr);
    void setPair(std::shared_ptr<const TimelinePair> pair);   // nodes are the match's paths
    QString describe(int path) const override;

protected:
    bool hasBoxes() const override;
    int parentOf(int path) const override;
    const std::vector<int>& childrenOf(int path) const override;
    double lengthOf(int path) const override;
    QString emptyText() const override;
    void paintBox(QPainter& painter, const look::Theme& theme, int path, const QRectF& area) const override;
    Label labelOf(const look::Theme& theme, int path) const override;

private:
    const compare::MatchedPath& path(int place) const { return m_pair->match.paths[static_cast<std::size_t>(place)]; }

    std::shared_ptr<const TimelinePair> m_pair;
    std::vector<std::vector<int>> m_children;      // of everything, then by path; longest first
};

}  // namespace foldmeter::gui
