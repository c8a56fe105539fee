#include "base/message.h"

#include "base/error.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace foldmeter {
namespace {

struct Entry {
    std::string_view id;
    std::string_view text;
};

constexpr auto englishTexts = std::to_array<Entry>({
#include "base/messages_en.inc"
});

// The catalogue is a list for people, in the order of topics; a scan of a few hundred entries costs microseconds.
const Entry* findEntry(std::string_view id) {
    const auto entry = std::find_if(englishTexts.begin(), englishTexts.end(), [&](const Entry& e) { return e.id == id; });
    return entry == englishTexts.end() ? nullptr : &*entry;
}

}  // namespace

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
