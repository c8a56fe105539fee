// Bonds, contacts, hydrogen bonds, clashes, angles, kinds of residues.
#include "support/test_main.h"

#include "structure/bonds.h"
#include "structure/geometry.h"
#include "structure/interactions.h"
#include "structure/mmcif.h"
#include "structure/residue_kind.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace foldmeter;
using namespace foldmeter::structure;

namespace {

Structure example(const std::string& name) { return loadStructure(test::sourcePath("resources/examples/truth/" + name + ".cif")); }

std::string nameOf(const Structure& s, int atom) {
    const StructureResidue& r = s.residues[static_cast<std::size_t>(s.residueOf[static_cast<std::size_t>(atom)])];
    return s.chains[static_cast<std::size_t>(r.chain)].id + std::to_string(r.number) + "." + s.atomNames[static_cast<std::size_t>(atom)];
}

}  // namespace

class tst_interactions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void angles() {
        QVERIFY(std::abs(angleAt({1, 0, 0}, {0, 0, 0}, {0, 2, 0}) - 90) < 1e-9);
        QVERIFY(std::abs(angleAt({1, 0, 0}, {0, 0, 0}, {-3, 0, 0}) - 180) < 1e-9);
        QVERIFY(std::abs(dihedral({1, 0, 0}, {0, 0, 0}, {0, 0, 1}, {1, 0, 1})) < 1e-9);
        QVERIFY(std::abs(dihedral({1, 0, 0}, {0, 0, 0}, {0, 0, 1}, {0, 1, 1}) - 90) < 1e-9);   // clockwise, seen along the axis
        QVERIFY(std::abs(std::abs(dihedral({1, 0, 0}, {0, 0, 0}, {0, 0, 1}, {-1, 0, 1})) - 180) < 1e-9);
    }

    // Crambin: 46 residues in one chain, three disulfides, all heavy atoms: a tree of bonds plus its rings and bridges.
    void bondsOfCrambin() {
        const Structure s = example("crambin");
        const std::vector<Bond> bonds = covalentBonds(s);
        std::set<std::string> bridges;
        for (const Bond& bond : bonds)
            if (s.elements[static_cast<std::size_t>(bond.first)] == "S" && s.elements[static_cast<std::size_t>(bond.second)] == "S") bridges.insert(nameOf(s, bond.first) + "-" + nameOf(s, bond.second));
        QCOMPARE(bridges, (std::set<std::string>{"A3.SG-A40.SG", "A4.SG-A32.SG", "A16.SG-A26.SG"}));
        const auto rings = std::count_if(s.residues.begin(), s.residues.end(), [](const StructureResidue& r) { return r.name == "PRO" || r.name == "PHE" || r.name == "TYR" || r.name == "HIS"; });
        QCOMPARE(bonds.size(), s.atoms() - 1 + static_cast<std::size_t>(rings) + 3);
    }

    void metalsHaveNoBonds() {
        const Structure s = example("zinc-finger");
        for (const Bond& bond : covalentBonds(s)) QVERIFY(s.elements[static_cast<std::size_t>(bond.second)] != "ZN");
    }

    // Each pair of the B-DNA dodecamer CGCGAATTCGCG: three hydrogen bonds between G and C, two between A and T.
    void watsonAndCrick() {
        const Structure s = example("bdna");
        std::map<std::pair<int, int>, int> ofPair;
        for (const Interaction& bond : hydrogenBonds(s, {}, {})) {
            const auto residue = [&](int atom) { return s.residueOf[static_cast<std::size_t>(atom)]; };
            const bool bases = s.atomNames[static_cast<std::size_t>(bond.first)].size() == 2 && s.atomNames[static_cast<std::size_t>(bond.second)].size() == 2;
            const int a = std::min(residue(bond.first), residue(bond.second)), b = std::max(residue(bond.first), residue(bond.second));
            if (bases && a + b == 23) ++ofPair[{a, b}];
        }
        QCOMPARE(ofPair.size(), std::size_t{12});
        int three = 0, two = 0;
        for (const auto& [pair, count] : ofPair) {
            const std::string& name = s.residues[static_cast<std::size_t>(pair.first)].name;
            (name == "DG" || name == "DC" ? three : two) += count;
        }
        QCOMPARE(three, 8 * 3);
        QVERIFY2(two >= 4 * 2 && two <= 4 * 2 + 2, std::to_string(two).c_str());   // propeller twist brings a third near
    }

    void atomsPushedTogetherClash() {
        Structure s = example("trp-cage");
        const std::size_t before = clashes(s, {}, {}).size();
        const int first = s.findAtom(2, "CB"), second = s.findAtom(12, "CA");
        s.positions[static_cast<std::size_t>(first)] = s.positions[static_cast<std::size_t>(second)];
        s.positions[static_cast<std::size_t>(first)][0] += 1.8;
        const std::vector<Interaction> after = clashes(s, {}, {});
        QVERIFY(after.size() > before);
        QVERIFY(std::any_of(after.begin(), after.end(), [&](const Interaction& c) { return c.first == first && c.second == second; }));
    }

    void contactsJoinTheTwoSetsOnly() {
        const Structure s = example("insulin");
        std::vector<int> a, b;
        for (std::size_t i = 0; i < s.atoms(); ++i) (s.residues[static_cast<std::size_t>(s.residueOf[i])].chain == 0 ? a : b).push_back(static_cast<int>(i));
        const std::vector<Interaction> found = contacts(s, a, b);
        QVERIFY(found.size() > 20);
        for (const Interaction& c : found) {
            QVERIFY(s.residues[static_cast<std::size_t>(s.residueOf[static_cast<std::size_t>(c.first)])].chain != s.residues[static_cast<std::size_t>(s.residueOf[static_cast<std::size_t>(c.second)])].chain);
            QVERIFY(c.overlap >= -0.4);
        }
    }

    void kinds_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("protein");
        QTest::addColumn<int>("nucleic");
        QTest::addColumn<int>("ligand");
        QTest::addColumn<int>("ion");
        QTest::newRow("protein and phosphate") << "bpti-phosphate" << 58 << 0 << 1 << 0;
        QTest::newRow("protein and zinc") << "zinc-finger" << 30 << 0 << 0 << 1;
        QTest::newRow("DNA") << "bdna" << 0 << 24 << 0 << 0;
        QTest::newRow("RNA") << "rna-hairpin" << 0 << 14 << 0 << 0;
        QTest::newRow("DNA and cobalt") << "dna-fold-cobalt" << 0 << 10 << 0 << 1;
        QTest::newRow("modified residue") << "neopetrosiamide" << 28 << 0 << 0 << 0;
    }
    void kinds() {
        QFETCH(QString, name);
        QFETCH(int, protein);
        QFETCH(int, nucleic);
        QFETCH(int, ligand);
        QFETCH(int, ion);
        const std::vector<ResidueKind> found = residueKinds(example(name.toStdString()));
        const auto count = [&](ResidueKind kind) { return static_cast<int>(std::count(found.begin(), found.end(), kind)); };
        QCOMPARE(count(ResidueKind::Protein), protein);
        QCOMPARE(count(ResidueKind::Nucleic), nucleic);
        QCOMPARE(count(ResidueKind::Ligand), ligand);
        QCOMPARE(count(ResidueKind::Ion), ion);
    }

    void equalChainsShareAnEntity() {
        QCOMPARE(entityOfChains(example("bdna")), (std::vector<int>{0, 0}));
        QCOMPARE(entityOfChains(example("insulin")), (std::vector<int>{0, 1}));
    }
};

FOLDMETER_TEST(tst_interactions)
#include "tst_interactions.moc"
