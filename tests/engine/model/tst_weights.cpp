// Weight files: the record stream, shards, damage, synthetic files.
#include "base/error.h"
#include "base/file.h"
#include "model/record_stream.h"
#include "model/synthetic_weights.h"
#include "support/test_main.h"

#include <QTemporaryDir>

#include <cstring>

using namespace foldmeter;
using namespace foldmeter::model;

namespace {

namespace fs = std::filesystem;

std::string streamText(const fs::path& folder, const char* name = "plain.bin") {
    RecordWriter writer(folder / name);
    const std::string identifier(64, 'i');
    writer.beginRecord("__meta__", "__identifier__", DType::U8, {64});
    writer.append(std::as_bytes(std::span(identifier)));
    const std::vector<float> a{1, 2, 3, 4, 5, 6};
    writer.beginRecord("some/module", "weights", DType::F32, {2, 3});
    writer.append(std::as_bytes(std::span(a).first(2)));
    writer.append(std::as_bytes(std::span(a).subspan(2)));
    const std::vector<BFloat16> b{BFloat16::from(0.5f), BFloat16::from(-2)};
    writer.beginRecord("other", "bias", DType::BF16, {2});
    writer.append(std::as_bytes(std::span(b)));
    writer.finish();
    return readText(folder / name);
}

QString refusal(const fs::path& path) {
    try {
        Weights::read(path);
    } catch (const InputError& error) {
        return QString::fromUtf8(error.what());
    }
    return "accepted";
}

}  // namespace

class tst_weights : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    fs::path folder(const char* name) {
        const fs::path path = fs::path(m_temporary.path().toStdString()) / name;
        fs::create_directories(path);
        return path;
    }

private Q_SLOTS:
    void readsWhatWasWritten_data();
    void readsWhatWasWritten();
    void refusesDamage_data();
    void refusesDamage();
    void findsFiles_data();
    void findsFiles();
    void mergesLayerAxes();
    void namesWhatIsMissing();
    void releasedRecordsComeBack_data();
    void releasedRecordsComeBack();
};

void tst_weights::readsWhatWasWritten_data() {
    QTest::addColumn<QString>("arrangement");
    for (const char* arrangement : {"plain", "compressed", "shards", "compressed shards", "two frames"}) QTest::newRow(arrangement) << arrangement;
}

void tst_weights::readsWhatWasWritten() {
    QFETCH(QString, arrangement);
    const fs::path source = folder("source"), target = folder(arrangement.toUtf8().constData());
    const std::string text = streamText(source);
    const std::string packed = compressZstd(text);
    if (arrangement == "plain") writeAtomically(target / "m.bin", text);
    if (arrangement == "compressed") writeAtomically(target / "m.bin.zst", packed);
    if (arrangement == "shards") {
        writeAtomically(target / "m.0.bin", text.substr(0, 150));   // within the second record
        writeAtomically(target / "m.1.bin", text.substr(150));
    }
    if (arrangement == "compressed shards") {
        writeAtomically(target / "m.bin.zst.0", packed.substr(0, 33));
        writeAtomically(target / "m.bin.zst.1", packed.substr(33));
    }
    if (arrangement == "two frames") writeAtomically(target / "m.bin.zst", compressZstd(text.substr(0, 100)) + compressZstd(text.substr(100)));
    const Weights weights = Weights::read(target);
    QCOMPARE(weights.identifier(), std::string(64, 'i'));
    QCOMPARE(weights.parameterCount(), 8);
    QCOMPARE(weights.bytes(), std::size_t{28});
    const Tensor& a = weights.record("some/module:weights");
    QCOMPARE(toText(a.extents()), std::string("2x3"));
    for (int n = 0; n < 6; ++n) QCOMPARE(a.at(n), n + 1.0);
    QCOMPARE(weights.record("other:bias").at(1), -2.0);
    QCOMPARE(weights.digest(), Weights::read(source).digest());
}

