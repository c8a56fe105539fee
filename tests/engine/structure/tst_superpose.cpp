// Superposition, lDDT and comparison with the truth, against values computed with NumPy from the same files.
#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "structure/mmcif.h"
#include "structure/superpose.h"

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::structure;

namespace {

Structure predicted(const std::string& name) {
    const std::string path = test::dataPath("structure/" + name + "_predicted.cif.zst");
    return readStructure(decompressZstd(readText(path), path), path);
}
Structure truth(const std::string& name) { return loadStructure(test::sourcePath("resources/examples/truth/" + name + ".cif")); }

std::vector<Point> turned(const std::vector<Point>& points, bool mirror) {   // 40 degrees about z, shifted, perhaps mirrored
    const double c = std::cos(0.7), s = std::sin(0.7);
    std::vector<Point> out;
    for (const Point& p : points)
        out.push_back({c * p[0] - s * p[1] + 3, s * p[0] + c * p[1] - 5, (mirror ? -p[2] : p[2]) + 11});
    return out;
}

}  // namespace

class tst_superpose : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsNumpy_data() {
        QTest::addColumn<int>("atoms");
        QTest::addColumn<double>("rmsd");
        QTest::addColumn<double>("lddt");
        QTest::addColumn<double>("bonds");
        QTest::newRow("trp-cage") << 154 << 0.2737549676110742 << 0.9934579439252336 << 0.1245632949292112;
        QTest::newRow("insulin") << 403 << 0.4506337817075336 << 0.9631765922976323 << 0.20206428615550037;
    }
    void equalsNumpy() {
        QFETCH(int, atoms);
        QFETCH(double, rmsd);
        QFETCH(double, lddt);
        QFETCH(double, bonds);
        const std::string name = QTest::currentDataTag();
        const TruthComparison result = compareToTruth(predicted(name), truth(name));
        QCOMPARE(result.atoms, atoms);
        QCOMPARE(result.missing, 0);
        QVERIFY(std::abs(result.rmsd - rmsd) < 1e-9);
        QVERIFY(std::abs(result.lddt - lddt) < 1e-9);
        QVERIFY(std::abs(result.bondDeviation - bonds) < 1e-9);
        QCOMPARE(result.meanBFactor, 90.0);
    }

    void findsTheMotion() {
        const std::vector<Point> points = truth("crambin").positions;
        const Superposition fit = superpose(points, turned(points, false));
        QVERIFY(fit.rmsd < 1e-9);
        for (std::size_t i = 0; i < points.size(); ++i)
            QVERIFY(distance(fit.apply(points[i]), turned(points, false)[i]) < 1e-9);
    }
    void neverMirrors() {
        const std::vector<Point> points = truth("crambin").positions;
        const Superposition fit = superpose(points, turned(points, true));
        QVERIFY(fit.rmsd > 3);
        const auto& r = fit.rotation;
        const double determinant = r[0][0] * (r[1][1] * r[2][2] - r[1][2] * r[2][1]) - r[0][1] * (r[1][0] * r[2][2] - r[1][2] * r[2][0]) +
                                   r[0][2] * (r[1][0] * r[2][1] - r[1][1] * r[2][0]);
        QVERIFY(std::abs(determinant - 1) < 1e-9);
    }
    void lddtIgnoresTheMotion() {
        const Structure s = truth("crambin");
        QCOMPARE(lddt(turned(s.positions, false), s.positions, s.residueOf), 1.0);
        std::vector<Point> moved = s.positions;
        for (Point& p : moved) p[0] *= 1.2;
        QVERIFY(lddt(moved, s.positions, s.residueOf) < 0.95);
        QVERIFY(std::isnan(lddt(moved, s.positions, std::vector<int>(moved.size(), 0))));
    }

    void readsMmcif() {
        const Structure s = truth("insulin");
        QCOMPARE(s.chains.size(), std::size_t{2});
        QCOMPARE(s.chains[0].residues + s.chains[1].residues, 51);
        QCOMPARE(s.residues[0].name, std::string("GLY"));
        QCOMPARE(s.atomNames[static_cast<std::size_t>(s.findAtom(0, "CA"))], std::string("CA"));
        QCOMPARE(s.findAtom(0, "CB"), -1);
        const Structure dna = truth("bdna");   // quoted atom names
        QVERIFY(dna.findAtom(0, "C1'") >= 0);
    }
    void refusesWhatIsNotMmcif_data() {
        QTest::addColumn<std::string>("text");
        QTest::newRow("empty") << std::string();
        QTest::newRow("words") << std::string("no structure at all");
        QTest::newRow("no atoms") << std::string("data_x\n_entry.id x\n");
        QTest::newRow("open quote") << std::string("data_x\n_entry.id 'x\n");
    }
    void refusesWhatIsNotMmcif() {
        QFETCH(std::string, text);
        try {
            readStructure(text, "FILE");
            QFAIL("accepted");
        } catch (const InputError& error) {
            QVERIFY(std::string(error.what()).starts_with("FILE"));
        }
    }
    void refusesStrangers() { QVERIFY_EXCEPTION_THROWN(compareToTruth(truth("bdna"), truth("crambin")), InputError); }
};

FOLDMETER_TEST(tst_superpose)
#include "tst_superpose.moc"
