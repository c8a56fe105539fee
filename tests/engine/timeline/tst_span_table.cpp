#include "support/test_main.h"

#include "timeline/span_table.h"
#include "timeline/timeline_file.h"

#include <algorithm>
#include <random>

using namespace foldmeter;
using namespace foldmeter::timeline;

namespace {

// main: run 0-100 { a 10-40 { k 10-20, k 20-30 }, b 50-90 { a 60-80 } }, run 200-210; worker: k 0-50
Timeline small() {
    Timeline t;
    t.tracks = {{"main"}, {"worker"}};
    const auto add = [&](const char* name, std::int64_t start, std::int64_t end, int track, Category category = Category::Execute) { t.spans.push_back({name, category, start, end, track, 0, {}}); };
    add("run", 0, 100, 0);
    add("a", 10, 40, 0);
    add("k", 10, 20, 0);
    add("k", 20, 30, 0);
    add("b", 50, 90, 0);
    add("a", 60, 80, 0);
    add("run", 200, 210, 0);
    add("k", 0, 50, 1);
    add("fuse", 300, 310, 1, Category::Optimize);
    return t;
}

const TableRow* rowNamed(const SpanTable& table, const std::string& name, int parent = -1) {
    for (const TableRow& row : table.rows)
        if (row.name == name && row.parent == parent) return &row;
    return nullptr;
}

struct Made {
    Timeline timeline;
    SpanIndex index;
    CallTree tree;
    explicit Made(Timeline given, SpanRange range = {0, 1000, {}, nullptr}) : timeline(std::move(given)), index(indexSpans(timeline)), tree(makeCallTree(timeline, index, range)) {}
};

}  // namespace

