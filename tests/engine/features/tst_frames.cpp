// Frames of ligand atoms, and the conformers that are passed over on the way to them.
#include "golden.h"

#include "structure/conformer.h"

using namespace foldmeter;
using namespace foldmeter::features;
using namespace foldmeter::test;

class tst_frames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Skipping a residue leaves the generator where making it would have.
    void skippingKeepsTheSequence_data() {
        QTest::addColumn<QString>("code");
        for (const char* code : {"ALA", "HEM", "ZN", "HOH"}) QTest::newRow(code) << code;
    }
    void skippingKeepsTheSequence() {
        QFETCH(QString, code);
        const auto components = structure::ComponentDictionary::bundled();
        structure::ConformerGenerator made(5), skipped(5);
        made.make(*components->find(code.toStdString()));
        skipped.skip(*components->find(code.toStdString()));
        const auto last = components->find("SO4");
        QCOMPARE(made.make(*last).positions, skipped.make(*last).positions);
    }

    // Linear carbon dioxide has no frame anywhere, bent sulfur dioxide has one at each atom, two atoms never have one.
    void frames_data() {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QList<int>>("expected");
        QTest::newRow("carbon dioxide") << "CO2" << QList<int>{0, 0, 0};
        QTest::newRow("sulfur dioxide") << "SO2" << QList<int>{1, 1, 1};
        QTest::newRow("peroxide") << "PER" << QList<int>{0, 0};
        QTest::newRow("zinc") << "ZN" << QList<int>{0};
    }
    void frames() {
        QFETCH(QString, code);
        QFETCH(QList<int>, expected);
        FoldInput input;
        input.entities.resize(2);
        input.entities[0] = {EntityKind::Protein, {"A"}, "GAVCK"};
        input.entities[1].kind = EntityKind::Ligand;
        input.entities[1].ids = {"B"};
        input.entities[1].ccdCodes = {code.toStdString()};
        const Batch batch = BatchBuilder(input, structure::ComponentDictionary::bundled(), {{16}}).build(1);
        const auto mask = batch.at("frames_mask").as<std::uint8_t>();
        QList<int> whole = {1, 1, 1, 1, 1};
        whole += expected;
        whole.resize(16);
        for (int i = 0; i < 16; ++i) QCOMPARE(int(mask[static_cast<std::size_t>(i)]), whole[i]);
    }
};

FOLDMETER_TEST(tst_frames)
#include "tst_frames.moc"