void tst_weights::refusesDamage_data() {
    QTest::addColumn<QString>("damage");
    QTest::addColumn<QString>("text");
    QTest::newRow("cut in a header") << "header" << "incomplete header after record some/module:weights";
    QTest::newRow("cut in data") << "data" << "incomplete payload after record some/module:weights";
    QTest::newRow("surplus bytes") << "surplus" << "incomplete header after record other:bias";
    QTest::newRow("shape does not fit") << "shape" << "whose shape 2x4 does not fit its 24 bytes";
    QTest::newRow("unknown type") << "type" << "of unknown type \"gloat32\"";
    QTest::newRow("compressed, cut") << "frame" << "ends too early";
    QTest::newRow("compressed, flipped bit") << "bit" << "damaged compressed data";
    QTest::newRow("compressed, checksum cut off") << "checksum" << "ends too early";
}

void tst_weights::refusesDamage() {
    QFETCH(QString, damage);
    QFETCH(QString, text);
    const fs::path target = folder(damage.toUtf8().constData());
    std::string stream = streamText(folder("source"));
    std::string packed = readText([&] {
        streamText(target, "packed.bin.zst");
        return target / "packed.bin.zst";
    }());
    fs::remove(target / "packed.bin.zst");
    const std::size_t second = 20 + 8 + 14 + 5 + 4 + 64;   // where the record after the identifier starts
    if (damage == "header") stream.resize(stream.size() - 40);
    if (damage == "data") stream.pop_back();
    if (damage == "surplus") stream += "abc";
    if (damage == "shape") stream[second + 20 + 11 + 7 + 7 + 4] = 4;
    if (damage == "type") stream[second + 20 + 11 + 7] = 'g';
    if (damage == "frame") packed.resize(packed.size() / 2);
    if (damage == "bit") packed[packed.size() - 2] = static_cast<char>(packed[packed.size() - 2] ^ 16);
    if (damage == "checksum") packed.resize(packed.size() - 2);
    const bool compressed = damage == "frame" || damage == "bit" || damage == "checksum";
    writeAtomically(target / (compressed ? "m.bin.zst" : "m.bin"), compressed ? packed : stream);
    const QString said = refusal(target);
    QVERIFY2(said.contains(text), qPrintable(said));
    QVERIFY2(said.contains("m.bin"), qPrintable(said));
}

void tst_weights::findsFiles_data() {
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("found");
    QTest::newRow("plain before nothing") << QStringList{"a.bin", "notes.txt"} << "a: a.bin";
    QTest::newRow("compressed first") << QStringList{"a.bin", "b.bin.zst"} << "b: b.bin.zst z";
    QTest::newRow("shards first") << QStringList{"a.bin.zst", "s.1.bin.zst", "s.0.bin.zst"} << "s: s.0.bin.zst s.1.bin.zst z";
    QTest::newRow("sorted as text") << QStringList{"s.bin.zst.10", "s.bin.zst.2"} << "s: s.bin.zst.10 s.bin.zst.2 z";
    QTest::newRow("several models") << QStringList{"a.bin", "b.bin"} << "several models (a, b)";
    QTest::newRow("none") << QStringList{"a.bin.7"} << "no weight file here";
}

void tst_weights::findsFiles() {
    QFETCH(QStringList, names);
    QFETCH(QString, found);
    const fs::path target = folder(QTest::currentDataTag());
    for (const QString& name : names) writeAtomically(target / name.toStdString(), std::string_view("x"));
    QString text;
    try {
        const WeightFiles files = findWeightFiles(target);
        text = QString::fromStdString(files.modelName) + ":";
        for (const fs::path& file : files.files) text += " " + QString::fromStdString(file.filename().string());
        if (files.compressed) text += " z";
        QCOMPARE(text, found);
    } catch (const InputError& error) {
        text = error.what();
        QVERIFY2(text.contains(found), qPrintable(text));
    }
}

