// A running job as a timeline: the stages, seeds and phases its events told so far, so that the run's strips and tracks
// grow while it runs. The run's own timeline, with every span, takes its place when it is over.
#pragma once

#include "timeline/timeline.h"
#include "worker/client/job_state.h"

namespace foldmeter::app {

// `elapsed`: seconds since the job was started; the stage that runs lasts until then.
timeline::Timeline liveTimeline(const worker::JobState& state, double elapsed);

}  // namespace foldmeter::app
