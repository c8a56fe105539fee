#include "runtime/tuning_record.h"

#include "base/error.h"
#include "support/test_main.h"

using namespace foldmeter;
using namespace foldmeter::runtime;

class tst_tuning_record : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackFromJson();
    void damageIsAnInputError_data();
    void damageIsAnInputError();
    void neighboursShareAChoice();
    void theSameSizeIsReplaced();
};

namespace {
TunedSite siteAt(double work, const std::string& choice = "tile 32") {
    return {"abc", "layer_norm", "tokens=64", work, 2, choice, "50 % less time", {{"", 2e-3, ""}, {choice, 1e-3, "verified"}}};
}
}  // namespace

void tst_tuning_record::comesBackFromJson() {
    TuningRecord record;
    record.add(siteAt(4096));
    const TuningRecord back = TuningRecord::fromJson(record.toJson(), "t.json");
    QCOMPARE(back.sites().size(), std::size_t{1});
    QCOMPARE(back.toJson(), record.toJson());
    QCOMPARE(back.sites()[0].candidates[1].seconds, 1e-3);
    QCOMPARE(back.sites()[0].reason, std::string("50 % less time"));
}

void tst_tuning_record::damageIsAnInputError_data() {
    QTest::addColumn<QString>("text");
    QTest::addRow("empty") << "";
    QTest::addRow("cut") << "{\"format\": \"foldmeter-tuning\", \"version\": 1, \"sites\": [";
    QTest::addRow("another version") << "{\"format\": \"foldmeter-tuning\", \"version\": 2, \"sites\": []}";
    QTest::addRow("another kind") << "{\"format\": \"foldmeter-timing\", \"version\": 1, \"sites\": []}";
    QTest::addRow("a site that is none") << "{\"format\": \"foldmeter-tuning\", \"version\": 1, \"sites\": [{\"kernel\": 3}]}";
    QTest::addRow("a list") << "[]";
}

void tst_tuning_record::damageIsAnInputError() {
    QFETCH(QString, text);
    QVERIFY_EXCEPTION_THROWN(TuningRecord::fromJson(text.toStdString(), "t.json"), InputError);
}

void tst_tuning_record::neighboursShareAChoice() {
    TuningRecord record;
    record.add(siteAt(4096, "tile 32"));
    record.add(siteAt(65536, "tile 64"));
    QVERIFY(!record.find("abc", 4096, 1));
    QVERIFY(!record.find("xyz", 4096, 2));
    QCOMPARE(record.find("abc", 65 * 65, 2)->choice, std::string("tile 32"));
    QCOMPARE(record.find("abc", 8192, 2)->choice, std::string("tile 32"));
    QVERIFY(!record.find("abc", 8400, 2));
    QCOMPARE(record.find("abc", 40000, 2)->choice, std::string("tile 64"));
    QVERIFY(!record.find("abc", 1, 2));
}

void tst_tuning_record::theSameSizeIsReplaced() {
    TuningRecord record;
    record.add(siteAt(4096, "tile 32"));
    record.add(siteAt(4100, "tile 64"));
    QCOMPARE(record.sites().size(), std::size_t{1});
    QCOMPARE(record.find("abc", 4096, 2)->choice, std::string("tile 64"));
    record.add(siteAt(6000, "tile 16"));
    QCOMPARE(record.sites().size(), std::size_t{2});
    QCOMPARE(record.find("abc", 5500, 2)->choice, std::string("tile 16"));
}

FOLDMETER_TEST(tst_tuning_record)
#include "tst_tuning_record.moc"
