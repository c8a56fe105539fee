#include "gui/job/import_text.h"

#include "base/error.h"
#include "dialects/any_input.h"
#include "dialects/write_alphafold3.h"
#include "features/text_files.h"
#include "gui/job/job_text.h"
#include "gui/job/text_places.h"
#include "structure/smiles.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <cctype>

namespace foldmeter::job {
namespace {

using features::EntityKind;

QString tr(const char* text) { return QCoreApplication::translate("foldmeter::job::Import", text); }

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool only(const std::string& text, std::string_view letters) { return text.find_first_not_of(letters) == std::string::npos; }

// Letters of one sequence over one or more lines; digits and blanks are what databases put between.
std::string bareLetters(const std::string& text) {
    std::string letters;
    for (const char c : text) {
        if (std::isspace(static_cast<unsigned char>(c)) || std::isdigit(static_cast<unsigned char>(c))) continue;
        if (!std::isalpha(static_cast<unsigned char>(c)) && c != '*') return {};
        if (c != '*') letters += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return letters;
}

EntityKind kindOf(const std::string& letters) {
    if (only(letters, "ACGU") && letters.find('U') != std::string::npos) return EntityKind::Rna;
    return only(letters, "ACGTN") ? EntityKind::Dna : EntityKind::Protein;
}

EntityValue polymer(EntityKind kind, std::string letters) {
    EntityValue entity;
    entity.kind = kind;
    entity.item = std::string::npos;
    entity.sequence = std::move(letters);
    entity.unpaired.kind = entity.paired.kind = SourceKind::None;
    entity.templatesAbsent = false;
    return entity;
}

EntityValue ligand(std::string code, std::string smiles) {
    EntityValue entity;
    entity.kind = EntityKind::Ligand;
    entity.item = std::string::npos;
    entity.bySmiles = !smiles.empty();
    entity.smiles = std::move(smiles);
    if (!code.empty()) entity.codes = {std::move(code)};
    return entity;
}

Imported entitiesOf(const QString& what, std::vector<EntityValue> entities) {
    Imported imported;
    imported.kind = Imported::Kind::Entities;
    imported.what = what;
    imported.entities = std::move(entities);
    return imported;
}

bool looksLikePdbId(const std::string& text) {
    return text.size() == 4 && std::isdigit(static_cast<unsigned char>(text[0])) && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c); }) &&
           std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c); });
}

// One word that is no file format: a sequence, a molecule or a component code.
Imported importWord(const std::string& text, const structure::ComponentDictionary& components) {
    const std::string letters = bareLetters(text);
    constexpr std::size_t shortestSequence = 10;
    const bool oneLine = text.find_first_of(" \t\n") == std::string::npos;
    if (letters.size() >= shortestSequence && (!oneLine || !only(text, "CNOPSFIBcnops*clr"))) return entitiesOf(tr("sequence"), {polymer(kindOf(letters), letters)});
    std::string code = text;
    std::transform(code.begin(), code.end(), code.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    Imported nothing;
    if (looksLikePdbId(text)) {
        nothing.notes << tr("%1 looks like a PDB id. Entries are not fetched: drop the entry's mmCIF file here instead.").arg(QString::fromStdString(code));
        return nothing;
    }
    if (oneLine && code.size() <= 5 && components.has(code)) return entitiesOf(tr("component"), {ligand(code, {})});
    if (oneLine) {
        try {
            structure::componentFromSmiles(text, "LIG");
            return entitiesOf(tr("SMILES"), {ligand({}, text)});
        } catch (const Error& error) {
            nothing.notes << QString::fromUtf8(error.what());
        }
    }
    if (!letters.empty()) return entitiesOf(tr("sequence"), {polymer(kindOf(letters), letters)});
    nothing.notes.prepend(tr("The text is no job, sequence, SMILES or component code."));
    return nothing;
}

QStringList notesOf(const dialects::AnyInput& input) {
    QStringList notes;
    for (const dialects::Remark& remark : input.remarks) {
        if (remark.kind == dialects::Remark::Kind::Read) continue;
        const QString kind = remark.kind == dialects::Remark::Kind::Dropped ? tr("dropped") : tr("assumed");
        notes << QStringLiteral("%1: %2").arg(kind, QString::fromStdString(remark.text));
    }
    return notes;
}

Imported importJobs(const std::string& text, const QString& file) {
    Imported imported;
    imported.file = file;
    imported.text = text;
    imported.kind = Imported::Kind::Text;
    const dialects::AnyInput input = dialects::readAnyText(text, file.isEmpty() ? std::string("job") : file.toStdString());
    imported.what = QString::fromUtf8(nameOf(input.dialect).data(), static_cast<qsizetype>(nameOf(input.dialect).size()));
    imported.notes = notesOf(input);
    if (input.dialect == dialects::Dialect::AlphaFold3 || input.jobs.empty()) return imported;   // as written, its problems marked
    imported.kind = Imported::Kind::Jobs;
    for (const features::FoldInput& job : input.jobs) {
        imported.jobs.push_back(dialects::writeAlphafold3(job, dialects::Absent::None) + "\n");
        imported.names.push_back(QString::fromStdString(job.name));
    }
    return imported;
}

// A plain FASTA text that is pasted adds its chains to the job.
bool isPlainFasta(const dialects::AnyInput& input) { return input.dialect == dialects::Dialect::Fasta && input.jobs.size() == 1; }

}  // namespace

Imported importText(const std::string& text, const QString& file, const structure::ComponentDictionary& components) {
    const std::string word = trimmed(text);
    Imported imported;
    if (word.empty()) return imported;
    const bool object = word[0] == '{' || word[0] == '[';
    const bool severalLines = word.find('\n') != std::string::npos;
    try {
        if (word[0] == '>') {
            const dialects::AnyInput input = dialects::readAnyText(word + "\n", "pasted.fasta");
            if (isPlainFasta(input)) {
                const auto job = readJobText(dialects::writeAlphafold3(input.jobs[0], dialects::Absent::None), {});
                for (const EntityValue& entity : job->job.entities) {
                    imported.entities.push_back(entity);
                    imported.entities.back().item = std::string::npos;
                }
                imported.kind = Imported::Kind::Entities;
                imported.what = tr("FASTA");
                imported.notes = notesOf(input);
                return imported;
            }
            return importJobs(word + "\n", file);
        }
        if ((object && word.find_first_of("\"{") != std::string::npos) || (severalLines && bareLetters(word).empty())) return importJobs(text, file);
    } catch (const Error& error) {
        imported.notes << QString::fromUtf8(error.what());
        return imported;
    }
    return importWord(word, components);
}

Imported importFile(const QString& file) {
    try {
        const QFileInfo info(file);
        features::TextFiles files(info.absolutePath().toStdString());
        return importJobs(files.read(info.fileName().toStdString()), info.absoluteFilePath());
    } catch (const Error& error) {
        Imported imported;
        imported.notes << QString::fromUtf8(error.what());
        return imported;
    }
}

}  // namespace foldmeter::job
