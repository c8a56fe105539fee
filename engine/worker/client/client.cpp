#include "worker/client/client.h"

#include "base/error.h"
#include "base/message.h"

#include <utility>

namespace foldmeter::worker {
namespace {

template <typename... Kinds, typename Variant> bool isAny(const Variant& what) { return (std::holds_alternative<Kinds>(what) || ...); }

// Nothing more is said about the request after this.
bool closes(const Event& event) { return isAny<HelloEvent, RefusedEvent, DevicesEvent, PlanEvent, CompiledEvent, FinishedEvent, FailedEvent>(event.what); }

// Requests that are answered by what happens to another.
bool isAnswered(const decltype(Request::what)& what) { return !isAny<CancelRequest, PauseRequest, ResumeRequest, ShutdownRequest, LanguageRequest>(what); }

}  // namespace

Client::Client(std::string program) { ask(HelloRequest{protocolVersion, std::move(program)}); }

RequestId Client::ask(decltype(Request::what) what) {
    const Request request{++m_last, std::move(what)};
    if (isAnswered(request.what)) m_open[request.id] = isAny<PredictRequest>(request.what);
    m_output += toBytes(request);
    return request.id;
}

std::string Client::takeOutput() { return std::exchange(m_output, {}); }

void Client::take(Event event, std::vector<Event>& events) {
    if (const auto* hello = std::get_if<HelloEvent>(&event.what)) {
        m_engine = *hello;
        if (hello->version != protocolVersion) m_broken = message("worker.version", {std::to_string(hello->version), std::to_string(protocolVersion), hello->program});
    }
    if (closes(event)) m_open.erase(event.id);
    events.push_back(std::move(event));
}

std::vector<Event> Client::feed(std::string_view bytes) {
    std::vector<Event> events;
    if (!m_broken.empty()) return events;
    m_reader.feed(bytes);
    try {
        while (const auto given = m_reader.next()) {
            try {
                take(toEvent(*given), events);
            } catch (const InputError&) {   // of a later engine: the next message begins where this one ends
            }
        }
    } catch (const InputError& problem) {
        m_broken = problem.what();
    }
    return events;
}

std::vector<Event> Client::ended(const std::string& reason, int exitCode) {
    std::vector<Event> events;
    for (const auto& [id, isJob] : std::exchange(m_open, {})) {
        if (isJob) events.push_back({id, FailedEvent{exitCode, reason}});
        else events.push_back({id, RefusedEvent{reason}});
    }
    if (m_broken.empty()) m_broken = reason;
    return events;
}

}  // namespace foldmeter::worker
