// foldmeter runs: the history of runs, for hands and scripts: what the window's history page does.
#include "base/message.h"
#include "base/paths.h"
#include "cli/command.h"
#include "history/history.h"
#include "history/repeat.h"
#include "report/stage_table.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <array>
#include <ctime>
#include <map>

namespace foldmeter::cli {
namespace {

namespace fs = std::filesystem;
using history::History;
using history::Run;
using Words = std::vector<std::string>;
using Json = nlohmann::ordered_json;

constexpr const char* absent = "-";   // not measured

std::string timeText(std::int64_t seconds) {
    return seconds == 0 ? std::string(absent) : fmt::format("{:%Y-%m-%d %H:%M}", fmt::localtime(static_cast<std::time_t>(seconds)));
}
std::string duration(const std::optional<double>& seconds) { return seconds ? report::durationText(*seconds) : std::string(absent); }
std::string score(const std::optional<double>& value) { return value ? fmt::format("{:.3f}", *value) : std::string(absent); }

// In the reader's language; records and JSON keep the English word.
std::string stateWord(history::RunState state) {
    static constexpr std::array<const char*, 7> words = {"runs.queued", "runs.running", "runs.finished", "runs.partly", "runs.cancelled", "runs.failed", "runs.imported"};
    return message(words.at(static_cast<std::size_t>(state)));
}
std::string stateText(const Run& run) { return run.missing ? message("runs.folder_gone") : stateWord(run.record.state); }

template <typename T> Json maybe(const std::optional<T>& value) { return value ? Json(*value) : Json(); }

Json jsonOf(const Run& run) {
    Json json = {{"number", run.number}, {"title", run.record.title}, {"job", run.job}, {"folder", run.folder.string()}, {"state", nameOf(run.record.state)},
                 {"reason", run.record.reason}, {"created", run.record.created}, {"ended", run.record.ended}, {"tags", run.record.tags}, {"notes", run.record.notes},
                 {"imported", run.imported}, {"removed", run.removed}, {"missing", run.missing}, {"input", run.record.input}, {"command_line", run.record.commandLine},
                 {"seeds", run.seeds}, {"samples", run.samples}, {"ranking_score", maybe(run.rankingScore)}, {"ptm", maybe(run.ptm)}, {"iptm", maybe(run.iptm)},
                 {"tokens", maybe(run.tokens)}, {"atoms", maybe(run.atoms)}, {"wall_seconds", maybe(run.wallSeconds)}, {"seed_seconds", maybe(run.seedSeconds)},
                 {"first_seed_over_others", maybe(run.firstSeedOverOthers)}, {"peak_bytes", maybe(run.peakBytes)}, {"model", run.model}, {"device", run.device},
                 {"precision", run.precision}, {"settings_digest", run.settingsDigest}, {"version", run.version}, {"bytes", run.bytes}};
    for (const auto& [name, value] : run.settings) json["settings"][name] = value;
    return json;
}

std::string dump(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

int list(const History& history, const Arguments& arguments, const Words& words) {
    const auto runs = history.list({.text = fmt::format("{}", fmt::join(words, " ")), .removed = arguments.has("trash")});
    if (arguments.has("json")) {
        Json json = Json::array();
        for (const Run& run : runs) json.push_back(jsonOf(run));
        fmt::print("{}", dump(json));
        return 0;
    }
    if (runs.empty()) {
        fmt::print(stderr, "{}\n", message("history.empty", {history.folder().string()}));
        return 0;
    }
    fmt::print("{}", report::headLine("{:>5}  {:<24} {:<15} {:<16} {:>5} {:>7} {:>6} {:>9}  {}", message("table.runs")));
    for (const Run& run : runs)
        fmt::print("{:>5}  {:<24.24} {:<15} {:<16} {:>5} {:>7} {:>6} {:>9}  {}\n", run.number, run.record.title, stateText(run),
                   timeText(run.record.created), run.seeds.size(), run.samples, score(run.rankingScore), duration(run.wallSeconds), fmt::join(run.record.tags, " "));
    return 0;
}

void showRun(const Run& run) {
    const auto line = [](const char* id, const std::string& value) {
        if (!value.empty()) fmt::print("{:<12} {}\n", message(id), value);
    };
    const auto number = [](const auto& value) { return value ? std::to_string(*value) : std::string(absent); };
    line("runs.line.run", fmt::format("{}  {}", run.number, run.record.title));
    line("runs.line.state", stateWord(run.record.state) + (run.missing ? ", " + message("runs.folder_gone") : "") + (run.removed ? ", " + message("runs.in_trash") : ""));
    line("runs.line.reason", run.record.reason);
    line("runs.line.folder", run.folder.string());
    line("runs.line.input", run.record.input);
    line("runs.line.command", run.record.commandLine);
    line("runs.line.when", timeText(run.record.created));
    line("runs.line.time", message("runs.times", {duration(run.wallSeconds), duration(run.seedSeconds), score(run.firstSeedOverOthers)}));
    line("runs.line.results", message("runs.results", {std::to_string(run.seeds.size()), std::to_string(run.samples), score(run.rankingScore), score(run.ptm), score(run.iptm)}));
    line("runs.line.size", message("runs.size", {number(run.tokens), number(run.atoms)}));
    line("runs.line.memory", run.peakBytes ? report::bytesText(static_cast<double>(*run.peakBytes)) : absent);
    line("runs.line.model", run.model);
    line("runs.line.device", run.device);
    line("runs.line.version", run.version);
    std::vector<std::string> settings;
    for (const auto& [name, value] : run.settings)
        if (!value.empty()) settings.push_back(name + "=" + value);
    line("runs.line.settings", fmt::format("{}", fmt::join(settings, " ")));
    line("runs.line.tags", fmt::format("{}", fmt::join(run.record.tags, " ")));
    line("runs.line.notes", run.record.notes);
}

int show(const History& history, const Arguments& arguments, const Words& words) {
    Json json = Json::array();
    for (const std::string& word : words) {
        const Run run = history.find(word);
        if (arguments.has("json")) json.push_back(jsonOf(run));
        else showRun(run);
    }
    if (arguments.has("json")) fmt::print("{}", dump(json));
    return 0;
}

// The command line that runs it again, with what is asked for otherwise.
Words rerunWords(const Run& run, const Arguments& arguments) {
    const history::Repeat repeat = repeatOf(run);
    std::map<std::string, std::string> options(repeat.settings.begin(), repeat.settings.end());
    if (!repeat.model.empty()) options["model"] = repeat.model;
    if (!repeat.seeds.empty() && !arguments.has("num-seeds")) options["seeds"] = fmt::format("{}", fmt::join(repeat.seeds, ","));
    options["output"] = run.folder.parent_path().string();
    for (const auto& [name, value] : arguments.all()) options[name] = value;
    Words words = {"predict", repeat.input.string()};
    for (const auto& [name, value] : options) {
        const bool isSwitch = value == "on" ? name != "fusion" && name != "hoist" : value.empty();
        words.push_back("--" + name);
        if (!isSwitch) words.push_back(value);
    }
    return words;
}

// Copies travel with their records, so that another history takes them with title, tags and notes.
int exportRuns(const History& history, const Arguments& arguments, const Words& words) {
    if (!arguments.has("output")) throw UsageError(message("usage.export"));
    const fs::path target = arguments.text("output");
    std::error_code failure;
    fs::create_directories(target, failure);
    for (const std::string& word : words) {
        const Run run = history.find(word);
        const fs::path copy = target / run.folder.filename();
        if (fs::exists(copy, failure)) throw InputError(message("history.exists", {copy.string()}));
        fs::copy(run.folder, copy, fs::copy_options::recursive, failure);
        if (failure) throw DeviceError(message("history.copy", {run.folder.string(), copy.string(), failure.message()}), failure.value());
        fmt::print("{}\n", message("history.exported", {std::to_string(run.number), copy.string()}));
    }
    return 0;
}

int change(History& history, const std::string& verb, const Words& words) {
    const int number = history.find(words.front()).number;
    const Words rest(words.begin() + 1, words.end());
    if (verb == "rename") history.setTitle(number, fmt::format("{}", fmt::join(rest, " ")));
    else if (verb == "note") history.setNotes(number, fmt::format("{}", fmt::join(rest, " ")));
    else history.setTags(number, rest);
    return 0;
}

int removeOrRestore(History& history, const std::string& verb, const Words& words) {
    for (const std::string& word : words) {
        const int number = history.find(word).number;
        if (verb == "remove") history.remove(number);
        const std::string place = verb == "remove" ? std::string() : history.restore(number).folder.string();
        fmt::print("{}\n", message(verb == "remove" ? "history.removed" : "history.restored", {std::to_string(number), verb == "remove" ? std::to_string(number) : place}));
    }
    return 0;
}

void importRuns(History& history, const Words& words) {
    for (const std::string& word : words)
        for (const Run& run : history.import(word)) fmt::print("{}\n", message("history.imported", {std::to_string(run.number), run.record.title, run.folder.string()}));
}

}  // namespace

int runRuns(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    if (arguments.positional().empty()) throw UsageError(message("usage.runs"));
    const std::string verb = arguments.positional().front();
    const Words words(arguments.positional().begin() + 1, arguments.positional().end());
    History history(historyFolder());
    if (verb == "list") return list(history, arguments, words);
    if (verb == "rebuild") {
        fmt::print("{}\n", message("history.rebuilt", {std::to_string(history.rebuild())}));
        return 0;
    }
    if (words.empty()) throw UsageError(message("usage.runs"));
    if (verb == "show") return show(history, arguments, words);
    if (verb == "rerun" && words.size() == 1) return runCommandLine(rerunWords(history.find(words.front()), arguments), invocation.cancel);
    if (verb == "rename" || verb == "note" || verb == "tag") return change(history, verb, words);
    if (verb == "remove" || verb == "restore") return removeOrRestore(history, verb, words);
    if (verb == "export") return exportRuns(history, arguments, words);
    if (verb != "import") throw UsageError(message("usage.runs"));
    importRuns(history, words);
    return 0;
}

}  // namespace foldmeter::cli
