// Which place of an atom is taken where a structure gives several, and what SMILES become.
#include "structure/alternatives.h"
#include "structure/smiles.h"
#include "base/error.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::structure;

namespace {

PlacedAtom placed(const char* name, const char* alternative, double occupancy, const char* residue = "SER") {
    return {name, residue, alternative, occupancy, {}};
}

std::string shown(const std::vector<PlacedAtom>& atoms) {
    std::string text;
    for (const PlacedAtom& atom : atoms) text += atom.residue + " " + atom.name + atom.alternative + ", ";
    return text;
}

}  // namespace

class tst_alternatives : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void none() {
        QCOMPARE(shown(oneOfEach({placed("N", "", 1), placed("CA", "", 0.1)})), std::string("SER N, SER CA, "));
    }
    void wholeResidue() {
        QCOMPARE(shown(oneOfEach({placed("N", "A", 0.4), placed("N", "B", 0.6), placed("CA", "A", 0.7), placed("CA", "B", 0.6)})), std::string("SER NB, SER CAB, "));
        QCOMPARE(shown(oneOfEach({placed("N", "B", 0.5), placed("N", "A", 0.5), placed("CA", "B", 0.5)})), std::string("SER NA, SER CAB, "));
    }
    // Two components at one place: the sum over the alternatives of their means decides.
    void twoComponents() {
        QCOMPARE(shown(oneOfEach({placed("N", "A", 0.4), placed("N", "B", 0.3, "THR"), placed("N", "C", 0.3, "THR")})), std::string("THR NB, "));
        QCOMPARE(shown(oneOfEach({placed("N", "B", 0.5, "THR"), placed("N", "A", 0.5)})), std::string("SER NA, "));
    }
    void partOfResidue() {
        QCOMPARE(shown(oneOfEach({placed("N", "", 1), placed("CB", "A", 0.3), placed("CB", "B", 0.7), placed("OG", "B", 0.5), placed("OG", "A", 0.5)})),
                 std::string("SER N, SER CBB, SER OGA, "));
        // Only neighbours count as one atom; hydrogen and deuterium at one place do.
        QCOMPARE(shown(oneOfEach({placed("N", "", 1), placed("HB", "A", 0.3), placed("DB", "B", 0.7), placed("O", "A", 0.5), placed("C", "A", 0.5), placed("O", "B", 0.5)})),
                 std::string("SER N, SER DBB, SER OA, SER CA, SER OB, "));
    }

    void smiles() {
        const Component component = componentFromSmiles("Clc1ccccc1", "LIG_X");
        std::string names, bonds;
        for (const ComponentAtom& atom : component.atoms) names += atom.name + " ";
        QCOMPARE(names, std::string("CL1 C1 C2 C3 C4 C5 C6 H1 H2 H3 H4 H5 "));
        QCOMPARE(component.bonds.size(), std::size_t{12});
        int doubles = 0;
        for (const ComponentBond& bond : component.bonds) doubles += bond.order == "DOUB" ? 1 : 0;
        QCOMPARE(doubles, 3);
        QCOMPARE(component.code, std::string("LIG_X"));
        QCOMPARE(*componentFromSmiles("[NH4+]", "L").atoms[0].charge, 1);
    }
    void wrongSmiles_data() {
        QTest::addColumn<QString>("smiles");
        for (const char* smiles : {"C1CC", "C(", "Xy", "c1ccc1c", "C(C)(C)(C)(C)C", "[Q]", "1", ")"}) QTest::newRow(smiles) << smiles;
    }
    void wrongSmiles() {
        QFETCH(QString, smiles);
        QVERIFY_EXCEPTION_THROWN(componentFromSmiles(smiles.toStdString(), "L"), InputError);
    }
    // Read or refused, never anything else.
    void damagedSmiles() {
        const std::string whole = "C[N+](C)(C)C[C@@H](O)CC(=O)[O-].OC(=O)/C=C/c1ccc(Cl)c(Br)c1";
        const std::string letters = "CNOcn123()[]=#@+-/\\.H%Br*";
        unsigned state = 7;
        const auto random = [&] { return state = state * 1664525u + 1013904223u, state >> 8; };
        int read = 0;
        for (int i = 0; i < 1000; ++i) {
            std::string text = whole;
            for (unsigned n = random() % 3 + 1; n > 0; --n) text[random() % text.size()] = letters[random() % letters.size()];
            try {
                read += componentFromSmiles(text, "L").atoms.empty() ? 0 : 1;
            } catch (const InputError&) {
            }
        }
        QVERIFY(read > 20 && read < 900);
    }
};

FOLDMETER_TEST(tst_alternatives)
#include "tst_alternatives.moc"
