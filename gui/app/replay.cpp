#include "gui/app/replay.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace foldmeter::app {
namespace {

constexpr int kWholeMs = 8000, kFastestMs = 50, kSlowestMs = 400;   // a replay, a step of it

}  // namespace

ReplayBar::ReplayBar(QWidget* parent) : QWidget(parent), m_play(new QToolButton), m_slider(new QSlider(Qt::Horizontal)), m_text(new QLabel), m_clock(new QTimer(this)) {
    m_play->setCheckable(true);
    m_play->setText(tr("Play"));
    m_slider->setAccessibleName(tr("Diffusion step"));
    m_slider->setPageStep(5);
    m_text->setMinimumWidth(28 * look::grid);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(look::grid, look::grid / 4, look::grid, look::grid / 4);
    layout->addWidget(m_play);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_text);
    connect(m_play, &QToolButton::toggled, this, &ReplayBar::setPlaying);
    connect(m_slider, &QSlider::valueChanged, this, [this](int place) {
        tell();
        Q_EMIT placeChanged(place);
    });
    connect(m_slider, &QSlider::sliderPressed, this, [this] { setPlaying(false); });
    connect(m_clock, &QTimer::timeout, this, [this] {
        if (place() >= steps()) return setPlaying(false);
        setPlace(place() + 1);
    });
    hide();
}

void ReplayBar::setTrajectory(const commands::SelectedSample& sample, std::shared_ptr<const structure::StoredTrajectory> trajectory) {
    setPlaying(false);
    m_sample = sample;
    m_trajectory = std::move(trajectory);
    const QSignalBlocker quiet(m_slider);
    m_slider->setRange(0, steps());
    m_slider->setValue(steps());
    tell();
    setVisible(m_trajectory != nullptr);
}

int ReplayBar::steps() const { return m_trajectory ? static_cast<int>(m_trajectory->steps.size()) : 0; }
int ReplayBar::place() const { return m_slider->value(); }
void ReplayBar::setPlace(int place) { m_slider->setValue(place); }

void ReplayBar::showStep(int step) {
    if (!m_trajectory) return;
    const auto& all = m_trajectory->steps;
    const auto after = std::upper_bound(all.begin(), all.end(), step, [](int wanted, const structure::TrajectoryStep& s) { return wanted < s.step; });
    setPlace(std::max(0, static_cast<int>(after - all.begin()) - 1));
}

std::optional<ShownStep> ReplayBar::shown() const {
    if (!m_trajectory || place() >= steps()) return std::nullopt;
    const structure::TrajectoryStep& step = m_trajectory->steps[static_cast<std::size_t>(place())];
    return ShownStep{m_sample, step.step, step.noise};
}

bool ReplayBar::playing() const { return m_clock->isActive(); }

void ReplayBar::setPlaying(bool playing) {
    const bool now = playing && steps() > 0;
    const QSignalBlocker quiet(m_play);
    m_play->setChecked(now);
    if (now == m_clock->isActive()) return;
    if (now) {
        if (place() >= steps()) setPlace(0);
        m_clock->start(std::clamp(kWholeMs / steps(), kFastestMs, kSlowestMs));
    } else {
        m_clock->stop();
    }
    Q_EMIT playingChanged(now);
}

void ReplayBar::tell() {
    const auto step = shown();
    m_text->setText(step ? tr("step %1 of %2, noise %3 Å").arg(step->step).arg(m_trajectory->steps.back().step).arg(look::number(step->noise)) : tr("finished sample"));
}

}  // namespace foldmeter::app
