// Perfetto's protobuf read into a timeline: track events (spans, instants, counters, flows) of threads and named tracks, with
// interned names. What only Perfetto's own analysis understands (scheduling, heap profiles) is left out and counted.
#pragma once

#include "interop/chrome_reader.h"

#include <string_view>

namespace foldmeter::interop {

// `file`: only used in messages. InputError: damaged, or without track events.
ForeignTrace readPerfettoTrace(std::string_view bytes, const std::string& file);

// Could these first bytes begin such a trace?
bool looksLikePerfetto(std::string_view head);

}  // namespace foldmeter::interop
