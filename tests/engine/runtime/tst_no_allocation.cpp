// A run walks a list: it takes no memory from the heap, however long the list. Every allocation of this program is
// counted here, by replacing the operators that make them.
#include "runtime/program.h"

#include "support/repeat_graphs.h"
#include "support/run_program.h"
#include "support/test_main.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::int64_t> allocations{0};

void* counted(std::size_t size, std::size_t alignment) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    const std::size_t whole = (std::max<std::size_t>(size, 1) + alignment - 1) / alignment * alignment;
    if (void* memory = std::aligned_alloc(alignment, whole)) return memory;
    throw std::bad_alloc();
}
}  // namespace

void* operator new(std::size_t size) { return counted(size, alignof(std::max_align_t)); }
void* operator new[](std::size_t size) { return counted(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) { return counted(size, static_cast<std::size_t>(alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return counted(size, static_cast<std::size_t>(alignment)); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

using namespace foldmeter;
using namespace foldmeter::runtime;
using namespace foldmeter::test;

class tst_no_allocation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void counterCounts() {
        const std::int64_t before = allocations;
        const auto made = std::make_unique<std::vector<int>>(100);
        QVERIFY(allocations >= before + 2);
    }
    void runsTakeNothing_data();
    void runsTakeNothing();
};

void tst_no_allocation::runsTakeNothing_data() {
    QTest::addColumn<int>("index");
    const auto graphs = repeatGraphs();
    for (int n = 0; n < static_cast<int>(graphs.size()); ++n) {
        QTest::addRow("%s", graphs[static_cast<std::size_t>(n)].name) << n;
    }
}

void tst_no_allocation::runsTakeNothing() {
    QFETCH(int, index);
    ThreadPool pool(2);
    Context context = contextWith(pool);
    context.settings.matmul = MatmulChoice::Generated;   // what the library takes is its own business
    const ir::Graph graph = repeatGraphs()[static_cast<std::size_t>(index)].make();
    const auto bound = compile(graph, DType::F32, context)->bind({{"tokens", 300}});
    const TensorMap inputs = randomInputs(graph, {{"tokens", 300}});
    for (const auto& [name, value] : inputs) bound->setInput(name, value);
    bound->run();
    const std::int64_t before = allocations;
    bound->run();
    QCOMPARE(allocations.load(), before);
}

FOLDMETER_TEST(tst_no_allocation)
#include "tst_no_allocation.moc"
