#include "gui/job/undo_passing.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace foldmeter::job {
namespace {

class UndoPassing : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::ShortcutOverride) return false;
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool undo = key->matches(QKeySequence::Undo), redo = key->matches(QKeySequence::Redo);
        if (!undo && !redo) return false;
        const auto* line = qobject_cast<QLineEdit*>(watched);
        if (line && (undo ? line->isUndoAvailable() : line->isRedoAvailable())) return false;
        event->ignore();
        return true;
    }
};

}  // namespace

void passUndo(QWidget* root) {
    const auto watch = [](QWidget* field) {
        if (field->property("passesUndo").toBool()) return;
        field->setProperty("passesUndo", true);
        field->installEventFilter(new UndoPassing(field));
    };
    for (QLineEdit* line : root->findChildren<QLineEdit*>()) watch(line);
    for (QPlainTextEdit* text : root->findChildren<QPlainTextEdit*>()) watch(text);
}

}  // namespace foldmeter::job
