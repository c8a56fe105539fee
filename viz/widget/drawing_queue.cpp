#include "viz/widget/drawing_queue.h"

#include <QMetaObject>

#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace foldmeter::viz {

struct DrawingQueue::State {
    struct Job {
        DrawingRequest request;
        std::stop_source stop;
        long number = 0;
    };
    mutable std::mutex mutex;
    std::condition_variable_any wake;
    std::map<int, Job> waiting;
    std::map<int, long> wanted;            // by place: the number of the last request
    std::optional<std::pair<int, std::stop_source>> current;
    long numbers = 0;
    std::jthread thread;
};

DrawingQueue::DrawingQueue(QObject* parent) : QObject(parent), m_state(std::make_unique<State>()) {
    m_state->thread = std::jthread([this](const std::stop_token& end) {
        State& s = *m_state;
        while (true) {
            std::unique_lock lock(s.mutex);
            if (!s.wake.wait(lock, end, [&] { return !s.waiting.empty(); })) return;
            auto node = s.waiting.extract(s.waiting.begin());
            const int place = node.key();
            State::Job job = std::move(node.mapped());
            s.current.emplace(place, job.stop);
            lock.unlock();
            std::shared_ptr<const Drawing> drawing;
            QString why;
            try {
                drawing = makeDrawing(job.request, job.stop.get_token());
            } catch (const std::exception& error) {
                why = QString::fromUtf8(error.what());
            }
            lock.lock();
            s.current.reset();
            lock.unlock();
            QMetaObject::invokeMethod(this, [this, place, number = job.number, drawing, why] {
                const auto found = m_state->wanted.find(place);
                if (found == m_state->wanted.end() || found->second != number) return;
                m_state->wanted.erase(found);
                if (drawing) Q_EMIT made(place, drawing);
                else if (!why.isEmpty()) Q_EMIT failed(place, why);
            }, Qt::QueuedConnection);
        }
    });
}

DrawingQueue::~DrawingQueue() {
    clear();
    m_state->thread.request_stop();
    m_state->thread.join();
}

void DrawingQueue::request(int place, DrawingRequest request) {
    const std::lock_guard lock(m_state->mutex);
    if (m_state->current && m_state->current->first == place) m_state->current->second.request_stop();
    m_state->wanted[place] = ++m_state->numbers;
    m_state->waiting[place] = {std::move(request), {}, m_state->numbers};
    m_state->wake.notify_one();
}

void DrawingQueue::clear() {
    const std::lock_guard lock(m_state->mutex);
    m_state->waiting.clear();
    m_state->wanted.clear();
    if (m_state->current) m_state->current->second.request_stop();
}

bool DrawingQueue::empty() const { return m_state->wanted.empty(); }

}  // namespace foldmeter::viz
