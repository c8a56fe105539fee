#include "gui/app/main_window.h"

#include "base/error.h"
#include "base/paths.h"
#include "gui/app/compare_page.h"
#include "gui/app/dock_page.h"
#include "gui/app/export_report.h"
#include "gui/app/help_pane.h"
#include "gui/app/job_draft.h"
#include "gui/app/openable.h"
#include "gui/app/planned_job_page.h"
#include "gui/app/preferences.h"
#include "gui/app/queue_line.h"
#include "gui/app/rail.h"
#include "gui/app/run_page.h"
#include "gui/app/window_commands.h"
#include "gui/app/workbench.h"
#include "gui/commands/action_log.h"
#include "gui/commands/palette.h"
#include "gui/engine/repeat_job.h"
#include "gui/job/job_page.h"
#include "gui/queue/finish_notice.h"
#include "gui/queue/queue_pane.h"
#include "gui/runs/runs_page.h"
#include "gui/look/numbers.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "gui/settings/presets.h"
#include "gui/start/machine_panel.h"
#include "gui/start/start_page.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QUrl>
#include <QVBoxLayout>

namespace foldmeter::app {
namespace {

constexpr int windowVersion = 1;
const QString geometryKey = QStringLiteral("window/geometry");
const QString stateKey = QStringLiteral("window/state");
const QString pageKey = QStringLiteral("window/page");
const QString runKey = QStringLiteral("window/run");
const QString demoModel = QStringLiteral("foldmeter-demo");

std::vector<start::Example> bundledExamples() {
    try {
        return start::readExamples(resourcePath("examples"));
    } catch (const InputError&) {
        return {};   // without resources the page still takes the user's own jobs
    }
}

UnsavedJob askAboutUnsaved(QWidget* window, const QString& job) {
    QMessageBox question(QMessageBox::Question, MainWindow::tr("Foldmeter"), MainWindow::tr("The job “%1” is not saved.").arg(job), QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, window);
    question.setInformativeText(MainWindow::tr("What was written in it is lost when the window closes without saving."));
    question.button(QMessageBox::Discard)->setText(MainWindow::tr("Don't save"));
    question.setDefaultButton(QMessageBox::Save);
    switch (question.exec()) {
        case QMessageBox::Save: return UnsavedJob::Save;
        case QMessageBox::Discard: return UnsavedJob::Discard;
        default: return UnsavedJob::Keep;
    }
}

QString firstFile(const QMimeData* mime) {
    for (const QUrl& url : mime->urls())
        if (url.isLocalFile()) return url.toLocalFile();
    return {};
}

}  // namespace

MainWindow::MainWindow(Workbench& workbench, QWidget* parent)
    : QMainWindow(parent), m_workbench(workbench), m_rail(new Rail), m_stack(new QStackedWidget), m_notice(new look::NoteBar),
      m_selectionText(new QLabel), m_unsavedQuestion([this](const QString& job) { return askAboutUnsaved(this, job); }),
      m_draft(std::make_unique<JobDraft>(workbench.folder() / "drafts")) {
    setWindowTitle(tr("Foldmeter"));
    setAcceptDrops(true);
    resize(1280, 800);
    makeFrame();
    makeStatus();
    m_palette = new commands::CommandPalette(workbench.commands(), this);
    addWindowCommands(*this);
    addMenus(*this, *m_rail);
    connect(&workbench.queue(), &engine::JobQueue::jobEnded, this, &MainWindow::follow);
    m_finishNotice = new queue::FinishNotice(&workbench.queue(), [this] { return isActiveWindow(); }, this);
    m_finishNotice->setEnabled(keptNotify(workbench.store()));
    connect(m_finishNotice, &queue::FinishNotice::told, this, [this] { QApplication::alert(this); });
    connect(m_finishNotice, &queue::FinishNotice::clicked, this, [this](int number) {
        raise();
        activateWindow();
        if (const engine::QueueEntry* entry = m_workbench.queue().entry(number); entry && entry->run) openRun(entry->run);
    });
    connect(&workbench.queue(), &engine::JobQueue::entriesChanged, this, &MainWindow::refreshStart);
    connect(&workbench.queue(), &engine::JobQueue::entriesChanged, &workbench.commands(), &commands::CommandRegistry::refresh);
    connect(&workbench.queue(), &engine::JobQueue::jobStarted, &workbench.commands(), &commands::CommandRegistry::refresh);
    showPage(Page::Start);
    restoreWindow();
    offerDraft();
}

// What goes may still ask for pages and panes, so they go while the tables of them are whole.
MainWindow::~MainWindow() {
    delete m_palette;
    while (!m_panes.empty()) delete m_panes.extract(m_panes.begin()).mapped();
    while (!m_pages.empty()) delete m_pages.extract(m_pages.begin()).mapped();
}

void MainWindow::makeFrame() {
    addToolBar(Qt::LeftToolBarArea, m_rail);
    auto* middle = new QWidget;
    auto* layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notice);
    layout->addWidget(m_stack, 1);
    setCentralWidget(middle);
    setDockOptions(QMainWindow::AllowTabbedDocks | QMainWindow::AllowNestedDocks);
    connect(m_notice, &look::NoteBar::buttonPressed, this, [this] {
        const auto pressed = m_noticePressed;
        m_notice->clear();
        if (pressed) pressed();
    });
}

