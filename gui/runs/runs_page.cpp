#include "gui/runs/runs_page.h"

#include "gui/commands/registry.h"
#include "gui/look/icons.h"
#include "gui/look/numbers.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "gui/runs/run_details.h"
#include "gui/runs/runs_model.h"
#include "history/history.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace foldmeter::runs {
namespace {

constexpr int mostRows = 5000;
constexpr int lookAgain = 2000;   // milliseconds

QString words(const std::string& text) { return QString::fromStdString(text); }

// What the choice beside the search shows: all, one state, or the trash.
constexpr int anyState = -1, trash = -2;

}  // namespace

RunsPage::RunsPage(history::History* history, commands::CommandRegistry* registry, QWidget* parent)
    : QWidget(parent), m_history(history), m_commands(registry), m_model(new RunsModel(this)), m_sorted(new QSortFilterProxyModel(this)), m_details(new RunDetails), m_clock(new QTimer(this)) {
    setAccessibleName(tr("Runs"));
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(RunsModel::SortValue);
    m_note = new look::NoteBar;
    auto* splitter = new QSplitter;
    splitter->addWidget(makeTable());
    m_detailsStack = new look::StateStack(m_details);
    splitter->addWidget(m_detailsStack);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({700, 340});
    splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_note);
    layout->addWidget(splitter, 1);
    wireDetails();
    if (registry) addCommands(registry);
    m_clock->setInterval(lookAgain);
    connect(m_clock, &QTimer::timeout, this, [this] {
        guarded([this] {
            if (m_history->revision() != m_revision) reload();
        });
    });
    reload();
}

