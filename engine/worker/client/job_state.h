// How a job stands, put together from the engine's events: what a queue shows of it. A pure fold: state and event in,
// state out.
#pragma once

#include "worker/protocol/events.h"

namespace foldmeter::worker {

enum class JobPhase : std::uint8_t { Waiting, Running, Paused, Finished, PartlyFinished, Cancelled, Failed };
bool isOver(JobPhase phase);

struct StageMark {
    std::string stage;         // featurise load trace optimize codegen autotune execute write
    double seconds = 0;        // since the job was started
};
// Where a seed's network was from then on: embed, trunk, condition, denoise, confidence.
struct PhaseMark {
    std::uint32_t seed = 0;
    int seedIndex = 0;
    std::string phase;
    double seconds = 0;        // since the job was started
};
struct MemorySample {
    double seconds = 0;
    std::int64_t bytes = 0, availableBytes = 0;
};

struct JobState {
    JobPhase phase = JobPhase::Waiting;
    std::optional<StartedEvent> started;
    std::vector<StageMark> stages;              // as they came
    std::optional<ProgressEvent> progress;      // the last
    std::vector<PhaseMark> phases;              // as they came
    std::vector<MemorySample> memory;           // at most mostMemorySamples: thinned out evenly when there are more
    std::vector<SampleEvent> samples;           // finished, in the order they were finished
    std::vector<SeedFailedEvent> failedSeeds;
    std::vector<std::string> warnings;
    std::optional<FinishedEvent> finished;
    std::optional<FailedEvent> failure;         // why, when the phase is Failed

    static constexpr std::size_t mostMemorySamples = 600;
};

// Events that say nothing about a job leave it as it is. `seconds`: since the job was started, by the reader's clock.
JobState after(JobState state, const Event& event, double seconds);

}  // namespace foldmeter::worker
