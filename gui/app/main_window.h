// The window: the rail of pages, the pages, the panes beside them (log, help, preferences), the status line, the command
// palette. It decides what is seen and hands work to the workbench; pages are made when they are first needed.
#pragma once

#include <QMainWindow>
#include <QPointer>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <vector>

class QDockWidget;
class QLabel;
class QStackedWidget;

namespace foldmeter::commands {
class CommandPalette;
}
namespace foldmeter::engine {
struct QueueJob;
}
namespace foldmeter::look {
class NoteBar;
}
namespace foldmeter::queue {
class FinishNotice;
}
namespace foldmeter::runs {
struct RunAgain;
class RunsPage;
}
namespace foldmeter::start {
class StartPage;
}

namespace foldmeter::app {

class ComparePage;
class HelpPane;
class JobDraft;
class PlannedJobPage;
class Preferences;
class QueueLine;
class Rail;
class RunPage;
class Workbench;

enum class Page { Start, Job, Runs, Run, Compare };
enum class UnsavedJob { Save, Discard, Keep };   // what becomes of it when the window closes; Keep: it does not close

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(Workbench& workbench, QWidget* parent = nullptr);
    ~MainWindow() override;

    Workbench& workbench() { return m_workbench; }
    Page page() const { return m_page; }
    void showPage(Page page);
    QWidget* pageWidget(Page page);                    // makes it when it is not there yet
    RunPage* runPage();
    PlannedJobPage* jobPage();
    ComparePage* comparePage();
    void compareRuns(const std::vector<int>& numbers);
    void exportReport(const QString& file);            // of what is open: the comparison, else the run
    QString whyNoReport() const;
    runs::RunsPage* runsPage();                        // nullptr without a history
    void goBack();
    void showLastPage();                               // the page, and the run, that were seen when a window last closed
    // Asked at closing with the name of a job that is not saved; a dialog unless set.
    void setUnsavedQuestion(std::function<UnsavedJob(const QString& job)> question) { m_unsavedQuestion = std::move(question); }
    void offerScale();                                 // on a fine-grained screen, as long as no scale was chosen
    void bringBackDraft();                             // a job that a window did not live to save
    bool hasPage(Page page) const { return m_pages.contains(page); }   // it was made
    void rememberWindow();                             // as closing does, without asking: another window takes over
    bool canGoBack() const { return !m_before.empty(); }

    void open(const QString& text);                    // whatever it is; a notice says what went wrong
    void openJob(const QString& file);                 // in the job editor
    void openRun(int number);
    void openRunFolder(const std::filesystem::path& folder);
    void watch(const QString& job);                    // the running or waiting job of this name
    int predictFile(const QString& file);              // a bundled example, with the demo model; its number in the queue
    int predict(const engine::QueueJob& job);
    void predictAgain();                               // the run that is open
    QString whyNotAgain() const;

    void tell(const QString& text, const QString& button = {}, std::function<void()> pressed = {});
    QString told() const;                              // the notice that is shown

    // Panes beside the pages: "log", "help", "preferences", "queue".
    bool isPaneShown(const QString& id) const;
    void setPaneShown(const QString& id, bool shown);
    QDockWidget* pane(const QString& id);
    HelpPane* help();
    Preferences* preferences();
    void showHelp();                                   // of what has the focus
    void showAbout();

    commands::CommandPalette* palette() const { return m_palette; }
    QueueLine* queueLine() const { return m_queueLine; }

Q_SIGNALS:
    void restartWanted();
    void languageWanted();                             // another one was chosen
    void pageChanged(foldmeter::app::Page page);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeFrame();
    void makeStatus();
    QWidget* makePage(Page page);
    QWidget* makeStart();
    QWidget* makeJob();
    QWidget* makeRuns();
    QWidget* makeRun();
    QWidget* makeCompare();
    QWidget* makeQueue();
    void runAgain(const runs::RunAgain& wish);
    void predictFirstExample();
    QDockWidget* makePane(const QString& id);
    void addPasteCommand();
    void refreshStart();
    void follow(int number);                           // a job of the queue that ended
    void restoreWindow();
    bool mayClose();
    void keepDraft();
    void offerDraft();
    void saveWindow();

    Workbench& m_workbench;
    Rail* m_rail;
    QStackedWidget* m_stack;
    look::NoteBar* m_notice;
    std::function<void()> m_noticePressed;
    commands::CommandPalette* m_palette;
    QueueLine* m_queueLine;
    QLabel* m_selectionText;
    queue::FinishNotice* m_finishNotice;
    std::function<UnsavedJob(const QString&)> m_unsavedQuestion;
    std::unique_ptr<JobDraft> m_draft;
    std::map<Page, QWidget*> m_pages;
    std::map<QString, QDockWidget*> m_panes;
    QPointer<start::StartPage> m_start;
    Page m_page = Page::Start;
    std::vector<Page> m_before;
};

}  // namespace foldmeter::app
