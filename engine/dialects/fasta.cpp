#include "dialects/fasta.h"

#include "dialects/glycan.h"
#include "dialects/job_builder.h"
#include "features/residue_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace foldmeter::dialects {
namespace {

constexpr std::size_t mostRecords = 20000;

std::string_view trimmed(std::string_view text) {
    const auto isSpace = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; };
    while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
    return text;
}

std::vector<std::string> fieldsOf(const std::string& header) {
    std::vector<std::string> fields(1);
    for (const char c : header) {
        if (c == '|') fields.emplace_back();
        else fields.back() += c;
    }
    for (std::string& field : fields) field = std::string(trimmed(field));
    return fields;
}

std::string lowerCase(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

template <std::size_t count> bool isOneOf(const std::string& word, const std::array<std::string_view, count>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}
constexpr std::array<std::string_view, 5> boltzKinds = {"protein", "dna", "rna", "smiles", "ccd"};
constexpr std::array<std::string_view, 5> chaiKinds = {"protein", "dna", "rna", "ligand", "glycan"};

// What a sequence without a word on its kind is. Only letters of nucleotides: RNA with a U, else DNA.
std::string_view guessKind(const std::string& sequence) {
    bool nucleic = !sequence.empty(), uracil = false, thymine = false;
    for (const char c : sequence) {
        const char letter = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        nucleic = nucleic && std::string_view("ACGTUN").find(letter) != std::string_view::npos;
        uracil = uracil || letter == 'U';
        thymine = thymine || letter == 'T';
    }
    if (!nucleic || (uracil && thymine)) return "protein";
    return uracil ? "rna" : "dna";
}

// Chains of one record: ColabFold joins the chains of a complex with ':'.
std::vector<json::Value> chainsOf(const FastaRecord& record, Journal& journal) {
    std::vector<json::Value> chains;
    std::string text = record.sequence.text;
    if (text.ends_with('*')) {
        text.pop_back();
        journal.dropped(record.sequence, "dialect.stop");
    }
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(':', begin), text.size());
        chains.push_back(textAt(record.sequence, text.substr(begin, end - begin)));
        begin = end + 1;
    }
    if (chains.size() > 1) journal.assumed(record.sequence, "dialect.colon", {std::to_string(chains.size())});
    return chains;
}

void addPlainRecord(const FastaRecord& record, JobBuilder& builder) {
    for (json::Value& chain : chainsOf(record, builder.journal())) {
        std::transform(chain.text.begin(), chain.text.end(), chain.text.begin(), [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
        const std::string_view kind = guessKind(chain.text);
        const std::string id = builder.newId();
        builder.journal().assumed(record.header, "dialect.kind", {std::string(kind), id});
        json::Value body = objectAt(record.header);
        set(body, "sequence", chain);
        if (!record.header.text.empty()) set(body, "description", record.header);
        builder.addEntity(kind, std::move(body), {id});
    }
}

// Chai writes a modified residue as its code in brackets: RKDES(MSE)EES.
RestrainedChain addChaiPolymer(const FastaRecord& record, const std::string& kind, JobBuilder& builder) {
    const std::string& text = record.sequence.text;
    const bool protein = kind == "protein";
    std::string sequence;
    json::Value modifications = listAt(record.sequence);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '(') {
            sequence += text[i];
            continue;
        }
        const std::size_t close = text.find(')', i);
        if (close == std::string::npos || close - i < 2 || close - i > 6) {
            builder.journal().problems.error(record.sequence, "dialect.bracket", {std::to_string(i + 1)});
            break;
        }
        const std::string code = text.substr(i + 1, close - i - 1);
        sequence += features::letterOf(code, protein ? 'X' : 'N');
        json::Value& change = modifications.items.emplace_back(objectAt(record.sequence));
        set(change, protein ? "ptmType" : "modificationType", textAt(record.sequence, code));
        set(change, protein ? "ptmPosition" : "basePosition", integerAt(record.sequence, static_cast<std::int64_t>(sequence.size())));
        i = close;
    }
    json::Value body = objectAt(record.header);
    set(body, "sequence", textAt(record.sequence, sequence));
    if (!modifications.items.empty()) set(body, "modifications", std::move(modifications));
    const std::string id = builder.newId();
    builder.addEntity(kind, std::move(body), {id});
    return {kind, id, sequence};
}

RestrainedChain addChaiGlycan(const FastaRecord& record, JobBuilder& builder) {
    const Glycan glycan = parseGlycan(record.sequence.text);
    const std::string id = builder.newId();
    if (!glycan.complaint.empty()) {
        builder.journal().problems.error(record.sequence, "dialect.glycan", {features::shown(record.sequence), glycan.complaint});
        return {"glycan", id, {}};
    }
    if (std::any_of(glycan.sugars.begin(), glycan.sugars.end(), [](const Sugar& sugar) { return sugar.assumed; }))
        builder.journal().assumed(record.sequence, "dialect.glycan_bonds", {record.sequence.text, describeBonds(glycan, "")});
    addSugars(record.sequence, glycan, id, builder);
    return {"glycan", id, {}};
}

