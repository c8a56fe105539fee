#include "timeline/perfetto_trace.h"

#include "timeline/perfetto_fields.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <unordered_map>

namespace foldmeter::timeline {
namespace {

using namespace perfetto;

// A protobuf message as it grows.
class Message {
public:
    void number(std::uint32_t field, std::uint64_t value) {
        key(field, WireType::Varint);
        varint(value);
    }
    void fixed(std::uint32_t field, std::uint64_t value) {
        key(field, WireType::Fixed64);
        for (int shift = 0; shift < 64; shift += 8) m_bytes.push_back(static_cast<char>(value >> shift));
    }
    void real(std::uint32_t field, double value) { fixed(field, std::bit_cast<std::uint64_t>(value)); }
    void text(std::uint32_t field, const std::string& value) {
        key(field, WireType::Bytes);
        varint(value.size());
        m_bytes += value;
    }
    void message(std::uint32_t field, const Message& value) { text(field, value.m_bytes); }
    const std::string& bytes() const { return m_bytes; }

private:
    void key(std::uint32_t field, WireType type) { varint(std::uint64_t{field} << 3 | static_cast<std::uint64_t>(type)); }
    void varint(std::uint64_t value) {
        for (; value >= 128; value >>= 7) m_bytes.push_back(static_cast<char>(value | 128));
        m_bytes.push_back(static_cast<char>(value));
    }
    std::string m_bytes;
};

// Texts that repeat: written once, then known by their number.
class Interned {
public:
    explicit Interned(std::uint32_t field) : m_field(field) {}
    std::uint64_t id(const std::string& text, Message& data, bool& grew) {
        const auto [found, isNew] = m_ids.try_emplace(text, m_ids.size() + 1);
        if (isNew) {
            Message entry;
            entry.number(InternedName::id, found->second);
            entry.text(InternedName::name, text);
            data.message(m_field, entry);
            grew = true;
        }
        return found->second;
    }

private:
    std::uint32_t m_field;
    std::unordered_map<std::string, std::uint64_t> m_ids;
};

class TraceWriter {
public:
    TraceWriter(const Timeline& timeline, const std::string& processName) : m_timeline(timeline) {
        findOrigin();
        for (std::size_t i = 0; i < timeline.flows.size(); ++i) {
            m_flows[timeline.flows[i].fromSpan].push_back({i + 1, false});
            m_flows[timeline.flows[i].toSpan].push_back({i + 1, true});
        }
        writeProcess(processName);
        for (std::size_t track = 0; track < timeline.tracks.size(); ++track) writeTrack(static_cast<int>(track));
        for (std::size_t i = 0; i < timeline.counters.size(); ++i) writeCounter(timeline.counters[i], counterUuid + i);
    }
    std::string finish() { return m_trace.bytes(); }

private:
    static constexpr std::uint64_t processUuid = 1, trackUuid = 1000, overlapUuid = 1'000'000, counterUuid = 2'000'000, sequence = 1, pid = 1;

