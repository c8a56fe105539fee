#include "runtime/cache.h"

#include "base/error.h"
#include "base/file.h"
#include "support/test_main.h"

#include <QTemporaryDir>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace foldmeter;
using namespace foldmeter::runtime;
namespace fs = std::filesystem;

class tst_cache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anEntryComesBack();
    void anyFlippedByteIsNoticed();
    void anyTruncationIsNoticed();
    void anEntryUnderAnotherKeyIsRefused();
    void aDamagedEntryIsReplaced();
    void offAndReadKeepNothing();
    void unfitFolders_data();
    void unfitFolders();
    void aReadOnlyFolderIsRead();
    void twoProcessesWriteOneKey();
    void listAndClear();
    void exportAndImport();
    void aDamagedArchiveIsRefusedWhole();

private:
    fs::path folder() const { return fs::path(m_folder->path().toStdString()) / "code"; }
    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {
const Digest key{0x0123456789abcdefull, 42};

CodeEntry sampleEntry(char fill = 'x') {
    return {"trunk", "llvm 19", {{std::string(200, fill), {{digestOf("a"), "kernel_a"}, {digestOf("b"), ""}}}, {"", {{digestOf("c"), "k"}}}}};
}
bool refuses(const std::string& bytes) {
    try {
        readEntry(bytes, key);
        return false;
    } catch (const InputError&) {
        return true;
    }
}
}  // namespace

void tst_cache::init() { m_folder = std::make_unique<QTemporaryDir>(); }

void tst_cache::anEntryComesBack() {
    const CodeCache cache(CacheUse::ReadWrite, folder());
    std::string reason;
    QVERIFY(!cache.read(key, reason));
    QCOMPARE(reason, std::string("no entry for this code"));
    cache.write(key, sampleEntry());
    QVERIFY(CodeCache(CacheUse::ReadWrite, folder()).read(key, reason) == sampleEntry());
    QCOMPARE(reason, std::string());
    struct stat status {};
    QCOMPARE(::stat(folder().c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777, mode_t{0700});
}

void tst_cache::anyFlippedByteIsNoticed() {
    const std::string sound = toBytes(sampleEntry(), key);
    QVERIFY(!refuses(sound));
    for (std::size_t n = 0; n < sound.size(); ++n) {
        for (const int bit : {0x01, 0x80, 0xff}) {
            std::string damaged = sound;
            damaged[n] = static_cast<char>(damaged[n] ^ bit);
            QVERIFY2(refuses(damaged), std::to_string(n).c_str());
        }
    }
}

void tst_cache::anyTruncationIsNoticed() {
    const std::string sound = toBytes(sampleEntry(), key);
    for (std::size_t n = 0; n < sound.size(); ++n) QVERIFY(refuses(sound.substr(0, n)));
    QVERIFY(refuses(sound + "x"));
}

void tst_cache::anEntryUnderAnotherKeyIsRefused() { QVERIFY(refuses(toBytes(sampleEntry(), Digest{1, 2}))); }

void tst_cache::aDamagedEntryIsReplaced() {
    std::vector<std::string> notes;
    const CodeCache cache(CacheUse::ReadWrite, folder(), [&](LogLevel, const std::string& text) { notes.push_back(text); });
    cache.write(key, sampleEntry());
    const fs::path file = folder() / (key.toHex() + ".code");
    std::string bytes = readText(file);
    bytes[bytes.size() / 2] ^= 1;
    writeAtomically(file, bytes);
    std::string reason;
    QVERIFY(!cache.read(key, reason));
    QVERIFY2(reason.find("checksum") != std::string::npos, reason.c_str());
    QCOMPARE(notes.size(), std::size_t{1});
    cache.write(key, sampleEntry('y'));
    QVERIFY(cache.read(key, reason) == sampleEntry('y'));
}

void tst_cache::offAndReadKeepNothing() {
    std::string reason;
    CodeCache(CacheUse::Off, folder()).write(key, sampleEntry());
    CodeCache(CacheUse::Read, folder()).write(key, sampleEntry());
    QVERIFY(!fs::exists(folder()));
    CodeCache(CacheUse::ReadWrite, folder()).write(key, sampleEntry());
    QVERIFY(CodeCache(CacheUse::Read, folder()).read(key, reason));
    QVERIFY(!CodeCache(CacheUse::Off, folder()).read(key, reason));
    QCOMPARE(reason, std::string("the cache is off"));
}

void tst_cache::unfitFolders_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("hint");
    QTest::addRow("group may write") << "0720" << "chmod go-w";
    QTest::addRow("all may write") << "0702" << "chmod go-w";
    QTest::addRow("foreign") << "foreign" << "another user";
    QTest::addRow("a file") << "file" << "not a folder";
}

void tst_cache::unfitFolders() {
    QFETCH(QString, kind);
    QFETCH(QString, hint);
    CodeCache(CacheUse::ReadWrite, folder()).write(key, sampleEntry());
    if (kind == "file") {
        fs::remove_all(folder());
        writeAtomically(folder(), std::string_view("x"));
    } else if (kind == "foreign") {
        if (::geteuid() != 0) QSKIP("only root can give a folder away");
        QCOMPARE(::chown(folder().c_str(), 65534, 65534), 0);
    } else {
        QCOMPARE(::chmod(folder().c_str(), static_cast<mode_t>(kind.toUInt(nullptr, 8))), 0);
    }
    std::string note, reason;
    const CodeCache cache(CacheUse::ReadWrite, folder(), [&](LogLevel, const std::string& text) { note = text; });
    QVERIFY(!cache.usable());
    QVERIFY2(QString::fromStdString(note).contains(hint), note.c_str());
    QVERIFY(!cache.read(key, reason));
    QVERIFY2(QString::fromStdString(reason).contains(hint), reason.c_str());
    bool thrown = false;
    try {
        listCache(folder());
    } catch (const DeviceError&) {
        thrown = true;
    }
    QVERIFY(thrown);
}

