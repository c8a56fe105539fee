#include "interop/perfetto_reader.h"

#include "base/error.h"
#include "interop/event_collector.h"
#include "timeline/perfetto_fields.h"

#include <fmt/format.h>

#include <bit>
#include <functional>

namespace foldmeter::interop {
namespace {

using namespace timeline::perfetto;

struct Damaged {};

struct FieldValue {
    std::uint64_t number = 0;        // of varint and fixed fields
    std::string_view bytes;
    double real() const { return std::bit_cast<double>(number); }
    std::string text() const { return std::string(bytes); }
};

std::uint64_t takeVarint(std::string_view& bytes) {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (bytes.empty()) throw Damaged{};
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 127) << shift;
        if (byte < 128) return value;
    }
    throw Damaged{};
}

std::string_view takeBytes(std::string_view& bytes, std::uint64_t length) {
    if (length > bytes.size()) throw Damaged{};
    const std::string_view taken = bytes.substr(0, static_cast<std::size_t>(length));
    bytes.remove_prefix(taken.size());
    return taken;
}

std::uint64_t takeFixed(std::string_view& bytes, std::size_t length) {
    const std::string_view taken = takeBytes(bytes, length);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < length; ++i) value |= static_cast<std::uint64_t>(static_cast<unsigned char>(taken[i])) << (8 * i);
    return value;
}

// Calls `visit` with number and value of each field.
template <typename Visit> void forEachField(std::string_view bytes, Visit visit) {
    while (!bytes.empty()) {
        const std::uint64_t key = takeVarint(bytes);
        FieldValue value;
        switch (static_cast<WireType>(key & 7)) {
            case WireType::Varint: value.number = takeVarint(bytes); break;
            case WireType::Fixed64: value.number = takeFixed(bytes, 8); break;
            case WireType::Fixed32: value.number = takeFixed(bytes, 4); break;
            case WireType::Bytes: value.bytes = takeBytes(bytes, takeVarint(bytes)); break;
            default: throw Damaged{};
        }
        visit(static_cast<std::uint32_t>(key >> 3), value);
    }
}

class PacketReader {
public:
    std::size_t packets = 0, events = 0;

    void take(std::string_view packet) {
        ++packets;
        std::uint64_t time = 0, sequence = 0, flags = 0;
        bool hasTime = false;
        std::string_view event, interned, descriptor;
        forEachField(packet, [&](std::uint32_t field, const FieldValue& value) {
            if (field == TracePacket::timestamp) time = value.number, hasTime = true;
            else if (field == TracePacket::sequenceId) sequence = value.number;
            else if (field == TracePacket::sequenceFlags) flags = value.number;
            else if (field == TracePacket::trackEvent) event = value.bytes;
            else if (field == TracePacket::internedData) interned = value.bytes;
            else if (field == TracePacket::trackDescriptor) descriptor = value.bytes;
        });
        Names& names = m_names[sequence];
        if (flags & incrementalStateCleared) names = {};
        if (!interned.empty()) learn(names, interned);
        if (!descriptor.empty()) takeDescriptor(descriptor);
        if (!event.empty() && hasTime) takeEvent(names, event, time);
    }
    ForeignTrace finish() { return m_collector.finish(); }

private:
    struct Names {
        std::map<std::uint64_t, std::string> categories, names, annotations;
    };
    struct TrackInfo {
        std::string name, process;
    };

