#include "worker/protocol/message.h"

#include "base/error.h"
#include "base/json.h"
#include "base/message.h"
#include "worker/protocol/fields.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstring>
#include <type_traits>
#include <utility>

namespace foldmeter::worker {
namespace {

using Json = nlohmann::ordered_json;

// ---- writing ----

class Writer {
public:
    explicit Writer(Form form) : m_form(form) {}

    template <typename T> void operator()(const char* name, T& value) { json[name] = toJson(value); }
    void attached(const char* name, std::string& bytes) {
        if (m_form == Form::Lines) json[name] = bytes;
        else raw = bytes;
    }
    void attached(const char* name, std::vector<float>& values) {
        if (m_form == Form::Lines) json[name] = rounded(values);
        else raw.assign(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
    }

    Json json = Json::object();
    std::string raw;

private:
    static Json rounded(const std::vector<float>& values) {   // to what people read
        Json list = Json::array();
        for (const float value : values) list.push_back(std::round(static_cast<double>(value) * 1000) / 1000);
        return list;
    }
    template <typename T> static Json toJson(T& value) {
        if constexpr (std::is_same_v<T, CompileSettings>) {
            Json object = Json::object();
            for (const auto& [name, text] : value.toPairs()) object[name] = text;
            return object;
        } else if constexpr (std::is_enum_v<T>) {
            return static_cast<int>(value);
        } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
            return value;
        } else {
            return listOrMaybe(value);
        }
    }
    template <typename T> static Json listOrMaybe(std::optional<T>& value) { return value ? toJson(*value) : Json(); }
    template <typename T> static Json listOrMaybe(std::vector<T>& values) {
        Json list = Json::array();
        for (T& value : values) list.push_back(toJson(value));
        return list;
    }
    static Json listOrMaybe(ProgramCache& value) {
        Writer inner(Form::Lines);
        describe(inner, value);
        return inner.json;
    }

    Form m_form;
};

void appendLength(std::string& out, std::size_t length) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>((length >> shift) & 0xff);
}

constexpr std::string_view frameMark = "\xF5" "FM1";   // no UTF-8 text holds its first byte
constexpr std::size_t frameHead = frameMark.size() + 8;

std::string frameOf(const std::string& head, const std::string& attached) {
    check(head.size() <= MessageReader::mostHead && attached.size() <= MessageReader::mostAttached, "a message is larger than a frame may be");
    std::string out(frameMark);
    out.reserve(frameHead + head.size() + attached.size());
    appendLength(out, head.size());
    appendLength(out, attached.size());
    return out + head + attached;
}

template <typename Variant> std::string written(const char* key, const char* word, RequestId id, const Variant& what, Form form) {
    Writer writer(form);
    writer.json[key] = word;
    writer.json["id"] = id;
    std::visit([&](auto value) { describe(writer, value); }, what);
    const std::string head = writer.json.dump(-1, ' ', false, Json::error_handler_t::replace);
    return form == Form::Lines ? head + "\n" : frameOf(head, writer.raw);
}

// ---- reading ----

class Reader {
public:
    Reader(const json::Value& object, const std::string& attached) : m_object(object), m_attached(attached) {}

    template <typename T> void operator()(const char* name, T& value) const {
        const json::Value* found = m_object.find(name);
        if (found && !found->isNull()) read(name, *found, value);
    }
    void attached(const char* name, std::string& bytes) const {
        if (m_attached.empty()) (*this)(name, bytes);
        else bytes = m_attached;
    }
    void attached(const char* name, std::vector<float>& values) const {
        if (m_attached.empty()) return (*this)(name, values);
        if (m_attached.size() % sizeof(float) != 0) refuse(name, "numbers of four bytes");
        values.resize(m_attached.size() / sizeof(float));
        std::memcpy(values.data(), m_attached.data(), m_attached.size());
    }

private:
    [[noreturn]] static void refuse(const char* name, const char* expected) { throw InputError(message("worker.field", {name, expected})); }

    static void read(const char* name, const json::Value& from, bool& to) {
        if (from.kind != json::Kind::Bool) refuse(name, "true or false");
        to = from.boolean;
    }
    static void read(const char* name, const json::Value& from, std::string& to) {
        if (!from.isString()) refuse(name, "text");
        to = from.text;
    }
    template <typename T> requires std::is_floating_point_v<T> static void read(const char* name, const json::Value& from, T& to) {
        if (from.kind != json::Kind::Real && from.kind != json::Kind::Integer) refuse(name, "a number");
        to = static_cast<T>(from.real);
    }
    template <typename T> requires std::is_integral_v<T> static void read(const char* name, const json::Value& from, T& to) {
        if (from.kind != json::Kind::Integer || !std::in_range<T>(from.integer)) refuse(name, "a whole number in range");
        to = static_cast<T>(from.integer);
    }
    static void read(const char* name, const json::Value& from, LivePositions& to) {
        int number = -1;
        read(name, from, number);
        if (number < 0 || number > static_cast<int>(LivePositions::AllSamples)) refuse(name, "0, 1 or 2");
        to = static_cast<LivePositions>(number);
    }
    static void read(const char* name, const json::Value& from, CompileSettings& to) {
        if (!from.isObject()) refuse(name, "settings and their values");
        for (const auto& [setting, value] : from.members) {
            if (!value.isString()) refuse(name, "settings and their values");
            to.set(setting, value.text);
        }
    }
    static void read(const char* name, const json::Value& from, ProgramCache& to) {
        if (!from.isObject()) refuse(name, "an object");
        const Reader inner(from, {});
        describe(inner, to);
    }
    template <typename T> static void read(const char* name, const json::Value& from, std::optional<T>& to) { read(name, from, to.emplace()); }
    template <typename T> static void read(const char* name, const json::Value& from, std::vector<T>& to) {
        if (!from.isArray()) refuse(name, "a list");
        to.clear();
        to.reserve(from.items.size());
        for (const json::Value& item : from.items) read(name, item, to.emplace_back());
    }

