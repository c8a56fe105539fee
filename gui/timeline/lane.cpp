#include "gui/timeline/lane.h"

#include "base/error.h"

#include <algorithm>

namespace foldmeter::gui {

void Lane::add(std::int64_t start, std::int64_t end, timeline::Category category, int span) {
    check(m_ends.empty() || start >= m_ends.back(), "spans of a lane overlap");
    m_starts.push_back(start);
    m_ends.push_back(std::max(start, end));
    m_spans.push_back(span);
    m_categories.push_back(static_cast<std::uint8_t>(category));
}

void Lane::finish() {
    m_before.assign(1, Mix{});
    Mix sum{};
    for (std::size_t i = 0; i < size(); ++i) {
        sum[m_categories[i]] += m_ends[i] - m_starts[i];
        if ((i + 1) % blockSize == 0) m_before.push_back(sum);
    }
}

std::size_t Lane::firstEndingAfter(std::int64_t time) const {
    return static_cast<std::size_t>(std::upper_bound(m_ends.begin(), m_ends.end(), time) - m_ends.begin());
}

std::size_t Lane::firstStartingFrom(std::int64_t time, std::size_t from) const {
    // The answer is mostly near: doubling steps first, halving within the last one.
    std::size_t low = from, step = 1;
    while (low + step < size() && m_starts[low + step] < time) low += step, step *= 2;
    const auto begin = m_starts.begin();
    return static_cast<std::size_t>(std::lower_bound(begin + static_cast<std::ptrdiff_t>(low), begin + static_cast<std::ptrdiff_t>(std::min(low + step + 1, size())), time) - begin);
}

Lane::Mix Lane::mix(std::size_t first, std::size_t last) const {
    Mix sum{};
    const auto addSpans = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) sum[m_categories[i]] += m_ends[i] - m_starts[i];
    };
    const std::size_t firstBlock = (first + blockSize - 1) / blockSize, lastBlock = last / blockSize;
    if (firstBlock >= lastBlock) {
        addSpans(first, last);
        return sum;
    }
    addSpans(first, firstBlock * blockSize);
    for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += m_before[lastBlock][c] - m_before[firstBlock][c];
    addSpans(lastBlock * blockSize, last);
    return sum;
}

std::vector<LanePiece> piecesOf(const Lane& lane, std::int64_t from, std::int64_t to, double width, double fold) {
    std::vector<LanePiece> pieces;
    if (to <= from || width <= 0) return pieces;
    const double scale = width / static_cast<double>(to - from);
    const auto pixel = [&](std::int64_t time) { return static_cast<double>(time - from) * scale; };
    const auto wide = [&](std::size_t i) { return static_cast<double>(lane.end(i) - lane.start(i)) * scale >= fold; };
    for (std::size_t i = lane.firstEndingAfter(from); i < lane.size() && lane.start(i) < to;) {
        if (wide(i)) {
            pieces.push_back({pixel(lane.start(i)), pixel(lane.end(i)), i, 1});
            ++i;
            continue;
        }
        const auto reach = lane.start(i) + std::max<std::int64_t>(1, static_cast<std::int64_t>(fold / scale));
        std::size_t last = std::max(lane.firstStartingFrom(reach, i), i + 1);
        while (last > i + 1 && wide(last - 1)) --last;   // a wide one is seen by itself
        pieces.push_back({pixel(lane.start(i)), std::max(pixel(lane.end(last - 1)), pixel(lane.start(i)) + 1), i, last - i});
        i = last;
    }
    return pieces;
}

}  // namespace foldmeter::gui
