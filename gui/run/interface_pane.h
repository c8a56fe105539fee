// Interfaces in numbers: a table of chain pairs with ipSAE, pDockQ2 and LIS, and under it the residues that meet.
#pragma once

#include "gui/run/loaded_sample.h"

#include <QWidget>

#include <memory>

class QLabel;

namespace foldmeter::gui {

class ValueTable;

class InterfacePane : public QWidget {
    Q_OBJECT

public:
    explicit InterfacePane(QWidget* parent = nullptr);
    void setSample(std::shared_ptr<const LoadedSample> sample);
    void setSelection(const commands::Selection& selection);
    ValueTable* pairs() const { return m_pairs; }
    ValueTable* contacts() const { return m_contacts; }

Q_SIGNALS:
    void chainsSelected(const std::vector<std::string>& chains);
    void residuesSelected(const std::vector<foldmeter::commands::SelectedResidue>& residues);

private:
    std::shared_ptr<const LoadedSample> m_sample;
    QLabel* m_note;
    ValueTable* m_pairs;
    ValueTable* m_contacts;
};

}  // namespace foldmeter::gui
