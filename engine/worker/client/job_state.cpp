#include "worker/client/job_state.h"

namespace foldmeter::worker {
namespace {

class Fold {
public:
    Fold(JobState& state, double seconds) : m_state(state), m_seconds(seconds) {}

    template <typename T> void operator()(const T&) {}
    void operator()(const StartedEvent& event) {
        m_state.started = event;
        m_state.phase = JobPhase::Running;
    }
    void operator()(const StageEvent& event) {
        if (m_state.stages.empty() || m_state.stages.back().stage != event.stage) m_state.stages.push_back({event.stage, m_seconds});
        if (m_state.phase == JobPhase::Waiting) m_state.phase = JobPhase::Running;
    }
    void operator()(const ProgressEvent& event) {
        const auto& phases = m_state.phases;
        if (phases.empty() || phases.back().seedIndex != event.seedIndex || phases.back().phase != event.stage) m_state.phases.push_back({event.seed, event.seedIndex, event.stage, m_seconds});
        m_state.progress = event;
    }
    void operator()(const MemoryEvent& event) {
        m_state.memory.push_back({event.seconds, event.bytes, event.availableBytes});
        if (m_state.memory.size() > JobState::mostMemorySamples) thinOut();
    }
    void operator()(const SampleEvent& event) { m_state.samples.push_back(event); }
    void operator()(const SeedFailedEvent& event) { m_state.failedSeeds.push_back(event); }
    void operator()(const PausedEvent& event) { m_state.phase = event.paused ? JobPhase::Paused : JobPhase::Running; }
    void operator()(const LogEvent& event) {
        if (event.level == "warning") m_state.warnings.push_back(event.text);
    }
    void operator()(const FinishedEvent& event) {
        m_state.finished = event;
        m_state.phase = event.cancelled ? JobPhase::Cancelled : event.failedSeeds > 0 ? JobPhase::PartlyFinished : JobPhase::Finished;
    }
    void operator()(const FailedEvent& event) {
        m_state.failure = event;
        m_state.phase = event.exitCode == 5 ? JobPhase::Cancelled : JobPhase::Failed;
    }
    void operator()(const RefusedEvent& event) { (*this)(FailedEvent{2, event.text}); }

private:
    // Every second one goes, but for the newest.
    void thinOut() {
        std::vector<MemorySample> kept;
        for (std::size_t i = 0; i < m_state.memory.size(); ++i)
            if (i % 2 == 0 || i + 1 == m_state.memory.size()) kept.push_back(m_state.memory[i]);
        m_state.memory = std::move(kept);
    }

    JobState& m_state;
    double m_seconds;
};

}  // namespace

bool isOver(JobPhase phase) { return phase >= JobPhase::Finished; }

JobState after(JobState state, const Event& event, double seconds) {
    if (!isOver(state.phase)) std::visit(Fold(state, seconds), event.what);
    return state;
}

}  // namespace foldmeter::worker
