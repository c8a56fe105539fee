#include "base/message.h"

#include "base/error.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <span>

namespace foldmeter {
namespace {

struct Entry {
    std::string_view id;
    std::string_view text;
};

constexpr auto englishTexts = std::to_array<Entry>({
#include "base/messages_en.inc"
});

constexpr auto chineseTexts = std::to_array<Entry>({
#include "base/messages_zh.inc"
});

std::atomic<Language> chosenLanguage{Language::English};

// A catalogue is a list for people, in the order of topics; a scan of a few hundred entries costs microseconds.
const Entry* findEntry(std::span<const Entry> catalogue, std::string_view id) {
    const auto entry = std::find_if(catalogue.begin(), catalogue.end(), [&](const Entry& e) { return e.id == id; });
    return entry == catalogue.end() ? nullptr : &*entry;
}

const Entry* findEntry(std::string_view id) {
    const Entry* entry = language() == Language::Chinese ? findEntry(chineseTexts, id) : nullptr;
    return entry ? entry : findEntry(englishTexts, id);
}

}  // namespace

void setLanguage(Language language) { chosenLanguage = language; }
Language language() { return chosenLanguage; }
std::string_view codeOf(Language language) { return language == Language::Chinese ? "zh" : "en"; }

Language languageOfLocale(std::string_view locale) { return locale.substr(0, 2) == codeOf(Language::Chinese) ? Language::Chinese : Language::English; }

Language languageOfEnvironment() {
    for (const char* name : {"FOLDMETER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(name); value && *value) return languageOfLocale(value);
    return Language::English;
}

bool hasMessage(std::string_view id) { return findEntry(id) != nullptr; }

std::string message(std::string_view id, const std::vector<std::string>& arguments) {
    const Entry* entry = findEntry(id);
    check(entry != nullptr, fmt::format("the message catalogue has no text \"{}\"", id));
    fmt::dynamic_format_arg_store<fmt::format_context> values;
    for (const std::string& argument : arguments) values.push_back(argument);
    try {
        return fmt::vformat(entry->text, values);
    } catch (const fmt::format_error& problem) {
        throw InternalError(fmt::format("message \"{}\" cannot be filled with {} values: {}", id, arguments.size(), problem.what()));
    }
}

}  // namespace foldmeter
