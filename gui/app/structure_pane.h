// The structure in the middle of the run page: the view, a line that says what the pointer is over, the slider of the
// diffusion steps. Shows the sample the run's panes have read, what lies over it, and the positions of a seed that runs.
// What can be done with it are commands (structure_commands.h); what was chosen is one value (structure_choices.h).
#pragma once

#include "gui/app/replay.h"
#include "gui/app/sample_comparison.h"
#include "gui/commands/registry.h"
#include "gui/look/badge.h"
#include "gui/run/loaded_sample.h"
#include "viz/widget/structure_widget.h"

#include <QPointer>
#include <QWidget>

#include <map>
#include <memory>

class QLabel;

namespace foldmeter::look {
class StateStack;
}

namespace foldmeter::app {

class ContactsPane;
class ExportBar;
class StructureExport;
class SuperpositionPane;

// Denoised positions of one step of a seed that runs: of its first sample, 3 numbers an atom, A.
struct LiveFrame {
    std::uint32_t seed = 0;
    int step = 0, steps = 0;
    double noise = 0;
    std::vector<float> positions;
};

class StructurePane : public QWidget {
    Q_OBJECT

public:
    StructurePane(commands::CommandRegistry& registry, commands::SharedSelection& selection, QWidget* parent = nullptr);
    ~StructurePane() override;

    void setSample(std::shared_ptr<const gui::LoadedSample> sample);             // nullptr: nothing to show
    void setPrediction(std::shared_ptr<const results::Prediction> prediction);   // whose samples may lie over it
    void setEmpty(const QString& what, const QString& todo);                     // another run: nothing of the last is kept
    void setModel(look::ModelKind model);                                        // stamped on exported pictures
    void setLiveLayout(std::shared_ptr<const structure::Structure> layout);
    void setLiveFrame(LiveFrame frame);                                          // kept, to be replayed
    void clearLive();
    bool hasStructure() const { return m_structure != nullptr; }
    const std::shared_ptr<const gui::LoadedSample>& sample() const { return m_sample; }
    const std::shared_ptr<const structure::Structure>& structure() const { return m_structure; }
    const std::shared_ptr<const results::Prediction>& prediction() const { return m_prediction; }

    const StructureChoices& choices() const { return m_choices; }
    void setChoices(const StructureChoices& choices);
    QUndoCommand* change(const QString& title, const StructureChoices& after);   // nullptr when it is so already
    void setMeasurements(const std::vector<viz::Measurement>& measurements);
    QUndoCommand* measured(const QString& title, const std::vector<viz::Measurement>& after);
    QString whyNot(ColourMode mode) const;
    // A step that can be undone; read beside the window's thread, what is wrong with the file is said in the pane.
    void loadReference(const std::filesystem::path& file);
    std::optional<commands::SelectedSample> shownSample() const;
    std::vector<commands::SelectedSample> samples() const;                       // of the run, best first
    const std::shared_ptr<const SampleComparison>& comparison() const { return m_comparison; }
    bool settled() const { return m_pending == 0; }                              // nothing is being read or computed

    viz::StructureWidget* view() const { return m_view; }
    SuperpositionPane* superposition() const;                                    // docks take these two
    ContactsPane* contacts() const;
    ReplayBar* replay() const { return m_replay; }
    StructureExport* exporter() const { return m_export; }
    commands::SharedSelection& selection() const { return m_selection; }
    QString readOut() const;                                     // what the pointer is over, or the moment of the live view
    void say(const QString& readOut);

public Q_SLOTS:
    void showStep(int step);                                     // of the shown sample; where its steps are stored

Q_SIGNALS:
    void stepChanged(std::optional<foldmeter::app::ShownStep> step);   // seen now; nothing: the finished sample

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void takeTheme();
    void followView();
    void followPanes();
    void showAll();
    std::vector<viz::ShownStructure> overlays() const;
    void colour();
    viz::Colouring colouring() const;
    viz::Colouring differenceColouring(const std::vector<float>& values, const QString& title) const;
    void pick(int residue);
    void compare();
    void findInteractions();
    void readTrajectory();
    void showPlace();
    void tellPanes();
    void takeMeasurements();
    QString nameOf(const viz::Picked& what) const;
    template <typename Value> void beside(std::function<Value()> work, std::function<void(Value)> done, std::function<void(QString)> failed);

    commands::CommandRegistry& m_registry;
    commands::SharedSelection& m_selection;
    viz::StructureWidget* m_view;
    look::StateStack* m_stack;
    QPointer<SuperpositionPane> m_superposition;                 // gone with their docks
    QPointer<ContactsPane> m_contacts;
    ReplayBar* m_replay;
    StructureExport* m_export;
    ExportBar* m_exportBar;
    QLabel* m_readOut;
    std::shared_ptr<const gui::LoadedSample> m_sample;
    std::shared_ptr<const structure::Structure> m_structure, m_layout;
    std::shared_ptr<const results::Prediction> m_prediction;
    StructureChoices m_choices;
    std::shared_ptr<const SampleComparison> m_comparison;
    std::optional<ComparingWish> m_compared;                     // what m_comparison answers, or will
    std::vector<viz::Measurement> m_measurements;                // as they were last known: a click adds to them
    int m_picked = 0;                                            // residue that PAE and ipTM are seen from
    int m_comparing = 0, m_finding = 0, m_reading = 0, m_pending = 0;   // what is computed later than the last request is dropped
    std::map<std::uint32_t, std::vector<LiveFrame>> m_kept;      // by seed
    std::size_t m_keptBytes = 0;
};

}  // namespace foldmeter::app
