#include "history/layout.h"

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/message.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace foldmeter::history {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 7> stateNames = {"queued", "running", "finished", "partly finished", "cancelled", "failed", "imported"};

void makeFolder(const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) throw DeviceError(message("history.folder", {folder.string(), failure.message()}), failure.value());
}

std::string dump(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json jsonOf(const RunRecord& record) {
    return {{"format", "foldmeter-run"},       {"version", 1},
            {"title", record.title},           {"tags", record.tags},
            {"notes", record.notes},           {"state", nameOf(record.state)},
            {"reason", record.reason},         {"created", record.created},
            {"ended", record.ended},           {"input", record.input},
            {"command_line", record.commandLine}, {"process", record.process},
            {"process_start", record.processStart}, {"host", record.host}};
}

std::string textAt(const json::Value& object, const char* key) {
    const json::Value* found = object.find(key);
    return found && found->isString() ? found->text : std::string();
}
std::int64_t numberAt(const json::Value& object, const char* key) {
    const json::Value* found = object.find(key);
    return found && found->kind == json::Kind::Integer ? found->integer : 0;
}
bool flagAt(const json::Value& object, const char* key) {
    const json::Value* found = object.find(key);
    return found && found->kind == json::Kind::Bool && found->boolean;
}

RunRecord recordFrom(const json::Value& object, const std::string& file) {
    if (!object.isObject() || textAt(object, "format") != "foldmeter-run") throw InputError(message("history.no_record", {file}));
    RunRecord record{.title = textAt(object, "title"), .notes = textAt(object, "notes"), .reason = textAt(object, "reason"), .created = numberAt(object, "created"),
                     .ended = numberAt(object, "ended"), .input = textAt(object, "input"), .commandLine = textAt(object, "command_line"), .process = numberAt(object, "process"),
                     .processStart = numberAt(object, "process_start"), .host = textAt(object, "host")};
    record.state = stateFromName(textAt(object, "state")).value_or(RunState::Imported);
    if (const json::Value* tags = object.find("tags"); tags && tags->isArray())
        for (const json::Value& tag : tags->items)
            if (tag.isString()) record.tags.push_back(tag.text);
    return record;
}

// A record file is either whole or not there; one that a stranger damaged is as good as none.
std::optional<json::Value> readJson(const fs::path& file) {
    try {
        json::Value value = json::parse(readText(file), file.string(), {.depth = 16, .bytes = std::size_t{16} << 20});
        if (value.isObject()) return value;
    } catch (const InputError&) {
    }
    return {};
}

int numberOf(const fs::path& file) {
    const std::string stem = file.stem().string();
    int number = 0;
    const auto result = std::from_chars(stem.data(), stem.data() + stem.size(), number);
    return result.ec == std::errc() && result.ptr == stem.data() + stem.size() && file.extension() == ".json" ? number : 0;
}

}  // namespace

std::string_view nameOf(RunState state) { return stateNames.at(static_cast<std::size_t>(state)); }

std::optional<RunState> stateFromName(std::string_view name) {
    const auto found = std::find(stateNames.begin(), stateNames.end(), name);
    if (found == stateNames.end()) return {};
    return static_cast<RunState>(found - stateNames.begin());
}

bool isOver(RunState state) { return state > RunState::Running; }

std::string toJson(const RunRecord& record) { return dump(jsonOf(record)); }
RunRecord recordFromJson(const std::string& text, const std::string& file) { return recordFrom(json::parse(text, file, {.depth = 16}), file); }

Layout::Layout(fs::path root) : m_root(std::move(root)) {
    for (const fs::path& folder : {records(), runs(), trash()}) makeFolder(folder);
}

fs::path Layout::recordFile(int number) const { return records() / fmt::format("{}.json", number); }

int Layout::takeNumber() const {
    int last = 0;
    for (const auto& entry : fs::directory_iterator(records())) last = std::max(last, numberOf(entry.path()));
    for (int number = last + 1;; ++number) {
        const int file = ::open(recordFile(number).c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
        if (file >= 0) {
            ::close(file);
            return number;
        }
        if (errno != EEXIST) throw DeviceError(message("history.folder", {records().string(), std::strerror(errno)}), errno);
    }
}

std::optional<Place> Layout::place(int number) const {
    const auto json = readJson(recordFile(number));
    if (!json) return {};
    Place place{.number = number, .folder = textAt(*json, "folder"), .home = textAt(*json, "home"), .imported = flagAt(*json, "imported"), .removed = flagAt(*json, "removed")};
    if (place.folder.empty()) return {};
    return place;
}

std::vector<int> Layout::numbers() const {
    std::vector<int> all;
    for (const auto& entry : fs::directory_iterator(records()))
        if (const int number = numberOf(entry.path())) all.push_back(number);
    std::sort(all.begin(), all.end());
    return all;
}

std::vector<Place> Layout::places() const {
    std::vector<Place> all;
    for (const int number : numbers())
        if (auto found = place(number)) all.push_back(std::move(*found));
    return all;
}

std::optional<RunRecord> Layout::record(const Place& place) const {
    const fs::path file = place.imported ? recordFile(place.number) : place.folder / recordInFolder;
    const auto json = readJson(file);
    if (!json) return {};
    const json::Value* inner = place.imported ? json->find("record") : &*json;
    if (!inner) return {};
    try {
        return recordFrom(*inner, file.string());
    } catch (const InputError&) {
        return {};
    }
}

void Layout::write(const Place& place, const RunRecord& record) const {
    Json json = {{"format", "foldmeter-place"}, {"version", 1}, {"folder", place.folder.string()}, {"home", place.home.string()}, {"imported", place.imported}, {"removed", place.removed}};
    if (place.imported) json["record"] = jsonOf(record);
    else writeAtomically(place.folder / recordInFolder, toJson(record));
    writeAtomically(recordFile(place.number), dump(json));
}

void Layout::forget(int number) const {
    // Left behind empty: a number is never used twice.
    writeAtomically(recordFile(number), std::string_view("{}\n"));
}

}  // namespace foldmeter::history
