// Two strips on one scale: what the first seed was waited for, stage by stage, and the median of the others. Stages have
// colours and patterns; a seed that runs still grows at its end. Choosing a part shows it in the timeline.
#pragma once

#include "report/seed_stages.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace foldmeter::gui {

QString titleOf(timeline::Category stage);                  // "code generation"

class StageStrips : public QWidget {
    Q_OBJECT

public:
    explicit StageStrips(QWidget* parent = nullptr);
    void setSeeds(std::vector<report::SeedStages> seeds);
    void setPatterns(bool patterns);                        // for print; also without colour
    QString describe() const;                               // in words, for the accessible description
    QRectF partArea(int strip, timeline::Category stage) const;   // strip 0: first, 1: others
    QSize sizeHint() const override { return {600, 64}; }
    QSize minimumSizeHint() const override { return {300, 64}; }

Q_SIGNALS:
    void stageChosen(timeline::Category stage, bool first);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Part {
        timeline::Category stage;
        double seconds = 0;
        QRectF area;
    };
    double longest() const;
    std::vector<Part> partsOf(int strip) const;
    std::optional<std::pair<int, Part>> partAt(const QPointF& place) const;
    void paintStrip(QPainter& painter, int strip) const;
    QString labelOf(int strip) const;
    QString explain(int strip, const Part& part) const;

    std::vector<report::SeedStages> m_seeds;
    std::optional<timeline::StageSeconds> m_others;
    bool m_patterns = false;
    std::pair<int, int> m_current{0, -1};                   // strip and part with the keyboard
};

}  // namespace foldmeter::gui
