// Dimensions from shapes, the table of records, synthetic weights by rule, model cards.
#include "base/error.h"
#include "base/file.h"
#include "model/synthetic_weights.h"
#include "support/test_main.h"

#include <QTemporaryDir>

#include <sstream>

using namespace foldmeter;
using namespace foldmeter::model;

namespace {

std::vector<std::vector<std::string>> rowsOf(const std::string& file) {
    std::istringstream text(readText(test::dataPath(file)));
    std::vector<std::vector<std::string>> rows;
    std::string line, field;
    std::getline(text, line);
    while (std::getline(text, line)) {
        std::istringstream fields(line);
        rows.emplace_back();
        while (std::getline(fields, field, '\t')) rows.back().push_back(field);
    }
    return rows;
}

Config reducedConfig() {   // depths of the test vectors
    Config config = publishedConfig();
    config.trunkBlocks = config.msaBlocks = config.templateBlocks = config.confidenceBlocks = 2;
    config.tokenBlocks = 8;
    return config;
}

}  // namespace

class tst_config : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsEveryPublishedRecord();
    void makesValuesByRule();
    void readsDemoModel();
    void readsBackItsOwnFile();
    void namesProblems();
    void refusesBadCards_data();
    void refusesBadCards();
};

void tst_config::listsEveryPublishedRecord() {
    std::map<std::string, Parameter> table;
    std::int64_t values = 0;
    for (const Parameter& parameter : parametersOf(publishedConfig())) {
        values += elementCount(parameter.shape);
        table[parameter.name] = parameter;
    }
    QCOMPARE(values, 368384538);
    const auto rows = rowsOf("network/parameters.tsv");
    QCOMPARE(table.size() + 1, rows.size());
    for (const auto& row : rows) {
        const std::string name = row[0] + ":" + row[1];
        if (name == identifierRecord) continue;
        QVERIFY2(table.contains(name), name.c_str());
        QCOMPARE(toText(table[name].shape), row[3]);
        QCOMPARE(table[name].dtype == DType::BF16, row[2] == "bfloat16");
    }
}

void tst_config::makesValuesByRule() {
    const Weights weights = syntheticWeights(reducedConfig(), 0);
    for (const auto& row : rowsOf("network/weights_rule_check.tsv")) {
        const Tensor& tensor = weights.record(row[0] + ":" + row[1]);
        QCOMPARE(toText(tensor.extents()), row[2]);
        std::istringstream first(row[3]);
        std::string value;
        for (int n = 0; n < 3 && std::getline(first, value, ','); ++n) QVERIFY(std::abs(tensor.at(n) - std::stod(value)) <= 1e-8 * std::abs(std::stod(value)));
        double sum = 0;
        for (std::int64_t n = 0; n < tensor.count(); ++n) sum += tensor.at(n);
        QVERIFY(std::abs(sum - std::stod(row[5])) < 1e-6 * std::abs(sum));
        QVERIFY(std::abs(tensor.at(tensor.count() - 1) - std::stod(row[4])) < 1e-8);
    }
    const Weights other = syntheticWeights(demoConfig(), 3);
    QVERIFY(other.digest() != syntheticWeights(demoConfig(), 4).digest());
    QVERIFY(configFrom(weights, "rule") == reducedConfig());
}

void tst_config::readsDemoModel() {
    const ModelCard card = findModel("foldmeter-demo");
    QCOMPARE(card.name, std::string("foldmeter-demo"));
    QCOMPARE(card.steps, 20);
    QCOMPARE(card.recycles, 0);
    QCOMPARE(card.precision, std::string("f32"));
    const Weights weights = Weights::read(card.weights);
    QCOMPARE(weights.parameterCount(), 2685738);
    QVERIFY(weights.identifier().starts_with("foldmeter-demo-1"));
    QVERIFY(configFrom(weights, "demo") == demoConfig());
    QCOMPARE(findModel(card.weights.string()).warning, card.warning);   // the card beside a weight file is found
    QVERIFY_EXCEPTION_THROWN(findModel("no-such-model"), InputError);
}

void tst_config::readsBackItsOwnFile() {
    QTemporaryDir folder;
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "demo.bin";
    writeSyntheticWeights(file, demoConfig(), 5);
    const Weights weights = Weights::read(file);
    QVERIFY(configFrom(weights, "file") == demoConfig());
    const Weights expected = syntheticWeights(demoConfig(), 5);
    const std::string name = "diffuser/~/diffusion_head/pair_cond_initial_projection:weights";
    QCOMPARE(weights.record(name).at(77), expected.record(name).at(77));
    const std::string rounded = "diffuser/evoformer/left_single:weights";
    QCOMPARE(weights.record(rounded).dtype(), DType::BF16);
    QCOMPARE(static_cast<float>(weights.record(rounded).at(5)), roundToBFloat16(static_cast<float>(expected.record(rounded).at(5))));
}

void tst_config::namesProblems() {
    const auto complaint = [](std::map<std::string, Tensor> records) {
        try {
            configFrom(Weights::fromRecords(std::move(records)), "my.bin");
        } catch (const InputError& error) {
            return QString::fromUtf8(error.what());
        }
        return QString("accepted");
    };
    const auto records = syntheticWeights(demoConfig(), 0).records();
    QCOMPARE(complaint(records), QString("accepted"));
    auto missing = records;
    missing.erase("diffuser/evoformer/left_single:weights");
    QVERIFY(complaint(missing).contains("missing record diffuser/evoformer/left_single:weights"));
    auto surplus = records;
    surplus["diffuser/extra:weights"] = Tensor(DType::F32, {3, 4});
    QVERIFY(complaint(surplus).contains("record diffuser/extra:weights (3x4) belongs to no AlphaFold 3 network"));
    auto wrong = records;
    wrong["diffuser/evoformer/right_single:weights"] = Tensor(DType::F32, {127, 31});
    QVERIFY(complaint(wrong).contains("right_single:weights has shape 127x31, expected 127x32"));
    QVERIFY(complaint({}).contains("and 384 more"));
}

void tst_config::refusesBadCards_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("not a card") << QByteArray("{}") << "\"format\" must be";
    QTest::newRow("version") << QByteArray("{\"format\": \"foldmeter-model\", \"version\": 2}") << "reads version 1";
    QTest::newRow("steps") << QByteArray("{\"format\": \"foldmeter-model\", \"version\": 1, \"weights\": \"a.bin\",\n \"recommended\": {\"steps\": 0}}") << ":2:";
    QTest::newRow("precision") << QByteArray("{\"format\": \"foldmeter-model\", \"version\": 1, \"weights\": \"a.bin\", \"recommended\": {\"precision\": \"f8\"}}") << "expected f32, bf16";
    QTest::newRow("weights absent") << QByteArray("{\"format\": \"foldmeter-model\", \"version\": 1, \"weights\": \"a.bin\"}") << "no such weight file";
}

void tst_config::refusesBadCards() {
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    QTemporaryDir folder;
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "card.json";
    writeAtomically(file, std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    QString said = "accepted";
    try {
        findModel(file.string());
    } catch (const InputError& error) {
        said = error.what();
    }
    QVERIFY2(said.contains(says), qPrintable(said));
}

FOLDMETER_TEST(tst_config)
#include "tst_config.moc"