class tst_span_table : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsParents() {
        const Made made(small());
        QVERIFY(made.index.parents == std::vector<int>({-1, 0, 1, 1, 0, 4, -1, -1, -1}));
        QVERIFY(made.index.depths == std::vector<int>({0, 1, 2, 2, 1, 2, 0, 0, 0}));
        QCOMPARE(made.index.names.size(), std::size_t{5});
    }
    void mergesEqualPaths() {
        const Made made(small());
        const CallNode& root = made.tree.root();
        QCOMPARE(root.total, std::int64_t{170});
        QCOMPARE(root.children.size(), std::size_t{3});
        const CallNode& run = made.tree.at(root.children[0]);
        QCOMPARE(std::string(run.name), std::string("run"));
        QCOMPARE(run.calls, std::size_t{2});
        QCOMPARE(run.total, std::int64_t{110});
        QCOMPARE(run.self, std::int64_t{40});
        QCOMPARE(made.tree.at(run.children[0]).total, std::int64_t{40});   // b before a: longest first
        QCOMPARE(run.longest, 0);
    }
    void cutsAtTheRange() {
        const Made made(small(), {15, 70, {0}, nullptr});
        const CallNode& run = made.tree.at(made.tree.root().children[0]);
        QCOMPARE(run.total, std::int64_t{55});
        QCOMPARE(run.self, std::int64_t{10});   // 40-50
        const SpanTable table = makeTable(TableKind::BottomUp, made.tree, {});
        QCOMPARE(rowNamed(table, "k")->total, std::int64_t{15});
        QCOMPARE(rowNamed(table, "a")->total, std::int64_t{35});
    }
    void passesOverWhatIsFiltered() {
        Timeline t = small();
        std::vector<bool> kept(t.spans.size(), true);
        kept[1] = false;   // the first a: its kernels hang under run
        const Made made(std::move(t), {0, 1000, {0}, &kept});
        const CallNode& run = made.tree.at(made.tree.root().children[0]);
        QCOMPARE(run.self, std::int64_t{50});
        const SpanTable table = makeTable(TableKind::TopDown, made.tree, {});
        QVERIFY(rowNamed(table, "k", 0));
    }
    void tellsCallersFromTheBottomUp() {
        const Made made(small());
        const SpanTable table = makeTable(TableKind::BottomUp, made.tree, {});
        QCOMPARE(table.rows[0].name, std::string("k"));   // 70 of self time
        QCOMPARE(table.rows[0].self, std::int64_t{70});
        QCOMPARE(table.rows[0].calls, std::size_t{3});
        QCOMPARE(rowNamed(table, "a", 0)->self, std::int64_t{20});
        QCOMPARE(rowNamed(table, "run", 1)->name, std::string("run"));
        std::int64_t self = 0;
        for (const TableRow& row : table.rows)
            if (row.parent < 0) self += row.self;
        QCOMPARE(self, made.tree.root().total);
    }
    void countsRecursionOnce() {
        Timeline t;
        t.tracks = {{"main"}};
        t.spans = {{"f", Category::Execute, 0, 100, 0, 0, {}}, {"f", Category::Execute, 10, 60, 0, 1, {}}};
        const Made made(std::move(t));
        const SpanTable table = makeTable(TableKind::BottomUp, made.tree, {});
        QCOMPARE(rowNamed(table, "f")->total, std::int64_t{100});
        QCOMPARE(rowNamed(table, "f")->self, std::int64_t{100});
    }
    void sumsKernelsAndModules() {
        const Made made(small());
        const KernelTable kernels{{"k", {"denoise", "trunk/attention", 1000, 50}}, {"b", {"denoise", "trunk/transition", 10, 5}}};
        const SpanTable byKernel = makeTable(TableKind::ByKernel, made.tree, kernels);
        QCOMPARE(byKernel.rows.size(), std::size_t{2});
        QCOMPARE(byKernel.rows[0].name, std::string("k"));
        QCOMPARE(byKernel.rows[0].flops, 3000.0);
        QCOMPARE(byKernel.rows[0].scope, std::string("trunk/attention"));
        const SpanTable byModule = makeTable(TableKind::ByModule, made.tree, kernels);
        QCOMPARE(byModule.rows[0].name, std::string("trunk"));
        QCOMPARE(byModule.rows[0].total, std::int64_t{110});
        QCOMPARE(byModule.rows[0].bytes, 155.0);
        QCOMPARE(rowNamed(byModule, "attention", 0)->calls, std::size_t{3});
        const SpanTable unknown = makeTable(TableKind::ByKernel, made.tree, {});   // nothing is known: what executes and holds nothing
        QVERIFY(rowNamed(unknown, "k") && rowNamed(unknown, "a") && !rowNamed(unknown, "b"));
    }
    // Spans that overlap are no children of each other; one that ends a rounding later than its parent is.
    void tellsOverlapsFromChildren() {
        Timeline t;
        t.tracks = {{"stream"}};
        t.spans = {{"a", Category::Execute, 0, 100'000, 0, 0, {}}, {"b", Category::Execute, 50'000, 150'000, 0, 0, {}}, {"c", Category::Execute, 60'000, 150'900, 0, 0, {}}};
        const Made made(std::move(t), {0, 1'000'000, {}, nullptr});
        QVERIFY(made.index.parents == std::vector<int>({-1, -1, 1}));
        QCOMPARE(made.tree.root().children.size(), std::size_t{2});
        QCOMPARE(made.tree.root().total, std::int64_t{200'000});
        for (const CallNode& node : made.tree.nodes) QVERIFY(node.self >= 0);
    }
    void listsPasses() {
        const Made made(small());
        const SpanTable table = makeTable(TableKind::ByPass, made.tree, {});
        QCOMPARE(table.rows.size(), std::size_t{1});
        QCOMPARE(table.rows[0].name, std::string("fuse"));
    }
    // Self times of a thread add up to what its spans cover, whatever the range.
    void selfTimesAddUp() {
        const Timeline own = readTimeline(test::dataPath("runs/autotuning/insulin.timeline"));
        std::int64_t first = INT64_MAX, last = 0;
        for (const Span& span : own.spans) first = std::min(first, span.start), last = std::max(last, span.end);
        std::mt19937 random(1);
        const SpanIndex index = indexSpans(own);
        for (int n = 0; n < 20; ++n) {
            const std::int64_t a = first + static_cast<std::int64_t>(random()) % (last - first), b = first + static_cast<std::int64_t>(random()) % (last - first);
            const CallTree tree = makeCallTree(own, index, {std::min(a, b), std::max(a, b), {0}, nullptr});
            std::int64_t self = 0;
            for (const CallNode& node : tree.nodes) {
                self += node.self;
                QVERIFY(node.self >= 0);
            }
            QCOMPARE(self, tree.root().total);
            const StageSeconds stages = stageSeconds(own, std::min(a, b), std::max(a, b));
            QVERIFY(std::abs(static_cast<double>(self) * 1e-9 - (stages.wall - stages.of(Category::Other))) < 1e-6);
        }
    }
};
FOLDMETER_TEST(tst_span_table)
#include "tst_span_table.moc"
