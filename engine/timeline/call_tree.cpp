#include "timeline/call_tree.h"

#include <algorithm>
#include <unordered_map>

namespace foldmeter::timeline {
namespace {

class TreeBuilder {
public:
    TreeBuilder(const Timeline& timeline, const SpanIndex& index, const SpanRange& range) : m_timeline(timeline), m_index(index), m_range(range) { m_tree.nodes.emplace_back(); }

    CallTree build() {
        for (std::size_t track = 0; track < m_index.threads.size(); ++track)
            if (m_range.tracks.empty() || std::find(m_range.tracks.begin(), m_range.tracks.end(), static_cast<int>(track)) != m_range.tracks.end()) addThread(m_index.threads[track]);
        for (const int child : m_tree.nodes.front().children) m_tree.nodes.front().total += m_tree.at(child).total;
        for (CallNode& node : m_tree.nodes)
            std::stable_sort(node.children.begin(), node.children.end(), [&](int a, int b) { return m_tree.at(a).total > m_tree.at(b).total; });
        return std::move(m_tree);
    }

private:
    struct Open {
        const Span* span;
        std::int64_t end;   // within the range and the span around it
        int node;
    };

    void addThread(const std::vector<int>& spans) {
        std::vector<Open> open;
        for (const int i : spans) {
            const Span& span = m_timeline.spans[static_cast<std::size_t>(i)];
            if (span.start >= m_range.to) break;
            if (span.end <= m_range.from && span.end > span.start) continue;
            if (span.start < m_range.from && span.end == span.start) continue;
            if (m_range.kept && !(*m_range.kept)[static_cast<std::size_t>(i)]) continue;
            while (!open.empty() && !liesIn(span, *open.back().span)) open.pop_back();
            const int node = childOf(open.empty() ? 0 : open.back().node, m_index.nameIds[static_cast<std::size_t>(i)], span);
            const std::int64_t end = open.empty() ? std::min(span.end, m_range.to) : std::min({span.end, m_range.to, open.back().end});
            const std::int64_t length = std::max<std::int64_t>(0, end - std::max(span.start, m_range.from));
            CallNode& sum = m_tree.nodes[static_cast<std::size_t>(node)];
            sum.total += length;
            sum.self += length;
            ++sum.calls;
            if (sum.longest < 0 || span.end - span.start > lengthOf(sum.longest)) sum.longest = i;
            if (!open.empty()) m_tree.nodes[static_cast<std::size_t>(open.back().node)].self -= length;
            open.push_back({&span, end, node});
        }
    }
    std::int64_t lengthOf(int span) const {
        const Span& s = m_timeline.spans[static_cast<std::size_t>(span)];
        return s.end - s.start;
    }
    int childOf(int parent, int name, const Span& span) {
        const auto key = static_cast<std::uint64_t>(static_cast<std::uint32_t>(parent)) << 32 | static_cast<std::uint64_t>(static_cast<std::uint32_t>(name)) << 4 | static_cast<std::uint64_t>(span.category);
        const auto [found, isNew] = m_places.try_emplace(key, static_cast<int>(m_tree.nodes.size()));
        if (isNew) {
            CallNode node;
            node.name = m_index.names[static_cast<std::size_t>(name)];
            node.category = span.category;
            node.parent = parent;
            m_tree.nodes.push_back(std::move(node));
            m_tree.nodes[static_cast<std::size_t>(parent)].children.push_back(found->second);
        }
        return found->second;
    }

    const Timeline& m_timeline;
    const SpanIndex& m_index;
    const SpanRange& m_range;
    CallTree m_tree;
    std::unordered_map<std::uint64_t, int> m_places;
};

}  // namespace

CallTree makeCallTree(const Timeline& timeline, const SpanIndex& index, const SpanRange& range) { return TreeBuilder(timeline, index, range).build(); }

}  // namespace foldmeter::timeline
