// Files that a job names: unpacked by their first bytes, found beside the job, refused when damaged or too large.
#include "features/text_files.h"

#include "features/fold_input.h"
#include "features/unpack.h"
#include "base/error.h"
#include "base/file.h"
#include "support/test_main.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <lzma.h>
#include <zlib.h>

#include <random>

using namespace foldmeter;
using namespace foldmeter::features;

namespace {

std::string gzipped(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
    std::string bytes(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    deflate(&stream, Z_FINISH);
    bytes.resize(stream.total_out);
    deflateEnd(&stream);
    return bytes;
}

std::string xzed(const std::string& text) {
    std::string bytes(lzma_stream_buffer_bound(text.size()), '\0');
    std::size_t size = 0;
    lzma_easy_buffer_encode(1, LZMA_CHECK_CRC32, nullptr, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                            reinterpret_cast<std::uint8_t*>(bytes.data()), &size, bytes.size());
    bytes.resize(size);
    return bytes;
}

std::string packed(const QString& form, const std::string& text) {
    if (form == "gzip") return gzipped(text);
    if (form == "xz") return xzed(text);
    return form == "zstd" ? compressZstd(text) : text;
}

void addForms() {
    QTest::addColumn<QString>("form");
    for (const char* form : {"plain", "gzip", "xz", "zstd"}) QTest::newRow(form) << form;
}

}  // namespace

class tst_text_files : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string write(const std::string& name, const std::string& bytes) {
        writeAtomically(m_folder.filePath(name.c_str()).toStdString(), std::string_view(bytes));
        return name;
    }
    std::string refusal(const std::string& path, std::size_t limit = TextFiles::mostOfFile) {
        try {
            TextFiles(m_folder.path().toStdString(), limit).read(path);
        } catch (const InputError& error) {
            return error.what();
        }
        return {};
    }

private Q_SLOTS:
    void unpacks_data() { addForms(); }
    void unpacks() {
        QFETCH(QString, form);
        std::string text = ">q\nGAVCK\n";
        for (int i = 0; i < 100'000; ++i) text += std::to_string(i * 7919);
        const Unpacked once = unpack(packed(form, text), text.size());
        QVERIFY(once.state == Unpacked::State::Whole);
        QCOMPARE(QString::fromStdString(once.form), form);
        QVERIFY(once.text == text);
        const Unpacked twice = unpack(packed(form, text) + packed(form, text), 2 * text.size());
        QVERIFY(twice.state == Unpacked::State::Whole);
        QVERIFY(twice.text == text + text);
        const Unpacked large = unpack(packed(form, text), text.size() - 1);
        QVERIFY(large.state == Unpacked::State::TooLarge);
        QVERIFY(large.text.empty());
        if (form == "plain") return;
        const std::string bytes = packed(form, text);
        QVERIFY(unpack(bytes.substr(0, bytes.size() - 1), text.size()).state == Unpacked::State::Damaged);
        QVERIFY(unpack(bytes + "x", 2 * text.size()).state == Unpacked::State::Damaged);
    }

    // A file that grows a thousandfold costs what the limit allows, and the next ones what is left.
    void bombs_data() { addForms(); }
    void bombs() {
        QFETCH(QString, form);
        if (form == "plain") return;
        const std::string bytes = packed(form, std::string(64 << 20, 'A'));
        QVERIFY(bytes.size() < (1 << 20));
        const Unpacked result = unpack(bytes, 1 << 20);
        QVERIFY(result.state == Unpacked::State::TooLarge);
        QVERIFY(result.produced < (3 << 20));
        QVERIFY(refusal(write("bomb", bytes), 1 << 20).find("more than 1 MB") != std::string::npos);
    }

    void damaged_data() { addForms(); }
    void damaged() {
        QFETCH(QString, form);
        const std::string whole = packed(form, std::string(3000, 'G'));
        std::mt19937 random(1);
        for (int i = 0; i < 2000; ++i) {
            std::string bytes = whole;
            for (unsigned n = random() % 3 + 1; n > 0; --n) bytes[random() % bytes.size()] = static_cast<char>(random());
            if (random() % 4 == 0) bytes = bytes.substr(0, random() % bytes.size());
            const Unpacked result = unpack(bytes, 1 << 16);
            QVERIFY(result.text.size() <= 1 << 16);
        }
    }

    void refusals() {
        QVERIFY(refusal("none.a3m").find("there is no file") != std::string::npos);
        QVERIFY(refusal("/dev/zero").find("is not a file") != std::string::npos);
        QVERIFY(refusal(".").find("is not a file") != std::string::npos);
        QVERIFY(refusal("").find("the path is empty") != std::string::npos);
        QVERIFY(refusal(std::string(5000, 'a')).find("too long") != std::string::npos);
        QVERIFY(refusal(std::string("a\0b", 3)).find("zero byte") != std::string::npos);
        QVERIFY(refusal(write("latin", "M\xfcsli")).find("no text") != std::string::npos);
        QVERIFY(refusal(write("utf8", "M\xc3\xbcsli")).empty());
        QVERIFY(refusal(write("cut", packed("gzip", "text").substr(0, 12))).find("damaged or cut off (gzip)") != std::string::npos);
    }

    void jobNamesFiles() {
        write("msa.a3m.gz", packed("gzip", ">q\nGAVCK\n"));
        write("paired.a3m.xz", packed("xz", ">p\nGAVCK\n"));
        write("template.cif.zst", packed("zstd", "data_T\n"));
        write("user.cif", "data_X\n");
        std::string text = R"({"name": "x", "modelSeeds": [1], "dialect": "alphafold3", "version": 3, "userCCDPath": "user.cif", "sequences": [{"protein": {"id": "A",
            "sequence": "GAVCK", "unpairedMsaPath": "msa.a3m.gz", "pairedMsaPath": "ABSOLUTE",
            "templates": [{"mmcifPath": "template.cif.zst", "queryIndices": [0, 1, 0], "templateIndices": [3, 4, 5]}]}}]})";
        text.replace(text.find("ABSOLUTE"), 8, m_folder.filePath("paired.a3m.xz").toStdString());
        const ReadResult read = readFoldInput(text, m_folder.filePath("job.json").toStdString());
        QVERIFY2(read.input, read.problems.empty() ? "" : toText(read.problems.front(), "job").c_str());
        const Entity& entity = read.input->entities.front();
        QCOMPARE(*entity.unpairedMsa, std::string(">q\nGAVCK\n"));
        QCOMPARE(*entity.pairedMsa, std::string(">p\nGAVCK\n"));
        QCOMPARE(read.input->userCcd, std::string("data_X\n"));
        QCOMPARE(entity.templates->size(), std::size_t{1});
        QCOMPARE(entity.templates->front().mmcif, std::string("data_T\n"));
        QCOMPARE(entity.templates->front().queryIndices, (std::vector<int>{0, 1}));
        QCOMPARE(entity.templates->front().templateIndices, (std::vector<int>{5, 4}));
    }
};

FOLDMETER_TEST(tst_text_files)
#include "tst_text_files.moc"
