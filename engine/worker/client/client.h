// The asking side of a connection to an engine process, without the connection: requests become bytes to send, bytes
// that came become events. Whoever owns the process (a window, a test) moves the bytes. Nothing here throws for what the
// engine sends: a broken stream ends the connection with a reason.
#pragma once

#include "worker/protocol/message.h"

#include <map>

namespace foldmeter::worker {

class Client {
public:
    explicit Client(std::string program);            // who asks: sent with the greeting, which is the first output

    // Numbers the request and queues its bytes.
    RequestId ask(decltype(Request::what) what);
    std::string takeOutput();                        // bytes to send; empty when there are none

    // Bytes from the engine. The events they hold, in order. Events of unknown kinds are dropped (a later engine).
    std::vector<Event> feed(std::string_view bytes);
    // The process is gone. A Failed event for each job that was not over, a Refused one for other open requests.
    std::vector<Event> ended(const std::string& reason, int exitCode = 3);

    bool greeted() const { return m_engine.has_value(); }
    const std::optional<HelloEvent>& engine() const { return m_engine; }
    const std::string& broken() const { return m_broken; }          // why nothing more is read; empty: all is well
    std::string strayText() const { return m_reader.strayText(); }
    bool isOpen(RequestId id) const { return m_open.contains(id); } // asked and not answered for good

private:
    void take(Event event, std::vector<Event>& events);

    MessageReader m_reader;
    RequestId m_last = 0;
    std::map<RequestId, bool> m_open;                // true: a prediction
    std::optional<HelloEvent> m_engine;
    std::string m_output, m_broken;
};

}  // namespace foldmeter::worker