void MainWindow::makeStatus() {
    m_queueLine = new QueueLine(m_workbench.queue());
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_queueLine);
    statusBar()->addPermanentWidget(m_selectionText);
    m_selectionText->setAccessibleName(tr("Selection"));
    m_selectionText->setContentsMargins(0, 0, look::grid, 0);
    connect(&m_workbench.selection(), &commands::SharedSelection::selectionChanged, this,
            [this](const commands::Selection& selection) { m_selectionText->setText(commands::described(selection)); });
}

QWidget* MainWindow::makePage(Page page) {
    switch (page) {
        case Page::Start: return makeStart();
        case Page::Job: return makeJob();
        case Page::Runs: return makeRuns();
        case Page::Run: return makeRun();
        case Page::Compare: return makeCompare();
    }
    throw InternalError("a page without a widget");
}

QWidget* MainWindow::pageWidget(Page page) {
    if (const auto made = m_pages.find(page); made != m_pages.end()) return made->second;
    QWidget* widget = makePage(page);
    m_pages[page] = widget;   // only now: while it is made, commands ask which pages there are
    m_stack->addWidget(widget);
    return widget;
}

void MainWindow::showPage(Page page) {
    QWidget* widget = pageWidget(page);
    if (m_stack->currentWidget() != widget) {
        if (page != m_page) m_before.push_back(m_page);
        m_page = page;
        m_stack->setCurrentWidget(widget);
        Q_EMIT pageChanged(page);
    }
    m_workbench.commands().refresh();
}

void MainWindow::goBack() {
    if (m_before.empty()) return;
    const Page page = m_before.back();
    m_before.pop_back();
    showPage(page);
    if (!m_before.empty()) m_before.pop_back();   // going back is no way of its own
    m_workbench.commands().refresh();
}

QWidget* MainWindow::makeStart() {
    m_start = new start::StartPage(bundledExamples());
    setHelpTopic(m_start, QStringLiteral("window"));
    connect(m_start, &start::StartPage::predictWanted, this, &MainWindow::predictFile);
    connect(m_start, &start::StartPage::openWanted, this, &MainWindow::openJob);
    connect(m_start, &start::StartPage::watchWanted, this, &MainWindow::watch);
    connect(m_start, &start::StartPage::runWanted, this, &MainWindow::openRun);
    connect(m_start, &start::StartPage::chooseFile, this, [this] { m_workbench.commands().invoke(QStringLiteral("file.open")); });
    start::MachinePanel* machine = m_start->machine();
    machine->setModel(demoModel, tr("The model the examples are predicted with; a job can name another in its settings."));
    const auto showDevices = [this, machine] {
        machine->setEngineName(m_workbench.engineText().isEmpty() ? tr("This machine") : m_workbench.engine().address().name);
        if (m_workbench.devices()) machine->setDevices(*m_workbench.devices());
        else if (m_workbench.engine().state() == engine::EngineProcess::State::Lost) machine->setFailed(m_workbench.engine().reason());
        else machine->setWaiting();
    };
    connect(&m_workbench, &Workbench::devicesChanged, machine, showDevices);
    connect(&m_workbench, &Workbench::engineChanged, machine, showDevices);
    connect(machine, &start::MachinePanel::askAgain, this, [this] { m_workbench.askDevices(); });
    connect(machine, &start::MachinePanel::measureWanted, this, [this] { m_workbench.askDevices(true); });
    showDevices();
    addPasteCommand();
    refreshStart();
    return m_start;
}