void tst_cache::aReadOnlyFolderIsRead() {
    CodeCache(CacheUse::ReadWrite, folder()).write(key, sampleEntry());
    constexpr uid_t nobody = 65534;
    const bool root = ::geteuid() == 0;   // root writes anywhere: become someone else for a moment
    if (root) {
        QCOMPARE(::chmod(m_folder->path().toLocal8Bit().constData(), 0755), 0);
        QCOMPARE(::chown(folder().c_str(), nobody, nobody), 0);
        for (const auto& file : fs::directory_iterator(folder())) QCOMPARE(::chown(file.path().c_str(), nobody, nobody), 0);
    }
    QCOMPARE(::chmod(folder().c_str(), 0500), 0);
    if (root) QCOMPARE(::seteuid(nobody), 0);
    std::string note, reason;
    const CodeCache cache(CacheUse::ReadWrite, folder(), [&](LogLevel, const std::string& text) { note = text; });
    const bool read = cache.read(key, reason).has_value();
    cache.write(Digest{7, 7}, sampleEntry());
    const bool kept = cache.read(Digest{7, 7}, reason).has_value();
    if (root) QCOMPARE(::seteuid(0), 0);
    QCOMPARE(::chmod(folder().c_str(), 0700), 0);
    QVERIFY(read);
    QVERIFY(!kept);
    QVERIFY2(note.find("nothing is added") != std::string::npos, note.c_str());
}

void tst_cache::twoProcessesWriteOneKey() {
    const auto writeOften = [&](char fill) {
        const CodeCache cache(CacheUse::ReadWrite, folder());
        std::string reason;
        int bad = 0;
        for (int n = 0; n < 100; ++n) {
            cache.write(key, sampleEntry(fill));
            const auto entry = cache.read(key, reason);
            if (!entry || (*entry != sampleEntry('p') && *entry != sampleEntry('c'))) ++bad;
        }
        return bad;
    };
    const pid_t child = ::fork();
    if (child == 0) ::_exit(writeOften('c') == 0 ? 0 : 1);
    const int bad = writeOften('p');
    int status = 1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(bad, 0);
    QCOMPARE(status, 0);
    QCOMPARE(listCache(folder()).size(), std::size_t{1});   // no temporary files left over
}

void tst_cache::listAndClear() {
    const CodeCache cache(CacheUse::ReadWrite, folder());
    cache.write(key, sampleEntry());
    cache.write(Digest{1, 1}, sampleEntry());
    cache.writeText("tuning-x.json", "{}");
    writeAtomically(folder() / "notes.txt", std::string_view("mine"));
    writeAtomically(folder() / (Digest{1, 1}.toHex() + ".code"), std::string_view("rubbish"));
    const std::vector<CacheItem> items = listCache(folder());
    QCOMPARE(items.size(), std::size_t{3});
    QCOMPARE(items[0].name, Digest({1, 1}).toHex() + ".code");
    QVERIFY(!items[0].problem.empty());
    QCOMPARE(items[1].name, key.toHex() + ".code");
    QCOMPARE(items[1].program, std::string("trunk"));
    QCOMPARE(items[1].kernels, std::size_t{3});
    QVERIFY(items[1].problem.empty());
    QCOMPARE(clearCache(folder()), std::size_t{3});
    QVERIFY(listCache(folder()).empty());
    QVERIFY(fs::exists(folder() / "notes.txt"));
}

void tst_cache::exportAndImport() {
    const CodeCache cache(CacheUse::ReadWrite, folder());
    cache.write(key, sampleEntry());
    cache.writeText("tuning-x.json", "{}");
    writeAtomically(folder() / (Digest{1, 1}.toHex() + ".code"), std::string_view("rubbish"));
    const fs::path file = fs::path(m_folder->path().toStdString()) / "cache.zst";
    QCOMPARE(exportCache(folder(), file), std::size_t{2});
    const fs::path other = fs::path(m_folder->path().toStdString()) / "other";
    QCOMPARE(importCache(other, file), std::size_t{2});
    std::string reason;
    QVERIFY(CodeCache(CacheUse::Read, other).read(key, reason) == sampleEntry());
    QVERIFY(CodeCache(CacheUse::Read, other).readText("tuning-x.json") == std::string("{}"));
}

void tst_cache::aDamagedArchiveIsRefusedWhole() {
    CodeCache(CacheUse::ReadWrite, folder()).write(key, sampleEntry());
    const fs::path file = fs::path(m_folder->path().toStdString()) / "cache.zst";
    const fs::path other = fs::path(m_folder->path().toStdString()) / "other";
    exportCache(folder(), file);
    const std::string sound = readText(file);
    for (std::size_t n = 0; n < sound.size(); n += 3) {
        std::string damaged = sound;
        damaged[n] = static_cast<char>(damaged[n] ^ 0x10);
        writeAtomically(file, damaged);
        bool refused = false;
        try {
            importCache(other, file);
        } catch (const InputError&) {
            refused = true;
        }
        // A flip that leaves the content as it was (in zstd's own frame header) may pass; one that changes it may not.
        std::string reason;
        QVERIFY2(refused || CodeCache(CacheUse::Read, other).read(key, reason) == sampleEntry(), std::to_string(n).c_str());
        if (refused) QVERIFY(!fs::exists(other) || fs::is_empty(other));
        fs::remove_all(other);
    }
}

FOLDMETER_TEST(tst_cache)
#include "tst_cache.moc"
