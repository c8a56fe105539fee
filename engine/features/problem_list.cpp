#include "features/problem_list.h"

#include "base/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace foldmeter::features {

void ProblemList::error(const json::Value& at, std::string_view id, const std::vector<std::string>& arguments) {
    add(Problem::Severity::Error, at.position, at.path, id, arguments);
}

void ProblemList::warn(const json::Value& at, std::string_view id, const std::vector<std::string>& arguments) {
    add(Problem::Severity::Warning, at.position, at.path, id, arguments);
}

void ProblemList::add(Problem::Severity severity, json::Position position, const std::string& path, std::string_view id,
                      const std::vector<std::string>& arguments) {
    std::size_t& count = severity == Problem::Severity::Error ? m_errors : m_warnings;
    if (++count > most) return;
    const std::string hintId = std::string(id) + ".hint";
    m_problems.push_back({severity, position, path, message(id, arguments),
                          hasMessage(hintId) ? message(hintId, arguments) : std::string()});
}

std::vector<Problem> ProblemList::take() {
    std::stable_sort(m_problems.begin(), m_problems.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.position.line, a.position.column) < std::tie(b.position.line, b.position.column);
    });
    for (const auto severity : {Problem::Severity::Error, Problem::Severity::Warning}) {
        const std::size_t count = severity == Problem::Severity::Error ? m_errors : m_warnings;
        if (count > most) m_problems.push_back({severity, {}, "$", message("input.more", {std::to_string(count - most)}), ""});
    }
    m_errors = m_warnings = 0;
    return std::move(m_problems);
}

namespace {

std::string sentence(const std::string& text) { return text.ends_with('.') || text.ends_with('?') ? text : text + "."; }

}  // namespace

std::string toText(const Problem& problem, const std::string& file) {
    std::string text = file;
    if (problem.position.line > 0) text += fmt::format(":{}:{}", problem.position.line, problem.position.column);
    text += fmt::format(": {}: {}", problem.path, sentence(problem.text));
    if (!problem.hint.empty()) text += " " + sentence(problem.hint);
    return text;
}

std::string toText(const std::vector<Problem>& problems, Problem::Severity severity, const std::string& file) {
    std::string text;
    for (const Problem& problem : problems) {
        if (problem.severity != severity) continue;
        if (!text.empty()) text += '\n';
        text += toText(problem, file);
    }
    return text;
}

std::string shown(std::string_view text, std::size_t most) {
    std::string out = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool startsCharacter = (byte & 0xc0) != 0x80;
        if (i >= most && startsCharacter) {
            out += "\"...";
            return out;
        }
        if (byte < 0x20 || byte == 0x7f) out += fmt::format("\\x{:02x}", byte);
        else out += text[i];
    }
    return out + '"';
}

std::string shown(const json::Value& value) {
    switch (value.kind) {
        case json::Kind::Null: return "null";
        case json::Kind::Bool: return value.boolean ? "true" : "false";
        case json::Kind::Integer:
        case json::Kind::Real: return value.text.size() > 40 ? value.text.substr(0, 40) + "..." : value.text;
        case json::Kind::String: return shown(std::string_view(value.text));
        case json::Kind::Array: return message("input.value_list", {std::to_string(value.items.size())});
        case json::Kind::Object: return message("input.value_object", {std::to_string(value.members.size())});
    }
    return {};
}

namespace {

// Number of single-letter changes between two words (Levenshtein).
std::size_t changesBetween(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
    constexpr std::size_t longestWord = 64;
    if (word.empty() || word.size() > longestWord) return {};
    std::string best;
    std::size_t fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string_view candidate : candidates) {
        const std::size_t changes = changesBetween(word, candidate);
        if (changes < fewest) {
            fewest = changes;
            best = candidate;
        }
    }
    return best;
}

std::string joined(const std::vector<std::string_view>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

}  // namespace foldmeter::features
