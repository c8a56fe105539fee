#include "timeline/recorder.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <ctime>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace foldmeter::timeline {
namespace {

struct SpanRecord {
    const char* name;
    std::int64_t start;
    std::int64_t end;   // 0 while open
    Category category;
    int depth;
    const char* argument = nullptr;   // of a span that was added whole; more arguments stand in records of their own
    std::int64_t value = 0;
};

struct ArgumentRecord {
    int span;
    const char* name;
    ArgumentValue value;
};

// A launch and what it caused, by their places in the records of two tracks.
struct ThreadRecords;
struct FlowRecord {
    const ThreadRecords *from, *to;
    int fromSpan, toSpan;
};

// What one thread recorded. Its lock is taken by others only in finish(), so it is nearly always free.
struct ThreadRecords {
    std::mutex mutex;
    std::thread::id thread;
    std::string name;
    std::vector<SpanRecord> spans;
    std::vector<ArgumentRecord> arguments;
    std::vector<int> open;
};

std::uint64_t nextRecorderId() {
    static std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1) + 1;
}

// The records that this thread used last; valid only for the recorder with that id (ids are never used twice).
struct LastUsed {
    std::uint64_t recorder = 0;
    ThreadRecords* records = nullptr;
};
thread_local LastUsed lastUsed;

Span spanOf(const SpanRecord& record, int track) {
    Span span{record.name, record.category, record.start, record.end, track, record.depth, {}};
    if (record.argument) span.arguments.push_back({record.argument, record.value});
    return span;
}

}  // namespace

struct Recorder::State {
    const std::uint64_t id = nextRecorderId();
    std::mutex mutex;   // guards what follows, not the content of the threads' records
    std::deque<ThreadRecords> threads;
    std::vector<Counter> counters;
    std::vector<FlowRecord> flows;
    std::set<std::string> names;
    std::function<void(const char*, Category)> observer;

    ThreadRecords& at(int track);
    ThreadRecords& mine() {
        if (lastUsed.recorder == id) return *lastUsed.records;
        const std::lock_guard lock(mutex);
        const auto self = std::this_thread::get_id();
        auto found = std::find_if(threads.begin(), threads.end(), [&](const ThreadRecords& t) { return t.thread == self; });
        if (found == threads.end()) {
            const auto before = std::count_if(threads.begin(), threads.end(), [](const ThreadRecords& t) { return t.thread != std::thread::id(); });
            ThreadRecords& made = threads.emplace_back();
            made.thread = self;
            made.name = before == 0 ? "main" : fmt::format("worker {}", before);
            found = threads.end() - 1;
        }
        lastUsed = {id, &*found};
        return *found;
    }
};

Recorder::Recorder() : m_state(std::make_unique<State>()) { m_state->mine(); }

Recorder::~Recorder() = default;

std::int64_t Recorder::now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

void Recorder::nameThread(const std::string& name) {
    ThreadRecords& records = m_state->mine();
    const std::lock_guard lock(records.mutex);
    records.name = name;
}

void Recorder::observe(std::function<void(const char*, Category)> observer) { m_state->observer = std::move(observer); }

int Recorder::begin(const char* name, Category category) {
    if (category != Category::Execute && m_state->observer) m_state->observer(name, category);
    ThreadRecords& records = m_state->mine();
    const std::lock_guard lock(records.mutex);
    const int span = static_cast<int>(records.spans.size());
    records.spans.push_back({name, 0, 0, category, static_cast<int>(records.open.size())});
    records.open.push_back(span);
    records.spans.back().start = now();
    return span;
}

namespace {
void addArgument(ThreadRecords& records, int span, const char* name, ArgumentValue value) {
    const std::lock_guard lock(records.mutex);
    records.arguments.push_back({span, name, std::move(value)});
}
}  // namespace

void Recorder::argument(int span, const char* name, std::int64_t value) { addArgument(m_state->mine(), span, name, value); }
void Recorder::argument(int span, const char* name, double value) { addArgument(m_state->mine(), span, name, value); }
void Recorder::argument(int span, const char* name, const std::string& value) {
    addArgument(m_state->mine(), span, name, value);
}

void Recorder::end(int span) {
    const std::int64_t time = now();
    ThreadRecords& records = m_state->mine();
    const std::lock_guard lock(records.mutex);
    records.spans[static_cast<std::size_t>(span)].end = time;
    // A span left open inside this one (its owner forgot it) is closed with it.
    while (!records.open.empty() && records.open.back() >= span) {
        SpanRecord& inner = records.spans[static_cast<std::size_t>(records.open.back())];
        if (inner.end == 0) inner.end = time;
        records.open.pop_back();
    }
}

