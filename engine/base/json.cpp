#include "base/json.h"

#include "base/error.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace foldmeter::json {
namespace {

// Turns byte offsets that only grow into lines and columns, by scanning on from the last one.
class LineCounter {
public:
    explicit LineCounter(std::string_view text) : m_text(text) {}
    Position at(std::size_t offset) {
        if (offset < m_scanned) *this = LineCounter(m_text);
        for (; m_scanned < std::min(offset, m_text.size()); ++m_scanned)
            if (m_text[m_scanned] == '\n') {
                ++m_line;
                m_lineStart = m_scanned + 1;
            }
        return {m_line, static_cast<int>(offset - m_lineStart) + 1};
    }

private:
    std::string_view m_text;
    std::size_t m_scanned = 0;
    std::size_t m_lineStart = 0;
    int m_line = 1;
};

bool isPlainKey(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

// Receives RapidJSON's events and builds the tree. The reader gives no position with an event, but the stream stands
// behind the token then, so that the token's first character is found by its length or was noted before.
class TreeBuilder {
public:
    TreeBuilder(std::string_view text, const std::string& file, const Limits& limits, const rapidjson::MemoryStream& stream)
        : m_text(text), m_file(file), m_limits(limits), m_stream(stream), m_lines(text) {}

    bool Null() { return add(Kind::Null, 4, [](Value&) {}); }
    bool Bool(bool value) {
        return add(Kind::Bool, value ? 4 : 5, [&](Value& v) { v.boolean = value; });
    }
    bool RawNumber(const char* literal, rapidjson::SizeType length, bool) {
        return add(Kind::Integer, length, [&](Value& v) { readNumber(v, {literal, length}); });
    }
    bool String(const char* content, rapidjson::SizeType length, bool) {
        return addAt(Kind::String, stringStart(), [&](Value& v) { v.text.assign(content, length); });
    }
    bool Key(const char* content, rapidjson::SizeType length, bool) {
        const std::size_t start = stringStart();
        std::string key(content, length);
        Level& level = m_levels.back();
        if (!level.keys.insert(key).second) fail(start, fmt::format("the key \"{}\" stands twice in {}", key, level.value->path));
        level.key = std::move(key);
        return true;
    }
    bool StartObject() { return open(Kind::Object); }
    bool StartArray() { return open(Kind::Array); }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool EndArray(rapidjson::SizeType) { return close(); }
    // Called only without kParseNumbersAsStringsFlag; part of the concept.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

    Value takeRoot() { return std::move(m_root); }
    [[noreturn]] void fail(std::size_t offset, const std::string& problem) {
        const Position place = m_lines.at(offset);
        throw InputError(fmt::format("{}:{}:{}: {}", m_file, place.line, place.column, problem));
    }

    // The list or object that is open where the text breaks off or goes wrong: "" at the outermost level.
    std::string openText() const {
        if (m_levels.empty()) return {};
        const Value& value = *m_levels.back().value;
        return fmt::format(". The {} that begins at line {}, column {} ({}) is still open here: it wants a {} or, before a further {}, a comma", nameOf(value.kind), value.position.line,
                           value.position.column, value.path, value.kind == Kind::Array ? "]" : "}", value.kind == Kind::Array ? "value" : "key");
    }

private:
    struct Level {
        Value* value;
        std::string key;
        std::set<std::string> keys;
    };

    // The stream stands behind the closing quote; walk back over the literal. A quote inside is always escaped, and
    // the opening one never follows a backslash, so counting backslashes decides.
    std::size_t stringStart() {
        std::size_t at = m_stream.Tell() - 1;   // closing quote
        while (true) {
            at = m_text.rfind('"', at - 1);
            std::size_t backslashes = 0;
            while (backslashes < at && m_text[at - 1 - backslashes] == '\\') ++backslashes;
            if (backslashes % 2 == 0) return at;
        }
    }

    template <typename Fill> bool add(Kind kind, std::size_t length, const Fill& fill) {
        return addAt(kind, m_stream.Tell() - length, fill);
    }
    template <typename Fill> bool addAt(Kind kind, std::size_t start, const Fill& fill) {
        Value& value = place();
        value.kind = kind;
        value.position = m_lines.at(start);
        fill(value);
        return true;
    }

    // The slot that the next value takes, with its path.
    Value& place() {
        if (m_levels.empty()) {
            m_root.path = "$";
            return m_root;
        }
        Level& level = m_levels.back();
        Value& parent = *level.value;
        if (parent.kind == Kind::Array) {
            Value& item = parent.items.emplace_back();
            item.path = fmt::format("{}[{}]", parent.path, parent.items.size() - 1);
            return item;
        }
        Value& member = parent.members.emplace_back(std::move(level.key), Value{}).second;
        const std::string& key = parent.members.back().first;
        member.path = isPlainKey(key) ? parent.path + "." + key : fmt::format("{}[\"{}\"]", parent.path, key);
        return member;
    }

    bool open(Kind kind) {
        const std::size_t start = m_stream.Tell();   // the bracket is taken after the event
        if (m_levels.size() >= m_limits.depth) fail(start, fmt::format("lists and objects are nested deeper than {}", m_limits.depth));
        Value& value = place();
        value.kind = kind;
        value.position = m_lines.at(start);
        m_levels.push_back({&value, {}, {}});
        return true;
    }
    bool close() {
        m_levels.pop_back();
        return true;
    }

    // Integers keep all 64 bits; a literal with a point or an exponent, or one that does not fit, is a real number.
    void readNumber(Value& value, std::string_view literal) {
        value.text = literal;
        const char* last = literal.data() + literal.size();
        const auto whole = std::from_chars(literal.data(), last, value.integer);
        if (whole.ec != std::errc() || whole.ptr != last) {
            value.kind = Kind::Real;
            value.integer = 0;
        }
        std::from_chars(literal.data(), last, value.real);   // too small a number stays 0; the reader refuses too large ones
    }

    std::string_view m_text;
    const std::string& m_file;
    Limits m_limits;
    const rapidjson::MemoryStream& m_stream;
    LineCounter m_lines;
    Value m_root;
    std::vector<Level> m_levels;   // pointers stay valid: only the innermost container grows
};

std::string describe(rapidjson::ParseErrorCode code, std::string_view text, std::size_t offset) {
    if (offset >= text.size()) return "the JSON text ends too early";
    std::string reason = rapidjson::GetParseError_En(code);
    if (reason.ends_with('.')) reason.pop_back();
    return "no valid JSON: " + reason;
}

// Errors that a bracket too few or too many explains.
bool asksForEnd(rapidjson::ParseErrorCode code, std::string_view text, std::size_t offset) {
    return offset >= text.size() || code == rapidjson::kParseErrorArrayMissCommaOrSquareBracket || code == rapidjson::kParseErrorObjectMissCommaOrCurlyBracket;
}

}  // namespace

std::string_view nameOf(Kind kind) {
    switch (kind) {
        case Kind::Null: return "null";
        case Kind::Bool: return "true or false";
        case Kind::Integer: return "integer";
        case Kind::Real: return "number";
        case Kind::String: return "text";
        case Kind::Array: return "list";
        case Kind::Object: return "object";
    }
    throw InternalError("unknown kind of JSON value");
}

const Value* Value::find(std::string_view key) const {
    const auto member = std::find_if(members.rbegin(), members.rend(), [&](const auto& m) { return m.first == key; });
    return member == members.rend() ? nullptr : &member->second;
}

Value parse(std::string_view text, const std::string& file, const Limits& limits) {
    if (text.size() > limits.bytes) throw InputError(fmt::format("{}: the file is larger than {} bytes", file, limits.bytes));
    rapidjson::MemoryStream stream(text.data(), text.size());
    TreeBuilder builder(text, file, limits, stream);
    rapidjson::Reader reader;
    constexpr unsigned flags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag |
                               rapidjson::kParseIterativeFlag;
    const rapidjson::ParseResult result = reader.Parse<flags>(stream, builder);
    if (result.IsError()) builder.fail(std::min(result.Offset(), text.size()), describe(result.Code(), text, result.Offset()) + (asksForEnd(result.Code(), text, result.Offset()) ? builder.openText() : std::string()));
    return builder.takeRoot();
}

}  // namespace foldmeter::json
