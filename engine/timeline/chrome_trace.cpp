#include "timeline/chrome_trace.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace foldmeter::timeline {
namespace {

std::string quoted(const std::string& text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string quoted(const ArgumentValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
    if (const auto* real = std::get_if<double>(&value)) return std::isfinite(*real) ? fmt::format("{}", *real) : quoted(fmt::format("{}", *real));
    return quoted(std::get<std::string>(value));
}

// One event a line, so that the file can be read and compared as text.
class EventList {
public:
    explicit EventList(std::int64_t origin) : m_origin(origin) {}
    template <typename... Values> void add(fmt::format_string<Values...> format, Values&&... values) {
        m_text += m_text.empty() ? "" : ",\n";
        fmt::format_to(std::back_inserter(m_text), format, std::forward<Values>(values)...);
    }
    double micro(std::int64_t time) const { return static_cast<double>(time - m_origin) * 1e-3; }
    std::string finish() const { return "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n" + m_text + "\n]}\n"; }

private:
    std::int64_t m_origin;
    std::string m_text;
};

std::int64_t firstTime(const Timeline& timeline) {
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    for (const Span& span : timeline.spans) first = std::min(first, span.start);
    for (const Counter& counter : timeline.counters)
        for (const std::int64_t time : counter.times) first = std::min(first, time);
    return first == std::numeric_limits<std::int64_t>::max() ? 0 : first;
}

void addSpan(EventList& events, const Span& span) {
    std::string arguments;
    for (const SpanArgument& argument : span.arguments)
        arguments += fmt::format("{}{}:{}", arguments.empty() ? "" : ",", quoted(argument.name), quoted(argument.value));
    events.add(R"({{"ph":"X","name":{},"cat":"{}","pid":1,"tid":{},"ts":{:.3f},"dur":{:.3f},"args":{{{}}}}})", quoted(span.name),
               nameOf(span.category), span.track, events.micro(span.start), static_cast<double>(span.end - span.start) * 1e-3, arguments);
}

}  // namespace

std::string toChromeTrace(const Timeline& timeline, const std::string& processName) {
    EventList events(firstTime(timeline));
    events.add(R"({{"ph":"M","name":"process_name","pid":1,"args":{{"name":{}}}}})", quoted(processName));
    for (std::size_t track = 0; track < timeline.tracks.size(); ++track)
        events.add(R"({{"ph":"M","name":"thread_name","pid":1,"tid":{},"args":{{"name":{}}}}})", track, quoted(timeline.tracks[track].name));
    for (const Span& span : timeline.spans) addSpan(events, span);
    for (const Counter& counter : timeline.counters)
        for (std::size_t i = 0; i < counter.times.size(); ++i)
            events.add(R"({{"ph":"C","name":{},"pid":1,"ts":{:.3f},"args":{{"value":{}}}}})", quoted(counter.name), events.micro(counter.times[i]),
                       quoted(ArgumentValue(counter.values[i])));
    for (std::size_t i = 0; i < timeline.flows.size(); ++i) {
        const Span& from = timeline.spans[static_cast<std::size_t>(timeline.flows[i].fromSpan)];
        const Span& to = timeline.spans[static_cast<std::size_t>(timeline.flows[i].toSpan)];
        events.add(R"({{"ph":"s","name":"flow","cat":"flow","id":{},"pid":1,"tid":{},"ts":{:.3f}}})", i, from.track, events.micro(from.start));
        events.add(R"({{"ph":"f","bp":"e","name":"flow","cat":"flow","id":{},"pid":1,"tid":{},"ts":{:.3f}}})", i, to.track, events.micro(to.start));
    }
    return events.finish();
}

}  // namespace foldmeter::timeline
