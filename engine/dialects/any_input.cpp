#include "dialects/any_input.h"

#include "base/error.h"
#include "base/message.h"
#include "dialects/boltz.h"
#include "dialects/fasta.h"
#include "dialects/job_builder.h"
#include "dialects/server_json.h"
#include "dialects/structure_file.h"
#include "dialects/utf8.h"
#include "dialects/yaml.h"
#include "features/partial_check.h"
#include "features/text_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

namespace foldmeter::dialects {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largestFile = std::size_t{1} << 30;
constexpr std::size_t largestTable = std::size_t{64} << 20;
constexpr std::size_t mostLetters = 1'000'000;   // of a FASTA file; far beyond what can be predicted

bool isPdbRecord(std::string_view line) {
    static constexpr std::array<std::string_view, 22> records = {"HEADER", "OBSLTE", "TITLE ", "SPLIT ", "CAVEAT", "COMPND", "SOURCE", "KEYWDS", "EXPDTA", "NUMMDL", "AUTHOR",
                                                                  "REVDAT", "REMARK", "DBREF ", "SEQRES", "CRYST1", "MODEL ", "ATOM  ", "HETATM", "HELIX ", "LINK  ", "SSBOND"};
    return std::find(records.begin(), records.end(), line.substr(0, 6)) != records.end();
}

// First line that says something, and what kind of text it begins.
enum class Form { Json, Fasta, Cif, Pdb, Yaml, Unknown };
Form formOfText(const std::string& text) {
    bool keys = false;
    std::string_view rest(text);
    if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);
    for (int lines = 0; !rest.empty() && lines < 10000; ++lines) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t first = line.find_first_not_of(" \t\r");
        if (first == std::string_view::npos || line[first] == '#') continue;
        const char c = line[first];
        if (!keys && (c == '{' || c == '[')) return Form::Json;
        if (!keys && (c == '>' || c == ';')) return Form::Fasta;
        if (!keys && (line.starts_with("data_") || line.starts_with("DATA_"))) return Form::Cif;
        if (!keys && isPdbRecord(line)) return Form::Pdb;
        if (line.starts_with("sequences:") || line.starts_with("version:") || line.starts_with("---") || line.starts_with("%YAML")) return Form::Yaml;
        keys = true;
    }
    return Form::Unknown;
}

class AnyReader {
public:
    AnyReader(const std::string& text, const std::string& file, const AnyOptions& options)
        : m_text(text), m_file(file), m_options(options), m_stem(stemOf(file)) {}

