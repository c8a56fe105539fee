#include "worker/server/request_line.h"

#include "base/error.h"
#include "base/message.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace foldmeter::worker {

RequestLine::RequestLine(int descriptor, Form form, Outbox& outbox) : m_descriptor(descriptor), m_form(form), m_outbox(outbox) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw DeviceError(message("worker.pipe"), errno);
    m_wakeRead = ends[0];
    m_wakeWrite = ends[1];
    m_thread = std::thread([this] { read(); });
}

RequestLine::~RequestLine() {
    ::close(m_wakeWrite);   // ends the wait of the reading thread
    m_thread.join();
    ::close(m_wakeRead);
}

void RequestLine::read() {
    MessageReader reader(m_form);
    std::array<char, 65536> piece{};
    std::array<pollfd, 2> sources{{{m_descriptor, POLLIN, 0}, {m_wakeRead, POLLIN, 0}}};
    try {
        for (;;) {
            if (::poll(sources.data(), sources.size(), -1) < 0 && errno == EINTR) continue;
            if (sources[1].revents != 0) return;
            const ssize_t got = ::read(m_descriptor, piece.data(), piece.size());
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) break;
            reader.feed({piece.data(), static_cast<std::size_t>(got)});
            while (const auto given = reader.next()) {
                try {
                    take(toRequest(*given));
                } catch (const InputError& problem) {
                    refuse(0, problem.what());
                }
            }
        }
    } catch (const InputError& problem) {   // the stream is broken
        refuse(0, problem.what());
        return end(true);
    }
    end(m_form == Form::Frames);
}

void RequestLine::take(Request request) {
    if (const auto* wish = std::get_if<CancelRequest>(&request.what)) return cancel(wish->job);
    if (const auto* wish = std::get_if<PauseRequest>(&request.what)) return setPaused(wish->job, true);
    if (const auto* wish = std::get_if<ResumeRequest>(&request.what)) return setPaused(wish->job, false);
    if (const auto* wish = std::get_if<ShutdownRequest>(&request.what)) return end(wish->now);
    if (const auto* wish = std::get_if<LanguageRequest>(&request.what)) return setLanguage(languageOfLocale(wish->code));
    {
        const std::lock_guard lock(m_mutex);
        if (m_ended) return;
        const int ahead = static_cast<int>(m_waiting.size()) + (m_present != 0 ? 1 : 0);
        const RequestId id = request.id;
        const bool isWork = !std::holds_alternative<HelloRequest>(request.what) && !std::holds_alternative<DevicesRequest>(request.what);
        m_waiting.push_back(std::move(request));
        if (isWork) m_outbox.put({id, AcceptedEvent{ahead}});
    }
    m_wake.notify_one();
}

bool RequestLine::dropWaiting(RequestId job) {
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Request& request) { return request.id == job; });
    if (found == m_waiting.end()) return false;
    m_waiting.erase(found);
    m_outbox.put({job, FailedEvent{5, message("worker.cancelled")}});
    return true;
}

void RequestLine::cancel(RequestId job) {
    const std::lock_guard lock(m_mutex);
    if (job == m_present && job != 0) {
        m_cancelPresent = true;
        if (m_control) m_control->cancel();
    } else if (!dropWaiting(job)) {
        m_outbox.put({job, LogEvent{"info", message("worker.no_job", {std::to_string(job)})}});
    }
}

void RequestLine::setPaused(RequestId job, bool paused) {
    const std::lock_guard lock(m_mutex);
    if (paused) m_paused.insert(job);
    else m_paused.erase(job);
    if (job == m_present && m_control) m_control->setPaused(paused);
}

void RequestLine::end(bool now) {
    {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
        if (now) {
            while (!m_waiting.empty()) dropWaiting(m_waiting.front().id);
            m_cancelPresent = true;
            if (m_control) m_control->cancel();
        }
    }
    m_wake.notify_one();
}

std::optional<Request> RequestLine::next() {
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [&] { return !m_waiting.empty() || m_ended; });
    if (m_waiting.empty()) return {};
    Request request = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_present = request.id;
    m_cancelPresent = false;
    return request;
}

void RequestLine::control(std::shared_ptr<JobControl> control) {
    const std::lock_guard lock(m_mutex);
    m_control = std::move(control);
    if (m_cancelPresent) m_control->cancel();
    m_control->setPaused(m_paused.contains(m_present));
}

void RequestLine::done() {
    const std::lock_guard lock(m_mutex);
    m_control.reset();
    m_paused.erase(m_present);
    m_present = 0;
}

}  // namespace foldmeter::worker
