// Letters and areas against mkdssp 4.2.2 (mkdssp.tsv: file, chain, residue, amino acid, secondary structure, area), for
// the bundled examples' true structures and for made-up predictions with breaks everywhere.
#include "support/test_main.h"

#include "base/file.h"
#include "structure/dssp.h"
#include "structure/mmcif.h"

#include <cmath>
#include <map>
#include <sstream>

using namespace foldmeter;
using namespace foldmeter::structure;

namespace {

struct Expected {
    std::string chain, letter, secondary;
    int number = 0, area = 0;
};

std::map<std::string, std::vector<Expected>> expectedByFile() {
    const std::string path = test::dataPath("structure/mkdssp.tsv.zst");
    std::istringstream in(decompressZstd(readText(path), path));
    std::map<std::string, std::vector<Expected>> files;
    std::string file;
    Expected e;
    while (in >> file >> e.chain >> e.number >> e.letter >> e.secondary >> e.area) files[file].push_back(e);
    return files;
}

Structure load(const std::string& file) {
    if (file.starts_with("truth/")) return loadStructure(test::sourcePath("resources/examples/" + file + ".cif"));
    const std::string path = test::dataPath("goldens/" + file + ".cif.zst");
    return readStructure(decompressZstd(readText(path), path), path);
}

// mkdssp leaves out residues whose component it does not know; the rest must agree without them.
Structure restrictedTo(const std::vector<Expected>& expected, const Structure& all) {
    Structure kept;
    std::size_t next = 0;
    for (const StructureResidue& residue : all.residues) {
        const std::string& chain = all.chains[static_cast<std::size_t>(residue.chain)].id;
        if (next == expected.size() || residue.number != expected[next].number || chain != expected[next].chain) continue;
        ++next;
        for (int i = residue.firstAtom; i < residue.firstAtom + residue.atoms; ++i) {
            const auto a = static_cast<std::size_t>(i);
            kept.addAtom(chain, residue.number, residue.name, all.atomNames[a], all.elements[a], all.positions[a], 0);
        }
    }
    return kept;
}

}  // namespace

class tst_dssp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsMkdssp_data() {
        QTest::addColumn<std::string>("file");
        for (const auto& [file, rows] : expectedByFile()) QTest::newRow(file.c_str()) << file;
    }
    void equalsMkdssp() {
        QFETCH(std::string, file);
        const std::vector<Expected> expected = expectedByFile()[file];
        const std::vector<DsspResidue> residues = assignSecondaryStructure(restrictedTo(expected, load(file)));
        QCOMPARE(residues.size(), expected.size());
        std::string letters, wanted;
        double largest = 0;
        for (std::size_t i = 0; i < residues.size(); ++i) {
            QCOMPARE(std::string(1, residues[i].letter), expected[i].letter);
            letters += residues[i].secondary == ' ' ? '-' : residues[i].secondary;
            wanted += expected[i].secondary;
            largest = std::max(largest, std::abs(residues[i].accessibility - expected[i].area));
        }
        QVERIFY2(letters == wanted, ("\n" + letters + "\n" + wanted).c_str());
        QVERIFY2(largest <= 0.9, std::to_string(largest).c_str());   // mkdssp rounds to whole numbers, from float32
    }
    void emptyIsEmpty() { QVERIFY(assignSecondaryStructure(Structure{}).empty()); }
    void freeAlanineIsBare() {   // one residue alone: more than the known maximum of a residue in a chain
        Structure s;
        s.addAtom("A", 1, "GLY", "N", "N", {0, 0, 0}, 0);
        s.addAtom("A", 1, "GLY", "CA", "C", {1.46, 0, 0}, 0);
        s.addAtom("A", 1, "GLY", "C", "C", {2.0, 1.42, 0}, 0);
        QVERIFY(assignSecondaryStructure(s).empty());   // O is missing
        s.addAtom("A", 1, "GLY", "O", "O", {1.3, 2.4, 0}, 0);
        const auto residues = assignSecondaryStructure(s);
        QCOMPARE(residues.size(), std::size_t{1});
        QVERIFY(residues[0].accessibility > 84 && residues[0].accessibility < 400);
        QCOMPARE(residues[0].secondary, ' ');
        QVERIFY(!residues[0].phi && !residues[0].psi && !residues[0].kappa);
    }
};

FOLDMETER_TEST(tst_dssp)
#include "tst_dssp.moc"
