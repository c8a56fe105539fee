// Structures from elsewhere: the same molecule from an mmCIF and from a PDB text, and what is neither.
#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "structure/foreign_structure.h"
#include "structure/mmcif.h"
#include "structure/structure_files.h"

using namespace foldmeter;
using namespace foldmeter::structure;

class tst_foreign_structure : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothFormsHoldTheSame_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"protein-g", "insulin", "bdna"}) QTest::newRow(name) << name;
    }
    void bothFormsHoldTheSame() {
        QFETCH(QString, name);
        const Structure truth = loadStructure(test::sourcePath("resources/examples/truth/" + name.toStdString() + ".cif"));
        for (const std::string& text : {toMmcif({{&truth, {}}}, "x"), toPdb({{&truth, {}}}, "x")}) {
            const Structure read = readForeignStructure(text, "x");
            QCOMPARE(read.atoms(), truth.atoms());
            QCOMPARE(read.residues.size(), truth.residues.size());
            for (std::size_t i = 0; i < read.atoms(); ++i) {
                QCOMPARE(read.atomNames[i], truth.atomNames[i]);
                QCOMPARE(read.elements[i], truth.elements[i]);
                QVERIFY(distance(read.positions[i], truth.positions[i]) < 0.002);
            }
        }
    }

    void alternativesHydrogensAndWatersAreLeftOut() {
        const std::string text = "ATOM      1  N  AGLY A   1      11.000   1.000   2.000  0.50 10.00           N  \n"
                                 "ATOM      2  N  BGLY A   1      12.000   1.000   2.000  0.50 10.00           N  \n"
                                 "ATOM      3  H   GLY A   1      11.500   1.000   2.000  1.00 10.00           H  \n"
                                 "HETATM    4  O   HOH A 101      31.000   1.000   2.000  1.00 10.00           O  \nEND\n";
        const Structure read = readForeignStructure(text, "x.pdb");
        QCOMPARE(read.atoms(), std::size_t{1});
        QCOMPARE(read.positions[0][0], 11.0);
    }

    void whatIsNeitherIsRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("prose") << QStringLiteral("Dear colleague,\nthe structure follows.\n");
        QTest::newRow("no atoms") << QStringLiteral("data_x\n_cell.length_a 3\n");
        const QString atom = "data_x\nloop_\n_atom_site.id\n_atom_site.type_symbol\n_atom_site.label_atom_id\n_atom_site.label_alt_id\n_atom_site.label_comp_id\n_atom_site.label_asym_id\n"
                             "_atom_site.label_seq_id\n_atom_site.auth_asym_id\n_atom_site.auth_seq_id\n_atom_site.Cartn_x\n_atom_site.Cartn_y\n_atom_site.Cartn_z\n%1 N N . GLY A %2 A %3 1 2 3\n";
        const QString number = "99999999999999999999";
        QTest::newRow("serial") << atom.arg(number, "1", "1");
        QTest::newRow("residue") << atom.arg("1", number, "1");
        QTest::newRow("residue by author") << atom.arg("1", "1", "-3000000000");
        QTest::newRow("quoted, with insertion code") << atom.arg("1", "1", "'+3000000000A'");
        QTest::newRow("operations") << atom.arg("1", "1", "1") + "_pdbx_struct_assembly_gen.assembly_id 1\n_pdbx_struct_assembly_gen.oper_expression (1-2000000000)\n_pdbx_struct_assembly_gen.asym_id_list A\n";
        QTest::newRow("cut") << QStringLiteral("data_x\nloop_\n_atom_site.id\n");
    }
    void whatIsNeitherIsRefused() {
        QFETCH(QString, text);
        try {
            readForeignStructure(text.toStdString(), "there.pdb");
            QFAIL("read");
        } catch (const InputError& error) {
            QVERIFY(QString(error.what()).contains("there.pdb"));
        }
    }
};

FOLDMETER_TEST(tst_foreign_structure)
#include "tst_foreign_structure.moc"
