#include "gui/commands/shared_selection.h"

#include "support/test_main.h"

using namespace foldmeter::commands;

class tst_shared_selection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsEachChangeOnce() {
        SharedSelection shared;
        QSignalSpy changes(&shared, &SharedSelection::selectionChanged);
        Selection selection;
        selection.residues = {{"A", 4}};
        shared.select(selection);
        shared.select(selection);
        QCOMPARE(changes.count(), 1);
        shared.clear();
        QCOMPARE(changes.count(), 2);
        QVERIFY(shared.selection().empty());

        QSignalSpy moves(&shared, &SharedSelection::cursorMoved);
        shared.moveCursor(5000);
        shared.moveCursor(5000);
        QCOMPARE(moves.count(), 1);
        QSignalSpy samples(&shared, &SharedSelection::sampleChanged);
        shared.showSample(SelectedSample{1, 0});
        shared.clear();
        QVERIFY(shared.sample().has_value());
        QCOMPARE(samples.count(), 1);
    }

    void isNamedInWords() {
        Selection selection;
        selection.residues = {{"A", 12}, {"A", 4}, {"A", 5}, {"A", 6}, {"B", 1}};
        selection.seeds = {2};
        const QString text = described(selection);
        QVERIFY2(text.contains("5 residue(s): A 4–6, A 12, B 1"), qPrintable(text));
        QVERIFY2(text.contains("seed(s) 2"), qPrintable(text));
        QVERIFY(selection.contains("B", 1) && !selection.contains("B", 2));
        QVERIFY(described({}).isEmpty());
    }
};

FOLDMETER_TEST(tst_shared_selection)
#include "tst_shared_selection.moc"
