// Puts trace events, as they come, together to a timeline: threads become tracks, begin and end become spans, overlapping
// asynchronous events get tracks of their own, flows find the spans at their ends.
#pragma once

#include "interop/chrome_reader.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace foldmeter::interop {

// One event as it stands in the file. Texts keep their capacity from event to event.
struct TraceEvent {
    std::string name, category, process, thread, id, kind;      // kind: "X", "B" ...
    double time = 0, duration = 0;                               // microseconds
    bool hasTime = false, hasDuration = false, bindsToEnclosing = false;
    std::vector<timeline::SpanArgument> arguments;
    void clear();
};

class EventCollector {
public:
    void take(TraceEvent& event);                                // moves its arguments out
    ForeignTrace finish();

private:
    struct Thread {
        std::string process, thread, name;
        double order = 0;
        std::vector<int> open;                                   // begun and not ended, places in the spans
        bool asynchronous = false;
        std::int64_t freeFrom = INT64_MIN;                       // of an asynchronous track
    };
    struct FlowEnd {
        std::string id;
        bool begins = false, enclosing = false;
        int thread = 0;
        std::int64_t time = 0;
    };

    int threadOf(const std::string& process, const std::string& thread);
    int asyncThreadFor(const std::string& subject, std::int64_t from);
    int addSpan(TraceEvent& event, int thread, std::int64_t start, std::int64_t end);
    void takeMetadata(const TraceEvent& event);
    void takeCounter(const TraceEvent& event);
    void takeAsync(TraceEvent& event);
    void closeOpenSpans();
    void orderTracks();
    void connectFlows();
    std::vector<std::string> notes() const;

    timeline::Timeline m_timeline;
    std::vector<Thread> m_threads;
    std::unordered_map<std::string, int> m_threadPlaces;
    std::map<std::string, std::string> m_processNames;
    std::map<std::string, double> m_processOrder;
    std::unordered_map<std::string, std::size_t> m_counterPlaces;
    std::unordered_map<std::string, std::vector<int>> m_openAsync;
    std::vector<FlowEnd> m_flowEnds;
    std::map<std::string, std::size_t> m_leftOut;                // kind -> events
    std::size_t m_unended = 0, m_unbegun = 0, m_broken = 0;
    std::int64_t m_last = INT64_MIN;                             // latest moment seen
    int m_lastThread = -1;
};

}  // namespace foldmeter::interop
