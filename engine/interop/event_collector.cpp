#include "interop/event_collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace foldmeter::interop {
namespace {

using timeline::Category;
using timeline::Span;

constexpr double mostMicroseconds = 4e15;   // 126 years: beyond it nanoseconds do not fit

std::int64_t nanoseconds(double microseconds) { return std::llround(std::clamp(microseconds, -mostMicroseconds, mostMicroseconds) * 1e3); }

// One of the stages if the event's category names it, alone or in a list.
Category categoryOf(std::string_view text) {
    while (!text.empty()) {
        const auto comma = text.find(',');
        const std::string_view word = text.substr(0, comma);
        for (int c = 0; c < timeline::categoryCount; ++c)
            if (nameOf(static_cast<Category>(c)) == word) return static_cast<Category>(c);
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return Category::Other;
}

const timeline::ArgumentValue* argumentOf(const TraceEvent& event, std::string_view name) {
    for (const timeline::SpanArgument& argument : event.arguments)
        if (argument.name == name) return &argument.value;
    return nullptr;
}

double numberOf(const timeline::ArgumentValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    const auto* real = std::get_if<double>(&value);
    return real ? *real : 0;
}

}  // namespace

void TraceEvent::clear() {
    for (std::string* text : {&name, &category, &process, &thread, &id, &kind}) text->clear();
    time = duration = 0;
    hasTime = hasDuration = bindsToEnclosing = false;
    arguments.clear();
}

int EventCollector::threadOf(const std::string& process, const std::string& thread) {
    if (m_lastThread >= 0) {
        const Thread& last = m_threads[static_cast<std::size_t>(m_lastThread)];
        if (!last.asynchronous && last.thread == thread && last.process == process) return m_lastThread;
    }
    const auto [found, isNew] = m_threadPlaces.try_emplace(process + '\n' + thread, static_cast<int>(m_threads.size()));
    if (isNew) m_threads.push_back({process, thread, {}, 0, {}});
    return m_lastThread = found->second;
}

// Asynchronous events of one subject may overlap: each goes to the first of its tracks that is free by then.
int EventCollector::asyncThreadFor(const std::string& subject, std::int64_t from) {
    for (std::size_t i = 0; i < m_threads.size(); ++i)
        if (m_threads[i].asynchronous && m_threads[i].name == subject && m_threads[i].freeFrom <= from) return static_cast<int>(i);
    m_threads.push_back({{}, {}, subject, 1e9, {}, true});
    return static_cast<int>(m_threads.size()) - 1;
}

int EventCollector::addSpan(TraceEvent& event, int thread, std::int64_t start, std::int64_t end) {
    Span& span = m_timeline.spans.emplace_back();
    span.name = event.name;
    span.category = categoryOf(event.category);
    span.start = start;
    span.end = end;
    span.track = thread;
    span.arguments.assign(std::make_move_iterator(event.arguments.begin()), std::make_move_iterator(event.arguments.end()));
    if (span.category == Category::Other && !event.category.empty()) span.arguments.push_back({"category", event.category});
    m_last = std::max(m_last, end);
    return static_cast<int>(m_timeline.spans.size()) - 1;
}

void EventCollector::takeMetadata(const TraceEvent& event) {
    const timeline::ArgumentValue* name = argumentOf(event, "name");
    const timeline::ArgumentValue* order = argumentOf(event, "sort_index");
    if (event.name == "process_name" && name && std::holds_alternative<std::string>(*name)) m_processNames[event.process] = std::get<std::string>(*name);
    if (event.name == "process_sort_index" && order) m_processOrder[event.process] = numberOf(*order);
    if (event.name != "thread_name" && event.name != "thread_sort_index") return;
    Thread& thread = m_threads[static_cast<std::size_t>(threadOf(event.process, event.thread))];
    if (name && std::holds_alternative<std::string>(*name)) thread.name = std::get<std::string>(*name);
    if (order) thread.order = numberOf(*order);
}

void EventCollector::takeCounter(const TraceEvent& event) {
    for (const timeline::SpanArgument& argument : event.arguments) {
        if (std::holds_alternative<std::string>(argument.value)) continue;
        const std::string name = event.arguments.size() == 1 && argument.name == "value" ? event.name : event.name + ": " + argument.name;
        const auto [found, isNew] = m_counterPlaces.try_emplace(event.process + '\n' + name, m_timeline.counters.size());
        if (isNew) m_timeline.counters.push_back({name, {}, {}});
        timeline::Counter& counter = m_timeline.counters[found->second];
        counter.times.push_back(nanoseconds(event.time));
        counter.values.push_back(numberOf(argument.value));
    }
}

void EventCollector::takeAsync(TraceEvent& event) {
    const std::int64_t time = nanoseconds(event.time);
    const std::string key = event.process + '\n' + event.category + '\n' + event.id + '\n' + event.name;
    std::vector<int>& open = m_openAsync[key];
    if (event.kind == "e" || event.kind == "F") {
        if (open.empty()) {
            ++m_unbegun;
            return;
        }
        Span& span = m_timeline.spans[static_cast<std::size_t>(open.back())];
        span.end = std::max(span.start, time);
        m_threads[static_cast<std::size_t>(span.track)].freeFrom = span.end;
        m_last = std::max(m_last, span.end);
        open.pop_back();
        return;
    }
    const std::string subject = event.category.empty() ? event.name : event.category;
    const int thread = asyncThreadFor(subject, time);
    const bool instant = event.kind == "n";
    m_threads[static_cast<std::size_t>(thread)].freeFrom = instant ? time : INT64_MAX;   // until its end comes
    const int span = addSpan(event, thread, time, time);
    if (!instant) open.push_back(span);
}

void EventCollector::take(TraceEvent& event) {
    if (event.kind.size() != 1) {
        if (!event.kind.empty() || event.hasTime) ++m_broken;   // an empty object is nothing, not even a mistake
        return;
    }
    const char kind = event.kind.front();
    if (kind == 'M') return takeMetadata(event);
    if (!event.hasTime || !std::isfinite(event.time) || !std::isfinite(event.duration)) {
        ++m_broken;
        return;
    }
    const std::int64_t time = nanoseconds(event.time);
    switch (kind) {
        case 'X': addSpan(event, threadOf(event.process, event.thread), time, std::max(time, nanoseconds(event.time + event.duration))); return;
        case 'i': case 'I': case 'R': addSpan(event, threadOf(event.process, event.thread), time, time); return;
        case 'B': {
            const int thread = threadOf(event.process, event.thread);
            m_threads[static_cast<std::size_t>(thread)].open.push_back(addSpan(event, thread, time, time));
            return;
        }
        case 'E': {
            Thread& thread = m_threads[static_cast<std::size_t>(threadOf(event.process, event.thread))];
            if (thread.open.empty()) {
                ++m_unbegun;
                return;
            }
            Span& span = m_timeline.spans[static_cast<std::size_t>(thread.open.back())];
            thread.open.pop_back();
            span.end = std::max(span.start, time);
            for (timeline::SpanArgument& argument : event.arguments) span.arguments.push_back(std::move(argument));
            m_last = std::max(m_last, span.end);
            return;
        }
        case 'C': return takeCounter(event);
        case 'b': case 'e': case 'n': case 'S': case 'F': return takeAsync(event);
        case 's': case 't': case 'f': m_flowEnds.push_back({event.category + '\n' + event.id, kind == 's', kind != 'f' || event.bindsToEnclosing, threadOf(event.process, event.thread), time}); return;
        default: ++m_leftOut[event.kind];
    }
}

// What never ended lasts until the last moment of the trace.
void EventCollector::closeOpenSpans() {
    const auto close = [&](const std::vector<int>& open) {
        for (const int span : open) {
            m_timeline.spans[static_cast<std::size_t>(span)].end = std::max(m_timeline.spans[static_cast<std::size_t>(span)].start, m_last);
            ++m_unended;
        }
    };
    for (const Thread& thread : m_threads) close(thread.open);
    for (const auto& [key, open] : m_openAsync) close(open);
}

// Threads by the order their processes and they ask for; spans by start within a track, parents before children.
void EventCollector::orderTracks() {
    std::vector<int> order(m_threads.size());
    std::iota(order.begin(), order.end(), 0);
    const auto placeOf = [&](int i) {
        const Thread& thread = m_threads[static_cast<std::size_t>(i)];
        const auto process = m_processOrder.find(thread.process);
        return std::tuple(process == m_processOrder.end() ? 0.0 : process->second, thread.order);
    };
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return placeOf(a) < placeOf(b); });
    std::vector<int> rank(order.size());
    const bool many = m_processNames.size() > 1;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Thread& thread = m_threads[static_cast<std::size_t>(order[i])];
        rank[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
        std::string name = thread.name.empty() ? fmt::format("thread {}", thread.thread.empty() ? "0" : thread.thread) : thread.name;
        if (const auto process = m_processNames.find(thread.process); many && process != m_processNames.end()) name = process->second + ", " + name;
        m_timeline.tracks.push_back({std::move(name)});
    }
    for (Span& span : m_timeline.spans) span.track = rank[static_cast<std::size_t>(span.track)];
    for (FlowEnd& end : m_flowEnds) end.thread = rank[static_cast<std::size_t>(end.thread)];
    std::stable_sort(m_timeline.spans.begin(), m_timeline.spans.end(), [](const Span& a, const Span& b) {
        if (a.track != b.track) return a.track < b.track;
        return a.start != b.start ? a.start < b.start : a.end > b.end;
    });
    std::vector<std::int64_t> open;
    for (std::size_t i = 0; i < m_timeline.spans.size(); ++i) {
        Span& span = m_timeline.spans[i];
        if (i == 0 || span.track != m_timeline.spans[i - 1].track) open.clear();
        while (!open.empty() && open.back() <= span.start && !(span.end == span.start && open.back() == span.start)) open.pop_back();
        span.depth = static_cast<int>(open.size());
        open.push_back(span.end);
    }
}