// On the start page a pasted sequence or job opens the job page with it.
void MainWindow::addPasteCommand() {
    commands::Command paste;
    paste.id = QStringLiteral("start.paste");
    paste.subject = tr("Edit");
    paste.title = tr("Paste as a job");
    paste.shortcut = QKeySequence(QKeySequence::Paste);
    paste.whyNot = [] {
        const QMimeData* held = QApplication::clipboard()->mimeData();
        return held && (held->hasText() || held->hasUrls()) ? QString() : tr("the clipboard holds no text and no file");
    };
    paste.run = [this] {
        showPage(Page::Job);
        jobPage()->editor()->paste(QApplication::clipboard()->mimeData());
    };
    m_workbench.commands().add(std::move(paste), m_start, true);
}

void MainWindow::refreshStart() {
    if (!m_start) return;
    if (const history::History* history = m_workbench.history()) {
        history::Filter filter;
        filter.most = 200;   // enough to find the pictures of the examples
        m_start->setRuns(history->list(filter));
    }
    std::set<QString> jobs;
    for (const engine::QueueEntry& entry : m_workbench.queue().entries())
        if (!worker::isOver(entry.state.phase)) jobs.insert(entry.job.name);
    m_start->setRunning(jobs);
}

void MainWindow::tell(const QString& text, const QString& button, std::function<void()> pressed) {
    m_noticePressed = std::move(pressed);
    m_notice->setNote(look::NoteBar::Kind::Notice, text, button.isEmpty() ? tr("Close") : button);
}

QString MainWindow::told() const { return m_notice->isHidden() ? QString() : m_notice->text(); }

void MainWindow::open(const QString& text) {
    try {
        const Openable found = recognise(text.toStdString());
        switch (found.kind) {
            case Openable::Kind::Job: return openJob(QString::fromStdString(found.path.string()));
            case Openable::Kind::Run: return openRun(found.run);
            case Openable::Kind::RunFolder: return openRunFolder(found.path);
            case Openable::Kind::Timeline:
                runPage()->showTimelineFile(found.path);
                return showPage(Page::Run);
            case Openable::Kind::FolderOfRuns: break;
        }
        if (!m_workbench.history()) return tell(m_workbench.historyProblem());
        const auto runs = m_workbench.history()->import(found.path);
        tell(tr("%n run(s) entered in the history", nullptr, static_cast<int>(runs.size())));
        refreshStart();
        showPage(Page::Runs);
    } catch (const Error& problem) {
        tell(QString::fromUtf8(problem.what()));
    }
}


void MainWindow::openRun(int number) {
    try {
        if (!m_workbench.history()) throw InputError(m_workbench.historyProblem().toStdString());
        openRunFolder(m_workbench.history()->find(std::to_string(number)).folder);
    } catch (const Error& problem) {
        tell(QString::fromUtf8(problem.what()));
    }
}

RunPage* MainWindow::runPage() { return static_cast<RunPage*>(pageWidget(Page::Run)); }

PlannedJobPage* MainWindow::jobPage() { return static_cast<PlannedJobPage*>(pageWidget(Page::Job)); }

QWidget* MainWindow::makeJob() {
    auto* page = new PlannedJobPage(m_workbench);
    connect(page, &PlannedJobPage::predictWanted, this, &MainWindow::predict);
    connect(page->editor(), &job::JobPage::jobChanged, this, &MainWindow::keepDraft);
    return page;
}

void MainWindow::openJob(const QString& file) {
    showPage(Page::Job);
    jobPage()->editor()->openFile(file);
}

runs::RunsPage* MainWindow::runsPage() { return qobject_cast<runs::RunsPage*>(pageWidget(Page::Runs)); }

QWidget* MainWindow::makeRuns() {
    if (!m_workbench.history()) {
        auto* state = new look::StatePane;
        state->show(look::Failed{tr("The history cannot be used"), m_workbench.historyProblem(), tr("Runs are made all the same; they are not entered."), {}, {}, {}});
        return state;
    }
    auto* page = new runs::RunsPage(m_workbench.history(), &m_workbench.commands());
    setHelpTopic(page, QStringLiteral("runs-page"));
    connect(page, &runs::RunsPage::runWanted, this, &MainWindow::openRun);
    connect(page, &runs::RunsPage::runAgainWanted, this, &MainWindow::runAgain);
    connect(page, &runs::RunsPage::runsChanged, this, &MainWindow::refreshStart);
    connect(page, &runs::RunsPage::exampleWanted, this, &MainWindow::predictFirstExample);
    connect(page, &runs::RunsPage::compareWanted, this, &MainWindow::compareRuns);
    return page;
}

