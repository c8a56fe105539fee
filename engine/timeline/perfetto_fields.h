// Numbers of Perfetto's protobuf fields that we write and read.
#pragma once

#include <cstdint>

namespace foldmeter::timeline::perfetto {

enum class WireType : std::uint32_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

struct Trace { static constexpr std::uint32_t packet = 1; };
struct TracePacket { static constexpr std::uint32_t timestamp = 8, sequenceId = 10, trackEvent = 11, internedData = 12, sequenceFlags = 13, trackDescriptor = 60; };
struct TrackDescriptor { static constexpr std::uint32_t uuid = 1, name = 2, process = 3, thread = 4, parentUuid = 5, counter = 8; };
struct ProcessDescriptor { static constexpr std::uint32_t pid = 1, name = 6; };
struct ThreadDescriptor { static constexpr std::uint32_t pid = 1, tid = 2, name = 5; };
struct TrackEvent {
    static constexpr std::uint32_t categoryIds = 3, annotations = 4, type = 9, nameId = 10, trackUuid = 11, categories = 22, name = 23, counterValue = 30, doubleCounterValue = 44, flowIds = 47, terminatingFlowIds = 48;
    enum Type : std::uint64_t { SliceBegin = 1, SliceEnd = 2, Instant = 3, CounterSample = 4 };
};
struct DebugAnnotation { static constexpr std::uint32_t nameId = 1, boolValue = 2, uintValue = 3, intValue = 4, doubleValue = 5, stringValue = 6, name = 10; };
struct InternedData { static constexpr std::uint32_t categories = 1, names = 2, annotationNames = 3; };
struct InternedName { static constexpr std::uint32_t id = 1, name = 2; };
constexpr std::uint64_t incrementalStateCleared = 1, needsIncrementalState = 2;   // of sequenceFlags

}  // namespace foldmeter::timeline::perfetto
