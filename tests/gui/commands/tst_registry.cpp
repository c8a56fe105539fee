#include "gui/commands/registry.h"

#include "support/test_main.h"

#include <QAction>
#include <QSettings>
#include <QTemporaryDir>
#include <QUndoStack>
#include <QWidget>

using namespace foldmeter::commands;

class tst_registry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCommandRunsIsLoggedAndSaysItsLine() {
        CommandRegistry registry;
        int ran = 0;
        Command command;
        command.id = "run.predict";
        command.title = "Predict";
        command.subject = "Run";
        command.run = [&] { ++ran; };
        command.commandLine = [] { return QString("foldmeter predict a.json -o out"); };
        QAction* action = registry.add(command);
        action->trigger();
        QVERIFY(registry.invoke("run.predict"));
        QCOMPARE(ran, 2);
        QCOMPARE(registry.log().size(), std::size_t(2));
        QCOMPARE(registry.log()[0].text, "Run: Predict");
        QCOMPARE(registry.log()[0].commandLine, "foldmeter predict a.json -o out");
        QVERIFY(!registry.invoke("no.such"));
    }

    void whatCannotBeDoneSaysWhy() {
        CommandRegistry registry;
        QString reason = "no run is open";
        int ran = 0;
        Command command;
        command.id = "run.export";
        command.title = "Export";
        command.run = [&] { ++ran; };
        command.whyNot = [&] { return reason; };
        QAction* action = registry.add(command);
        QVERIFY(!action->isEnabled() && action->toolTip().contains("no run is open"));
        QVERIFY(!registry.invoke("run.export"));
        QCOMPARE(ran, 0);
        reason.clear();
        registry.refresh();
        QVERIFY(action->isEnabled() && !action->toolTip().contains("no run"));
        QVERIFY(registry.invoke("run.export"));
    }

    void aChangeIsUndoneRedoneAndLogged() {
        CommandRegistry registry;
        int value = 1;
        Command command;
        command.id = "value.double";
        command.title = "Double";
        command.change = [&] { return changeOf<int>("Double", value, 2 * value, [&](int v) { value = v; }); };
        registry.add(command);
        registry.invoke("value.double");
        registry.invoke("value.double");
        QCOMPARE(value, 4);
        registry.undoStack()->undo();
        QCOMPARE(value, 2);
        registry.undoStack()->redo();
        QCOMPARE(value, 4);
        registry.push(changeOf<int>("Drag", value, 9, [&](int v) { value = v; }));
        QCOMPARE(value, 9);
        std::vector<QString> texts;
        for (const LogLine& line : registry.log()) texts.push_back(line.text);
        QCOMPARE(texts, (std::vector<QString>{"Double", "Double", "Undo: Double", "Redo: Double", "Drag"}));
    }

    void switchesShowTheirState() {
        CommandRegistry registry;
        bool on = false;
        Command command;
        command.id = "view.shadows";
        command.title = "Shadows";
        command.checked = [&] { return on; };
        command.change = [&] { return changeOf<bool>("Shadows", on, !on, [&](bool v) { on = v; }); };
        QAction* action = registry.add(command);
        action->trigger();
        QVERIFY(on && action->isChecked());
        registry.undoStack()->undo();
        QVERIFY(!on && !action->isChecked());
    }

    void shortcutsAreKeptAndConflictsNamed() {
        QTemporaryDir folder;
        const QString file = folder.filePath("settings.ini");
        const auto make = [](CommandRegistry& registry) {
            for (const char* id : {"a", "b"}) {
                Command command;
                command.id = id;
                command.title = id;
                command.shortcut = QKeySequence(QString("Ctrl+%1").arg(id));
                command.run = [] {};
                registry.add(command);
            }
        };
        {
            QSettings settings(file, QSettings::IniFormat);
            CommandRegistry registry(&settings);
            make(registry);
            QCOMPARE(registry.conflicts("a", QKeySequence("Ctrl+B")), std::vector<QString>{"b"});
            QVERIFY(registry.conflicts("a", QKeySequence("Ctrl+A")).empty());
            registry.setShortcut("a", QKeySequence("Ctrl+K"));
            QCOMPARE(registry.action("a")->shortcut(), QKeySequence("Ctrl+K"));
        }
        QSettings settings(file, QSettings::IniFormat);
        CommandRegistry registry(&settings);
        make(registry);
        QCOMPARE(registry.action("a")->shortcut(), QKeySequence("Ctrl+K"));
        registry.resetShortcut("a");
        QCOMPARE(registry.action("a")->shortcut(), QKeySequence("Ctrl+A"));
        QVERIFY(!settings.contains("shortcuts/a"));
    }

    void focusedPanesMayShareKeys() {
        CommandRegistry registry;
        QWidget one, other;
        const auto add = [&](const char* id, QWidget* context) {
            Command command;
            command.id = id;
            command.title = id;
            command.shortcut = QKeySequence("W");
            command.run = [] {};
            registry.add(command, context, true);
        };
        add("timeline.zoom", &one);
        add("structure.walk", &other);
        QVERIFY(registry.conflicts("timeline.zoom", QKeySequence("W")).empty());
    }

    void aPanesCommandsGoWithIt() {
        CommandRegistry registry;
        auto pane = std::make_unique<QWidget>();
        Command command;
        command.id = "pane.act";
        command.title = "Act";
        command.run = [] {};
        registry.add(command, pane.get());
        QVERIFY(registry.action("pane.act"));
        pane.reset();
        QVERIFY(!registry.action("pane.act"));
    }
};

FOLDMETER_TEST(tst_registry)
#include "tst_registry.moc"
