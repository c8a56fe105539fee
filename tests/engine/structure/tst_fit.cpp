// Structures laid on each other as a whole, by one chain, chain by chain; sequences that tell which residues correspond.
#include "support/test_main.h"

#include "base/error.h"
#include "structure/align_chains.h"
#include "structure/fit.h"
#include "structure/mmcif.h"

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::structure;

namespace {

std::shared_ptr<const Structure> example(const std::string& name) { return std::make_shared<const Structure>(loadStructure(test::sourcePath("resources/examples/truth/" + name + ".cif"))); }

// A quarter turn about z and a shift, for the residues of one chain.
std::shared_ptr<const Structure> apart(Structure s, int chain, double shift) {
    for (std::size_t i = 0; i < s.atoms(); ++i)
        if (s.residues[static_cast<std::size_t>(s.residueOf[i])].chain == chain) s.positions[i] = {-s.positions[i][1] + shift, s.positions[i][0], s.positions[i][2]};
    return std::make_shared<const Structure>(std::move(s));
}

}  // namespace

class tst_fit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachChainFindsItsPlace() {
        const auto truth = example("insulin"), moved = apart(*truth, 1, 60);
        const auto whole = fit(moved, *truth, FitBy::All);
        QCOMPARE(whole.size(), std::size_t{1});
        QVERIFY(whole[0].structure == moved && whole[0].comparison.rmsd > 5);
        const auto one = fit(moved, *truth, FitBy::OneChain, truth->chains[1].id);
        QVERIFY(one[0].comparison.rmsd < 1e-6);
        QVERIFY(one[0].comparison.lddt < 0.9);   // of all chains, wherever the placement comes from
        const auto parts = fit(moved, *truth, FitBy::EachChain);
        QVERIFY(parts.size() >= 2);
        std::size_t atoms = 0;
        for (const FittedPart& part : parts) {
            QVERIFY(part.comparison.rmsd < 1e-6 && part.comparison.tmScore > 0.999 && part.comparison.lddt > 0.999);
            atoms += part.structure->atoms();
        }
        QCOMPARE(atoms, truth->atoms());   // nothing is left out, nothing is doubled
        QCOMPARE(QString::fromStdString(parts[1].chain), QString::fromStdString(truth->chains[1].id));
    }

    void motionsAreUndoneAndChained() {
        const auto truth = example("villin"), moved = apart(*truth, 0, 25);
        const Superposition there = fit(truth, *moved, FitBy::All)[0].comparison.placement, back = inverse(there);
        const Point p = truth->positions[17];
        QVERIFY(distance(back.apply(there.apply(p)), p) < 1e-9);
        QVERIFY(distance(inOrder(there, back).apply(p), p) < 1e-9);
        QVERIFY(distance(inOrder(there, there).apply(p), there.apply(there.apply(p))) < 1e-9);
    }

    void deviationsComeBackInOrder() {
        const auto truth = example("insulin"), moved = apart(*truth, 1, 60);
        const std::vector<float> each = deviationsOf(*moved, fit(moved, *truth, FitBy::EachChain)), one = deviationsOf(*moved, fit(moved, *truth, FitBy::OneChain, truth->chains[0].id));
        QCOMPARE(each.size(), moved->residues.size());
        for (const float value : each) QVERIFY(value < 1e-5f);
        QVERIFY(one[2] < 1e-5f && one[static_cast<std::size_t>(truth->chains[1].firstResidue)] > 5);
    }

    void ligandsGoWithTheirNeighbours() {
        const auto truth = example("bpti-phosphate");
        const auto parts = fit(truth, *truth, FitBy::EachChain);
        std::size_t atoms = 0;
        for (const FittedPart& part : parts) atoms += part.structure->atoms();
        QCOMPARE(atoms, truth->atoms());
    }

    void strangersAreRefused_data() {
        QTest::addColumn<int>("by");
        for (const FitBy by : {FitBy::All, FitBy::OneChain, FitBy::EachChain}) QTest::newRow(qPrintable(QString::number(static_cast<int>(by)))) << static_cast<int>(by);
    }
    void strangersAreRefused() {
        QFETCH(int, by);
        QVERIFY_EXCEPTION_THROWN(fit(example("villin"), *example("bdna"), static_cast<FitBy>(by), "A"), InputError);
    }

    // As an experiment's file has it: another chain name, other numbers, some residues not seen, one of them another.
    void sequencesTellWhatCorresponds() {
        const auto truth = example("protein-g");
        Structure other;
        for (std::size_t i = 0; i < truth->atoms(); ++i) {
            const StructureResidue& r = truth->residues[static_cast<std::size_t>(truth->residueOf[i])];
            if (r.number < 3 || (r.number > 20 && r.number < 24)) continue;
            other.addAtom("X", r.number + 500, r.number == 30 ? "TRP" : r.name, truth->atomNames[i], truth->elements[i], truth->positions[i], 0);
        }
        const auto pairs = matchResidues(*truth, other);
        QCOMPARE(pairs.size(), other.residues.size());
        for (const auto& [m, f] : pairs) QCOMPARE(truth->residues[static_cast<std::size_t>(m)].number + 500, other.residues[static_cast<std::size_t>(f)].number);
        QVERIFY(compareStructures(*truth, other).rmsd < 1e-6);
    }

    void chainsArePairedByTheBestAlignment() {
        const auto truth = example("insulin");
        Structure swapped = onlyChains(*truth, {1, 0});
        swapped.chains[0].id = "A";
        swapped.chains[1].id = "B";
        const auto pairs = alignChains(*truth, swapped);
        QVERIFY(pairs.size() > 40);
        for (const auto& [m, f] : pairs) QCOMPARE(truth->residues[static_cast<std::size_t>(m)].name, swapped.residues[static_cast<std::size_t>(f)].name);
        QVERIFY(compareStructures(*truth, swapped).rmsd < 1e-6);
    }
};

FOLDMETER_TEST(tst_fit)
#include "tst_fit.moc"
