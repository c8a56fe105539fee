#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "results/stored_picture.h"

#include <QTemporaryDir>
#include <QtEndian>

using namespace foldmeter;
using namespace foldmeter::results;

class tst_stored_picture : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path path(const std::string& name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }
    Sample sample() const {
        Sample one;
        one.seed = 3;
        one.index = 1;
        one.structure = path("model.cif");
        return one;
    }
    static std::string anyPng() { return readText(test::sourcePath("tests/golden/images/cartoon.png")); }

private Q_SLOTS:
    void init() {
        writeAtomically(path("model.cif"), std::string_view("data_"));
        std::filesystem::remove(path(storedPictureName(sample())));
    }
    void isNamedAfterItsSample() { QCOMPARE(storedPictureName(sample()), std::string("foldmeter-structure_seed-3_sample-1.png")); }
    void readsWhatWasStored() {
        QVERIFY(!readStoredPicture(m_folder.path().toStdString(), sample()));
        writeAtomically(path(storedPictureName(sample())), anyPng());
        const auto picture = readStoredPicture(m_folder.path().toStdString(), sample());
        QVERIFY(picture && picture->png == anyPng());
        QCOMPARE(picture->width, qFromBigEndian<int>(picture->png.data() + 16));
        QCOMPARE(picture->height, qFromBigEndian<int>(picture->png.data() + 20));
    }
    // A structure that was predicted anew is not shown by the picture of the one before.
    void forgetsPicturesOfEarlierStructures() {
        writeAtomically(path(storedPictureName(sample())), anyPng());
        const auto drawn = std::filesystem::last_write_time(path(storedPictureName(sample())));
        std::filesystem::last_write_time(path("model.cif"), drawn + std::chrono::seconds(5));
        QVERIFY(!hasStoredPicture(m_folder.path().toStdString(), sample()));
        QVERIFY(!readStoredPicture(m_folder.path().toStdString(), sample()));
    }
    void refusesWhatIsNoCompletePng_data() {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray png = QByteArray::fromStdString(anyPng());
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("no picture");
        QTest::newRow("cut off") << png.left(png.size() / 2);
        QTest::newRow("only its end") << png.right(40);
        QByteArray wide = png;
        wide[16] = '\x7f';
        QTest::newRow("too wide") << wide;
    }
    void refusesWhatIsNoCompletePng() {
        QFETCH(QByteArray, bytes);
        writeAtomically(path(storedPictureName(sample())), bytes.toStdString());
        QVERIFY_EXCEPTION_THROWN(readStoredPicture(m_folder.path().toStdString(), sample()), InputError);
    }
    void bestIsTheFirstThatHasAStructure() {
        Prediction prediction;
        QVERIFY(!bestDrawable(prediction));
        prediction.samples = {Sample{}, sample()};
        QCOMPARE(bestDrawable(prediction)->seed, 3u);
    }
};
FOLDMETER_TEST(tst_stored_picture)
#include "tst_stored_picture.moc"
