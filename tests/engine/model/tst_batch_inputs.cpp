// What the host makes of a batch: blocks, key windows with padding keys, the uid quirk, bonds, names, distogram bins.
#include "base/error.h"
#include "model/batch_inputs.h"
#include "model/inputs.h"
#include "support/vectors.h"

using namespace foldmeter;
using namespace foldmeter::model;

namespace {

TensorMap caseOf(const char* name) {
    TensorMap batch = test::readArrays(std::string("network/case") + name, "in/");
    batch["seq_mask"] = batch.at("mask");
    return batch;
}

void set(TensorMap& batch, const std::string& name, std::size_t at, std::int32_t value) {
    Tensor copy = batch.at(name).converted(DType::I32);
    copy = Tensor(DType::I32, copy.extents(), Buffer::copyOf(copy.bytes()));
    copy.mutableAs<std::int32_t>()[at] = value;
    batch[name] = copy;
}

}  // namespace

class tst_batch_inputs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsBlocks_data();
    void countsBlocks();
    void pointsPaddingKeysAtAPaddingAtom();
    void readsConformersOfKeysByTheQuirk();
    void leavesNoPaddingBlocks();
    void entersBonds();
    void embedsNames();
    void binsDistances_data();
    void binsDistances();
    void drawsRowsInOrder();
    void namesWhatIsMissing();
    void fillsEveryInput();
};

void tst_batch_inputs::countsBlocks_data() {
    QTest::addColumn<int>("atoms");
    QTest::addColumn<int>("blocks");
    const int rows[][2] = {{0, 1}, {1, 1}, {31, 1}, {32, 2}, {33, 2}, {96, 4}, {112, 4}, {127, 4}, {128, 4}, {129, 5}, {160, 5}};
    for (const auto& row : rows) QTest::addRow("%d", row[0]) << row[0] << row[1];
}

void tst_batch_inputs::countsBlocks() {
    QFETCH(int, atoms);
    QFETCH(int, blocks);
    QCOMPARE(blocksFor(atoms), blocks);
}

void tst_batch_inputs::pointsPaddingKeysAtAPaddingAtom() {
    const TensorMap inputs = atomInputs(caseOf("B"));   // 49 atoms
    const Tensor& index = inputs.at("key_index");
    const Tensor& mask = inputs.at("atom_mask");
    std::int64_t padding = 0;
    for (std::int64_t key = 0; key < index.count(); ++key) {
        const auto atom = static_cast<std::int64_t>(index.at(key));
        QVERIFY(atom >= 0 && atom < mask.count());
        if (mask.at(atom) != 0) continue;
        ++padding;
        QCOMPARE(atom, 49);
    }
    QCOMPARE(padding, index.extents()[0] * (128 - 49));
    for (const char* name : {"atom_ref_mask", "atom_ref_charge"}) QCOMPARE(inputs.at(name).at(49), 0.0);
    for (int axis = 0; axis < 3; ++axis) QCOMPARE(inputs.at("atom_ref_pos").at(49 * 3 + axis), 0.0);
}

// A key that is the n-th atom has the uid that stands at slot n of the token layout (network.md 8.2).
void tst_batch_inputs::readsConformersOfKeysByTheQuirk() {
    const TensorMap batch = caseOf("A"), inputs = atomInputs(batch);
    const Tensor uids = batch.at("ref_space_uid");
    bool differs = false;
    for (std::int64_t key = 0; key < inputs.at("key_index").count(); ++key) {
        const auto atom = static_cast<std::int64_t>(inputs.at("key_index").at(key));
        QCOMPARE(inputs.at("key_space_uid").at(key), uids.at(atom));
        differs |= uids.at(atom) != inputs.at("atom_space_uid").at(atom);
    }
    QVERIFY(differs);   // or the quirk would not show
}

void tst_batch_inputs::leavesNoPaddingBlocks() {
    const TensorMap inputs = atomInputs(caseOf("A"));   // 234 atoms in 44 tokens
    QCOMPARE(inputs.at("atom_mask").extents(), (Extents{8, 32}));
    const Tensor& slots = inputs.at("slot_of_atom");
    const Tensor& atoms = inputs.at("atom_of_slot");
    for (std::int64_t atom = 0; atom < 234; ++atom) {
        QCOMPARE(atoms.at(static_cast<std::int64_t>(slots.at(atom))), double(atom));
        QCOMPARE(inputs.at("token_of_atom").at(atom), std::floor(slots.at(atom) / 24));
    }
}

void tst_batch_inputs::entersBonds() {
    TensorMap batch = caseOf("A");
    const std::string name = "tokens_to_polymer_ligand_bonds";
    const std::size_t row = 2 * 40;   // an unused row of the table
    set(batch, name + ":gather_idxs", row, 3);
    set(batch, name + ":gather_idxs", row + 1, 30);
    set(batch, name + ":gather_mask", row, 1);
    const Tensor half = tokenInputs(batch).at("contact_matrix");
    QCOMPARE(half.at(3 * 44 + 30), 0.0);   // one of two ends is masked
    set(batch, name + ":gather_mask", row + 1, 1);
    const Tensor contacts = tokenInputs(batch).at("contact_matrix");
    QCOMPARE(contacts.at(3 * 44 + 30), 1.0);
    QCOMPARE(contacts.at(30 * 44 + 3), 0.0);   // not symmetrised
    set(batch, name + ":gather_idxs", row, 0);
    set(batch, name + ":gather_idxs", row + 1, 0);
    QCOMPARE(tokenInputs(batch).at("contact_matrix").at(0), 0.0);   // where masked rows point
}

