// The batch against AlphaFold 3's own: goldens of spec/goldens and of the demonstration model.
#include "golden.h"

#include "features/input_check.h"

#include <filesystem>

using namespace foldmeter;
using namespace foldmeter::features;
using namespace foldmeter::test;

class tst_build_batch : public QObject {
    Q_OBJECT

    std::shared_ptr<const structure::ComponentDictionary> m_components;

    void compare(const Batch& batch, const TensorMap& golden, const std::string& prefix) {
        int compared = 0;
        for (const auto& [name, array] : golden) {
            if (!name.starts_with(prefix) || name.starts_with("seed7/")) continue;
            const std::string ours = name == "in/mask" ? "seq_mask" : name.substr(prefix.size());
            QVERIFY2(batch.arrays.contains(ours), name.c_str());
            const std::string wrong = ours == "frames_mask" ? frameDifference(batch, array) : difference(batch.at(ours), array);
            QVERIFY2(wrong.empty(), (ours + ": " + wrong).c_str());
            ++compared;
        }
        QVERIFY(compared > 30);
    }

    // Frames come from RDKit's conformers. Of an aryl bromide the angle at the bromine is 25 degrees, which is the limit:
    // another version of RDKit may put it on the other side.
    static std::string frameDifference(const Batch& batch, const Tensor& golden) {
        Tensor ours(DType::Bool, golden.extents());
        for (std::int64_t t = 0; t < golden.count(); ++t) ours.mutableAs<std::uint8_t>()[static_cast<std::size_t>(t)] = static_cast<std::uint8_t>(batch.at("frames_mask").at(t));
        for (const LayoutAtom& atom : batch.atoms)
            if (atom.atomName == "BR1") ours.mutableAs<std::uint8_t>()[static_cast<std::size_t>(atom.token)] = static_cast<std::uint8_t>(golden.at(atom.token));
        return difference(ours, golden);
    }

private Q_SLOTS:
    void initTestCase() { m_components = structure::ComponentDictionary::bundled(); }

    void equalsGolden_data() {
        QTest::addColumn<QString>("input");
        QTest::addColumn<QString>("golden");
        QTest::addColumn<int>("bucket");
        QTest::newRow("a: protein with MSA") << "a/input.json" << "a/batch" << 0;
        QTest::newRow("a, padded to 32") << "a/input.json" << "a/batch_bucket32" << 32;
        QTest::newRow("b: homodimer and partner, paired MSAs") << "b/input.json" << "b/batch" << 0;
        QTest::newRow("c: templates") << "c/input.json" << "c/batch" << 0;
        QTest::newRow("d: RNA with MSA, magnesium") << "d/input.json" << "d/batch" << 0;
        QTest::newRow("g: protein, ATP, haem, sulfates") << "g/input.json" << "g/batch" << 0;
        QTest::newRow("h: SMILES") << "h/input.json" << "h/batch" << 0;
    }
    void equalsGolden() {
        QFETCH(QString, input);
        QFETCH(QString, golden);
        QFETCH(int, bucket);
        const TensorMap expected = readGolden(golden.toStdString());
        const BatchBuilder builder(readGoldenInput(input.toStdString()), m_components, {.buckets = bucket ? std::vector<int>{bucket} : std::vector<int>{}, .strictAlphafold3 = true});
        const Batch batch = builder.build(1, &expected.at("ref_pos"));
        compare(batch, expected, "");
        for (const auto& [name, array] : batch.arrays) QVERIFY2(expected.contains(name), name.c_str());
        QCOMPARE(batch.msaRows, expected.at("msa").extents()[0]);
        QCOMPARE(builder.msaRows(), batch.msaRows);
        QCOMPARE(builder.tokens(), batch.tokens);
        QCOMPARE(builder.paddedTokens(), expected.at("aatype").extents()[0]);
        // The other seed differs in the conformers' positions only.
        const Batch other = builder.build(7, &expected.at("seed7/ref_pos"));
        for (const auto& [name, array] : batch.arrays)
            QVERIFY2(difference(other.at(name), name == "ref_pos" ? expected.at("seed7/ref_pos") : array, 0).empty() || batch.arrays.at(name).extents().empty(), name.c_str());
    }

