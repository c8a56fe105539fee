#include "gui/app/help_pane.h"

#include "base/error.h"
#include "base/paths.h"
#include "gui/commands/registry.h"
#include "gui/look/theme.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>

namespace foldmeter::app {
namespace {

constexpr const char* topicProperty = "helpTopic";

QString pagesFolder() {
    try {
        return QString::fromStdString(helpFolder().string());
    } catch (const InputError&) {
        return {};
    }
}

QString titleOf(const QString& file) {
    QFile page(file);
    if (!page.open(QIODevice::ReadOnly)) return {};
    return QString::fromUtf8(page.readLine()).remove(u'#').trimmed();
}

}  // namespace

HelpPane::HelpPane(commands::CommandRegistry& registry, QWidget* parent)
    : QWidget(parent), m_registry(registry), m_topics(new QComboBox), m_page(new QTextBrowser) {
    const QDir folder(pagesFolder());
    for (const QString& file : folder.entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name)) {
        const QString topic = QString(file).chopped(3);
        m_topics->addItem(titleOf(folder.filePath(file)), topic);
    }
    m_topics->setAccessibleName(tr("Help page"));
    m_page->setAccessibleName(tr("Help"));
    m_page->setOpenExternalLinks(true);
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->document()->setDocumentMargin(2 * look::grid);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_topics);
    layout->addWidget(m_page, 1);
    connect(m_topics, &QComboBox::activated, this, [this] { showTopic(m_topics->currentData().toString()); });
    showTopic(QStringLiteral("window"));
}

void HelpPane::showTopic(const QString& topic, const QStringList& prefixes) {
    QFile file(QDir(pagesFolder()).filePath(topic + QStringLiteral(".md")));
    if (!file.open(QIODevice::ReadOnly)) {
        m_page->setPlainText(tr("There is no help page “%1”: the help pages were not found in the program's resources.").arg(topic));
        return;
    }
    m_topic = topic;
    m_topics->setCurrentIndex(m_topics->findData(topic));
    const QString words = QString::fromUtf8(file.readAll());
    const qsizetype afterTitle = words.indexOf(u'\n') + 1;
    m_page->setMarkdown(words.left(afterTitle) + u'\n' + shortcutTable(prefixes) + words.mid(afterTitle));
}

QString HelpPane::shortcutTable(const QStringList& prefixes) const {
    QString rows;
    for (const QString& id : m_registry.ids()) {
        const QString keys = m_registry.action(id)->shortcut().toString(QKeySequence::NativeText);
        const bool asked = std::any_of(prefixes.begin(), prefixes.end(), [&](const QString& prefix) { return id.startsWith(prefix); });
        if (asked && !keys.isEmpty()) rows += QStringLiteral("| %1 | %2 |\n").arg(keys, m_registry.command(id)->title);
    }
    return rows.isEmpty() ? QString() : QStringLiteral("| %1 | %2 |\n|---|---|\n").arg(tr("Keys"), tr("What they do")) + rows + u'\n';
}

QString HelpPane::text() const { return m_page->toPlainText(); }

QString topicOf(const QWidget* focused) {
    for (const QWidget* widget = focused; widget; widget = widget->parentWidget())
        if (const QVariant topic = widget->property(topicProperty); topic.isValid()) return topic.toString();
    return QStringLiteral("window");
}

void setHelpTopic(QWidget* widget, const QString& topic) { widget->setProperty(topicProperty, topic); }

}  // namespace foldmeter::app
