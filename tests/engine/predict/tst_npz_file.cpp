// float16 against values worked out by hand, and a zip archive read back byte by byte.
#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "predict/npz_file.h"

#include <QTemporaryDir>

#include <cmath>
#include <cstring>
#include <limits>
#include <zlib.h>

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {

template <typename Number> Number at(const std::string& bytes, std::size_t place) {
    Number value{};
    std::memcpy(&value, bytes.data() + place, sizeof value);
    return value;
}

// Name -> content, by the archive's directory.
std::map<std::string, std::string> unzip(const std::string& bytes) {
    std::map<std::string, std::string> members;
    const std::size_t end64 = bytes.size() - 22 - 20 - 56;
    if (at<std::uint32_t>(bytes, end64) != 0x06064b50 || at<std::uint32_t>(bytes, bytes.size() - 22) != 0x06054b50) qFatal("no directory");
    std::size_t place = at<std::uint64_t>(bytes, end64 + 48);
    for (std::uint64_t n = 0; n < at<std::uint64_t>(bytes, end64 + 32); ++n) {
        if (at<std::uint32_t>(bytes, place) != 0x02014b50) qFatal("no entry");
        const std::string name = bytes.substr(place + 46, at<std::uint16_t>(bytes, place + 28));
        const std::size_t extra = place + 46 + name.size();
        const auto plain = at<std::uint64_t>(bytes, extra + 4), packed = at<std::uint64_t>(bytes, extra + 12), offset = at<std::uint64_t>(bytes, extra + 20);
        std::string content(plain, '\0');
        z_stream stream{};
        inflateInit2(&stream, -15);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + offset + 30 + name.size() + 20));
        stream.avail_in = static_cast<uInt>(packed);
        stream.next_out = reinterpret_cast<Bytef*>(content.data());
        stream.avail_out = static_cast<uInt>(plain);
        if (inflate(&stream, Z_FINISH) != Z_STREAM_END || stream.avail_out != 0) qFatal("no deflate stream");
        inflateEnd(&stream);
        if (crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(plain)) != at<std::uint32_t>(bytes, place + 16)) qFatal("checksum");
        if (at<std::uint32_t>(bytes, offset + 14) != at<std::uint32_t>(bytes, place + 16)) qFatal("checksum of the member's own header");
        members[name] = content;
        place = extra + at<std::uint16_t>(bytes, place + 30);
    }
    return members;
}

}  // namespace

class tst_npz_file : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void halves_data() {
        QTest::addColumn<float>("value");
        QTest::addColumn<int>("bits");
        const auto row = [](const char* name, float value, int bits) { QTest::newRow(name) << value << bits; };
        row("zero", 0.0f, 0x0000);
        row("minus zero", -0.0f, 0x8000);
        row("one", 1.0f, 0x3c00);
        row("minus two", -2.0f, 0xc000);
        row("a third", 1.0f / 3, 0x3555);
        row("half to even, down", 1.0f + 1.0f / 2048, 0x3c00);
        row("half to even, up", 1.0f + 3.0f / 2048, 0x3c02);
        row("above the half", 1.0f + 1.0f / 2048 + 1e-6f, 0x3c01);
        row("carries into the exponent", 2047.9999f, 0x6800);
        row("largest", 65504.0f, 0x7bff);
        row("rounds to the largest", 65519.0f, 0x7bff);
        row("too large", 65520.0f, 0x7c00);
        row("infinite", -std::numeric_limits<float>::infinity(), 0xfc00);
        row("least normal", 0x1p-14f, 0x0400);
        row("subnormal", 0x1p-15f, 0x0200);
        row("least", 0x1p-24f, 0x0001);
        row("half of the least: to even", 0x1p-25f, 0x0000);
        row("more than half of the least", 0x1.8p-25f, 0x0001);
        row("nothing", 0x1p-26f, 0x0000);
    }
    void halves() {
        QFETCH(float, value);
        QFETCH(int, bits);
        QCOMPARE(int(halfOf(value)), bits);
    }
    void notANumber() { QVERIFY((halfOf(std::nanf("")) & 0x7fff) > 0x7c00); }

    void readsBack() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.npz").toStdString();
        std::vector<float> values(70'000);
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 2000);   // exact in float16
        NpzFile file(path);
        file.beginArray("single_embeddings", {100, 700});
        for (std::size_t row = 0; row < 100; ++row) file.addValues(std::span(values).subspan(row * 700, 700));
        file.endArray();
        file.beginArray("flat", {3});
        file.addValues(std::span(values).first(3));
        file.endArray();
        QVERIFY(!std::filesystem::exists(path));
        file.commit();
        const auto members = unzip(readText(path));
        QCOMPARE(members.size(), std::size_t{2});
        const std::string& single = members.at("single_embeddings.npy");
        const auto length = at<std::uint16_t>(single, 8);
        QCOMPARE((10 + length) % 64, 0);
        QVERIFY(single.starts_with(std::string("\x93NUMPY\x01\x00", 8)));
        QVERIFY(single.substr(10, length).starts_with("{'descr': '<f2', 'fortran_order': False, 'shape': (100, 700), }"));
        QCOMPARE(single.size(), std::size_t{10} + length + 2 * values.size());
        for (std::size_t i = 0; i < values.size(); ++i) QCOMPARE(at<std::uint16_t>(single, 10u + length + 2 * i), halfOf(values[i]));
        QVERIFY(members.at("flat.npy").find("'shape': (3, ), ") != std::string::npos);
    }
    void countsItsValues() {
        const QTemporaryDir folder;
        const std::vector<float> values(5);
        NpzFile file(folder.filePath("a.npz").toStdString());
        file.beginArray("x", {4});
        QVERIFY_EXCEPTION_THROWN(file.addValues(values), InternalError);
        QVERIFY_EXCEPTION_THROWN(file.endArray(), InternalError);
    }
};

FOLDMETER_TEST(tst_npz_file)
#include "tst_npz_file.moc"
