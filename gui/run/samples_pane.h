// All samples of all seeds: ranked, sortable by every score, the best one marked. Choosing a row shows that sample.
#pragma once

#include "gui/commands/shared_selection.h"
#include "results/prediction.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace foldmeter::look {
class NoteBar;
class StateStack;
}

namespace foldmeter::gui {

class ValueTable;

class SamplesPane : public QWidget {
    Q_OBJECT

public:
    explicit SamplesPane(QWidget* parent = nullptr);

    // The scores of the summaries are read beside the window's thread and filled in as they come.
    void setPrediction(std::shared_ptr<const results::Prediction> prediction);
    // Seeds that were asked for, to tell a partial run ("3 of 5 seeds"); 0: not known.
    void setSeedsWanted(int seeds);
    void setShown(std::optional<commands::SelectedSample> sample);
    void setSelection(const commands::Selection& selection);      // its seeds are marked
    ValueTable* table() const { return m_table; }

Q_SIGNALS:
    void sampleChosen(std::optional<foldmeter::commands::SelectedSample> sample);
    void summariesRead();

private:
    void fill(const std::vector<std::optional<results::Summary>>& summaries);
    void tellPartial();

    std::shared_ptr<const results::Prediction> m_prediction;
    std::optional<commands::SelectedSample> m_shown;
    int m_seedsWanted = 0;
    look::StateStack* m_states;
    look::NoteBar* m_note;
    ValueTable* m_table;
};

}  // namespace foldmeter::gui
