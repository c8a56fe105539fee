#include "cli/arguments.h"

#include "cli/translation.h"

#include "base/message.h"

#include <boost/program_options.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace foldmeter::cli {
namespace {

namespace po = boost::program_options;

po::options_description describe(const std::vector<OptionGroup>& groups) {
    po::options_description all;
    for (const OptionGroup& group : groups)
        for (const Option& option : group.options) {
            if (option.value.empty()) all.add_options()(option.name.c_str(), option.text.c_str());
            else all.add_options()(option.name.c_str(), po::value<std::string>(), option.text.c_str());
        }
    return all;
}

std::size_t editDistance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

std::string unknownOption(const std::vector<OptionGroup>& groups, std::string given) {
    given.erase(0, given.find_first_not_of('-'));
    given = given.substr(0, given.find('='));
    const Option* nearest = nullptr;
    std::size_t distance = std::max<std::size_t>(2, given.size() / 3) + 1;
    for (const OptionGroup& group : groups)
        for (const Option& option : group.options)
            if (const std::size_t d = editDistance(given, longName(option)); d < distance) {
                distance = d;
                nearest = &option;
            }
    if (nearest) return message("usage.unknown_option_near", {given, longName(*nearest)});
    return message("usage.unknown_option", {given});
}

template <typename Number> bool parseNumber(std::string_view text, Number& value) {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

}  // namespace

Arguments Arguments::parse(const std::vector<OptionGroup>& groups, const std::vector<std::string>& words) {
    using namespace po::command_line_style;
    Arguments arguments;
    const po::options_description description = describe(groups);
    try {
        const po::parsed_options parsed = po::command_line_parser(words).options(description).style(unix_style & ~allow_guessing).run();
        for (const auto& option : parsed.options) {
            if (option.position_key >= 0 || option.string_key.empty()) {
                arguments.m_positional.insert(arguments.m_positional.end(), option.value.begin(), option.value.end());
                continue;
            }
            if (!arguments.m_values.try_emplace(option.string_key, option.value.empty() ? "" : option.value.front()).second)
                throw UsageError(message("usage.twice", {option.string_key}));
        }
    } catch (const po::unknown_option& problem) {
        throw UsageError(unknownOption(groups, problem.get_option_name()));
    } catch (const po::error& problem) {
        throw UsageError(fmt::format("{}", problem.what()));
    }
    return arguments;
}

std::string Arguments::text(const std::string& option, const std::string& standard) const {
    const auto found = m_values.find(option);
    return found == m_values.end() ? standard : found->second;
}

std::optional<std::int64_t> Arguments::integer(const std::string& option, std::int64_t least, std::int64_t most) const {
    if (!has(option)) return {};
    std::int64_t value = 0;
    if (!parseNumber(text(option), value) || value < least || value > most)
        throw UsageError(message("usage.integer", {option, text(option), std::to_string(least), std::to_string(most)}));
    return value;
}

std::optional<double> Arguments::fraction(const std::string& option) const {
    if (!has(option)) return {};
    std::string given = text(option);
    const bool percent = given.ends_with('%');
    if (percent) given.pop_back();
    double value = 0;
    if (!parseNumber(std::string_view(given), value) || !(value >= 0) || value > 1e6) throw UsageError(message("usage.fraction", {option, text(option)}));
    return percent ? value / 100 : value;
}

std::string Arguments::word(const std::string& option, const std::vector<std::string>& allowed, const std::string& standard) const {
    const std::string given = text(option, standard);
    if (std::find(allowed.begin(), allowed.end(), given) == allowed.end())
        throw UsageError(message("usage.word", {option, given, fmt::format("{}", fmt::join(allowed, ", "))}));
    return given;
}

std::vector<std::string> splitList(const std::string& text, char separator, const std::string& option) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        if (parts.back().empty()) throw UsageError(message("usage.empty_part", {option, text}));
        begin = end + 1;
    }
    return parts;
}

std::vector<std::uint32_t> parseSeeds(const std::string& text, const std::string& option) {
    constexpr std::uint64_t most = 100000;   // seeds of one range: a slip of the finger must not fill the memory
    std::vector<std::uint32_t> seeds;
    for (const std::string& part : splitList(text, ',', option)) {
        const std::size_t dash = part.find('-');
        std::uint32_t first = 0, last = 0;
        const bool good = dash == std::string::npos ? parseNumber(std::string_view(part), first) && ((last = first), true)
                                                    : parseNumber(std::string_view(part).substr(0, dash), first) && parseNumber(std::string_view(part).substr(dash + 1), last);
        if (!good || last < first || last - first >= most) throw UsageError(message("usage.seeds", {option, part}));
        for (std::uint64_t seed = first; seed <= last; ++seed) seeds.push_back(static_cast<std::uint32_t>(seed));
    }
    return seeds;
}

std::string longName(const Option& option) { return option.name.substr(0, option.name.find(',')); }

std::string shortName(const Option& option) {
    const std::size_t comma = option.name.find(',');
    return comma == std::string::npos ? std::string() : option.name.substr(comma + 1);
}

std::string helpText(const std::vector<OptionGroup>& groups) {
    std::string text;
    for (const OptionGroup& group : groups) {
        if (group.options.empty()) continue;
        text += fmt::format("\n{}:\n", translated(group.title));
        for (const Option& option : group.options) {
            const std::string letter = shortName(option);
            std::string left = (letter.empty() ? "    " : "-" + letter + ", ") + "--" + longName(option) + (option.value.empty() ? "" : " " + option.value);
            std::string right = translated(option.text);
            if (!option.allowed.empty()) right += ": " + option.allowed;
            if (!option.standard.empty()) right += " [" + translated(option.standard) + "]";
            text += left.size() < 30 ? fmt::format("  {:<30} {}\n", left, right) : fmt::format("  {}\n  {:<30} {}\n", left, "", right);
        }
    }
    return text;
}

}  // namespace foldmeter::cli
