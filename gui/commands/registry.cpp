#include "gui/commands/registry.h"

#include "gui/look/icons.h"

#include <QAction>
#include <QSettings>
#include <QUndoStack>
#include <QWidget>

#include <algorithm>

namespace foldmeter::commands {
namespace {

QString settingOf(const QString& id) { return QStringLiteral("shortcuts/") + id; }

QString tooltip(const Command& command, const QString& whyNot, const QKeySequence& keys) {
    QString text = command.title;
    if (!keys.isEmpty()) text += QStringLiteral(" (%1)").arg(keys.toString(QKeySequence::NativeText));
    const QString more = whyNot.isEmpty() ? command.explanation : whyNot;
    return more.isEmpty() ? text : text + u'\n' + more;
}

}  // namespace

CommandRegistry::CommandRegistry(QSettings* settings, QObject* parent)
    : QObject(parent), m_settings(settings), m_undoStack(new QUndoStack(this)) {
    connect(m_undoStack, &QUndoStack::indexChanged, this, [this] { followUndoStack(); });
}

CommandRegistry::~CommandRegistry() = default;

QAction* CommandRegistry::add(Command command, QWidget* context, bool focused) {
    remove(command.id);
    const QString id = command.id;
    auto* action = new QAction(look::icon(command.icon), command.title, this);
    action->setObjectName(id);
    action->setCheckable(static_cast<bool>(command.checked));
    action->setShortcutContext(focused ? Qt::WidgetWithChildrenShortcut : Qt::WindowShortcut);
    connect(action, &QAction::triggered, this, [this, id] { invoke(id); });
    if (context) {
        context->addAction(action);
        connect(context, &QObject::destroyed, this, [this, id, action] { if (this->action(id) == action) remove(id); });
    }
    Entry& entry = m_entries[id] = {std::move(command), action, context, focused};
    m_order.push_back(id);
    action->setShortcut(shortcut(id));
    show(entry);
    Q_EMIT changed();
    return action;
}

void CommandRegistry::remove(const QString& id) {
    const auto found = m_entries.find(id);
    if (found == m_entries.end()) return;
    found->second.action->deleteLater();
    m_entries.erase(found);
    std::erase(m_order, id);
    Q_EMIT changed();
}

QAction* CommandRegistry::action(const QString& id) const {
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : found->second.action;
}

const Command* CommandRegistry::command(const QString& id) const {
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : &found->second.command;
}

std::vector<QString> CommandRegistry::ids() const { return m_order; }

QString CommandRegistry::fullTitle(const QString& id) const {
    const Command* found = command(id);
    if (!found) return {};
    return found->subject.isEmpty() ? found->title : found->subject + QStringLiteral(": ") + found->title;
}

QString CommandRegistry::whyNot(const QString& id) const {
    const Command* found = command(id);
    return found && found->whyNot ? found->whyNot() : QString();
}

QString CommandRegistry::commandLine(const QString& id) const {
    const Command* found = command(id);
    return found && found->commandLine ? found->commandLine() : QString();
}

bool CommandRegistry::invoke(const QString& id) {
    const Command* found = command(id);
    if (!found || !whyNot(id).isEmpty()) return false;
    const Command copy = *found;   // the command may remove itself while it runs
    const QString text = fullTitle(id), line = commandLine(id);
    if (copy.change) {
        if (QUndoCommand* change = copy.change()) {
            m_pushing = true;
            m_undoStack->push(change);
            m_pushing = false;
        }
    } else if (copy.run) {
        copy.run();
    }
    write(id, text, line);
    refresh();
    return true;
}

void CommandRegistry::push(QUndoCommand* change, const QString& commandLine) {
    const QString text = change->text();   // the stack may merge the change away
    const int before = m_undoStack->index();
    m_pushing = true;
    m_undoStack->push(change);
    m_pushing = false;
    if (m_undoStack->index() == before) return;   // merged into the step before: the same gesture goes on
    write({}, text, commandLine);
    refresh();
}

void CommandRegistry::followUndoStack() {
    const int now = m_undoStack->index();
    if (!m_pushing && now < m_undoIndex && now < m_undoStack->count()) write({}, tr("Undo: %1").arg(m_undoStack->text(now)), {});
    if (!m_pushing && now > m_undoIndex) write({}, tr("Redo: %1").arg(m_undoStack->text(now - 1)), {});
    m_undoIndex = now;
    refresh();
}

void CommandRegistry::show(Entry& entry) {
    const QString reason = entry.command.whyNot ? entry.command.whyNot() : QString();
    entry.action->setEnabled(reason.isEmpty());
    entry.action->setToolTip(tooltip(entry.command, reason, entry.action->shortcut()));
    entry.action->setStatusTip(reason.isEmpty() ? entry.command.explanation : reason);
    if (entry.command.checked) entry.action->setChecked(entry.command.checked());
}

void CommandRegistry::refresh() {
    for (auto& [id, entry] : m_entries) show(entry);
    Q_EMIT changed();
}

void CommandRegistry::write(const QString& id, const QString& text, const QString& commandLine) {
    m_log.push_back({QDateTime::currentDateTime(), id, text, commandLine});
    Q_EMIT logged(m_log.back());
}

QKeySequence CommandRegistry::shortcut(const QString& id) const {
    const Command* found = command(id);
    if (!found) return {};
    if (m_settings && m_settings->contains(settingOf(id)))
        return QKeySequence(m_settings->value(settingOf(id)).toString(), QKeySequence::PortableText);
    const QAction* made = action(id);
    return made && made->property("keys").isValid() ? made->property("keys").value<QKeySequence>() : found->shortcut;
}

std::vector<QString> CommandRegistry::conflicts(const QString& id, const QKeySequence& keys) const {
    std::vector<QString> found;
    const auto self = m_entries.find(id);
    if (keys.isEmpty() || self == m_entries.end()) return found;
    for (const QString& other : m_order) {
        const Entry& entry = m_entries.at(other);
        if (other == id || entry.action->shortcut() != keys) continue;
        const bool apart = entry.focused && self->second.focused && entry.context != self->second.context;
        if (!apart) found.push_back(other);
    }
    return found;
}

void CommandRegistry::setShortcut(const QString& id, const QKeySequence& keys) {
    const auto found = m_entries.find(id);
    if (found == m_entries.end()) return;
    found->second.action->setProperty("keys", QVariant::fromValue(keys));
    if (m_settings) m_settings->setValue(settingOf(id), keys.toString(QKeySequence::PortableText));
    found->second.action->setShortcut(keys);
    show(found->second);
    Q_EMIT changed();
}

void CommandRegistry::resetShortcut(const QString& id) {
    const auto found = m_entries.find(id);
    if (found == m_entries.end()) return;
    setShortcut(id, found->second.command.shortcut);
    if (m_settings) m_settings->remove(settingOf(id));
}

}  // namespace foldmeter::commands
