#include "gui/job/problem_view.h"

#include "gui/look/theme.h"

#include <QHeaderView>

namespace foldmeter::job {

ProblemView::ProblemView(QWidget* parent) : QTreeWidget(parent) {
    setObjectName(QStringLiteral("problemView"));
    setAccessibleName(tr("Problems of the job"));
    setHeaderLabels({tr("Line"), tr("Problem"), tr("What to do")});
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    header()->setStretchLastSection(true);
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(1, QHeaderView::Stretch);
    connect(this, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item) { choose(item); });
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) { choose(item); });
}

void ProblemView::show(const JobCheck& check) {
    const look::Theme& theme = look::themeOf(this);
    m_marks = check.marks;
    m_errors = m_warnings = 0;
    clear();
    for (const bool error : {true, false})
        for (std::size_t i = 0; i < m_marks.size(); ++i) {
            const features::Problem& problem = m_marks[i].problem;
            if ((problem.severity == features::Problem::Severity::Error) != error) continue;
            ++(error ? m_errors : m_warnings);
            const QString line = problem.position.line > 0 ? QString::number(problem.position.line) : QString();
            auto* item = new QTreeWidgetItem(this, {line, QString::fromStdString(problem.text), QString::fromStdString(problem.hint)});
            item->setData(0, Qt::UserRole, static_cast<qulonglong>(i));
            item->setForeground(1, error ? theme.failure : theme.text);
            item->setToolTip(1, QStringLiteral("%1\n%2").arg(QString::fromStdString(problem.text), QString::fromStdString(problem.path)));
            item->setToolTip(2, QString::fromStdString(problem.hint));
            item->setData(1, Qt::AccessibleTextRole, (error ? tr("Error: %1") : tr("Warning: %1")).arg(QString::fromStdString(problem.text)));
        }
}

void ProblemView::choose(const QTreeWidgetItem* item) {
    const Mark& mark = m_marks[item->data(0, Qt::UserRole).toULongLong()];
    Q_EMIT chosen(mark.begin, mark.end);
}

}  // namespace foldmeter::job
