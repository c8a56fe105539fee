#include "gui/queue/queue_card.h"

#include "gui/look/icons.h"
#include "gui/look/theme.h"
#include "gui/queue/live_strip.h"
#include "gui/queue/memory_curve.h"
#include "gui/queue/queue_words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QRegularExpression>
#include <QToolButton>
#include <QVBoxLayout>

namespace foldmeter::queue {

QueueCard::QueueCard(int number, QWidget* parent)
    : QFrame(parent), m_number(number), m_name(new QLabel), m_phase(new QLabel), m_place(new QLabel), m_detail(new QLabel), m_memoryText(new QLabel), m_strip(new LiveStrip),
      m_memory(new MemoryCurve) {
    setFrameShape(QFrame::StyledPanel);
    look::setTextSize(m_name, look::TextSize::Body, true);
    look::setMuted(m_phase);
    look::setMuted(m_memoryText);
    look::setTextSize(m_memoryText, look::TextSize::Small);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->setTextFormat(Qt::PlainText);
    m_name->setTextFormat(Qt::PlainText);
    m_name->setWordWrap(true);
    m_phase->setAlignment(Qt::AlignVCenter);
    auto* head = new QHBoxLayout;
    head->setSpacing(look::grid);
    head->addWidget(m_name, 1);
    head->addWidget(m_phase);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(look::grid, look::grid, look::grid, look::grid);
    layout->setSpacing(look::grid / 2);
    layout->addLayout(head);
    m_up = addButton(QStringLiteral("up"), tr("Earlier"));
    m_down = addButton(QStringLiteral("down"), tr("Later"));
    for (QToolButton* button : {m_up, m_down}) {
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setToolTip(button->text());
    }
    m_pause = addButton(QStringLiteral("pause"), tr("Hold"));
    m_cancel = addButton(QStringLiteral("cancel"), tr("Cancel"));
    m_open = addButton(QStringLiteral("open"), tr("Open"));
    layout->addWidget(m_strip);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(look::grid);
    foot->addWidget(m_place, 1);
    foot->addWidget(m_memoryText);
    foot->addWidget(m_memory);
    layout->addLayout(foot);
    layout->addWidget(m_detail);
    connect(m_up, &QToolButton::clicked, this, [this] { Q_EMIT moveWanted(m_number, true); });
    connect(m_down, &QToolButton::clicked, this, [this] { Q_EMIT moveWanted(m_number, false); });
    connect(m_pause, &QToolButton::clicked, this, [this] { Q_EMIT pauseWanted(m_number, !m_paused); });
    connect(m_cancel, &QToolButton::clicked, this, [this] { Q_EMIT cancelWanted(m_number); });
    connect(m_open, &QToolButton::clicked, this, [this] { Q_EMIT openWanted(m_number); });
}

QToolButton* QueueCard::addButton(const QString& icon, const QString& name) {
    auto* button = new QToolButton;
    button->setIcon(look::icon(icon));
    button->setText(name);
    button->setToolButtonStyle(button->icon().isNull() ? Qt::ToolButtonTextOnly : Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setAccessibleName(name);
    button->setObjectName(icon);
    static_cast<QHBoxLayout*>(layout()->itemAt(0)->layout())->addWidget(button);
    return button;
}

void QueueCard::setButtons(const engine::QueueEntry& entry) {
    const bool over = isOver(entry.state.phase), asked = entry.request != 0;
    m_paused = entry.state.phase == worker::JobPhase::Paused;
    m_pause->setIcon(look::icon(m_paused ? QStringLiteral("predict") : QStringLiteral("pause")));
    m_pause->setText(m_paused ? tr("Go on") : tr("Hold"));
    m_pause->setAccessibleName(m_pause->text());
    m_pause->setToolTip(m_paused ? tr("Goes on where it stands") : asked ? tr("Stands still after the present step") : tr("Others are run before it"));
    m_cancel->setToolTip(asked ? tr("Stops after the present step; finished samples are kept") : tr("Takes the job out of the line"));
    m_open->setToolTip(tr("Shows what is there of the run"));
    m_up->setVisible(!over && !asked);
    m_down->setVisible(!over && !asked);
    m_pause->setVisible(!over);
    m_cancel->setVisible(!over);
    m_open->setVisible(entry.run != 0 && (over || !entry.state.samples.empty()));
}

void QueueCard::setEntry(const engine::QueueEntry& entry, double elapsed) {
    const worker::JobState& state = entry.state;
    const bool over = isOver(state.phase), asked = entry.request != 0;
    m_name->setText(entry.job.name);
    m_phase->setText(phaseText(entry));
    const QStringList parts{over ? resultText(state) : placeText(state), leftText(state)};
    m_place->setText(QStringList(parts).filter(QRegularExpression(QStringLiteral("."))).join(QStringLiteral(" · ")));
    m_place->setVisible(!m_place->text().isEmpty());
    QStringList details;
    if (!entry.reason.isEmpty()) details << entry.reason;
    for (const worker::SeedFailedEvent& failed : state.failedSeeds) details << tr("Seed %1: %2").arg(failed.seed).arg(QString::fromStdString(failed.text));
    m_detail->setText(details.join(QLatin1Char('\n')));
    m_detail->setVisible(!details.isEmpty());
    m_strip->setVisible(asked);
    m_strip->setState(state, elapsed);
    m_memory->setVisible(asked && state.memory.size() > 1);
    m_memory->setSamples(state.memory);
    m_memoryText->setText(over ? QString() : memoryText(state.memory));
    m_memoryText->setVisible(m_memory->isVisibleTo(this) && !over);
    setAccessibleName(tr("%1, %2").arg(m_name->text(), m_phase->text()));
    setButtons(entry);
}

QString QueueCard::text() const {
    QStringList all;
    for (const QLabel* label : {m_name, m_phase, m_place, m_memoryText, m_detail}) all << label->text();
    return all.join(QLatin1Char('\n'));
}

}  // namespace foldmeter::queue
