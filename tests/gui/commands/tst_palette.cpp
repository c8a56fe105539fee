#include "gui/commands/action_log.h"
#include "gui/commands/fuzzy_match.h"
#include "gui/commands/palette.h"
#include "gui/commands/registry.h"
#include "gui/commands/shortcuts_editor.h"

#include "support/test_main.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTreeWidget>

using namespace foldmeter::commands;

class tst_palette : public QObject {
    Q_OBJECT

    static void add(CommandRegistry& registry, const QString& id, const QString& title, std::function<void()> run, const QString& reason = {}) {
        Command command;
        command.id = id;
        command.subject = "Run";
        command.title = title;
        command.run = std::move(run);
        command.whyNot = [reason] { return reason; };
        command.commandLine = [id] { return "foldmeter " + id; };
        registry.add(command);
    }

private Q_SLOTS:
    void lettersInOrder() {
        QVERIFY(fuzzyMatch("", "Anything"));
        QVERIFY(!fuzzyMatch("xz", "Predict"));
        QVERIFY(!fuzzyMatch("tp", "Pt"));
        const auto words = fuzzyMatch("pa", "Run: Predict again"), scattered = fuzzyMatch("pa", "Open a palace");
        QVERIFY(words && scattered && words->score > scattered->score);
        QCOMPARE(words->places, (std::vector<int>{5, 13}));
        QVERIFY(fuzzyMatch("predict", "Run: Predict")->score > fuzzyMatch("predict", "Run: Predict again")->score);
    }

    void typingFindsAndEnterRuns() {
        QWidget window;
        window.resize(900, 600);
        window.show();
        CommandRegistry registry;
        int predicted = 0, exported = 0;
        add(registry, "predict", "Predict", [&] { ++predicted; });
        add(registry, "export", "Export", [&] { ++exported; }, "no run is open");
        CommandPalette palette(registry, &window);
        palette.open();
        QVERIFY(palette.isVisible());
        QCOMPARE(palette.list()->count(), 2);
        QTest::keyClicks(palette.field(), "prd");
        QCOMPARE(palette.list()->count(), 1);
        QTest::keyClick(palette.field(), Qt::Key_Return);
        QCOMPARE(predicted, 1);
        QVERIFY(!palette.isVisible());

        palette.open();   // what cannot be done stays unrun, with its reason
        QTest::keyClicks(palette.field(), "exp");
        QTest::keyClick(palette.field(), Qt::Key_Return);
        QCOMPARE(exported, 0);
        QVERIFY(palette.isVisible());
        QTest::keyClick(palette.field(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), "foldmeter export");
        QTest::keyClick(palette.field(), Qt::Key_Escape);
        QVERIFY(!palette.isVisible());
    }

    void arrowsMove() {
        QWidget window;
        window.resize(900, 600);
        window.show();
        CommandRegistry registry;
        QString ran;
        add(registry, "a", "First", [&] { ran = "a"; });
        add(registry, "b", "Second", [&] { ran = "b"; });
        CommandPalette palette(registry, &window);
        palette.open();
        QTest::keyClick(palette.field(), Qt::Key_Down);
        QCOMPARE(palette.currentId(), "b");
        QTest::keyClick(palette.field(), Qt::Key_Return);
        QCOMPARE(ran, "b");
    }

    void takenKeysAreRefusedByName() {
        CommandRegistry registry;
        add(registry, "a", "First", [] {});
        add(registry, "b", "Second", [] {});
        registry.setShortcut("a", QKeySequence("Ctrl+1"));
        ShortcutsEditor editor(registry);
        editor.selectCommand("b");
        editor.tryKeys(QKeySequence("Ctrl+1"));
        QVERIFY2(editor.message().contains("First"), qPrintable(editor.message()));
        QVERIFY(registry.action("b")->shortcut().isEmpty());
        QTest::mouseClick(editor.findChildren<QPushButton*>().front(), Qt::LeftButton);   // take over
        QCOMPARE(registry.action("b")->shortcut(), QKeySequence("Ctrl+1"));
        QVERIFY(registry.action("a")->shortcut().isEmpty());
    }

    void theLogCopiesCommandLines() {
        CommandRegistry registry;
        add(registry, "predict", "Predict", [] {});
        registry.invoke("predict");
        ActionLog log(registry);
        registry.invoke("predict");
        QCOMPARE(log.tree()->topLevelItemCount(), 2);
        log.copySelected();
        QCOMPARE(QGuiApplication::clipboard()->text(), "foldmeter predict\nfoldmeter predict");
    }
};

FOLDMETER_TEST(tst_palette)
#include "tst_palette.moc"