void tst_weights::mergesLayerAxes() {
    const auto counted = [](Extents extents) {
        Tensor tensor(DType::F32, extents);
        for (std::size_t n = 0; n < tensor.as<float>().size(); ++n) tensor.mutableAs<float>()[n] = static_cast<float>(n);
        return tensor;
    };
    const std::string stack = "d/transformer/__layer_stack_with_per_layer/";
    const Weights weights = Weights::fromRecords({{stack + "__layer_stack_with_per_layer/transformerq:weights", counted({2, 4, 3})},
                                                  {stack + "pair_logits_projection:weights", counted({2, 3, 4, 5})},
                                                  {"d/x_atom_transformer_encoder/pair_logits_projection:weights", counted({3, 2, 4})},
                                                  {"d/__layer_stack_no_per_layer/block:scale", counted({2, 3})}});
    QCOMPARE(toText(weights.view(stack + "__layer_stack_with_per_layer/transformerq:weights").extents()), std::string("8x3"));
    QCOMPARE(toText(weights.view("d/__layer_stack_no_per_layer/block:scale").extents()), std::string("2x3"));
    const Tensor token = weights.view(stack + "pair_logits_projection:weights");   // (8, 3, 5)
    QCOMPARE(toText(token.extents()), std::string("8x3x5"));
    QCOMPARE(token.at((5 * 3 + 2) * 5 + 4), double(((1 * 3 + 2) * 4 + 1) * 5 + 4));   // layer 5 = super 1, inner 1
    const Tensor atom = weights.view("d/x_atom_transformer_encoder/pair_logits_projection:weights");   // (2, 3, 4)
    QCOMPARE(toText(atom.extents()), std::string("2x3x4"));
    QCOMPARE(atom.at((1 * 3 + 2) * 4 + 3), double((2 * 2 + 1) * 4 + 3));
}

void tst_weights::namesWhatIsMissing() {
    const Weights weights = Weights::read([&] {
        streamText(folder("missing"));
        return folder("missing");
    }());
    QVERIFY_EXCEPTION_THROWN(weights.record("no/such:weights"), InputError);
    QVERIFY(refusal(folder("missing") / "absent.bin").contains("no such weight file"));
    QVERIFY_EXCEPTION_THROWN(RecordWriter("/no/such/folder/m.bin"), DeviceError);
}

void tst_weights::releasedRecordsComeBack_data() {
    QTest::addColumn<QString>("ending");
    QTest::addColumn<bool>("held");
    QTest::newRow("mapped") << "bin" << false;
    QTest::newRow("compressed") << "bin.zst" << true;
}

// Names of every length, so that records stand at every address.
void tst_weights::releasedRecordsComeBack() {
    QFETCH(QString, ending);
    QFETCH(bool, held);
    constexpr std::int64_t count = 20000;
    const fs::path file = folder("released") / ("m." + ending.toStdString());
    RecordWriter writer(file);
    const std::string identifier(64, 'i');
    writer.beginRecord("__meta__", "__identifier__", DType::U8, {64});
    writer.append(std::as_bytes(std::span(identifier)));
    for (int record = 0; record < 4; ++record) {
        Tensor values(DType::F32, {count});
        for (std::int64_t n = 0; n < count; ++n) values.mutableAs<float>()[static_cast<std::size_t>(n)] = static_cast<float>(n + record);
        writer.beginRecord("scope" + std::string(static_cast<std::size_t>(record), 'x'), "w", DType::F32, {count});
        writer.append(values.bytes());
    }
    writer.finish();
    const Weights weights = Weights::read(file);
    QCOMPARE(weights.heldBytes(), held ? weights.bytes() : std::size_t{0});
    for (const auto& [name, stored] : weights.records()) {
        const float first = static_cast<float>(name.size() - std::string("scope:w").size());
        weights.release(stored.bytes());
        weights.release(stored.bytes().subspan(5000, 40000));
        const Tensor record = weights.record(name);
        QCOMPARE(reinterpret_cast<std::uintptr_t>(record.bytes().data()) % sizeof(float), std::size_t{0});
        for (const std::int64_t n : {std::int64_t{0}, std::int64_t{4999}, count - 1}) QCOMPARE(record.as<float>()[static_cast<std::size_t>(n)], first + static_cast<float>(n));
    }
    std::string own(1 << 16, 'o');   // nobody's pages: they stay as they are
    weights.release(std::as_bytes(std::span(own)));
    QCOMPARE(own, std::string(1 << 16, 'o'));
}

FOLDMETER_TEST(tst_weights)
#include "tst_weights.moc"
