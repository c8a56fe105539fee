// A request to stop, shared between whoever may ask (signal handler, window) and whoever works. Checked at step
// boundaries and between compile jobs; see surface.md section 3 of the user documentation (Ctrl-C).
#pragma once

#include "base/error.h"

#include <atomic>
#include <memory>

namespace foldmeter {

class CancelFlag {
public:
    void request() { m_requested.store(true, std::memory_order_relaxed); }
    bool requested() const { return m_requested.load(std::memory_order_relaxed); }
    void throwIfRequested() const {
        if (requested()) throw Cancelled();
    }

private:
    std::atomic<bool> m_requested{false};   // lock-free: may be set from a signal handler
};

}  // namespace foldmeter
