// The template structures of a protein: a list, and a way to add one by file. Which residue lies on which is found by
// aligning the sequences of the file's chains with the protein's.
#pragma once

#include "gui/job/job_value.h"

#include <QThreadPool>
#include <QWidget>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace foldmeter::job {

class TemplatesField : public QWidget {
    Q_OBJECT

public:
    explicit TemplatesField(QWidget* parent = nullptr);
    ~TemplatesField() override;
    void setValue(const EntityValue& value, const QString& folder);
    void addFile(const QString& file);     // reads and aligns it beside the event loop
    QString note() const;

Q_SIGNALS:
    void added(const foldmeter::job::TemplateValue& value);
    void removed(std::size_t index);
    void read();                           // a file was read, to the good or not

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void chooseFile();
    void showRows();

    QVBoxLayout* m_rows;
    QToolButton* m_add;
    QLabel* m_note;
    EntityValue m_value;
    QString m_folder;
    QThreadPool m_pool;
};

}  // namespace foldmeter::job
