// The structure pane on finished runs: samples laid over each other, a reference, contacts, measurements, colours, the
// replay of the steps, export. Every command of the structure is invoked here; what it does is seen and taken back.
#include "base/error.h"
#include "gui/app/contacts_pane.h"
#include "gui/app/export_bar.h"
#include "gui/app/export_dialog.h"
#include "gui/app/step_clock.h"
#include "gui/app/structure_export.h"
#include "gui/app/structure_pane.h"
#include "gui/app/superposition_pane.h"
#include "gui/look/theme.h"
#include "gui/run/value_table.h"
#include "structure/foreign_structure.h"
#include "structure/mmcif.h"
#include "structure/structure_files.h"
#include "support/test_main.h"
#include "timeline/timeline_file.h"

#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>
#include <QUndoStack>

#include <cstdlib>
#include <fstream>
#include <set>

using namespace foldmeter;
using namespace foldmeter::app;
using commands::SelectedSample;

namespace {

// A pane with the two lists beside it, as the run page docks them.
struct Room {
    commands::CommandRegistry registry;
    commands::SharedSelection selection;
    QWidget window;
    StructurePane* pane = nullptr;
    std::shared_ptr<const results::Prediction> prediction;

    Room() : pane(new StructurePane(registry, selection)) {
        auto* layout = new QHBoxLayout(&window);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(pane, 3);
        auto* lists = new QVBoxLayout;
        lists->addWidget(pane->superposition());
        lists->addWidget(pane->contacts());
        layout->addLayout(lists, 2);
        window.resize(1000, 620);
        window.show();
    }
    bool open(const std::string& folder, std::size_t sample = 0) {
        prediction = std::make_shared<const results::Prediction>(results::readPrediction(test::dataPath(folder)));
        pane->setPrediction(prediction);
        return show(sample);
    }
    bool show(std::size_t sample) {
        pane->setSample(gui::loadSample(prediction->samples.at(sample)));
        return settle();
    }
    bool settle() {
        return QTest::qWaitFor([this] { return pane->settled() && pane->view()->drawn(); }, 30000);   // read, computed and in the picture
    }
    void keep(const char* name) {
        const char* folder = std::getenv("FOLDMETER_PICTURES");
        if (!folder) return;
        settle();
        if (QTest::qWaitFor([this] { return !pane->view()->busy(); }, 30000))
            window.grab().save(QString("%1/pane-%2.png").arg(folder, name));
    }
    std::size_t shown() const { return pane->view()->structures().size(); }
};

structure::Point middleOf(const viz::ShownStructure& shown) {
    structure::Point middle{};
    for (const structure::Point& p : shown.structure->positions) {
        const structure::Point at = shown.placement ? shown.placement->apply(p) : p;
        for (std::size_t k = 0; k < 3; ++k) middle[k] += at[k] / static_cast<double>(shown.structure->atoms());
    }
    return middle;
}

}  // namespace

class tst_structure_pane_slow : public QObject {
    Q_OBJECT

    std::unique_ptr<Room> m_room;
    std::set<QString> m_done;
    QTemporaryDir m_folder;

    StructurePane& pane() { return *m_room->pane; }
    viz::StructureWidget& view() { return *pane().view(); }
    QUndoStack& undo() { return *m_room->registry.undoStack(); }
    bool act(const char* id) {
        m_done.insert(QString::fromLatin1(id));
        const bool done = m_room->registry.invoke(QString::fromLatin1(id));
        return m_room->settle() && done;
    }
    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }

