// One step of undo in a job: places of its text that changed, with what stood there before.
#pragma once

#include "gui/job/job_edits.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QUndoCommand>

namespace foldmeter::job {

class JobDocument;

class TextStep : public QUndoCommand {
public:
    TextStep(JobDocument& document, const QString& what, Edits edits, const QString& fileAfter, int merge);
    void redo() override;
    void undo() override;
    int id() const override { return m_merge; }
    bool mergeWith(const QUndoCommand* other) override;

private:
    QPointer<JobDocument> m_document;
    Edits m_forward, m_back;
    QString m_fileBefore, m_fileAfter;
    int m_merge;
    QElapsedTimer m_made;
};

// `edits` without what they leave as it was.
Edits trimmed(const std::string& text, const Edits& edits);
// What undoes `edits` of `text`.
Edits inverse(const std::string& text, const Edits& edits);

}  // namespace foldmeter::job