void tst_batch_inputs::embedsNames() {
    TensorMap batch = caseOf("B");
    const Tensor slot = atomInputs(batch).at("slot_of_atom");
    const auto first = static_cast<std::size_t>(slot.at(5)) * 4;
    set(batch, "ref_atom_name_chars", first, 35);
    set(batch, "ref_atom_name_chars", first + 1, 70);   // a lower-case letter has no class
    const TensorMap inputs = atomInputs(batch);
    QCOMPARE(inputs.at("atom_ref_name").at(5 * 4), 35.0);
    QCOMPARE(inputs.at("atom_ref_name_mask").at(5 * 4), 1.0);
    QCOMPARE(inputs.at("atom_ref_name_mask").at(5 * 4 + 1), 0.0);
    QVERIFY(inputs.at("atom_ref_name").at(5 * 4 + 2) >= 128 && inputs.at("atom_ref_name").at(5 * 4 + 2) < 192);
}

void tst_batch_inputs::binsDistances_data() {
    QTest::addColumn<double>("distance");
    QTest::addColumn<int>("bin");
    QTest::newRow("below the first edge") << 3.0 << 39;
    QTest::newRow("on the first edge") << 3.25 << 39;
    QTest::newRow("first bin") << 3.3 << 0;
    QTest::newRow("on an edge") << 4.5 << 39;
    QTest::newRow("second bin") << 4.6 << 1;
    QTest::newRow("last bin") << 60.0 << 38;
    QTest::newRow("too far") << 20000.0 << 39;
}

void tst_batch_inputs::binsDistances() {
    QFETCH(double, distance);
    QFETCH(int, bin);
    TensorMap batch;   // two alanines, template with their CB at this distance
    const auto ints = [&](const char* name, Extents extents, std::int32_t value) {
        Tensor tensor(DType::I32, extents);
        std::fill(tensor.mutableAs<std::int32_t>().begin(), tensor.mutableAs<std::int32_t>().end(), value);
        batch[name] = tensor;
    };
    ints("asym_id", {2}, 1);
    ints("template_aatype", {4, 2}, 0);
    Tensor positions(DType::F32, {4, 2, 24, 3}), mask(DType::F32, {4, 2, 24});
    positions.mutableAs<float>()[(24 + 4) * 3] = static_cast<float>(distance);
    mask.mutableAs<float>()[4] = mask.mutableAs<float>()[24 + 4] = 1;
    batch["template_atom_positions"] = positions;
    batch["template_atom_mask"] = mask;
    const TensorMap inputs = templateInputs(batch);
    QCOMPARE(inputs.at("template_aatype").extents(), (Extents{2, 2}));   // one template, one for the three empty slots
    QCOMPARE(inputs.at("template_multiplicity").at(1), 3.0);
    QCOMPARE(inputs.at("template_distogram_bin").at(1), double(bin));
    QCOMPARE(inputs.at("template_distogram_bin").at(0), 39.0);           // a token to itself
    QCOMPARE(inputs.at("template_pseudo_beta_mask").at(1), 1.0);
    QCOMPARE(inputs.at("template_backbone_mask").at(1), 0.0);            // no frame without N, CA, C
}

void tst_batch_inputs::drawsRowsInOrder() {
    const TensorMap batch = caseOf("A");
    const TensorMap drawn = msaInputs(batch, {7, 0, 7});
    const std::int64_t tokens = 44;
    for (const char* name : {"msa", "msa_mask", "deletion_matrix"}) {
        QCOMPARE(drawn.at(name).extents(), (Extents{3, tokens}));
        for (std::int64_t n = 0; n < tokens; ++n) {
            QCOMPARE(drawn.at(name).at(n), batch.at(name).at(7 * tokens + n));
            QCOMPARE(drawn.at(name).at(tokens + n), batch.at(name).at(n));
        }
    }
}

void tst_batch_inputs::namesWhatIsMissing() {
    TensorMap batch = caseOf("B");
    batch.erase("ref_charge");
    QVERIFY_EXCEPTION_THROWN(batchInputs(batch, 1), InputError);
}

void tst_batch_inputs::fillsEveryInput() {
    const TensorMap batch = caseOf("A");
    TensorMap inputs = batchInputs(batch, 3);
    inputs.merge(msaInputs(batch, {0, 1}));
    for (const InputRow& row : inputTable()) {
        if (row.varies == ir::Varies::Sample || std::string(row.name) == "positions_noisy" || std::string(row.name) == "noise_level") continue;
        QVERIFY2(inputs.contains(row.name), row.name);
        const Tensor& tensor = inputs.at(row.name);
        QCOMPARE(tensor.dtype(), row.dtype);
        const ir::Sizes sizes{{"tokens", 44}, {"blocks", 8}, {"msa_rows", 2}, {"templates", 3}, {"samples", 3}};
        QCOMPARE(tensor.extents(), ir::evaluate(row.shape, sizes));
    }
}

FOLDMETER_TEST(tst_batch_inputs)
#include "tst_batch_inputs.moc"