QWidget* RunsPage::makeBar() {
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(look::grid, look::grid, look::grid, look::grid);
    layout->setSpacing(look::grid);
    m_search = new QLineEdit;
    m_search->setPlaceholderText(tr("Search titles, notes, tags, models, folders; tag:paper, state:failed, -word"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Search"));
    m_search->addAction(look::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_which = new QComboBox;
    m_which->setAccessibleName(tr("Which runs"));
    m_which->addItem(tr("All runs"), anyState);
    for (const auto state : {history::RunState::Running, history::RunState::Finished, history::RunState::PartlyFinished, history::RunState::Failed, history::RunState::Cancelled, history::RunState::Imported}) {
        history::Run run;
        run.record.state = state;
        m_which->addItem(stateText(run), static_cast<int>(state));
    }
    m_which->addItem(tr("Trash"), trash);
    m_count = new QLabel;
    look::setMuted(m_count);
    layout->addWidget(m_search, 1);
    layout->addWidget(m_which);
    layout->addWidget(m_count);
    connect(m_search, &QLineEdit::textChanged, this, &RunsPage::reload);
    connect(m_which, &QComboBox::currentIndexChanged, this, &RunsPage::reload);
    return bar;
}

QWidget* RunsPage::makeTable() {
    m_table = new QTableView;
    m_table->setModel(m_sorted);
    m_table->setAccessibleName(tr("Runs"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(RunsModel::When, Qt::DescendingOrder);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setIconSize(QSize(48, 36));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(5 * look::grid);
    m_table->horizontalHeader()->setSectionsMovable(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    addColumnMenu();
    m_stack = new look::StateStack(m_table);
    m_stack->setObjectName(QStringLiteral("runs"));
    connect(m_stack->pane(), &look::StatePane::buttonPressed, this, [this] {
        if (m_search->text().isEmpty() && m_which->currentData().toInt() == anyState) Q_EMIT exampleWanted();
        else m_search->clear(), m_which->setCurrentIndex(0);
    });
    connect(m_table, &QTableView::activated, this, [this] {
        if (const history::Run* run = one()) Q_EMIT runWanted(run->number);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsPage::showDetails);
    return m_stack;
}

// Columns that not everybody wants are off at first; the header's menu turns each on and off.
void RunsPage::addColumnMenu() {
    QHeaderView* header = m_table->horizontalHeader();
    for (const int column : {RunsModel::Iptm, RunsModel::SeedTime, RunsModel::Memory, RunsModel::Precision}) header->hideSection(column);
    header->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (int column = RunsModel::Title + 1; column < RunsModel::ColumnCount; ++column) {
        auto* action = new QAction(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), header);
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        connect(action, &QAction::toggled, header, [header, column](bool shown) { header->setSectionHidden(column, !shown); });
        header->addAction(action);
    }
}

void RunsPage::wireDetails() {
    connect(m_details, &RunDetails::openWanted, this, &RunsPage::runWanted);
    connect(m_details, &RunDetails::runAgainWanted, this, &RunsPage::runAgainWanted);
    connect(m_details, &RunDetails::titleTyped, this, [this](int number, const QString& title) {
        const auto run = m_history->run(number);
        if (!run) return reload();   // another process emptied the trash
        const std::string before = run->record.title, after = title.toStdString();
        change(tr("Rename run %1").arg(number), [=, this] { m_history->setTitle(number, after); }, [=, this] { m_history->setTitle(number, before); });
    });
    connect(m_details, &RunDetails::tagsTyped, this, [this](int number, const QStringList& tags) {
        const auto run = m_history->run(number);
        if (!run) return reload();   // another process emptied the trash
        const std::vector<std::string> before = run->record.tags;
        std::vector<std::string> after;
        for (const QString& tag : tags) after.push_back(tag.toStdString());
        change(tr("Tag run %1").arg(number), [=, this] { m_history->setTags(number, after); }, [=, this] { m_history->setTags(number, before); });
    });
    connect(m_details, &RunDetails::notesTyped, this, [this](int number, const QString& notes) {
        const auto run = m_history->run(number);
        if (!run) return reload();   // another process emptied the trash
        const std::string before = run->record.notes, after = notes.toStdString();
        change(tr("Note on run %1").arg(number), [=, this] { m_history->setNotes(number, after); }, [=, this] { m_history->setNotes(number, before); });
    });
}

void RunsPage::guarded(const std::function<void()>& work) {
    try {
        work();
    } catch (const std::exception& problem) {
        m_note->setNote(look::NoteBar::Kind::Notice, words(problem.what()));
    }
}

void RunsPage::change(const QString& text, std::function<void()> redo, std::function<void()> undo) {
    const auto safely = [this](std::function<void()> work) {
        return [this, work = std::move(work)] {
            guarded(work);
            reload();
        };
    };
    auto* step = new commands::Change(text, safely(std::move(redo)), safely(std::move(undo)));
    if (m_commands) return m_commands->push(step);
    step->redo();
    delete step;
}

void RunsPage::addCommands(commands::CommandRegistry* registry) {
    addRunCommands(registry);
    const QString subject = tr("Runs");
    registry->add({.id = "runs.find", .title = tr("Search runs"), .subject = subject, .icon = "search", .shortcut = QKeySequence("Ctrl+F"),
                   .run = [this] {
                       m_search->setFocus();
                       m_search->selectAll();
                   }},
                  this, true);
    registry->add({.id = "runs.import", .title = tr("Import a result folder…"), .subject = subject, .icon = "folder", .explanation = tr("A folder that AlphaFold 3 or Foldmeter wrote; nothing in it is changed"),
                   .run = [this] { chooseFolderToImport(); }, .commandLine = [] { return QStringLiteral("foldmeter runs import FOLDER"); }});
    registry->add({.id = "runs.rebuild", .title = tr("Make the index again"), .subject = subject, .explanation = tr("Reads every run's folder; what is written about runs stays"),
                   .run = [this] {
                       guarded([this] { m_note->setNote(look::NoteBar::Kind::Notice, tr("The index was made again: %1 runs").arg(m_history->rebuild())); });
                       reload();
                   },
                   .commandLine = [] { return QStringLiteral("foldmeter runs rebuild"); }});
}

void RunsPage::addRunCommands(commands::CommandRegistry* registry) {
    const QString subject = tr("Runs");
    const auto whyNot = [this] { return whyNotOne(); };
    const auto line = [this](const char* verb) {
        return [this, verb] {
            QStringList numbers;
            for (const int number : chosen()) numbers << QString::number(number);
            return QStringLiteral("foldmeter %1 %2").arg(QLatin1String(verb), numbers.join(QLatin1Char(' ')));
        };
    };
    const auto whyNotAny = [this] { return chosen().empty() ? tr("No run is chosen.") : QString(); };
    const auto inTrash = [this] { return m_which->currentData().toInt() == trash; };
    std::vector<commands::Command> rows;
    rows.push_back({.id = "runs.open", .title = tr("Open run"), .subject = subject, .icon = "open", .run = [this] { Q_EMIT runWanted(one()->number); }, .whyNot = whyNot, .commandLine = line("gui")});
    rows.push_back({.id = "runs.rerun", .title = tr("Run again"), .subject = subject, .icon = "predict", .run = [this] { Q_EMIT runAgainWanted({.run = one()->number}); },
                    .whyNot = [this] { return one() && one()->imported ? tr("Another program ran it.") : whyNotOne(); }, .commandLine = line("runs rerun")});
    rows.push_back({.id = "runs.compare", .title = tr("Compare runs"), .subject = subject, .icon = "compare", .run = [this] { Q_EMIT compareWanted(chosen()); },
                    .whyNot = [this] { return chosen().size() < 2 ? tr("Choose two runs or more.") : QString(); }, .commandLine = line("compare")});
    rows.push_back({.id = "runs.reveal", .title = tr("Show the folder"), .subject = subject, .icon = "folder", .run = [this] { reveal(); }, .whyNot = whyNot});
    rows.push_back({.id = "runs.copyFolder", .title = tr("Copy the folder's path"), .subject = subject, .icon = "copy", .run = [this] { QGuiApplication::clipboard()->setText(words(one()->folder.string())); }, .whyNot = whyNot});
    rows.push_back({.id = "runs.remove", .title = tr("Delete runs"), .subject = subject, .icon = "trash", .shortcut = QKeySequence::Delete, .explanation = tr("Into the trash; an imported folder only leaves the list"),
                    .run = [this] { removeChosen(); }, .whyNot = [=] { return inTrash() ? tr("They are in the trash.") : whyNotAny(); }, .commandLine = line("runs remove")});
    rows.push_back({.id = "runs.restore", .title = tr("Bring back from the trash"), .subject = subject, .icon = "undo",
                    .run = [this] {
                        const std::vector<int> numbers = chosen();
                        change(tr("Bring back runs"), [=, this] { for (const int number : numbers) m_history->restore(number); }, [=, this] { for (const int number : numbers) m_history->remove(number); });
                    },
                    .whyNot = [=] { return inTrash() ? whyNotAny() : tr("They are not in the trash."); }, .commandLine = line("runs restore")});
    for (commands::Command& row : rows) {
        const bool onlyHere = row.id == QLatin1String("runs.remove");
        m_table->addAction(registry->add(std::move(row), this, onlyHere));
    }
}

const history::Run* RunsPage::one() const {
    const auto rows = m_table->selectionModel()->selectedRows();
    return rows.size() == 1 ? m_model->run(m_sorted->mapToSource(rows.front()).row()) : nullptr;
}

std::vector<int> RunsPage::chosen() const {
    std::vector<int> numbers;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) numbers.push_back(index.data(RunsModel::RunNumber).toInt());
    return numbers;
}

QString RunsPage::whyNotOne() const { return one() ? QString() : tr("Choose one run."); }
QString RunsPage::note() const { return m_note->text(); }

void RunsPage::choose(int number) {
    const QModelIndex index = m_sorted->mapFromSource(m_model->index(m_model->rowOf(number), 0));
    if (!index.isValid()) return;
    m_table->selectRow(index.row());
    m_table->scrollTo(index);
}

void RunsPage::reload() {
    history::Filter filter{.text = m_search->text().toStdString(), .most = mostRows};
    const int which = m_which->currentData().toInt();
    if (which == trash) filter.removed = true;
    else if (which != anyState) filter.state = static_cast<history::RunState>(which);
    std::vector<history::Run> runs;
    guarded([&] {
        runs = m_history->list(filter);
        m_revision = m_history->revision();
    });
    const bool first = m_model->rowCount() == 0 && !runs.empty();
    m_count->setText(runs.size() == 1 ? tr("1 run") : tr("%1 runs").arg(look::count(static_cast<std::int64_t>(runs.size()))));
    const bool none = runs.empty(), filtered = !m_search->text().isEmpty() || which != anyState;
    m_model->setRuns(std::move(runs));
    if (first) {
        m_table->resizeColumnsToContents();
        m_table->setColumnWidth(RunsModel::Title, std::max(m_table->columnWidth(RunsModel::Title), 22 * look::grid));
    }
    if (none && filtered) m_stack->show(look::Empty{tr("No run fits"), tr("No run has all of these words in its title, notes, tags, model or folder."), tr("Show all runs")});
    else if (none) m_stack->show(look::Empty{tr("No runs yet"), tr("Predict an example, or import a folder that AlphaFold 3 wrote."), tr("Predict an example")});
    else m_stack->showContent();
    showDetails();
    Q_EMIT runsChanged();
}

void RunsPage::showDetails() {
    const history::Run* run = one();
    if (!run) {
        m_details->commit();
        const auto number = static_cast<qlonglong>(chosen().size());
        m_detailsStack->show(look::Empty{number > 1 ? tr("%1 runs chosen").arg(number) : tr("No run chosen"), number > 1 ? tr("Compare them, or delete them.") : tr("Choose a run to see what is known of it."), {}});
    } else {
        m_details->setRun(history::Run(*run));   // a copy: what was typed on the run before is written now, and the rows are read again
        m_detailsStack->showContent();
    }
    if (m_commands) m_commands->refresh();
}

void RunsPage::removeChosen() {
    const std::vector<int> numbers = chosen();
    const QString text = numbers.size() == 1 ? tr("Delete run %1").arg(numbers.front()) : tr("Delete %1 runs").arg(numbers.size());
    m_note->clear();
    change(text, [=, this] { for (const int number : numbers) m_history->remove(number); },
           [=, this] {
               for (const int number : numbers)
                   if (const auto run = m_history->run(number); run && run->removed) m_history->restore(number);
           });
}

void RunsPage::reveal() {
    const QString folder = words(one()->folder.string());
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(folder))) m_note->setNote(look::NoteBar::Kind::Notice, tr("No program answers for folders; it is %1").arg(folder));
    Q_EMIT revealWanted(folder);
}

void RunsPage::chooseFolderToImport() {
    auto* dialog = new QFileDialog(this, tr("Import a result folder"));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &RunsPage::importFolder);
    dialog->open();
}

void RunsPage::importFolder(const QString& folder) {
    guarded([&] {
        const auto runs = m_history->import(folder.toStdString());
        std::vector<int> numbers;
        for (const history::Run& run : runs) numbers.push_back(run.number);
        const auto take = [this, numbers](bool in) {
            for (const int number : numbers) {
                const auto run = m_history->run(number);
                if (run && run->removed && in) m_history->restore(number);
                if (run && !run->removed && !in) m_history->remove(number, true);
            }
        };
        change(runs.size() == 1 ? tr("Import %1").arg(words(runs.front().record.title)) : tr("Import %1 runs").arg(runs.size()), [take] { take(true); }, [take] { take(false); });
        m_note->setNote(look::NoteBar::Kind::Notice, runs.size() == 1 ? tr("Imported as run %1").arg(runs.front().number) : tr("%1 runs imported").arg(runs.size()));
        choose(runs.front().number);
    });
}

void RunsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_clock->start();
    guarded([this] {
        if (m_history->revision() != m_revision) reload();
    });
}

void RunsPage::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_clock->stop();
    m_details->commit();
}

}  // namespace foldmeter::runs
