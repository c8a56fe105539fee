// What is written is read back as it was.
#include "support/test_main.h"

#include "base/error.h"
#include "structure/mmcif.h"
#include "structure/structure_files.h"

#include <algorithm>
#include <cmath>
#include <sstream>

using namespace foldmeter;
using namespace foldmeter::structure;

namespace {

Structure example(const std::string& name) { return loadStructure(test::sourcePath("resources/examples/truth/" + name + ".cif")); }

}  // namespace

class tst_structure_files : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mmcifThereAndBack_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"insulin", "bpti-phosphate", "bdna", "zinc-finger", "neopetrosiamide"}) QTest::newRow(name) << name;
    }
    void mmcifThereAndBack() {
        QFETCH(QString, name);
        const Structure before = example(name.toStdString());
        const Structure after = readStructure(toMmcif({{&before, {}}}, "shown"), "shown.cif");
        QCOMPARE(after.atomNames, before.atomNames);
        QCOMPARE(after.elements, before.elements);
        QCOMPARE(after.chains.size(), before.chains.size());
        for (std::size_t r = 0; r < before.residues.size(); ++r) {
            QCOMPARE(after.residues[r].name, before.residues[r].name);
            QCOMPARE(after.residues[r].number, before.residues[r].number);
        }
        for (std::size_t a = 0; a < before.atoms(); ++a) QVERIFY(distance(after.positions[a], before.positions[a]) < 0.002);
    }

    void aPlacedStructureIsWrittenWhereItIsShown() {
        const Structure s = example("trp-cage");
        Superposition shift;
        shift.rotation = {Point{0, -1, 0}, Point{1, 0, 0}, Point{0, 0, 1}};
        shift.shift = {5, 0, 0};
        const Structure after = readStructure(toMmcif({{&s, shift}}, "shown"), "shown.cif");
        QVERIFY(distance(after.positions[7], shift.apply(s.positions[7])) < 0.002);
    }

    void pdb() {
        const Structure s = example("insulin");
        std::istringstream text(toPdb({{&s, {}}, {&s, {}}}, "shown"));
        std::string line;
        std::size_t atoms = 0, models = 0;
        while (std::getline(text, line)) {
            atoms += line.starts_with("ATOM") || line.starts_with("HETATM");
            models += line.starts_with("MODEL ");
            if (line.starts_with("ATOM") && atoms == 1) {
                QCOMPARE(line.substr(12, 4), std::string(" N  "));
                QVERIFY(std::abs(std::stod(line.substr(30, 8)) - s.positions[0][0]) < 0.001);
            }
        }
        QCOMPARE(atoms, 2 * s.atoms());
        QCOMPARE(models, std::size_t{2});
    }

    void whatDoesNotFitIsRefused() {
        Structure many;
        for (int chain = 0; chain < 70; ++chain) many.addAtom("C" + std::to_string(chain), 1, "GLY", "CA", "C", {0, 0, 0}, 0);
        QVERIFY_EXCEPTION_THROWN(toPdb({{&many, {}}}, "many"), InputError);
        QVERIFY(!toMmcif({{&many, {}}}, "many").empty());
    }
};

FOLDMETER_TEST(tst_structure_files)
#include "tst_structure_files.moc"
