// The panes of a run, made together and tied to the one selection and the time cursor: a page only gives each a dock.
// Reads files beside the window's thread; whoever draws the structure takes each sample from sampleLoaded.
#pragma once

#include "gui/commands/shared_selection.h"
#include "gui/run/loaded_sample.h"
#include "gui/timeline/place.h"
#include "results/prediction.h"
#include "timeline/timeline.h"

#include <QObject>

#include <memory>
#include <vector>

class QWidget;

namespace foldmeter::gui {

class ChainPairs;
class InterfacePane;
class PaePane;
class SamplesPane;
class ScoresPane;
class SequenceView;
class StagePane;
class TimelinePane;

class RunPanes : public QObject {
    Q_OBJECT

public:
    struct Pane {
        const char* id;                      // stable, for stored layouts
        QString title;
        QWidget* widget;                     // its parent is the dock that takes it
    };
    explicit RunPanes(commands::SharedSelection* shared, QObject* parent = nullptr);
    ~RunPanes() override;

    const std::vector<Pane>& panes() const { return m_panes; }

    // A finished or a growing run; shows its best sample unless one of it is shown already. nullptr: none.
    void setPrediction(std::shared_ptr<const results::Prediction> prediction);
    void setSeedsWanted(int seeds);
    // While a run goes on: what its timeline holds so far, shown until the run's own timeline is read. nullptr: it is over.
    void setLiveTimeline(std::shared_ptr<const timeline::Timeline> timeline);

    std::shared_ptr<const LoadedSample> sample() const { return m_loaded; }
    SamplesPane* samples() const { return m_samples; }
    PaePane* pae() const { return m_pae; }
    SequenceView* sequence() const { return m_sequence; }
    ChainPairs* chainPairs() const { return m_chainPairs; }
    InterfacePane* interfaces() const { return m_interfaces; }
    ScoresPane* scores() const { return m_scores; }
    StagePane* stages() const { return m_stages; }
    TimelinePane* timeline() const { return m_timeline; }

Q_SIGNALS:
    void sampleLoaded(std::shared_ptr<const foldmeter::gui::LoadedSample> sample);
    void placeChosen(const foldmeter::gui::Place& place);   // what a chosen span, or the cursor, computed
    void timelineLoaded(std::shared_ptr<const foldmeter::timeline::Timeline> timeline);

private:
    void connectPanes();
    void load(std::optional<commands::SelectedSample> sample);
    void show(std::shared_ptr<const LoadedSample> sample);
    void readTimeline();
    void takePlace(const Place& place);
    void showTimeline(std::shared_ptr<const timeline::Timeline> timeline);
    void selectResidues(const std::vector<commands::SelectedResidue>& residues);
    void selectChains(const std::vector<std::string>& chains);

    commands::SharedSelection* m_shared;
    std::shared_ptr<const results::Prediction> m_prediction;
    std::shared_ptr<const LoadedSample> m_loaded;
    std::shared_ptr<const timeline::Timeline> m_live;
    SamplesPane* m_samples;
    PaePane* m_pae;
    SequenceView* m_sequence;
    ChainPairs* m_chainPairs;
    InterfacePane* m_interfaces;
    ScoresPane* m_scores;
    StagePane* m_stages;
    TimelinePane* m_timeline;
    std::vector<Pane> m_panes;
    quint64 m_wanted = 0;                    // what is read later than the last request is dropped
};

}  // namespace foldmeter::gui
