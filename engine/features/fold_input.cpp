#include "features/fold_input.h"

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "features/bonded_atoms.h"
#include "features/entity_reader.h"
#include "features/partial_check.h"
#include "features/problem_list.h"
#include "features/text_files.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace foldmeter::features {
namespace {

constexpr std::int64_t largestSeed = 0xffffffff;
const std::vector<std::string_view> topKeys = {"dialect", "version", "name", "modelSeeds", "sequences", "bondedAtomPairs", "userCCD", "userCCDPath"};

// Integer as the reference's cast takes it: 1.7 is 1, "12" is 12, true is 1.
std::optional<std::int64_t> castToInteger(const json::Value& value) {
    switch (value.kind) {
        case json::Kind::Integer: return value.integer;
        case json::Kind::Bool: return value.boolean ? 1 : 0;
        case json::Kind::Real:
            if (!(std::abs(value.real) < 1e15)) return std::nullopt;
            return static_cast<std::int64_t>(value.real);
        case json::Kind::String: {
            const std::string_view text = value.text;
            const std::size_t first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
            if (first == std::string_view::npos) return std::nullopt;
            const char* begin = text.data() + first + (text[first] == '+' ? 1 : 0);
            const char* end = text.data() + last + 1;
            std::int64_t number = 0;
            const auto parsed = std::from_chars(begin, end, number);
            if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
            return number;
        }
        default: return std::nullopt;
    }
}

class FoldInputReader {
public:
    FoldInputReader(const json::Value& root, const std::string& file, ProblemList& problems)
        : m_root(root), m_problems(problems), m_files(std::filesystem::path(file).parent_path()) {
        m_input.file = file;
    }

    FoldInput read() {
        refuseUnknownKeys(m_root, topKeys, m_problems);
        readDialect();
        readVersion();
        readName();
        readSeeds();
        readSequences();
        if (const json::Value* bonds = m_root.find("bondedAtomPairs"); bonds && !bonds->isNull())
            m_input.bonds = readBondedAtoms(*bonds, m_input.entities, m_problems);
        readUserCcd();
        return std::move(m_input);
    }

private:
    const json::Value* required(std::string_view key) {
        const json::Value* value = m_root.find(key);
        if (!value) m_problems.error(m_root, "input.missing_key", {std::string(key)});
        return value;
    }

    void readDialect() {
        const json::Value* dialect = required("dialect");
        if (dialect && !(dialect->isString() && dialect->text == "alphafold3")) m_problems.error(*dialect, "input.dialect", {shown(*dialect)});
    }

    void readVersion() {
        const json::Value* version = required("version");
        if (!version) return;
        const bool number = version->kind == json::Kind::Integer || version->kind == json::Kind::Real;
        const double value = version->kind == json::Kind::Bool ? (version->boolean ? 1 : 0) : number ? version->real : 0;
        if (value != 1 && value != 2 && value != 3 && value != 4) m_problems.error(*version, "input.version", {shown(*version)});
    }

    void readName() {
        const json::Value* name = required("name");
        if (!name) return;
        if (!name->isString()) return m_problems.error(*name, "input.not_text", {"name", shown(*name)});
        m_input.name = name->text;
        for (const char c : name->text) {
            const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
            if (c == ' ') m_input.sanitisedName += '_';
            else if (kept) m_input.sanitisedName += c;
        }
        const bool blank = name->text.find_first_not_of(" \t\r\n\v\f") == std::string::npos;
        if (blank || m_input.sanitisedName.empty()) m_problems.error(*name, "input.name", {shown(*name)});
        else if (m_input.sanitisedName.find_first_not_of('.') == std::string::npos) m_problems.error(*name, "input.name_dots", {shown(*name)});
    }

    void readSeeds() {
        const json::Value* seeds = required("modelSeeds");
        if (!seeds) return;
        if (seeds->isString() && !seeds->text.empty()) {
            m_problems.warn(*seeds, "input.seeds_text", {shown(*seeds)});
            for (const char c : seeds->text) {
                if (c < '0' || c > '9') return m_problems.error(*seeds, "input.seeds", {shown(*seeds)});
                addSeed(*seeds, c - '0');
            }
            return;
        }
        if (!seeds->isArray() || seeds->items.empty()) return m_problems.error(*seeds, "input.seeds", {shown(*seeds)});
        for (const json::Value& item : seeds->items) {
            const auto seed = castToInteger(item);
            if (!seed || *seed < 0 || *seed > largestSeed) {
                m_problems.error(item, "input.seed", {shown(item)});
                continue;
            }
            if (item.kind != json::Kind::Integer) m_problems.warn(item, "input.seed_cast", {shown(item), std::to_string(*seed)});
            addSeed(item, *seed);
        }
    }

