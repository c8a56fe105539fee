#include "history/index.h"


#include <SQLiteCpp/SQLiteCpp.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace foldmeter::history {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int schemaVersion = 1;
constexpr int patience = 20000;   // milliseconds to wait for another process's lock

template <typename T> Json maybe(const std::optional<T>& value) { return value ? Json(*value) : Json(); }

// What the columns do not hold.
std::string factsOf(const Run& run) {
    const RunRecord& r = run.record;
    Json json = {{"missing", run.missing}, {"tags", r.tags}, {"notes", r.notes}, {"reason", r.reason}, {"ended", r.ended}, {"input", r.input},
                 {"command_line", r.commandLine}, {"process", r.process}, {"process_start", r.processStart}, {"host", r.host},
                 {"seeds", run.seeds}, {"wanted_seeds", run.wantedSeeds}, {"samples", run.samples}, {"ranking_score", maybe(run.rankingScore)}, {"ptm", maybe(run.ptm)}, {"iptm", maybe(run.iptm)},
                 {"tokens", maybe(run.tokens)}, {"atoms", maybe(run.atoms)}, {"wall", maybe(run.wallSeconds)}, {"seed_seconds", maybe(run.seedSeconds)},
                 {"first", maybe(run.firstSeedOverOthers)}, {"peak", maybe(run.peakBytes)}, {"model", run.model}, {"model_file", run.modelFile}, {"device", run.device}, {"precision", run.precision},
                 {"digest", run.settingsDigest}, {"version", run.version}, {"thumbnail", run.thumbnail.string()}, {"bytes", run.bytes}};
    for (const auto& [name, value] : run.settings) json["settings"][name] = value;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void take(const Json& from, const char* key, std::string& to) { to = from.value(key, std::string()); }
template <typename T> void take(const Json& from, const char* key, std::optional<T>& to) {
    if (const auto found = from.find(key); found != from.end() && !found->is_null()) to = found->get<T>();
}

void readFactsInto(Run& run, const std::string& text) {
    const Json json = Json::parse(text);
    RunRecord& r = run.record;
    run.missing = json.value("missing", false);
    r.tags = json.value("tags", std::vector<std::string>());
    take(json, "notes", r.notes);
    take(json, "reason", r.reason);
    take(json, "input", r.input);
    take(json, "command_line", r.commandLine);
    take(json, "host", r.host);
    r.ended = json.value("ended", std::int64_t{0});
    r.process = json.value("process", std::int64_t{0});
    r.processStart = json.value("process_start", std::int64_t{0});
    run.seeds = json.value("seeds", std::vector<std::uint32_t>());
    run.wantedSeeds = json.value("wanted_seeds", std::vector<std::uint32_t>());
    run.samples = json.value("samples", 0);
    run.bytes = json.value("bytes", std::int64_t{0});
    take(json, "ranking_score", run.rankingScore);
    take(json, "ptm", run.ptm);
    take(json, "iptm", run.iptm);
    take(json, "tokens", run.tokens);
    take(json, "atoms", run.atoms);
    take(json, "wall", run.wallSeconds);
    take(json, "seed_seconds", run.seedSeconds);
    take(json, "first", run.firstSeedOverOthers);
    take(json, "peak", run.peakBytes);
    take(json, "model", run.model);
    take(json, "model_file", run.modelFile);
    take(json, "device", run.device);
    take(json, "precision", run.precision);
    take(json, "digest", run.settingsDigest);
    take(json, "version", run.version);
    run.thumbnail = json.value("thumbnail", std::string());
    if (const auto settings = json.find("settings"); settings != json.end())
        for (const auto& [name, value] : settings->items()) run.settings.emplace_back(name, value.get<std::string>());
}

Run runFrom(SQLite::Statement& row) {
    Run run;
    run.number = row.getColumn(0).getInt();
    run.folder = row.getColumn(1).getString();
    run.imported = row.getColumn(2).getInt() != 0;
    run.removed = row.getColumn(3).getInt() != 0;
    run.record.title = row.getColumn(4).getString();
    run.job = row.getColumn(5).getString();
    run.record.state = stateFromName(row.getColumn(6).getString()).value_or(RunState::Imported);
    run.record.created = row.getColumn(7).getInt64();
    readFactsInto(run, row.getColumn(8).getString());
    return run;
}
constexpr const char* columns = "SELECT number, folder, imported, removed, title, job, state, created, facts FROM runs ";

std::string tagText(const RunRecord& record) {
    std::string text = " ";
    for (const std::string& tag : record.tags) text += tag + " ";
    return text;
}
std::string wordsOf(const Run& run) {
    return run.record.title + "\n" + run.job + "\n" + run.record.notes + "\n" + tagText(run.record) + "\n" + run.model + "\n" + run.folder.string() + "\n" + std::string(nameOf(run.record.state));
}

// Pattern of LIKE that finds `word` anywhere.
std::string patternOf(const std::string& word) {
    std::string pattern = "%";
    for (const char c : word) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

// A filter's text as conditions with their arguments.
struct Condition {
    std::string sql, argument;
};
std::vector<Condition> conditionsOf(const std::string& text) {
    std::vector<Condition> all;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const bool absent = word.size() > 1 && word[0] == '-';
        if (absent) word.erase(0, 1);
        std::string column = "words";
        for (const auto& [prefix, name] : {std::pair{"tag:", "tags"}, std::pair{"state:", "state"}, std::pair{"model:", "model"}})
            if (word.starts_with(prefix)) {
                column = name;
                word.erase(0, std::string(prefix).size());
                break;
            }
        all.push_back({column + (absent ? " NOT LIKE ? ESCAPE '\\'" : " LIKE ? ESCAPE '\\'"), patternOf(word)});
    }
    return all;
}

bool isDamage(const SQLite::Exception& problem) {
    constexpr int corrupt = 11, noDatabase = 26;
    return problem.getErrorCode() == corrupt || problem.getErrorCode() == noDatabase;
}

}  // namespace

