// Changes of a JSON text that leave everything else as it was written: order, indentation, line ends, spaces. A person
// who edits a file by hand and through a form must not find it rewritten.
#pragma once

#include "base/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace foldmeter::json {

// `length` bytes at `offset` become `text`.
struct TextEdit {
    std::size_t offset = 0, length = 0;
    std::string text;
    bool operator==(const TextEdit&) const = default;
};
// `edits` are in the order of the text and do not overlap.
std::string applied(std::string_view text, const std::vector<TextEdit>& edits);

// A value's first byte and the byte behind its last.
struct Span {
    std::size_t begin = 0, end = 0;
};

// Collects edits of one text, each to another place. New values are given as `literal`: JSON over several lines, indented
// by one tab a level; it takes on the text's own indentation, or one line where the text has only one.
class Editor {
public:
    // `root` was read from `text`; both must outlive the editor.
    Editor(std::string_view text, const Value& root);

    void replace(const Value& value, std::string_view literal);
    void setMember(const Value& object, std::string_view key, std::string_view literal);   // in its place, or as the last
    void removeMember(const Value& object, std::string_view key);                         // nothing happens where it is absent
    void insertItem(const Value& array, std::size_t index, std::string_view literal);
    void removeItem(const Value& array, std::size_t index);

    Span spanOf(const Value& value) const;
    std::vector<TextEdit> take();   // in the order of the text; InternalError where two overlap

private:
    struct Child {
        std::size_t begin, value, end;   // of the key or value, of the value, behind it
    };
    std::size_t offsetOf(Position position) const;
    std::size_t endOf(std::size_t begin) const;
    std::vector<Child> childrenOf(const Value& container) const;
    std::string indentAt(std::size_t offset) const;            // what the line of `offset` begins with
    std::string shaped(std::string_view literal, const std::string& indent, bool lines) const;
    bool overLines(const Value& container, const std::vector<Child>& children) const;
    void insertChild(const Value& container, std::size_t index, std::string_view literal);
    void removeChild(const Value& container, std::size_t index);

    std::string_view m_text;
    const Value& m_root;
    std::vector<std::size_t> m_lines;   // where each begins
    std::string m_unit, m_newLine;      // one level of indentation; "" where the text has one line
    std::vector<TextEdit> m_edits;
};

// `text` as a JSON string, quoted.
std::string textLiteral(std::string_view text);

}  // namespace foldmeter::json
