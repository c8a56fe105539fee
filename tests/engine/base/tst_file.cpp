#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"

#include <QTemporaryDir>

using namespace foldmeter;

class tst_file : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void writesAndReads() {
        writeAtomically(path("a"), std::string_view("first"));
        writeAtomically(path("a"), std::string_view("second, longer"));
        QCOMPARE(readText(path("a")), std::string("second, longer"));
        QCOMPARE(readBytes(path("a")).size(), std::size_t{14});
        QCOMPARE(std::distance(std::filesystem::directory_iterator(path("")), {}), std::ptrdiff_t{1});
    }
    void maps() {
        writeAtomically(path("m"), std::string_view("mapped"));
        MappedFile first(path("m"));
        const MappedFile second = std::move(first);
        QVERIFY(first.bytes().empty());
        QCOMPARE(second.bytes().size(), std::size_t{6});
        writeAtomically(path("empty"), std::string_view());
        QVERIFY(MappedFile(path("empty")).bytes().empty());
    }
    void namesWhatIsUnreadable() {
        for (const auto& bad : {path("absent"), path("")}) {
            try {
                readText(bad);
                QFAIL("read");
            } catch (const InputError& problem) {
                QVERIFY2(QString(problem.what()).contains(QString::fromStdString(bad.string())), problem.what());
            }
            QVERIFY_EXCEPTION_THROWN(readBytes(bad), InputError);
            QVERIFY_EXCEPTION_THROWN(MappedFile{bad}, InputError);
        }
    }
    void leavesNothingWhenWritingFails() {
        QVERIFY_EXCEPTION_THROWN(writeAtomically(path("no/such/folder"), std::string_view("x")), DeviceError);
        std::filesystem::create_directories(path("occupied/by"));   // a folder cannot be replaced by a file
        QVERIFY_EXCEPTION_THROWN(writeAtomically(path("occupied"), std::string_view("x")), DeviceError);
        for (const auto& entry : std::filesystem::directory_iterator(path("")))
            QVERIFY2(!entry.path().filename().string().starts_with("occupied."), entry.path().c_str());
    }
    void compresses() {
        std::string text;
        for (int i = 0; i < 50000; ++i) text += std::to_string(i % 977);
        const std::string packed = compressZstd(text);
        QVERIFY(packed.size() < text.size() / 4);
        QVERIFY(decompressZstd(packed, "x") == text);
        QVERIFY(decompressZstd(compressZstd("") + packed, "two frames") == text);
        QVERIFY_EXCEPTION_THROWN(decompressZstd(packed, "x", text.size() - 1), InputError);
        for (const std::size_t cut : {std::size_t{0}, std::size_t{3}, packed.size() / 2, packed.size() - 1})
            QVERIFY_EXCEPTION_THROWN(decompressZstd(std::string_view(packed).substr(0, cut), "x"), InputError);
        QVERIFY_EXCEPTION_THROWN(decompressZstd("certainly no zstd", "x"), InputError);
    }
};
FOLDMETER_TEST(tst_file)
#include "tst_file.moc"
