#include "dialects/yaml.h"

#include "base/error.h"
#include "base/message.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <set>

namespace foldmeter::dialects {
namespace {

constexpr int deepest = 60;
constexpr std::size_t mostValues = 1'000'000;   // counted with every repetition of an alias

class Converter {
public:
    explicit Converter(const std::string& file) : m_file(file) {}

    json::Value convert(const YAML::Node& node, const std::string& path, int depth) {
        if (depth > deepest) fail(node.Mark(), message("yaml.deep", {std::to_string(deepest)}));
        if (++m_values > mostValues) fail(node.Mark(), message("yaml.large", {std::to_string(mostValues)}));
        json::Value value;
        value.path = path;
        if (!node.Mark().is_null()) value.position = {node.Mark().line + 1, node.Mark().column + 1};
        if (node.IsSequence()) readList(node, value, depth);
        else if (node.IsMap()) readObject(node, value, depth);
        else if (node.IsScalar()) readScalar(node, value);
        return value;
    }

    [[noreturn]] void fail(const YAML::Mark& mark, const std::string& text) const {
        if (mark.is_null()) throw InputError(fmt::format("{}: {}", m_file, text));
        throw InputError(fmt::format("{}:{}:{}: {}", m_file, mark.line + 1, mark.column + 1, text));
    }

private:
    void readList(const YAML::Node& node, json::Value& value, int depth) {
        value.kind = json::Kind::Array;
        for (const YAML::Node& item : node) value.items.push_back(convert(item, fmt::format("{}[{}]", value.path, value.items.size()), depth + 1));
    }

    void readObject(const YAML::Node& node, json::Value& value, int depth) {
        value.kind = json::Kind::Object;
        std::set<std::string> keys;
        for (const auto& member : node) {
            if (!member.first.IsScalar()) fail(member.first.Mark(), message("yaml.key"));
            const std::string& key = member.first.Scalar();
            if (!keys.insert(key).second) fail(member.first.Mark(), message("yaml.key_twice", {key.substr(0, 40)}));
            value.members.emplace_back(key, convert(member.second, value.path + "." + key, depth + 1));
        }
    }

    // Quoted texts are texts; of the others null, true, false and numbers mean themselves.
    static void readScalar(const YAML::Node& node, json::Value& value) {
        value.text = node.Scalar();
        value.kind = json::Kind::String;
        if (node.Tag() == "!" || node.Tag() == "tag:yaml.org,2002:str") return;
        const std::string& text = value.text;
        if (text == "null" || text == "~" || text == "Null" || text == "NULL") value.kind = json::Kind::Null;
        else if (text == "true" || text == "True" || text == "TRUE" || text == "false" || text == "False" || text == "FALSE") {
            value.kind = json::Kind::Bool;
            value.boolean = text[0] == 't' || text[0] == 'T';
        } else {
            const char* last = text.data() + text.size();
            const auto whole = std::from_chars(text.data(), last, value.integer);
            const bool isWhole = whole.ec == std::errc() && whole.ptr == last;
            const bool numeric = text.find_first_not_of("+-.0123456789eE") == std::string::npos;
            const auto real = std::from_chars(text.data(), last, value.real);
            if (isWhole) value.kind = json::Kind::Integer;
            else if (numeric && real.ec == std::errc() && real.ptr == last) value.kind = json::Kind::Real;
        }
    }

    const std::string& m_file;
    std::size_t m_values = 0;
};

}  // namespace

json::Value parseYaml(const std::string& text, const std::string& file) {
    if (text.size() > longestYaml) throw InputError(fmt::format("{}: {}", file, message("yaml.bytes", {std::to_string(longestYaml >> 20)})));
    Converter converter(file);
    try {
        const std::vector<YAML::Node> documents = YAML::LoadAll(text);
        if (documents.empty()) throw InputError(fmt::format("{}: {}", file, message("yaml.empty")));
        if (documents.size() > 1) converter.fail(documents[1].Mark(), message("yaml.documents"));
        return converter.convert(documents.front(), "$", 0);
    } catch (const YAML::Exception& error) {
        converter.fail(error.mark, message("yaml.malformed", {error.msg}));
    }
}

}  // namespace foldmeter::dialects
