#include "interop/chrome_reader.h"

#include "base/error.h"
#include "interop/event_collector.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

namespace foldmeter::interop {
namespace {

// The stream as RapidJSON reads it: one character at a time out of a block.
class BlockStream {
public:
    using Ch = char;
    explicit BlockStream(PackedStream& source) : m_source(source), m_block(1 << 18) { refill(); }

    char Peek() const { return *m_next; }
    char Take() {
        const char taken = *m_next;
        if (m_ended) return taken;
        if (++m_next == m_block.data() + m_size) refill();
        return taken;
    }
    std::size_t Tell() const { return m_before + static_cast<std::size_t>(m_next - m_block.data()); }
    bool ended() const { return m_ended; }
    // Only for writing in place; part of the concept.
    void Put(char) {}
    char* PutBegin() { return nullptr; }
    std::size_t PutEnd(char*) { return 0; }

private:
    void refill() {
        m_before += m_size;
        m_size = m_source.read(m_block.data(), m_block.size());
        m_next = m_block.data();
        if (m_size > 0) return;
        m_ended = true;
        m_block[0] = '\0';   // what RapidJSON takes for the end
    }

    PackedStream& m_source;
    std::vector<char> m_block;
    const char* m_next = nullptr;
    std::size_t m_size = 0, m_before = 0;
    bool m_ended = false;
};

// Receives the reader's events. Events of the trace are objects in the list "traceEvents" or in the list that is the file;
// whatever else the file holds is passed over.
class TraceBuilder {
public:
    EventCollector collector;
    bool sawEvents = false;
    std::size_t nested = 0;   // arguments that are lists or objects
    std::string problem;

    bool Null() { return scalar(); }
    bool Bool(bool value) { return scalar(static_cast<std::int64_t>(value)); }
    bool Int(int value) { return scalar(static_cast<std::int64_t>(value)); }
    bool Uint(unsigned value) { return scalar(static_cast<std::int64_t>(value)); }
    bool Int64(std::int64_t value) { return scalar(value); }
    bool Uint64(std::uint64_t value) {
        return value <= INT64_MAX ? scalar(static_cast<std::int64_t>(value)) : scalar(static_cast<double>(value));
    }
    bool Double(double value) { return scalar(value); }
    bool RawNumber(const char*, rapidjson::SizeType, bool) { return false; }   // part of the concept
    bool String(const char* text, rapidjson::SizeType length, bool) {
        const std::string_view value(text, length);
        if (inEvent()) {
            if (std::string* field = textField()) field->assign(value);
            else if (m_field == Field::BindingPoint) m_event.bindsToEnclosing = value == "e";
        } else if (inArguments()) {
            m_event.arguments.push_back({m_key, std::string(value)});
        }
        return m_depth > 0 || refuse();
    }
    bool Key(const char* text, rapidjson::SizeType length, bool) {
        const std::string_view key(text, length);
        if (m_depth == 1 && m_eventDepth == 0) m_isEvents = key == "traceEvents";
        else if (inEvent()) m_field = fieldOf(key);
        else if (inArguments()) m_key.assign(key);
        return true;
    }
    bool StartObject() {
        ++m_depth;
        if (inEvent()) m_event.clear(), m_field = Field::Other;
        else startNested(m_field == Field::Arguments);
        return m_depth < deepest || refuse("its JSON is nested too deep");
    }
    bool EndObject(rapidjson::SizeType) {
        if (inEvent()) collector.take(m_event);
        --m_depth;
        return true;
    }
    bool StartArray() {
        ++m_depth;
        if (m_eventDepth == 0 && (m_depth == 1 || (m_depth == 2 && m_isEvents))) {
            m_eventDepth = m_depth + 1;
            sawEvents = true;
        } else {
            startNested(false);
        }
        return m_depth < deepest || refuse("its JSON is nested too deep");
    }
    bool EndArray(rapidjson::SizeType) {
        --m_depth;
        if (m_eventDepth > 0 && m_depth == m_eventDepth - 2) m_eventDepth = 0;
        return true;
    }
    bool bareList() const { return m_eventDepth == 2; }   // within the list that is the file

private:
    static constexpr int deepest = 200;
    enum class Field { Other, Name, Category, Kind, Process, Thread, Id, Time, Duration, BindingPoint, Arguments };

