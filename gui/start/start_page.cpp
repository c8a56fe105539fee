#include "gui/start/start_page.h"

#include "gui/look/numbers.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "gui/start/example_card.h"
#include "gui/start/machine_panel.h"

#include <QDateTime>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace foldmeter::start {
namespace {

constexpr int cardWidth = 41 * look::grid;      // least width of a card
constexpr int widthOfLargeCard = 62 * look::grid;
constexpr int sideWidth = 42 * look::grid;
constexpr int widestContent = 220 * look::grid;
constexpr int mostRecent = 8;

QLabel* heading(const QString& words) {
    auto* label = new QLabel(words);
    look::setTextSize(label, look::TextSize::Heading, true);
    return label;
}

// A frame that says what can be dropped; the window takes drops anywhere, this is where one looks for it.
QWidget* makeDropTarget(StartPage* page) {
    auto* frame = new QFrame;
    frame->setObjectName(QStringLiteral("dropTarget"));
    auto* words = new QLabel(StartPage::tr("Drop a job, a FASTA file, a structure, a result folder or a timeline anywhere in this window, or paste a sequence (Ctrl+V)."));
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    look::setMuted(words);
    auto* choose = new QPushButton(StartPage::tr("Open a file…"));
    QObject::connect(choose, &QPushButton::clicked, page, &StartPage::chooseFile);
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(2 * look::grid, 2 * look::grid, 2 * look::grid, 2 * look::grid);
    layout->addWidget(words);
    layout->addWidget(choose, 0, Qt::AlignHCenter);
    return frame;
}

QString stateText(history::RunState state) {
    switch (state) {
        case history::RunState::Queued: return StartPage::tr("waiting");
        case history::RunState::Running: return StartPage::tr("running");
        case history::RunState::Finished: return StartPage::tr("finished");
        case history::RunState::PartlyFinished: return StartPage::tr("partly finished");
        case history::RunState::Cancelled: return StartPage::tr("cancelled");
        case history::RunState::Failed: return StartPage::tr("failed");
        case history::RunState::Imported: return StartPage::tr("imported");
    }
    return {};
}

QString lineOf(const history::Run& run) {
    const QString when = run.record.created ? QLocale().toString(QDateTime::fromSecsSinceEpoch(run.record.created), QLocale::ShortFormat) : QString();
    QStringList parts{when, stateText(run.record.state)};
    if (run.wallSeconds) parts << look::duration(*run.wallSeconds);
    parts.removeAll(QString());
    return QString::fromStdString(run.record.title) + u'\n' + parts.join(QStringLiteral(" · "));
}

}  // namespace

StartPage::StartPage(std::vector<Example> examples, QWidget* parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Start"));
    auto* content = new QWidget;
    m_halves = new QBoxLayout(QBoxLayout::LeftToRight, content);
    m_halves->setContentsMargins(3 * look::grid, 3 * look::grid, 3 * look::grid, 3 * look::grid);
    m_halves->setSpacing(3 * look::grid);
    m_halves->addWidget(makeExamples(std::move(examples)), 1);
    m_halves->addWidget(makeSide());
    content->setMaximumWidth(widestContent);
    auto* centred = new QWidget;
    auto* outer = new QHBoxLayout(centred);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(content, 1);
    setWidget(centred);
    setRuns({});
}

QWidget* StartPage::makeExamples(std::vector<Example> examples) {
    auto* panel = new QWidget;
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::grid);
    layout->addWidget(heading(tr("See it work")));
    auto* words = new QLabel(tr("One click predicts an example with the bundled demo model, here, on this machine. The model has memorised these structures; for anything else use weights of your own."));
    words->setWordWrap(true);
    look::setMuted(words);
    layout->addWidget(words);
    auto* cards = new QWidget;
    m_grid = new QGridLayout(cards);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(look::grid);
    for (std::size_t i = 0; i < examples.size(); ++i) {
        m_cards.push_back(new ExampleCard(examples[i], i == 0));
        wire(m_cards.back());
    }
    if (!m_cards.empty()) layout->addWidget(m_cards.front());
    layout->addWidget(cards);
    layout->addStretch(1);
    return panel;
}

