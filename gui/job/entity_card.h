// One entity of the job as a card: its kind, its chains, what it is called, and the body its kind has.
#pragma once

#include "gui/job/job_value.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace foldmeter::job {

class EntityBody;
class JobDocument;

class EntityCard : public QFrame {
    Q_OBJECT

public:
    explicit EntityCard(JobDocument& document, QWidget* parent = nullptr);
    void setValue(const EntityValue& value, std::size_t entity, std::size_t entities);
    void setProblems(const QStringList& errors, const QStringList& warnings);
    const EntityValue& value() const { return m_value; }
    EntityBody* body() const { return m_body; }
    QLineEdit* ids() const { return m_ids; }
    QSpinBox* copies() const { return m_copies; }
    QComboBox* kinds() const { return m_kinds; }
    QString problems() const;
    void focusBody();

Q_SIGNALS:
    void textPasted(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QToolButton* headButton(const QString& icon, const QString& name);
    void makeBody();
    void takeIds();

    JobDocument& m_job;
    QComboBox* m_kinds;
    QLineEdit *m_ids, *m_description;
    QSpinBox* m_copies;
    QToolButton *m_up, *m_down, *m_copy, *m_remove;
    QLabel* m_problems;
    QVBoxLayout* m_layout;
    EntityBody* m_body = nullptr;
    EntityValue m_value;
    enum class Form { Polymer, Ligand, Unread } m_form = Form::Polymer;   // of the body
    bool m_worst = false;
    std::size_t m_entity = 0, m_entities = 0;
};

}  // namespace foldmeter::job
