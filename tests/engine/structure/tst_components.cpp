// The packed dictionary against its text form, its speed, and what happens when it is damaged.
#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "base/paths.h"
#include "structure/component_codec.h"
#include "structure/component_file.h"
#include "structure/components.h"
#include "structure/pack_components.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <cstring>

using namespace foldmeter;
using namespace foldmeter::structure;

namespace {

std::vector<Component> sampleComponents() {
    const std::string path = test::dataPath("structure/components_sample.txt.zst");
    return readComponentsText(decompressZstd(readText(path), path), "sample");
}

// A component as the lines of the text form, to compare and to show.
std::string toText(const Component& c) {
    const auto number = [](const std::optional<double>& x) { return x ? std::to_string(*x) : std::string("?"); };
    std::string out = ">" + c.code;
    for (const auto* field : {&c.type, &c.name, &c.oneLetter, &c.parent, &c.formula, &c.formulaWeight, &c.formalCharge,
                              &c.synonyms, &c.modified, &c.status})
        out += "\t" + *field;
    for (const ComponentAtom& a : c.atoms) {
        out += "\na\t" + a.name + "\t" + a.element + "\t" + (a.charge ? std::to_string(*a.charge) : "?") + "\t";
        out += std::string(a.leaving ? "L" : "") + (a.aromatic ? "A" : "") + a.stereo;
        for (const auto* x : {a.ideal, a.model}) out += "\t" + number(x[0]) + "\t" + number(x[1]) + "\t" + number(x[2]);
    }
    for (const ComponentBond& b : c.bonds)
        out += "\nb\t" + std::to_string(b.first) + "\t" + std::to_string(b.second) + "\t" + b.order +
               (*b.aromatic ? "A" : "") + b.stereo;
    return out;
}

}  // namespace

