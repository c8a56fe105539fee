#include "cli/matrix.h"

#include "base/message.h"
#include "cli/arguments.h"

#include <sstream>

namespace foldmeter::cli {
namespace {

bool readSwitch(const std::string& word, const std::string& value) {
    if (value != "on" && value != "off") throw UsageError(message("usage.matrix", {word}));
    return value == "on";
}

}  // namespace

CompileSettings Combination::applied(CompileSettings settings) const {
    try {
        for (const auto& [setting, value] : values) settings.set(setting, value);
        checkForCpu(settings);
    } catch (const InputError& problem) {
        throw UsageError(problem.what());
    }
    return settings;
}

std::vector<Combination> parseMatrix(const std::string& text) {
    std::vector<Combination> all = {{}};
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const std::size_t equal = word.find('=');
        if (equal == std::string::npos || equal == 0 || equal + 1 == word.size()) throw UsageError(message("usage.matrix", {word}));
        const std::string setting = word.substr(0, equal);
        std::vector<Combination> crossed;
        for (const Combination& combination : all)
            for (const std::string& value : splitList(word.substr(equal + 1), ',', "matrix")) {
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

}  // namespace foldmeter::cli
