#include "base/threads.h"

#include "base/error.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <sched.h>
#include <thread>
#include <utility>
#include <vector>

namespace foldmeter {
namespace {

void relax() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#else
    std::this_thread::yield();
#endif
}

// Tasks of submit() have threads of their own, made when needed, so that a long one never holds a parallelFor back.
class BackgroundThreads {
public:
    explicit BackgroundThreads(int most) : m_most(static_cast<std::size_t>(most)) {}
    BackgroundThreads(const BackgroundThreads&) = delete;
    BackgroundThreads& operator=(const BackgroundThreads&) = delete;
    // Waits until all tasks are done: a promise once given is kept.
    ~BackgroundThreads() {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_wake.notify_all();
        for (std::thread& thread : m_threads) thread.join();
    }

    std::future<void> submit(std::function<void()> work) {
        std::packaged_task<void()> task(std::move(work));
        std::future<void> future = task.get_future();
        {
            const std::lock_guard lock(m_mutex);
            m_tasks.push_back(std::move(task));
            if (m_tasks.size() > m_idle && m_threads.size() < m_most) m_threads.emplace_back([this] { run(); });
        }
        m_wake.notify_one();
        return future;
    }

private:
    void run() {
        std::unique_lock lock(m_mutex);
        while (true) {
            ++m_idle;
            m_wake.wait(lock, [this] { return m_stopping || !m_tasks.empty(); });
            --m_idle;
            if (m_tasks.empty()) return;
            std::packaged_task<void()> task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            task();
            lock.lock();
        }
    }

    std::size_t m_most;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::packaged_task<void()>> m_tasks;
    std::vector<std::thread> m_threads;
    std::size_t m_idle = 0;
    bool m_stopping = false;
};

}  // namespace

// The fields count, chunk and body describe the one loop that may run; it is open while `generation` is odd. Workers
// watch `generation`. One that saw it turn odd counts itself into `inside`, looks at `generation` again and then takes
// chunks; the caller closes the loop by making it even and waits until nobody is inside. As both sides first write and
// then read (in one total order), either the worker notices the closing or the caller waits for the worker.
struct ThreadPool::State {
    using Body = std::function<void(std::size_t, std::size_t, int)>;
    static constexpr auto spinTime = std::chrono::microseconds(80);

    int threads;
    BackgroundThreads background;
    std::vector<std::thread> workers;

    alignas(64) std::atomic<std::uint64_t> generation{0};
    alignas(64) std::atomic<std::size_t> next{0};
    alignas(64) std::atomic<int> inside{0};
    std::atomic<bool> taken{false};
    alignas(64) std::size_t count = 0;
    std::size_t chunk = 1;
    const Body* body = nullptr;

    std::mutex failureMutex;
    std::exception_ptr failure;

    std::mutex sleepMutex;
    std::condition_variable wake;
    std::atomic<int> sleeping{0};
    std::atomic<bool> stopping{false};

    explicit State(int threadCount) : threads(threadCount), background(threadCount) {
        for (int worker = 1; worker < threads; ++worker) workers.emplace_back([this, worker] { work(worker); });
    }

    ~State() {
        stopping.store(true);
        announce();
        for (std::thread& worker : workers) worker.join();
    }

    void announce() {
        generation.fetch_add(1);
        if (sleeping.load() == 0) return;
        { const std::lock_guard lock(sleepMutex); }   // a worker between its last look and its sleep is waited for
        wake.notify_all();
    }

    // Waits until the generation differs from `seen`: awake for a moment, then asleep.
    std::uint64_t awaitChange(std::uint64_t seen) {
        const auto deadline = std::chrono::steady_clock::now() + spinTime;
        do {
            for (int look = 0; look < 64; ++look) {
                const std::uint64_t now = generation.load(std::memory_order_acquire);
                if (now != seen) return now;
                relax();
            }
        } while (std::chrono::steady_clock::now() < deadline);
        std::unique_lock lock(sleepMutex);
        sleeping.fetch_add(1);
        wake.wait(lock, [&] { return generation.load() != seen; });
        sleeping.fetch_sub(1);
        return generation.load();
    }

    void work(int worker) {
        for (std::uint64_t seen = 0; !stopping.load();) {
            seen = awaitChange(seen);
            if (seen % 2 == 0) continue;
            inside.fetch_add(1);
            if (generation.load() == seen && !stopping.load()) runChunks(worker);
            inside.fetch_sub(1);
        }
    }

    void runChunks(int worker) {
        for (std::size_t begin; (begin = next.fetch_add(chunk, std::memory_order_relaxed)) < count;) {
            try {
                (*body)(begin, std::min(begin + chunk, count), worker);
            } catch (...) {
                const std::lock_guard lock(failureMutex);
                if (!failure) failure = std::current_exception();
                next.store(count, std::memory_order_relaxed);   // nobody starts another chunk
            }
        }
    }

    // Takes the workers for one loop; false when another loop has them (another thread's, or the one this call is in).
    bool take() { return !taken.exchange(true, std::memory_order_acquire); }

    void runLoop(std::size_t total, std::size_t chunkSize, const Body& work) {
        count = total;
        chunk = chunkSize;
        body = &work;
        next.store(0, std::memory_order_relaxed);
        announce();
        runChunks(0);
        generation.fetch_add(1);   // closed
        for (int turn = 0; inside.load() != 0; ++turn) {
            if (turn < 4096) relax();
            else std::this_thread::yield();
        }
        std::exception_ptr thrown = std::exchange(failure, nullptr);
        taken.store(false, std::memory_order_release);
        if (thrown) std::rethrow_exception(thrown);
    }
};

ThreadPool::ThreadPool(int threads) {
    check(threads >= 1, "a thread pool needs at least one thread");
    m_state = std::make_unique<State>(threads);
}

ThreadPool::~ThreadPool() = default;

int ThreadPool::threads() const { return m_state->threads; }

void ThreadPool::parallelFor(std::size_t count, std::size_t grain,
                             const std::function<void(std::size_t, std::size_t, int)>& body) {
    if (count == 0) return;
    constexpr std::size_t chunksPerThread = 8;   // keeps threads busy to the end when chunks take unequal time
    grain = std::max<std::size_t>(grain, 1);
    const std::size_t even = count / (static_cast<std::size_t>(m_state->threads) * chunksPerThread);
    const std::size_t chunk = std::max<std::size_t>(even / grain, 1) * grain;
    if (m_state->threads == 1 || chunk >= count || !m_state->take()) {
        body(0, count, 0);
        return;
    }
    m_state->runLoop(count, chunk, body);
}

std::future<void> ThreadPool::submit(std::function<void()> task) { return m_state->background.submit(std::move(task)); }

int availableThreads() {
    cpu_set_t processors;
    if (::sched_getaffinity(0, sizeof processors, &processors) == 0) return std::max(1, CPU_COUNT(&processors));
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace foldmeter
