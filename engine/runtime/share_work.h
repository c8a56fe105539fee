// Jobs of unequal length, done by the caller and by background threads of the pool: compilation, packing of weights.
// Unlike parallelFor it may run behind another loop, and inside a task of the pool without waiting for itself.
#pragma once

#include "base/cancel.h"
#include "base/threads.h"

#include <cstddef>
#include <functional>

namespace foldmeter::runtime {

// Calls job(0) ... job(count - 1), each once. The first exception of a job is rethrown after the running ones ended;
// jobs not begun by then are left out, also when cancellation is asked for. Returns CPU seconds of the helping threads.
double shareWork(ThreadPool& pool, std::size_t count, const CancelFlag* cancel, const std::function<void(std::size_t)>& job);

// CPU seconds of the calling thread so far.
double threadSeconds();

}  // namespace foldmeter::runtime
