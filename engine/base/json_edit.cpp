#include "base/json_edit.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::json {
namespace {

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t afterSpaces(std::string_view text, std::size_t at) {
    while (at < text.size() && isSpace(text[at])) ++at;
    return at;
}

// Behind the string that begins at `at`.
std::size_t afterString(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
    return std::min(at + 1, text.size());
}

}  // namespace

std::string applied(std::string_view text, const std::vector<TextEdit>& edits) {
    std::string result;
    std::size_t at = 0;
    for (const TextEdit& edit : edits) {
        check(edit.offset >= at && edit.offset + edit.length <= text.size(), "edits of a text overlap or lie outside");
        result.append(text.substr(at, edit.offset - at)).append(edit.text);
        at = edit.offset + edit.length;
    }
    return result.append(text.substr(at));
}

Editor::Editor(std::string_view text, const Value& root) : m_text(text), m_root(root), m_lines{0} {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) m_lines.push_back(at + 1);
    const std::vector<Child> members = root.isObject() || root.isArray() ? childrenOf(root) : std::vector<Child>();
    const bool lines = !members.empty() && overLines(root, members);
    if (!lines && !members.empty()) return;   // a text of one line stays one
    m_newLine = m_text.find("\r\n") != std::string_view::npos ? "\r\n" : "\n";
    m_unit = "  ";
    if (!lines) return;
    const std::string outer = indentAt(offsetOf(root.position)), inner = indentAt(members.front().begin);
    if (inner.size() > outer.size()) m_unit = inner.substr(outer.size());
}

std::size_t Editor::offsetOf(Position position) const {
    const auto line = static_cast<std::size_t>(position.line - 1);
    check(position.line >= 1 && line < m_lines.size(), "a value without a place in the text");
    return m_lines[line] + static_cast<std::size_t>(position.column - 1);
}

// Behind the value that begins at `begin`.
std::size_t Editor::endOf(std::size_t begin) const {
    if (m_text[begin] == '"') return afterString(m_text, begin);
    std::size_t at = begin;
    if (m_text[at] != '{' && m_text[at] != '[') {
        while (at < m_text.size() && !isSpace(m_text[at]) && m_text[at] != ',' && m_text[at] != ']' && m_text[at] != '}') ++at;
        return at;
    }
    for (int depth = 0; at < m_text.size();) {
        const char c = m_text[at];
        if (c == '"') {
            at = afterString(m_text, at);
            continue;
        }
        ++at;
        if (c == '{' || c == '[') ++depth;
        if ((c == '}' || c == ']') && --depth == 0) break;
    }
    return at;
}

std::vector<Editor::Child> Editor::childrenOf(const Value& container) const {
    std::vector<Child> children;
    const std::size_t count = container.isObject() ? container.members.size() : container.items.size();
    std::size_t at = offsetOf(container.position) + 1;
    for (std::size_t i = 0; i < count; ++i) {
        Child child{};
        child.begin = child.value = afterSpaces(m_text, at);
        if (container.isObject()) child.value = afterSpaces(m_text, afterSpaces(m_text, afterString(m_text, child.begin)) + 1);
        child.end = endOf(child.value);
        children.push_back(child);
        at = afterSpaces(m_text, child.end) + 1;   // behind the comma
    }
    return children;
}

Span Editor::spanOf(const Value& value) const {
    const std::size_t begin = offsetOf(value.position);
    return {begin, endOf(begin)};
}

std::string Editor::indentAt(std::size_t offset) const {
    const std::size_t line = offset == 0 ? 0 : m_text.rfind('\n', offset - 1) + 1;   // npos + 1 is 0
    std::size_t end = line;
    while (end < m_text.size() && (m_text[end] == ' ' || m_text[end] == '\t')) ++end;
    return std::string(m_text.substr(line, end - line));
}

