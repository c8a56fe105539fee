#include "worker/server/control.h"

namespace foldmeter::worker {

void JobControl::cancel() {
    {
        const std::lock_guard lock(m_mutex);
        m_flag.request();
    }
    m_wake.notify_all();
}

void JobControl::setPaused(bool paused) {
    {
        const std::lock_guard lock(m_mutex);
        m_paused = paused;
    }
    m_wake.notify_all();
}

void JobControl::pauseHere(const std::function<void(bool)>& told) {
    if (!m_paused.load(std::memory_order_relaxed)) return;
    std::unique_lock lock(m_mutex);
    if (!m_paused || m_flag.requested()) return;
    told(true);
    m_wake.wait(lock, [&] { return !m_paused || m_flag.requested(); });
    told(false);
}

}  // namespace foldmeter::worker
