#include "predict/process_counters.h"

#include "base/error.h"
#include "base/file.h"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace foldmeter::predict {
namespace {

constexpr std::int64_t leastGap = 250'000'000;   // ns

// Some systems hide some of these files; then their counters stay 0, and no rule fires on them.
std::string textOf(const char* path) {
    try {
        return readText(path);
    } catch (const Error&) {
        return {};
    }
}

std::int64_t numberAt(std::string_view text, std::size_t place) {
    const std::size_t digits = text.find_first_of("0123456789", place);
    std::int64_t number = 0;
    if (digits != std::string_view::npos) std::from_chars(text.data() + digits, text.data() + text.size(), number);
    return number;
}

std::int64_t numberBehind(std::string_view text, std::string_view key) {
    const std::size_t place = text.find(key);
    return place == std::string_view::npos ? 0 : numberAt(text, place + key.size());
}

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6; }

// "running waiting slices" of a thread, in nanoseconds and a number.
std::pair<std::int64_t, std::int64_t> scheduled(const std::string& text) {
    const std::size_t blank = text.find(' ');
    return blank == std::string::npos ? std::pair<std::int64_t, std::int64_t>{} : std::pair{numberAt(text, 0), numberAt(text, blank)};
}

double queueSeconds() {
    std::int64_t waited = 0;
    std::error_code failure;
    for (std::filesystem::directory_iterator thread("/proc/self/task", failure), end; !failure && thread != end; thread.increment(failure))
        waited += scheduled(textOf((thread->path() / "schedstat").c_str())).second;
    return static_cast<double>(waited) * 1e-9;
}

// Busy time of all processors: user, nice, system, interrupts and what other guests of the host took; not idle, not waiting for disks.
double machineSeconds() {
    const std::string text = textOf("/proc/stat");
    std::size_t place = text.find("cpu ");
    if (place == std::string::npos) return 0;
    std::int64_t busy = 0;
    for (int field = 0; field < 8; ++field) {
        place = text.find_first_of("0123456789", place);
        if (place == std::string::npos) break;
        if (field != 3 && field != 4) busy += numberAt(text, place);
        place = text.find(' ', place);
    }
    return static_cast<double>(busy) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace

void ProcessCounters::sample() {
    m_last = timeline::Recorder::now();
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const std::string status = textOf("/proc/self/status"), io = textOf("/proc/self/io");
    m_recorder.count(counter::memory, static_cast<double>(numberBehind(status, "VmRSS:") * 1024));
    m_recorder.count(counter::swapped, static_cast<double>(numberBehind(status, "VmSwap:") * 1024));
    m_recorder.count(counter::faults, static_cast<double>(usage.ru_minflt));
    m_recorder.count(counter::majorFaults, static_cast<double>(usage.ru_majflt));
    m_recorder.count(counter::bytesRead, static_cast<double>(numberBehind(io, "\nread_bytes:")));
    m_recorder.count(counter::cpuSeconds, seconds(usage.ru_utime) + seconds(usage.ru_stime));
    m_recorder.count(counter::systemSeconds, seconds(usage.ru_stime));
    m_recorder.count(counter::queueSeconds, queueSeconds());
    m_recorder.count(counter::machineSeconds, machineSeconds());
    m_recorder.count(counter::processors, static_cast<double>(sysconf(_SC_NPROCESSORS_ONLN)));
}

void ProcessCounters::sampleIfDue() {
    if (timeline::Recorder::now() - m_last >= leastGap) sample();
}

// The three clocks are one moment only if the thread was not sent to the queue between their readings: then they are read again.
ReadingSpan::Usage ReadingSpan::usage() {
    Usage taken;
    const std::string io = textOf("/proc/thread-self/io");
    taken.readCalls = numberBehind(io, "rchar:");
    taken.readDisk = numberBehind(io, "\nread_bytes:");
    const auto inQueue = [] { return scheduled(textOf("/proc/thread-self/schedstat")).second; };
    taken.inQueue = inQueue();
    for (int attempt = 0; attempt < 10; ++attempt) {
        timespec cpu{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
        taken.onProcessor = cpu.tv_sec * std::int64_t{1'000'000'000} + cpu.tv_nsec;
        taken.wall = timeline::Recorder::now();
        const std::int64_t before = std::exchange(taken.inQueue, inQueue());
        if (before == taken.inQueue) break;
    }
    return taken;
}

ReadingSpan::ReadingSpan(timeline::Recorder& recorder, const char* name, timeline::Category category) : m_recorder(recorder), m_span(recorder.begin(name, category)), m_start(usage()) {}

ReadingSpan::~ReadingSpan() {
    const Usage end = usage();
    const std::int64_t waited = (end.wall - m_start.wall) - (end.onProcessor - m_start.onProcessor) - (end.inQueue - m_start.inQueue);
    m_recorder.argument(m_span, "bytes", std::max(end.readCalls - m_start.readCalls, end.readDisk - m_start.readDisk));
    m_recorder.argument(m_span, "waited", static_cast<double>(std::max<std::int64_t>(waited, 0)) * 1e-9);
    m_recorder.end(m_span);
}

}  // namespace foldmeter::predict
