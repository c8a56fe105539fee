// The texts of commands and options in the user's language. Their tables (commands.cpp, common_options.cpp) are English
// and stay the only list; texts_zh.inc gives each text again, found by the English one.
#pragma once

#include <string>

namespace foldmeter::cli {

// `english` itself in English, and where a text has no translation.
std::string translated(const std::string& english);
bool hasTranslation(const std::string& english);

}  // namespace foldmeter::cli
