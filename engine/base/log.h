// Where notes for the user go: a callback with levels, set by whoever owns the process (command line, worker, tests).
// Passed down as a value; there is no global log.
#pragma once

#include <functional>
#include <string>

namespace foldmeter {

enum class LogLevel { Debug, Info, Warning };
using Log = std::function<void(LogLevel, const std::string& text)>;

inline void note(const Log& log, LogLevel level, const std::string& text) {
    if (log) log(level, text);
}

}  // namespace foldmeter
