#include "worker/server/outbox.h"

#include <cerrno>
#include <unistd.h>
#include <utility>

namespace foldmeter::worker {

Outbox::Outbox(int descriptor, Form form) : m_descriptor(descriptor), m_form(form), m_thread([this] { run(); }) {}

Outbox::~Outbox() {
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Outbox::put(Event event) {
    {
        const std::lock_guard lock(m_mutex);
        if (std::holds_alternative<PositionsEvent>(event.what)) m_positions = std::move(event);
        else m_waiting.push_back(std::move(event));
    }
    m_wake.notify_one();
}

bool Outbox::write(const std::string& bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t put = ::write(m_descriptor, bytes.data() + done, bytes.size() - done);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        done += static_cast<std::size_t>(put);
    }
    return true;
}

void Outbox::run() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [&] { return !m_waiting.empty() || m_positions || m_ending; });
        std::deque<Event> events = std::exchange(m_waiting, {});
        if (m_positions) events.push_back(*std::exchange(m_positions, std::nullopt));
        if (events.empty()) return;
        lock.unlock();
        for (const Event& event : events)
            if (!readerIsGone() && !write(toBytes(event, m_form))) m_gone.store(true, std::memory_order_relaxed);
        lock.lock();
    }
}

}  // namespace foldmeter::worker
