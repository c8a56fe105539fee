// The structure in the middle of the run page: the view, a line that says what the pointer is over, and the commands that
// change how it is drawn. Shows the sample the run's panes have read, and the positions of a seed that is running.
#pragma once

#include "gui/commands/registry.h"
#include "gui/commands/shared_selection.h"
#include "gui/look/badge.h"
#include "viz/widget/structure_widget.h"

#include <QWidget>

#include <memory>

class QLabel;

namespace foldmeter::look {
class StateStack;
}

namespace foldmeter::app {

class StructurePane : public QWidget {
    Q_OBJECT

public:
    StructurePane(commands::CommandRegistry& registry, commands::SharedSelection& selection, QWidget* parent = nullptr);

    // nullptr: nothing to show; `why`: said in its place.
    void setStructure(const QString& name, std::shared_ptr<const structure::Structure> structure);
    void setEmpty(const QString& what, const QString& todo);
    void setModel(look::ModelKind model) { m_model = model; }    // stamped on exported pictures
    void setLiveLayout(std::shared_ptr<const structure::Structure> layout);
    void setLivePositions(std::vector<float> positions, const QString& moment);   // "step 12 of 20, noise 3.1 Å"
    void clearLive();
    bool hasStructure() const { return m_structure != nullptr; }

    viz::StructureWidget* view() const { return m_view; }
    QString readOut() const;                                     // what the pointer is over, or the moment of the live view

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void addCommands();
    template <typename Value> void addChoice(const QString& group, const QString& word, const QString& title, Value value, const char* keys);
    void addSwitch(const QString& word, const QString& title, bool viz::Look::*part, const char* keys);
    void addMeasuring(const QString& word, const QString& title, int atoms, const char* keys);
    void addViewActions();
    void takeTheme();
    void followView();
    void say(const QString& readOut);
    void exportPicture();
    QString nameOf(const viz::Picked& what) const;

    commands::CommandRegistry& m_registry;
    commands::SharedSelection& m_selection;
    viz::StructureWidget* m_view;
    look::StateStack* m_stack;
    look::ModelKind m_model = look::ModelKind::Own;
    QLabel* m_readOut;
    std::shared_ptr<const structure::Structure> m_structure, m_layout;
};

}  // namespace foldmeter::app