ComparePage* MainWindow::comparePage() { return static_cast<ComparePage*>(pageWidget(Page::Compare)); }

QWidget* MainWindow::makeCompare() {
    auto* page = new ComparePage(m_workbench);
    setHelpTopic(page, QStringLiteral("comparing"));
    connect(page, &ComparePage::runsWanted, this, [this] { showPage(Page::Runs); });
    connect(page, &ComparePage::shown, &m_workbench.commands(), &commands::CommandRegistry::refresh);
    return page;
}

void MainWindow::compareRuns(const std::vector<int>& numbers) {
    try {
        if (!m_workbench.history()) throw InputError(m_workbench.historyProblem().toStdString());
        std::vector<std::filesystem::path> folders;
        for (const int number : numbers) folders.push_back(m_workbench.history()->find(std::to_string(number)).folder);
        showPage(Page::Compare);
        comparePage()->showRuns(folders);
    } catch (const Error& problem) {
        tell(QString::fromUtf8(problem.what()));
    }
}

QString MainWindow::whyNoReport() const {
    const auto compared = m_pages.find(Page::Compare);
    if (m_page == Page::Compare && compared != m_pages.end()) return static_cast<ComparePage*>(compared->second)->comparison() ? QString() : tr("no runs are compared");
    const auto run = m_pages.find(Page::Run);
    if (run == m_pages.end() || static_cast<RunPage*>(run->second)->folder().empty()) return tr("no run is open");
    const auto& prediction = static_cast<RunPage*>(run->second)->prediction();
    return prediction && prediction->timing ? QString() : tr("the open run has no timing file: it runs still, or another program made it");
}

void MainWindow::exportReport(const QString& file) {
    try {
        if (m_page == Page::Compare) app::exportReport(file.toStdString(), comparePage()->folders(), static_cast<std::size_t>(comparePage()->baseline()), comparePage()->names());
        else app::exportReport(file.toStdString(), {runPage()->folder()});
        tell(tr("%1: written").arg(file));
    } catch (const Error& problem) {
        tell(QString::fromUtf8(problem.what()));
    }
}

QWidget* MainWindow::makeQueue() {
    auto* queue = new queue::QueuePane(&m_workbench.queue(), &m_workbench.commands());
    connect(queue, &queue::QueuePane::runWanted, this, &MainWindow::openRun);
    connect(queue, &queue::QueuePane::exampleWanted, this, &MainWindow::predictFirstExample);
    return queue;
}

void MainWindow::predictFirstExample() {
    const auto examples = bundledExamples();
    if (!examples.empty()) predictFile(QString::fromStdString(examples.front().input.string()));
}

void MainWindow::runAgain(const runs::RunAgain& wish) {
    try {
        if (!m_workbench.history()) throw InputError(m_workbench.historyProblem().toStdString());
        const history::Run run = m_workbench.history()->find(std::to_string(wish.run));
        engine::QueueJob job = engine::repeatJob(run, {wish.seeds, wish.samples, wish.recycles, wish.sameRun});
        job.lowPriority = m_workbench.lowPriority();
        predict(job);
    } catch (const Error& problem) {
        tell(QString::fromUtf8(problem.what()));
    }
}

QString MainWindow::whyNotAgain() const {
    const auto page = m_pages.find(Page::Run);
    if (page == m_pages.end() || static_cast<RunPage*>(page->second)->folder().empty()) return tr("no run is open");
    if (!m_workbench.history()) return m_workbench.historyProblem();
    return {};
}

void MainWindow::predictAgain() {
    try {
        const history::Run run = m_workbench.history()->find(runPage()->folder().string());
        runAgain({.run = run.number});
    } catch (const Error& problem) {
        tell(QString::fromUtf8(problem.what()));
    }
}

QWidget* MainWindow::makeRun() {
    auto* page = new RunPage(m_workbench);
    connect(page, &RunPage::pictureDrawn, this, [this](const QString& folder) {
        if (!m_workbench.history()) return;
        try {
            m_workbench.history()->refresh(m_workbench.history()->find(folder.toStdString()).number);
        } catch (const Error&) {
            return;   // a folder that is not of the history keeps its picture to itself
        }
        refreshStart();
    });
    return page;
}

