#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "results/prediction.h"

#include <QTemporaryDir>

#include <cmath>
#include <filesystem>

using namespace foldmeter;
using namespace foldmeter::results;
namespace fs = std::filesystem;

namespace {

// A reference output folder of the test data (every file packed), unpacked into `target` as AlphaFold 3 leaves it.
void unpackFolder(const std::string& data, const fs::path& target) {
    for (const auto& entry : fs::recursive_directory_iterator(test::dataPath(data))) {
        if (!entry.is_regular_file()) continue;
        fs::path file = target / fs::relative(entry.path(), test::dataPath(data));
        fs::create_directories(file.parent_path());
        file.replace_extension();
        writeAtomically(file, std::string_view(decompressZstd(readText(entry.path()), "test data")));
    }
}

template <typename Read> QString messageOf(Read&& read) {
    try {
        read();
        return "accepted";
    } catch (const InputError& problem) {
        return problem.what();
    }
}

void replaceIn(const fs::path& file, const std::string& from, const std::string& to) {
    std::string text = readText(file);
    const std::size_t place = text.find(from);
    QVERIFY2(place != std::string::npos, from.c_str());
    text.replace(place, from.size(), to);
    writeAtomically(file, std::string_view(text));
}

}  // namespace

class tst_prediction : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = fs::path(m_folder->path().toStdString()) / "some job";
        unpackFolder("goldens/b/post/output", m_path);
    }

    void ranksTheReferencesSamples() {
        const Prediction read = readPrediction(m_path);
        QCOMPARE(read.name, std::string("case_b-homo.hetero"));
        QCOMPARE(read.samples.size(), std::size_t{4});
        for (std::size_t i = 1; i < 4; ++i) QVERIFY(*read.samples[i - 1].rankingScore >= *read.samples[i].rankingScore);
        QVERIFY(*read.samples.back().rankingScore < -90);   // the sample that clashes
        for (const Sample& sample : read.samples) {
            QVERIFY(!sample.structure.empty() && !sample.confidences.empty() && !sample.summary.empty());
            QVERIFY(sample.trajectory.empty());
        }
        QVERIFY(!read.timing && read.timeline.empty() && read.settings.empty());   // another program's folder: absent
        QVERIFY(read.problems.empty());
        QVERIFY(isPredictionFolder(m_path));
    }
    void readsPackedFilesAlike() {
        const Prediction packed = readPrediction(test::dataPath("goldens/b/post/output")), plain = readPrediction(m_path);
        QCOMPARE(packed.samples.size(), plain.samples.size());
        for (std::size_t i = 0; i < packed.samples.size(); ++i) {
            QCOMPARE(packed.samples[i].index, plain.samples[i].index);
            QCOMPARE(packed.samples[i].rankingScore, plain.samples[i].rankingScore);
            QCOMPARE(packed.samples[i].structure.extension(), fs::path(".zst"));
            QCOMPARE(readSampleStructure(packed.samples[i]).positions, readSampleStructure(plain.samples[i]).positions);
            QVERIFY(readConfidences(packed.samples[i].confidences).pae.values == readConfidences(plain.samples[i].confidences).pae.values);
        }
    }
    void readsOlderNames() {
        const fs::path sample = m_path / "seed-1_sample-2";
        for (const char* name : {"model.cif", "confidences.json", "summary_confidences.json"})
            fs::rename(sample / (std::string("case_b-homo.hetero_seed-1_sample-2_") + name), sample / name);
        for (const Sample& read : readPrediction(m_path).samples) QVERIFY(!read.structure.empty() && !read.confidences.empty() && !read.summary.empty());
    }
    void takesTheScoreFromTheSummaryWithoutRanking() {
        const Prediction ranked = readPrediction(m_path);
        fs::remove(m_path / "case_b-homo.hetero_ranking_scores.csv");
        const Prediction read = readPrediction(m_path);
        QCOMPARE(read.samples.size(), std::size_t{4});
        for (std::size_t i = 0; i < 4; ++i) QVERIFY(std::abs(*read.samples[i].rankingScore - *ranked.samples[i].rankingScore) <= 0.005 + 1e-9);
    }
    void knowsTheBestCopyAlone() {
        const Prediction whole = readPrediction(m_path);
        for (const char* name : {"_model.cif", "_confidences.json", "_summary_confidences.json"})
            fs::copy_file(m_path / "seed-1_sample-0" / (std::string("case_b-homo.hetero_seed-1_sample-0") + name), m_path / (std::string("case_b-homo.hetero") + name));
        for (int i = 0; i < 4; ++i) fs::remove_all(m_path / ("seed-1_sample-" + std::to_string(i)));
        const Prediction read = readPrediction(m_path);
        QCOMPARE(read.samples.size(), std::size_t{1});
        QVERIFY(read.samples[0].bestCopy);
        QCOMPARE(read.samples[0].rankingScore, whole.samples[0].rankingScore);
        QVERIFY(readSampleStructure(read.samples[0]).atoms() > 0);
    }
    void keepsSamplesWithoutScoreLast() {
        fs::create_directories(m_path / "seed-9_sample-0");
        const Prediction read = readPrediction(m_path);
        QCOMPARE(read.samples.back().seed, 9u);
        QVERIFY(!read.samples.back().rankingScore);
        QVERIFY2(messageOf([&] { readSampleStructure(read.samples.back()); }).contains("seed 9, sample 0 has no structure file"), "");
    }
    void tellsDamageAndKeepsTheRest() {
        writeAtomically(m_path / "case_b-homo.hetero_timing.json", std::string_view("{\n \"format\": \"foldmeter-timing\""));
        replaceIn(m_path / "case_b-homo.hetero_ranking_scores.csv", "1,2,", "1,two,");
        const Prediction read = readPrediction(m_path);
        QCOMPARE(read.samples.size(), std::size_t{4});
        QCOMPARE(read.problems.size(), std::size_t{2});
        QVERIFY2(QString::fromStdString(read.problems[0]).contains("_ranking_scores.csv:4: seed,sample,ranking_score is expected"), read.problems[0].c_str());
        QVERIFY2(QString::fromStdString(read.problems[1]).contains("_timing.json:2:"), read.problems[1].c_str());
        QVERIFY(!read.timing);
    }
    void refusesOtherFolders_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("expected");
        QTest::newRow("empty") << "empty" << "holds no prediction: no folder seed-S_sample-K and no NAME_model.cif in it";
        QTest::newRow("absent") << "absent" << "is no folder";
        QTest::newRow("near names") << "near" << "holds no prediction";
    }
    void refusesOtherFolders() {
        QFETCH(QString, folder);
        QFETCH(QString, expected);
        const fs::path path = fs::path(m_folder->path().toStdString()) / folder.toStdString();
        if (folder != "absent") fs::create_directory(path);
        if (folder == "near")
            for (const char* name : {"seed-1", "seed-x_sample-1", "seed-1_sample-1_old", "seed-99999999999_sample-0", "seed-1_sample--1"}) fs::create_directory(path / name);
        const QString message = messageOf([&] { readPrediction(path); });
        QVERIFY2(message.contains(expected), qPrintable(message));
        QVERIFY(!isPredictionFolder(path));
    }

    void readsTheSummary() {
        const Summary read = readSummary(readPrediction(m_path).samples[0].summary);
        QCOMPARE(read.chains, (std::vector<std::string>{"A", "B", "C"}));
        QCOMPARE(read.chainPtm.size(), std::size_t{3});
        QCOMPARE(read.chainPairIptm.rows, 3);
        QCOMPARE(read.chainPairIptm.at(0, 2), read.chainPairIptm.at(2, 0));
        QVERIFY(read.ptm && read.iptm && read.rankingScore && read.fractionDisordered && read.hasClash);
        QVERIFY(!*read.hasClash);
        QVERIFY(*readSummary(readPrediction(m_path).samples[3].summary).hasClash);
    }
    void tellsDamagedSummaries_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("expected");
        QTest::newRow("missing") << "\"chain_ptm\"" << "\"chain_xyz\"" << "\"chain_ptm\" is missing; copy the file again";
        QTest::newRow("kind") << "\"has_clash\": 0.0" << "\"has_clash\": \"no\"" << "$.has_clash: a number is expected";
        QTest::newRow("chains") << "\"A\"" << "\"D\"" << "3 values for 4 chains";
        QTest::newRow("cut") << "}" << "" << "ends too early";
    }
    void tellsDamagedSummaries() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, expected);
        const fs::path file = readPrediction(m_path).samples[0].summary;
        replaceIn(file, from.toStdString(), to.toStdString());
        const QString message = messageOf([&] { readSummary(file); });
        QVERIFY2(message.contains(expected) && message.startsWith(QString::fromStdString(file.string()) + ":"), qPrintable(message));
    }

    void readsConfidences() {
        const Sample sample = readPrediction(m_path).samples[0];
        const Confidences read = readConfidences(sample.confidences);
        QCOMPARE(read.tokenChains.size(), std::size_t{46});
        QCOMPARE(read.tokenResidues[0], 1);
        QCOMPARE(read.pae.rows, 46);
        QCOMPARE(read.pae.columns, 46);
        QCOMPARE(read.contactProbs.values.size(), std::size_t{46 * 46});
        const structure::Structure atoms = readSampleStructure(sample);
        QCOMPARE(read.atomPlddt.size(), atoms.atoms());
        for (std::size_t i = 0; i < atoms.atoms(); ++i)   // the B factor is the pLDDT; files round each in their own way
            QVERIFY(std::abs(std::min(atoms.bFactors[i], 99.99) - read.atomPlddt[i]) < 0.011);
    }
    void takesNullAsAbsent() {
        const fs::path file = readPrediction(m_path).samples[0].confidences;
        const float before = readConfidences(file).pae.at(0, 1);
        std::string text = readText(file);
        const std::size_t first = text.find("\"pae\": [[") + 9;
        text.replace(first, text.find(',', first) - first, "null");
        writeAtomically(file, std::string_view(text));
        const Confidences read = readConfidences(file);
        QVERIFY(std::isnan(read.pae.at(0, 0)));
        QCOMPARE(read.pae.at(0, 1), before);
    }
    void tellsDamagedConfidences_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("expected");
        QTest::newRow("row") << "\"pae\": [[" << "\"pae\": [[1.0," << ":5:";
        QTest::newRow("row text") << "\"pae\": [[" << "\"pae\": [[1.0," << "row 2 has 46 values, the first one 47";
        QTest::newRow("rows") << "\"pae\": [[" << "\"pae\": [[1.0],[" << "row 2 has 46 values, the first one 1";
        QTest::newRow("text") << "\"pae\": [[" << "\"pae\": [[\"a\"," << "a text stands where a number is expected";
        QTest::newRow("deep") << "\"pae\": [[" << "\"pae\": [[[" << "nested too deep";
        QTest::newRow("flat") << "\"pae\": [" << "\"pae\": [1.0," << "a list of lists of numbers is expected";
        QTest::newRow("numbers for chains") << "\"atom_chain_ids\": [" << "\"atom_chain_ids\": [1," << "a number stands where a chain id is expected";
        QTest::newRow("atoms") << "\"atom_chain_ids\": [" << "\"atom_chain_ids\": [\"A\"," << "\"atom_plddts\" has";
        QTest::newRow("residues") << "\"token_res_ids\": [" << "\"token_res_ids\": [1," << "\"token_res_ids\" has 47 values for 46 tokens";
        QTest::newRow("no tokens") << "\"token_chain_ids\"" << "\"token_chains\"" << "no \"token_chain_ids\"";
        QTest::newRow("cut") << "\"token_res_ids\"" << "" << ":7:";
        QTest::newRow("list") << "{" << "[" << "an object is expected";
    }
    void tellsDamagedConfidences() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, expected);
        const fs::path file = readPrediction(m_path).samples[0].confidences;
        replaceIn(file, from.toStdString(), to.toStdString());
        const QString message = messageOf([&] { readConfidences(file); });
        QVERIFY2(message.contains(expected) && message.startsWith(QString::fromStdString(file.string()) + ":"), qPrintable(message));
    }
    void survivesCutFiles() {   // every prefix is refused in words, none crashes
        const fs::path file = readPrediction(m_path).samples[0].confidences;
        const std::string text = readText(file);
        for (std::size_t size = 0; size < text.size(); size += 211) {
            writeAtomically(file, std::string_view(text).substr(0, size));
            QVERIFY(messageOf([&] { readConfidences(file); }).startsWith(QString::fromStdString(file.string())));
        }
    }
    void tellsDamagedPackedFiles() {
        const Sample sample = readPrediction(m_path).samples[0];
        const fs::path packed = sample.confidences.string() + ".zst";
        const std::string bytes = compressZstd(readText(sample.confidences));
        fs::remove(sample.confidences);
        writeAtomically(packed, std::string_view(bytes).substr(0, bytes.size() / 2));
        QCOMPARE(readPrediction(m_path).samples[0].confidences, packed);
        const QString message = messageOf([&] { readConfidences(packed); });
        QVERIFY2(message.contains("_confidences.json.zst is damaged"), qPrintable(message));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_path;
};
FOLDMETER_TEST(tst_prediction)
#include "tst_prediction.moc"
