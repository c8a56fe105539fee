// Records spans while the engine runs. Always on, so a span must cost well under a microsecond: begin and end append
// to a buffer owned by the calling thread; names are interned or static; nothing is formatted until `finish`.
#pragma once

#include "timeline/timeline.h"

#include <functional>
#include <memory>
#include <type_traits>

namespace foldmeter::timeline {

class Recorder {
public:
    Recorder();
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    static std::int64_t now();                                  // ns, monotonic

    // Names the calling thread's track; the thread that makes the Recorder has track 0 "main".
    void nameThread(const std::string& name);

    // Opens and closes nested spans of the calling thread. `name` must outlive the Recorder (literals, interned text).
    int begin(const char* name, Category category);
    void argument(int span, const char* name, std::int64_t value);
    void argument(int span, const char* name, double value);
    void argument(int span, const char* name, const std::string& value);
    void end(int span);
    // A finished span whose ends were measured anyway, inside those that are open; `argument` may be null. This is what
    // launches use: one lock, one append. Its number, for more arguments.
    int add(const char* name, Category category, std::int64_t start, std::int64_t end, const char* argument = nullptr, std::int64_t value = 0);
    // Tracks of what no thread of this process does, the streams of a device: spans measured elsewhere, in any order.
    int track(const std::string& name);                         // made at the first call with this name
    int addTo(int track, const char* name, Category category, std::int64_t start, std::int64_t end);
    void argumentOf(int track, int span, const char* name, ArgumentValue value);
    void flow(int from, int track, int to);                     // from a span of the calling thread to one of the track
    void count(const char* counter, double value);              // sample of a counter, now
    // Told of every span that begins, on the thread that begins it, but for those of Execute: they are too many. Set
    // before other threads record.
    void observe(std::function<void(const char* name, Category category)> observer);
    const char* intern(const std::string& text);                // lives as long as the Recorder

    Timeline finish() const;                                    // all that was recorded so far (closed spans)

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// RAII span; a null recorder records nothing.
class ScopedSpan {
public:
    ScopedSpan(Recorder* recorder, const char* name, Category category)
        : m_recorder(recorder), m_span(recorder ? recorder->begin(name, category) : -1) {}
    ~ScopedSpan() {
        if (m_recorder) m_recorder->end(m_span);
    }
    ScopedSpan(const ScopedSpan&) = delete;
    ScopedSpan& operator=(const ScopedSpan&) = delete;
    int number() const { return m_span; }                       // for Recorder::flow; -1 without a recorder
    template <typename T> ScopedSpan& with(const char* name, T value) {
        if (!m_recorder) return *this;
        if constexpr (std::is_integral_v<T>) m_recorder->argument(m_span, name, static_cast<std::int64_t>(value));
        else m_recorder->argument(m_span, name, value);
        return *this;
    }

private:
    Recorder* m_recorder;
    int m_span;
};

}  // namespace foldmeter::timeline
