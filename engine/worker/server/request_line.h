// Requests on their way in: read by a thread of its own while a job runs. What waits is kept in order; cancelling and
// pausing reach the job they name wherever it stands, and everything else is handed to the working thread in turn.
#pragma once

#include "worker/protocol/message.h"
#include "worker/server/control.h"
#include "worker/server/outbox.h"

#include <deque>
#include <memory>
#include <set>
#include <thread>

namespace foldmeter::worker {

class RequestLine {
public:
    RequestLine(int descriptor, Form form, Outbox& outbox);
    ~RequestLine();
    RequestLine(const RequestLine&) = delete;
    RequestLine& operator=(const RequestLine&) = delete;

    // Waits for the next request; it becomes the present one. None: no more will come.
    std::optional<Request> next();
    // The present request can be stopped and held through this from now on; wishes that came before are applied.
    void control(std::shared_ptr<JobControl> control);
    void done();                                         // with the present request

private:
    void read();
    void take(Request request);
    void cancel(RequestId job);
    void setPaused(RequestId job, bool paused);
    void end(bool now);
    bool dropWaiting(RequestId job);
    void refuse(RequestId id, const std::string& text) { m_outbox.put({id, RefusedEvent{text}}); }

    int m_descriptor, m_wakeRead = -1, m_wakeWrite = -1;
    Form m_form;
    Outbox& m_outbox;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Request> m_waiting;
    RequestId m_present = 0;
    std::shared_ptr<JobControl> m_control;               // of the present request
    std::set<RequestId> m_paused;
    bool m_cancelPresent = false, m_ended = false;
    std::thread m_thread;
};

}  // namespace foldmeter::worker
