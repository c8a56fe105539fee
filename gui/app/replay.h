// The steps by which the denoiser made the shown sample: those that its folder holds, or those that came while it was
// predicted in this window. A slider under the structure goes through them; its right end is the finished sample.
#pragma once

#include "gui/commands/shared_selection.h"
#include "structure/trajectory_cif.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QSlider;
class QTimer;
class QToolButton;

namespace foldmeter::app {

// Which step of which sample is seen; values travel, so that whoever follows needs no pane.
struct ShownStep {
    commands::SelectedSample sample;
    int step = 0;                       // as the run counts them, from 1
    double noise = 0;                   // A
    bool operator==(const ShownStep&) const = default;
};

class ReplayBar : public QWidget {
    Q_OBJECT

public:
    explicit ReplayBar(QWidget* parent = nullptr);

    // nullptr: nothing to replay, the bar is hidden.
    void setTrajectory(const commands::SelectedSample& sample, std::shared_ptr<const structure::StoredTrajectory> trajectory);
    const std::shared_ptr<const structure::StoredTrajectory>& trajectory() const { return m_trajectory; }
    std::optional<ShownStep> shown() const;                // nothing: the finished sample
    int steps() const;                                     // stored ones
    int place() const;                                     // 0 .. steps(); the last is the finished sample
    void setPlace(int place);
    void showStep(int step);                               // the stored one that is nearest, from below
    bool playing() const;
    void setPlaying(bool playing);

Q_SIGNALS:
    void placeChanged(int place);                          // by the person, by playing or by setPlace
    void playingChanged(bool playing);

private:
    void tell();

    commands::SelectedSample m_sample;
    std::shared_ptr<const structure::StoredTrajectory> m_trajectory;
    QToolButton* m_play;
    QSlider* m_slider;
    QLabel* m_text;
    QTimer* m_clock;
};

}  // namespace foldmeter::app
