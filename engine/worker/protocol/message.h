// Requests and events as bytes, and back. Two forms: frames (a mark, two lengths, a JSON head, raw bytes such as
// positions or a file's content) for programs, and one line of JSON a message for people. Either end survives anything
// that the other sends: what cannot be read is refused with its reason, lengths are bounded, unknown fields are ignored.
#pragma once

#include "worker/protocol/events.h"

#include <string_view>

namespace foldmeter::worker {

enum class Form : std::uint8_t { Frames, Lines };

std::string toBytes(const Request& request, Form form = Form::Frames);
std::string toBytes(const Event& event, Form form = Form::Frames);

// One message as it came: who it is for is told by its reader.
struct Message {
    std::string head;       // JSON
    std::string attached;   // raw bytes
};
// Throw InputError: no JSON, an unknown kind, a field of the wrong type or out of range.
Request toRequest(const Message& message);
Event toEvent(const Message& message);

// Cuts a stream into messages. A stream may begin with text that is none of ours (the greeting of a remote machine);
// it is skipped and kept for the failure's message. Once a message has come, anything else breaks the stream.
class MessageReader {
public:
    explicit MessageReader(Form form = Form::Frames) : m_form(form) {}
    void feed(std::string_view bytes);
    std::optional<Message> next();                        // InputError when the stream is broken: nothing more will come
    const std::string& strayText() const { return m_stray; }   // the last 4 KiB of what was skipped

    static constexpr std::size_t mostHead = std::size_t{64} << 20, mostAttached = std::size_t{1} << 30;
    static constexpr std::size_t mostStray = std::size_t{64} << 10;

private:
    std::optional<Message> nextFrame();
    std::optional<Message> nextLine();
    void skipStray();

    Form m_form;
    std::string m_bytes, m_stray;
    std::size_t m_begin = 0, m_strayBytes = 0;
    bool m_met = false;
};

}  // namespace foldmeter::worker
