#include "gui/app/window_commands.h"

#include "gui/app/export_report.h"
#include "gui/app/main_window.h"
#include "gui/app/preferences.h"
#include "gui/app/rail.h"
#include "gui/app/workbench.h"
#include "gui/commands/palette.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QUndoStack>

#include <algorithm>

namespace foldmeter::app {
namespace {

using commands::Command;

const QString fileMenu() { return MainWindow::tr("File"); }
const QString editMenu() { return MainWindow::tr("Edit"); }
const QString viewMenu() { return MainWindow::tr("View"); }
const QString runMenu() { return MainWindow::tr("Run"); }
const QString helpMenu() { return MainWindow::tr("Help"); }

struct Added {
    MainWindow& window;
    commands::CommandRegistry& registry;

    Command make(const char* id, const QString& subject, const QString& title, const char* keys = "", const char* icon = "") const {
        Command command;
        command.id = QString::fromLatin1(id);
        command.subject = subject;
        command.title = title;
        command.shortcut = QKeySequence(QString::fromLatin1(keys));
        command.icon = QString::fromLatin1(icon);
        return command;
    }
    void add(Command command) const { registry.add(std::move(command), &window); }
    void run(Command command, std::function<void()> what, std::function<QString()> whyNot = {}) const {
        command.run = std::move(what);
        command.whyNot = std::move(whyNot);
        add(std::move(command));
    }
};

void addFileCommands(const Added& to) {
    MainWindow& window = to.window;
    to.run(to.make("file.open", fileMenu(), MainWindow::tr("Open…"), "Ctrl+O", "open"), [&window] {
        const QString file = QFileDialog::getOpenFileName(&window, MainWindow::tr("Open a job, a timeline or a file of a run"));
        if (!file.isEmpty()) window.open(file);
    });
    to.run(to.make("file.open_folder", fileMenu(), MainWindow::tr("Open a run's folder…"), "Ctrl+Shift+O", "folder"), [&window] {
        const QString folder = QFileDialog::getExistingDirectory(&window, MainWindow::tr("Open a prediction's folder"));
        if (!folder.isEmpty()) window.open(folder);
    });
    Command report = to.make("file.export_report", fileMenu(), MainWindow::tr("Export report…"), "Ctrl+Alt+Shift+E", "export");
    report.explanation = MainWindow::tr("As a web page, PDF, table, or for other programs: of the comparison, else of the open run.");
    to.run(std::move(report), [&window] {
        const QString file = QFileDialog::getSaveFileName(&window, MainWindow::tr("Export report"), QStringLiteral("report.html"), reportFilters());
        if (!file.isEmpty()) window.exportReport(file);
    }, [&window] { return window.whyNoReport(); });
    to.run(to.make("file.quit", fileMenu(), MainWindow::tr("Quit"), "Ctrl+Q"), [&window] { window.close(); });
}

void addEditCommands(const Added& to) {
    QUndoStack* steps = to.registry.undoStack();
    to.run(to.make("edit.undo", editMenu(), MainWindow::tr("Undo"), "Ctrl+Z", "undo"), [steps] { steps->undo(); },
           [steps] { return steps->canUndo() ? QString() : MainWindow::tr("there is nothing to undo"); });
    to.run(to.make("edit.redo", editMenu(), MainWindow::tr("Redo"), "Ctrl+Shift+Z", "redo"), [steps] { steps->redo(); },
           [steps] { return steps->canRedo() ? QString() : MainWindow::tr("there is nothing to redo"); });
    auto& registry = to.registry;
    const auto lastLine = [&registry] {
        const auto& log = registry.log();
        const auto found = std::find_if(log.rbegin(), log.rend(), [](const auto& line) { return !line.commandLine.isEmpty(); });
        return found == log.rend() ? QString() : found->commandLine;
    };
    to.run(to.make("edit.copy_as_command", editMenu(), MainWindow::tr("Copy the last action as a command"), "Ctrl+Alt+C", "copy"),
           [lastLine] { QApplication::clipboard()->setText(lastLine()); },
           [lastLine] { return lastLine().isEmpty() ? MainWindow::tr("nothing was done yet that has a command line") : QString(); });
    auto& selection = to.window.workbench().selection();
    Command clear = to.make("edit.clear_selection", editMenu(), MainWindow::tr("Clear the selection"), "Esc");
    clear.change = [&selection] {
        return commands::changeOf<commands::Selection>(MainWindow::tr("Clear the selection"), selection.selection(), {},
                                                       [&selection](const commands::Selection& s) { selection.select(s); });
    };
    clear.whyNot = [&selection] { return selection.selection().empty() ? MainWindow::tr("nothing is selected") : QString(); };
    to.add(std::move(clear));
}

void addPageCommand(const Added& to, const char* id, Page page, const QString& title, const char* keys, const char* icon) {
    MainWindow& window = to.window;
    Command command = to.make(id, viewMenu(), title, keys, icon);
    command.checked = [&window, page] { return window.page() == page; };
    to.run(std::move(command), [&window, page] { window.showPage(page); });
}

void addSchemeCommand(const Added& to, look::SchemeChoice choice, const QString& title) {
    MainWindow& window = to.window;
    Command command = to.make("", viewMenu(), title);
    command.id = QStringLiteral("view.scheme.") + look::toName(choice);
    command.checked = [&window, choice] { return keptScheme(window.workbench().store()) == choice; };
    command.change = [&window, choice, title]() -> QUndoCommand* {
        const auto before = keptScheme(window.workbench().store());
        if (before == choice) return nullptr;
        return commands::changeOf<look::SchemeChoice>(title, before, choice, [&window](const look::SchemeChoice& c) { window.preferences()->setScheme(c); });
    };
    to.add(std::move(command));
}

void addScaleCommand(const Added& to, const char* id, const QString& title, const char* keys, int step) {
    MainWindow& window = to.window;
    Command command = to.make(id, viewMenu(), title, keys);
    command.explanation = MainWindow::tr("The next start takes it.");
    command.change = [&window, step, title] {
        const int before = keptScale(window.workbench().store());
        return commands::changeOf<int>(title, before, std::clamp(before + step, leastScale, mostScale), [&window](const int& percent) {
            window.preferences()->setScale(percent);
            window.tell(MainWindow::tr("The next start takes a scale of %1 %.").arg(percent), MainWindow::tr("Restart now"), [&window] { Q_EMIT window.restartWanted(); });
        });
    };
    command.whyNot = [&window, step] {
        const int now = keptScale(window.workbench().store());
        if (step > 0 && now >= mostScale) return MainWindow::tr("it is at its largest, %1 %").arg(mostScale);
        if (step < 0 && now <= leastScale) return MainWindow::tr("it is at its smallest, %1 %").arg(leastScale);
        return QString();
    };
    to.add(std::move(command));
}

void addPaneCommand(const Added& to, const char* pane, const QString& title, const QString& subject, const char* keys, const char* icon) {
    MainWindow& window = to.window;
    const QString id = QString::fromLatin1(pane);
    Command command = to.make("", subject, title, keys, icon);
    command.id = QStringLiteral("view.window.") + id;
    command.checked = [&window, id] { return window.isPaneShown(id); };
    command.change = [&window, id, title] {
        const bool shown = window.isPaneShown(id);
        return commands::changeOf<bool>(title, shown, !shown, [&window, id](const bool& s) { window.setPaneShown(id, s); });
    };
    to.add(std::move(command));
}

void addViewCommands(const Added& to) {
    MainWindow& window = to.window;
    addPageCommand(to, "view.page.start", Page::Start, MainWindow::tr("Start"), "Ctrl+1", "start");
    addPageCommand(to, "view.page.job", Page::Job, MainWindow::tr("Job"), "Ctrl+2", "job");
    addPageCommand(to, "view.page.runs", Page::Runs, MainWindow::tr("Runs"), "Ctrl+3", "runs");
    addPageCommand(to, "view.page.run", Page::Run, MainWindow::tr("Run"), "Ctrl+4", "run");
    addPageCommand(to, "view.page.compare", Page::Compare, MainWindow::tr("Compare"), "Ctrl+5", "compare");
    to.run(to.make("view.back", viewMenu(), MainWindow::tr("Back"), "Alt+Left"), [&window] { window.goBack(); },
           [&window] { return window.canGoBack() ? QString() : MainWindow::tr("no page was shown before this one"); });
    addSchemeCommand(to, look::SchemeChoice::System, MainWindow::tr("Colours as the system"));
    addSchemeCommand(to, look::SchemeChoice::Light, MainWindow::tr("Light colours"));
    addSchemeCommand(to, look::SchemeChoice::Dark, MainWindow::tr("Dark colours"));
    addSchemeCommand(to, look::SchemeChoice::HighContrast, MainWindow::tr("High contrast"));
    addScaleCommand(to, "view.scale.larger", MainWindow::tr("Larger"), "Ctrl++", scaleStep);
    addScaleCommand(to, "view.scale.smaller", MainWindow::tr("Smaller"), "Ctrl+-", -scaleStep);
    Command full = to.make("view.full_screen", viewMenu(), MainWindow::tr("Full screen"), "F11");
    full.checked = [&window] { return window.isFullScreen(); };
    full.change = [&window] {
        return commands::changeOf<bool>(MainWindow::tr("Full screen"), window.isFullScreen(), !window.isFullScreen(),
                                        [&window](const bool& on) { on ? window.showFullScreen() : window.showNormal(); });
    };
    to.add(std::move(full));
    addPaneCommand(to, "preferences", MainWindow::tr("Preferences"), editMenu(), "Ctrl+,", "settings");
    addPaneCommand(to, "queue", MainWindow::tr("Queue"), viewMenu(), "Ctrl+Shift+Q", "queue");
    addPaneCommand(to, "log", MainWindow::tr("Log of actions"), viewMenu(), "Ctrl+Shift+L", "");
}

// The job that runs now: pause and cancel act on it.
void addQueueCommands(const Added& to) {
    engine::JobQueue& queue = to.window.workbench().queue();
    const auto nothingRuns = [&queue] { return queue.running() ? QString() : MainWindow::tr("nothing runs"); };
    Command pause = to.make("run.pause", runMenu(), MainWindow::tr("Pause"), "Ctrl+Shift+Space", "pause");
    pause.checked = [&queue] { return queue.running() && queue.running()->state.phase == worker::JobPhase::Paused; };
    pause.whyNot = nothingRuns;
    pause.change = [&queue] {
        const int number = queue.running()->number;
        const bool paused = queue.running()->state.phase == worker::JobPhase::Paused;
        return commands::changeOf<bool>(paused ? MainWindow::tr("Go on") : MainWindow::tr("Pause"), paused, !paused,
                                        [&queue, number](const bool& on) { queue.setPaused(number, on); });
    };
    to.add(std::move(pause));
    Command cancel = to.make("run.cancel", runMenu(), MainWindow::tr("Cancel"), "Ctrl+Shift+Backspace", "cancel");
    cancel.explanation = MainWindow::tr("Stops at the next step; what is finished is kept.");
    to.run(std::move(cancel), [&queue] { queue.cancel(queue.running()->number); }, nothingRuns);
}

void addAgainCommand(const Added& to) {
    MainWindow& window = to.window;
    Command again = to.make("run.again", runMenu(), MainWindow::tr("Predict again"), "Ctrl+R", "predict");
    again.explanation = MainWindow::tr("The same job once more: with the code in the cache, its first seed is as quick as the others.");
    to.run(std::move(again), [&window] { window.predictAgain(); }, [&window] { return window.whyNotAgain(); });
}

void addHelpCommands(const Added& to) {
    MainWindow& window = to.window;
    to.run(to.make("help.show", helpMenu(), MainWindow::tr("Help for this pane"), "F1", "help"), [&window] { window.showHelp(); });
    to.run(to.make("help.commands", helpMenu(), MainWindow::tr("All commands"), "Ctrl+Shift+P", "search"), [&window] { window.palette()->open(); });
    to.run(to.make("help.shortcuts", helpMenu(), MainWindow::tr("Shortcuts"), "Ctrl+Alt+K"), [&window] {
        window.setPaneShown(QStringLiteral("preferences"), true);
        window.preferences()->showShortcuts();
    });
    addPaneCommand(to, "help", MainWindow::tr("Help pages"), helpMenu(), "", "");
    to.run(to.make("help.about", helpMenu(), MainWindow::tr("About Foldmeter")), [&window] { window.showAbout(); });
}

void fillMenu(QMenu* menu, const commands::CommandRegistry& registry, const QString& subject) {
    menu->clear();
    QString group;
    for (const QString& id : registry.ids()) {
        if (registry.command(id)->subject != subject) continue;
        const QString own = id.section(u'.', 0, 1);
        if (!group.isEmpty() && own != group && id.count(u'.') > 1) menu->addSeparator();
        group = own;
        menu->addAction(registry.action(id));
    }
}

}  // namespace

void addWindowCommands(MainWindow& window) {
    const Added to{window, window.workbench().commands()};
    addFileCommands(to);
    addEditCommands(to);
    addViewCommands(to);
    addQueueCommands(to);
    addAgainCommand(to);
    addHelpCommands(to);
}

void addMenus(MainWindow& window, Rail& rail) {
    commands::CommandRegistry& registry = window.workbench().commands();
    for (const QString& subject : {fileMenu(), editMenu(), viewMenu(), MainWindow::tr("Job"), runMenu(), MainWindow::tr("Runs"), MainWindow::tr("Queue"), MainWindow::tr("Structure"), helpMenu()}) {
        QMenu* menu = window.menuBar()->addMenu(subject);
        menu->setToolTipsVisible(true);
        QObject::connect(menu, &QMenu::aboutToShow, menu, [menu, subject, &registry] {
            registry.refresh();
            fillMenu(menu, registry, subject);
        });
    }
    for (const char* page : {"view.page.start", "view.page.job", "view.page.runs", "view.page.run", "view.page.compare"}) rail.addPage(registry.action(QString::fromLatin1(page)));
    registry.action(QStringLiteral("help.show"))->setIconText(MainWindow::tr("Help"));
    rail.addBelow(registry.action(QStringLiteral("view.window.queue")));
    rail.addBelow(registry.action(QStringLiteral("view.window.preferences")));
    rail.addBelow(registry.action(QStringLiteral("help.show")));
}

}  // namespace foldmeter::app
