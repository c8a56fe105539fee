// A message is an id with arguments; its text stands in a catalogue, so that the command line, the window and reports
// speak the user's language without Qt in the engine. English is built in (messages_en.inc: id, text with {} fields).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foldmeter {

// Text of message `id` with its {} fields filled. An unknown id is an InternalError: a test walks all ids used.
std::string message(std::string_view id, const std::vector<std::string>& arguments = {});
bool hasMessage(std::string_view id);

}  // namespace foldmeter
