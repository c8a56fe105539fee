// The run page: what a run gave, in panes around its structure, and, while it runs, the structure forming. Shows a run of
// the history, a folder, or a job of the queue; which sample is seen is the one selection's.
#pragma once

#include "gui/app/dock_page.h"
#include "gui/engine/job_queue.h"
#include "results/prediction.h"

#include <QTimer>

#include <filesystem>
#include <memory>
#include <optional>

class QLabel;

namespace foldmeter::look {
class ModelBadge;
class NoteBar;
}
namespace foldmeter::gui {
class RunPanes;
struct LoadedSample;
}

namespace foldmeter::app {

class LiveLine;
class StepClock;
class StructurePane;
class Workbench;

class RunPage : public DockPage {
    Q_OBJECT

public:
    explicit RunPage(Workbench& workbench, QWidget* parent = nullptr);

    void showFolder(const std::filesystem::path& folder);   // a finished or foreign run
    void watch(int number);                                  // a job of the queue
    void showTimelineFile(const std::filesystem::path& file);   // a timeline by itself, of this program or another one
    std::filesystem::path folder() const { return m_folder; }
    std::filesystem::path timelineFile() const { return m_timelineFile; }   // that was opened by itself; else empty
    int watched() const { return m_watched; }                // 0: none
    QString jobName() const;
    const QString& heading() const { return m_headingText; }                                 // the line on top, in plain words
    LiveLine* liveLine() const { return m_live; }
    StructurePane* structure() const { return m_structure; }
    gui::RunPanes* panes() const { return m_panes; }
    const std::shared_ptr<const results::Prediction>& prediction() const { return m_prediction; }

Q_SIGNALS:
    void shown();                                            // the prediction that was asked for is shown
    void pictureDrawn(const QString& folder);                // its thumbnail was written

protected:
    void arrange() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeMiddle();
    void placePanes();
    void addLayouts();
    void followQueue();
    void followSteps();
    void wireTimeline();
    void askForText(const QString& program, const QString& kernel);
    void read();
    void take(std::shared_ptr<const results::Prediction> prediction);
    void writeHeading();
    void elideHeading();
    void takeEntry(int number);
    void grow();                                             // the strips of a run that goes on
    void takeSample(const std::shared_ptr<const gui::LoadedSample>& sample);
    void storePictures();

    Workbench& m_workbench;
    StructurePane* m_structure;
    gui::RunPanes* m_panes;
    QLabel* m_heading;
    QString m_headingText;
    look::ModelBadge* m_badge;
    look::NoteBar* m_note;
    LiveLine* m_live;
    QTimer m_growth;
    std::filesystem::path m_folder, m_timelineFile;          // one of them is empty
    std::shared_ptr<const results::Prediction> m_prediction;
    int m_watched = 0;
    int m_reading = 0;                                       // what is read later than the last request is dropped
    std::shared_ptr<const StepClock> m_steps;                // of the timeline that is shown
    bool m_thumbnailDue = false, m_pictureDue = false;        // not stored yet with the run that is shown
};

}  // namespace foldmeter::app
