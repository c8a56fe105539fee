// Every index that generated code trusts is looked at before.
#include "model/index_ranges.h"

#include "base/error.h"
#include "support/tensors.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::test;

class tst_index_ranges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void indicesOutsideAreRefused_data();
    void indicesOutsideAreRefused();
};

void tst_index_ranges::indicesOutsideAreRefused_data() {
    QTest::addColumn<QString>("input");
    QTest::addColumn<int>("largest");
    constexpr int tokens = 5, blocks = 3;
    const std::pair<const char*, int> rows[] = {{"msa", 31}, {"template_aatype", 30}, {"template_distogram_bin", 39}, {"atom_ref_element", 127},
                                                {"atom_ref_name", 255}, {"key_index", blocks * 32 - 1}, {"token_of_atom", tokens - 1},
                                                {"atom_pair_index", tokens * tokens - 1}, {"slot_of_atom", tokens * 24 - 1},
                                                {"atom_of_slot", blocks * 32 - 1}, {"pseudo_beta_slot", tokens * 24 - 1}};
    for (const auto& [input, largest] : rows) QTest::addRow("%s", input) << QString(input) << largest;
}

void tst_index_ranges::indicesOutsideAreRefused() {
    QFETCH(QString, input);
    QFETCH(int, largest);
    const auto check = [&](int value) {
        model::checkIndices({{input.toStdString(), tensorOf({3}, {0, 0, static_cast<double>(value)}, DType::I32)}}, 5, 3);
    };
    check(largest);
    for (const int wrong : {largest + 1, -1}) {
        try {
            check(wrong);
            QFAIL("an index outside of its table passed");
        } catch (const InputError& error) {
            QVERIFY2(QString(error.what()).contains(input + " of the network: index " + QString::number(wrong) + " at element 2"), error.what());
        }
    }
}

FOLDMETER_TEST(tst_index_ranges)
#include "tst_index_ranges.moc"
