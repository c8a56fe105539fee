#include "gui/queue/queue_pane.h"

#include "gui/commands/registry.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"
#include "gui/queue/queue_card.h"

#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace foldmeter::queue {
namespace {

// Seconds since it was started, up to its end.
double elapsedOf(const engine::QueueEntry& entry) {
    if (!entry.began.isValid()) return 0;
    return static_cast<double>(entry.began.msecsTo(entry.ended.isValid() ? entry.ended : QDateTime::currentDateTime())) * 1e-3;
}

}  // namespace

QueuePane::QueuePane(engine::JobQueue* queue, commands::CommandRegistry* registry, QWidget* parent)
    : QWidget(parent), m_queue(queue), m_commands(registry), m_clock(new QTimer(this)) {
    setAccessibleName(tr("Queue"));
    auto* content = new QWidget;
    m_list = new QVBoxLayout(content);
    m_list->setContentsMargins(look::grid, look::grid, look::grid, look::grid);
    m_list->setSpacing(look::grid);
    m_list->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    m_stack = new look::StateStack(scroll);
    connect(m_stack->pane(), &look::StatePane::buttonPressed, this, &QueuePane::exampleWanted);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(queue, &engine::JobQueue::entriesChanged, this, &QueuePane::rebuild);
    connect(queue, &engine::JobQueue::entryChanged, this, &QueuePane::showEntry);
    constexpr int tick = 500;   // milliseconds
    m_clock->setInterval(tick);
    connect(m_clock, &QTimer::timeout, this, [this] {
        if (const auto* running = m_queue->running()) showEntry(running->number);
    });
    if (registry) addCommands(registry);
    rebuild();
}

QueueCard* QueuePane::card(int number) const {
    const auto found = m_cards.find(number);
    return found == m_cards.end() ? nullptr : found->second;
}

void QueuePane::addCommands(commands::CommandRegistry* registry) {
    registry->add({.id = "queue.clear", .title = tr("Clear what is over"), .subject = tr("Queue"), .explanation = tr("Takes jobs that are over off the list; their runs stay in the history"),
                   .run = [this] { m_queue->clearFinished(); },
                   .whyNot = [this] {
                       for (const auto& entry : m_queue->entries())
                           if (isOver(entry.state.phase)) return QString();
                       return tr("No job is over.");
                   }});
}

void QueuePane::wire(QueueCard* card) {
    connect(card, &QueueCard::pauseWanted, m_queue, &engine::JobQueue::setPaused);
    connect(card, &QueueCard::cancelWanted, m_queue, &engine::JobQueue::cancel);
    connect(card, &QueueCard::moveWanted, this, &QueuePane::move);
    connect(card, &QueueCard::openWanted, this, [this](int number) {
        if (const auto* entry = m_queue->entry(number)) Q_EMIT runWanted(entry->run);
    });
}

void QueuePane::move(int number, bool up) {
    const auto there = [this, number](bool upwards) { upwards ? m_queue->moveUp(number) : m_queue->moveDown(number); };
    if (!m_commands) return there(up);
    m_commands->push(new commands::Change(up ? tr("Move a job earlier") : tr("Move a job later"), [=] { there(up); }, [=] { there(!up); }));
}

// Cards in the queue's order; those of entries that went are deleted.
void QueuePane::rebuild() {
    std::map<int, QueueCard*> before;
    before.swap(m_cards);
    int place = 0;
    for (const engine::QueueEntry& entry : m_queue->entries()) {
        QueueCard* card = before.contains(entry.number) ? before.extract(entry.number).mapped() : new QueueCard(entry.number);
        if (m_list->indexOf(card) < 0) wire(card);
        m_list->insertWidget(place++, card);
        m_cards[entry.number] = card;
        card->setEntry(entry, elapsedOf(entry));
    }
    for (const auto& [number, card] : before) card->deleteLater();
    if (m_cards.empty()) m_stack->show(look::Empty{tr("Nothing in the queue"), tr("Predict a job and it is run here, one after the other; the window stays free."), tr("Predict an example")});
    else m_stack->showContent();
    if (m_commands) m_commands->refresh();
}

void QueuePane::showEntry(int number) {
    const engine::QueueEntry* entry = m_queue->entry(number);
    QueueCard* shown = card(number);
    if (!entry || !shown) return;
    shown->setEntry(*entry, elapsedOf(*entry));
    const bool runs = m_queue->running() != nullptr;
    if (runs != m_clock->isActive()) {
        runs ? m_clock->start() : m_clock->stop();
        if (m_commands) m_commands->refresh();
    }
}

}  // namespace foldmeter::queue
