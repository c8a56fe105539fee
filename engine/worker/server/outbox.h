// Events on their way out, written by a thread of its own, so that the engine never waits for whoever reads them. Of live
// positions only the latest is kept: a slow reader sees fewer steps, it does not slow them down.
#pragma once

#include "worker/protocol/message.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace foldmeter::worker {

class Outbox {
public:
    Outbox(int descriptor, Form form);
    ~Outbox();   // writes what is left, unless the reader is gone
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    void put(Event event);
    bool readerIsGone() const { return m_gone.load(std::memory_order_relaxed); }

private:
    void run();
    bool write(const std::string& bytes);

    int m_descriptor;
    Form m_form;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Event> m_waiting;
    std::optional<Event> m_positions;
    bool m_ending = false;
    std::atomic<bool> m_gone{false};
    std::thread m_thread;
};

}  // namespace foldmeter::worker
