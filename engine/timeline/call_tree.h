// Where the time of a range went, by the path of spans that it lies in: equal paths are one node, whatever thread and
// however often. The flame graph draws it, the tables sum it up, two of them can be held against each other path by path.
#pragma once

#include "timeline/span_index.h"

#include <string>
#include <vector>

namespace foldmeter::timeline {

struct CallNode {
    std::string_view name;                        // of the timeline, which must outlive the tree
    Category category = Category::Other;
    int parent = -1;
    std::vector<int> children;                    // by falling total
    std::int64_t total = 0, self = 0;             // nanoseconds within the range
    std::size_t calls = 0;
    int longest = -1;                             // the span of this node that took longest
};

struct CallTree {
    std::vector<CallNode> nodes;                  // the first one is the root: all of the range, without a name
    const CallNode& root() const { return nodes.front(); }
    const CallNode& at(int node) const { return nodes[static_cast<std::size_t>(node)]; }
};

// What a tree or a table is made of. Spans that are not kept are passed over: what lies in them belongs to their parent.
struct SpanRange {
    std::int64_t from = 0, to = 0;                // spans are cut at its ends
    std::vector<int> tracks;                      // empty: all
    const std::vector<bool>* kept = nullptr;      // by span; nullptr: all
};

CallTree makeCallTree(const Timeline& timeline, const SpanIndex& index, const SpanRange& range);

}  // namespace foldmeter::timeline
