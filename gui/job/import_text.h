// What a pasted text or a dropped file is, found beside the event loop: a whole job in any dialect, sequences to add, a
// molecule, or a component.
#pragma once

#include "gui/job/job_check.h"
#include "gui/job/job_value.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <string>
#include <vector>

namespace foldmeter::job {

struct Imported {
    enum class Kind { Nothing, Jobs, Entities, Text } kind = Kind::Nothing;
    QString what;                          // "AlphaFold Server JSON", "FASTA", "SMILES"
    std::vector<std::string> jobs;         // Jobs: AlphaFold 3 JSON each
    std::vector<QString> names;            // of the jobs
    std::vector<EntityValue> entities;     // Entities: to be added to the present job
    std::string text;                      // Text: not read as a job; to be mended in the editor, where its problems are marked
    QString file;                          // where relative paths start
    QStringList notes;                     // what was dropped and assumed, in words; why it is Nothing
};

// A text that was pasted. `file` is the job's, for relative paths.
Imported importText(const std::string& text, const QString& file, const structure::ComponentDictionary& components);
// A file that was opened or dropped, packed or not. Whole jobs, also of FASTA and structures.
Imported importFile(const QString& file);

}  // namespace foldmeter::job
