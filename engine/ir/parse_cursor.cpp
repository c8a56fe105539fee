#include "ir/parse_cursor.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>

namespace foldmeter::ir {

namespace {
bool isWordCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
}  // namespace

void Cursor::fail(const std::string& what, Place place) const {
    const std::string_view before = m_text.substr(0, place);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    throw InputError(fmt::format("graph text, line {}, column {}: {}", line, place - lineStart + 1, what));
}

void Cursor::skipBlanks() {
    while (std::isspace(static_cast<unsigned char>(peek())) != 0) ++m_at;
}

bool Cursor::accept(std::string_view token) {
    if (m_text.substr(m_at, token.size()) != token) return false;
    const char next = m_at + token.size() < m_text.size() ? m_text[m_at + token.size()] : '\0';
    if (isWordCharacter(token.back()) && isWordCharacter(next)) return false;
    m_at += token.size();
    skipBlanks();
    return true;
}

bool Cursor::acceptAdjacent(char c) {
    if (m_at == 0 || m_text[m_at - 1] == ' ' || peek() != c) return false;
    ++m_at;
    return true;
}

void Cursor::expect(std::string_view token) {
    if (!accept(token)) fail(fmt::format("expected '{}'", token));
}

void Cursor::expectEnd() {
    if (m_at != m_text.size()) fail("expected the end of the text");
}

std::string Cursor::word() {
    const std::size_t start = m_at;
    while (isWordCharacter(peek())) ++m_at;
    const std::string result(m_text.substr(start, m_at - start));
    if (result.empty() || std::isdigit(static_cast<unsigned char>(result[0])) != 0) fail("expected a word", start);
    skipBlanks();
    return result;
}

std::string Cursor::quoted() {
    const std::size_t start = m_at;
    if (peek() != '"') fail("expected a text in quotes");
    std::string result;
    for (++m_at; peek() != '"'; ++m_at) {
        if (m_at >= m_text.size()) fail("the text in quotes does not end", start);
        if (peek() == '\\') {
            ++m_at;
            result += peek() == 'n' ? '\n' : peek();
        } else {
            result += peek();
        }
    }
    ++m_at;
    skipBlanks();
    return result;
}

std::int64_t Cursor::integer() {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(m_text.data() + m_at, m_text.data() + m_text.size(), value);
    if (error != std::errc()) fail("expected an integer");
    m_at = static_cast<std::size_t>(end - m_text.data());
    if (peek() != '.') skipBlanks();
    return value;
}

Dim Cursor::dim() {
    Dim result(1);
    do {
        const bool isNumber = std::isdigit(static_cast<unsigned char>(peek())) != 0;
        result = result * (isNumber ? Dim(integer()) : Dim::symbol(word()));
    } while (accept("*"));
    return result;
}

Shape Cursor::shape() {
    Shape result;
    expect("(");
    if (accept(")")) return result;
    do result.push_back(dim());
    while (accept(","));
    expect(")");
    return result;
}

TensorType Cursor::type() {
    const Place place = m_at;
    const std::string name = word();
    try {
        return {dtypeFromName(name), shape()};
    } catch (const InternalError& error) {
        fail(error.what(), place);
    }
}

std::vector<std::int64_t> Cursor::integers() {
    std::vector<std::int64_t> result;
    expect("[");
    if (accept("]")) return result;
    do result.push_back(integer());
    while (accept(","));
    expect("]");
    return result;
}

Tensor Cursor::tensor() {
    const TensorType head = type();
    const Place place = m_at;
    const std::string hex = quoted();
    Tensor result(head.dtype, evaluate(head.shape, {}));
    auto bytes = result.mutableAs<unsigned char>();
    if (hex.size() != 2 * bytes.size()) fail(fmt::format("{} needs {} hexadecimal digits", toText(head), 2 * bytes.size()), place);
    for (std::size_t n = 0; n < bytes.size(); ++n) {
        const char* digits = hex.data() + 2 * n;
        if (std::from_chars(digits, digits + 2, bytes[n], 16).ptr != digits + 2) fail("expected hexadecimal digits", place);
    }
    return result;
}

Attribute Cursor::number() {
    if (accept("nan")) return std::numeric_limits<double>::quiet_NaN();
    if (accept("inf")) return std::numeric_limits<double>::infinity();
    if (accept("-inf")) return -std::numeric_limits<double>::infinity();
    const std::size_t start = m_at;
    while (isWordCharacter(peek()) || peek() == '.' || peek() == '-' || peek() == '+') ++m_at;
    const std::string_view text = m_text.substr(start, m_at - start);
    std::int64_t whole = 0;
    double real = 0;
    const char* end = text.data() + text.size();
    Attribute result;
    if (std::from_chars(text.data(), end, whole).ptr == end && !text.empty()) result = whole;
    else if (std::from_chars(text.data(), end, real).ptr == end && !text.empty()) result = real;
    else fail("expected an attribute's value", start);
    skipBlanks();
    return result;
}

Attribute Cursor::attribute() {
    const char first = peek();
    if (first == '"') return quoted();
    if (first == '[') return integers();
    if (first == '(') return shape();
    if (accept("tensor")) return tensor();
    const Place place = m_at;
    const bool isNumber = std::isalpha(static_cast<unsigned char>(first)) == 0 || m_text.substr(m_at, 3) == "nan" || m_text.substr(m_at, 3) == "inf";
    if (isNumber) return number();
    try {
        return dtypeFromName(word());
    } catch (const InternalError& error) {
        fail(error.what(), place);
    }
}

}  // namespace foldmeter::ir