class tst_components : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Random components and the odd ones (no atoms, 440 atoms, unknown charges, model coordinates, every bond flag).
    void bundledEqualsTheText() {
        const auto dictionary = ComponentDictionary::bundled();
        QCOMPARE(dictionary->size(), std::size_t{51437});
        const auto components = sampleComponents();
        QVERIFY(components.size() > 130);
        for (const Component& expected : components) {
            const auto found = dictionary->find(expected.code);
            QVERIFY2(found, expected.code.c_str());
            QCOMPARE(toText(*found), toText(expected));
            const std::string bytes = encodeComponent(expected);
            QCOMPARE(toText(decodeComponent(expected.code, std::as_bytes(std::span(bytes)))), toText(expected));
        }
    }

    void knownFacts() {
        const auto dictionary = ComponentDictionary::bundled();
        const auto alanine = dictionary->find("ALA");
        QVERIFY(alanine);
        QCOMPARE(alanine->atoms.size(), std::size_t{13});
        QCOMPARE(alanine->findAtom("CB"), 4);
        QCOMPARE(alanine->findAtom("XX"), -1);
        QCOMPARE(alanine->atoms[1].stereo, 'S');
        QVERIFY(alanine->atoms[static_cast<std::size_t>(alanine->findAtom("OXT"))].leaving);
        QCOMPARE(alanine.get(), dictionary->find("ALA").get());   // read once
        QVERIFY(!dictionary->find("XYZZY"));
        QVERIFY(!dictionary->find(""));
        QVERIFY(!dictionary->has("ala"));
        const auto codes = dictionary->codes();
        QVERIFY(std::is_sorted(codes.begin(), codes.end()));
        for (const std::string& code : {codes.front(), codes.back()}) QVERIFY(dictionary->find(code));
    }

    void everyComponentCanBeReadQuickly() {
        QElapsedTimer timer;
        timer.start();
        const auto dictionary = ComponentDictionary::bundled();
        const double openMs = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
        const auto codes = dictionary->codes();
        timer.restart();
        std::size_t atoms = 0;
        for (std::size_t i = 0; i < codes.size(); i += 16) atoms += dictionary->find(codes[i])->atoms.size();
        const double microseconds = static_cast<double>(timer.nsecsElapsed()) * 1e-3 / (static_cast<double>(codes.size()) / 16);
        qInfo("opened in %.2f ms, %.1f microseconds a component", openMs, microseconds);
        QVERIFY(atoms > 100000);
        QVERIFY2(openMs < 50, "opening must not read the whole file");
        QVERIFY2(microseconds < 500, "a component is one small frame");
    }

    void suggests_data() {
        QTest::addColumn<std::string>("code");
        QTest::addColumn<std::string>("expected");
        QTest::newRow("case") << std::string("hem") << std::string("HEM");
        QTest::newRow("letter too many") << std::string("ATPP") << std::string("ATP");
        QTest::newRow("five letters") << std::string("A1AAZX") << std::string("A1AAZ");
    }
    void suggests() {
        QFETCH(std::string, code);
        QFETCH(std::string, expected);
        const auto similar = ComponentDictionary::bundled()->similar(code, 3);
        QVERIFY(similar.size() <= 3 && !similar.empty());
        QCOMPARE(similar.front(), expected);
    }
    void suggestsNothingForNonsense() { QVERIFY(ComponentDictionary::bundled()->similar("QQQQQQQQQ").empty()); }

    void refusesDamage_data() {
        QTest::addColumn<int>("at");
        QTest::addColumn<bool>("atOpening");
        QTest::newRow("magic") << 1 << true;
        QTest::newRow("version") << 8 << true;
        QTest::newRow("count") << 12 << true;
        QTest::newRow("size") << 40 << true;
        QTest::newRow("checksum") << 50 << true;
        QTest::newRow("index") << 70 << true;
        QTest::newRow("dictionary") << -2 << true;
        QTest::newRow("frame") << -1 << false;
    }
    void refusesDamage() {
        QFETCH(int, at);
        QFETCH(bool, atOpening);
        std::string bytes = packComponents(sampleComponents(), 3);
        ComponentFileHeader header;
        std::memcpy(&header, bytes.data(), sizeof header);
        const std::size_t last = bytes.size() - 6;   // in the frame of the last component
        const std::size_t where = at == -1 ? last : at == -2 ? header.framesOffset - 1 : static_cast<std::size_t>(at);
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("c.fmc").toStdString();
        writeAtomically(path, bytes);
        const auto sound = ComponentDictionary::open(path);
        const std::string code = sound->codes().back();
        QVERIFY(sound->find(code));
        bytes[where] = static_cast<char>(bytes[where] ^ 0x10);
        writeAtomically(path, bytes);
        try {
            const auto damaged = ComponentDictionary::open(path);
            QVERIFY2(!atOpening, "opened in spite of damage");
            QVERIFY(damaged->find(damaged->codes().front()));
            damaged->find(code);
            QFAIL("read a damaged component");
        } catch (const InputError& error) {
            QVERIFY(std::string(error.what()).find(path.string()) != std::string::npos);
        }
    }
    void refusesTruncation() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("c.fmc").toStdString();
        const std::string bytes = packComponents(sampleComponents(), 3);
        for (const std::size_t size : {std::size_t{0}, std::size_t{20}, std::size_t{64}, std::size_t{500}, bytes.size() - 1}) {
            writeAtomically(path, bytes.substr(0, size));
            QVERIFY_EXCEPTION_THROWN(ComponentDictionary::open(path), InputError);
        }
    }

    // What passes zstd's checksum and is wrong all the same is refused or read, never followed out of bounds.
    void survivesMutatedForms() {
        std::uint32_t random = 1;
        const auto next = [&random](std::size_t below) { return (random = random * 1664525u + 1013904223u) / 65536u % below; };
        int refused = 0;
        for (const Component& component : sampleComponents())
            for (int round = 0; round < 20; ++round) {
                std::string bytes = encodeComponent(component);
                for (int k = 0; k < 3; ++k) bytes[next(bytes.size())] = static_cast<char>(next(256));
                bytes.resize(bytes.size() - next(3));
                try {
                    decodeComponent(component.code, std::as_bytes(std::span(bytes)));
                } catch (const InputError&) {
                    ++refused;
                }
            }
        QVERIFY(refused > 1000);
    }

    void refusesWrongText_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("complaint");
        const std::string head = ">X\tT\tN\t?\t?\tF\t1\t0\t?\t2020-01-01\tREL\n";
        QTest::newRow("orphan") << std::string("a\tC\tC\t0\t\t0\t0\t0\n") << std::string("t:1: a line before");
        QTest::newRow("columns") << head + "a\tC\tC\t0\n" << std::string("t:2: 4 columns");
        QTest::newRow("number") << head + "a\tC\tC\t0\t\tx\t0\t0\n" << std::string("\"x\" is not a number");
        QTest::newRow("flag") << head + "a\tC\tC\t0\tQ\t0\t0\t0\n" << std::string("unknown atom flag 'Q'");
        QTest::newRow("bond") << head + "a\tC\tC\t0\t\t0\t0\t0\nb\t0\t1\tSING\n" << std::string("t:3: bond to an atom");
    }
    void refusesWrongText() {
        QFETCH(std::string, text);
        QFETCH(std::string, complaint);
        try {
            readComponentsText(text, "t");
            QFAIL("accepted");
        } catch (const InputError& error) {
            QVERIFY2(std::string(error.what()).find(complaint) != std::string::npos, error.what());
        }
    }
    void refusesWhatTheFormCannotHold() {
        const std::string head = ">X\tT\tN\t?\t?\tF\t1\t0\t?\t2020-01-01\tREL\na\tC\tC\t0\t\t";
        for (const char* rest : {"0.1234\t0\t0\n", "0\t0\t9999999\n", "0\t0\t0\na\tD\tC\t0\t\t0\t0\t0\nb\t0\t1\tHALF\n"})
            QVERIFY_EXCEPTION_THROWN(packComponents(readComponentsText(head + rest, "t")), InputError);
    }
};

FOLDMETER_TEST(tst_components)
#include "tst_components.moc"
