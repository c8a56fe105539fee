#include "features/alignment.h"

#include "base/error.h"
#include "base/message.h"
#include "features/problem_list.h"

#include <algorithm>

namespace foldmeter::features {
namespace {

std::string_view stripped(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    const std::size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

class AlignmentReader {
public:
    AlignmentReader(ChainType type, std::string_view query, const std::string& field, const std::string& place)
        : m_type(type), m_query(query), m_field(field), m_place(place) {
        m_alignment.columns = query.size();
    }

    Alignment read(std::string_view a3m) {
        while (!a3m.empty()) {
            const std::size_t end = a3m.find('\n');
            addLine(stripped(a3m.substr(0, end)));
            a3m.remove_prefix(end == std::string_view::npos ? a3m.size() : end + 1);
        }
        finishRow();
        return std::move(m_alignment);
    }

private:
    void addLine(std::string_view line) {
        if (line.empty()) return;
        if (line.front() == '>') {
            finishRow();
            m_alignment.descriptions.emplace_back(stripped(line.substr(1)));
            m_letters = 0;
            m_insertions = 0;
        } else if (!m_alignment.descriptions.empty()) {
            for (const char letter : line) addLetter(letter);
        }
    }

    void addLetter(char letter) {
        ++m_letters;
        const int code = msaCode(m_type, letter);
        if (code >= 0) {
            m_alignment.codes.push_back(static_cast<std::int8_t>(code));
            m_alignment.deletions.push_back(m_insertions);
            m_insertions = 0;
        } else if (letter >= 'a' && letter <= 'z') {
            ++m_insertions;
        } else {
            fail("input.msa_letter", {record(), name(), m_field, shown(std::string_view(&letter, 1)), std::to_string(m_letters)});
        }
    }

    void finishRow() {
        if (m_alignment.descriptions.empty()) return;
        const std::size_t columns = m_alignment.codes.size() - (m_alignment.rows() - 1) * m_alignment.columns;
        if (columns != m_alignment.columns)
            fail("input.msa_columns", {record(), name(), m_field, std::to_string(columns), std::to_string(m_alignment.columns)});
        if (m_alignment.rows() == 1) checkQuery();
    }

    void checkQuery() const {
        for (std::size_t c = 0; c < m_query.size(); ++c)
            if (m_alignment.codes[c] != msaCode(m_type, m_query[c]))
                fail("input.msa_query", {m_field, std::to_string(c + 1), shown(m_query)});
    }

    std::string record() const { return std::to_string(m_alignment.rows()); }
    std::string name() const { return shown(m_alignment.descriptions.back()); }
    [[noreturn]] void fail(std::string_view id, const std::vector<std::string>& arguments) const {
        std::string text = m_place + message(id, arguments) + ".";
        const std::string hint = std::string(id) + ".hint";
        if (hasMessage(hint)) text += " " + message(hint, arguments) + ".";
        throw InputError(text);
    }

    ChainType m_type;
    std::string_view m_query;
    const std::string& m_field;
    const std::string& m_place;
    Alignment m_alignment;
    std::size_t m_letters = 0;
    std::int32_t m_insertions = 0;
};

}  // namespace

Alignment queryAlignment(ChainType type, std::string_view query) {
    Alignment alignment{query.size(), {""}, {}, std::vector<std::int32_t>(query.size(), 0)};
    for (const char letter : query) alignment.codes.push_back(static_cast<std::int8_t>(msaCode(type, letter)));
    return alignment;
}

Alignment gapAlignment(std::size_t columns) {
    return {columns, {""}, std::vector<std::int8_t>(columns, gapCode), std::vector<std::int32_t>(columns, 0)};
}

Alignment readAlignment(std::string_view a3m, ChainType type, std::string_view query, const std::string& field, const std::string& place) {
    Alignment alignment = AlignmentReader(type, query, field, place).read(a3m);
    return alignment.rows() == 0 ? queryAlignment(type, query) : alignment;
}

}  // namespace foldmeter::features
