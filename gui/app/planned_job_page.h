// The job page with what belongs beside a job: the pre-flight card, which asks the engine after every change, and the
// settings it will be predicted with.
#pragma once

#include "gui/app/dock_page.h"
#include "gui/engine/job_queue.h"

#include <QTimer>

namespace foldmeter::job {
class JobPage;
}
namespace foldmeter::settings {
class PreflightCard;
class SettingsPane;
}

namespace foldmeter::app {

class Workbench;

class PlannedJobPage : public DockPage {
    Q_OBJECT

public:
    explicit PlannedJobPage(Workbench& workbench, QWidget* parent = nullptr);

    job::JobPage* editor() const { return m_editor; }
    settings::SettingsPane* settings() const { return m_settings; }
    settings::PreflightCard* card() const { return m_card; }

Q_SIGNALS:
    void predictWanted(const foldmeter::engine::QueueJob& job);

protected:
    void arrange() override;

private:
    void takeJob(const QString& json, const QString& file, bool sound);
    void ask();
    void predict(const QString& json, const QString& file);

    Workbench& m_workbench;
    job::JobPage* m_editor;
    settings::SettingsPane* m_settings;
    settings::PreflightCard* m_card;
    QTimer m_rest;                       // the engine is asked when typing rests
    QString m_json, m_file;
    bool m_sound = false;
};

}  // namespace foldmeter::app
