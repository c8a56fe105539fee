// The help pages (resources/help) in a pane: F1 shows the one for what has the focus, its shortcuts first.
#pragma once

#include <QWidget>

class QComboBox;
class QTextBrowser;

namespace foldmeter::commands {
class CommandRegistry;
}

namespace foldmeter::app {

class HelpPane : public QWidget {
    Q_OBJECT

public:
    explicit HelpPane(commands::CommandRegistry& registry, QWidget* parent = nullptr);
    // `topic`: a file of resources/help without ending; `prefixes`: of the commands whose keys stand first.
    void showTopic(const QString& topic, const QStringList& prefixes = {});
    QString topic() const { return m_topic; }
    QString text() const;

private:
    QString shortcutTable(const QStringList& prefixes) const;

    commands::CommandRegistry& m_registry;
    QComboBox* m_topics;
    QTextBrowser* m_page;
    QString m_topic;
};

// The help topic for the focused widget: that of the nearest parent with the property "helpTopic".
QString topicOf(const QWidget* focused);
void setHelpTopic(QWidget* widget, const QString& topic);

}  // namespace foldmeter::app