RestrainedChain addChaiLigand(const FastaRecord& record, JobBuilder& builder) {
    json::Value body = objectAt(record.header);
    set(body, "smiles", record.sequence);
    const std::string id = builder.newId();
    builder.addEntity("ligand", std::move(body), {id});
    return {"ligand", id, {}};
}

json::Value placeOfFile() {
    json::Value at;
    at.position = {1, 1};
    at.path = "file";
    return at;
}

}  // namespace

std::vector<FastaRecord> readFasta(const std::string& text, Journal& journal) {
    std::vector<FastaRecord> records;
    int line = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view whole(text.data() + begin, end - begin), content = trimmed(whole);
        json::Value at;
        at.position = {++line, content.empty() ? 1 : static_cast<int>(content.data() - whole.data()) + 1};
        at.path = fmt::format("record {}", records.size() + (content.starts_with('>') ? 1 : 0));
        begin = end + 1;
        if (content.empty() || content.starts_with(';')) continue;
        if (content.starts_with('>')) {
            if (records.size() >= mostRecords) {
                journal.problems.error(at, "dialect.fasta_records", {std::to_string(mostRecords)});
                return {};
            }
            records.push_back({textAt(at, std::string(trimmed(content.substr(1)))), textAt(at, "")});
        } else if (records.empty()) {
            journal.problems.error(at, "dialect.fasta_header", {features::shown(content)});
            return {};
        } else {
            json::Value& sequence = records.back().sequence;
            if (sequence.text.empty()) sequence.position = at.position;
            sequence.text += content;
        }
    }
    return records;
}

FastaForm formOf(const std::vector<FastaRecord>& records) {
    bool boltz = !records.empty(), chai = !records.empty();
    for (const FastaRecord& record : records) {
        const std::vector<std::string> fields = fieldsOf(record.header.text);
        boltz = boltz && fields.size() >= 2 && isOneOf(lowerCase(fields[1]), boltzKinds);
        chai = chai && fields.size() >= 2 && isOneOf(lowerCase(fields[0]), chaiKinds);
    }
    return boltz ? FastaForm::Boltz : chai ? FastaForm::Chai : FastaForm::Plain;
}

std::vector<json::Value> translatePlainFasta(const std::vector<FastaRecord>& records, const std::string& stem, bool jobPerRecord, Journal& journal) {
    std::vector<json::Value> jobs;
    if (!jobPerRecord) {
        JobBuilder builder(placeOfFile(), stem, journal);
        for (const FastaRecord& record : records) addPlainRecord(record, builder);
        jobs.push_back(builder.finish());
        return jobs;
    }
    std::set<std::string> names;
    for (const FastaRecord& record : records) {
        std::string name = record.header.text.substr(0, record.header.text.find_first_of(" \t"));
        std::replace(name.begin(), name.end(), '|', '_');
        if (name.empty() || !names.insert(name).second) names.insert(name = fmt::format("{}-{}", name.empty() ? stem : name, jobs.size() + 1));
        JobBuilder builder(record.header, name, journal);
        addPlainRecord(record, builder);
        jobs.push_back(builder.finish());
    }
    return jobs;
}

json::Value translateChaiFasta(const std::vector<FastaRecord>& records, const std::string& stem, const RestraintTable& restraints, Journal& journal) {
    JobBuilder builder(placeOfFile(), stem, journal);
    std::vector<RestrainedChain> chains;
    for (const FastaRecord& record : records) {
        const std::string kind = lowerCase(fieldsOf(record.header.text)[0]);
        chains.push_back(kind == "glycan" ? addChaiGlycan(record, builder) : kind == "ligand" ? addChaiLigand(record, builder) : addChaiPolymer(record, kind, builder));
    }
    const std::vector<bool> bonded = addRestraints(restraints, chains, builder);
    for (std::size_t i = 0; i < chains.size(); ++i)
        if (chains[i].kind == "glycan" && !bonded[i]) journal.assumed(records[i].header, "dialect.glycan_free");
    return builder.finish();
}

json::Value boltzTreeOf(const std::vector<FastaRecord>& records) {
    json::Value root = objectAt(placeOfFile()), sequences = listAt(root);
    for (const FastaRecord& record : records) {
        const std::vector<std::string> fields = fieldsOf(record.header.text);
        const std::string kind = lowerCase(fields[1]);
        const bool ligand = kind == "smiles" || kind == "ccd";
        json::Value body = objectAt(record.header);
        if (!fields[0].empty()) set(body, "id", textAt(record.header, fields[0]));
        set(body, ligand ? kind : "sequence", record.sequence);
        if (fields.size() > 2 && !fields[2].empty()) set(body, "msa", textAt(record.header, fields[2]));
        json::Value& entry = sequences.items.emplace_back(objectAt(record.header));
        set(entry, ligand ? "ligand" : kind, std::move(body));
    }
    set(root, "sequences", std::move(sequences));
    return root;
}

}  // namespace foldmeter::dialects