void StartPage::wire(ExampleCard* card) {
    connect(card, &ExampleCard::openWanted, this, &StartPage::openWanted);
    connect(card, &ExampleCard::predictWanted, this, [this, card](const QString& file) {
        if (m_running.contains(card->example().name)) return Q_EMIT watchWanted(card->example().name);
        Q_EMIT predictWanted(file);
    });
}

QWidget* StartPage::makeSide() {
    auto* side = new QWidget;
    side->setFixedWidth(sideWidth);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::grid);
    layout->addWidget(heading(tr("Your own")));
    layout->addWidget(makeDropTarget(this));
    layout->addSpacing(look::grid);
    layout->addWidget(heading(tr("Recent runs")));
    m_recent = new QListWidget;
    m_recent->setAccessibleName(tr("Recent runs"));
    m_recent->setAlternatingRowColors(false);
    m_recent->setMinimumHeight(20 * look::grid);
    m_recent->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_recent->setTextElideMode(Qt::ElideRight);
    connect(m_recent, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) { Q_EMIT runWanted(item->data(Qt::UserRole).toInt()); });
    connect(m_recent, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) { Q_EMIT runWanted(item->data(Qt::UserRole).toInt()); });
    m_recentStack = new look::StateStack(m_recent);
    m_recentStack->setMaximumHeight(40 * look::grid);
    m_recentStack->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    layout->addWidget(m_recentStack);
    connect(m_recentStack->pane(), &look::StatePane::buttonPressed, this, [this] {
        if (!m_cards.empty()) m_cards.front()->predictButton()->click();
    });
    layout->addSpacing(look::grid);
    m_machine = new MachinePanel;
    layout->addWidget(m_machine);
    layout->addStretch(1);
    return side;
}

void StartPage::setRuns(const std::vector<history::Run>& runs) {
    m_recent->clear();
    for (const history::Run& run : runs) {
        if (m_recent->count() == mostRecent) break;
        auto* item = new QListWidgetItem(lineOf(run), m_recent);
        item->setData(Qt::UserRole, run.number);
        item->setToolTip(QString::fromStdString(run.folder.string()));
        if (!run.thumbnail.empty()) item->setIcon(QIcon(QString::fromStdString(run.thumbnail.string())));
    }
    m_recent->setIconSize(QSize(48, 36));
    if (runs.empty())
        m_recentStack->show(look::Empty{tr("No runs yet"), {}, m_cards.empty() ? QString() : tr("Predict %1").arg(m_cards.front()->example().name)});
    else
        m_recentStack->showContent();
    for (ExampleCard* card : m_cards) {
        const std::string name = card->example().name.toStdString();
        const auto ran = [&](const history::Run& run) { return run.job == name && run.samples > 0; };
        const auto drawn = std::find_if(runs.begin(), runs.end(), [&](const history::Run& run) { return ran(run) && !run.thumbnail.empty(); });
        card->setPredicted(std::any_of(runs.begin(), runs.end(), ran));
        card->setPicture(drawn == runs.end() ? QString() : QString::fromStdString(drawn->thumbnail.string()));
    }
}

void StartPage::setRunning(const std::set<QString>& jobs) {
    m_running = jobs;
    for (ExampleCard* card : m_cards) card->setBusy(jobs.contains(card->example().name));
}

void StartPage::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    arrange();
}

void StartPage::arrange() {
    const int wide = std::min(viewport()->width(), widestContent), roomBeside = wide - sideWidth - 9 * look::grid;
    const bool beside = roomBeside >= cardWidth;
    const int room = beside ? roomBeside : wide - 6 * look::grid;
    m_halves->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    if (!m_cards.empty()) m_cards.front()->setStacked(room < widthOfLargeCard);
    const int columns = std::max(1, room / (cardWidth + look::grid));
    if (columns == m_columns) return;
    m_columns = columns;
    while (QLayoutItem* item = m_grid->takeAt(0)) delete item;
    for (std::size_t i = 1; i < m_cards.size(); ++i) {
        const int place = static_cast<int>(i) - 1;
        m_grid->addWidget(m_cards[i], place / columns, place % columns);
    }
    for (int column = 0; column < m_grid->columnCount(); ++column) m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

}  // namespace foldmeter::start
