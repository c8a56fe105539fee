#include "gui/app/live_line.h"

#include "gui/look/theme.h"
#include "gui/queue/memory_curve.h"
#include "gui/queue/queue_words.h"

#include <QHBoxLayout>
#include <QLabel>

namespace foldmeter::app {

LiveLine::LiveLine(QWidget* parent) : QWidget(parent), m_place(new QLabel), m_memoryText(new QLabel), m_memory(new queue::MemoryCurve) {
    look::setMuted(m_memoryText);
    look::setTextSize(m_memoryText, look::TextSize::Small);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(look::grid, 0, look::grid, look::grid / 2);
    layout->setSpacing(look::grid);
    layout->addWidget(m_place, 1);
    layout->addWidget(m_memoryText);
    layout->addWidget(m_memory);
    hide();
}

void LiveLine::setState(const worker::JobState& state) {
    setVisible(!isOver(state.phase));
    if (isOver(state.phase)) return;
    QStringList parts{state.phase == worker::JobPhase::Waiting ? tr("The engine starts") : queue::placeText(state), queue::leftText(state)};
    if (state.phase == worker::JobPhase::Paused) parts.prepend(tr("Held"));
    if (!state.samples.empty()) parts << tr("%n sample(s) finished", nullptr, static_cast<int>(state.samples.size()));
    parts.removeAll(QString());
    m_place->setText(parts.join(QStringLiteral(" · ")));
    m_place->setAccessibleName(m_place->text());
    m_memoryText->setText(queue::memoryText(state.memory));
    m_memory->setSamples(state.memory);
    m_memory->setVisible(state.memory.size() > 1);
}

QString LiveLine::text() const { return isHidden() ? QString() : m_place->text(); }

}  // namespace foldmeter::app
