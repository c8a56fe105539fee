// A page made of panes. Every pane is a dock: it can be moved, floated, tabbed with others, hidden and brought back; where
// all of them stand is remembered. Named layouts say which panes are seen; choosing one is a step that can be undone.
#pragma once

#include <QMainWindow>

#include <map>
#include <vector>

class QDockWidget;
class QSettings;
class QUndoCommand;

namespace foldmeter::commands {
class CommandRegistry;
}

namespace foldmeter::app {

class DockPage : public QMainWindow {
    Q_OBJECT

public:
    // `name`: of the page in the store. Commands "view.pane.NAME.PANE" show and hide the panes.
    DockPage(const QString& name, commands::CommandRegistry& registry, QWidget* parent = nullptr);

    QDockWidget* addPane(const QString& id, const QString& title, QWidget* content, Qt::DockWidgetArea area);
    QDockWidget* pane(const QString& id) const;
    std::vector<QString> panes() const { return m_order; }
    bool isShown(const QString& id) const;

    // Panes seen in a layout; its arrangement is the one the page was made with.
    void addLayout(const QString& id, std::vector<QString> shown);
    void applyLayout(const QString& id);                     // not a step of its own
    QUndoCommand* layoutChange(const QString& id, const QString& title);

    // What is remembered of the arrangement; taken up when the page is first seen.
    void restoreFrom(const QSettings& store);
    void saveTo(QSettings& store) const;

protected:
    void showEvent(QShowEvent* event) override;
    virtual void arrange() {}                                // sizes of the panes, once, when the page is first seen

private:
    void setShown(const QString& id, bool shown);
    void titlePanes();                                       // a pane behind a tab is named by the tab alone

    QString m_name;
    commands::CommandRegistry& m_registry;
    std::map<QString, QDockWidget*> m_panes;
    std::vector<QString> m_order;
    std::map<QString, std::vector<QString>> m_layouts;
    QByteArray m_original, m_remembered;
    bool m_arranged = false;
};

}  // namespace foldmeter::app
