#include "support/test_main.h"

#include "base/error.h"
#include "base/threads.h"

#include <atomic>
#include <numeric>
#include <thread>

using namespace foldmeter;

class tst_threads : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void coversEverythingOnce_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("grain");
        for (const int threads : {1, 2, 4})
            for (const int count : {0, 1, 7, 64, 1000, 100003})
                for (const int grain : {1, 16, 5000})
                    QTest::addRow("%d threads, %d by %d", threads, count, grain) << threads << count << grain;
    }
    void coversEverythingOnce() {
        QFETCH(int, threads);
        QFETCH(int, count);
        QFETCH(int, grain);
        ThreadPool pool(threads);
        std::vector<std::atomic<int>> touched(static_cast<std::size_t>(count));
        std::atomic<bool> good{true};
        pool.parallelFor(touched.size(), static_cast<std::size_t>(grain), [&](std::size_t begin, std::size_t end, int worker) {
            if (begin % static_cast<std::size_t>(grain) != 0 || worker < 0 || worker >= threads) good = false;
            for (std::size_t i = begin; i < end; ++i) ++touched[i];
        });
        QVERIFY(good);
        for (const auto& times : touched) QCOMPARE(times.load(), 1);
    }
    void manyShortLoops() {
        ThreadPool pool(4);
        std::atomic<std::int64_t> sum{0};
        for (int round = 0; round < 20000; ++round) {
            pool.parallelFor(64, 1, [&](std::size_t begin, std::size_t end, int) { sum += static_cast<std::int64_t>(end - begin); });
            if (round % 5000 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));   // workers fall asleep
        }
        QCOMPARE(sum.load(), std::int64_t{20000} * 64);
    }
    void passesExceptionsOn() {
        ThreadPool pool(3);
        for (int round = 0; round < 200; ++round) {
            QVERIFY_EXCEPTION_THROWN(pool.parallelFor(100, 1, [](std::size_t begin, std::size_t end, int) {
                if (begin <= 57 && 57 < end) throw InputError("57");
            }), InputError);
            std::atomic<int> after{0};
            pool.parallelFor(10, 1, [&](std::size_t begin, std::size_t end, int) { after += static_cast<int>(end - begin); });
            QCOMPARE(after.load(), 10);
        }
    }
    void nestedLoopsRunOnTheirCaller() {
        ThreadPool pool(2);
        std::atomic<int> done{0};
        pool.parallelFor(100, 1, [&](std::size_t begin, std::size_t end, int) {
            for (std::size_t outer = begin; outer < end; ++outer) {
                std::size_t expected = 0;
                pool.parallelFor(10, 1, [&](std::size_t from, std::size_t to, int worker) {
                    QVERIFY(worker == 0 && from == expected && to == 10);   // whole, on the caller
                    expected = to;
                    done += static_cast<int>(to - from);
                });
            }
        });
        QCOMPARE(done.load(), 1000);
    }
    void servesLoopsOfSeveralThreads() {
        ThreadPool pool(2);
        std::atomic<int> done{0};
        const auto count = [&] {
            for (int loop = 0; loop < 200; ++loop)
                pool.parallelFor(50, 1, [&](std::size_t begin, std::size_t end, int) { done += static_cast<int>(end - begin); });
        };
        std::future<void> other = pool.submit(count);
        count();
        other.get();
        QCOMPARE(done.load(), 2 * 200 * 50);
    }
    void runsTasksBesideLoops() {
        ThreadPool pool(2);
        std::atomic<bool> open{false};
        std::future<void> waiting = pool.submit([&] { while (!open) std::this_thread::yield(); });
        std::atomic<int> done{0};
        pool.parallelFor(1000, 1, [&](std::size_t begin, std::size_t end, int) { done += static_cast<int>(end - begin); });
        QCOMPARE(done.load(), 1000);   // not held up by the task
        std::future<void> failing = pool.submit([] { throw DeviceError("no"); });
        QVERIFY_EXCEPTION_THROWN(failing.get(), DeviceError);
        open = true;
        waiting.get();
    }
    void finishesTasksBeforeItEnds() {
        std::atomic<int> done{0};
        {
            ThreadPool pool(2);
            for (int i = 0; i < 50; ++i) pool.submit([&] { ++done; });
        }
        QCOMPARE(done.load(), 50);
    }
    void costOfALoop() {
        ThreadPool pool(availableThreads());
        QBENCHMARK { pool.parallelFor(64, 1, [](std::size_t, std::size_t, int) {}); }
    }
};
FOLDMETER_TEST(tst_threads)
#include "tst_threads.moc"
