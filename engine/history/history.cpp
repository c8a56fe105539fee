#include "history/history.h"

#include "base/error.h"
#include "base/message.h"
#include "base/paths.h"
#include "history/index.h"
#include "history/layout.h"
#include "history/run_facts.h"
#include "results/prediction.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <set>

namespace foldmeter::history {
namespace {

namespace fs = std::filesystem;

fs::path normal(const fs::path& folder) {
    std::error_code failure;
    fs::path path = fs::weakly_canonical(fs::absolute(folder), failure);
    if (failure) path = fs::absolute(folder).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

std::int64_t now() { return static_cast<std::int64_t>(std::time(nullptr)); }

std::int64_t modified(const fs::path& folder) {
    std::error_code failure;
    const auto time = fs::last_write_time(folder, failure);
    if (failure) return 0;
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::file_clock::to_sys(time).time_since_epoch()).count();
}

// By rename; over disks it stays beside where it was, in a hidden folder.
fs::path moveTo(const fs::path& from, const fs::path& wished, int number) {
    std::error_code failure;
    fs::create_directories(wished.parent_path(), failure);
    fs::rename(from, wished, failure);
    if (!failure) return wished;
    const fs::path beside = from.parent_path() / ".foldmeter-trash" / std::to_string(number) / from.filename();
    fs::create_directories(beside.parent_path(), failure);
    fs::rename(from, beside, failure);
    if (failure) throw DeviceError(message("history.move", {from.string(), failure.message()}), failure.value());
    return beside;
}

fs::path freeName(const fs::path& wished) {
    std::error_code ignored;
    fs::path path = wished;
    for (int n = 2; fs::exists(path, ignored); ++n) path = wished.string() + "_" + std::to_string(n);
    return path;
}

std::optional<int> numberFrom(const std::string& text) {
    int number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return {};
    return number;
}

}  // namespace

struct History::State {
    Layout layout;
    Index index;

    explicit State(const fs::path& folder) : layout(normal(folder)), index(layout.index()) {
        if (index.isFresh()) rebuild();
        else enterMissed();
        closeDead();
    }

    // The run as record and folder tell it, entered in the index.
    Run enter(const Place& place, const RunRecord& record) {
        Run run;
        run.number = place.number;
        run.folder = place.folder;
        run.imported = place.imported;
        run.removed = place.removed;
        run.record = record;
        readFacts(run);
        if (run.record.title.empty()) run.record.title = run.job.empty() ? place.folder.filename().string() : run.job;
        index.put(run);
        return run;
    }
    Run enter(Place place) {
        heal(place);
        return enter(place, layout.record(place).value_or(RunRecord{.state = RunState::Imported, .created = modified(place.folder)}));
    }

    // A process that died while it moved the folder to the trash has not written so.
    void heal(Place& place) const {
        std::error_code ignored;
        if (place.removed || fs::exists(place.folder, ignored)) return;
        const fs::path moved = layout.trash() / std::to_string(place.number) / place.folder.filename();
        if (!fs::exists(moved, ignored)) return;
        place.home = std::exchange(place.folder, moved);
        place.removed = true;
    }

    int rebuild() {
        const std::vector<Place> places = layout.places();
        index.together([&] {
            index.clear();
            for (const Place& place : places) enter(place);
        });
        return static_cast<int>(places.size());
    }

    // Runs whose entry into the index was cut short.
    void enterMissed() {
        const std::vector<int> known = index.numbers();
        for (const int number : layout.numbers())
            if (!std::binary_search(known.begin(), known.end(), number))
                if (const auto place = layout.place(number)) enter(*place);
    }

    void closeDead() {
        for (const int number : index.running()) {
            const auto run = index.get(number);
            if (run && !isAlive(run->record)) close(number, RunState::Failed, message("history.died"));
        }
    }

    Place placeOf(int number) const {
        auto place = layout.place(number);
        if (!place) throw InputError(message("history.no_run", {std::to_string(number)}));
        return *place;
    }

    template <typename Change> Run change(int number, Change&& alter) {
        const Place place = placeOf(number);
        RunRecord record = layout.record(place).value_or(RunRecord{.state = RunState::Imported, .created = modified(place.folder)});
        alter(record);
        std::error_code ignored;
        if (place.imported || fs::is_directory(place.folder, ignored)) layout.write(place, record);
        return enter(place, record);
    }

    Run close(int number, RunState state, const std::string& reason) {
        return change(number, [&](RunRecord& record) {
            record.state = state;
            record.reason = reason;
            record.ended = now();
            record.process = record.processStart = 0;
        });
    }

