// What is wrong with the job, a line each, errors first; choosing one goes to its place.
#pragma once

#include "gui/job/job_check.h"

#include <QTreeWidget>

namespace foldmeter::job {

class ProblemView : public QTreeWidget {
    Q_OBJECT

public:
    explicit ProblemView(QWidget* parent = nullptr);
    void show(const JobCheck& check);
    int errors() const { return m_errors; }
    int warnings() const { return m_warnings; }

Q_SIGNALS:
    void chosen(std::size_t begin, std::size_t end);   // bytes of the text

private:
    void choose(const QTreeWidgetItem* item);

    std::vector<Mark> m_marks;
    int m_errors = 0, m_warnings = 0;
};

}  // namespace foldmeter::job
