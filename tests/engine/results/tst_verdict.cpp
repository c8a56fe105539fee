#include "support/test_main.h"

#include "results/verdict.h"

#include <cmath>

using namespace foldmeter::results;

namespace {

VerdictInput made(double plddt, const QList<double>& iptms, std::optional<double> iptm = {}) {
    VerdictInput input;
    input.meanPlddt = plddt;
    for (int i = 0; i < iptms.size(); ++i) {
        const std::string id(1, static_cast<char>('A' + i));
        input.summary.chains.push_back(id);
        input.summary.chainIptm.push_back(iptms[i]);
        input.chains.push_back({id, ChainKind::Protein, 0, 100 - i});
        input.chainPlddts.push_back(plddt);
    }
    input.summary.iptm = iptm;
    return input;
}

}  // namespace

class tst_verdict : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysHowSureTheFoldIs_data() {
        QTest::addColumn<double>("plddt");
        QTest::addColumn<QString>("expected");
        QTest::newRow("very high") << 90.1 << "Very confident fold (mean pLDDT 90).";
        QTest::newRow("border") << 90.0 << "Confident fold (mean pLDDT 90).";
        QTest::newRow("confident") << 70.1 << "Confident fold (mean pLDDT 70).";
        QTest::newRow("low") << 70.0 << "Fold of low confidence (mean pLDDT 70).";
        QTest::newRow("very low") << 50.0 << "No confident fold (mean pLDDT 50).";
    }
    void saysHowSureTheFoldIs() {
        QFETCH(double, plddt);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(inOneSentence(judge(made(plddt, {std::nan("")})))), expected);
    }
    void judgesTheLesserOfTwoChains_data() {
        QTest::addColumn<double>("iptm");
        QTest::addColumn<QString>("expected");
        QTest::newRow("confident") << 0.8 << "confident fold (mean pLDDT 80); the chains' placement is confident: ipTM 0.80.";
        QTest::newRow("plausible") << 0.79 << "confident fold (mean pLDDT 80); chain B's placement is plausible, not certain: ipTM 0.79.";
        QTest::newRow("still plausible") << 0.6 << "confident fold (mean pLDDT 80); chain B's placement is plausible, not certain: ipTM 0.60.";
        QTest::newRow("uncertain") << 0.52 << "confident fold (mean pLDDT 80); chain B's placement is uncertain: ipTM 0.52.";
    }
    void judgesTheLesserOfTwoChains() {
        QFETCH(double, iptm);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(inOneSentence(judge(made(80, {iptm, iptm}, iptm)))).toLower(), expected.toLower());
    }
    void ranksTheChainsOfAComplex() {
        const auto statements = judge(made(80, {0.9, 0.7, 0.5}, 0.7));
        QCOMPARE(statements.size(), std::size_t{3});
        QCOMPARE(statements[1].chain, std::string("C"));
        QVERIFY(statements[1].weight == Statement::Weight::Bad);
        QCOMPARE(statements[2].chain, std::string("B"));
        QVERIFY(statements[2].weight == Statement::Weight::Doubt);
        QVERIFY(inOneSentence(judge(made(80, {0.9, 0.85, 0.8}, 0.86))).find("all chains' placement is confident: ipTM 0.86") != std::string::npos);
    }
    void namesTheWeakChain() {
        VerdictInput input = made(80, {0.9, 0.9, 0.9}, 0.9);
        input.chainPlddts[1] = 62;
        const auto statements = judge(input);
        QCOMPARE(statements[1].chain, std::string("B"));
        QVERIFY(statements[1].text.find("mean pLDDT 62") != std::string::npos);
    }
    void saysWhatElseIsWrong() {
        VerdictInput input = made(60, {std::nan("")});
        input.summary.hasClash = true;
        input.summary.fractionDisordered = 0.42;
        const auto statements = judge(input);
        QCOMPARE(statements.size(), std::size_t{3});
        QVERIFY(statements[1].weight == Statement::Weight::Bad && statements[1].text.find("clash") != std::string::npos);
        QVERIFY(statements[2].text.find("42 %") != std::string::npos);
        input.meanPlddt = 80;   // exposed, but sure of its place
        QCOMPARE(judge(input).size(), std::size_t{2});
    }
    void isSilentWithoutScores() { QVERIFY(inOneSentence(judge({})).empty()); }
    void readsAPrediction() {
        const Sample sample = readPrediction(foldmeter::test::dataPath("results/insulin")).samples.at(0);
        const auto structure = readSampleStructure(sample);
        const Summary summary = readSummary(sample.summary);
        const VerdictInput input = verdictInput(structure, summary, layOutTokens(structure, readConfidences(sample.confidences)));
        QVERIFY(*input.meanPlddt > 85);
        QCOMPARE(input.chainPlddts.size(), std::size_t{2});
        QVERIFY(!judge(input).empty());
    }
};
FOLDMETER_TEST(tst_verdict)
#include "tst_verdict.moc"
