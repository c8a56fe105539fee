// Damaged texts of every dialect: read or refused with an InputError, never anything else.
#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "dialects/any_input.h"
#include "fuzz/mutate.h"

using namespace foldmeter;

class tst_damaged_input : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readers_data() {
        QTest::addColumn<QString>("file");
        for (const char* file : {"server.json", "protenix.json", "boltz.yaml", "boltz_templates.yaml", "boltz.fasta", "chai.fasta", "chai_bonds.fasta", "plain.fasta", "small.pdb", "small.cif"}) QTest::newRow(file) << QString(file);
    }
    void readers() {
        QFETCH(QString, file);
        const std::string path = test::dataPath("dialects/" + file.toStdString()), original = readText(path);
        fuzz::Mutator mutator(11);
        int accepted = 0, refused = 0;
        for (int i = 0; i < 1500; ++i) {
            const std::string bytes = mutator.mutate(original);
            try {
                (dialects::readAnyText(bytes, path).hasErrors() ? refused : accepted) += 1;
            } catch (const InputError&) {
                ++refused;
            } catch (const std::exception& error) {
                QFAIL(error.what());
            }
        }
        QCOMPARE(accepted + refused, 1500);
        QVERIFY(refused > 0);
    }
};

FOLDMETER_TEST(tst_damaged_input)
#include "tst_damaged_input.moc"
