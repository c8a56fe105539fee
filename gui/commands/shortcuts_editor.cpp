#include "gui/commands/shortcuts_editor.h"

#include "gui/commands/registry.h"
#include "gui/look/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace foldmeter::commands {

ShortcutsEditor::ShortcutsEditor(CommandRegistry& registry, QWidget* parent)
    : QWidget(parent), m_registry(registry), m_filter(new QLineEdit), m_tree(new QTreeWidget), m_keys(new QKeySequenceEdit),
      m_takeOver(new QPushButton(tr("Take over"))), m_remove(new QPushButton(tr("No keys"))), m_reset(new QPushButton(tr("Default"))),
      m_message(new QLabel) {
    m_filter->setPlaceholderText(tr("Filter by command or keys"));
    m_filter->setAccessibleName(tr("Filter"));
    m_tree->setHeaderLabels({tr("Command"), tr("Keys")});
    m_tree->setRootIsDecorated(false);
    m_tree->setUniformRowHeights(true);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->setAccessibleName(tr("Commands and their keys"));
    m_keys->setAccessibleName(tr("Keys of the selected command"));
    m_message->setWordWrap(true);
    look::setMuted(m_message);
    auto* row = new QHBoxLayout;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_keys, m_takeOver, m_remove, m_reset}) row->addWidget(widget);
    row->setStretch(0, 1);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_filter);
    layout->addWidget(m_tree, 1);
    layout->addLayout(row);
    layout->addWidget(m_message);
    connect(m_filter, &QLineEdit::textChanged, this, &ShortcutsEditor::fill);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &ShortcutsEditor::showSelected);
    connect(m_keys, &QKeySequenceEdit::editingFinished, this, [this] { assign(m_keys->keySequence(), false); });
    connect(m_takeOver, &QPushButton::clicked, this, [this] { assign(m_wanted, true); });
    connect(m_remove, &QPushButton::clicked, this, [this] { assign({}, false); });
    connect(m_reset, &QPushButton::clicked, this, [this] {
        if (const Command* command = m_registry.command(selectedId())) assign(command->shortcut, false);
    });
    connect(&m_registry, &CommandRegistry::changed, this, [this] { if (isVisible()) fill(); });
    fill();
}

QString ShortcutsEditor::message() const { return m_message->text(); }

QString ShortcutsEditor::selectedId() const {
    const QTreeWidgetItem* item = m_tree->currentItem();
    return item ? item->data(0, Qt::UserRole).toString() : QString();
}

void ShortcutsEditor::selectCommand(const QString& id) {
    fill();
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i)
        if (m_tree->topLevelItem(i)->data(0, Qt::UserRole).toString() == id) m_tree->setCurrentItem(m_tree->topLevelItem(i));
}

void ShortcutsEditor::tryKeys(const QKeySequence& keys) { assign(keys, false); }

void ShortcutsEditor::fill() {
    const QString selected = selectedId();
    m_filling = true;
    m_tree->clear();
    for (const QString& id : m_registry.ids()) {
        const QString title = m_registry.fullTitle(id);
        const QKeySequence keys = m_registry.action(id)->shortcut();
        const QString shown = keys.toString(QKeySequence::NativeText);
        if (!title.contains(m_filter->text(), Qt::CaseInsensitive) && !shown.contains(m_filter->text(), Qt::CaseInsensitive)) continue;
        auto* item = new QTreeWidgetItem(m_tree, {title, shown});
        item->setData(0, Qt::UserRole, id);
        QFont font = item->font(1);
        font.setBold(keys != m_registry.command(id)->shortcut);   // differs from the default
        item->setFont(1, font);
        if (id == selected) m_tree->setCurrentItem(item);
    }
    m_filling = false;
    showSelected();
}

void ShortcutsEditor::showSelected() {
    if (m_filling) return;
    const QString id = selectedId();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_keys, m_remove, m_reset}) {
        widget->setEnabled(!id.isEmpty());
        widget->setToolTip(id.isEmpty() ? tr("Select a command first.") : QString());
    }
    m_takeOver->hide();
    m_message->setText(id.isEmpty() ? tr("Select a command, then press its keys. Bold keys differ from the default.") : QString());
    m_keys->setKeySequence(id.isEmpty() ? QKeySequence() : m_registry.action(id)->shortcut());
}

void ShortcutsEditor::assign(const QKeySequence& keys, bool takeOver) {
    const QString id = selectedId();
    if (id.isEmpty() || keys == m_registry.action(id)->shortcut()) return;
    const std::vector<QString> holders = m_registry.conflicts(id, keys);
    if (!holders.empty() && !takeOver) {
        m_wanted = keys;
        m_takeOver->show();
        m_message->setText(tr("%1 already starts “%2”.").arg(keys.toString(QKeySequence::NativeText), m_registry.fullTitle(holders.front())));
        return;
    }
    for (const QString& holder : holders) m_registry.setShortcut(holder, {});
    m_registry.setShortcut(id, keys);
    fill();
    m_message->setText(keys.isEmpty() ? tr("“%1” has no keys now.").arg(m_registry.fullTitle(id))
                                      : tr("%1 starts “%2” now.").arg(keys.toString(QKeySequence::NativeText), m_registry.fullTitle(id)));
}

}  // namespace foldmeter::commands
