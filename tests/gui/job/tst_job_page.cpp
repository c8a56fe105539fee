#include "support/test_main.h"

#include "gui/job/bonds_table.h"
#include "gui/job/component_picker.h"
#include "gui/job/depiction_view.h"
#include "gui/job/job_room.h"
#include "gui/job/moved_paths.h"
#include "gui/job/problem_view.h"
#include "gui/job/sequence_edit.h"
#include "gui/job/source_field.h"
#include "gui/job/templates_field.h"
#include "gui/look/states.h"
#include "gui/look/theme.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeWidget>

using namespace foldmeter;
using namespace foldmeter::job;
using foldmeter::test::example;
using foldmeter::test::Room;

class tst_job_page : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() { look::applyScheme(*qApp, look::Scheme::Light); }

    void opensEveryExample_data() {
        QTest::addColumn<QString>("name");
        for (const QFileInfo& file : QDir(QString::fromStdString(test::sourcePath("resources/examples"))).entryInfoList({QStringLiteral("*.json")})) QTest::newRow(qPrintable(file.baseName())) << file.baseName();
    }
    void opensEveryExample() {
        QFETCH(QString, name);
        const std::string text = example(name.toStdString());
        Room room(text);
        QCOMPARE(room.text(), text);
        QCOMPARE(room.editorText().toStdString(), text);
        QCOMPARE(room.page->document().savedForm(), text);
        QVERIFY2(room.page->whyNotPredict().isEmpty(), qPrintable(room.page->whyNotPredict()));
        QVERIFY(room.page->summary().contains(QStringLiteral("tokens")));
        QCOMPARE(room.page->cards()->cards().size(), room.page->document().job().job.entities.size());
    }

    void typesIntoASequence() {
        Room room(example("trp-cage"));
        SequenceEdit* sequence = room.sequence(0);
        const std::string before = room.text();
        sequence->setFocus();
        sequence->setCaret(0);
        QTest::keyClicks(sequence, QStringLiteral("mk"));
        QVERIFY(room.says("\"MKNLYIQWLKDGGPSSGRPPPS\""));
        QVERIFY(room.editorText().contains(QStringLiteral("\"MKNLYIQ")));
        QCOMPARE(sequence->caret(), 2);
        QCOMPARE(room.registry.undoStack()->count(), 2);   // opened; typed, as one step
        QTest::keyClick(sequence, Qt::Key_Backspace);
        QVERIFY(room.says("\"MNLYIQ"));
        QTest::keyClick(sequence, Qt::Key_End, Qt::ControlModifier);
        QTest::keyClick(sequence, Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClicks(sequence, QStringLiteral("w"));
        QVERIFY(room.says("PPPW\""));
        while (room.registry.undoStack()->index() > 1) room.undo();
        QCOMPARE(room.text(), before);
        QCOMPARE(room.editorText().toStdString(), before);
        QCOMPARE(sequence->letters(), std::string("NLYIQWLKDGGPSSGRPPPS"));
        room.registry.undoStack()->redo();
        QVERIFY(room.text() != before);
    }

    void tellsScreenReadersOfTheSequence() {
        Room room(example("trp-cage"));
        SequenceEdit* sequence = room.sequence(0);
        QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(sequence);
        QVERIFY(accessible);
        QCOMPARE(accessible->role(), QAccessible::EditableText);
        QAccessibleTextInterface* text = accessible->textInterface();
        QVERIFY(text);
        QCOMPARE(text->characterCount(), 20);
        QCOMPARE(text->text(0, 5), QStringLiteral("NLYIQ"));
        text->setSelection(0, 2, 6);
        int begin = 0, end = 0;
        text->selection(0, &begin, &end);
        QCOMPARE(begin, 2);
        QCOMPARE(end, 6);
        QCOMPARE(text->cursorPosition(), 6);
        QCOMPARE(text->offsetAtPoint(text->characterRect(7).center()), 7);
        QVERIFY(accessible->text(QAccessible::Description).contains(QLatin1String("20 residue")));
        for (const QWidget* widget : room.page->findChildren<QWidget*>())   // whatever takes the focus has a name
            if (widget->focusPolicy() != Qt::NoFocus && widget->isVisible() && (qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractItemView*>(widget) || qobject_cast<const QAbstractButton*>(widget))) {
                const QAccessibleInterface* one = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
                const bool inside = qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) || qobject_cast<const QComboBox*>(widget->parentWidget());
                QVERIFY2(inside || (one && !one->text(QAccessible::Name).isEmpty()), qPrintable(widget->objectName() + u' ' + QString::fromLatin1(widget->metaObject()->className())));
            }
    }

    void pastesIntoASequence_data() {
        QTest::addColumn<QString>("clip");
        QTest::addColumn<QString>("letters");
        QTest::newRow("letters") << "gagag" << "GAGAG";
        QTest::newRow("with numbers and blanks") << " 1 gagag\n11 LLL*\n" << "GAGAGLLL";
        QTest::newRow("one record") << ">name\nGAGAG\nLL\n" << "GAGAGLL";
    }
    void pastesIntoASequence() {
        QFETCH(QString, clip);
        QFETCH(QString, letters);
        Room room(example("trp-cage"));
        SequenceEdit* sequence = room.sequence(0);
        sequence->setFocus();
        QTest::keyClick(sequence, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(sequence->selectionEnd(), 20);
        QApplication::clipboard()->setText(clip);
        QTest::keyClick(sequence, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(QString::fromStdString(sequence->letters()), letters);
        room.undo();
        QCOMPARE(sequence->letters(), std::string("NLYIQWLKDGGPSSGRPPPS"));
    }

    void modifiesAResidue() {
        Room room(example("trp-cage"));
        auto* body = qobject_cast<PolymerBody*>(room.card(0)->body());
        body->sequence()->setFocus();
        body->sequence()->setCaret(12);
        QTest::keyClick(body->sequence(), Qt::Key_Return);
        QVERIFY(body->picker());
        ComponentPicker* picker = body->picker();
        QVERIFY(QTest::qWaitFor([&] { return picker->isVisible() && room.page->document().library().index() != nullptr; }, 20000));
        picker->field()->setText(QStringLiteral("phosphoserine"));
        QVERIFY(picker->list()->topLevelItemCount() > 0);
        QCOMPARE(picker->list()->topLevelItem(0)->text(0), QStringLiteral("SEP"));
        QTest::keyClick(picker->field(), Qt::Key_Return);
        QVERIFY(!picker->isVisible());
        QVERIFY(room.says("\"ptmType\": \"SEP\", \"ptmPosition\": 13"));
        room.checked();
        QVERIFY(room.page->whyNotPredict().isEmpty());
        body->removeModification(13);
        QVERIFY(!room.says("SEP"));
        room.undo();
        QVERIFY(room.says("SEP"));
        room.undo();
        QVERIFY(!room.says("SEP"));
    }

    void editsCards() {
        Room room(example("zinc-finger"));
        const std::string before = room.text();
        const int opened = room.registry.undoStack()->index();
        room.card(0)->copies()->setValue(2);
        QVERIFY(room.page->document().job().job.entities[0].ids == (std::vector<std::string>{"A", "B"}));
        room.card(0)->ids()->setText(QStringLiteral("q r"));
        Q_EMIT room.card(0)->ids()->editingFinished();
        QVERIFY(room.page->document().job().job.entities[0].ids == (std::vector<std::string>{"Q", "R"}));
        room.ligand(1)->codes()->setText(QStringLiteral("nag, man"));
        Q_EMIT room.ligand(1)->codes()->editingFinished();
        QVERIFY(room.says("[\"NAG\", \"MAN\"]"));
        QVERIFY(QTest::qWaitFor([&] { return room.ligand(1)->drawing()->hasDrawing(); }, 10000));
        room.page->seedsField()->setText(QStringLiteral("1,4-6"));
        Q_EMIT room.page->seedsField()->editingFinished();
        QCOMPARE(room.page->document().job().job.seeds.size(), std::size_t{4});
        room.page->seedCount()->setValue(6);
        QCOMPARE(room.page->document().job().job.seeds.back(), 8u);
        room.page->nameField()->setText(QStringLiteral("renamed"));
        Q_EMIT room.page->nameField()->editingFinished();
        QVERIFY(room.says("\"renamed\""));
        while (room.registry.undoStack()->index() > opened) room.undo();
        QCOMPARE(room.text(), before);
        QCOMPARE(room.page->nameField()->text(), QStringLiteral("zinc-finger"));
    }

    void drawsSmilesAndSaysWhatIsWrong() {
        Room room(example("zinc-finger"));
        LigandBody* ligand = room.ligand(1);
        ligand->findChildren<QRadioButton*>().at(1)->click();
        QVERIFY(room.says("\"smiles\": \"\""));
        ligand->smiles()->setPlainText(QStringLiteral("CC(=O)Oc1ccccc1C(=O)O"));
        QVERIFY(QTest::qWaitFor([&] { return ligand->drawing()->caption() == QLatin1String("C9H8O4"); }, 10000));
        ligand->smiles()->setPlainText(QStringLiteral("CC(=O)Oc1ccccc"));
        QVERIFY(QTest::qWaitFor([&] { return ligand->drawing()->caption().contains(QLatin1String("ring 1, opened at place 9, is never closed")); }, 10000));
        room.checked();
        QVERIFY(!room.page->whyNotPredict().isEmpty());
        QVERIFY2(room.card(1)->problems().contains(QLatin1String("ring 1")), qPrintable(room.card(1)->problems()));
    }

    void bonds() {
        Room room(example("bpti-phosphate"));
        BondsTable* bonds = room.page->bonds();
        bonds->addBond();
        QCOMPARE(bonds->table()->rowCount(), 1);
        QVERIFY(bonds->choices(0, BondsTable::FirstChain).contains(QStringLiteral("A")));
        QVERIFY(bonds->choices(0, BondsTable::FirstAtom).contains(QStringLiteral("CA")));
        bonds->table()->item(0, BondsTable::FirstResidue)->setText(QStringLiteral("15"));
        QCOMPARE(bonds->residueName(0, BondsTable::FirstAtom), QStringLiteral("LYS"));
        bonds->table()->item(0, BondsTable::FirstAtom)->setText(QStringLiteral("NZ"));
        bonds->table()->item(0, BondsTable::FirstResidue)->setText(QStringLiteral("no number"));
        QCOMPARE(bonds->table()->item(0, BondsTable::FirstResidue)->text(), QStringLiteral("15"));
        room.checked();
        QVERIFY2(room.page->whyNotPredict().isEmpty(), qPrintable(room.page->whyNotPredict()));
        bonds->table()->item(0, BondsTable::FirstAtom)->setText(QStringLiteral("XX"));
        room.checked();
        QVERIFY(room.page->whyNotPredict().contains(QLatin1String("XX")));
        bonds->removeBond(0);
        QCOMPARE(bonds->table()->rowCount(), 0);
        room.undo();
        QCOMPARE(bonds->table()->rowCount(), 1);
    }

    void alignmentsAndTemplates() {
        const QString file = m_folder.filePath(QStringLiteral("job.json"));
        writeAtomically(file.toStdString(), example("trp-cage"));
        writeAtomically(m_folder.filePath(QStringLiteral("a.a3m")).toStdString(), ">q\nNLYIQWLKDGGPSSGRPPPS\n>s\nNLYIQWLKDGGPSSGRPPPA\n");
        QVERIFY(QFile::copy(QString::fromStdString(test::sourcePath("resources/examples/truth/trp-cage.cif")), m_folder.filePath(QStringLiteral("t.cif"))));
        Room room;
        room.page->openFile(file);
        QVERIFY(QTest::qWaitFor([&] { return room.page->document().file() == file; }, 10000));
        room.checked();
        auto* body = room.card(0)->body();
        QToolButton* unfold = nullptr;
        for (QToolButton* button : body->findChildren<QToolButton*>())
            if (button->isCheckable()) unfold = button;
        QVERIFY(unfold);
        unfold->click();
        const auto fields = body->findChildren<SourceField*>();
        QCOMPARE(fields.size(), 2);
        Q_EMIT fields[0]->chosen({SourceKind::File, namedFrom(m_folder.path(), m_folder.filePath(QStringLiteral("a.a3m"))).toStdString()});
        QVERIFY(room.says("\"unpairedMsaPath\": \"a.a3m\""));
        auto* templates = body->findChild<TemplatesField*>();
        QSignalSpy read(templates, &TemplatesField::read);
        templates->addFile(m_folder.filePath(QStringLiteral("t.cif")));
        QVERIFY(read.wait(10000));
        QVERIFY2(room.says("\"mmcifPath\": \"t.cif\""), qPrintable(templates->note()));
        QCOMPARE(room.page->document().job().job.entities[0].templates[0].query.size(), std::size_t{20});
        room.checked();
        QVERIFY2(room.page->whyNotPredict().isEmpty(), qPrintable(room.page->whyNotPredict()));
        Q_EMIT fields[0]->chosen({SourceKind::File, "absent.a3m"});
        room.checked();
        QVERIFY(!room.page->whyNotPredict().isEmpty());
    }

    void typesIntoTheText() {
        Room room(example("trp-cage"));
        JsonEditor* editor = room.page->editor();
        const std::string before = room.text();
        QTextCursor cursor = editor->document()->find(QStringLiteral("GGPSS"));
        QVERIFY(!cursor.isNull());
        cursor.setPosition(cursor.selectionStart());
        editor->setTextCursor(cursor);
        editor->setFocus();
        QTest::keyClicks(editor, QStringLiteral("AAA"));
        QVERIFY(QTest::qWaitFor([&] { return room.sequence(0)->letters() == "NLYIQWLKDAAAGGPSSGRPPPS"; }, 5000));
        room.undo();
        QCOMPARE(room.text(), before);
        QCOMPARE(room.editorText().toStdString(), before);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("{"));
        QVERIFY(QTest::qWaitFor([&] { return !room.page->document().formFits(); }, 5000));
        room.checked();
        QVERIFY(room.page->problems()->errors() > 0);
        QCOMPARE(room.page->cards()->cards().size(), std::size_t{1});   // waits, shows what was
        room.undo();
        QCOMPARE(room.text(), before);
        QVERIFY(room.page->document().formFits());
    }

    void marksProblemsAtTheirPlace_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("marked");
        QTest::newRow("letter") << QByteArray("NLYIQ") << QByteArray("NL1IQ") << QByteArray("1");
        QTest::newRow("unknown letter") << QByteArray("NLYIQ") << QByteArray("NLYJQ\", \"extra\": \"") << QByteArray("J");
        QTest::newRow("seed") << QByteArray("  1\n") << QByteArray("  -7\n") << QByteArray("-7");
        QTest::newRow("id") << QByteArray("\"id\": \"A\"") << QByteArray("\"id\": \"a\"") << QByteArray("\"a\"");
        QTest::newRow("unknown key") << QByteArray("\"version\"") << QByteArray("\"verzion\"") << QByteArray("2");
        QTest::newRow("molecule") << QByteArray("\"protein\": {\n    \"id\": \"A\",") << QByteArray("\"ligand\": {\"id\": \"L\", \"smiles\": \"C1CC\"}},\n  {\"protein\": {\n    \"id\": \"A\",") << QByteArray("\"C1CC\"");
        QTest::newRow("umlauts before it") << QByteArray("trp-cage") << QByteArray("trp-käfig\", \"x\": \"") << QByteArray("\"\"");
        QTest::newRow("broken JSON") << QByteArray("\"templates\"") << QByteArray("templates\"") << QByteArray("templates");
    }
    void marksProblemsAtTheirPlace() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, marked);
        QByteArray text = QByteArray::fromStdString(example("trp-cage"));
        QVERIFY(text.contains(from));
        text.replace(from, to);
        Room room(text.toStdString());
        QStringList seen;
        bool found = false;
        for (const Mark& mark : room.page->document().check().marks) {
            const QByteArray part = QByteArray::fromStdString(room.text().substr(mark.begin, mark.end - mark.begin));
            seen << QString::fromUtf8(part);
            found = found || part == marked;
        }
        QVERIFY2(found, qPrintable(seen.join(u'|')));
        QVERIFY(room.page->problems()->errors() > 0);
        QVERIFY(!room.page->editor()->extraSelections().isEmpty());
        room.page->problems()->setCurrentItem(room.page->problems()->topLevelItem(0));
        Q_EMIT room.page->problems()->itemActivated(room.page->problems()->topLevelItem(0), 0);
        QVERIFY(room.page->editor()->textCursor().hasSelection());
        QVERIFY(!room.page->editor()->problemAt(room.page->editor()->textCursor().selectionStart()).isEmpty());
    }

    // Every odd or wrong job is shown, checked and can be mended or replaced.
    void opensOddJobs() {
        Room room;
        const QByteArray table = QByteArray::fromStdString(readText(test::dataPath("features/bad_inputs.tsv")));
        int errors = 0;
        for (const QByteArray& line : table.split('\n').mid(1)) {
            const QList<QByteArray> columns = line.split('\t');
            if (columns.size() < 6) continue;
            QByteArray text = columns[5];
            text.replace("\\n", "\n").replace("\\t", "\t");
            room.page->openText(text.toStdString());
            room.checked();
            const bool sound = room.page->whyNotPredict().isEmpty();
            QVERIFY2(sound || !room.page->summary().isEmpty() || room.page->document().job().job.entities.empty(), columns[0].constData());
            errors += sound ? 0 : 1;
            for (const Mark& mark : room.page->document().check().marks) QVERIFY2((mark.begin < mark.end || room.text().empty()) && mark.end <= room.text().size(), columns[0].constData());
        }
        QVERIFY(errors > 40);
        room.page->openText(example("trp-cage"));
        room.checked();
        QVERIFY(room.page->whyNotPredict().isEmpty());
    }

    void choosesAmongTheJobsOfAFile() {
        Room room;
        QSignalSpy done(room.page.get(), &JobPage::imported);
        QMimeData pasted;
        pasted.setText(QStringLiteral("[{\"name\": \"one\", \"modelSeeds\": [], \"sequences\": [{\"proteinChain\": {\"sequence\": \"GAGAG\", \"count\": 1}}]},"
                                      "{\"name\": \"two\", \"modelSeeds\": [], \"sequences\": [{\"dnaSequence\": {\"sequence\": \"GATTACA\", \"count\": 2}}]}]"));
        room.page->paste(&pasted);
        QVERIFY(done.wait(10000));
        room.checked();
        QCOMPARE(room.page->jobChoice()->count(), 2);
        QVERIFY(room.page->jobChoice()->isVisible());
        QCOMPARE(room.page->nameField()->text(), QStringLiteral("one"));
        QVERIFY(!room.page->note()->text().isEmpty());   // a seed was assumed
        room.page->jobChoice()->setCurrentIndex(1);
        Q_EMIT room.page->jobChoice()->activated(1);
        QCOMPARE(room.page->nameField()->text(), QStringLiteral("two"));
        QVERIFY(room.says("GATTACA"));
        room.undo();
        QCOMPARE(room.page->nameField()->text(), QStringLiteral("one"));
    }

    void followsPathsOfAMovedJob() {
        const auto job = readJobText("{\"sequences\": [{\"protein\": {\"id\": \"A\", \"unpairedMsaPath\": \"msa/a.a3m\", \"pairedMsaPath\": \"/abs/p.a3m\","
                                     " \"templates\": [{\"mmcifPath\": \"../t.cif\"}]}}]}", {});
        const std::string moved = json::applied(job->text, withMovedPaths(*job, QStringLiteral("/work/jobs/a.json"), QStringLiteral("/work/other/deep/a.json")));
        QVERIFY2(moved.find("\"../../jobs/msa/a.a3m\"") != std::string::npos, moved.c_str());
        QVERIFY(moved.find("\"/abs/p.a3m\"") != std::string::npos);
        QVERIFY(moved.find("\"../../t.cif\"") != std::string::npos);
        QVERIFY(withMovedPaths(*job, QStringLiteral("/work/jobs/a.json"), QStringLiteral("/work/jobs/b.json")).empty());
    }

    void pastes_data() {
        QTest::addColumn<QByteArray>("clip");
        QTest::addColumn<int>("entities");        // after pasting into the job of one
        QTest::addColumn<QByteArray>("found");
        QTest::newRow("FASTA") << QByteArray(">one\nGAGAGAGA\n>two\nMKLV\n") << 3 << QByteArray("\"GAGAGAGA\"");
        QTest::newRow("FASTA of RNA") << QByteArray(">r\nGGCACUUCGGUGCC\n") << 2 << QByteArray("\"rna\"");
        QTest::newRow("sequence") << QByteArray("MKTAYIAKQRQISFVK") << 2 << QByteArray("\"id\": \"B\"");
        QTest::newRow("DNA") << QByteArray("gcatgcatgcat") << 2 << QByteArray("\"dna\"");
        QTest::newRow("numbered sequence") << QByteArray("  1 mktayiakqr qisfvk\n 17 shfsrq\n") << 2 << QByteArray("MKTAYIAKQRQISFVKSHFSRQ");
        QTest::newRow("SMILES") << QByteArray("CC(=O)Oc1ccccc1C(=O)O") << 2 << QByteArray("\"smiles\"");
        QTest::newRow("component") << QByteArray("atp") << 2 << QByteArray("[\"ATP\"]");
        QTest::newRow("job") << QByteArray::fromStdString(example("insulin")) << 2 << QByteArray("GIVEQCCTSICSLYQLENYCN");
        QTest::newRow("job of the server") << QByteArray::fromStdString(readText(test::dataPath("dialects/server.json"))) << -1 << QByteArray("\"dialect\": \"alphafold3\"");
        QTest::newRow("Boltz") << QByteArray::fromStdString(readText(test::dataPath("dialects/boltz.yaml"))) << -1 << QByteArray("");
        QTest::newRow("mmCIF") << QByteArray::fromStdString(readText(test::dataPath("dialects/small.cif"))) << -1 << QByteArray("\"dialect\": \"alphafold3\"");
        QTest::newRow("PDB") << QByteArray::fromStdString(readText(test::dataPath("dialects/small.pdb"))) << -1 << QByteArray("\"dialect\": \"alphafold3\"");
        QTest::newRow("PDB id") << QByteArray("1CRN") << 1 << QByteArray("");
        QTest::newRow("nonsense") << QByteArray("?!") << 1 << QByteArray("");
        QTest::newRow("broken SMILES") << QByteArray("CC(=O") << 1 << QByteArray("");
        QTest::newRow("nothing") << QByteArray("  \n") << 1 << QByteArray("");
    }
    void pastes() {
        QFETCH(QByteArray, clip);
        QFETCH(int, entities);
        QFETCH(QByteArray, found);
        Room room(example("trp-cage"));
        const std::string before = room.text();
        const int steps = room.registry.undoStack()->index();
        QSignalSpy done(room.page.get(), &JobPage::imported);
        QMimeData data;
        data.setText(QString::fromUtf8(clip));
        room.page->paste(&data);
        QVERIFY(done.wait(10000));
        room.checked();
        if (entities > 0) QCOMPARE(static_cast<int>(room.page->document().job().job.entities.size()), entities);
        QVERIFY2(room.says(found.constData()), room.text().c_str());
        if (room.text() == before) {
            QVERIFY(clip.trimmed().isEmpty() || !room.page->note()->text().isEmpty());
            QCOMPARE(room.registry.undoStack()->index(), steps);
            return;
        }
        QCOMPARE(room.registry.undoStack()->index(), steps + 1);
        room.undo();
        QCOMPARE(room.text(), before);
    }

    void opensOtherDialects_data() {
        QTest::addColumn<QString>("file");
        for (const QFileInfo& file : QDir(QString::fromStdString(test::dataPath("dialects"))).entryInfoList(QDir::Files))
            if (file.suffix() != QLatin1String("restraints")) QTest::newRow(qPrintable(file.fileName())) << file.absoluteFilePath();   // a table that belongs to a FASTA
    }
    void opensOtherDialects() {
        QFETCH(QString, file);
        Room room;
        QSignalSpy done(room.page.get(), &JobPage::imported);
        room.page->openFile(file);
        QVERIFY(done.wait(10000));
        room.checked();
        QVERIFY2(room.page->whyNotPredict().isEmpty(), qPrintable(room.page->whyNotPredict()));
        QVERIFY(room.says("alphafold3"));
        QVERIFY(!room.page->document().job().job.entities.empty());
    }

    void convertsWhatIsTypedInAnotherDialect() {
        Room room(example("trp-cage"));
        room.page->editor()->setPlainText(QStringLiteral("version: 1\nsequences:\n  - protein:\n      id: A\n      sequence: GAGAGA\n"));
        room.checked();
        QVERIFY(room.page->whyNotPredict().contains(QLatin1String("Boltz")));
        QSignalSpy done(room.page.get(), &JobPage::imported);
        const auto bars = room.page->findChildren<look::NoteBar*>();
        for (look::NoteBar* bar : bars)
            if (bar != room.page->note() && bar->isVisible()) Q_EMIT bar->buttonPressed();
        QVERIFY(done.wait(10000));
        room.checked();
        QVERIFY2(room.page->whyNotPredict().isEmpty(), qPrintable(room.page->whyNotPredict()));
        QVERIFY(room.says("\"GAGAGA\""));
    }

    // Closed in the middle of checks, searches and drawings, again and again: nothing is looked into that is gone.
    void closesWhileItWorks() {
        for (int i = 0; i < 24; ++i) {
            commands::CommandRegistry registry;
            JobPage page(registry);
            page.openText(example("bpti-phosphate"));
            if (i % 12 == 5) page.document().library().requestIndex();
            page.nameField()->setFocus();
            page.nameField()->setText(QStringLiteral("typed"));
            if (i % 4 == 0) QTest::qWait(i % 7);
        }
    }

    void commandsChangeAndUndo_data() {
        QTest::addColumn<QString>("id");
        for (const char* id : {"job.clear", "job.add-protein", "job.add-rna", "job.add-dna", "job.add-ligand", "job.add-ion-zn", "job.add-ion-cu"}) QTest::newRow(id) << QString::fromLatin1(id);
    }
    void commandsChangeAndUndo() {
        QFETCH(QString, id);
        Room room(example("insulin"));
        const std::string before = room.text();
        QVERIFY(room.registry.invoke(id));
        QVERIFY(room.text() != before);
        QVERIFY(room.page->document().formFits());
        room.undo();
        QCOMPARE(room.text(), before);
    }

    void predictsAndSaves() {
        Room room(example("insulin"));
        QSignalSpy wanted(room.page.get(), &JobPage::predictRequested);
        QVERIFY(room.registry.invoke(QStringLiteral("job.predict")));
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].toString().toStdString(), example("insulin"));
        room.page->openText("{\"name\": ");
        QVERIFY(!room.registry.invoke(QStringLiteral("job.predict")));
        room.checked();
        QVERIFY(!room.registry.invoke(QStringLiteral("job.predict")));
        QCOMPARE(wanted.count(), 1);
    }

    void keepsLineEndsOfAFile() {
        QByteArray text = QByteArray::fromStdString(example("trp-cage"));
        text.replace("\n", "\r\n");
        Room room(text.toStdString());
        QCOMPARE(QByteArray::fromStdString(room.page->document().savedForm()), text);
    }
};

FOLDMETER_TEST(tst_job_page)
#include "tst_job_page.moc"