    static Field fieldOf(std::string_view key) {
        if (key == "name") return Field::Name;
        if (key == "cat") return Field::Category;
        if (key == "ph") return Field::Kind;
        if (key == "pid") return Field::Process;
        if (key == "tid") return Field::Thread;
        if (key == "id") return Field::Id;
        if (key == "ts") return Field::Time;
        if (key == "dur") return Field::Duration;
        if (key == "bp") return Field::BindingPoint;
        return key == "args" ? Field::Arguments : Field::Other;
    }
    std::string* textField() {
        switch (m_field) {
            case Field::Name: return &m_event.name;
            case Field::Category: return &m_event.category;
            case Field::Kind: return &m_event.kind;
            case Field::Process: return &m_event.process;
            case Field::Thread: return &m_event.thread;
            case Field::Id: return &m_event.id;
            default: return nullptr;
        }
    }
    bool inEvent() const { return m_eventDepth > 0 && m_depth == m_eventDepth; }
    bool inArguments(int below = 0) const { return m_eventDepth > 0 && m_arguments && m_depth == m_eventDepth + 1 + below; }
    void startNested(bool arguments) {
        if (inArguments(1)) ++nested;
        if (m_eventDepth > 0 && m_depth == m_eventDepth + 1) m_arguments = arguments;
    }
    bool refuse(const char* what = "it holds no trace events") {
        problem = what;
        return false;
    }
    bool scalar() { return m_depth > 0 || refuse(); }
    bool scalar(std::int64_t value) {
        if (inArguments()) m_event.arguments.push_back({m_key, value});
        else if (inEvent() && !takeTime(static_cast<double>(value)))
            if (std::string* field = textField()) *field = std::to_string(value);
        return scalar();
    }
    bool scalar(double value) {
        if (inArguments()) m_event.arguments.push_back({m_key, value});
        else if (inEvent() && !takeTime(value))
            if (std::string* field = textField()) *field = fmt::format("{}", value);
        return scalar();
    }
    bool takeTime(double value) {
        if (m_field == Field::Time) m_event.time = value, m_event.hasTime = true;
        else if (m_field == Field::Duration) m_event.duration = value, m_event.hasDuration = true;
        else return false;
        return true;
    }

    TraceEvent m_event;
    std::string m_key;
    Field m_field = Field::Other;
    int m_depth = 0, m_eventDepth = 0;    // depth of an event's members; 0: not in the list
    bool m_isEvents = false, m_arguments = false;
};

}  // namespace

ForeignTrace readChromeTrace(PackedStream& stream) {
    BlockStream blocks(stream);
    TraceBuilder builder;
    rapidjson::Reader reader;
    constexpr unsigned flags = rapidjson::kParseStopWhenDoneFlag | rapidjson::kParseTrailingCommasFlag | rapidjson::kParseNanAndInfFlag;
    const rapidjson::ParseResult result = reader.Parse<flags>(blocks, builder);
    if (!builder.problem.empty()) throw InputError(fmt::format("{}: byte {}: {}", stream.name(), blocks.Tell(), builder.problem));
    const bool cutOff = result.IsError() && blocks.ended() && builder.bareList();   // writers of the list need not close it
    if (result.IsError() && !cutOff)
        throw InputError(fmt::format("{}: byte {}: this is no JSON: {}", stream.name(), result.Offset(), rapidjson::GetParseError_En(result.Code())));
    if (!builder.sawEvents) throw InputError(fmt::format("{}: this JSON holds no trace events (a list \"traceEvents\")", stream.name()));
    ForeignTrace trace = builder.collector.finish();
    if (builder.nested > 0) trace.notes.push_back(fmt::format("{} arguments that are lists or objects were left out", builder.nested));
    if (cutOff) trace.notes.push_back("the file is cut off at its end; what came before is shown");
    if (trace.timeline.spans.empty() && trace.timeline.counters.empty()) throw InputError(fmt::format("{}: its list of trace events holds no events with a time", stream.name()));
    return trace;
}

}  // namespace foldmeter::interop
