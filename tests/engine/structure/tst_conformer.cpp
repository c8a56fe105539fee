// NumPy's generator against numbers NumPy 1.24 drew; conformers against RDKit 2022.09 driven from Python with the same
// seeds; and the specification's goldens where the embedding has no say (ions, centres of molecules without hydrogens).
#include "support/test_main.h"

#include "base/file.h"
#include "structure/conformer.h"

#include <QElapsedTimer>

#include <cmath>
#include <sstream>

using namespace foldmeter;
using namespace foldmeter::structure;

namespace {

struct Row {   // seed, code, embedded, atom name, element, charge, position
    std::uint32_t seed;
    std::string code, name;
    int embedded, element, charge;
    std::array<float, 3> position;
};

std::vector<Row> expectedRows() {
    const std::string path = test::dataPath("structure/conformers.tsv.zst");
    std::istringstream in(decompressZstd(readText(path), path));
    std::vector<Row> rows;
    Row r;
    while (in >> r.seed >> r.code >> r.embedded >> r.name >> r.element >> r.charge >> r.position[0] >> r.position[1] >> r.position[2])
        rows.push_back(r);
    return rows;
}

}  // namespace

class tst_conformer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firstOutput() {
        NumpyRandom random(5489);
        QCOMPARE(random.next(), 3499211612u);
        QCOMPARE(random.next(), 581869302u);
        QCOMPARE(random.next(), 3890346734u);
    }

    // Two integers, nine normals, an integer between (the kept normal survives it), three normals, 1500 raw, an integer.
    void drawsAsNumpy_data() {
        QTest::addColumn<quint32>("seed");
        QTest::addColumn<QStringList>("drawn");
        QTest::newRow("0") << 0u <<
               QStringList{"209652397", "398764592", "0x1.7bb1e9a384a31p-1", "0x1.8d8bc0f1200c2p+0",
                           "-0x1.2258941855050p+1", "0x1.55633ae9cc424p+0", "-0x1.af7986f57fa88p-1",
                           "0x1.f84cf7f7312a7p+0", "0x1.4420580e99483p+0", "-0x1.03023ff42b8a9p-1",
                           "0x1.45c9239ca4b9bp+1", "1827923622", "0x1.14b016ebb3491p+0", "-0x1.e211cb4f410cep-2",
                           "0x1.f22f271a34dcdp-1", "1718425548"};
        QTest::newRow("1") << 1u <<
               QStringList{"1791095846", "2135392492", "-0x1.9ab665f778871p-1", "-0x1.cba69fc03e5b1p-2",
                           "-0x1.1b1e8fa6f47a2p+0", "-0x1.a78e531ed0179p+0", "-0x1.2e8623a553924p+1",
                           "0x1.22a5fe22e5972p+0", "-0x1.045b09d7b20e9p+0", "0x1.465449a639a98p-1",
                           "-0x1.b845adc312fdfp-1", "252070890", "0x1.c5c99d14c3bcfp+0", "0x1.5abe6a67b8e21p-1",
                           "-0x1.b5c627093280fp-4", "934632545"};
        QTest::newRow("5489") << 5489u <<
               QStringList{"1351727965", "581869303", "0x1.d5c30c3d0fca7p-3", "0x1.6ec85307291e2p-1",
                           "-0x1.1f69bb2c28c12p-2", "-0x1.051bd9b8d57a3p-1", "0x1.2685a1d3078edp-1",
                           "0x1.e2e204d4c6134p-5", "0x1.6cbeb09aaf930p+0", "-0x1.1c3900e35ec07p-4",
                           "-0x1.e71c52fba26a4p-3", "1785570479", "-0x1.16b32bf8ba826p+0", "0x1.bd087b7641014p-1",
                           "0x1.48b8f30207c94p-2", "1161523327"};
        QTest::newRow("12312837") << 12312837u <<
               QStringList{"1813557940", "1530031419", "0x1.ff33051516ebep-1", "0x1.b93284dcb1313p-1",
                           "0x1.62bce355040d4p+1", "0x1.1ee4aa089f50fp+0", "0x1.9e7991bad5e4cp-1",
                           "-0x1.14305c5a29697p+1", "-0x1.84e91c2e5bca4p-1", "0x1.4ca81462d69cfp+0",
                           "0x1.62be54bd2c9f2p-4", "1737996064", "-0x1.63edbe7208d70p-1", "-0x1.ee21927c98f7dp-5",
                           "0x1.3825acff0a951p-3", "1039218752"};
        QTest::newRow("4294967295") << 4294967295u <<
               QStringList{"419326372", "479346979", "0x1.4d051339bc741p-4", "0x1.a3847f39c09c9p-2",
                           "0x1.438a83ff956b5p-2", "0x1.1f0a745bc025bp-5", "-0x1.bdce69d4cae60p+0",
                           "-0x1.b2ebd1a253e04p-1", "-0x1.74f5240804000p+0", "-0x1.9ae8a712c8c97p-5",
                           "0x1.51a6cbda6d2d9p+0", "345831152", "0x1.2129df0d42de8p-1", "-0x1.cb80f60afe941p+0",
                           "-0x1.e26727bbe2fe8p-5", "1136424974"};
    }
    void drawsAsNumpy() {
        QFETCH(quint32, seed);
        QFETCH(QStringList, drawn);
        NumpyRandom random(seed);
        qsizetype at = 0;
        const auto integer = [&] { QCOMPARE(random.randint31(), drawn[at++].toLongLong()); };
        const auto normals = [&](int count) {
            for (int i = 0; i < count; ++i) QCOMPARE(random.normal(), std::strtod(drawn[at++].toStdString().c_str(), nullptr));
        };
        integer();
        integer();
        normals(9);
        integer();
        normals(3);
        for (int i = 0; i < 1500; ++i) random.next();
        integer();
        QCOMPARE(at, drawn.size());
    }

    void equalsThePythonRoute() {
        const auto dictionary = ComponentDictionary::bundled();
        const auto rows = expectedRows();
        QVERIFY(rows.size() > 900);
        std::unique_ptr<ConformerGenerator> generator;
        std::uint32_t seed = 0;
        for (std::size_t i = 0; i < rows.size();) {
            if (!generator || rows[i].seed != seed) generator = std::make_unique<ConformerGenerator>(seed = rows[i].seed);
            const Conformer made = generator->make(*dictionary->find(rows[i].code));
            QCOMPARE(made.embedded, rows[i].embedded != 0);
            for (std::size_t k = 0; k < made.atomNames.size(); ++k, ++i) {
                QCOMPARE(made.atomNames[k], rows[i].name);
                QCOMPARE(made.elements[k], rows[i].element);
                QCOMPARE(made.charges[k], static_cast<float>(rows[i].charge));
                for (std::size_t axis = 0; axis < 3; ++axis)
                    QVERIFY2(std::abs(made.positions[k][axis] - rows[i].position[axis]) < 2e-6f, rows[i].code.c_str());
            }
        }
    }

    // The mean of the last residue's atoms is its random shift: it comes out right only if every draw before it did.
    void endsWhereTheGoldensEnd_data() {
        QTest::addColumn<quint32>("seed");
        QTest::addColumn<QString>("codes");
        QTest::addColumn<QList<double>>("mean");
        const QString g = "ATP SO4 HEM GLY SER THR LYS ALA VAL HIS CYS ASP GLU MET LEU SO4";
        QTest::newRow("d, MG, seed 1") << 1u << QString("MG MG") << QList<double>{0.3729938, 0.5338109, -0.0919733};
        QTest::newRow("d, MG, seed 7") << 7u << QString("MG MG") << QList<double>{0.02139067, 0.7487811, -0.08313584};
        QTest::newRow("g, SO4, seed 1") << 1u << g << QList<double>{1.7579330, -0.7276063, 0.5149691};
        QTest::newRow("g, SO4, seed 7") << 7u << g << QList<double>{-0.1112396, 1.4657164, -0.1212257};
    }
    void endsWhereTheGoldensEnd() {
        QFETCH(quint32, seed);
        QFETCH(QString, codes);
        QFETCH(QList<double>, mean);
        const auto dictionary = ComponentDictionary::bundled();
        ConformerGenerator generator(seed);
        Conformer last;
        for (const QString& code : codes.split(' ')) last = generator.make(*dictionary->find(code.toStdString()));
        for (int axis = 0; axis < 3; ++axis) {
            double sum = 0;
            for (const auto& position : last.positions) sum += position[static_cast<std::size_t>(axis)];
            QVERIFY(std::abs(sum / static_cast<double>(last.positions.size()) - mean[axis]) < 1e-6);
        }
    }

    void fallsBackToTheDictionary_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<double>("expectedSpan");   // distance between the two atoms
        QTest::newRow("charge unknown: ideal") << 0 << 1.5;
        QTest::newRow("bond order unknown: ideal") << 1 << 1.5;
        QTest::newRow("ideal unknown, old: model") << 2 << 2.5;
        QTest::newRow("ideal unknown, recent: ideal, unknown 0") << 3 << 1.0;
    }
    void fallsBackToTheDictionary() {
        QFETCH(int, what);
        QFETCH(double, expectedSpan);
        Component c;
        c.code = "TST";
        c.modified = what == 3 ? "2024-01-01" : "2010-01-01";
        c.atoms = {{"O2", "O", 0, false, false, 'N', {1.0, 0.0, 0.0}, {}}, {"C1", "C", -1, false, false, 'N', {-0.5, 0.0, 0.0}, {}}};
        c.bonds = {{0, 1, "DOUB", false, 'N'}};
        if (what == 0) c.atoms[0].charge.reset();
        if (what == 1) c.bonds[0].order = "DELO";
        if (what >= 2) {
            c.atoms[1].ideal[0].reset();
            for (auto& atom : c.atoms)
                for (auto& x : atom.model) x = 0.0;
            c.atoms[1].model[2] = 2.5;
        }
        ConformerGenerator generator(1);
        const Conformer made = generator.make(c);
        QVERIFY(!made.embedded);
        QCOMPARE(made.atomNames, (std::vector<std::string>{"O2", "C1"}));   // dictionary order
        QCOMPARE(made.elements, (std::vector<int>{8, 6}));
        QCOMPARE(made.charges, (std::vector<float>{0, -1}));
        const auto &a = made.positions[0], &b = made.positions[1];
        QVERIFY(std::abs(std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) - expectedSpan) < 1e-5);
        NumpyRandom random(1);   // no seed was drawn: the first six normals are the rotation, the next three the shift
        for (int i = 0; i < 6; ++i) random.normal();
        QVERIFY(std::abs((a[0] + b[0]) / 2 - random.normal()) < 1e-6);
    }

    void keepsHandedness() {
        const auto dictionary = ComponentDictionary::bundled();
        const auto alanine = dictionary->find("ALA");
        for (std::uint32_t seed = 0; seed < 20; ++seed) {
            ConformerGenerator generator(seed);
            const Conformer made = generator.make(*alanine);
            const auto at = [&](const char* name) {
                const auto found = std::find(made.atomNames.begin(), made.atomNames.end(), name);
                return made.positions[static_cast<std::size_t>(found - made.atomNames.begin())];
            };
            const auto ca = at("CA"), n = at("N"), c = at("C"), cb = at("CB");
            float m[3][3];
            for (std::size_t k = 0; k < 3; ++k) {
                m[0][k] = n[k] - ca[k];
                m[1][k] = c[k] - ca[k];
                m[2][k] = cb[k] - ca[k];
            }
            const float volume = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                                 m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
            QVERIFY(volume > 1.0f);   // L-alanine
        }
    }
};

FOLDMETER_TEST(tst_conformer)
#include "tst_conformer.moc"
