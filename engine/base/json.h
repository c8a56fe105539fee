// JSON values that remember where they stood, so that every complaint can name line, column and path.
// Reading only; writing is done with nlohmann-json or by hand where the format is fixed to the byte.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace foldmeter::json {

struct Position {
    int line = 0;     // 1-based
    int column = 0;   // 1-based, in bytes
};

enum class Kind { Null, Bool, Integer, Real, String, Array, Object };
std::string_view nameOf(Kind kind);   // "null", "true or false", "integer", "number", "text", "list", "object"

class Value {
public:
    Kind kind = Kind::Null;
    bool boolean = false;
    std::int64_t integer = 0;      // Kind::Integer within 64 bits
    double real = 0;               // Kind::Integer and Kind::Real
    std::string text;              // Kind::String; for numbers the literal as written
    std::vector<Value> items;                                // Kind::Array
    std::vector<std::pair<std::string, Value>> members;      // Kind::Object, in file order
    Position position;             // of the value's first character
    std::string path;              // "$.sequences[0].protein.id"

    bool isObject() const { return kind == Kind::Object; }
    bool isArray() const { return kind == Kind::Array; }
    bool isString() const { return kind == Kind::String; }
    bool isNull() const { return kind == Kind::Null; }
    const Value* find(std::string_view key) const;   // member or nullptr; the last of equal keys
};

struct Limits {
    std::size_t depth = 200;
    std::size_t bytes = std::size_t{1} << 31;
};

// Throws InputError "FILE:LINE:COLUMN: ..." for malformed text, invalid UTF-8, equal keys twice in an object,
// too deep nesting. `file` is only used in messages.
Value parse(std::string_view text, const std::string& file, const Limits& limits = {});

}  // namespace foldmeter::json