    void atomsEqualGolden_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"a", "b", "c", "d", "g", "h"}) QTest::newRow(name) << name;
    }
    void atomsEqualGolden() {
        QFETCH(QString, name);
        const std::string folder = name.toStdString();
        const auto rows = readTable(readText(dataPath("goldens/" + folder + "/batch_atoms.tsv")));
        const FoldInput input = readGoldenInput(folder + "/input.json");
        const BatchBuilder builder(input, m_components, {});
        const Batch batch = builder.build(1);
        QCOMPARE(batch.atoms.size(), rows.size());
        const auto filled = batch.at("pred_dense_atom_mask").as<std::uint8_t>();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const LayoutAtom& atom = batch.atoms[i];
            const std::vector<std::string> ours = {atom.chainType, atom.chainId, std::to_string(atom.residueId), atom.residueName, atom.atomName, atom.element};
            QVERIFY2(ours == rows[i], (ours[1] + " " + ours[3] + " " + ours[4] + " " + ours[5]).c_str());
            QVERIFY(filled[static_cast<std::size_t>(atom.token * 24 + atom.slot)]);
        }
        const JobSizes sizes = sizesOf(input, *builder.components());
        QCOMPARE(sizes.tokens, batch.tokens);
        QCOMPARE(sizes.atoms, static_cast<std::int64_t>(rows.size()));
    }

    void equalsDemoGolden_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"trp-cage", "zinc-finger", "insulin"}) QTest::newRow(name) << name;
    }
    void equalsDemoGolden() {
        QFETCH(QString, name);
        const TensorMap expected = readGolden("demo/" + name.toStdString() + "_in");
        const FoldInput input = loadFoldInput(sourcePath("resources/examples/" + name.toStdString() + ".json"));
        compare(BatchBuilder(input, m_components, {{64}}).build(1, &expected.at("in/ref_pos")), expected, "in/");
    }

    void demoExamples_data() {
        QTest::addColumn<QString>("path");
        for (const auto& entry : std::filesystem::directory_iterator(sourcePath("resources/examples")))
            if (entry.path().extension() == ".json") QTest::newRow(entry.path().stem().c_str()) << QString(entry.path().c_str());
    }
    void demoExamples() {
        QFETCH(QString, path);
        const auto table = readTable(readText(sourcePath("resources/examples/examples.tsv")));
        const FoldInput input = loadFoldInput(path.toStdString());
        const BatchBuilder builder(input, m_components, {});
        QVERIFY(builder.tokens() >= 11 && builder.tokens() <= 64);
        QVERIFY(builder.notes().empty());
        QVERIFY(!table.empty());
    }

    // Own conformers have the bond lengths of the reference's, whichever version of RDKit made them.
    void ownConformers() {
        const TensorMap expected = readGolden("g/batch");
        const BatchBuilder builder(readGoldenInput("g/input.json"), m_components, {});
        const Batch one = builder.build(1), seven = builder.build(7);
        for (const auto& [name, array] : one.arrays)
            if (name != "ref_pos") QVERIFY2(difference(seven.at(name), array, 0).empty() || array.extents().empty(), name.c_str());
        QVERIFY(!difference(seven.at("ref_pos"), one.at("ref_pos"), 0.01).empty());
        const auto mask = one.at("ref_mask").as<std::uint8_t>();
        double worst = 0;
        int bonds = 0;
        for (std::size_t i = 0; i < one.atoms.size(); ++i)
            for (std::size_t j = i + 1; j < one.atoms.size(); ++j) {
                const LayoutAtom &a = one.atoms[i], &b = one.atoms[j];
                if (a.chainId != b.chainId || a.residueId != b.residueId) continue;
                const auto at = [](const LayoutAtom& atom) { return static_cast<std::size_t>(atom.token * 24 + atom.slot); };
                QVERIFY(mask[at(a)] && mask[at(b)]);
                const double golden = distance(expected.at("ref_pos"), at(a), at(b));
                if (golden > 1.7) continue;   // not bonded
                worst = std::max(worst, std::abs(distance(one.at("ref_pos"), at(a), at(b)) - golden));
                ++bonds;
            }
        QVERIFY(bonds > 150);
        qInfo("%d bonds, largest difference of a length %.3f A", bonds, worst);
        QVERIFY(worst < 0.15);
    }

    // A check of the job makes no conformers.
    void checkedWithoutFrames() {
        const FoldInput input = readGoldenInput("h/input.json");
        const BatchBuilder whole(input, m_components, {}), checked(input, m_components, {.framesMask = false});
        QVERIFY(whole.common().arrays.contains("frames_mask") && !checked.common().arrays.contains("frames_mask"));
        QCOMPARE(checked.common().arrays.size(), whole.common().arrays.size() - 1);
        QCOMPARE(checked.tokens(), whole.tokens());
    }

    void threadsChangeNothing() {
        const FoldInput input = readGoldenInput("g/input.json");
        ThreadPool pool(4);
        const Batch alone = BatchBuilder(input, m_components, {}).build(3), together = BatchBuilder(input, m_components, {{}, "2021-09-30", &pool}).build(3);
        for (const auto& [name, array] : alone.arrays) QVERIFY2(difference(together.at(name), array, 0).empty() || array.extents().empty(), name.c_str());
    }

    // One ion: the smallest job. Its alignment is a row of gaps, its key window holds one atom and padding.
    void oneToken() {
        const ReadResult read = readFoldInput(R"({"name": "x", "modelSeeds": [1], "dialect": "alphafold3", "version": 1, "sequences": [{"ligand": {"id": "A", "ccdCodes": ["MG"]}}]})", "f");
        const Batch batch = BatchBuilder(*read.input, m_components, {}).build(1);
        QCOMPARE(batch.tokens, std::int64_t{1});
        QCOMPARE(batch.msaRows, std::int64_t{1});
        QCOMPARE(batch.at("msa").at(0), 21.0);
        QCOMPARE(batch.at("frames_mask").at(0), 0.0);
        QCOMPARE(batch.at("queries_to_keys:gather_idxs").at(0), 0.0);
        QCOMPARE(batch.at("queries_to_keys:gather_idxs").at(1), 31.0);
        QCOMPARE(batch.at("tokens_to_keys:gather_mask").at(0), 1.0);
        QCOMPARE(batch.at("tokens_to_keys:gather_mask").at(1), 0.0);
    }

    // Every atom of a modified residue is a token; they share the residue's column of the alignment.
    void modifiedResidueSharesItsColumn() {
        const ReadResult read = readFoldInput(R"({"name": "x", "modelSeeds": [1], "dialect": "alphafold3", "version": 1, "sequences": [{"protein": {"id": "A", "sequence": "GASVK",
            "modifications": [{"ptmType": "SEP", "ptmPosition": 3}], "unpairedMsa": ">q\nGASVK\n>r\nGAaaTVR", "pairedMsa": "", "templates": []}}]})", "f");
        QVERIFY(read.input);
        const Batch batch = BatchBuilder(*read.input, m_components, {}).build(1);
        QCOMPARE(batch.tokens, std::int64_t{14});
        QCOMPARE(batch.msaRows, std::int64_t{3});
        const QList<int> residues = {1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 5}, lastRow = {7, 0, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 19, 1};
        for (int t = 0; t < 14; ++t) {
            QCOMPARE(int(batch.at("residue_index").at(t)), residues[t]);
            QCOMPARE(int(batch.at("msa").at(28 + t)), lastRow[t]);
            QCOMPARE(int(batch.at("deletion_matrix").at(28 + t)), residues[t] == 3 ? 2 : 0);
            QCOMPARE(batch.at("deletion_mean").at(t), residues[t] == 3 ? 1.0 : 0.0);
            QCOMPARE(int(batch.at("frames_mask").at(t)), 1);
        }
    }

    void refusals_data() {
        QTest::addColumn<QString>("entries");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown component") << R"({"ligand": {"id": "A", "ccdCodes": ["ATPP"]}})" << "job.json:1:1";
        QTest::newRow("did you mean") << R"({"ligand": {"id": "A", "ccdCodes": ["hem"]}})" << "Did you mean HEM";
        QTest::newRow("unknown modification") << R"({"protein": {"id": "A", "sequence": "GAVCK", "modifications": [{"ptmType": "XXQQZ", "ptmPosition": 1}]}})" << "$.sequences[0].protein.modifications[0]";
        QTest::newRow("no atoms") << R"({"ligand": {"id": "A", "ccdCodes": ["UNL"]}})" << "no atoms";
        QTest::newRow("smiles ring") << R"({"ligand": {"id": "A", "smiles": "C1CC"}})" << "$.sequences[0].ligand.smiles: the SMILES is malformed";
        QTest::newRow("smiles valence") << R"({"ligand": {"id": "A", "smiles": "C(C)(C)(C)(C)C"}})" << "names no possible molecule";
        QTest::newRow("smiles hydrogen") << R"({"ligand": {"id": "A", "smiles": "[H][H]"}})" << "no atom but hydrogen";
        QTest::newRow("nothing left") << R"({"protein": {"id": "A", "sequence": "XXXXX"}})" << "no chain of the job";
        QTest::newRow("all at once") << R"({"ligand": {"id": "A", "ccdCodes": ["QQQQQ"]}}, {"ligand": {"id": "B", "smiles": "C=1"}})" << "$.sequences[1]";
        QTest::newRow("msa letter") << R"({"protein": {"id": "A", "sequence": "GAVCK", "unpairedMsa": ">q\nGAVCK\n>x y\nGA.VCK"}})" << "record 2 (\"x y\") of \"unpairedMsa\" holds \".\" at place 3";
        QTest::newRow("msa columns") << R"({"protein": {"id": "A", "sequence": "GAVCK", "unpairedMsa": ">q\nGAVCK\n>x\nGAVCKK"}})" << "has 6 columns, the query has 5";
        QTest::newRow("msa query") << R"({"protein": {"id": "A", "sequence": "GAVCK", "unpairedMsa": ">q\nGAVCR"}})" << "differ at place 5";
    }
    void refusals() {
        QFETCH(QString, entries);
        QFETCH(QString, says);
        const std::string text = R"({"name": "x", "modelSeeds": [1], "dialect": "alphafold3", "version": 1, "sequences": [)" + entries.toStdString() + "]}";
        const ReadResult read = readFoldInput(text, "job.json");
        QVERIFY(read.input);
        try {
            BatchBuilder(*read.input, m_components, {});
            QFAIL("accepted");
        } catch (const InputError& error) {
            QVERIFY2(std::string(error.what()).find(says.toStdString()) != std::string::npos, error.what());
        }
    }

    void hugeJobIsRefusedBeforeMemoryIsTaken() {
        FoldInput input = readGoldenInput("a/input.json");
        input.entities[0].unpairedMsa = "";
        input.entities[0].sequence.assign(1000, 'A');
        input.entities[0].ids.assign(1'000'000, "A");
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(sizesOf(input, *m_components).tokens, std::int64_t{1'000'000'000});
        QVERIFY_EXCEPTION_THROWN(BatchBuilder(input, m_components, {}), InputError);
        QVERIFY(timer.elapsed() < 5000);
    }

    // 5,000 tokens in seconds besides the conformers, and nothing that grows with their square.
    void largeJob() {
        FoldInput input = readGoldenInput("g/input.json");
        input.entities[0].sequence.clear();
        for (int i = 0; i < 5000; ++i) input.entities[0].sequence += "ARNDCQEGHILKMFPSTWYV"[i * 7 % 20];
        input.entities.resize(1);
        QElapsedTimer timer;
        timer.start();
        const BatchBuilder builder(input, m_components, {{5120}});
        qInfo("5,000 tokens laid out in %lld ms", static_cast<long long>(timer.elapsed()));
        QVERIFY(timer.elapsed() < 5000);
        QCOMPARE(builder.tokens(), std::int64_t{5000});
        QCOMPARE(builder.paddedTokens(), std::int64_t{5120});
    }

    void buckets_data() {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("padded");
        QTest::newRow("below") << 20 << 32;
        QTest::newRow("equal") << 32 << 32;
        QTest::newRow("between") << 33 << 64;
        QTest::newRow("above all") << 65 << 65;
    }
    void buckets() {
        QFETCH(int, tokens);
        QFETCH(int, padded);
        QCOMPARE(paddedSize(tokens, {32, 64}), static_cast<std::int64_t>(padded));
        QCOMPARE(paddedSize(tokens, {}), static_cast<std::int64_t>(tokens));
        QVERIFY_EXCEPTION_THROWN(paddedSize(tokens, {64, 64}), InputError);
        QVERIFY_EXCEPTION_THROWN(paddedSize(tokens, {0, 64}), InputError);
    }

    void dumpReadsBack() {
        const Batch batch = BatchBuilder(readGoldenInput("g/input.json"), m_components, {}).build(1);
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("batch").toStdString();
        writeBatch(batch, file);
        const TensorMap read = readDump(readText(file.string() + ".tsv"), readText(file.string() + ".bin"), "batch");
        QCOMPARE(read.size(), batch.arrays.size());
        for (const auto& [name, array] : batch.arrays) QVERIFY2(difference(array, read.at(name), 0).empty(), name.c_str());
        QVERIFY_EXCEPTION_THROWN(readDump("h\nx\tfloat32\t100\t0\n", "abc", "short"), InputError);
    }

private:
    static double distance(const Tensor& positions, std::size_t a, std::size_t b) {
        const auto p = positions.as<float>();
        double sum = 0;
        for (std::size_t x = 0; x < 3; ++x) sum += std::pow(p[3 * a + x] - p[3 * b + x], 2);
        return std::sqrt(sum);
    }
};

FOLDMETER_TEST(tst_build_batch)
#include "tst_build_batch.moc"