struct Index::State {
    std::unique_ptr<SQLite::Database> database;
    bool fresh = false;
    int depth = 0;             // of together()

    void open(const std::string& file) {
        database = std::make_unique<SQLite::Database>(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, patience);
        database->exec("PRAGMA synchronous = OFF");   // what a power cut spoils is made again from the records
        SQLite::Transaction transaction(*database, SQLite::TransactionBehavior::IMMEDIATE);
        const int version = database->execAndGet("PRAGMA user_version").getInt();
        fresh = version != schemaVersion;
        if (fresh) {
            database->exec("DROP TABLE IF EXISTS runs");
            database->exec("CREATE TABLE runs (number INTEGER PRIMARY KEY, folder TEXT, imported INTEGER, removed INTEGER, title TEXT, job TEXT, state TEXT, "
                           "created INTEGER, facts TEXT, tags TEXT, model TEXT, words TEXT)");
            database->exec("CREATE TABLE IF NOT EXISTS changes (revision INTEGER)");
            database->exec("INSERT INTO changes SELECT 0 WHERE NOT EXISTS (SELECT * FROM changes)");
            database->exec("PRAGMA user_version = " + std::to_string(schemaVersion));
        } else {
            database->execAndGet("SELECT count(*) FROM runs");   // told now when it is damaged
        }
        transaction.commit();
    }
    void changed() { database->exec("UPDATE changes SET revision = revision + 1"); }
};

Index::Index(const fs::path& file) : m_state(std::make_unique<State>()) {
    for (const bool again : {false, true}) {
        try {
            m_state->open(file.string());
            return;
        } catch (const SQLite::Exception& problem) {
            m_state->database.reset();
            if (again || !isDamage(problem)) break;
            std::error_code ignored;
            fs::rename(file, file.string() + ".damaged", ignored);
        }
    }
    m_state->open(":memory:");
}

Index::~Index() = default;

bool Index::isFresh() const { return m_state->fresh; }