std::string Editor::shaped(std::string_view literal, const std::string& indent, bool lines) const {
    std::string result;
    bool first = true;
    while (!literal.empty()) {
        std::string_view line = literal.substr(0, literal.find('\n'));
        literal.remove_prefix(std::min(line.size() + 1, literal.size()));
        const std::size_t level = std::min(line.find_first_not_of('\t'), line.size());
        line.remove_prefix(level);
        const bool bracket = !result.empty() && (result.back() == '[' || result.back() == '{' || line.front() == ']' || line.front() == '}');
        if (!first && lines) result += m_newLine + indent;
        else if (!first && !bracket) result += ' ';
        for (std::size_t i = 0; lines && i < level; ++i) result += m_unit;
        result += line;
        first = false;
    }
    return result;
}

// Whether the children stand on lines of their own.
bool Editor::overLines(const Value& container, const std::vector<Child>& children) const {
    const std::size_t begin = offsetOf(container.position);
    return m_text.substr(begin, children.front().begin - begin).find('\n') != std::string_view::npos;
}

void Editor::replace(const Value& value, std::string_view literal) {
    const Span span = spanOf(value);
    m_edits.push_back({span.begin, span.end - span.begin, shaped(literal, indentAt(span.begin), !m_newLine.empty())});
}

void Editor::insertChild(const Value& container, std::size_t index, std::string_view literal) {
    const std::vector<Child> children = childrenOf(container);
    const Span span = spanOf(container);
    if (children.empty()) {
        const bool lines = !m_newLine.empty();
        const std::string outer = indentAt(span.begin), inner = outer + m_unit;
        const std::string between = lines ? m_newLine + inner : std::string();
        m_edits.push_back({span.begin + 1, span.end - span.begin - 2, between + shaped(literal, inner, lines) + (lines ? m_newLine + outer : std::string())});
        return;
    }
    const bool lines = overLines(container, children);
    const std::string indent = lines ? indentAt(children.front().begin) : std::string();
    const std::string text = shaped(literal, indent, lines), between = lines ? (m_newLine.empty() ? "\n" : m_newLine) + indent : std::string(" ");
    if (index >= children.size()) m_edits.push_back({children.back().end, 0, "," + between + text});
    else m_edits.push_back({children[index].begin, 0, text + "," + between});
}

void Editor::removeChild(const Value& container, std::size_t index) {
    const std::vector<Child> children = childrenOf(container);
    const Span span = spanOf(container);
    check(index < children.size(), "a child that is not there cannot be removed");
    std::size_t begin = children[index].begin, end = children[index].end;
    if (children.size() == 1) {
        begin = span.begin + 1;
        end = span.end - 1;
    } else if (index + 1 < children.size()) {
        end = children[index + 1].begin;
    } else {
        begin = children[index - 1].end;
    }
    m_edits.push_back({begin, end - begin, ""});
}

void Editor::setMember(const Value& object, std::string_view key, std::string_view literal) {
    if (const Value* value = object.find(key)) return replace(*value, literal);
    insertChild(object, object.members.size(), textLiteral(key) + ": " + std::string(literal));
}

void Editor::removeMember(const Value& object, std::string_view key) {
    for (std::size_t i = 0; i < object.members.size(); ++i)
        if (object.members[i].first == key) return removeChild(object, i);
}

void Editor::insertItem(const Value& array, std::size_t index, std::string_view literal) { insertChild(array, index, literal); }

void Editor::removeItem(const Value& array, std::size_t index) { removeChild(array, index); }

std::vector<TextEdit> Editor::take() {
    std::stable_sort(m_edits.begin(), m_edits.end(), [](const TextEdit& a, const TextEdit& b) { return a.offset < b.offset; });
    for (std::size_t i = 1; i < m_edits.size(); ++i)
        check(m_edits[i - 1].offset + m_edits[i - 1].length <= m_edits[i].offset, "two edits of one place");
    return std::move(m_edits);
}

std::string textLiteral(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        switch (c) {
            case '"': result += "\\\""; break;
            case '\\': result += "\\\\"; break;
            case '\n': result += "\\n"; break;
            case '\r': result += "\\r"; break;
            case '\t': result += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
                else result += c;
        }
    }
    return result + '"';
}

}  // namespace foldmeter::json
