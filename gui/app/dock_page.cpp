#include "gui/app/dock_page.h"

#include "gui/commands/registry.h"
#include "gui/look/theme.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QSettings>

#include <algorithm>

namespace foldmeter::app {
namespace {

constexpr int stateVersion = 1;   // raised when the panes of a page change so much that an old arrangement misleads

QString keyOf(const QString& name) { return QStringLiteral("pages/") + name; }

}  // namespace

DockPage::DockPage(const QString& name, commands::CommandRegistry& registry, QWidget* parent)
    : QMainWindow(parent), m_name(name), m_registry(registry) {
    setWindowFlags(Qt::Widget);   // a page inside the window
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks | QMainWindow::GroupedDragging);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::TopLeftCorner, Qt::TopDockWidgetArea);
    setCorner(Qt::TopRightCorner, Qt::TopDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

QDockWidget* DockPage::addPane(const QString& id, const QString& title, QWidget* content, Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(m_name + u'.' + id);
    dock->setWidget(content);
    dock->setAccessibleName(title);
    addDockWidget(area, dock);
    m_panes[id] = dock;
    m_order.push_back(id);
    commands::Command command;
    command.id = QStringLiteral("view.pane.%1.%2").arg(m_name, id);
    command.subject = tr("View");
    command.title = tr("Pane %1").arg(title);
    command.explanation = tr("Shows or hides this pane");
    command.checked = [this, id] { return isShown(id); };
    command.change = [this, id, title] {
        const bool shown = isShown(id);
        return commands::changeOf<bool>(shown ? tr("Hide %1").arg(title) : tr("Show %1").arg(title), shown, !shown,
                                        [this, id](const bool& s) { setShown(id, s); });
    };
    m_registry.add(std::move(command), this);
    connect(dock, &QDockWidget::visibilityChanged, &m_registry, &commands::CommandRegistry::refresh, Qt::QueuedConnection);
    connect(dock, &QDockWidget::visibilityChanged, this, &DockPage::titlePanes, Qt::QueuedConnection);
    connect(dock, &QDockWidget::dockLocationChanged, this, &DockPage::titlePanes, Qt::QueuedConnection);
    connect(dock, &QDockWidget::topLevelChanged, this, &DockPage::titlePanes, Qt::QueuedConnection);
    return dock;
}

void DockPage::titlePanes() {
    for (const auto& [id, dock] : m_panes) {
        const QList<QDockWidget*> beside = tabifiedDockWidgets(dock);
        const bool tabbed = !dock->isFloating() && std::any_of(beside.begin(), beside.end(), [](const QDockWidget* other) { return !other->isHidden(); });
        QWidget *before = dock->titleBarWidget(), *bare = nullptr;
        if (tabbed == (before != nullptr)) continue;
        if (tabbed) (new QHBoxLayout(bare = new QWidget(dock)))->setContentsMargins(0, 0, 0, 0);   // a layout, so that its height is none and not unknown
        dock->setTitleBarWidget(bare);
        delete before;
    }
}

QDockWidget* DockPage::pane(const QString& id) const {
    const auto found = m_panes.find(id);
    return found == m_panes.end() ? nullptr : found->second;
}

// A pane behind another tab counts as shown: it is there and one click away.
bool DockPage::isShown(const QString& id) const {
    const QDockWidget* dock = pane(id);
    return dock && !dock->isHidden();
}

void DockPage::setShown(const QString& id, bool shown) {
    QDockWidget* dock = pane(id);
    dock->setVisible(shown);
    if (shown) dock->raise();
}

void DockPage::addLayout(const QString& id, std::vector<QString> shown) { m_layouts[id] = std::move(shown); }

void DockPage::applyLayout(const QString& id) {
    const auto layout = m_layouts.find(id);
    if (layout == m_layouts.end()) return;
    if (!m_original.isEmpty()) restoreState(m_original, stateVersion);
    for (const auto& [pane, dock] : m_panes) {
        const bool shown = std::find(layout->second.begin(), layout->second.end(), pane) != layout->second.end();
        dock->setFloating(false);
        dock->setVisible(shown);
    }
}

QUndoCommand* DockPage::layoutChange(const QString& id, const QString& title) {
    const QByteArray before = saveState(stateVersion);
    return new commands::Change(title, [this, id] { applyLayout(id); }, [this, before] { restoreState(before, stateVersion); });
}

void DockPage::restoreFrom(const QSettings& store) { m_remembered = store.value(keyOf(m_name)).toByteArray(); }

void DockPage::saveTo(QSettings& store) const {
    if (m_arranged) store.setValue(keyOf(m_name), saveState(stateVersion));
}

// Sizes of docks hold only once the page has its own.
void DockPage::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (m_arranged) return;
    m_arranged = true;
    QMetaObject::invokeMethod(this, [this] {
        arrange();
        m_original = saveState(stateVersion);
        if (!m_remembered.isEmpty()) restoreState(m_remembered, stateVersion);
    }, Qt::QueuedConnection);
}

}  // namespace foldmeter::app