    AnyInput read() {
        const Form form = formOfText(m_text);
        if (form != Form::Json && form != Form::Pdb && form != Form::Cif && !isUtf8(m_text)) throw InputError(fmt::format("{}: {}", m_file, message("dialect.utf8")));
        switch (form) {
            case Form::Json: readJson(); break;
            case Form::Fasta: readFastaText(); break;
            case Form::Cif: translated(Dialect::Mmcif, {translateStructure(m_text, m_file, m_stem, m_journal)}); break;
            case Form::Pdb: translated(Dialect::Pdb, {translateStructure(m_text, m_file, m_stem, m_journal)}); break;
            case Form::Yaml: readYaml(); break;
            case Form::Unknown: throw InputError(fmt::format("{}: {}", m_file, message("dialect.unknown")));
        }
        if (!m_options.restraints.empty() && m_result.dialect != Dialect::ChaiFasta) throw InputError(fmt::format("{}: {}", m_file, message("restraint.dialect", {m_options.restraints.string()})));
        finish();
        return std::move(m_result);
    }

private:
    // Name without its endings: of job.yaml.gz "job".
    static std::string stemOf(const std::string& file) {
        fs::path name = fs::path(file).filename();
        static constexpr std::array endings = {".gz", ".xz", ".zst"};
        if (std::find(endings.begin(), endings.end(), name.extension().string()) != endings.end()) name = name.stem();
        const std::string stem = name.stem().string();
        const bool usable = std::any_of(stem.begin(), stem.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
        return usable && isUtf8(stem) ? stem : "job";
    }

    void readJson() {
        json::Value root;
        try {
            root = json::parse(m_text, m_file);
        } catch (const InputError&) {
            take(features::readFoldInput(m_text, m_file));   // complains with the place
            return;
        }
        if (root.isObject() && looksLikeServerJob(root)) {
            json::Value list = listAt(root);
            list.items.push_back(std::move(root));
            m_journal.assumed(list, "dialect.list");
            return readServer(list);
        }
        if (root.isArray()) return readServer(root);
        if (looksLikeBoltz(root)) return translated(Dialect::BoltzYaml, {translateBoltz(root, m_stem, folder(), m_journal)});
        take(features::readFoldInput(root, m_file));
        m_read.push_back(std::move(root));
    }

    void readServer(const json::Value& root) {
        const ListFlavour flavour = flavourOf(root);
        translated(flavour == ListFlavour::Server ? Dialect::AlphaFoldServer : Dialect::Protenix,
                   translateServerJobs(root, flavour, m_stem, folder(), m_options.strictAlphafold3, m_journal));
    }

    void readYaml() {
        const json::Value root = parseYaml(m_text, m_file);
        if (!root.isObject()) return m_journal.problems.error(root, "dialect.yaml_root", {features::shown(root)});
        translated(Dialect::BoltzYaml, {translateBoltz(root, m_stem, folder(), m_journal)});
    }

    void readFastaText() {
        const std::vector<FastaRecord> records = readFasta(m_text, m_journal);
        std::size_t letters = 0;
        for (const FastaRecord& record : records)
            if ((letters += record.sequence.text.size()) > mostLetters) return m_journal.problems.error(record.sequence, "dialect.fasta_letters", {std::to_string(mostLetters)});
        if (m_journal.problems.hasErrors()) return;
        if (records.empty()) throw InputError(fmt::format("{}: {}", m_file, message("dialect.unknown")));
        switch (formOf(records)) {
            case FastaForm::Boltz: return translated(Dialect::BoltzFasta, {translateBoltz(boltzTreeOf(records), m_stem, folder(), m_journal)});
            case FastaForm::Chai: return translated(Dialect::ChaiFasta, {translateChaiFasta(records, m_stem, restraints(), m_journal)});
            case FastaForm::Plain: return translated(Dialect::Fasta, translatePlainFasta(records, m_stem, m_options.jobPerRecord, m_journal));
        }
    }

    RestraintTable restraints() {
        fs::path place = m_options.restraints;
        std::error_code ignored;
        if (place.empty()) {
            const fs::path beside = fs::path(m_file).replace_extension(".restraints");
            if (!fs::is_regular_file(beside, ignored)) return {};
            json::Value at;
            at.path = beside.string();
            m_journal.assumed(at, "restraint.beside");
            place = beside;
        }
        features::TextFiles files(place.parent_path(), largestTable);
        return {files.read(place.filename().string()), place.string()};
    }

    fs::path folder() const { return fs::path(m_file).parent_path(); }

    // Reads what was translated; problems name the places of the original.
    void translated(Dialect dialect, const std::vector<json::Value>& jobs) {
        m_result.dialect = dialect;
        for (const json::Value& job : jobs) {
            // Of a job without entries all is said already by why they could not be translated.
            if (m_journal.problems.hasErrors() && job.find("sequences")->items.empty()) continue;
            const features::FoldInput* read = take(features::readFoldInput(job, m_file));
            if (!read) continue;
            std::size_t chains = 0;
            for (const features::Entity& entity : read->entities) chains += entity.ids.size();
            m_journal.read(job, "dialect.job", {features::shown(read->name), std::to_string(chains), std::to_string(read->bonds.size())});
        }
        if (m_result.hasErrors() || m_journal.problems.hasErrors()) m_read = jobs;
    }

    const features::FoldInput* take(features::ReadResult read) {
        std::move(read.problems.begin(), read.problems.end(), std::back_inserter(m_result.problems));
        if (!read.input) return nullptr;
        return &m_result.jobs.emplace_back(std::move(*read.input));
    }

    void finish() {
        std::vector<features::Problem> own = m_journal.problems.take();
        m_result.problems.insert(m_result.problems.begin(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
        m_result.remarks = m_journal.take();
        if (!m_result.hasErrors()) return;
        m_result.jobs.clear();
        addComponentProblems();
    }

    // What only the dictionary shows is told in one go with the rest, in the order of the file.
    void addComponentProblems() {
        const auto components = structure::ComponentDictionary::bundled();
        std::vector<features::Problem>& problems = m_result.problems;
        for (const json::Value& job : m_read) {
            std::vector<features::Problem> more = features::componentProblems(job, m_file, components);
            std::move(more.begin(), more.end(), std::back_inserter(problems));
        }
        std::stable_sort(problems.begin(), problems.end(), [](const features::Problem& a, const features::Problem& b) {
            return std::tie(a.position.line, a.position.column) < std::tie(b.position.line, b.position.column);
        });
    }

    const std::string& m_text;
    const std::string& m_file;
    AnyOptions m_options;
    std::string m_stem;
    Journal m_journal;
    std::vector<json::Value> m_read;   // jobs in the alphafold3 dialect, as long as they may be refused
    AnyInput m_result;
};

}  // namespace

bool AnyInput::hasErrors() const {
    return std::any_of(problems.begin(), problems.end(), [](const features::Problem& problem) { return problem.severity == features::Problem::Severity::Error; });
}

std::string_view nameOf(Dialect dialect) {
    switch (dialect) {
        case Dialect::AlphaFold3: return "AlphaFold 3 JSON";
        case Dialect::AlphaFoldServer: return "AlphaFold Server JSON";
        case Dialect::Protenix: return "Protenix JSON";
        case Dialect::BoltzYaml: return "Boltz YAML";
        case Dialect::BoltzFasta: return "Boltz FASTA";
        case Dialect::ChaiFasta: return "Chai FASTA";
        case Dialect::Fasta: return "FASTA";
        case Dialect::Mmcif: return "mmCIF";
        case Dialect::Pdb: return "PDB";
    }
    throw InternalError("unknown dialect");
}

AnyInput readAnyText(const std::string& text, const std::string& file, const AnyOptions& options) { return AnyReader(text, file, options).read(); }

AnyInput readAnyInput(const fs::path& path, const AnyOptions& options) {
    features::TextFiles files(path.parent_path(), largestFile);
    return readAnyText(files.read(path.filename().string()), path.string(), options);
}

}  // namespace foldmeter::dialects
