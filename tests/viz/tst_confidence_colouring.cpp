// Pair confidences as colours: the right row, one value a residue, several tokens averaged.
#include "support/test_main.h"

#include "viz/confidence_colouring.h"

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::viz;

namespace {

// Chain A: two glycines, a token each; chain L: a ligand of three atoms, a token each.
struct Sample {
    structure::Structure structure;
    results::TokenLayout tokens;
    results::Confidences confidences;
    results::Summary summary;

    Sample() {
        for (int r = 1; r <= 2; ++r)
            for (const char* atom : {"N", "CA", "C"}) structure.addAtom("A", r, "GLY", atom, std::string(1, atom[0]), {0, 0, 0}, 90);
        for (const char* atom : {"P", "O1", "O2"}) structure.addAtom("L", 1, "PO4", atom, std::string(1, atom[0]), {0, 0, 0}, 70);
        tokens.chains = {{"A", results::ChainKind::Protein, 0, 2}, {"L", results::ChainKind::Ligand, 2, 3}};
        tokens.chainOf = {0, 0, 1, 1, 1};
        tokens.residueOf = {0, 1, 2, 2, 2};
        tokens.atomOf = {1, 4, 6, 7, 8};
        tokens.tokenOfResidue = {0, 1, 2};
        confidences.pae = {5, 5, {}};
        for (int i = 0; i < 5; ++i)
            for (int j = 0; j < 5; ++j) confidences.pae.values.push_back(static_cast<float>(10 * i + j));
        summary.chainPairIptm = {2, 2, {0.9f, 0.4f, 0.4f, 0.7f}};
    }
};

}  // namespace

class tst_confidence_colouring : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void paeOfThePickedRow() {
        const Sample s;
        const Colouring c = paeColouring(s.structure, s.tokens, s.confidences, 1);
        QCOMPARE(c.values, (std::vector<float>{10, 11, 13}));   // the ligand: mean of 12, 13, 14
        QVERIFY(c.by == ColourBy::Values);
        QVERIFY(paeColouring(s.structure, s.tokens, s.confidences, 7).values.empty());
        QVERIFY(paeColouring(s.structure, s.tokens, s.confidences, -1).values.empty());
    }

    void chainPairs() {
        const Sample s;
        QCOMPARE(chainPairColouring(s.structure, s.tokens, s.summary, 0).values, (std::vector<float>{0.9f, 0.9f, 0.4f}));
        QCOMPARE(chainPairColouring(s.structure, s.tokens, s.summary, 1).values, (std::vector<float>{0.4f, 0.4f, 0.7f}));
        QVERIFY(chainPairColouring(s.structure, s.tokens, s.summary, 5).values.empty());
    }

    void aResidueWithoutTokenHasNoValue() {
        Sample s;
        s.structure.addAtom("Z", 1, "ZN", "ZN", "ZN", {0, 0, 0}, 0);
        QVERIFY(std::isnan(paeColouring(s.structure, s.tokens, s.confidences, 0).values[3]));
        QVERIFY(std::isnan(chainPairColouring(s.structure, s.tokens, s.summary, 0).values[3]));
    }
};

FOLDMETER_TEST(tst_confidence_colouring)
#include "tst_confidence_colouring.moc"
