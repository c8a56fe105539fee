#include "gui/job/text_step.h"

#include "gui/job/job_document.h"

namespace foldmeter::job {

namespace {
constexpr qint64 longestPause = 1500;   // milliseconds between two steps that become one
}

TextStep::TextStep(JobDocument& document, const QString& what, Edits edits, const QString& fileAfter, int merge)
    : QUndoCommand(what), m_document(&document), m_forward(std::move(edits)), m_back(inverse(document.text(), m_forward)), m_fileBefore(document.file()),
      m_fileAfter(fileAfter), m_merge(merge) {
    m_made.start();
}

void TextStep::redo() {
    if (m_document) m_document->put(m_forward, m_fileAfter);
}

void TextStep::undo() {
    if (m_document) m_document->put(m_back, m_fileBefore);
}

bool TextStep::mergeWith(const QUndoCommand* other) {
    const auto* next = dynamic_cast<const TextStep*>(other);
    if (!next || next->m_document != m_document || m_made.msecsTo(next->m_made) > longestPause) return false;
    if (m_forward.size() != 1 || next->m_forward.size() != 1 || next->m_fileAfter != m_fileAfter) return false;
    json::TextEdit& mine = m_forward.front();
    const json::TextEdit& theirs = next->m_forward.front();
    if (theirs.offset + theirs.length == mine.offset && theirs.text.empty() && mine.text.empty()) {   // deleting on to the left
        m_back.front() = {theirs.offset, 0, next->m_back.front().text + m_back.front().text};
        mine = {theirs.offset, mine.length + theirs.length, ""};
    } else if (theirs.offset >= mine.offset && theirs.offset + theirs.length <= mine.offset + mine.text.size()) {
        mine.text.replace(theirs.offset - mine.offset, theirs.length, theirs.text);
        m_back.front().length = mine.text.size();
    } else {
        return false;
    }
    m_made = next->m_made;
    return true;
}

Edits trimmed(const std::string& text, const Edits& edits) {
    Edits result;
    for (const json::TextEdit& edit : edits)
        for (json::TextEdit& part : wholeText(text.substr(edit.offset, edit.length), edit.text)) {
            part.offset += edit.offset;
            result.push_back(std::move(part));
        }
    return result;
}

Edits inverse(const std::string& text, const Edits& edits) {
    Edits result;
    std::size_t added = 0, removed = 0;
    for (const json::TextEdit& edit : edits) {
        result.push_back({edit.offset + added - removed, edit.text.size(), text.substr(edit.offset, edit.length)});
        added += edit.text.size();
        removed += edit.length;
    }
    return result;
}

}  // namespace foldmeter::job
