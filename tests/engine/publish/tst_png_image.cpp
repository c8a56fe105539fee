#include "support/test_main.h"

#include "base/error.h"
#include "publish/png_image.h"

#include <zlib.h>

using namespace foldmeter::publish;

class tst_png_image : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void base64_data() {
        QTest::addColumn<QByteArray>("bytes");
        for (const char* text : {"", "a", "ab", "abc", "abcd", "\xff\xfe\x01"}) QTest::newRow(text) << QByteArray(text);
    }
    void base64() {
        QFETCH(QByteArray, bytes);
        QCOMPARE(QByteArray::fromStdString(toBase64(bytes.toStdString())), bytes.toBase64());
    }
    // Taken apart by hand: size, one filter byte a line, the pixels as they were.
    void keepsPixels() {
        const RgbImage image{2, 2, {255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3}};
        const QByteArray png = QByteArray::fromStdString(toPng(image));
        QVERIFY(png.startsWith("\x89PNG\r\n\x1a\n"));
        QCOMPARE(png.mid(16, 8).toHex(), QByteArray("0000000200000002"));
        const auto at = png.indexOf("IDAT");
        const auto length = png.mid(at - 4, 4).toHex().toUInt(nullptr, 16);
        std::vector<Bytef> lines(14);
        uLongf size = lines.size();
        QCOMPARE(::uncompress(lines.data(), &size, reinterpret_cast<const Bytef*>(png.constData()) + at + 4, length), Z_OK);
        QCOMPARE(size, uLongf{14});
        QCOMPARE((std::vector<Bytef>(lines.begin() + 8, lines.end())), (std::vector<Bytef>{0, 0, 255, 1, 2, 3}));
        QVERIFY_EXCEPTION_THROWN(toPng({2, 2, {1, 2, 3}}), foldmeter::InternalError);
    }
};
FOLDMETER_TEST(tst_png_image)
#include "tst_png_image.moc"