    static void learn(Names& names, std::string_view data) {
        forEachField(data, [&](std::uint32_t field, const FieldValue& value) {
            auto* table = field == InternedData::categories ? &names.categories : field == InternedData::names ? &names.names : field == InternedData::annotationNames ? &names.annotations : nullptr;
            if (!table) return;
            std::uint64_t id = 0;
            std::string name;
            forEachField(value.bytes, [&](std::uint32_t part, const FieldValue& given) {
                if (part == InternedName::id) id = given.number;
                if (part == InternedName::name) name = given.text();
            });
            (*table)[id] = std::move(name);
        });
    }
    void takeDescriptor(std::string_view descriptor) {
        std::uint64_t uuid = 0, parent = 0;
        std::string name, process;
        forEachField(descriptor, [&](std::uint32_t field, const FieldValue& value) {
            if (field == TrackDescriptor::uuid) uuid = value.number;
            if (field == TrackDescriptor::parentUuid) parent = value.number;
            if (field == TrackDescriptor::name) name = value.text();
            if (field == TrackDescriptor::thread) forEachField(value.bytes, [&](std::uint32_t part, const FieldValue& given) {
                if (part == ThreadDescriptor::name) name = given.text();
            });
            if (field == TrackDescriptor::process) forEachField(value.bytes, [&](std::uint32_t part, const FieldValue& given) {
                if (part == ProcessDescriptor::name) process = given.text();
            });
        });
        m_tracks[uuid] = {name, process};
        if (!process.empty()) return;   // a process is where its threads lie, no track of its own
        TraceEvent meta;
        meta.kind = "M";
        meta.name = "thread_name";
        meta.process = std::to_string(parent);
        meta.thread = std::to_string(uuid);
        meta.arguments.push_back({"name", name});
        m_parents[uuid] = meta.process;
        if (m_order[uuid] == 0) m_order[uuid] = static_cast<int>(m_order.size());
    }
    void nameTrack(std::uint64_t uuid) {
        if (!m_named.insert({uuid, true}).second) return;
        TraceEvent meta;
        meta.kind = "M";
        meta.thread = std::to_string(uuid);
        meta.process = m_parents[uuid];
        for (const char* what : {"thread_name", "thread_sort_index"}) {
            meta.name = what;
            meta.arguments = {{"name", m_tracks[uuid].name}};
            if (meta.name == "thread_sort_index") meta.arguments = {{"sort_index", std::int64_t{m_order[uuid]}}};
            m_collector.take(meta);
        }
    }
    void takeEvent(const Names& names, std::string_view bytes, std::uint64_t time) {
        const auto named = [](const std::map<std::uint64_t, std::string>& table, std::uint64_t id) {
            const auto found = table.find(id);
            return found == table.end() ? std::string() : found->second;
        };
        TraceEvent event;
        std::uint64_t type = 0, uuid = 0;
        std::vector<std::pair<std::uint64_t, bool>> flows;
        timeline::ArgumentValue sample = std::int64_t{0};
        forEachField(bytes, [&](std::uint32_t field, const FieldValue& value) {
            switch (field) {
                case TrackEvent::type: type = value.number; break;
                case TrackEvent::trackUuid: uuid = value.number; break;
                case TrackEvent::name: event.name = value.text(); break;
                case TrackEvent::nameId: event.name = named(names.names, value.number); break;
                case TrackEvent::categories: event.category += (event.category.empty() ? "" : ",") + value.text(); break;
                case TrackEvent::categoryIds: event.category += (event.category.empty() ? "" : ",") + named(names.categories, value.number); break;
                case TrackEvent::annotations: event.arguments.push_back(annotation(names, value.bytes)); break;
                case TrackEvent::counterValue: sample = static_cast<std::int64_t>(value.number); break;
                case TrackEvent::doubleCounterValue: sample = value.real(); break;
                case TrackEvent::flowIds: flows.emplace_back(value.number, false); break;
                case TrackEvent::terminatingFlowIds: flows.emplace_back(value.number, true); break;
                default: break;
            }
        });
        ++events;
        event.time = static_cast<double>(time) * 1e-3;
        event.hasTime = true;
        event.thread = std::to_string(uuid);
        event.process = m_parents[uuid];
        if (type == TrackEvent::CounterSample) {
            event.kind = "C";
            event.name = m_tracks[uuid].name;
            event.arguments = {{"value", sample}};
            return m_collector.take(event);
        }
        nameTrack(uuid);
        event.kind = type == TrackEvent::SliceBegin ? "B" : type == TrackEvent::SliceEnd ? "E" : "i";
        m_collector.take(event);
        for (const auto& [id, ends] : flows) takeFlow(event, id, ends);
    }
    void takeFlow(const TraceEvent& at, std::uint64_t id, bool ends) {
        TraceEvent flow;
        flow.kind = ends ? "f" : m_flowsBegun.insert({id, true}).second ? "s" : "t";
        flow.id = std::to_string(id);
        flow.time = at.time;
        flow.hasTime = flow.bindsToEnclosing = true;
        flow.thread = at.thread;
        flow.process = at.process;
        m_collector.take(flow);
    }
    static timeline::SpanArgument annotation(const Names& names, std::string_view bytes) {
        timeline::SpanArgument argument;
        forEachField(bytes, [&](std::uint32_t field, const FieldValue& value) {
            if (field == DebugAnnotation::name) argument.name = value.text();
            else if (field == DebugAnnotation::nameId) argument.name = names.annotations.contains(value.number) ? names.annotations.at(value.number) : std::string();
            else if (field == DebugAnnotation::doubleValue) argument.value = value.real();
            else if (field == DebugAnnotation::stringValue) argument.value = value.text();
            else if (field == DebugAnnotation::boolValue || field == DebugAnnotation::uintValue || field == DebugAnnotation::intValue) argument.value = static_cast<std::int64_t>(value.number);
        });
        return argument;
    }

    std::map<std::uint64_t, Names> m_names;            // by sequence
    std::map<std::uint64_t, TrackInfo> m_tracks;       // by uuid
    std::map<std::uint64_t, std::string> m_parents;
    std::map<std::uint64_t, int> m_order;
    std::map<std::uint64_t, bool> m_named, m_flowsBegun;
    EventCollector m_collector;
};

}  // namespace

bool looksLikePerfetto(std::string_view head) {
    // Packets of the list "packet": the key of field 1 with bytes, a length, then the key of a field that packets have.
    if (head.size() < 3 || head.front() != '\x0a') return false;
    head.remove_prefix(1);
    try {
        const std::uint64_t length = takeVarint(head);
        const std::uint64_t key = head.empty() ? 0 : takeVarint(head);
        return length > 0 && (key >> 3) > 0 && (key >> 3) < 2000 && ((key & 7) == 0 || (key & 7) == 1 || (key & 7) == 2 || (key & 7) == 5);
    } catch (const Damaged&) {
        return false;
    }
}

ForeignTrace readPerfettoTrace(std::string_view bytes, const std::string& file) {
    PacketReader reader;
    try {
        forEachField(bytes, [&](std::uint32_t field, const FieldValue& value) {
            if (field == Trace::packet) reader.take(value.bytes);
        });
    } catch (const Damaged&) {
        throw InputError(fmt::format("{}: this is no Perfetto trace, or it is damaged behind packet {}", file, reader.packets));
    }
    if (reader.events == 0) throw InputError(fmt::format("{}: none of its {} packets is a track event; only those are read", file, reader.packets));
    return reader.finish();
}

}  // namespace foldmeter::interop
