// What the system tells of this process and its machine, put beside the spans as counters: memory, faults, swapping, disk,
// waiting for a processor, what others use. A sample costs about 0.1 ms, so it is taken where stages change and at most
// four times a second in between. All but the memory only grow; the difference of two samples is what a stage used.
#pragma once

#include "timeline/recorder.h"

#include <cstdint>

namespace foldmeter::predict {

// Counters of a timeline; read by report/answer.
namespace counter {
inline constexpr const char* memory = "memory";                             // resident bytes
inline constexpr const char* swapped = "swapped bytes";                     // of this process, now
inline constexpr const char* faults = "page faults";                        // minor: memory touched for the first time
inline constexpr const char* majorFaults = "major page faults";             // had to be read from disk or swap
inline constexpr const char* bytesRead = "bytes read from disk";
inline constexpr const char* cpuSeconds = "processor seconds";              // all threads, user and system
inline constexpr const char* systemSeconds = "system seconds";              // of these, in the kernel
inline constexpr const char* queueSeconds = "seconds waiting for a processor";   // all threads
inline constexpr const char* machineSeconds = "processor seconds of the machine";   // all processes
inline constexpr const char* processors = "processors";                     // that the machine has
}  // namespace counter

class ProcessCounters {
public:
    explicit ProcessCounters(timeline::Recorder& recorder) : m_recorder(recorder) {}
    void sample();
    void sampleIfDue();   // a quarter of a second after the last one

private:
    timeline::Recorder& m_recorder;
    std::int64_t m_last = 0;
};

// A span that reads files: its arguments say how many bytes the thread read and how long it waited for them, that is
// neither ran nor stood in the queue for a processor.
class ReadingSpan {
public:
    ReadingSpan(timeline::Recorder& recorder, const char* name, timeline::Category category);
    ~ReadingSpan();
    ReadingSpan& with(const char* argument, std::int64_t value) {
        m_recorder.argument(m_span, argument, value);
        return *this;
    }
    ReadingSpan(const ReadingSpan&) = delete;
    ReadingSpan& operator=(const ReadingSpan&) = delete;

private:
    struct Usage {
        std::int64_t wall = 0, onProcessor = 0, inQueue = 0;   // ns
        std::int64_t readCalls = 0, readDisk = 0;              // bytes through read(), and of mapped files from the disk
    };
    static Usage usage();

    timeline::Recorder& m_recorder;
    int m_span;
    Usage m_start;
};

}  // namespace foldmeter::predict