    void findOrigin() {
        m_origin = std::numeric_limits<std::int64_t>::max();
        for (const Span& span : m_timeline.spans) m_origin = std::min(m_origin, span.start);
        for (const Counter& counter : m_timeline.counters)
            for (const std::int64_t time : counter.times) m_origin = std::min(m_origin, time);
    }
    void writePacket(Message packet, bool first = false) {
        packet.number(TracePacket::sequenceId, sequence);
        packet.number(TracePacket::sequenceFlags, first ? incrementalStateCleared | needsIncrementalState : needsIncrementalState);
        m_trace.message(Trace::packet, packet);
    }
    void writeDescriptor(const Message& descriptor, bool first = false) {
        Message packet;
        packet.message(TracePacket::trackDescriptor, descriptor);
        writePacket(std::move(packet), first);
    }
    void writeProcess(const std::string& name) {
        Message process, descriptor;
        process.number(ProcessDescriptor::pid, pid);
        process.text(ProcessDescriptor::name, name);
        descriptor.number(TrackDescriptor::uuid, processUuid);
        descriptor.message(TrackDescriptor::process, process);
        writeDescriptor(descriptor, true);
    }
    // A thread's track. Perfetto's spans of a track must nest: those that overlap go to tracks of their own under it.
    void writeTrack(int track) {
        std::vector<int> spans;
        for (std::size_t i = 0; i < m_timeline.spans.size(); ++i)
            if (m_timeline.spans[i].track == track) spans.push_back(static_cast<int>(i));
        const std::string& name = m_timeline.tracks[static_cast<std::size_t>(track)].name;
        Message thread, descriptor;
        thread.number(ThreadDescriptor::pid, pid);
        thread.number(ThreadDescriptor::tid, static_cast<std::uint64_t>(track) + 1);
        thread.text(ThreadDescriptor::name, name);
        descriptor.number(TrackDescriptor::uuid, trackUuid + static_cast<std::uint64_t>(track));
        descriptor.number(TrackDescriptor::parentUuid, processUuid);
        descriptor.message(TrackDescriptor::thread, thread);
        writeDescriptor(descriptor);
        std::vector<int> overlapping = writeNested(spans, trackUuid + static_cast<std::uint64_t>(track));
        while (!overlapping.empty()) {
            Message more;
            more.number(TrackDescriptor::uuid, overlapUuid + m_overlapTracks);
            more.number(TrackDescriptor::parentUuid, processUuid);
            more.text(TrackDescriptor::name, name + " (overlapping)");
            writeDescriptor(more);
            overlapping = writeNested(overlapping, overlapUuid + m_overlapTracks++);
        }
    }
    // Begins and ends in order; gives back the spans that do not nest.
    std::vector<int> writeNested(std::vector<int> spans, std::uint64_t uuid) {
        const auto at = [&](int i) -> const Span& { return m_timeline.spans[static_cast<std::size_t>(i)]; };
        std::stable_sort(spans.begin(), spans.end(), [&](int a, int b) { return at(a).start != at(b).start ? at(a).start < at(b).start : at(a).end > at(b).end; });
        std::vector<int> open, overlapping;
        const auto closeUntil = [&](std::int64_t time) {
            for (; !open.empty() && at(open.back()).end <= time; open.pop_back()) writeEnd(at(open.back()).end, uuid);
        };
        for (const int span : spans) {
            closeUntil(at(span).start);
            if (!open.empty() && at(span).end > at(open.back()).end) {
                overlapping.push_back(span);
                continue;
            }
            writeBegin(span, uuid);
            open.push_back(span);
        }
        closeUntil(std::numeric_limits<std::int64_t>::max());
        return overlapping;
    }
    void writeBegin(int index, std::uint64_t uuid) {
        const Span& span = m_timeline.spans[static_cast<std::size_t>(index)];
        Message data, event;
        bool grew = false;
        event.number(TrackEvent::type, TrackEvent::SliceBegin);
        event.number(TrackEvent::trackUuid, uuid);
        event.number(TrackEvent::categoryIds, m_categories.id(std::string(nameOf(span.category)), data, grew));
        event.number(TrackEvent::nameId, m_names.id(span.name, data, grew));
        for (const SpanArgument& argument : span.arguments) {
            Message annotation;
            annotation.number(DebugAnnotation::nameId, m_annotations.id(argument.name, data, grew));
            if (const auto* whole = std::get_if<std::int64_t>(&argument.value)) annotation.number(DebugAnnotation::intValue, static_cast<std::uint64_t>(*whole));
            else if (const auto* real = std::get_if<double>(&argument.value)) annotation.real(DebugAnnotation::doubleValue, *real);
            else annotation.text(DebugAnnotation::stringValue, std::get<std::string>(argument.value));
            event.message(TrackEvent::annotations, annotation);
        }
        if (const auto flows = m_flows.find(index); flows != m_flows.end())
            for (const auto& [id, ends] : flows->second) event.fixed(ends ? TrackEvent::terminatingFlowIds : TrackEvent::flowIds, id);
        Message packet = eventAt(span.start, event);
        if (grew) packet.message(TracePacket::internedData, data);
        writePacket(std::move(packet));
    }
    void writeEnd(std::int64_t time, std::uint64_t uuid) {
        Message event;
        event.number(TrackEvent::type, TrackEvent::SliceEnd);
        event.number(TrackEvent::trackUuid, uuid);
        writePacket(eventAt(time, event));
    }
    void writeCounter(const Counter& counter, std::uint64_t uuid) {
        Message descriptor;
        descriptor.number(TrackDescriptor::uuid, uuid);
        descriptor.number(TrackDescriptor::parentUuid, processUuid);
        descriptor.text(TrackDescriptor::name, counter.name);
        descriptor.message(TrackDescriptor::counter, Message());
        writeDescriptor(descriptor);
        for (std::size_t i = 0; i < counter.times.size(); ++i) {
            Message event;
            event.number(TrackEvent::type, TrackEvent::CounterSample);
            event.number(TrackEvent::trackUuid, uuid);
            event.real(TrackEvent::doubleCounterValue, counter.values[i]);
            writePacket(eventAt(counter.times[i], event));
        }
    }
    Message eventAt(std::int64_t time, const Message& event) const {
        Message packet;
        packet.number(TracePacket::timestamp, static_cast<std::uint64_t>(time - m_origin));
        packet.message(TracePacket::trackEvent, event);
        return packet;
    }

    struct FlowEnd {
        std::uint64_t id = 0;
        bool ends = false;
    };
    const Timeline& m_timeline;
    std::int64_t m_origin = 0;
    std::unordered_map<int, std::vector<FlowEnd>> m_flows;
    Interned m_categories{InternedData::categories}, m_names{InternedData::names}, m_annotations{InternedData::annotationNames};
    std::uint64_t m_overlapTracks = 0;
    Message m_trace;
};

}  // namespace

std::string toPerfettoTrace(const Timeline& timeline, const std::string& processName) { return TraceWriter(timeline, processName).finish(); }

}  // namespace foldmeter::timeline