void EventCollector::connectFlows() {
    // The innermost span of the thread that holds the moment; else, for an end that binds to what follows, the next one.
    const auto spanAt = [&](const FlowEnd& end) {
        const auto& spans = m_timeline.spans;
        const auto after = std::upper_bound(spans.begin(), spans.end(), std::pair(end.thread, end.time), [](const auto& wanted, const Span& span) { return wanted < std::pair(span.track, span.start); });
        if (!end.enclosing && after != spans.end() && after->track == end.thread) return static_cast<int>(after - spans.begin());
        constexpr int furthest = 4096;
        int looked = 0;
        for (auto span = after; span != spans.begin() && looked < furthest; ++looked) {
            --span;
            if (span->track != end.thread) break;
            if (span->end >= end.time) return static_cast<int>(span - spans.begin());
        }
        return -1;
    };
    std::stable_sort(m_flowEnds.begin(), m_flowEnds.end(), [](const FlowEnd& a, const FlowEnd& b) { return a.time < b.time; });
    std::unordered_map<std::string, int> from;
    for (const FlowEnd& end : m_flowEnds) {
        const int span = spanAt(end);
        if (span < 0) continue;
        const auto before = from.find(end.id);
        if (!end.begins && before != from.end() && before->second != span) m_timeline.flows.push_back({before->second, span});
        from[end.id] = span;
    }
}

