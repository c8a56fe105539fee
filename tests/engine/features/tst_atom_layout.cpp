// Which atoms a residue keeps, in which order chains stand, which tokens and slots follow. What the goldens do not hold.
#include "features/tokens.h"
#include "golden.h"

using namespace foldmeter;
using namespace foldmeter::features;

class tst_atom_layout : public QObject {
    Q_OBJECT

    static AtomLayout layoutOf(const Entity& entity, const std::vector<ResidueBond>& bonds = {}, bool strict = false) {
        FoldInput input;
        input.entities = {entity};
        return makeAtomLayout(makeChains(input), *structure::ComponentDictionary::bundled(), bonds, strict);
    }
    static Entity polymer(EntityKind kind, const std::string& sequence) {
        Entity entity;
        entity.kind = kind;
        entity.ids = {"A"};
        entity.sequence = sequence;
        return entity;
    }
    static Entity ligand(const std::vector<std::string>& codes) {
        Entity entity;
        entity.kind = EntityKind::Ligand;
        entity.ids = {"A"};
        entity.ccdCodes = codes;
        return entity;
    }
    static bool has(const AtomLayout& layout, int residue, const std::string& name) {
        return std::any_of(layout.atoms.begin(), layout.atoms.end(), [&](const LayoutAtom& a) { return a.residueId == residue && a.atomName == name; });
    }

private Q_SLOTS:
    void chainOrder_data() {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::newRow("letters") << "A" << "B";
        QTest::newRow("length counts first") << "Z" << "AA";
        QTest::newRow("first letter counts least") << "ZA" << "AB";
        QTest::newRow("same last letter") << "AB" << "BB";
        QTest::newRow("three") << "ZZ" << "AAA";
    }
    void chainOrder() {
        QFETCH(QString, first);
        QFETCH(QString, second);
        QVERIFY(comesBefore(first.toStdString(), second.toStdString()));
        QVERIFY(!comesBefore(second.toStdString(), first.toStdString()));
        QVERIFY(!comesBefore(first.toStdString(), first.toStdString()));
    }

    void terminalAtoms() {
        const AtomLayout protein = layoutOf(polymer(EntityKind::Protein, "GAV"));
        QVERIFY(!has(protein, 1, "OXT") && !has(protein, 2, "OXT") && has(protein, 3, "OXT"));
        const AtomLayout dna = layoutOf(polymer(EntityKind::Dna, "ACG"));
        QVERIFY(has(dna, 1, "OP3") && !has(dna, 2, "OP3") && !has(dna, 3, "OP3"));
        for (const LayoutAtom& atom : dna.atoms) QVERIFY(atom.element != "H");
    }
    void sugarsLoseTheirAnomericOxygen() {
        const std::vector<ResidueBond> bond = {{{"A", 1, "O4"}, {"A", 2, "C1"}, false}};
        const AtomLayout sugars = layoutOf(ligand({"NAG", "NAG", "NAG"}), bond);
        QCOMPARE(sugars.chains[0].type, ChainType::Branched);
        QVERIFY(!has(sugars, 1, "O1") && !has(sugars, 2, "O1") && has(sugars, 1, "O3"));
        QVERIFY(has(sugars, 3, "O1"));   // bonded to nothing
        QVERIFY(!has(layoutOf(ligand({"NAG", "NAG", "NAG"}), bond, true), 3, "O1"));
        QVERIFY(has(layoutOf(ligand({"NAG"})), 1, "O1") && !has(layoutOf(ligand({"NAG"}), {}, true), 1, "O1"));
        QVERIFY(has(layoutOf(ligand({"SO4"})), 1, "O1") && has(layoutOf(ligand({"SO4"}), {}, true), 1, "O1"));
    }
    void unknownResidueIsGlycine() {
        AtomLayout layout = layoutOf(polymer(EntityKind::Protein, "GXA"));
        QCOMPARE(layout.residues[1].component->code, std::string("UNK"));
        QCOMPARE(layout.residues[1].atoms, 4);
        const TokenTable table = makeTokens(layout);
        QCOMPARE(table.tokens.size(), std::size_t{3});
        QCOMPARE(layout.atoms[static_cast<std::size_t>(table.tokens[1].representative)].atomName, std::string("CA"));
    }
    void dropped_data() {
        QTest::addColumn<QString>("sequence");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("dropped");
        QTest::newRow("all unknown") << "XXX" << int(EntityKind::Protein) << true;
        QTest::newRow("one known") << "XXG" << int(EntityKind::Protein) << false;
        QTest::newRow("all N") << "NNN" << int(EntityKind::Rna) << true;
        QTest::newRow("lower case") << "gavck" << int(EntityKind::Protein) << true;
    }
    void dropped() {
        QFETCH(QString, sequence);
        QFETCH(int, kind);
        QFETCH(bool, dropped);
        QCOMPARE(layoutOf(polymer(static_cast<EntityKind>(kind), sequence.toStdString())).chains.empty(), dropped);
    }

    void lastModificationOfAPlaceCounts() {
        Entity entity = polymer(EntityKind::Protein, "GAV");
        entity.modifications = {{"SEP", 2, {}}, {"MSE", 2, {}}};
        QCOMPARE(componentsOf(entity), (std::vector<std::string>{"GLY", "MSE", "VAL"}));
        AtomLayout layout = layoutOf(entity);
        QCOMPARE(makeTokens(layout).tokens.size(), std::size_t{3});   // MSE stays one token
        QCOMPARE(layout.chains[0].letters, std::string("GMV"));
    }
    // Heavy atoms that a residue lost leave their slot empty: nucleotides begin with OP3's.
    void slots() {
        AtomLayout layout = layoutOf(polymer(EntityKind::Rna, "AA"));
        const TokenTable table = makeTokens(layout);
        QVERIFY(table.atomAt(0, 0) >= 0);
        QCOMPARE(table.atomAt(1, 0), -1);
        QCOMPARE(layout.atoms[static_cast<std::size_t>(table.atomAt(1, 1))].atomName, std::string("P"));
        QCOMPARE(table.tokens[1].centerSlot, table.tokens[0].centerSlot);
    }
    void codes_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("component");
        QTest::addColumn<int>("code");
        QTest::newRow("alanine") << int(ChainType::Protein) << "ALA" << 0;
        QTest::newRow("selenomethionine") << int(ChainType::Protein) << "MSE" << 12;
        QTest::newRow("unknown") << int(ChainType::Protein) << "UNK" << 20;
        QTest::newRow("aspartate or asparagine") << int(ChainType::Protein) << "ASX" << 20;
        QTest::newRow("pseudouridine") << int(ChainType::Rna) << "PSU" << 25;
        QTest::newRow("N") << int(ChainType::Rna) << "N" << 30;
        QTest::newRow("thymine in RNA") << int(ChainType::Rna) << "DT" << 30;
        QTest::newRow("deoxyadenosine") << int(ChainType::Dna) << "DA" << 26;
        QTest::newRow("uracil in DNA") << int(ChainType::Dna) << "DU" << 30;
        QTest::newRow("ligand") << int(ChainType::NonPolymer) << "ATP" << 20;
        QTest::newRow("ligand that is an amino acid") << int(ChainType::NonPolymer) << "ALA" << 20;
    }
    void codes() {
        QFETCH(int, type);
        QFETCH(QString, component);
        QFETCH(int, code);
        QCOMPARE(residueCode(static_cast<ChainType>(type), component.toStdString()), code);
    }
};

FOLDMETER_TEST(tst_atom_layout)
#include "tst_atom_layout.moc"