void MainWindow::openRunFolder(const std::filesystem::path& folder) {
    showPage(Page::Run);
    runPage()->showFolder(folder);
}

void MainWindow::watch(const QString& job) {
    for (const engine::QueueEntry& entry : m_workbench.queue().entries())
        if (entry.job.name == job && !worker::isOver(entry.state.phase)) {
            showPage(Page::Run);
            return runPage()->watch(entry.number);
        }
}

int MainWindow::predictFile(const QString& file) {
    QFile job(file);
    if (!job.open(QIODevice::ReadOnly)) {
        tell(tr("%1: %2").arg(file, job.errorString()));
        return 0;
    }
    engine::QueueJob wanted;
    wanted.name = QFileInfo(file).completeBaseName();
    wanted.input = {job.readAll().toStdString(), file.toStdString()};
    wanted.options.model = demoModel.toStdString();
    wanted.options.settings = settings::settingsFromLines(m_workbench.store().value(QStringLiteral("settings/compile")).toStringList());
    wanted.lowPriority = m_workbench.lowPriority();
    wanted.commandLine = QStringLiteral("foldmeter predict %1 --model %2").arg(file, demoModel);
    return predict(wanted);
}

int MainWindow::predict(const engine::QueueJob& job) {
    const int number = m_workbench.queue().add(job);
    showPage(Page::Run);
    if (m_workbench.queue().running() == nullptr || m_workbench.queue().running()->number == number) runPage()->watch(number);
    return number;
}

void MainWindow::follow(int number) {
    refreshStart();
    m_workbench.commands().refresh();
    const engine::QueueEntry* entry = m_workbench.queue().entry(number);
    if (!entry) return;
    const QString name = entry->job.name;
    if (entry->state.phase == worker::JobPhase::Failed) tell(tr("%1 failed: %2").arg(name, entry->reason));
}

QDockWidget* MainWindow::pane(const QString& id) {
    if (const auto made = m_panes.find(id); made != m_panes.end()) return made->second;
    QDockWidget* dock = makePane(id);
    m_panes[id] = dock;   // only now: while it is made, commands ask which panes there are
    return dock;
}

QDockWidget* MainWindow::makePane(const QString& id) {
    QWidget* content = nullptr;
    QString title;
    if (id == QLatin1String("log")) {
        title = tr("Log");
        content = new commands::ActionLog(m_workbench.commands());
    } else if (id == QLatin1String("help")) {
        title = tr("Help");
        content = new HelpPane(m_workbench.commands());
    } else if (id == QLatin1String("queue")) {
        title = tr("Queue");
        content = makeQueue();
    } else {
        title = tr("Preferences");
        auto* preferences = new Preferences(m_workbench);
        connect(preferences, &Preferences::notifyChanged, m_finishNotice, &queue::FinishNotice::setEnabled);
        connect(preferences, &Preferences::restartWanted, this, &MainWindow::restartWanted);
        connect(preferences, &Preferences::languageWanted, this, &MainWindow::languageWanted);
        content = preferences;
    }
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(QStringLiteral("window.") + id);
    dock->setWidget(content);
    dock->setMinimumWidth(44 * look::grid);
    addDockWidget(id == QLatin1String("log") ? Qt::BottomDockWidgetArea : Qt::RightDockWidgetArea, dock);
    dock->hide();
    connect(dock, &QDockWidget::visibilityChanged, &m_workbench.commands(), &commands::CommandRegistry::refresh, Qt::QueuedConnection);
    return dock;
}

bool MainWindow::isPaneShown(const QString& id) const {
    const auto found = m_panes.find(id);
    return found != m_panes.end() && !found->second->isHidden();
}

void MainWindow::setPaneShown(const QString& id, bool shown) {
    QDockWidget* dock = pane(id);
    dock->setVisible(shown);
    if (shown) dock->raise();
}

HelpPane* MainWindow::help() { return static_cast<HelpPane*>(pane(QStringLiteral("help"))->widget()); }
Preferences* MainWindow::preferences() { return static_cast<Preferences*>(pane(QStringLiteral("preferences"))->widget()); }

void MainWindow::showHelp() {
    const QWidget* focused = QApplication::focusWidget();
    const QString topic = topicOf(focused ? focused : m_stack->currentWidget());
    setPaneShown(QStringLiteral("help"), true);
    help()->showTopic(topic, {topic + u'.', QStringLiteral("run."), QStringLiteral("view.page")});
}

