// Words, numbers and attribute values of graph text, each with the place where it stood.
#pragma once

#include "ir/graph.h"

#include <string>
#include <string_view>

namespace foldmeter::ir {

class Cursor {
public:
    using Place = std::size_t;   // offset into the text

    explicit Cursor(std::string_view text) : m_text(text) { skipBlanks(); }

    Place place() const { return m_at; }
    [[noreturn]] void fail(const std::string& what, Place place) const;   // InputError with line and column
    [[noreturn]] void fail(const std::string& what) const { fail(what, m_at); }

    bool accept(std::string_view token);          // reads the token if it comes next (a word only if it ends there)
    bool acceptAdjacent(char c);                  // no blanks before it
    void expect(std::string_view token);
    void expectEnd();
    std::string word();                           // [a-z_][a-z0-9_]*
    std::string quoted();
    std::int64_t integer();
    Dim dim();
    Shape shape();
    TensorType type();
    Attribute attribute();

private:
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void skipBlanks();
    Attribute number();
    std::vector<std::int64_t> integers();
    Tensor tensor();

    std::string_view m_text;
    std::size_t m_at = 0;
};

}  // namespace foldmeter::ir
