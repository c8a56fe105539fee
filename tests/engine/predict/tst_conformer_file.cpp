#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "predict/conformer_file.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {
features::Batch twoAtoms() {
    features::Batch batch;
    batch.tokens = batch.paddedTokens = 2;
    batch.arrays["ref_pos"] = Tensor(DType::F32, {2, 24, 3});
    batch.arrays["ref_pos"].mutableAs<float>()[3] = 9;   // token 0, slot 1, x
    batch.atoms = {{"protein", "A", 1, "ALA", "N", "N", 0, 0}, {"protein", "A", 1, "ALA", "CA", "C", 0, 1}, {"protein", "B", 7, "GLY", "CA", "C", 1, 0}, {"protein", "B", 7, "GLY", "X", "C", 1, -1}};
    return batch;
}
}  // namespace

class tst_conformer_file : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    ConformerFile fileOf(const char* text) const {
        const std::filesystem::path path = std::filesystem::path(m_folder.path().toStdString()) / "c.tsv";
        writeAtomically(path, std::string_view(text));
        return ConformerFile::read(path);
    }

private Q_SLOTS:
    void injectsBySeed() {
        const ConformerFile file = fileOf("# comment\n*\tA\t1\tN\t1\t2\t3\n5\tB\t7\tCA\t-1.5\t0\t1e-3\r\n5\tA\t1\tN\t4\t4\t4\n*\tB\t7\tX\t0\t0\t0\n");
        const features::Batch batch = twoAtoms();
        const Tensor common = file.injectedInto(batch, 1), own = file.injectedInto(batch, 5);
        QCOMPARE(common.at(0), 1.0);
        QCOMPARE(common.at(3), 9.0);                       // not named: kept
        QCOMPARE(common.at(24 * 3), 0.0);
        QCOMPARE(own.at(0), 4.0);                          // the seed's own line wins
        QCOMPARE(own.at(24 * 3), -1.5);
        QCOMPARE(batch.at("ref_pos").at(0), 0.0);          // the batch is left alone
    }
    void comesBack() {
        const features::Batch batch = twoAtoms();
        const ConformerFile file = fileOf(conformerLines(batch, 3).c_str());
        QVERIFY(std::ranges::equal(file.injectedInto(batch, 3).as<float>(), batch.at("ref_pos").as<float>()));
    }
    void refuses_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("too few fields") << QByteArray("*\tA\t1\tN\t1\t2\n") << ":1:";
        QTest::newRow("too many fields") << QByteArray("\n*\tA\t1\tN\t1\t2\t3\t4\n") << ":2:";
        QTest::newRow("no number") << QByteArray("*\tA\tone\tN\t1\t2\t3\n") << ":1:";
        QTest::newRow("no such atom") << QByteArray("*\tA\t1\tCB\t1\t2\t3\n") << "no atom CB in residue 1 of chain A";
    }
    void refuses() {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        try {
            fileOf(text.constData()).injectedInto(twoAtoms(), 1);
            QFAIL("accepted");
        } catch (const InputError& problem) {
            QVERIFY2(QString(problem.what()).contains(expected), problem.what());
        }
    }
};
FOLDMETER_TEST(tst_conformer_file)
#include "tst_conformer_file.moc"