void MainWindow::showAbout() {
    setPaneShown(QStringLiteral("help"), true);
    help()->showTopic(QStringLiteral("about"));
}

void MainWindow::restoreWindow() {
    const QSettings& store = m_workbench.store();
    for (const QString& id : {QStringLiteral("log"), QStringLiteral("help"), QStringLiteral("preferences"), QStringLiteral("queue")})
        if (store.value(QStringLiteral("window/panes/") + id, false).toBool()) setPaneShown(id, true);
    if (const QByteArray geometry = store.value(geometryKey).toByteArray(); !geometry.isEmpty()) restoreGeometry(geometry);
    if (const QByteArray state = store.value(stateKey).toByteArray(); !state.isEmpty()) restoreState(state, windowVersion);
}

void MainWindow::saveWindow() {
    QSettings& store = m_workbench.store();
    store.setValue(geometryKey, saveGeometry());
    store.setValue(stateKey, saveState(windowVersion));
    store.setValue(pageKey, static_cast<int>(m_page));
    if (m_pages.contains(Page::Run)) store.setValue(runKey, QString::fromStdString(runPage()->folder().string()));
    for (const auto& [id, dock] : m_panes) store.setValue(QStringLiteral("window/panes/") + id, !dock->isHidden());
    for (const auto& [page, widget] : m_pages)
        if (const auto* docks = qobject_cast<const DockPage*>(widget)) docks->saveTo(store);
    store.sync();
}

void MainWindow::showLastPage() {
    const QSettings& store = m_workbench.store();
    const auto page = static_cast<Page>(store.value(pageKey, static_cast<int>(Page::Start)).toInt());
    const QString run = store.value(runKey).toString();
    if (page == Page::Job || page == Page::Runs) showPage(page);
    if (page == Page::Run && !run.isEmpty() && QFileInfo(run).isDir()) openRunFolder(run.toStdString());
}

// Text of 100 % is tiny on a screen of 4K that asks for no scale of its own.
void MainWindow::offerScale() {
    constexpr int wideScreen = 3000, offered = 150;
    if (!screen() || screen()->size().width() < wideScreen || devicePixelRatioF() > 1 || scaleWasChosen(m_workbench.store())) return;
    tell(tr("Text is small on this screen: a scale of %1 % fits it better.").arg(offered), tr("Restart with %1 %").arg(offered), [this] {
        preferences()->setScale(offered);
        Q_EMIT restartWanted();
    });
}

void MainWindow::keepDraft() {
    job::JobPage* editor = jobPage()->editor();
    try {
        if (editor->hasUnsaved()) m_draft->keep({editor->document().savedForm(), editor->document().file()});
        else m_draft->forget();
    } catch (const Error& problem) {
        tell(tr("What is written in the job cannot be kept: %1").arg(QString::fromUtf8(problem.what())));
    }
}

void MainWindow::offerDraft() {
    if (!m_draft->left()) return;
    tell(tr("A job was being written when the window ended unasked; it was kept."), tr("Bring it back"), [this] { bringBackDraft(); });
}

void MainWindow::bringBackDraft() try {
    if (!m_draft->left()) return;
    const JobDraft::Text text = *m_draft->left();
    m_draft->keep(text);
    m_draft->forgetLeft();
    showPage(Page::Job);
    jobPage()->editor()->openText(text.job, text.file);
    jobPage()->editor()->document().setUnsaved();
} catch (const Error& problem) {
    tell(QString::fromUtf8(problem.what()));
}

// Closing loses what no file holds: the one question this window asks.
bool MainWindow::mayClose() {
    if (!m_pages.contains(Page::Job) || !jobPage()->editor()->hasUnsaved()) return true;
    job::JobPage* editor = jobPage()->editor();
    switch (m_unsavedQuestion(QString::fromStdString(editor->document().job().job.name))) {
        case UnsavedJob::Save: return editor->saveJob();
        case UnsavedJob::Discard: return true;
        case UnsavedJob::Keep: return false;
    }
    return false;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayClose()) return event->ignore();
    rememberWindow();
    event->accept();
}

void MainWindow::rememberWindow() {
    m_draft->forget();
    saveWindow();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!firstFile(event->mimeData()).isEmpty() || event->mimeData()->hasText()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString file = firstFile(event->mimeData());
    event->acceptProposedAction();
    if (!file.isEmpty()) return open(file);
    showPage(Page::Job);
    jobPage()->editor()->paste(event->mimeData());
}


}  // namespace foldmeter::app
