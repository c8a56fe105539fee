// The list beside the dashed lines: contacts, hydrogen bonds and clashes with their distances, and under it what was
// measured. A row that is chosen is brought into the middle of the view; measurements are removed here.
#pragma once

#include "gui/app/interactions.h"

#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;

namespace foldmeter::gui {
class ValueTable;
}

namespace foldmeter::app {

class ContactsPane : public QWidget {
    Q_OBJECT

public:
    explicit ContactsPane(QWidget* parent = nullptr);

    void addSwitch(QAction* action);                       // over the list: what it holds
    void addMeasuring(QAction* action);                    // over the measurements
    void setInteractions(std::shared_ptr<const structure::Structure> structure, const FoundInteractions& found, bool ofSelection);
    // `values`: as they stand in the view, "3.41 Å".
    void setMeasurements(const std::vector<viz::ShownStructure>& structures, const std::vector<viz::Measurement>& measurements, const std::vector<QString>& values);
    std::vector<int> chosenMeasurements() const;
    gui::ValueTable* list() const { return m_list; }
    gui::ValueTable* measurements() const { return m_measurements; }
    QString note() const;

Q_SIGNALS:
    void atomsWanted(const std::vector<foldmeter::viz::Picked>& atoms);   // into the middle
    void chosenChanged();

private:
    std::vector<ShownInteraction> m_shown;
    std::vector<viz::Measurement> m_measured;
    QLabel* m_note;
    gui::ValueTable *m_list, *m_measurements;
    QHBoxLayout *m_switches, *m_measuring;
};

}  // namespace foldmeter::app
