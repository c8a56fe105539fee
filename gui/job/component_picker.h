// Search over the component dictionary by code, name or formula, with the drawing of the one that is looked at. Opens at
// the place that asked for it and closes by itself; nothing waits for it.
#pragma once

#include "gui/job/component_library.h"

#include <QFrame>

#include <functional>

class QLabel;
class QLineEdit;
class QTreeWidget;

namespace foldmeter::job {

class DepictionView;

class ComponentPicker : public QFrame {
    Q_OBJECT

public:
    enum class Offer { Ligands, PeptideModifications, NucleicModifications };
    ComponentPicker(ComponentLibrary& library, Offer offer, QWidget* parent);

    void openAt(const QPoint& global, const QString& query, std::function<void(const QString& code)> take);
    QLineEdit* field() const { return m_field; }
    QTreeWidget* list() const { return m_list; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search();
    void showCurrent();
    void takeCurrent();

    ComponentLibrary& m_library;
    Offer m_offer;
    QLineEdit* m_field;
    QTreeWidget* m_list;
    QLabel* m_note;
    DepictionView* m_drawing;
    std::function<void(const QString&)> m_take;
};

}  // namespace foldmeter::job
