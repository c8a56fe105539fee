// The one thread pool. Libraries are called single-threaded from it.
#pragma once

#include <cstddef>
#include <functional>
#include <future>
#include <memory>

namespace foldmeter {

// A fixed number of workers. The caller of parallelFor works too. The workers serve one loop at a time: a loop that is
// started meanwhile, by another thread or inside the first, runs whole on its caller (as worker 0 of its own loop).
class ThreadPool {
public:
    explicit ThreadPool(int threads);   // >= 1, the calling thread included
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int threads() const;

    // Calls body(begin, end, worker) for disjoint chunks that cover [0, count); chunk sizes are multiples of `grain`
    // (but the last). worker in [0, threads). Chunks are handed out dynamically. The first exception of a chunk is
    // rethrown here after all workers stopped. Costs about a microsecond when the workers are awake (they spin briefly).
    void parallelFor(std::size_t count, std::size_t grain,
                     const std::function<void(std::size_t begin, std::size_t end, int worker)>& body);

    // Runs a task on some worker besides parallelFor (compilation behind loading). Exceptions travel in the future.
    std::future<void> submit(std::function<void()> task);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// Processors this process may use.
int availableThreads();

}  // namespace foldmeter