private Q_SLOTS:
    void initTestCase() {
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        look::applyScheme(*qApp, look::Scheme::Light);
    }
    void init() {
        m_room = std::make_unique<Room>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_room->window));
        QVERIFY(m_room->open("runs/insulin"));
        QCOMPARE(m_room->prediction->samples.size(), std::size_t{8});
    }
    void cleanup() { m_room.reset(); }

    void samplesLieOverTheShownOne() {
        QCOMPARE(m_room->shown(), std::size_t{1});
        QVERIFY(act("structure.overlay.samples"));
        QCOMPARE(m_room->shown(), std::size_t{8});
        const structure::Point here = middleOf(view().structures()[0]);
        for (const viz::ShownStructure& shown : view().structures()) QVERIFY(structure::distance(middleOf(shown), here) < 4);
        QCOMPARE(view().legend().structures.size(), std::size_t{7});   // each named with its colour
        QVERIFY(view().legend().structures[0].text.find("RMSD") != std::string::npos);
        m_room->keep("overlay");
        undo().undo();
        QVERIFY(m_room->settle());
        QCOMPARE(m_room->shown(), std::size_t{1});
        undo().redo();
        QVERIFY(m_room->settle());
        QCOMPARE(m_room->shown(), std::size_t{8});
        QVERIFY(act("structure.overlay.none"));
        QCOMPARE(m_room->shown(), std::size_t{1});
        QVERIFY(act("structure.overlay.seeds"));
        QCOMPARE(m_room->shown(), std::size_t{4});   // four seeds, one of which is the shown sample's
    }

    void theTableSaysHowFarTheyLieOff() {
        auto* table = pane().superposition()->table();
        QVERIFY(m_room->settle());
        QCOMPARE(table->rows(), 8);
        const auto& rows = pane().comparison()->rows;
        QVERIFY(rows[0].target && rows[0].sample == pane().shownSample());
        for (int row = 1; row < 8; ++row) {
            const auto& c = rows[static_cast<std::size_t>(row)].parts.at(0).comparison;
            const structure::Structure truth = results::readSampleStructure(m_room->prediction->samples[0]), moving = results::readSampleStructure(m_room->prediction->samples[static_cast<std::size_t>(row)]);
            const structure::Comparison expected = structure::compareStructures(moving, truth);
            QCOMPARE(c.rmsd, expected.rmsd);
            QCOMPARE(table->textAt(row, 3), QString::number(expected.rmsd, 'f', 2));
            QCOMPARE(table->textAt(row, 5), QString::number(expected.tmScore, 'f', 3));
            QCOMPARE(table->textAt(row, 6), QString::number(expected.lddt, 'f', 3));
        }
        table->selectRow(2);
        QVERIFY(act("structure.overlay.chosen"));
        QCOMPARE(m_room->shown(), std::size_t{2});
        QCOMPARE(table->textAt(2, 0), QStringLiteral("●"));
        QVERIFY(!m_room->registry.invoke("structure.overlay.chosen") || m_room->shown() <= 2);
    }

    void fitsAreChosen() {
        auto* table = pane().superposition()->table();
        QVERIFY(act("structure.overlay.samples"));
        commands::Selection chainB;
        chainB.chains = {"B"};
        m_room->selection.select(chainB);
        QVERIFY(act("structure.superpose.chain"));
        QCOMPARE(pane().choices().chain, std::string("B"));
        const double one = pane().comparison()->rows[3].parts.at(0).comparison.rmsd;
        m_room->selection.clear();
        QVERIFY(act("structure.superpose.each_chain"));
        QCOMPARE(table->rows(), 1 + 7 * 2);          // two chains of each, and what they are laid on
        QCOMPARE(m_room->shown(), std::size_t{1 + 7 * 2});
        QVERIFY(std::abs(pane().comparison()->rows[3].parts.at(1).comparison.rmsd - one) < 1e-6);
        m_room->keep("each-chain");
        undo().undo();
        QVERIFY(m_room->settle());
        QCOMPARE(m_room->shown(), std::size_t{8});
        QVERIFY(act("structure.superpose.all"));
        table->selectRow(5);
        const SelectedSample wanted = *pane().comparison()->rows[5].sample;
        const structure::Point before = middleOf(view().structures()[0]);
        QVERIFY(act("structure.superpose.onto_chosen"));
        QVERIFY(pane().choices().onto == wanted);
        QVERIFY(pane().comparison()->rows[5].target);
        QVERIFY(structure::distance(middleOf(view().structures()[0]), before) < 1e-9);   // the shown one stays where it is
        for (const viz::ShownStructure& shown : view().structures()) QVERIFY(structure::distance(middleOf(shown), before) < 4);
        QVERIFY(act("structure.superpose.onto_shown"));
        QVERIFY(!pane().choices().onto);
        undo().undo();
        QVERIFY(pane().choices().onto == wanted);
    }

    void aReferenceIsLaidOver_data() {
        QTest::addColumn<QString>("ending");
        QTest::newRow("mmCIF") << "cif";
        QTest::newRow("PDB") << "pdb";
    }
    void aReferenceIsLaidOver() {
        QFETCH(QString, ending);
        QVERIFY(!m_room->registry.invoke("structure.colour.deviation"));
        QVERIFY(m_room->registry.whyNot("structure.colour.deviation").contains("reference"));
        const structure::Structure truth = structure::loadStructure(test::sourcePath("resources/examples/truth/insulin.cif"));
        const QString file = path(qPrintable("truth." + ending));
        std::ofstream(file.toStdString()) << (ending == "pdb" ? structure::toPdb({{&truth, {}}}, "x") : structure::toMmcif({{&truth, {}}}, "x"));
        pane().loadReference(file.toStdString());
        QVERIFY(m_room->settle() && m_room->settle());
        QTRY_VERIFY(pane().choices().reference != nullptr);
        QVERIFY(m_room->settle());
        QCOMPARE(m_room->shown(), std::size_t{2});
        QVERIFY(structure::distance(middleOf(view().structures()[0]), middleOf(view().structures()[1])) < 4);
        QCOMPARE(view().colouring().by, viz::ColourBy::Values);
        QVERIFY(QString::fromStdString(view().legend().title).contains("truth"));
        const structure::Comparison expected = structure::compareStructures(*pane().structure(), truth);
        for (std::size_t r = 0; r < expected.deviation.size(); ++r)
            QVERIFY(std::isnan(expected.deviation[r]) ? std::isnan(view().colouring().values[r]) : std::abs(view().colouring().values[r] - expected.deviation[r]) < 0.01f);
        const auto* row = pane().comparison()->find(std::nullopt);
        QVERIFY(row && row->parts.size() == 1 && row->parts[0].comparison.tmScore > 0.3);
        m_room->keep("reference");
        QVERIFY(act("structure.reference.remove"));
        QCOMPARE(m_room->shown(), std::size_t{1});
        QCOMPARE(view().colouring().by, viz::ColourBy::Plddt);
        undo().undo();
        QVERIFY(m_room->settle());
        QCOMPARE(m_room->shown(), std::size_t{2});
        undo().undo();   // loaded
        QVERIFY(m_room->settle());
        QVERIFY(!pane().choices().reference && m_room->shown() == 1);
    }

    void whatIsNoReferenceIsSaid() {
        const QString file = path("letter.pdb");
        std::ofstream(file.toStdString()) << "Dear colleague\n";
        pane().loadReference(file.toStdString());
        QVERIFY(m_room->settle());
        QTRY_VERIFY(pane().readOut().contains("letter.pdb"));
        const structure::Structure stranger = structure::loadStructure(test::sourcePath("resources/examples/truth/bdna.cif"));
        std::ofstream(path("dna.pdb").toStdString()) << structure::toPdb({{&stranger, {}}}, "x");
        pane().loadReference(path("dna.pdb").toStdString());
        QTRY_VERIFY(pane().choices().reference != nullptr);
        QVERIFY(m_room->settle());
        QVERIFY(!pane().comparison()->find(std::nullopt)->problem.isEmpty());   // it stands in the table with the reason
        QCOMPARE(m_room->shown(), std::size_t{1});
    }

    void coloursHaveLegends_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("title");
        QTest::newRow("plddt") << "plddt" << "pLDDT";
        QTest::newRow("chain") << "chain" << "Chains";
        QTest::newRow("entity") << "entity" << "Entities";
        QTest::newRow("element") << "element" << "Elements";
        QTest::newRow("residue type") << "residue_type" << "Residues";
        QTest::newRow("rainbow") << "rainbow" << "Along the chain";
        QTest::newRow("secondary structure") << "secondary_structure" << "Secondary structure";
        QTest::newRow("hydrophobicity") << "hydrophobicity" << "Hydrophobicity";
        QTest::newRow("chain pairs") << "chain_pairs" << "ipTM with chain";
        QTest::newRow("pae") << "pae" << "PAE to";
        QTest::newRow("difference") << "difference" << "Difference to seed";
    }
    void coloursHaveLegends() {
        QFETCH(QString, id);
        QFETCH(QString, title);
        const QImage before = view().grabImage({160, 120});
        const QString command = "structure.colour." + id;
        if (id == "plddt") QVERIFY(act("structure.colour.chain"));
        QVERIFY2(act(qPrintable(command)), qPrintable(m_room->registry.whyNot(command)));
        QVERIFY(m_room->registry.action(command)->isChecked());
        const viz::Legend legend = view().legend();
        QVERIFY2(QString::fromStdString(legend.title).startsWith(title), legend.title.c_str());
        QVERIFY(!legend.entries.empty() || !legend.ramp.empty());
        if (id != "plddt" && id != "entity") QVERIFY(view().grabImage({160, 120}) != before);   // its two chains are its two entities
        m_room->keep(qPrintable("colour-" + id));
        undo().undo();
        QVERIFY(QString::fromStdString(view().legend().title) != QString::fromStdString(legend.title));
    }

    // PAE is seen from the residue that is selected; nothing else steps back then.
    void paeFollowsTheSelection() {
        QVERIFY(act("structure.colour.pae"));
        commands::Selection one;
        one.residues = {{"B", 7}};
        m_room->selection.select(one);
        QVERIFY(QString::fromStdString(view().legend().title).contains("B 7"));
        const auto& colouring = view().colouring();
        const auto sample = pane().sample();
        int row = -1;
        for (std::size_t r = 0; r < pane().structure()->residues.size(); ++r)
            if (sample->residueAt(static_cast<int>(r)) == one.residues[0]) row = static_cast<int>(r);
        const int from = sample->layout.tokenOfResidue[static_cast<std::size_t>(row)];
        QCOMPARE(colouring.values[0], sample->confidences->pae.at(from, 0));
        QVERIFY(!colouring.rest);
    }

    void contactsAreListedAndLookedAt_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("kind");
        QTest::newRow("contacts") << "contacts" << "contact";
        QTest::newRow("hydrogen bonds") << "hydrogen_bonds" << "hydrogen bond";
        QTest::newRow("clashes") << "clashes" << "clash";
    }
    void contactsAreListedAndLookedAt() {
        QFETCH(QString, id);
        QFETCH(QString, kind);
        const QImage before = view().grabImage({320, 240});
        auto* list = pane().contacts()->list();
        QCOMPARE(list->rows(), 0);
        QVERIFY(act(qPrintable("structure.contacts." + id)));
        const int all = list->rows();
        if (id == "clashes" && all == 0) {   // a good structure has none, and the list says so
            QVERIFY(pane().contacts()->note().contains("None"));
            undo().undo();
            return;
        }
        QVERIFY(all > 0);
        for (int row = 0; row < all; ++row) QCOMPARE(list->textAt(row, 0), kind);
        QVERIFY(view().grabImage({320, 240}) != before);
        QSignalSpy moved(&view(), &viz::StructureWidget::cameraChanged);
        m_room->keep(qPrintable("contacts-" + id));
        list->selectRow(0);
        QCOMPARE(moved.size(), 1);
        QVERIFY(m_room->selection.selection().empty());   // looked at, not selected
        commands::Selection some;
        some.residues = {{"A", 12}};
        m_room->selection.select(some);
        QVERIFY(m_room->settle());
        QVERIFY(list->rows() < all);                      // the selection's only
        m_room->selection.clear();
        QVERIFY(m_room->settle());
        undo().undo();
        QVERIFY(m_room->settle());
        QCOMPARE(list->rows(), 0);
    }

    void measurementsAreListedAndRemoved_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("atoms");
        QTest::newRow("distance") << "distance" << 2;
        QTest::newRow("angle") << "angle" << 3;
        QTest::newRow("dihedral") << "dihedral" << 4;
    }
    void measurementsAreListedAndRemoved() {
        QFETCH(QString, id);
        QFETCH(int, atoms);
        QTRY_VERIFY_WITH_TIMEOUT(view().drawn(), 60000);
        QVERIFY(act(qPrintable("structure.measure." + id)));
        QCOMPARE(view().measuring(), atoms);
        QWidget* surface = view().childAt(view().rect().center());
        QSignalSpy measured(&view(), &viz::StructureWidget::measurementsChanged);
        for (int y = 40; y < view().height() - 40 && measured.isEmpty(); y += 7)
            for (int x = 60; x < view().width() - 60 && measured.isEmpty(); x += 13) QTest::mouseClick(surface, Qt::LeftButton, {}, {x, y});
        auto* list = pane().contacts()->measurements();
        QCOMPARE(list->rows(), 1);
        QCOMPARE(list->textAt(0, 1), view().valueOf(view().measurements()[0]));
        QVERIFY(list->textAt(0, 1).endsWith(atoms == 2 ? QStringLiteral("Å") : QStringLiteral("°")));
        m_room->keep(qPrintable("measured-" + id));
        undo().undo();
        QVERIFY(list->rows() == 0 && view().measurements().empty());
        undo().redo();
        QVERIFY(list->rows() == 1 && view().measurements().size() == 1);
        QVERIFY(act("structure.overlay.samples"));         // what was measured on the shown sample stays
        QCOMPARE(view().measurements().size(), std::size_t{1});
        QVERIFY(!m_room->registry.invoke("structure.measure.remove"));
        list->selectRow(0);
        QVERIFY(act("structure.measure.remove"));
        QVERIFY(list->rows() == 0 && view().measurements().empty());
        undo().undo();
        QCOMPARE(list->rows(), 1);
        QVERIFY(act("structure.measure.clear"));
        QCOMPARE(list->rows(), 0);
        undo().undo();
        QCOMPARE(list->rows(), 1);
        pane().setEmpty("No structure yet", "Predict a job");   // another run begins: what was measured goes with its structure
        QVERIFY(m_room->settle());
        QVERIFY(list->rows() == 0 && view().measurements().empty());
        while (undo().canUndo()) undo().undo();                 // nor does a step of the past bring it back
        while (undo().canRedo()) undo().redo();
        QVERIFY(m_room->settle());
        QVERIFY(list->rows() == 0 && view().measurements().empty());
    }

    void switchesComeBack() {
        for (const QString& id : m_room->registry.ids()) {
            const commands::Command& command = *m_room->registry.command(id);
            if (!command.checked || !command.change || !m_room->registry.whyNot(id).isEmpty()) continue;
            const bool before = command.checked();
            const int steps = undo().index();
            QVERIFY2(act(qPrintable(id)), qPrintable(id));
            if (undo().index() == steps) {   // a choice that holds already
                QVERIFY2(before, qPrintable(id));
                continue;
            }
            QVERIFY2(command.checked() != before, qPrintable(id));
            undo().undo();
            QVERIFY2(command.checked() == before, qPrintable(id));
            undo().clear();
        }
        QVERIFY(m_room->settle());
    }

    // The stored steps of a sample: the slider shows each as it is in the file, and says which.
    void stepsAreReplayed() {
        QVERIFY(!m_room->registry.invoke("structure.replay.play"));
        QVERIFY(m_room->registry.whyNot("structure.replay.play").contains("--save-trajectory"));
        QVERIFY(!pane().replay()->isVisible());
        QVERIFY(m_room->open("runs/steps"));
        for (std::size_t i = 0; i < m_room->prediction->samples.size() && !pane().replay()->trajectory(); ++i) QVERIFY(m_room->show(i));
        QCOMPARE(pane().replay()->steps(), 20);
        QVERIFY(pane().replay()->isVisible());
        QSignalSpy changed(&pane(), &StructurePane::stepChanged);
        pane().showStep(7);
        QCOMPARE(changed.size(), 1);
        const auto step = changed[0][0].value<std::optional<ShownStep>>();
        QVERIFY(step && step->step == 7 && step->sample == *pane().shownSample() && step->noise > 0);
        QVERIFY(view().live());
        m_room->keep("replay");
        QVERIFY(act("structure.replay.forward"));
        QCOMPARE(pane().replay()->shown()->step, 8);
        QVERIFY(act("structure.replay.back"));
        QCOMPARE(pane().replay()->shown()->step, 7);
        pane().replay()->setPlace(17);
        QVERIFY(act("structure.replay.play"));
        QTRY_VERIFY_WITH_TIMEOUT(!pane().replay()->playing() && pane().replay()->place() == 20, 20000);
        QVERIFY(!view().live());   // the finished sample
        QVERIFY(!changed.last()[0].value<std::optional<ShownStep>>());
    }

    // What came while it was predicted is replayed too, laid on the finished sample.
    void liveFramesAreKept() {
        QVERIFY(m_room->open("runs/steps"));
        const auto finished = std::make_shared<const structure::Structure>(results::readSampleStructure(m_room->prediction->samples[1]));
        const auto& sample = m_room->prediction->samples[1];
        pane().setEmpty("x", "y");
        pane().setLiveLayout(finished);
        for (int step = 1; step <= 5; ++step) {
            LiveFrame frame{sample.seed, step, 5, 10.0 / step, {}};
            for (const structure::Point& p : finished->positions)   // turned a quarter at every step
                for (const double value : {step % 2 ? -p[1] : p[0], step % 2 ? p[0] : p[1], p[2] + step}) frame.positions.push_back(static_cast<float>(value));
            pane().setLiveFrame(frame);
            QVERIFY(view().live());
        }
        pane().clearLive();
        pane().setPrediction(m_room->prediction);
        results::Sample withoutFile = sample;
        withoutFile.trajectory.clear();
        withoutFile.index = 0;
        pane().setSample(gui::loadSample(withoutFile));
        QVERIFY(m_room->settle());
        QVERIFY(pane().replay()->trajectory());
        QCOMPARE(pane().replay()->steps(), 5);
        for (const auto& step : pane().replay()->trajectory()->steps)
            for (std::size_t i = 0; i < step.positions.size(); ++i) QVERIFY(std::abs(step.positions[i] - static_cast<float>(finished->positions[i / 3][i % 3])) < 0.01f);
    }

    void stepsHaveTheirMoments() {
        const StepClock clock(timeline::readTimeline(test::dataPath("runs/steps/trp-cage.timeline")));
        for (const std::uint32_t seed : {1u, 2u})
            for (const int step : {1, 7, 20}) {
                const auto found = clock.find(seed, step);
                QVERIFY(found && found->end > found->start);
                const auto back = clock.at((found->start + found->end) / 2);
                QVERIFY(back && back->seed == seed && back->step == step);
            }
        QVERIFY(!clock.find(1, 21) && !clock.find(9, 1));
        QVERIFY(!clock.at(-5));
    }

    void picturesAreWritten() {
        QSignalSpy written(pane().exporter(), &StructureExport::written);
        PictureForm form;
        form.size = {500, 300};
        form.transparent = true;
        form.annotated = false;
        pane().exporter()->writePicture(path("one.png").toStdString(), form);
        QVERIFY(!m_room->registry.invoke("structure.export.picture"));   // one after the other
        QVERIFY_EXCEPTION_THROWN(pane().exporter()->writePicture(path("two.png").toStdString(), form), InputError);
        QVERIFY(written.wait(30000));
        const QImage image(path("one.png"));
        QCOMPARE(image.size(), QSize(500, 300));
        QCOMPARE(qAlpha(image.pixel(1, 1)), 0);
        QVERIFY_EXCEPTION_THROWN(pane().exporter()->writePicture("/no/such/folder/one.png", form), InputError);
        form.size = {50000, 10};
        QVERIFY_EXCEPTION_THROWN(pane().exporter()->writePicture(path("large.png").toStdString(), form), InputError);
    }

    void filmsAreWholeOrNotThere() {
        QVERIFY(m_room->open("runs/steps"));
        for (std::size_t i = 0; i < m_room->prediction->samples.size() && !pane().replay()->trajectory(); ++i) QVERIFY(m_room->show(i));
        QSignalSpy written(pane().exporter(), &StructureExport::written), ended(pane().exporter(), &StructureExport::ended);
        PictureForm form;
        form.size = {120, 90};
        form.pictures = 4;
        const QString spin = path("spin"), steps = path("steps");
        pane().exporter()->writeSpin(spin.toStdString(), form);
        QVERIFY(written.wait(60000));
        QCOMPARE(QDir(spin).entryList(QDir::Files).size(), 4);
        QVERIFY(QImage(spin + "/frame-0001.png") != QImage(spin + "/frame-0002.png"));
        QVERIFY_EXCEPTION_THROWN(pane().exporter()->writeSpin(spin.toStdString(), form), InputError);   // never over another
        form.pictures = pane().replay()->steps() + 1;
        pane().exporter()->writeFilm(steps.toStdString(), form, [this](int picture) { pane().replay()->setPlace(picture); });
        QVERIFY(written.wait(120000));
        QCOMPARE(QDir(steps).entryList(QDir::Files).size(), 21);
        QVERIFY(QImage(steps + "/frame-0002.png") != QImage(steps + "/frame-0021.png"));
        form.pictures = 400;
        pane().exporter()->writeSpin(path("stopped").toStdString(), form);
        QTRY_VERIFY_WITH_TIMEOUT(QDir(path("stopped.part")).exists(), 30000);
        auto* bar = pane().findChild<ExportBar*>();
        QVERIFY(bar->isVisible() && bar->text().contains("%"));
        ended.clear();
        QVERIFY(act("structure.export.cancel"));
        QCOMPARE(ended.size(), 1);
        QVERIFY(!QDir(path("stopped")).exists() && !QDir(path("stopped.part")).exists());
        QVERIFY(!bar->isVisible());
    }

    void scenesAreWritten() {
        QVERIFY(act("structure.overlay.seeds"));
        QTRY_VERIFY_WITH_TIMEOUT(view().drawn(), 60000);
        QSignalSpy written(pane().exporter(), &StructureExport::written);
        pane().exporter()->writeMmcif(path("all.cif").toStdString());
        pane().exporter()->writePdb(path("all.pdb").toStdString());
        pane().exporter()->writeGltf(path("all.gltf").toStdString());
        QCOMPARE(written.size(), 3);
        QVERIFY(pane().readOut().contains("all.gltf"));
        const structure::Structure first = structure::loadForeignStructure(path("all.pdb").toStdString());
        QCOMPARE(first.atoms(), pane().structure()->atoms());
        QVERIFY(QFileInfo(path("all.gltf")).size() > 10000);
        std::ifstream file(path("all.cif").toStdString());
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        QCOMPARE(structure::readForeignStructure(text, "all.cif").atoms(), first.atoms());
        QVERIFY(text.find(" 4\n") != std::string::npos);   // four models
    }

    // Commands that ask first: their dialogs open, and what is chosen there is done.
    void dialogsAsk_data() {
        QTest::addColumn<QString>("id");
        for (const char* id : {"export.picture", "export.spin", "export.diffusion", "export.gltf", "export.mmcif", "export.pdb", "reference.load"}) QTest::newRow(id) << "structure." + QString(id);
    }
    void dialogsAsk() {
        QFETCH(QString, id);
        QVERIFY(m_room->open("runs/steps"));
        for (std::size_t i = 0; i < m_room->prediction->samples.size() && !pane().replay()->trajectory(); ++i) QVERIFY(m_room->show(i));
        QVERIFY(act(qPrintable(id)));
        QDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = pane().findChild<QDialog*>()) != nullptr && dialog->isVisible());
        if (auto* form = qobject_cast<ExportDialog*>(dialog)) QVERIFY(form->form().size == view().size() * 2);
        dialog->reject();
        QTRY_VERIFY(!pane().findChild<QDialog*>());
    }

    void lookingAround() {
        QSignalSpy moved(&view(), &viz::StructureWidget::cameraChanged);
        QVERIFY(act("structure.view.whole"));
        QCOMPARE(moved.size(), 1);
        QVERIFY(!m_room->registry.invoke("structure.view.selection"));
        commands::Selection some;
        some.residues = {{"A", 3}};
        m_room->selection.select(some);
        QVERIFY(act("structure.view.selection"));
        QCOMPARE(moved.size(), 2);
    }

    void nothingIsLeftOut() {
        QStringList left;
        for (const QString& id : m_room->registry.ids())
            if (!m_done.contains(id) && id != "structure.colour.deviation") left << id;   // invoked by loading a reference
        QVERIFY2(left.isEmpty(), qPrintable(left.join(", ")));
    }
};

FOLDMETER_TEST(tst_structure_pane_slow)
#include "tst_structure_pane_slow.moc"
