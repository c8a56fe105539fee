// The job that is being edited: its text, what the form shows of it, and what the check of it found. Everything that
// changes it, typing in the JSON text as much as a press in the form, is one kind of step on the window's undo stack.
#pragma once

#include "gui/job/component_library.h"
#include "gui/job/job_check.h"
#include "gui/job/job_edits.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <memory>

namespace foldmeter::commands {
class CommandRegistry;
}

namespace foldmeter::job {

class JobDocument : public QObject {
    Q_OBJECT

public:
    JobDocument(commands::CommandRegistry& registry, ComponentLibrary& library, QObject* parent = nullptr);
    ~JobDocument() override;

    const std::string& text() const { return m_text; }
    // What the form shows: of the text, or, while that is no JSON object, of the last one that was.
    const JobText& job();
    bool formFits();                        // the form shows the text as it is
    const KeptTexts& kept() const { return m_kept; }
    const JobCheck& check() const { return m_check; }
    bool checkIsCurrent() const { return m_check.revision == m_revision; }
    std::uint64_t revision() const { return m_revision; }
    ComponentLibrary& library() { return m_library; }

    QString file() const { return m_file; } // where it was opened or saved; empty: nowhere
    bool isModified() const { return m_text != m_savedText; }
    std::string savedForm() const;          // the text as a file holds it: kept texts and line ends back in place
    void setSaved(const QString& file);     // it now stands in that file
    void setUnsaved() { m_savedText.clear(); }   // no file holds it as it is

    // One step of undo named `what`. Steps with the same `merge` (not negative) that follow each other at one place
    // within a moment become one.
    void apply(const QString& what, Edits edits, int merge = -1);
    // Typed in the text itself: the form follows after a moment of rest.
    void type(const QString& what, Edits edits);
    // The whole text replaced, as one step; `file`: where relative paths in it start.
    void open(const QString& what, const std::string& text, const QString& file);
    // Long texts of what is put in are kept aside.
    std::string keptAside(const std::string& text);
    void checkNow();                        // rather than after a moment of rest

Q_SIGNALS:
    // Bytes of the text before. The form's view is fresh when jobChanged() follows.
    void textChanged(const foldmeter::job::Edits& edits);
    void jobChanged();
    void checked();
    void fileChanged();

private:
    friend class TextStep;
    void put(const Edits& edits, const QString& file);
    void readJob();
    void startCheck();
    void takeCheck(JobCheck check);

    commands::CommandRegistry& m_registry;
    ComponentLibrary& m_library;
    std::string m_text, m_savedText;
    QString m_file;
    bool m_carriageReturns = false;         // the file's lines end in \r\n
    KeptTexts m_kept;
    std::shared_ptr<const JobText> m_job;   // never null
    bool m_fits = true;
    std::uint64_t m_revision = 1, m_readRevision = 0;
    JobCheck m_check;
    QTimer m_readTimer, m_checkTimer;
    bool m_checking = false, m_typing = false;
    QThreadPool m_pool;
};

}  // namespace foldmeter::job
