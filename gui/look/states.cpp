#include "gui/look/states.h"

#include "gui/look/numbers.h"
#include "gui/look/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace foldmeter::look {

StatePane::StatePane(QWidget* parent)
    : QFrame(parent), m_title(new QLabel), m_body(new QLabel), m_progress(new QProgressBar), m_button(new QPushButton),
      m_copy(new QPushButton(tr("Copy details"))) {
    setTextSize(m_title, TextSize::Heading, true);
    setMuted(m_body);
    for (QLabel* label : {m_title, m_body}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_progress->setMaximumWidth(40 * grid);
    m_progress->setFixedHeight(grid);
    m_progress->setTextVisible(false);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_button);
    buttons->addWidget(m_copy);
    buttons->addStretch();
    auto* progress = new QHBoxLayout;
    progress->addWidget(m_progress);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addStretch(2);
    layout->addWidget(m_title);
    layout->addWidget(m_body);
    layout->addLayout(progress);
    layout->addLayout(buttons);
    layout->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, &StatePane::buttonPressed);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_details); });
}

void StatePane::setTexts(const QString& title, const QStringList& lines, const QString& button) {
    m_title->setText(title);
    QStringList said = lines;
    said.removeAll(QString());
    m_body->setText(said.join(u'\n'));
    m_body->setVisible(!said.isEmpty());
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(m_body->text());
}

void StatePane::show(const Empty& state) {
    setTexts(state.what, {state.todo}, state.button);
    m_progress->hide();
    m_copy->hide();
}

void StatePane::show(const Loading& state) {
    QString progress;
    if (state.done && state.total)
        progress = tr("%1 of %2 %3").arg(count(*state.done), count(*state.total), state.unit).trimmed();
    else if (state.done)
        progress = tr("%1 %2").arg(count(*state.done), state.unit).trimmed();
    setTexts(state.what, {progress}, state.button);
    const bool measured = state.done && state.total && *state.total > 0;
    m_progress->setRange(0, measured ? 1000 : 0);
    if (measured) m_progress->setValue(static_cast<int>(1000 * *state.done / *state.total));
    m_progress->setAccessibleName(state.what);
    m_progress->show();
    m_copy->hide();
}

void StatePane::show(const Failed& state) {
    setTexts(state.what, {state.where, state.kept, state.attempt}, state.button);
    m_progress->hide();
    m_details = state.details.isEmpty() ? QStringList{state.what, state.where, state.kept, state.attempt}.join(u'\n') : state.details;
    m_copy->show();
}

QString StatePane::text() const { return m_title->text() + u'\n' + m_body->text(); }

StateStack::StateStack(QWidget* content, QWidget* parent) : QWidget(parent), m_stack(new QStackedLayout(this)), m_pane(new StatePane) {
    m_stack->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(content);
    m_stack->addWidget(m_pane);
}

bool StateStack::showsContent() const { return m_stack->currentIndex() == 0; }

void StateStack::showPane(bool pane) { m_stack->setCurrentIndex(pane ? 1 : 0); }

NoteBar::NoteBar(QWidget* parent) : QFrame(parent), m_text(new QLabel), m_button(new QPushButton) {
    m_text->setWordWrap(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * grid, grid / 2, grid, grid / 2);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &NoteBar::buttonPressed);
    clear();
}

void NoteBar::setNote(Kind kind, const QString& text, const QString& button) {
    m_kind = kind;
    m_text->setText(text);
    setAccessibleName(text);
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    setVisible(!text.isEmpty());
    update();
}

QString NoteBar::text() const { return m_text->text(); }

void NoteBar::paintEvent(QPaintEvent*) {
    const Theme& theme = themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.window);
    painter.fillRect(QRect(0, 0, grid / 2, height()), m_kind == Kind::Notice ? theme.accent : theme.warning);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
}

}  // namespace foldmeter::look