    const json::Value& m_object;
    std::string m_attached;
};

// Makes the alternative that `word` names and fills it.
template <typename Variant, std::size_t n, std::size_t... index>
Variant filled(const std::string& word, const char* const (&words)[n], const Reader& reader, std::index_sequence<index...>) {
    Variant made;
    const auto tryOne = [&]<std::size_t i>(std::integral_constant<std::size_t, i>) {
        if (word != words[i]) return false;
        auto& value = made.template emplace<i>();
        describe(reader, value);
        return true;
    };
    if (!(tryOne(std::integral_constant<std::size_t, index>()) || ...)) throw InputError(message("worker.kind", {word}));
    return made;
}

template <typename Whole, std::size_t n> Whole readWhole(const Message& given, const char* key, const char* const (&words)[n]) {
    const json::Value root = json::parse(given.head, "message", {.depth = 16, .bytes = MessageReader::mostHead});
    if (!root.isObject()) throw InputError(message("worker.no_object"));
    Whole whole;
    std::string word;
    const Reader reader(root, given.attached);
    reader("id", whole.id);
    reader(key, word);
    whole.what = filled<decltype(whole.what)>(word, words, reader, std::make_index_sequence<n>());
    return whole;
}

void checkSizes(const PositionsEvent& event) {
    const bool right = event.samples >= 0 && event.atoms >= 0 &&
                       event.values.size() == static_cast<std::size_t>(event.samples) * static_cast<std::size_t>(event.atoms) * 3;
    if (!right) throw InputError(message("worker.field", {"values", "three numbers an atom and sample"}));
}
void checkSizes(const AtomsEvent& event) {
    const std::size_t rows = event.chains.size();
    if (event.residueNames.size() != rows || event.atomNames.size() != rows || event.elements.size() != rows || event.residueNumbers.size() != rows)
        throw InputError(message("worker.field", {"chains", "columns of one length"}));
}

}  // namespace

std::string toBytes(const Request& request, Form form) { return written("request", requestWords[request.what.index()], request.id, request.what, form); }
std::string toBytes(const Event& event, Form form) { return written("event", eventWords[event.what.index()], event.id, event.what, form); }

Request toRequest(const Message& given) {
    Request request = readWhole<Request>(given, "request", requestWords);
    if (request.id == 0) throw InputError(message("worker.field", {"id", "a whole number above 0"}));
    return request;
}

Event toEvent(const Message& given) {
    Event event = readWhole<Event>(given, "event", eventWords);
    if (const auto* positions = std::get_if<PositionsEvent>(&event.what)) checkSizes(*positions);
    if (const auto* atoms = std::get_if<AtomsEvent>(&event.what)) checkSizes(*atoms);
    return event;
}

// ---- the stream ----

void MessageReader::feed(std::string_view bytes) {
    if (m_begin > 0 && m_begin * 2 >= m_bytes.size()) m_bytes.erase(0, std::exchange(m_begin, 0));
    m_bytes += bytes;
}

std::optional<Message> MessageReader::next() { return m_form == Form::Frames ? nextFrame() : nextLine(); }

// Before the first message: everything up to the mark is none of ours.
void MessageReader::skipStray() {
    const std::string_view rest = std::string_view(m_bytes).substr(m_begin);
    std::size_t skipped = rest.find(frameMark);
    if (skipped == std::string_view::npos) {   // the mark may have come in part
        skipped = rest.size() - std::min(rest.size(), frameMark.size() - 1);
        while (skipped < rest.size() && !frameMark.starts_with(rest.substr(skipped))) ++skipped;
    }
    constexpr std::size_t kept = 4096;
    m_stray += rest.substr(0, skipped);
    if (m_stray.size() > kept) m_stray.erase(0, m_stray.size() - kept);
    m_begin += skipped;
    m_strayBytes += skipped;
    if (m_strayBytes > mostStray) throw InputError(message("worker.stray"));
}

std::optional<Message> MessageReader::nextFrame() {
    if (!m_met) skipStray();
    const std::string_view rest = std::string_view(m_bytes).substr(m_begin);
    if (!frameMark.starts_with(rest.substr(0, frameMark.size()))) throw InputError(message("worker.broken"));
    if (rest.size() < frameHead) return {};
    const auto length = [&](std::size_t at) {
        std::size_t number = 0;
        for (std::size_t i = 4; i-- > 0;) number = number << 8 | static_cast<unsigned char>(rest[at + i]);
        return number;
    };
    const std::size_t head = length(frameMark.size()), attached = length(frameMark.size() + 4);
    if (head > mostHead || attached > mostAttached) throw InputError(message("worker.large"));
    if (rest.size() < frameHead + head + attached) return {};
    Message made{std::string(rest.substr(frameHead, head)), std::string(rest.substr(frameHead + head, attached))};
    m_begin += frameHead + head + attached;
    m_met = true;
    return made;
}

std::optional<Message> MessageReader::nextLine() {
    for (;;) {
        const std::size_t end = m_bytes.find('\n', m_begin);
        if (end == std::string::npos) {
            if (m_bytes.size() - m_begin > mostHead) throw InputError(message("worker.large"));
            return {};
        }
        std::string line = m_bytes.substr(m_begin, end - m_begin);
        m_begin = end + 1;
        if (line.find_first_not_of(" \t\r") != std::string::npos) return Message{std::move(line), {}};
    }
}

}  // namespace foldmeter::worker
