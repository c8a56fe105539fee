#include "support/test_main.h"

#include "results/ligand_sanity.h"
#include "structure/mmcif.h"

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::results;
using structure::ComponentDictionary;

namespace {

// A component as the dictionary draws it, without hydrogens; `x` is turned by `hand` (-1: its mirror image).
structure::Structure drawn(const std::string& code, double hand = 1) {
    structure::Structure made;
    const auto component = ComponentDictionary::bundled()->find(code);
    for (const structure::ComponentAtom& atom : component->atoms)
        if (atom.element != "H") made.addAtom("L", 1, code, atom.name, atom.element, {hand * atom.ideal[0].value_or(0), atom.ideal[1].value_or(0), atom.ideal[2].value_or(0)}, 90);
    return made;
}

LigandReport check(const structure::Structure& made, const std::vector<std::pair<int, int>>& bonds = {}) {
    return checkLigands(made, bonds, *ComponentDictionary::bundled()).at(0);
}

}  // namespace

class tst_ligand_sanity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsTheReferenceSound_data() {
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("bonds");
        QTest::addColumn<int>("centres");
        QTest::newRow("ATP") << "ATP" << 33 << 4;
        QTest::newRow("glucose") << "GLC" << 12 << 5;
        QTest::newRow("phosphate") << "PO4" << 4 << 0;
        QTest::newRow("zinc") << "ZN" << 0 << 0;
    }
    void findsTheReferenceSound() {
        QFETCH(QString, code);
        QFETCH(int, bonds);
        QFETCH(int, centres);
        const LigandReport report = check(drawn(code.toStdString()));
        QVERIFY(report.sound() && report.hasReference);
        QCOMPARE(report.bonds, bonds);
        QCOMPARE(report.chiralAtoms, centres);
        QVERIFY(report.bondRmsd < 1e-9);
        QCOMPARE(report.component, code.toStdString());
    }
    void seesTheMirrorImage() {
        const LigandReport report = check(drawn("ATP", -1));
        QVERIFY(report.badBonds.empty());
        QCOMPARE(report.badCentres.size(), std::size_t{4});
        for (const ChiralAtom& centre : report.badCentres) QVERIFY(centre.handedness == Handedness::Inverted);
    }
    void seesAFlatCentre() {
        const LigandReport report = check(drawn("ATP", 0.01));
        QVERIFY(!report.badCentres.empty());
        for (const ChiralAtom& centre : report.badCentres) QVERIFY(centre.handedness == Handedness::Flat);
    }
    void namesTheStretchedBond() {
        structure::Structure made = drawn("PO4");
        const auto far = static_cast<std::size_t>(made.findAtom(0, "O3"));
        for (std::size_t axis = 0; axis < 3; ++axis) made.positions[far][axis] += 0.3 * (made.positions[far][axis] - made.positions[0][axis]);
        const LigandReport report = check(made);
        QCOMPARE(report.badBonds.size(), std::size_t{1});
        QCOMPARE(report.badBonds[0].second, std::string("O3"));
        QVERIFY(std::abs(report.badBonds[0].length / report.badBonds[0].reference - 1.3) < 1e-6);
        QVERIFY(std::abs(report.bondRmsd - 0.3 * report.badBonds[0].reference / 2) < 1e-6);   // one of four bonds
    }
    void measuresClashesWithRadii_data() {
        QTest::addColumn<double>("apart");
        QTest::addColumn<bool>("clash");
        QTest::newRow("just inside 0.75 (1.52 + 1.70)") << 2.41 << true;
        QTest::newRow("just outside") << 2.42 << false;
    }
    void measuresClashesWithRadii() {
        QFETCH(double, apart);
        QFETCH(bool, clash);
        structure::Structure made = drawn("PO4");
        const auto oxygen = static_cast<std::size_t>(made.findAtom(0, "O1"));
        structure::Point beyond;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const double outwards = made.positions[oxygen][axis] - made.positions[0][axis];
            beyond[axis] = made.positions[oxygen][axis] + outwards / structure::distance(made.positions[oxygen], made.positions[0]) * apart;
        }
        made.addAtom("A", 23, "LYS", "CE", "C", beyond, 90);
        const LigandReport report = check(made);
        QCOMPARE(report.clashes.size(), std::size_t(clash ? 1 : 0));
        if (clash) QCOMPARE(report.clashes[0].otherChain + " " + report.clashes[0].otherResidue + " " + report.clashes[0].otherAtom, std::string("A LYS 23 CE"));
        QVERIFY(check(made, {{static_cast<int>(oxygen), static_cast<int>(made.atoms()) - 1}}).clashes.empty());   // bonded: no clash
    }
    void admitsMissingReference() {
        structure::Structure made;
        made.addAtom("L", 1, "LIG_L", "C1", "C", {0, 0, 0}, 90);
        const LigandReport report = check(made);
        QVERIFY(!report.hasReference);
        QVERIFY(report.sound());
    }
    void checksAPrediction() {
        const Sample sample = readPrediction(test::dataPath("results/bpti-phosphate")).samples.at(0);
        const structure::Structure read = readSampleStructure(sample);
        const auto reports = checkLigands(read, readSampleBonds(sample, read), *ComponentDictionary::bundled());
        QCOMPARE(reports.size(), std::size_t{1});
        QCOMPARE(reports[0].bonds, 4);
        QVERIFY(reports[0].bondRmsd > 0);
    }
    void readsStatedBonds() {
        const std::string head = "data_x\nloop_\n_atom_site.type_symbol\n_atom_site.label_atom_id\n_atom_site.label_comp_id\n_atom_site.Cartn_x\n_atom_site.Cartn_y\n_atom_site.Cartn_z\n"
                                 "_atom_site.auth_asym_id\n_atom_site.auth_seq_id\nS SG CYS 0 0 0 A 7\nS SG CYS 2 0 0 B 7\nC C1 NAG 4 0 0 C 1\n";
        const std::string bonds = "loop_\n_struct_conn.conn_type_id\n_struct_conn.ptnr1_auth_asym_id\n_struct_conn.ptnr1_auth_seq_id\n_struct_conn.ptnr1_label_atom_id\n"
                                  "_struct_conn.ptnr2_auth_asym_id\n_struct_conn.ptnr2_auth_seq_id\n_struct_conn.ptnr2_label_atom_id\n"
                                  "disulf A 7 SG B 7 SG\nmetalc A 7 SG C 1 C1\ncovale B 7 SG C 1 C1\ncovale B 7 XX C 1 C1\n";
        const structure::Structure read = structure::readStructure(head + bonds, "t");
        QCOMPARE(structure::readBonds(head + bonds, "t", read), (std::vector<std::pair<int, int>>{{0, 1}, {1, 2}}));
        QVERIFY(structure::readBonds(head, "t", read).empty());
    }
};
FOLDMETER_TEST(tst_ligand_sanity)
#include "tst_ligand_sanity.moc"
