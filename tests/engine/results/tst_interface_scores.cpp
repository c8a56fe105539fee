#include "support/test_main.h"

#include "base/error.h"
#include "results/interface_scores.h"

#include <cmath>
#include <filesystem>

using namespace foldmeter;
using namespace foldmeter::results;
namespace fs = std::filesystem;

namespace {

struct Sampled {
    structure::Structure structure;
    Confidences confidences;
    TokenLayout layout;
};

Sampled best(const std::string& folder) {
    const Sample sample = readPrediction(test::dataPath(folder)).samples.at(0);
    Sampled read{readSampleStructure(sample), readConfidences(sample.confidences), {}};
    read.layout = layOutTokens(read.structure, read.confidences);
    return read;
}

}  // namespace

class tst_interface_scores : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Values of a program of its own, written from the papers' definitions and run on the same files.
    void agreesWithTheDefinitions_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<int>("pair");
        QTest::addColumn<QString>("chains");
        QTest::addColumn<QList<double>>("expected");   // ipSAE, pDockQ2, LIS, each forward and backward; contacts; least PAE
        QTest::newRow("A-B") << "goldens/b/post/output" << 0 << "AB" << QList<double>{0.101955086, 0.077139003, 0.010289478, 0.018738927, 0.407702020, 0.368357488, 44, 2.0};
        QTest::newRow("A-C") << "goldens/b/post/output" << 1 << "AC" << QList<double>{0.110559206, 0.114384716, 0.009785620, 0.010984560, 0.422849462, 0.455337079, 60, 2.1};
        QTest::newRow("B-C") << "goldens/b/post/output" << 2 << "BC" << QList<double>{0.071436508, 0.130671901, 0.016756247, 0.009639255, 0.396568627, 0.392361111, 43, 2.0};
        QTest::newRow("insulin") << "results/insulin" << 0 << "AB" << QList<double>{0.252163614, 0.237338904, 0.649342358, 0.647437231, 0.709391534, 0.694087302, 60, 1.3};
        QTest::newRow("DNA") << "results/bdna" << 0 << "AB" << QList<double>{0.140497598, 0.123762583, 0, 0, 0.408706468, 0.409825871, 31, 2.8};
    }
    void agreesWithTheDefinitions() {
        QFETCH(QString, folder);
        QFETCH(int, pair);
        QFETCH(QString, chains);
        QFETCH(QList<double>, expected);
        const Sampled read = best(folder.toStdString());
        const InterfaceScores scores = scoreInterfaces(read.structure, read.confidences, read.layout).at(static_cast<std::size_t>(pair));
        QCOMPARE(QString::fromStdString(scores.first + scores.second), chains);
        QVERIFY(scores.forward && scores.backward);
        const QList<double> found = {scores.forward->ipSae, scores.backward->ipSae, scores.forward->pDockQ2, scores.backward->pDockQ2,
                                     scores.forward->lis, scores.backward->lis, double(scores.contacts), scores.smallestPae};
        for (int i = 0; i < found.size(); ++i) QVERIFY2(std::abs(found[i] - expected[i]) < 2e-6, qPrintable(QString("value %1: %2, expected %3").arg(i).arg(found[i], 0, 'g', 10).arg(expected[i], 0, 'g', 10)));
        QCOMPARE(scores.ipSae(), std::max(found[0], found[1]));
        QCOMPARE(scores.pDockQ2(), std::max(found[2], found[3]));
        QCOMPARE(scores.lis(), (found[4] + found[5]) / 2);
    }
    void leavesLigandsOut() {
        const Sampled read = best("results/bpti-phosphate");
        const auto scores = scoreInterfaces(read.structure, read.confidences, read.layout);
        QCOMPARE(scores.size(), std::size_t{1});
        QVERIFY(!scores[0].forward && !scores[0].backward && std::isnan(scores[0].ipSae()));
        QVERIFY(scores[0].contacts > 0);
        QVERIFY(scores[0].smallestPae > 0 && scores[0].smallestPae < 30);
    }
    void listsContacts() {
        const Sampled read = best("results/insulin");
        const auto contacts = findInterfaceContacts(read.structure, read.confidences, read.layout);
        QCOMPARE(contacts.size(), std::size_t{60});
        for (const InterfaceContact& contact : contacts) {
            const auto &a = read.structure.residues[static_cast<std::size_t>(contact.first)], &b = read.structure.residues[static_cast<std::size_t>(contact.second)];
            QVERIFY(a.chain < b.chain);
            QVERIFY(contact.distance > 0 && contact.distance <= 5);
            QVERIFY(contact.firstPlddt > 0 && contact.firstPlddt <= 100);
            const int i = read.layout.tokenOfResidue[static_cast<std::size_t>(contact.first)], j = read.layout.tokenOfResidue[static_cast<std::size_t>(contact.second)];
            QCOMPARE(contact.pae, double(read.confidences.pae.at(i, j)));
            QCOMPARE(contact.paeBack, double(read.confidences.pae.at(j, i)));
        }
        // The disulfide A7-B7 is the nearest pair.
        const auto nearest = std::min_element(contacts.begin(), contacts.end(), [](const auto& x, const auto& y) { return x.distance < y.distance; });
        QCOMPARE(read.structure.residues[static_cast<std::size_t>(nearest->first)].name, std::string("CYS"));
        QVERIFY(nearest->distance < 2.3);
    }
    void worksWithoutPae() {
        Sampled read = best("results/insulin");
        read.confidences.pae = {};
        QVERIFY(scoreInterfaces(read.structure, read.confidences, read.layout).empty());
        QVERIFY(std::isnan(findInterfaceContacts(read.structure, read.confidences, read.layout).at(0).pae));
    }

    void laysOutTokens() {
        const Sampled read = best("results/bpti-phosphate");
        QCOMPARE(read.layout.chains.size(), std::size_t{2});
        QVERIFY(read.layout.chains[0].kind == ChainKind::Protein && read.layout.chains[1].kind == ChainKind::Ligand);
        QCOMPARE(read.layout.chains[1].tokens, 5);   // PO4: a token an atom
        const int first = read.layout.chains[1].firstToken;
        QCOMPARE(read.structure.atomNames[static_cast<std::size_t>(read.layout.atomOf[static_cast<std::size_t>(first)])], std::string("P"));
        QCOMPARE(read.structure.atomNames[static_cast<std::size_t>(read.layout.atomOf[0])], std::string("CA"));
        QCOMPARE(read.layout.tokenOfResidue[0], 0);
        QCOMPARE(read.layout.tokenOfResidue.back(), first);
    }
    void refusesFilesOfDifferentSamples() {
        Sampled read = best("results/bpti-phosphate");
        read.confidences.tokenChains[3] = "Q";
        try {
            layOutTokens(read.structure, read.confidences);
            QFAIL("accepted");
        } catch (const InputError& problem) {
            QVERIFY2(QString(problem.what()).contains("no residue 4 in chain Q"), problem.what());
        }
    }
};
FOLDMETER_TEST(tst_interface_scores)
#include "tst_interface_scores.moc"