void Index::together(const std::function<void()>& work) {
    if (m_state->depth > 0) return work();
    SQLite::Transaction transaction(*m_state->database, SQLite::TransactionBehavior::IMMEDIATE);
    struct Depth {
        int& depth;
        explicit Depth(int& d) : depth(d) { ++depth; }
        ~Depth() { --depth; }
    } const depth(m_state->depth);
    work();
    m_state->changed();
    transaction.commit();
}

void Index::put(const Run& run) {
    together([&] {
        SQLite::Statement row(*m_state->database, "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        row.bind(1, run.number);
        row.bind(2, run.folder.string());
        row.bind(3, run.imported ? 1 : 0);
        row.bind(4, run.removed ? 1 : 0);
        row.bind(5, run.record.title);
        row.bind(6, run.job);
        row.bind(7, std::string(nameOf(run.record.state)));
        row.bind(8, run.record.created);
        row.bind(9, factsOf(run));
        row.bind(10, tagText(run.record));
        row.bind(11, run.model);
        row.bind(12, wordsOf(run));
        row.exec();
    });
}

void Index::drop(int number) {
    together([&] {
        SQLite::Statement row(*m_state->database, "DELETE FROM runs WHERE number = ?");
        row.bind(1, number);
        row.exec();
    });
}

void Index::clear() {
    together([&] { m_state->database->exec("DELETE FROM runs"); });
}

std::optional<Run> Index::get(int number) const {
    SQLite::Statement row(*m_state->database, std::string(columns) + "WHERE number = ?");
    row.bind(1, number);
    if (!row.executeStep()) return {};
    return runFrom(row);
}

std::vector<Run> Index::list(const Filter& filter) const {
    std::string sql = std::string(columns) + "WHERE removed = ?";
    const std::vector<Condition> conditions = conditionsOf(filter.text);
    for (const Condition& condition : conditions) sql += " AND " + condition.sql;
    if (filter.state) sql += " AND state = ?";
    sql += " ORDER BY created DESC, number DESC LIMIT ?";
    SQLite::Statement row(*m_state->database, sql);
    int place = 1;
    row.bind(place++, filter.removed ? 1 : 0);
    for (const Condition& condition : conditions) row.bind(place++, condition.argument);
    if (filter.state) row.bind(place++, std::string(nameOf(*filter.state)));
    row.bind(place, filter.most > 0 ? filter.most : -1);
    std::vector<Run> runs;
    while (row.executeStep()) runs.push_back(runFrom(row));
    return runs;
}

namespace {
std::vector<int> numbersOf(SQLite::Statement& row) {
    std::vector<int> numbers;
    while (row.executeStep()) numbers.push_back(row.getColumn(0).getInt());
    return numbers;
}
std::optional<int> firstOf(SQLite::Statement& row) {
    if (!row.executeStep()) return {};
    return row.getColumn(0).getInt();
}
}  // namespace

std::vector<int> Index::numbers() const {
    SQLite::Statement row(*m_state->database, "SELECT number FROM runs ORDER BY number");
    return numbersOf(row);
}

std::vector<int> Index::running() const {
    SQLite::Statement row(*m_state->database, "SELECT number FROM runs WHERE state = 'running'");
    return numbersOf(row);
}

std::optional<int> Index::byFolder(const fs::path& folder) const {
    SQLite::Statement row(*m_state->database, "SELECT number FROM runs WHERE folder = ? ORDER BY number DESC");
    row.bind(1, folder.string());
    return firstOf(row);
}

std::optional<int> Index::byName(const std::string& name, bool removed) const {
    SQLite::Statement row(*m_state->database, "SELECT number FROM runs WHERE removed = ? AND (title = ? OR job = ?) ORDER BY created DESC, number DESC");
    row.bind(1, removed ? 1 : 0);
    row.bind(2, name);
    row.bind(3, name);
    return firstOf(row);
}

std::int64_t Index::revision() const { return m_state->database->execAndGet("SELECT revision FROM changes").getInt64(); }

}  // namespace foldmeter::history
