#include "gui/timeline/time_scale.h"

#include "gui/look/numbers.h"

#include <algorithm>
#include <cmath>

namespace foldmeter::gui {
namespace {

constexpr std::int64_t leastSeen = 1000;   // ns

TimeScale within(TimeScale scale, std::int64_t start, std::int64_t end) {
    const std::int64_t all = std::max<std::int64_t>(end - start, leastSeen);
    const std::int64_t seen = std::clamp(scale.to - scale.from, leastSeen, all);
    scale.from = std::clamp(scale.from, start, std::max(start, start + all - seen));
    scale.to = scale.from + seen;
    return scale;
}

}  // namespace

TimeScale TimeScale::zoomed(double factor, double at, std::int64_t start, std::int64_t end) const {
    const std::int64_t all = std::max<std::int64_t>(end - start, leastSeen);
    const double seen = std::clamp(static_cast<double>(to - from) / factor, static_cast<double>(leastSeen), static_cast<double>(all));
    TimeScale scale = *this;
    scale.from = time(at) - static_cast<std::int64_t>(at / width * seen);
    scale.to = scale.from + static_cast<std::int64_t>(seen);
    return within(scale, start, end);
}

TimeScale TimeScale::panned(double pixels, std::int64_t start, std::int64_t end) const {
    const auto by = static_cast<std::int64_t>(pixels / width * static_cast<double>(to - from));
    TimeScale scale = *this;
    scale.from += by;
    scale.to += by;
    return within(scale, start, end);
}

TimeScale TimeScale::on(std::int64_t first, std::int64_t last, std::int64_t start, std::int64_t end) const {
    const std::int64_t margin = (last - first) / 20;
    TimeScale scale = *this;
    scale.from = std::max(start, first - margin);
    scale.to = std::max(std::min(end, last + margin), scale.from + 1);
    return within(scale, start, end);
}

std::vector<Tick> ticksOf(const TimeScale& scale, std::int64_t start) {
    const double wish = static_cast<double>(scale.to - scale.from) * 90 / std::max(scale.width, 90.0);
    const double power = std::pow(10, std::floor(std::log10(std::max(wish, 1.0))));
    double step = power;
    for (const double factor : {2.0, 5.0, 10.0})
        if (step < wish) step = power * factor;
    const auto whole = static_cast<std::int64_t>(step);
    std::vector<Tick> ticks;
    for (std::int64_t since = (std::max<std::int64_t>(scale.from - start, 0) + whole - 1) / whole * whole; start + since <= scale.to; since += whole)
        ticks.push_back({start + since, look::duration(static_cast<double>(since) * 1e-9)});
    return ticks;
}

}  // namespace foldmeter::gui
