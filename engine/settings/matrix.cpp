#include "settings/matrix.h"

#include "base/error.h"
#include "base/message.h"

#include <algorithm>
#include <sstream>

namespace foldmeter {
namespace {

bool readSwitch(const std::string& word, const std::string& value) {
    if (value != "on" && value != "off") throw InputError(message("usage.matrix", {word}));
    return value == "on";
}

std::vector<std::string> valuesOf(const std::string& word, const std::string& list) {
    std::vector<std::string> values;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        values.push_back(list.substr(begin, end - begin));
        if (values.back().empty()) throw InputError(message("usage.matrix", {word}));
        begin = end + 1;
    }
    return values;
}

}  // namespace

CompileSettings Combination::applied(CompileSettings settings) const {
    for (const auto& [setting, value] : values) settings.set(setting, value);
    checkForTarget(settings);
    return settings;
}

std::vector<Combination> parseMatrix(const std::string& text) {
    std::vector<Combination> all = {{}};
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const std::size_t equal = word.find('=');
        if (equal == std::string::npos || equal == 0 || equal + 1 == word.size()) throw InputError(message("usage.matrix", {word}));
        const std::string setting = word.substr(0, equal);
        std::vector<Combination> crossed;
        for (const Combination& combination : all)
            for (const std::string& value : valuesOf(word, word.substr(equal + 1))) {
                Combination next = combination;
                if (setting == "recording") next.recording = readSwitch(word, value);
                else next.values.emplace_back(setting, value);
                next.name += (next.name.empty() ? "" : " ") + setting + "=" + value;
                crossed.push_back(std::move(next));
            }
        all = std::move(crossed);
    }
    if (all.size() == 1 && all[0].name.empty()) all[0].name = "as given";
    return all;
}

}  // namespace foldmeter