std::vector<std::string> EventCollector::notes() const {
    std::vector<std::string> texts;
    for (const auto& [kind, count] : m_leftOut) texts.push_back(fmt::format("{} events of kind {} were left out", count, kind));
    if (m_unended > 0) texts.push_back(fmt::format("{} events begin and never end; they last until the end of the trace", m_unended));
    if (m_unbegun > 0) texts.push_back(fmt::format("{} events end without a beginning and were left out", m_unbegun));
    if (m_broken > 0) texts.push_back(fmt::format("{} events have no kind or no time and were left out", m_broken));
    return texts;
}

ForeignTrace EventCollector::finish() {
    closeOpenSpans();
    orderTracks();
    connectFlows();
    for (timeline::Counter& counter : m_timeline.counters) {
        if (std::is_sorted(counter.times.begin(), counter.times.end())) continue;
        std::vector<std::pair<std::int64_t, double>> samples;
        for (std::size_t i = 0; i < counter.times.size(); ++i) samples.emplace_back(counter.times[i], counter.values[i]);
        std::stable_sort(samples.begin(), samples.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (std::size_t i = 0; i < samples.size(); ++i) std::tie(counter.times[i], counter.values[i]) = samples[i];
    }
    return {std::move(m_timeline), notes()};
}

}  // namespace foldmeter::interop
