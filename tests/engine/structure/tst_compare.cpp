// Superposition, TM-score and lDDT on structures whose answer is known.
#include "support/test_main.h"

#include "base/error.h"
#include "structure/compare.h"
#include "structure/mmcif.h"

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::structure;

namespace {

Structure example(const std::string& name) { return loadStructure(test::sourcePath("resources/examples/truth/" + name + ".cif")); }

// A turn by `degrees` about z and a shift, for the residues of `chain` (-1: all).
Structure moved(Structure s, double degrees, const Point& shift, int chain = -1) {
    const double a = degrees * std::acos(-1.0) / 180;
    for (std::size_t i = 0; i < s.atoms(); ++i) {
        if (chain >= 0 && s.residues[static_cast<std::size_t>(s.residueOf[i])].chain != chain) continue;
        const Point p = s.positions[i];
        s.positions[i] = {std::cos(a) * p[0] - std::sin(a) * p[1] + shift[0], std::sin(a) * p[0] + std::cos(a) * p[1] + shift[1], p[2] + shift[2]};
    }
    return s;
}

}  // namespace

class tst_compare : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMovedCopyIsTheSame_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"protein-g", "insulin", "bdna", "bpti-phosphate"}) QTest::newRow(name) << name;
    }
    void aMovedCopyIsTheSame() {
        QFETCH(QString, name);
        const Structure truth = example(name.toStdString());
        const Comparison same = compareStructures(moved(truth, 77, {10, -20, 5}), truth);
        QVERIFY(same.rmsd < 1e-6);
        QVERIFY(same.allAtomRmsd < 1e-6);
        QVERIFY(std::abs(same.tmScore - 1) < 1e-9);
        QVERIFY(std::abs(same.lddt - 1) < 1e-9);
        QCOMPARE(same.atoms, static_cast<int>(truth.atoms()));
    }

    // Two chains moved apart: each fits alone; together they do not. TM-score finds the larger chain (B, 30 of 51 CA).
    void chainsDecideTheSuperposition() {
        const Structure truth = example("insulin"), apart = moved(truth, 90, {60, 0, 0}, 1);
        const Comparison all = compareStructures(apart, truth), first = compareStructures(apart, truth, {truth.chains[0].id});
        QVERIFY(all.rmsd > 10);
        QVERIFY(first.rmsd < 1e-6);
        double largest = 0;
        for (const StructureChain& chain : truth.chains) largest = std::max(largest, static_cast<double>(chain.residues));
        const double share = largest / static_cast<double>(truth.residues.size());
        QVERIFY2(all.tmScore >= share - 1e-6 && all.tmScore < share + 0.05, std::to_string(all.tmScore).c_str());
        QVERIFY(first.deviation[0] < 1e-6);
        QVERIFY(first.deviation[static_cast<std::size_t>(truth.chains[1].firstResidue)] > 5);
        QVERIFY(all.lddt > 0.5 && all.lddt < 1);
    }

    // The same numbers as the function over all pairs that scores the model.
    void lddtAgreesWithTheSlowForm() {
        const Structure truth = example("crambin");
        Structure bent = truth;
        for (std::size_t i = 0; i < bent.atoms(); ++i) bent.positions[i][0] += 1.5 * std::sin(bent.positions[i][1] / 4);
        const Comparison quick = compareStructures(bent, truth);
        QVERIFY(std::abs(quick.lddt - lddt(bent.positions, truth.positions, truth.residueOf)) < 1e-9);
        QVERIFY(quick.lddt > 0.3 && quick.lddt < 0.95);
        for (const float value : quick.residueLddt) QVERIFY(value >= 0 && value <= 1);
    }

    void chainsArePairedBySequenceWhenNamesDiffer() {
        const Structure truth = example("insulin");
        Structure renamed = truth;
        renamed.chains[0].id = "X";
        renamed.chains[1].id = "Y";
        QCOMPARE(matchResidues(renamed, truth).size(), truth.residues.size());
        QVERIFY(compareStructures(renamed, truth).rmsd < 1e-6);
    }

    void strangersAreRefused() { QVERIFY_EXCEPTION_THROWN(compareStructures(example("villin"), example("bdna")), InputError); }
};

FOLDMETER_TEST(tst_compare)
#include "tst_compare.moc"
