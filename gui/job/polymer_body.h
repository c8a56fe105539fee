// A polymer in its card: sequence, modified residues, and, unfolded on demand, alignments and templates.
#pragma once

#include "gui/job/entity_body.h"

class QLabel;
class QToolButton;
class QGridLayout;

namespace foldmeter::job {

class ComponentPicker;
class SequenceEdit;
class SourceField;
class TemplatesField;

class PolymerBody : public EntityBody {
    Q_OBJECT

public:
    PolymerBody(JobDocument& document, QWidget* parent);
    void setValue(const EntityValue& value, std::size_t entity) override;
    SequenceEdit* sequence() const { return m_sequence; }
    ComponentPicker* picker() const { return m_picker; }
    void modify(int residue);                       // opens the search of components at the residue
    void setModification(int residue, const QString& code);
    void removeModification(int residue);

private:
    void makeEvidence();
    void showEvidence();
    void showModifications();
    QString residueName(int residue) const;

    SequenceEdit* m_sequence;
    QLabel* m_modifications;
    QToolButton* m_unfold;
    QWidget* m_evidence = nullptr;                  // made when first unfolded
    SourceField *m_unpaired = nullptr, *m_paired = nullptr;
    QLabel* m_pairedLabel = nullptr;
    TemplatesField* m_templates = nullptr;
    QLabel* m_templatesLabel = nullptr;
    ComponentPicker* m_picker = nullptr;
};

}  // namespace foldmeter::job
