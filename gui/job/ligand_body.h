// A ligand or ion in its card: by component code, found by search, or by SMILES, with its drawing.
#pragma once

#include "gui/job/entity_body.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QRadioButton;
class QToolButton;
class QStackedWidget;

namespace foldmeter::job {

class ComponentPicker;
class DepictionView;

class LigandBody : public EntityBody {
    Q_OBJECT

public:
    LigandBody(JobDocument& document, QWidget* parent);
    void setValue(const EntityValue& value, std::size_t entity) override;
    QLineEdit* codes() const { return m_codes; }
    QPlainTextEdit* smiles() const { return m_smiles; }
    DepictionView* drawing() const { return m_drawing; }
    ComponentPicker* picker() const { return m_picker; }
    void search();

private:
    void showNames();
    void takeCodes();
    void takeSmiles();
    void chooseForm(bool smiles);

    QRadioButton *m_byCode, *m_bySmiles;
    QStackedWidget* m_forms;
    QLineEdit* m_codes;
    QToolButton* m_search;
    QLabel* m_names;
    QPlainTextEdit* m_smiles;
    DepictionView* m_drawing;
    ComponentPicker* m_picker = nullptr;
    bool m_showing = false;
};

// "NAG, NAG MAN" as codes, in capitals.
std::vector<std::string> codesOf(const QString& text);

}  // namespace foldmeter::job
