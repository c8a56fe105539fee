// A message is an id with arguments; its text stands in a catalogue, so that the command line, the window and reports
// speak the user's language without Qt in the engine. The catalogues are built in (messages_en.inc, messages_zh.inc:
// id, text with {} fields).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foldmeter {

enum class Language { English, Chinese };   // Chinese: Simplified

// The language of messages is one for the process, as C's locale is: set once by main, and by the window when its user
// chooses another. English until then. Any thread may ask meanwhile.
void setLanguage(Language language);
Language language();

// Of a locale's name, such as zh_CN.UTF-8; English for languages without a catalogue.
Language languageOfLocale(std::string_view locale);
// FOLDMETER_LANGUAGE, else the first of LC_ALL, LC_MESSAGES and LANG that is set.
Language languageOfEnvironment();
std::string_view codeOf(Language language);   // "en", "zh": as help pages and FOLDMETER_LANGUAGE name it

// Text of message `id` in the process's language with its {} fields filled. An unknown id is an InternalError: a test
// walks all ids used.
std::string message(std::string_view id, const std::vector<std::string>& arguments = {});
bool hasMessage(std::string_view id);

}  // namespace foldmeter
