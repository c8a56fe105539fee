// The part of the clock that is seen, and how it lies on the pixels.
#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace foldmeter::gui {

struct TimeScale {
    std::int64_t from = 0, to = 1;        // nanoseconds on the run's clock
    double width = 1;                     // pixels

    double pixel(std::int64_t time) const { return static_cast<double>(time - from) * width / static_cast<double>(to - from); }
    std::int64_t time(double pixel) const { return from + static_cast<std::int64_t>(pixel / width * static_cast<double>(to - from)); }
    // The same time stays under `pixel`; at least a microsecond is seen, at most [start, end].
    TimeScale zoomed(double factor, double pixel, std::int64_t start, std::int64_t end) const;
    TimeScale panned(double pixels, std::int64_t start, std::int64_t end) const;
    TimeScale on(std::int64_t first, std::int64_t last, std::int64_t start, std::int64_t end) const;   // with a small margin
};

struct Tick {
    std::int64_t time = 0;
    QString label;                        // since `start`
};
// Round times about 90 pixels apart.
std::vector<Tick> ticksOf(const TimeScale& scale, std::int64_t start);

}  // namespace foldmeter::gui
