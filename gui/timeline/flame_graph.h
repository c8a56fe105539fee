// The merged call tree of a range as a flame graph: width is time, equal paths are one box.
#pragma once

#include "gui/timeline/flame_boxes.h"
#include "gui/timeline/range_summary.h"

#include <memory>

namespace foldmeter::gui {

class FlameGraph : public FlameBoxes {
    Q_OBJECT

public:
    explicit FlameGraph(QWidget* parent = nullptr);
    void setSummary(std::shared_ptr<const RangeSummary> summary);
    void setHighlight(const QString& text);              // boxes whose names hold it stand out
    QString describe(int node) const override;

Q_SIGNALS:
    void spanAsked(int span);                            // the longest one of the chosen box

protected:
    bool hasBoxes() const override;
    int parentOf(int node) const override;
    const std::vector<int>& childrenOf(int node) const override;
    double lengthOf(int node) const override;
    QString emptyText() const override;
    void paintBox(QPainter& painter, const look::Theme& theme, int node, const QRectF& area) const override;
    Label labelOf(const look::Theme& theme, int node) const override;

private:
    bool isFound(int node) const;
    QColor colourOf(const look::Theme& theme, int node) const;

    std::shared_ptr<const RangeSummary> m_summary;
    QString m_highlight;
};

}  // namespace foldmeter::gui
