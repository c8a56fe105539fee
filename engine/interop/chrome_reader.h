// Chrome's trace-event JSON as other programs write it (JAX, PyTorch, Chrome, Perfetto's converter) and as we do, read as a
// stream of events into a timeline: complete, begin and end, instant and asynchronous events, counters, flows, names and
// order of threads. Both forms are taken: an object with "traceEvents", or the bare list, also one cut off at its end.
#pragma once

#include "interop/packed_stream.h"
#include "timeline/timeline.h"

#include <string>
#include <vector>

namespace foldmeter::interop {

struct ForeignTrace {
    timeline::Timeline timeline;        // tracks: threads in the order that the file asks for
    std::vector<std::string> notes;     // what was left out, in words: "12 events of kind O"
};

// InputError: no JSON (with the byte where it ends to be), or no trace events in it.
ForeignTrace readChromeTrace(PackedStream& stream);

}  // namespace foldmeter::interop
