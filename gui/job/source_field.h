// Where one alignment of a chain comes from: none, a file, or the text in the job. A file can be chosen, typed or dropped.
#pragma once

#include "gui/job/job_value.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QLabel;
class QToolButton;

namespace foldmeter::job {

class SourceField : public QWidget {
    Q_OBJECT

public:
    SourceField(const QString& title, const QString& explanation, QWidget* parent = nullptr);
    void setValue(const Source& source, const QString& folder);   // `folder`: where relative paths start
    QComboBox* kinds() const { return m_kinds; }
    QLineEdit* path() const { return m_path; }

Q_SIGNALS:
    void chosen(const foldmeter::job::Source& source);            // None, Search or File

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void chooseKind(int index);
    void chooseFile();
    void takePath(const QString& path);

    QComboBox* m_kinds;
    QLineEdit* m_path;
    QToolButton* m_browse;
    QLabel* m_note;
    QString m_folder;
    Source m_source;
};

// A file as a job names it: relative to the job's folder where it lies in or below that.
QString namedFrom(const QString& folder, const QString& file);

}  // namespace foldmeter::job
