#include "gui/app/open_window.h"

#include "gui/app/compare_page.h"
#include "gui/app/main_window.h"
#include "gui/app/matrix_pane.h"
#include "gui/app/planned_job_page.h"
#include "gui/app/preferences.h"
#include "gui/app/run_page.h"
#include "gui/app/workbench.h"
#include "gui/job/job_page.h"
#include "gui/look/translation.h"

#include <QCoreApplication>
#include <QUndoStack>

#include <optional>

namespace foldmeter::app {

struct OpenWindow::Open {
    struct Job {
        std::string text;
        QString file;
        bool unsaved = false;
    };
    struct Compared {
        std::vector<std::filesystem::path> folders;
        std::vector<std::string> names;
        int baseline = 0;
        QString matrix;
    };
    Page page = Page::Start;
    std::optional<Job> job;
    std::filesystem::path run, timeline;
    int watched = 0;
    std::optional<Compared> compared;
};

OpenWindow::OpenWindow(Workbench& workbench, QObject* parent) : QObject(parent), m_workbench(workbench) { make(); }

OpenWindow::~OpenWindow() = default;

void OpenWindow::make() {
    m_window = std::make_unique<MainWindow>(m_workbench);
    connect(m_window.get(), &MainWindow::restartWanted, this, &OpenWindow::restartWanted);
    connect(m_window.get(), &MainWindow::languageWanted, this, &OpenWindow::changeLanguage, Qt::QueuedConnection);   // the asker goes with its window
}

QString OpenWindow::whyNotNow() const {
    if (!m_window->hasPage(Page::Compare)) return {};
    const MatrixRun* run = m_window->comparePage()->matrix()->current();
    return run && !run->isOver() ? MainWindow::tr("A matrix of settings runs: the language changes at the next start.") : QString();
}

OpenWindow::Open OpenWindow::whatIsOpen() const {
    Open open{.page = m_window->page(), .job = {}, .run = {}, .timeline = {}, .compared = {}};
    if (m_window->hasPage(Page::Job)) {
        job::JobPage* editor = m_window->jobPage()->editor();
        open.job = Open::Job{editor->document().savedForm(), editor->document().file(), editor->hasUnsaved()};
    }
    if (m_window->hasPage(Page::Run)) {
        open.run = m_window->runPage()->folder();
        open.timeline = m_window->runPage()->timelineFile();
        open.watched = m_window->runPage()->watched();
    }
    if (m_window->hasPage(Page::Compare)) {
        const ComparePage& page = *m_window->comparePage();
        open.compared = Open::Compared{page.folders(), page.names(), page.baseline(), page.matrix()->matrix()};
    }
    return open;
}

void OpenWindow::openAgain(const Open& open) {
    if (open.job) {
        job::JobPage* editor = m_window->jobPage()->editor();
        editor->openText(open.job->text, open.job->file);
        if (open.job->unsaved) editor->document().setUnsaved();
    }
    if (open.watched) m_window->runPage()->watch(open.watched);
    else if (!open.run.empty()) m_window->runPage()->showFolder(open.run);
    else if (!open.timeline.empty()) m_window->runPage()->showTimelineFile(open.timeline);
    if (open.compared) {
        ComparePage* page = m_window->comparePage();
        page->matrix()->setMatrix(open.compared->matrix);
        if (open.compared->folders.size() > 1) page->showSides(open.compared->folders, open.compared->names, open.compared->baseline);
    }
    m_window->showPage(open.page);
}

void OpenWindow::changeLanguage() {
    if (const QString why = whyNotNow(); !why.isEmpty()) return m_window->tell(why);
    if (keptLanguage(m_workbench.store()) == language()) return;
    const Open open = whatIsOpen();
    m_window->rememberWindow();
    m_workbench.commands().undoStack()->clear();
    m_window.reset();
    look::applyLanguage(*QCoreApplication::instance(), keptLanguage(m_workbench.store()));
    m_workbench.speak();
    make();
    m_window->show();
    openAgain(open);
    Q_EMIT made();
}

}  // namespace foldmeter::app
