#include "runtime/share_work.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <ctime>
#include <exception>
#include <memory>
#include <mutex>

namespace foldmeter::runtime {
namespace {

// Shared by all that work; a background task that starts after everything is done finds no job left and goes away.
struct Work {
    std::size_t count = 0;
    const CancelFlag* cancel = nullptr;
    const std::function<void(std::size_t)>* job = nullptr;   // alive while a job is left or running
    std::mutex mutex;
    std::condition_variable ended;
    std::size_t next = 0, running = 0;
    double seconds = 0;
    std::exception_ptr failure;

    void run(bool helping) {
        const double start = threadSeconds();
        std::unique_lock lock(mutex);
        while (next < count) {
            const std::size_t index = next++;
            ++running;
            lock.unlock();
            std::exception_ptr thrown;
            try {
                if (cancel) cancel->throwIfRequested();
                (*job)(index);
            } catch (...) {
                thrown = std::current_exception();
            }
            lock.lock();
            --running;
            if (thrown) {
                if (!failure) failure = thrown;
                next = count;
            }
        }
        if (helping) seconds += threadSeconds() - start;
        ended.notify_all();
    }
};

}  // namespace

double threadSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double shareWork(ThreadPool& pool, std::size_t count, const CancelFlag* cancel, const std::function<void(std::size_t)>& job) {
    const auto work = std::make_shared<Work>();
    work->count = count;
    work->cancel = cancel;
    work->job = &job;
    const std::size_t helpers = std::min(count, static_cast<std::size_t>(pool.threads())) - std::min<std::size_t>(count, 1);
    for (std::size_t n = 0; n < helpers; ++n) pool.submit([work] { work->run(true); });
    work->run(false);
    std::unique_lock lock(work->mutex);
    work->ended.wait(lock, [&] { return work->running == 0; });
    if (work->failure) std::rethrow_exception(work->failure);
    return work->seconds;
}

}  // namespace foldmeter::runtime