    void addSeed(const json::Value& at, std::int64_t seed) {
        const auto value = static_cast<std::uint32_t>(seed);
        if (!m_seen.insert(value).second) m_problems.warn(at, "input.seed_twice", {std::to_string(value)});
        m_input.seeds.push_back(value);
    }

    void readSequences() {
        const json::Value* sequences = required("sequences");
        if (!sequences) return;
        if (!sequences->isArray() || sequences->items.empty()) return m_problems.error(*sequences, "input.sequences", {shown(*sequences)});
        std::map<std::string, std::string> places;   // chain id -> path of the entry that has it
        for (const json::Value& item : sequences->items) {
            auto entity = readEntity(item, m_files, m_problems);
            if (!entity) continue;
            for (const std::string& id : entity->ids) {
                const auto [first, isFirst] = places.emplace(id, entity->path);
                if (!isFirst)
                    m_problems.add(Problem::Severity::Error, entity->position, entity->path + ".id", "input.id_twice", {id, first->second});
            }
            m_input.entities.push_back(std::move(*entity));
        }
    }

    void readUserCcd() {
        if (const auto text = textOrFile(m_root, "userCCD", "userCCDPath", m_files, m_problems)) {
            m_input.userCcd = *text;
            if (text->empty()) m_problems.error(m_root, "input.user_ccd_empty");
        }
    }

    const json::Value& m_root;
    ProblemList& m_problems;
    TextFiles m_files;
    FoldInput m_input;
    std::set<std::uint32_t> m_seen;
};

// The JSON reader's complaint "FILE:LINE:COLUMN: text", taken apart again.
Problem toProblem(const InputError& error, const std::string& file) {
    Problem problem;
    problem.path = "$";
    problem.text = error.what();
    if (!problem.text.starts_with(file + ":")) return problem;
    const char* at = problem.text.data() + file.size() + 1;
    const char* end = problem.text.data() + problem.text.size();
    json::Position place;
    const auto line = std::from_chars(at, end, place.line);
    if (line.ec != std::errc() || line.ptr == end || *line.ptr != ':') return problem;
    const auto column = std::from_chars(line.ptr + 1, end, place.column);
    if (column.ec != std::errc() || end - column.ptr < 2 || *column.ptr != ':') return problem;
    problem.text.erase(0, static_cast<std::size_t>(column.ptr + 2 - problem.text.data()));
    problem.position = place;
    return problem;
}

}  // namespace

ReadResult readFoldInput(const std::string& text, const std::string& file) {
    try {
        return readFoldInput(json::parse(text, file), file);
    } catch (const InputError& error) {
        ReadResult result;
        result.problems.push_back(toProblem(error, file));
        return result;
    }
}

ReadResult readFoldInput(const json::Value& root, const std::string& file) {
    ReadResult result;
    ProblemList problems;
    if (root.isArray()) problems.error(root, "input.server_dialect");
    else if (!root.isObject()) problems.error(root, "input.root", {shown(root)});
    else result.input = FoldInputReader(root, file, problems).read();
    if (problems.hasErrors()) result.input.reset();
    result.problems = problems.take();
    return result;
}

std::vector<Problem> componentProblems(const json::Value& root, const std::string& file, DictionaryPointer components) {
    if (!root.isObject()) return {};
    ProblemList toldBefore;
    return componentProblems(FoldInputReader(root, file, toldBefore).read(), std::move(components));
}

FoldInput loadFoldInput(const std::filesystem::path& path, std::vector<Problem>* warnings) {
    const std::string file = path.string();
    ReadResult result = readFoldInput(readText(path), file);
    if (!result.input) throw InputError(toText(result.problems, Problem::Severity::Error, file));
    if (warnings) std::move(result.problems.begin(), result.problems.end(), std::back_inserter(*warnings));
    return std::move(*result.input);
}

}  // namespace foldmeter::features