    Run enterFolder(const fs::path& folder) {
        if (const auto known = index.byFolder(folder)) return enter(placeOf(*known));
        Place place{.number = layout.takeNumber(), .folder = folder};
        std::error_code ignored;
        const bool ours = fs::exists(folder / recordInFolder, ignored);
        place.imported = !ours;
        RunRecord record{.state = RunState::Imported, .created = modified(folder)};
        if (ours) record = layout.record(place).value_or(record);
        layout.write(place, record);
        return enter(place, record);
    }
};

History::History(const fs::path& folder) : m_state(std::make_unique<State>(folder)) {}
History::~History() = default;
History::History(History&&) noexcept = default;

const fs::path& History::folder() const { return m_state->layout.root(); }
fs::path History::runsFolder() const { return m_state->layout.runs(); }

Run History::begin(const fs::path& runFolder, const RunRecord& given) {
    const fs::path folder = normal(runFolder);
    RunRecord record = given;
    if (record.created == 0) record.created = now();
    record.state = RunState::Running;
    sign(record, given.process);
    Place place{.folder = folder};
    if (const auto known = m_state->index.byFolder(folder)) {
        place = m_state->placeOf(*known);
        if (const auto before = m_state->layout.record(place)) {
            record.title = before->title;
            record.tags = before->tags;
            record.notes = before->notes;
        }
        place.imported = place.removed = false;
    } else {
        place.number = m_state->layout.takeNumber();
    }
    m_state->layout.write(place, record);
    return m_state->enter(place, record);
}

Run History::end(int number, RunState state, const std::string& reason) { return m_state->close(number, state, reason); }
Run History::refresh(int number) { return m_state->enter(m_state->placeOf(number)); }

std::vector<Run> History::import(const fs::path& given) {
    const fs::path folder = normal(given);
    std::vector<Run> runs;
    if (results::isPredictionFolder(folder)) {
        runs.push_back(m_state->enterFolder(folder));
    } else {
        std::error_code failure;
        std::set<fs::path> inside;
        for (const auto& entry : fs::directory_iterator(folder, failure))
            if (entry.is_directory(failure) && results::isPredictionFolder(entry.path())) inside.insert(entry.path());
        for (const fs::path& one : inside) runs.push_back(m_state->enterFolder(one));
    }
    if (runs.empty()) throw InputError(message("history.nothing_to_import", {folder.string()}));
    return runs;
}

Run History::setTitle(int number, const std::string& title) {
    return m_state->change(number, [&](RunRecord& record) { record.title = title; });
}
Run History::setNotes(int number, const std::string& notes) {
    return m_state->change(number, [&](RunRecord& record) { record.notes = notes; });
}
Run History::setTags(int number, std::vector<std::string> tags) {
    std::sort(tags.begin(), tags.end());
    tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
    std::erase(tags, std::string());
    return m_state->change(number, [&](RunRecord& record) { record.tags = tags; });
}

void History::remove(int number, bool keepFolder) {
    Place place = m_state->placeOf(number);
    if (place.removed) return;
    const auto run = m_state->index.get(number);
    if (run && run->record.state == RunState::Running && isAlive(run->record)) throw InputError(message("history.still_runs", {std::to_string(number)}));
    const RunRecord record = m_state->layout.record(place).value_or(RunRecord{.state = RunState::Imported});
    std::error_code ignored;
    if (!place.imported && !keepFolder && fs::exists(place.folder, ignored)) {
        place.home = place.folder;
        place.folder = moveTo(place.folder, m_state->layout.trash() / std::to_string(number) / place.folder.filename(), number);
    }
    place.removed = true;
    if (place.imported || fs::is_directory(place.folder, ignored)) m_state->layout.write(place, record);
    m_state->enter(place, record);
}

Run History::restore(int number) {
    Place place = m_state->placeOf(number);
    m_state->heal(place);
    const RunRecord record = m_state->layout.record(place).value_or(RunRecord{.state = RunState::Imported});
    if (!place.home.empty()) {
        const fs::path home = freeName(place.home);
        std::error_code failure;
        fs::create_directories(home.parent_path(), failure);
        fs::rename(place.folder, home, failure);
        if (failure) throw DeviceError(message("history.move", {place.folder.string(), failure.message()}), failure.value());
        place.folder = home;
        place.home.clear();
    }
    place.removed = false;
    m_state->layout.write(place, record);
    return m_state->enter(place, record);
}

void History::emptyTrash() {
    for (const Place& place : m_state->layout.places()) {
        if (!place.removed) continue;
        std::error_code ignored;
        if (!place.home.empty()) fs::remove_all(place.folder, ignored);   // what was not moved here is not ours to delete
        m_state->layout.forget(place.number);
        m_state->index.drop(place.number);
    }
}

std::vector<Run> History::list(const Filter& filter) const {
    m_state->closeDead();
    return m_state->index.list(filter);
}
std::optional<Run> History::run(int number) const { return m_state->index.get(number); }

Run History::find(const std::string& text) const {
    std::optional<int> number = numberFrom(text);
    if (!number) number = m_state->index.byName(text);
    std::error_code ignored;
    if (!number && fs::is_directory(text, ignored)) number = m_state->index.byFolder(normal(text));
    if (!number) number = m_state->index.byName(text, true);   // to be brought back by its name
    const auto found = number ? m_state->index.get(*number) : std::nullopt;
    if (!found) throw InputError(message("history.no_run", {text}));
    return *found;
}

std::int64_t History::revision() const { return m_state->index.revision(); }
int History::rebuild() { return m_state->rebuild(); }

fs::path runFolder(const std::string& run) {
    std::error_code ignored;
    if (fs::is_directory(run, ignored)) return run;
    const fs::path folder = historyFolder();
    if (!fs::is_directory(folder, ignored)) throw InputError(message("history.no_run", {run}));
    const Run found = History(folder).find(run);
    if (found.missing) throw InputError(message("history.gone", {run, found.folder.string()}));
    return found.folder;
}

}  // namespace foldmeter::history
