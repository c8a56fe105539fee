// What a run leaves: tracks of spans, counters and flows, in columns. Times are nanoseconds on one monotonic clock.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace foldmeter::timeline {

// The stages, named the same in code, timeline and report. Other = explained by no span.
enum class Category : std::uint8_t { Featurise, Load, Trace, Optimize, Codegen, Autotune, Execute, Write, Other };
inline constexpr int categoryCount = 9;
std::string_view nameOf(Category category);   // "featurise", "load", ...
Category categoryFromName(std::string_view name);

using ArgumentValue = std::variant<std::int64_t, double, std::string>;
struct SpanArgument {
    std::string name;    // program, pass, kernel, layer, seed, recycle, step, sample, cache, bytes, flops ...
    ArgumentValue value;
};

struct Span {
    std::string name;
    Category category = Category::Other;
    std::int64_t start = 0, end = 0;   // ns
    int track = 0;
    int depth = 0;
    std::vector<SpanArgument> arguments;
};
struct Counter {
    std::string name;                   // "memory", unit bytes
    std::vector<std::int64_t> times;
    std::vector<double> values;
};
struct Flow {
    int fromSpan = 0, toSpan = 0;       // indices into spans
};
struct Track {
    std::string name;                   // "main", "worker 1"
};

struct Timeline {
    std::vector<Track> tracks;
    std::vector<Span> spans;            // by start within a track
    std::vector<Counter> counters;
    std::vector<Flow> flows;
};

// Wall seconds of self time by category over [start, end] of the main track: nested spans take from their parents, so
// the categories add up to the wall time; what no span covers is Other.
struct StageSeconds {
    std::array<double, categoryCount> seconds{};
    double wall = 0;
    double of(Category category) const { return seconds[static_cast<std::size_t>(category)]; }
};
StageSeconds stageSeconds(const Timeline& timeline, std::int64_t start, std::int64_t end, int track = 0);

}  // namespace foldmeter::timeline
