// The steps of the diffusion in the structure pane: as they come, kept, and replayed.
#include "gui/app/beside_pane.h"

#include "gui/look/numbers.h"
#include "gui/look/states.h"
#include "results/trajectory.h"
#include "viz/placing.h"

#include <algorithm>

namespace foldmeter::app {
namespace {

constexpr std::size_t kMostKept = std::size_t{256} << 20;   // bytes of live frames

// The frames of a seed as a trajectory of its finished sample: each laid on the one after it, the last on the sample.
std::shared_ptr<const structure::StoredTrajectory> trajectoryOf(const std::vector<LiveFrame>& frames, const std::shared_ptr<const structure::Structure>& finished) {
    auto trajectory = std::make_shared<structure::StoredTrajectory>();
    trajectory->layout = finished;
    std::vector<float> last;
    for (const structure::Point& p : finished->positions)
        for (const double value : p) last.push_back(static_cast<float>(value));
    for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame) {
        last = viz::laidOn(last, frame->positions);
        trajectory->steps.push_back({frame->step, frame->noise, last});
    }
    std::reverse(trajectory->steps.begin(), trajectory->steps.end());
    return trajectory;
}

}  // namespace

void StructurePane::setLiveLayout(std::shared_ptr<const structure::Structure> layout) { m_layout = std::move(layout); }

void StructurePane::setLiveFrame(LiveFrame frame) {
    if (!m_layout || frame.positions.size() != 3 * m_layout->atoms()) return;
    m_stack->showContent();
    m_view->setLivePositions(m_layout, frame.positions);
    say(tr("seed %1, step %2 of %3, noise %4 Å").arg(frame.seed).arg(frame.step).arg(frame.steps).arg(look::number(frame.noise)));
    auto& kept = m_kept[frame.seed];
    if (!kept.empty() && kept.back().step >= frame.step) return;   // further samples of the seed
    const std::size_t bytes = frame.positions.size() * sizeof(float);
    if (m_keptBytes + bytes > kMostKept) return;
    m_keptBytes += bytes;
    kept.push_back(std::move(frame));
}

void StructurePane::clearLive() {
    m_view->clearLive();
    say({});
}

void StructurePane::readTrajectory() {
    const int number = ++m_reading;
    const commands::SelectedSample sample = *shownSample();
    m_replay->setTrajectory(sample, nullptr);
    using Read = std::shared_ptr<const structure::StoredTrajectory>;
    std::function<Read()> work;
    const auto kept = m_kept.find(sample.seed);
    if (!m_sample->sample.trajectory.empty()) {
        work = [given = m_sample->sample] { return std::make_shared<const structure::StoredTrajectory>(results::readSampleTrajectory(given)); };
    } else if (kept != m_kept.end() && sample.index == 0 && m_layout && m_layout->atomNames == m_structure->atomNames) {
        work = [frames = kept->second, finished = m_structure] { return trajectoryOf(frames, finished); };
    } else {
        return;
    }
    beside<Read>(work, [this, number, sample](const Read& trajectory) {
        if (number != m_reading) return;
        m_replay->setTrajectory(sample, trajectory);
        m_registry.refresh();
    }, [this](const QString& why) { say(why); });
}

void StructurePane::showPlace() {
    const auto step = m_replay->shown();
    if (step) m_view->setReplayPositions(m_replay->trajectory()->layout, m_replay->trajectory()->steps[static_cast<std::size_t>(m_replay->place())].positions);
    else m_view->clearLive();
    Q_EMIT stepChanged(step);
}

void StructurePane::showStep(int step) { m_replay->showStep(step); }

}  // namespace foldmeter::app
