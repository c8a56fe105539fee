// Species of record names, and which rows stand side by side.
#include "features/msa_pairing.h"
#include "base/error.h"
#include "golden.h"

using namespace foldmeter;
using namespace foldmeter::features;

class tst_msa_pairing : public QObject {
    Q_OBJECT

    static Alignment alignment(const std::vector<std::string>& species) {
        Alignment made = queryAlignment(ChainType::Protein, "GA");
        for (const std::string& name : species) {
            made.descriptions.push_back(name.empty() ? "no species" : "sp|P12345|ABC_" + name + "/1-2");
            made.codes.insert(made.codes.end(), {7, 0});
            made.deletions.insert(made.deletions.end(), {0, 0});
        }
        return made;
    }

private Q_SLOTS:
    void species_data() {
        QTest::addColumn<QString>("description");
        QTest::addColumn<QString>("species");
        QTest::newRow("trembl") << "tr|A0A000X2|A0A000X2_HUMAN/1-16" << "HUMAN";
        QTest::newRow("swissprot") << "sp|P12345|HBA_RAT" << "RAT";
        QTest::newRow("isoform") << "sp|P12345_2|HBA_RAT" << "RAT";
        QTest::newRow("cut at five") << "sp|P12345|HBA_HUMANS" << "HUMAN";
        QTest::newRow("ten letters") << "tr|A0A0000000|A0A0000000_9BACT" << "9BACT";
        QTest::newRow("accession short") << "tr|A0A00|A_HUMAN" << "";
        QTest::newRow("accession long") << "tr|A0A00000000|A_HUMAN" << "";
        QTest::newRow("lower case") << "tr|a0A000X2|A_HUMAN" << "";
        QTest::newRow("other bank") << "up|A0A000X2|A_HUMAN" << "";
        QTest::newRow("isoform without digits") << "sp|P12345_|HBA_RAT" << "";
        QTest::newRow("no underscore") << "sp|P12345|HBARAT" << "";
        QTest::newRow("uniref") << "UniRef100_A0A005X2" << "";
        QTest::newRow("empty") << "" << "";
    }
    void species() {
        QFETCH(QString, description);
        QFETCH(QString, species);
        const std::string text = description.toStdString();
        QCOMPARE(QString::fromStdString(std::string(speciesOf(text))), species);
    }

    void pairs() {
        const Alignment a = alignment({"HUMAN", "MOUSE", "HUMAN", "YEAST"}), b = alignment({"MOUSE", "HUMAN", "RAT"}), c = alignment({"", "HUMAN"});
        const std::vector<std::vector<int>> expected = {{0, 0, 0}, {1, 2, 2}, {2, 1, gapRow}};
        QCOMPARE(pairRows({&a, &b, &c}), expected);
    }
    // Earlier by product (1 x 6 before 3 x 3), though later by sum; chains without the species count as 1.
    void sortedByProduct() {
        const Alignment a = alignment({"LATE", "X", "EARLY"}), b = alignment({"V", "W", "EARLY", "Y", "Z", "LATE"});
        const std::vector<std::vector<int>> expected = {{0, 0}, {1, 6}, {3, 3}};
        QCOMPARE(pairRows({&a, &b}), expected);
        const Alignment c = alignment({"EARLY", "Q", "R", "S", "LATE"});
        const std::vector<std::vector<int>> three = {{0, 0, 0}, {3, 3, 1}, {1, 6, 5}};
        QCOMPARE(pairRows({&a, &b, &c}), three);
    }
    void lonelyQueryTakesNoPart() {
        const Alignment a = alignment({"HUMAN"}), b = alignment({}), c = alignment({"HUMAN"});
        const std::vector<std::vector<int>> expected = {{0, 0, 0}, {1, gapRow, 1}};
        QCOMPARE(pairRows({&a, &b, &c}), expected);
    }
    void hitsAndRowsAreLimited() {
        const Alignment many = alignment(std::vector<std::string>(700, "HUMAN"));
        QCOMPARE(pairRows({&many, &many}).size(), std::size_t{601});
        std::vector<std::string> species;
        for (int i = 0; i < 9000; ++i) species.push_back("S" + std::to_string(i));
        const Alignment diverse = alignment(species);
        QCOMPARE(pairRows({&diverse, &diverse}).size(), mostPairedRows);
    }

    void deletionsCountInsertions() {
        const Alignment read = readAlignment("junk\n>q\nGA\nV\n\n>x  \n aaG-bV\r\n", ChainType::Protein, "GAV", "unpairedMsa", "");
        QCOMPARE(read.rows(), std::size_t{2});
        QCOMPARE(read.descriptions[1], std::string("x"));
        QCOMPARE(read.codes, (std::vector<std::int8_t>{7, 0, 19, 7, 21, 19}));
        QCOMPARE(read.deletions, (std::vector<std::int32_t>{0, 0, 0, 2, 0, 1}));
    }
    void alphabets_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("letters");
        QTest::addColumn<QList<int>>("codes");
        QTest::newRow("protein") << int(ChainType::Protein) << "-ABCDJOUXZ" << QList<int>{21, 0, 3, 4, 3, 20, 20, 4, 20, 6};
        QTest::newRow("rna") << int(ChainType::Rna) << "-AGCUTNX" << QList<int>{21, 22, 23, 24, 25, 30, 30, 30};
        QTest::newRow("dna") << int(ChainType::Dna) << "-AGCTUN" << QList<int>{21, 26, 27, 28, 29, 30, 30};
        QTest::newRow("none") << int(ChainType::Protein) << "a.1*" << QList<int>{-1, -1, -1, -1};
    }
    void alphabets() {
        QFETCH(int, type);
        QFETCH(QString, letters);
        QFETCH(QList<int>, codes);
        for (int i = 0; i < letters.size(); ++i) QCOMPARE(msaCode(static_cast<ChainType>(type), letters[i].toLatin1()), codes[i]);
    }
};

FOLDMETER_TEST(tst_msa_pairing)
#include "tst_msa_pairing.moc"
