#include "support/test_main.h"

#include "base/error.h"
#include "structure/depiction.h"
#include "structure/smiles_fault.h"

#include <QXmlStreamReader>

using namespace foldmeter;
using namespace foldmeter::structure;

class tst_depiction : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void draws_data() {
        QTest::addColumn<QString>("smiles");
        QTest::addColumn<QString>("formula");
        QTest::addColumn<int>("atoms");
        QTest::newRow("aspirin") << "CC(=O)OC1=CC=CC=C1C(=O)O" << "C9H8O4" << 13;
        QTest::newRow("stereo") << "C[C@H](N)C(=O)O" << "C3H7NO2" << 6;
        QTest::newRow("salt") << "[Na+].[Cl-]" << "ClNa" << 2;
        QTest::newRow("ring numbers of two digits") << "C%12CCCCC%12" << "C6H12" << 6;
        QTest::newRow("one atom") << "C" << "CH4" << 1;
    }
    void draws() {
        QFETCH(QString, smiles);
        QFETCH(QString, formula);
        QFETCH(int, atoms);
        QCOMPARE(smilesFault(smiles.toStdString()), std::string());
        for (const bool dark : {false, true}) {
            const Depiction depiction = depict(smiles.toStdString(), {200, 150, dark});
            QCOMPARE(QString::fromStdString(depiction.formula), formula);
            QCOMPARE(depiction.heavyAtoms, atoms);
            QXmlStreamReader reader(QByteArray::fromStdString(depiction.svg));
            int paths = 0;
            while (!reader.atEnd())
                if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("path")) ++paths;
            QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
            QVERIFY(paths > 0);
        }
        QVERIFY(depict(smiles.toStdString(), {200, 150, false}).svg != depict(smiles.toStdString(), {200, 150, true}).svg);
    }
    void drawsComponents() {
        const auto dictionary = ComponentDictionary::bundled();
        for (const char* code : {"ATP", "SEP", "NAG", "ZN", "GOL"}) {
            const Depiction depiction = depict(*dictionary->find(code), {});
            QVERIFY2(depiction.svg.find("<svg") != std::string::npos, code);
        }
        QCOMPARE(depict(*dictionary->find("GOL"), {}).heavyAtoms, 6);
    }
    void refuses_data() {
        QTest::addColumn<QByteArray>("smiles");
        QTest::addColumn<QString>("said");
        QTest::newRow("open ring") << QByteArray("C1CCCC") << "ring 1, opened at place 2, is never closed";
        QTest::newRow("open branch") << QByteArray("CC(=O") << "branch ( opened at place 3 is never closed";
        QTest::newRow("closed too often") << QByteArray("CC)C") << "the ) at place 3 closes no branch";
        QTest::newRow("open bracket") << QByteArray("C[NH4+") << "bracket [ at place 2 is never closed";
        QTest::newRow("unknown symbol") << QByteArray("CXC") << "X at place 2 is no symbol outside brackets";
        QTest::newRow("blank inside") << QByteArray("C C") << "";
        QTest::newRow("bond to nothing") << QByteArray("CC=") << "the bond = at place 3 leads nowhere";
        QTest::newRow("valence") << QByteArray("C(C)(C)(C)(C)C") << "names no possible molecule";
        QTest::newRow("nothing") << QByteArray("") << "names no atom";
        QTest::newRow("bytes") << QByteArray("C\xff\xfe") << "";
        QTest::newRow("ring of one atom") << QByteArray("C11") << "";
        QTest::newRow("too large to draw") << QByteArray(5000, 'C') << "too many to draw";
        QTest::newRow("too long to read") << QByteArray(200000, 'C') << "at most 100000";
        QTest::newRow("too many atoms written out") << QByteArray("C(C)").repeated(2000) << "too many to draw";
        QTest::newRow("deep branches") << QByteArray("C(").repeated(3000) << "";
    }
    void refuses() {
        QFETCH(QByteArray, smiles);
        QFETCH(QString, said);
        try {
            depict(smiles.toStdString(), {});
            QVERIFY2(said.isEmpty() && smiles == "C C", "drawn");   // RDKit reads a name behind the blank
        } catch (const InputError& error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(said), error.what());
        }
    }
};

FOLDMETER_TEST(tst_depiction)
#include "tst_depiction.moc"
