// Samples laid on one of them, in numbers: what they are laid on and by which chains stands on top, the table says how far
// each lies off, the buttons choose which are drawn over the shown one. It changes nothing itself: it says what is wanted.
#pragma once

#include "gui/app/sample_comparison.h"

#include <QWidget>

class QAction;
class QComboBox;
class QHBoxLayout;
class QLabel;

namespace foldmeter::gui {
class ValueTable;
}

namespace foldmeter::app {

class SuperpositionPane : public QWidget {
    Q_OBJECT

public:
    explicit SuperpositionPane(QWidget* parent = nullptr);

    void addButton(QAction* action);                       // under the table
    // What may be chosen. `chains`: of the shown structure.
    void setChoices(const StructureChoices& choices, std::optional<commands::SelectedSample> shown, const std::vector<commands::SelectedSample>& samples, const std::vector<std::string>& chains);
    void setComparison(std::shared_ptr<const SampleComparison> comparison);   // nullptr: nothing to compare
    void setBusy();
    std::vector<commands::SelectedSample> chosen() const;  // rows that are selected, but for the reference
    gui::ValueTable* table() const { return m_table; }
    QString note() const;

Q_SIGNALS:
    void ontoWanted(std::optional<foldmeter::commands::SelectedSample> sample);   // nothing: the shown one
    void fitWanted(foldmeter::structure::FitBy by, const std::string& chain);
    void chosenChanged();
    void seen();                                           // it came into view: numbers are wanted

protected:
    void showEvent(QShowEvent* event) override;

private:
    void fill();

    std::shared_ptr<const SampleComparison> m_comparison;
    StructureChoices m_choices;
    std::vector<commands::SelectedSample> m_samples;
    std::vector<std::string> m_chains;
    QComboBox *m_onto, *m_by;
    QLabel* m_note;
    gui::ValueTable* m_table;
    std::vector<int> m_rowOf;                              // of the table: row of the comparison
    QHBoxLayout* m_buttons;
};

}  // namespace foldmeter::app
