// Stored diffusion steps, read back.
#include "support/test_main.h"

#include "base/error.h"
#include "structure/trajectory_cif.h"

using namespace foldmeter;
using namespace foldmeter::structure;

namespace {

QString file(const QString& rows) {
    return "data_x\n#\nloop_\n_foldmeter_trajectory.model_num\n_foldmeter_trajectory.step\n_foldmeter_trajectory.noise_level\n_foldmeter_trajectory.fit_rmsd\n1 1 160.5 9.1\n2 2 4.25 0.5\n#\n"
           "loop_\n_atom_site.group_PDB\n_atom_site.id\n_atom_site.type_symbol\n_atom_site.label_atom_id\n_atom_site.label_comp_id\n_atom_site.auth_asym_id\n_atom_site.auth_seq_id\n"
           "_atom_site.Cartn_x\n_atom_site.Cartn_y\n_atom_site.Cartn_z\n_atom_site.pdbx_PDB_model_num\n" + rows + "#\n";
}
const QString first = "ATOM 1 C \"C5'\" DG A 1 1.000 2.000 3.000 1\nATOM 2 O \"O5'\" DG A 1 2.000 2.000 3.000 1\n";
const QString second = "ATOM 3 C \"C5'\" DG A 1 -1.500 2.000 3.000 2\nATOM 4 O \"O5'\" DG A 1 2.000 2.250 3.000 2\n";

}  // namespace

class tst_trajectory_cif : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stepsComeBack() {
        const StoredTrajectory read = readTrajectory(file(first + second).toStdString(), "x.cif");
        QCOMPARE(read.layout->atoms(), std::size_t{2});
        QCOMPARE(read.layout->atomNames[1], std::string("O5'"));
        QCOMPARE(read.steps.size(), std::size_t{2});
        QCOMPARE(read.steps[0].step, 1);
        QCOMPARE(read.steps[0].noise, 160.5);
        QCOMPARE(read.steps[1].noise, 4.25);
        QCOMPARE(read.steps[1].positions, (std::vector<float>{-1.5f, 2, 3, 2, 2.25f, 3}));
    }

    void damagedFilesAreRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("no atoms") << QStringLiteral("data_x\n") << QStringLiteral("no table of atoms");
        QTest::newRow("a line cut") << file(first + second.left(60)) << QStringLiteral("x.cif:");
        QTest::newRow("an atom missing") << file(first + second.left(second.indexOf('\n') + 1)) << QStringLiteral("model 2 has 1 atoms");
        QTest::newRow("no number") << file(first + QString(second).replace("2.250", "two")) << QStringLiteral("\"two\" is no number");
        QTest::newRow("nothing in it") << file({}) << QStringLiteral("x.cif");
    }
    void damagedFilesAreRefused() {
        QFETCH(QString, text);
        QFETCH(QString, said);
        try {
            readTrajectory(text.toStdString(), "x.cif");
            QFAIL("read");
        } catch (const InputError& error) {
            QVERIFY2(QString(error.what()).contains(said), error.what());
        }
    }
};

FOLDMETER_TEST(tst_trajectory_cif)
#include "tst_trajectory_cif.moc"
