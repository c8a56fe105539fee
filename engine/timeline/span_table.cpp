#include "timeline/span_table.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace foldmeter::timeline {
namespace {

TableRow rowOf(const CallNode& node, int parent) {
    return {std::string(node.name), {}, node.category, parent, node.total, node.self, node.calls, 0, 0, node.longest};
}

void topDown(SpanTable& table, const CallTree& tree, int node, int parent) {
    for (const int child : tree.at(node).children) {
        table.rows.push_back(rowOf(tree.at(child), parent));
        topDown(table, tree, child, static_cast<int>(table.rows.size()) - 1);
    }
}

// Rows put together by a text, in the order of first use; sorted at the end.
class Sums {
public:
    TableRow& of(const std::string& key, const std::string& name, int parent = -1) {
        const auto [found, isNew] = m_places.try_emplace(std::to_string(parent) + '\n' + key, static_cast<int>(m_rows.size()));
        if (isNew) {
            m_rows.emplace_back();
            m_rows.back().name = name;
            m_rows.back().parent = parent;
        }
        m_last = found->second;
        return m_rows[static_cast<std::size_t>(m_last)];
    }
    int last() const { return m_last; }

    // Children behind their parents, each level by falling `size`.
    std::vector<TableRow> sorted(std::int64_t TableRow::*size) const {
        std::vector<std::vector<int>> children(m_rows.size() + 1);
        for (std::size_t i = 0; i < m_rows.size(); ++i) children[static_cast<std::size_t>(m_rows[i].parent + 1)].push_back(static_cast<int>(i));
        std::vector<TableRow> rows;
        const std::function<void(int, int)> add = [&](int from, int parent) {
            std::vector<int>& level = children[static_cast<std::size_t>(from + 1)];
            std::stable_sort(level.begin(), level.end(), [&](int a, int b) { return m_rows[static_cast<std::size_t>(a)].*size > m_rows[static_cast<std::size_t>(b)].*size; });
            for (const int i : level) {
                rows.push_back(m_rows[static_cast<std::size_t>(i)]);
                rows.back().parent = parent;
                add(i, static_cast<int>(rows.size()) - 1);
            }
        };
        add(-1, -1);
        return rows;
    }

private:
    std::map<std::string, int> m_places;
    std::vector<TableRow> m_rows;
    int m_last = -1;
};

void addNode(TableRow& row, const CallNode& node, std::int64_t total) {
    row.category = node.category;
    row.total += total;
    row.self += node.self;
    row.calls += node.calls;
    if (row.longest < 0) row.longest = node.longest;
}

// Whether a node lies in another one of its name: its time is in that one's total already.
bool repeats(const CallTree& tree, const CallNode& node) {
    for (int above = node.parent; above > 0; above = tree.at(above).parent)
        if (tree.at(above).name == node.name && tree.at(above).category == node.category) return true;
    return false;
}

std::vector<TableRow> bottomUp(const CallTree& tree) {
    constexpr int highest = 32;   // callers told
    Sums sums;
    for (std::size_t i = 1; i < tree.nodes.size(); ++i) {
        const CallNode& node = tree.nodes[i];
        addNode(sums.of(std::string(node.name), std::string(node.name)), node, repeats(tree, node) ? 0 : node.total);
        int row = sums.last(), level = 0;
        for (int above = node.parent; above > 0 && level < highest; above = tree.at(above).parent, ++level) {
            const CallNode& caller = tree.at(above);
            TableRow& sum = sums.of(std::string(caller.name), std::string(caller.name), row);
            sum.category = caller.category;
            sum.total += node.total;
            sum.self += node.self;
            sum.calls += node.calls;
            if (sum.longest < 0) sum.longest = caller.longest;
            row = sums.last();
        }
    }
    return sums.sorted(&TableRow::self);
}

// A span is a kernel if the run knows it as one; where nothing is known, what executes and holds nothing.
bool isKernel(const CallNode& node, const KernelTable& kernels) {
    if (node.category != Category::Execute) return false;
    return kernels.empty() ? node.children.empty() : kernels.find(node.name) != kernels.end();
}

void addWork(TableRow& row, const CallNode& node, const KernelTable& kernels) {
    const auto found = kernels.find(node.name);
    if (found == kernels.end()) return;
    row.flops += found->second.flops * static_cast<double>(node.calls);
    row.bytes += found->second.bytes * static_cast<double>(node.calls);
}

std::vector<TableRow> byKernel(const CallTree& tree, const KernelTable& kernels) {
    Sums sums;
    for (const CallNode& node : tree.nodes) {
        if (!isKernel(node, kernels)) continue;
        TableRow& row = sums.of(std::string(node.name), std::string(node.name));
        addNode(row, node, node.total);
        addWork(row, node, kernels);
        if (const auto found = kernels.find(node.name); found != kernels.end()) row.scope = found->second.scope;
    }
    return sums.sorted(&TableRow::total);
}

// One level a part of the scope's path, the kernels at its end.
std::vector<TableRow> byModule(const CallTree& tree, const KernelTable& kernels) {
    Sums sums;
    for (const CallNode& node : tree.nodes) {
        const auto found = kernels.find(node.name);
        if (found == kernels.end() || !isKernel(node, kernels)) continue;
        std::string rest = found->second.scope.empty() ? std::string("no module") : found->second.scope;
        int row = -1;
        for (std::string done; !rest.empty();) {
            const auto slash = rest.find('/');
            const std::string part = rest.substr(0, slash);
            done += (done.empty() ? "" : "/") + part;
            rest = slash == std::string::npos ? std::string() : rest.substr(slash + 1);
            TableRow& module = sums.of(part, part, row);
            module.scope = done;
            module.category = node.category;
            module.total += node.total;
            module.calls += node.calls;
            if (module.longest < 0) module.longest = node.longest;
            addWork(module, node, kernels);
            row = sums.last();
        }
        TableRow& kernel = sums.of(std::string(node.name), std::string(node.name), row);
        addNode(kernel, node, node.total);
        addWork(kernel, node, kernels);
        kernel.scope = found->second.scope;
    }
    return sums.sorted(&TableRow::total);
}

std::vector<TableRow> byPass(const CallTree& tree) {
    Sums sums;
    for (std::size_t i = 1; i < tree.nodes.size(); ++i) {
        const CallNode& node = tree.nodes[i];
        if (node.category == Category::Optimize) addNode(sums.of(std::string(node.name), std::string(node.name)), node, repeats(tree, node) ? 0 : node.total);
    }
    return sums.sorted(&TableRow::total);
}

}  // namespace

SpanTable makeTable(TableKind kind, const CallTree& tree, const KernelTable& kernels) {
    SpanTable table;
    switch (kind) {
        case TableKind::TopDown: topDown(table, tree, 0, -1); break;
        case TableKind::BottomUp: table.rows = bottomUp(tree); break;
        case TableKind::ByKernel: table.rows = byKernel(tree, kernels); break;
        case TableKind::ByModule: table.rows = byModule(tree, kernels); break;
        case TableKind::ByPass: table.rows = byPass(tree); break;
    }
    table.whole = tree.root().total;
    return table;
}

}  // namespace foldmeter::timeline
