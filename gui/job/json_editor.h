// The job as JSON text: numbered lines, colours, every problem underlined at its place with its words in the tooltip and
// a sign in the margin. What is typed here and what the form changes are steps of the same undo stack.
#pragma once

#include "gui/job/job_edits.h"

#include <QPlainTextEdit>

namespace foldmeter::job {

class JobDocument;
class JsonHighlighter;

class JsonEditor : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit JsonEditor(JobDocument& document, QWidget* parent = nullptr);
    void goTo(std::size_t begin, std::size_t end);   // bytes of the text; selects them and takes the focus
    void paintMargin(QPaintEvent* event);
    int marginWidth() const;
    QString problemAt(int position) const;           // words of the problems there, one a line

Q_SIGNALS:
    void filesDropped(const QStringList& files);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;

private:
    struct Underline {
        int begin, end;
        bool error;
        QString words;
    };
    void takeTyping();
    void follow(const Edits& edits);
    void showMarks();
    void applyColours();
    void placeMargin();

    JobDocument& m_job;
    JsonHighlighter* m_highlighter;
    QWidget* m_margin;
    bool m_following = false;    // the text changes because the job did
    bool m_typing = false;       // the job changes because the text did
    std::vector<Underline> m_underlines;
};

}  // namespace foldmeter::job
