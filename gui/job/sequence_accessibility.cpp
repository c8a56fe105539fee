#include "gui/job/sequence_accessibility.h"

#include "gui/job/sequence_edit.h"

#include <QAccessibleWidget>

namespace foldmeter::job {
namespace {

class SequenceAccessible : public QAccessibleWidget, public QAccessibleTextInterface {
public:
    explicit SequenceAccessible(SequenceEdit* edit) : QAccessibleWidget(edit, QAccessible::EditableText), m_edit(edit) {}

    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::TextInterface) return static_cast<QAccessibleTextInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text which) const override {
        return which == QAccessible::Value ? QString::fromStdString(m_edit->letters()) : QAccessibleWidget::text(which);
    }

    void selection(int, int* begin, int* end) const override {
        *begin = m_edit->selectionBegin();
        *end = m_edit->selectionEnd();
    }
    int selectionCount() const override { return m_edit->selectionEnd() > m_edit->selectionBegin() ? 1 : 0; }
    void addSelection(int begin, int end) override { setSelection(0, begin, end); }
    void removeSelection(int) override { m_edit->setCaret(m_edit->caret()); }
    void setSelection(int, int begin, int end) override {
        m_edit->setCaret(begin);
        m_edit->setCaret(end, true);
    }
    int cursorPosition() const override { return m_edit->caret(); }
    void setCursorPosition(int place) override { m_edit->setCaret(place); }
    QString text(int begin, int end) const override { return QString::fromStdString(m_edit->letters()).mid(begin, end - begin); }
    int characterCount() const override { return static_cast<int>(m_edit->letters().size()); }
    QRect characterRect(int place) const override {
        const QRect cell = m_edit->cellOf(place + 1);
        return {m_edit->viewport()->mapToGlobal(cell.topLeft()), cell.size()};
    }
    int offsetAtPoint(const QPoint& point) const override { return m_edit->residueAt(m_edit->viewport()->mapFromGlobal(point)) - 1; }
    void scrollToSubstring(int begin, int) override { m_edit->setCaret(begin); }
    QString attributes(int, int* begin, int* end) const override {
        *begin = 0;
        *end = characterCount();
        return {};
    }

private:
    SequenceEdit* m_edit;
};

QAccessibleInterface* makeAccessible(const QString&, QObject* object) {
    auto* edit = qobject_cast<SequenceEdit*>(object);
    return edit ? new SequenceAccessible(edit) : nullptr;
}

}  // namespace

void installSequenceAccessibility() {
    static const bool installed = (QAccessible::installFactory(makeAccessible), true);
    static_cast<void>(installed);
}

}  // namespace foldmeter::job
