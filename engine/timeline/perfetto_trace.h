// A timeline in Perfetto's protobuf: the messages Trace, TracePacket, TrackDescriptor and TrackEvent with the few fields
// that spans, counters and flows need (https://perfetto.dev/docs/reference/trace-packet-proto).
#pragma once

#include "timeline/timeline.h"

#include <string>

namespace foldmeter::timeline {

// Times stay nanoseconds, counted from the first span.
std::string toPerfettoTrace(const Timeline& timeline, const std::string& processName);

}  // namespace foldmeter::timeline
