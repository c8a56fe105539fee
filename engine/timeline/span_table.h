// Tables over a range of a timeline: the paths from the top down, the spans from the bottom up with who called them, the
// kernels, the modules of the network that they belong to, the passes of the compiler.
#pragma once

#include "timeline/call_tree.h"

#include <map>
#include <string>
#include <vector>

namespace foldmeter::timeline {

// What is known of a kernel beyond its spans, by its name; of one call on the average.
struct KernelFacts {
    std::string program, scope;                   // scope: module of the network, "pairformer/triangle_multiplication"
    double flops = 0, bytes = 0;
};
using KernelTable = std::map<std::string, KernelFacts, std::less<>>;

enum class TableKind { TopDown, BottomUp, ByKernel, ByModule, ByPass };

struct TableRow {
    std::string name, scope;
    Category category = Category::Other;
    int parent = -1;                              // place of the row that this one hangs under
    std::int64_t total = 0, self = 0;             // nanoseconds
    std::size_t calls = 0;
    double flops = 0, bytes = 0;                  // of kernels: work of all calls; 0: unknown
    int longest = -1;                             // a span to look at
};

// Rows by falling total (self from the bottom up), parents before their children. `whole`: what shares are of.
struct SpanTable {
    std::vector<TableRow> rows;
    std::int64_t whole = 0;
};
SpanTable makeTable(TableKind kind, const CallTree& tree, const KernelTable& kernels);

}  // namespace foldmeter::timeline
