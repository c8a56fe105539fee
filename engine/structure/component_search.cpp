#include "structure/component_search.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace foldmeter::structure {
namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        if (c != ' ' && c != '\t' && c != '\n') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool isLower(char c) { return c >= 'a' && c <= 'z'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

// "C 10;H 16;" in the order of the elements' names, deuterium apart from hydrogen as in the dictionary.
std::string written(const std::map<std::string, int>& counts) {
    std::string form;
    for (const auto& [element, count] : counts) form += element + std::to_string(count) + ";";
    return form;
}

// Elements and counts, charge left out; empty where anything else stands there.
std::map<std::string, int> countsOf(std::string_view text, bool capitalsOnly) {
    std::map<std::string, int> counts;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == ' ') {
            ++at;
            continue;
        }
        if (!isUpper(c)) return {};
        std::string element(1, c);
        ++at;
        // The dictionary writes two-letter elements in capitals ("FE"), with spaces between elements.
        if (at < text.size() && (isLower(text[at]) || (capitalsOnly && isUpper(text[at])))) element += static_cast<char>(std::toupper(static_cast<unsigned char>(text[at++])));
        int count = 0;
        while (at < text.size() && isDigit(text[at]) && count < 100000) count = count * 10 + (text[at++] - '0');
        counts[element] += std::max(count, 1);
    }
    return counts;
}

std::string formulaOfDictionary(std::string_view formula) {
    std::map<std::string, int> counts;
    for (const std::string& part : wordsOf(formula)) {
        if (!isUpper(part[0])) continue;   // the charge
        for (const auto& [element, count] : countsOf(part, true)) counts[element] += count;
    }
    return written(counts);
}

int ranked(bool obsolete, int rank) { return obsolete ? rank + 1 : rank; }

}  // namespace

std::string formulaForm(std::string_view text) {
    const bool digits = std::any_of(text.begin(), text.end(), isDigit);
    const bool spaces = text.find(' ') != std::string_view::npos;
    const std::map<std::string, int> counts = spaces && std::none_of(text.begin(), text.end(), isLower) ? countsOf(text, true) : countsOf(text, false);
    int atoms = 0;
    for (const auto& [element, count] : counts) atoms += count;
    return atoms >= 2 && digits ? written(counts) : std::string();
}

ComponentSearch::ComponentSearch(const ComponentDictionary& dictionary) {
    const auto size = [](const std::string& text) { return static_cast<std::uint32_t>(text.size()); };
    m_entries.reserve(dictionary.size());
    dictionary.visitTitles([&](const Component& component) {
        Entry entry;
        entry.obsolete = component.status == "OBS";
        entry.begin = size(m_titles);
        m_titles += component.code;
        entry.name = size(m_titles);
        m_titles += component.name;
        entry.formula = size(m_titles);
        m_titles += component.formula;
        entry.type = size(m_titles);
        m_titles += component.type;
        entry.synonyms = size(m_titles);
        if (component.synonyms != "?") m_titles += component.synonyms;
        entry.end = size(m_titles);
        entry.words = size(m_words);
        m_words += lower(component.name);
        std::string synonyms = component.synonyms == "?" ? std::string() : lower(component.synonyms);
        std::replace(synonyms.begin(), synonyms.end(), ';', '\n');
        if (!synonyms.empty()) m_words += '\n' + synonyms;
        entry.wordsEnd = size(m_words);
        m_words += '\n';
        entry.elements = size(m_elements);
        m_elements += formulaOfDictionary(component.formula);
        entry.elementsEnd = size(m_elements);
        m_entries.push_back(entry);
    });
}

ComponentTitle ComponentSearch::titleOf(const Entry& entry) const {
    const auto text = [&](std::uint32_t begin, std::uint32_t end) { return m_titles.substr(begin, end - begin); };
    return {text(entry.begin, entry.name), text(entry.name, entry.formula), text(entry.formula, entry.type), text(entry.type, entry.synonyms),
            text(entry.synonyms, entry.end), entry.obsolete};
}

// Lower is better; -1: not found. `whole` is the query in lower case.
int ComponentSearch::rankOf(const Entry& entry, const std::vector<std::string>& words, std::string_view whole, std::string_view elements) const {
    const std::string_view code(m_titles.data() + entry.begin, entry.name - entry.begin);
    const auto sameStart = [&](std::size_t length) {
        return std::equal(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length), code.begin(),
                          [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
    };
    if (whole.size() <= code.size() && sameStart(whole.size())) return whole.size() == code.size() ? 0 : ranked(entry.obsolete, 10 + 2 * static_cast<int>(code.size()));
    if (!elements.empty() && elements == std::string_view(m_elements).substr(entry.elements, entry.elementsEnd - entry.elements)) return ranked(entry.obsolete, 2);
    const std::string_view text(m_words.data() + entry.words, entry.wordsEnd - entry.words);
    bool atStart = true;
    for (const std::string& word : words) {
        const std::size_t at = text.find(word);
        if (at == std::string_view::npos) return -1;
        atStart = atStart && (at == 0 || !std::isalnum(static_cast<unsigned char>(text[at - 1])));
    }
    const std::size_t at = text.find(whole);
    if (at == std::string_view::npos) return ranked(entry.obsolete, atStart ? 60 : 70);
    std::size_t begin = at;
    while (begin > 0 && (text[begin - 1] == ' ')) --begin;
    const std::size_t end = at + whole.size();
    const bool lineStart = begin == 0 || text[begin - 1] == '\n', lineEnd = end == text.size() || text[end] == '\n';
    if (lineStart && lineEnd) return ranked(entry.obsolete, 4);
    if (lineStart) return ranked(entry.obsolete, 30);
    return ranked(entry.obsolete, atStart ? 40 : 50);
}

std::vector<ComponentTitle> ComponentSearch::search(std::string_view query, std::size_t most) const {
    const std::string whole = lower(query);
    const std::vector<std::string> words = wordsOf(whole);
    if (words.empty()) return {};
    std::string trimmed;
    for (const std::string& word : words) trimmed += (trimmed.empty() ? "" : " ") + word;
    const std::string elements = formulaForm(query);
    struct Hit {
        int rank;
        std::size_t length, entry;
        auto operator<=>(const Hit&) const = default;
    };
    std::vector<Hit> hits;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        const int rank = rankOf(entry, words, trimmed, elements);
        if (rank >= 0) hits.push_back({rank, entry.formula - entry.name, i});
    }
    const std::size_t count = std::min(most, hits.size());
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(count), hits.end());
    std::vector<ComponentTitle> titles;
    for (std::size_t i = 0; i < count; ++i) titles.push_back(titleOf(m_entries[hits[i].entry]));
    return titles;
}

}  // namespace foldmeter::structure
