// A file that is not finished leaves nothing behind; a packed one unpacks to what was written.
#include "support/test_main.h"

#include "base/atomic_file.h"
#include "base/error.h"
#include "base/file.h"

#include <QDir>
#include <QTemporaryDir>

using namespace foldmeter;

class tst_atomic_file : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path place(const char* name) const { return m_folder.filePath(name).toStdString(); }

private Q_SLOTS:
    void appearsWhenComplete() {
        {
            AtomicFile file(place("left"));
            file.write("half of it");
        }
        QVERIFY(QDir(m_folder.path()).isEmpty());
        AtomicFile file(place("plain"));
        std::string all;
        for (int i = 0; i < 300'000; ++i) {
            const std::string line = std::to_string(i) + " more\n";
            file.write(line);
            all += line;
        }
        file.writeAt(2, "LESS");
        all.replace(2, 4, "LESS");
        QCOMPARE(file.position(), std::uint64_t(all.size()));
        QVERIFY(!std::filesystem::exists(place("plain")));
        file.commit();
        QVERIFY(readText(place("plain")) == all);
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files).size(), 1);
    }
    void packs() {
        std::string all;
        AtomicFile file(place("packed.zst"), AtomicFile::Packing::Zstd);
        for (int i = 0; i < 200'000; ++i) {
            const std::string line = "line " + std::to_string(i * 7919 % 100'003) + "\n";
            file.write(line);
            all += line;
        }
        file.commit();
        const std::string packed = readText(place("packed.zst"));
        QVERIFY(packed.size() < all.size() / 2);
        QVERIFY(decompressZstd(packed, "packed") == all);
    }
    void emptyOnes() {
        AtomicFile(place("empty")).commit();
        AtomicFile(place("empty.zst"), AtomicFile::Packing::Zstd).commit();
        QCOMPARE(readText(place("empty")), std::string());
        QCOMPARE(decompressZstd(readText(place("empty.zst")), "empty"), std::string());
    }
    void saysWhatRefused() {
        QVERIFY_EXCEPTION_THROWN(AtomicFile("/no/such/folder/x"), DeviceError);
        AtomicFile file(place("x"));
        file.write("ab");
        QVERIFY_EXCEPTION_THROWN(file.writeAt(1, "cd"), InternalError);
    }
};

FOLDMETER_TEST(tst_atomic_file)
#include "tst_atomic_file.moc"
