#include "gui/commands/action_log.h"

#include "gui/commands/registry.h"
#include "gui/look/icons.h"
#include "gui/look/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace foldmeter::commands {

ActionLog::ActionLog(CommandRegistry& registry, QWidget* parent)
    : QWidget(parent), m_tree(new QTreeWidget), m_copy(new QPushButton(look::icon(QStringLiteral("copy")), tr("Copy as commands"))) {
    m_tree->setHeaderLabels({tr("Time"), tr("What was done"), tr("Command line")});
    m_tree->setRootIsDecorated(false);
    m_tree->setUniformRowHeights(true);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setAccessibleName(tr("Log of actions"));
    m_tree->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_copy->setToolTip(tr("Copies the command lines of the selected lines, or of all when none is selected."));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_copy, 0, Qt::AlignRight);
    connect(m_copy, &QPushButton::clicked, this, &ActionLog::copySelected);
    connect(&registry, &CommandRegistry::logged, this, &ActionLog::append);
    for (const LogLine& line : registry.log()) append(line);
}

void ActionLog::append(const LogLine& line) {
    auto* item = new QTreeWidgetItem(m_tree, {line.time.toString(QStringLiteral("HH:mm:ss")), line.text, line.commandLine});
    item->setFont(2, look::monospace(look::TextSize::Small));
    m_tree->scrollToItem(item);
}

void ActionLog::copySelected() const {
    QStringList lines;
    const bool all = m_tree->selectedItems().isEmpty();
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        const QTreeWidgetItem* item = m_tree->topLevelItem(i);
        if ((all || item->isSelected()) && !item->text(2).isEmpty()) lines << item->text(2);
    }
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

}  // namespace foldmeter::commands
