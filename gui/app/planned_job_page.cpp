#include "gui/app/planned_job_page.h"

#include "gui/app/help_pane.h"
#include "gui/app/workbench.h"
#include "gui/job/job_page.h"
#include "gui/look/theme.h"
#include "gui/settings/preflight_card.h"
#include "gui/settings/settings_pane.h"

#include <QDockWidget>
#include <QFileInfo>

#include <algorithm>

namespace foldmeter::app {
namespace {

constexpr int restMilliseconds = 300;

// As a shell takes it.
QString quoted(const QString& path) {
    return path.contains(u' ') || path.contains(u'\'') ? u'\'' + QString(path).replace(u'\'', QStringLiteral("'\\''")) + u'\'' : path;
}

}  // namespace

PlannedJobPage::PlannedJobPage(Workbench& workbench, QWidget* parent)
    : DockPage(QStringLiteral("job"), workbench.commands(), parent), m_workbench(workbench), m_editor(new job::JobPage(workbench.commands())),
      m_settings(new settings::SettingsPane(workbench.commands(), workbench.store())), m_card(new settings::PreflightCard) {
    setHelpTopic(this, QStringLiteral("job-page"));
    setHelpTopic(m_settings, QStringLiteral("settings"));
    setCentralWidget(m_editor);
    addPane(QStringLiteral("preflight"), tr("Pre-flight"), m_card, Qt::RightDockWidgetArea);
    addPane(QStringLiteral("settings"), tr("Settings"), m_settings, Qt::RightDockWidgetArea);
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, &PlannedJobPage::ask);
    connect(m_editor, &job::JobPage::jobChanged, this, &PlannedJobPage::takeJob);
    connect(m_editor, &job::JobPage::predictRequested, this, &PlannedJobPage::predict);
    connect(m_settings, &settings::SettingsPane::changed, this, [this] { m_rest.start(); });
    connect(m_card, &settings::PreflightCard::askAgain, this, &PlannedJobPage::ask);
    connect(m_card, &settings::PreflightCard::optionsWanted, this, [this](const worker::PredictOptions& options) {
        m_workbench.commands().push(commands::changeOf<worker::PredictOptions>(tr("Follow the advice"), m_settings->options(), options,
                                                                               [this](const worker::PredictOptions& o) { m_settings->setOptions(o); }));
    });
    connect(&workbench, &Workbench::planned, this, [this](const worker::PlanEvent& plan) { if (m_sound) m_card->setPlan(plan, m_settings->options()); });
    connect(&workbench, &Workbench::planRefused, m_card, &settings::PreflightCard::setRefused);
    connect(&workbench, &Workbench::devicesChanged, this, [this] { m_settings->setOffer(m_workbench.offer()); });
    m_settings->setOffer(workbench.offer());
    restoreFrom(workbench.store());
}

void PlannedJobPage::arrange() {
    QDockWidget *card = pane(QStringLiteral("preflight")), *settings = pane(QStringLiteral("settings"));
    resizeDocks({card, settings}, {38 * look::grid, 38 * look::grid}, Qt::Horizontal);
    const int needed = std::min(38 * look::grid, height() / 2);   // the settings scroll, the card is seen whole
    resizeDocks({card, settings}, {needed, height() - needed}, Qt::Vertical);
}

void PlannedJobPage::takeJob(const QString& json, const QString& file, bool sound) {
    m_json = json;
    m_file = file;
    m_sound = sound;
    if (!sound) {
        m_rest.stop();
        const bool empty = m_editor->document().job().job.entities.empty();
        return empty ? m_card->setEmpty() : m_card->setRefused(m_editor->whyNotPredict());
    }
    m_card->setWaiting();
    m_rest.start();
}

void PlannedJobPage::ask() {
    if (!m_sound) return;
    m_workbench.askPlan({m_json.toStdString(), m_file.toStdString()}, m_settings->options());
}

void PlannedJobPage::predict(const QString& json, const QString& file) {
    engine::QueueJob wanted;
    wanted.name = QString::fromStdString(m_editor->document().job().job.name);
    wanted.input = {json.toStdString(), file.toStdString()};
    wanted.options = m_settings->options();
    wanted.lowPriority = m_workbench.lowPriority();
    const QString input = file.isEmpty() ? wanted.name + QStringLiteral(".json") : file;
    const QString options = settings::toCommandLine(wanted.options);
    wanted.commandLine = QStringLiteral("foldmeter predict %1 -o .%2").arg(quoted(input), options.isEmpty() ? QString() : u' ' + options);
    Q_EMIT predictWanted(wanted);
}

}  // namespace foldmeter::app