int Recorder::add(const char* name, Category category, std::int64_t start, std::int64_t end, const char* argument, std::int64_t value) {
    ThreadRecords& records = m_state->mine();
    const std::lock_guard lock(records.mutex);
    records.spans.push_back({name, start, end, category, static_cast<int>(records.open.size()), argument, value});
    return static_cast<int>(records.spans.size()) - 1;
}

int Recorder::track(const std::string& name) {
    const std::lock_guard lock(m_state->mutex);
    auto& threads = m_state->threads;
    for (std::size_t n = 0; n < threads.size(); ++n)
        if (threads[n].thread == std::thread::id() && threads[n].name == name) return static_cast<int>(n);
    threads.emplace_back().name = name;
    return static_cast<int>(threads.size()) - 1;
}

ThreadRecords& Recorder::State::at(int track) {
    const std::lock_guard lock(mutex);
    return threads[static_cast<std::size_t>(track)];
}

int Recorder::addTo(int track, const char* name, Category category, std::int64_t start, std::int64_t end) {
    ThreadRecords& records = m_state->at(track);
    const std::lock_guard lock(records.mutex);
    records.spans.push_back({name, start, std::max(end, start + 1), category, 0});
    return static_cast<int>(records.spans.size()) - 1;
}

void Recorder::argumentOf(int track, int span, const char* name, ArgumentValue value) { addArgument(m_state->at(track), span, name, std::move(value)); }

void Recorder::flow(int from, int track, int to) {
    const ThreadRecords& mine = m_state->mine();
    const ThreadRecords& other = m_state->at(track);
    const std::lock_guard lock(m_state->mutex);
    m_state->flows.push_back({&mine, &other, from, to});
}

void Recorder::count(const char* counter, double value) {
    const std::lock_guard lock(m_state->mutex);
    auto& counters = m_state->counters;
    auto found = std::find_if(counters.begin(), counters.end(), [&](const Counter& c) { return c.name == counter; });
    if (found == counters.end()) found = counters.insert(counters.end(), Counter{counter, {}, {}});
    found->times.push_back(now());
    found->values.push_back(value);
}

const char* Recorder::intern(const std::string& text) {
    const std::lock_guard lock(m_state->mutex);
    return m_state->names.insert(text).first->c_str();
}

namespace {
// Appends a track's closed spans, by start, with their arguments. Returns where each record's span came to stand; -1: open.
std::vector<int> appendTrack(Timeline& timeline, ThreadRecords& records) {
    const std::lock_guard lock(records.mutex);
    const int track = static_cast<int>(timeline.tracks.size());
    timeline.tracks.push_back({records.name});
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < records.spans.size(); ++i)
        if (records.spans[i].end != 0) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const SpanRecord &first = records.spans[a], &second = records.spans[b];
        return first.start != second.start ? first.start < second.start : first.depth < second.depth;
    });
    std::vector<int> placeOf(records.spans.size(), -1);
    for (const std::size_t i : order) {
        placeOf[i] = static_cast<int>(timeline.spans.size());
        timeline.spans.push_back(spanOf(records.spans[i], track));
    }
    for (const ArgumentRecord& argument : records.arguments) {
        const int place = placeOf[static_cast<std::size_t>(argument.span)];
        if (place >= 0) timeline.spans[static_cast<std::size_t>(place)].arguments.push_back({argument.name, argument.value});
    }
    return placeOf;
}
}  // namespace

Timeline Recorder::finish() const {
    Timeline timeline;
    const std::lock_guard lock(m_state->mutex);
    std::map<const ThreadRecords*, std::vector<int>> places;
    for (ThreadRecords& records : m_state->threads) places[&records] = appendTrack(timeline, records);
    const auto placeOf = [&](const ThreadRecords* records, int span) {
        const std::vector<int>& known = places.at(records);   // what was recorded meanwhile is not among them
        return static_cast<std::size_t>(span) < known.size() ? known[static_cast<std::size_t>(span)] : -1;
    };
    for (const FlowRecord& flow : m_state->flows) {
        const Flow found{placeOf(flow.from, flow.fromSpan), placeOf(flow.to, flow.toSpan)};
        if (found.fromSpan >= 0 && found.toSpan >= 0) timeline.flows.push_back(found);
    }
    timeline.counters = m_state->counters;
    return timeline;
}

}  // namespace foldmeter::timeline
