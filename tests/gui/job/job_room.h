// A job page in a window of its own, for tests.
#pragma once

#include "base/file.h"
#include "gui/commands/registry.h"
#include "gui/job/entity_card.h"
#include "gui/job/entity_cards.h"
#include "gui/job/job_page.h"
#include "gui/job/json_editor.h"
#include "gui/job/ligand_body.h"
#include "gui/job/polymer_body.h"
#include "gui/job/sequence_edit.h"
#include "support/test_main.h"

#include <QUndoStack>

#include <memory>
#include <string>

namespace foldmeter::test {

using job::EntityCard;
using job::JobPage;
using job::LigandBody;
using job::PolymerBody;
using job::SequenceEdit;

inline std::string example(const std::string& name) { return readText(test::sourcePath("resources/examples/" + name + ".json")); }

// A page in a window of its own, with the registry it lives by.
struct Room {
    commands::CommandRegistry registry;
    std::unique_ptr<JobPage> page = std::make_unique<JobPage>(registry);

    explicit Room(const std::string& text = {}) {
        page->resize(1280, 800);
        page->show();
        if (!text.empty()) page->openText(text);
        checked();
    }
    void checked() {
        if (!page->document().checkIsCurrent()) page->document().checkNow();   // without the moment of rest
        QVERIFY(QTest::qWaitFor([&] { return page->document().checkIsCurrent() && page->cards()->complete(); }, 20000));
    }
    EntityCard* card(std::size_t i) { return page->cards()->cards().at(i); }
    SequenceEdit* sequence(std::size_t i) { return qobject_cast<PolymerBody*>(card(i)->body())->sequence(); }
    LigandBody* ligand(std::size_t i) { return qobject_cast<LigandBody*>(card(i)->body()); }
    std::string text() { return page->document().text(); }
    bool says(const char* part) { return text().find(part) != std::string::npos; }
    void undo() { registry.undoStack()->undo(); }
    QString editorText() { return page->editor()->toPlainText(); }
};

}  // namespace foldmeter::test
