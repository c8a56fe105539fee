// Command lines: options as tables of rows, read by Boost.Program_options. The same rows make the help, the completion
// of the shells and the manual page, so none of them can lag behind.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace foldmeter::cli {

// The command was used wrongly. Exit code 1.
class UsageError : public InputError {
public:
    using InputError::InputError;
};

struct Option {
    std::string name;        // without dashes; "output,o" names a letter as well
    std::string value;       // placeholder of its value: "FILE"; "" for a switch
    std::string text;        // what it does, one sentence
    std::string allowed;     // values, comma-separated, when they are few words; completed by the shells
    std::string standard;    // default, for people; "" = none
};
struct OptionGroup {
    std::string title;
    std::vector<Option> options;
};

// What was given. Getters throw UsageError naming option, value and what is allowed.
class Arguments {
public:
    bool has(const std::string& option) const { return m_values.contains(option); }
    std::string text(const std::string& option, const std::string& standard = {}) const;
    std::optional<std::int64_t> integer(const std::string& option, std::int64_t least, std::int64_t most) const;
    // "5%" or "0.05" -> 0.05
    std::optional<double> fraction(const std::string& option) const;
    std::string word(const std::string& option, const std::vector<std::string>& allowed, const std::string& standard) const;
    const std::vector<std::string>& positional() const { return m_positional; }
    const std::map<std::string, std::string>& all() const { return m_values; }

    // UsageError for unknown options (naming near ones), absent values, an option given twice.
    static Arguments parse(const std::vector<OptionGroup>& groups, const std::vector<std::string>& words);

private:
    std::map<std::string, std::string> m_values;
    std::vector<std::string> m_positional;
};

// "1,2,5-8" -> 1 2 5 6 7 8; UsageError naming `option`.
std::vector<std::uint32_t> parseSeeds(const std::string& text, const std::string& option);
// Words of a list separated by commas; empty ones are a UsageError.
std::vector<std::string> splitList(const std::string& text, char separator, const std::string& option);

std::string longName(const Option& option);          // "output"
std::string shortName(const Option& option);         // "o" or ""
std::string helpText(const std::vector<OptionGroup>& groups);

}  // namespace foldmeter::cli
