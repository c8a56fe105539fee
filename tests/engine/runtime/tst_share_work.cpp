#include "runtime/share_work.h"

#include "base/error.h"
#include "support/test_main.h"

#include <atomic>
#include <chrono>
#include <thread>

using namespace foldmeter;
using namespace foldmeter::runtime;

class tst_share_work : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyJobOnce_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("jobs");
        for (const int threads : {1, 2, 5})
            for (const int jobs : {0, 1, 3, 500}) QTest::addRow("%d threads, %d jobs", threads, jobs) << threads << jobs;
    }
    void everyJobOnce() {
        QFETCH(int, threads);
        QFETCH(int, jobs);
        ThreadPool pool(threads);
        std::vector<std::atomic<int>> done(static_cast<std::size_t>(jobs));
        shareWork(pool, done.size(), nullptr, [&](std::size_t n) { ++done[n]; });
        for (const auto& each : done) QCOMPARE(each.load(), 1);
    }

    // Inside tasks of the pool that occupy all its background threads.
    void nestedWorkEnds() {
        ThreadPool pool(2);
        std::atomic<int> done{0};
        shareWork(pool, 6, nullptr, [&](std::size_t) { shareWork(pool, 7, nullptr, [&](std::size_t) { ++done; }); });
        QCOMPARE(done.load(), 42);
    }

    void theFirstExceptionComesOut() {
        ThreadPool pool(2);
        std::atomic<int> done{0};
        const auto job = [&](std::size_t n) {
            if (n == 3) throw InputError("three");
            ++done;
            if (n > 3) std::this_thread::sleep_for(std::chrono::milliseconds(1));   // time for the failure to be seen
        };
        QVERIFY_EXCEPTION_THROWN(shareWork(pool, 1000, nullptr, job), InputError);
        QVERIFY(done < 999);
    }

    void cancellationLeavesJobsOut() {
        ThreadPool pool(2);
        CancelFlag cancel;
        std::atomic<int> done{0};
        const auto job = [&](std::size_t n) {
            ++done;
            if (n == 5) cancel.request();
            while (n > 5 && !cancel.requested()) std::this_thread::yield();
        };
        QVERIFY_EXCEPTION_THROWN(shareWork(pool, 1000, &cancel, job), Cancelled);
        QVERIFY(done < 10);
    }
};

FOLDMETER_TEST(tst_share_work)
#include "tst_share_work.moc"
