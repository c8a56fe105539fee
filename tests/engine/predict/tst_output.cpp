// Files written from the reference's stored results, byte for byte against the reference's own files. Only what names
// program, time, terms and citation is ours.
#include "engine/predict/golden_case.h"

#include "base/error.h"
#include "features/build_batch.h"
#include "predict/output.h"
#include "structure/cif_writer.h"
#include "structure/mmcif.h"

#include <QTemporaryDir>

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {

// Categories of mmCIF text by name, in order.
std::vector<std::pair<std::string, std::string>> categoriesOf(const std::string& cif) {
    std::vector<std::pair<std::string, std::string>> categories;
    for (std::size_t from = 0; from < cif.size();) {
        std::size_t end = cif.find("\n#\n", from);
        end = end == std::string::npos ? cif.size() : end + 3;
        const std::string text = cif.substr(from, end - from);
        const std::size_t name = text.starts_with("loop_\n") ? 6 : 0, dot = text.find('.', name);
        categories.emplace_back(text.starts_with("data_") ? "data_" : text.substr(name, dot - name), text);
        from = end;
    }
    return categories;
}

bool isOurs(const std::string& category) {
    static const std::set<std::string> kOurs = {"_audit_author", "_citation",        "_citation_author", "_ma_model_list",
                                                "_software",     "_pdbx_data_usage"};
    return kOurs.contains(category);
}

std::vector<std::pair<std::string, std::string>> comparable(const std::string& cif) {
    auto categories = categoriesOf(cif);
    std::erase_if(categories, [](const auto& category) { return isOurs(category.first); });
    return categories;
}

struct Case {
    features::FoldInput input;
    features::Batch batch;
    OutputContext context;
    std::shared_ptr<const structure::ComponentDictionary> components = structure::ComponentDictionary::bundled();

    explicit Case(const std::string& name) : input(features::loadFoldInput(test::dataPath("goldens/" + name + "/input.json"))), batch(test::goldenBatch(name)) {
        context = {&input, &batch, components.get(), std::string(64, '0'), "demo", "It memorises.", "0.1.0", "2026-01-01 00:00:00", true};
    }
};

std::string firstDifference(const std::string& a, const std::string& b) {
    std::size_t i = 0;
    while (i < std::min(a.size(), b.size()) && a[i] == b[i]) ++i;
    const std::size_t from = i > 60 ? i - 60 : 0;
    return "at byte " + std::to_string(i) + "\nours:      ..." + a.substr(from, 120) + "\nreference: ..." + b.substr(from, 120);
}

}  // namespace

class tst_output : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesEqualTheReference_data() {
        QTest::addColumn<std::string>("name");
        for (const auto& [name, sample] : test::goldenSamples()) QTest::newRow(name.c_str()) << name;
    }
    void filesEqualTheReference() {
        QFETCH(std::string, name);
        const test::GoldenSample golden = test::goldenSamples()[name];
        const Case job(golden.batchFolder);
        const SeedResult result = test::goldenResult(test::goldenArrays(golden.results), golden.prefix);
        const SampleScores scores = scoreSample(job.batch, result, golden.sample);
        const std::string stem = golden.output + golden.folder + "/" + golden.job + "_" + golden.folder + "_";

        const auto ours = comparable(modelCif(job.context, scores)), reference = comparable(test::goldenText(stem + "model.cif"));
        for (std::size_t i = 0; i < std::min(ours.size(), reference.size()); ++i) {
            QVERIFY2(ours[i].first == reference[i].first, (ours[i].first + " instead of " + reference[i].first).c_str());
            QVERIFY2(ours[i].second == reference[i].second, firstDifference(ours[i].second, reference[i].second).c_str());
        }
        QCOMPARE(ours.size(), reference.size());

        const std::string confidences = confidencesJson(job.context, scores, result, golden.sample);
        const std::string expected = test::goldenText(stem + "confidences.json");
        QVERIFY2(confidences == expected, firstDifference(confidences, expected).c_str());
        const std::string summary = summaryConfidencesJson(job.context, scores), expectedSummary = test::goldenText(stem + "summary_confidences.json");
        QVERIFY2(summary == expectedSummary, firstDifference(summary, expectedSummary).c_str());
    }

    void inputEqualsTheReference_data() {
        QTest::addColumn<std::string>("name");
        for (const char* name : {"a", "b", "c", "d", "g", "h"}) QTest::newRow(name) << std::string(name);
    }
    void inputEqualsTheReference() {
        QFETCH(std::string, name);
        const std::string ours = dataJson(Case(name).input), reference = readText(test::dataPath("goldens/" + name + "/data.json"));
        QVERIFY2(ours == reference, firstDifference(ours, reference).c_str());
    }

    // The same from the featuriser's batch as from the stored one.
    void featurisedBatchGivesTheSameFile() {
        Case job("g");
        const test::GoldenSample golden = test::goldenSamples()["g seed-7_sample-1"];
        const SeedResult result = test::goldenResult(test::goldenArrays(golden.results), golden.prefix);
        const std::string expected = modelCif(job.context, scoreSample(job.batch, result, 1));
        const features::Batch built = features::BatchBuilder(job.input, job.components, {}).build(7);
        job.context.batch = &built;
        QCOMPARE(modelCif(job.context, scoreSample(built, result, 1)), expected);
    }

    void ourOwnTexts() {
        const Case job("g");
        const test::GoldenSample golden = test::goldenSamples()["g seed-1_sample-0"];
        const std::string cif = modelCif(job.context, scoreSample(job.batch, test::goldenResult(test::goldenArrays(golden.results), golden.prefix), 0));
        for (const char* text : {"Foldmeter 0.1.0 @ 2026-01-01 00:00:00", "It memorises.", "10.1038/s41586-024-07487-w", "0.1.0 (0000"})
            QVERIFY2(cif.find(text) != std::string::npos, text);
        const structure::Structure read = structure::readStructure(cif, "ours");   // what we write can be read
        QCOMPARE(read.atoms(), job.batch.atoms.size());
        QCOMPARE(read.chains.size(), std::size_t{5});
    }

    void termsNameTheWeights() {
        const std::string terms = termsOfUse(Case("g").context);
        for (const char* text : {"Foldmeter 0.1.0", "\"demo\"", "It memorises.", "Google DeepMind"}) QVERIFY2(terms.find(text) != std::string::npos, text);
        OutputContext silent = Case("g").context;
        silent.modelWarning.clear();
        QVERIFY(termsOfUse(silent).find("About these weights") == std::string::npos);
    }

    void writesBondsAndBranches() {
        Case job("g");
        job.batch.polymerLigandBonds = {{80, 1}};
        for (features::LayoutAtom& atom : job.batch.atoms)
            if (atom.chainId == "D") {
                atom.chainType = "branched";
                if (atom.atomName != "S") atom.residueId = 2;
            }
        const test::GoldenSample golden = test::goldenSamples()["g seed-1_sample-0"];
        const std::string cif = modelCif(job.context, scoreSample(job.batch, test::goldenResult(test::goldenArrays(golden.results), golden.prefix), 0));
        std::map<std::string, std::string> categories;
        for (const auto& [category, text] : categoriesOf(cif)) categories[category] = text;
        QVERIFY(categories["_struct_conn"].find("covale1") != std::string::npos);
        const QString bond = QString::fromStdString(categories["_struct_conn"]);
        QVERIFY(QRegularExpression("ptnr1_label_atom_id +CA\n").match(bond).hasMatch());
        QVERIFY(QRegularExpression("ptnr2_label_atom_id +O1G\n").match(bond).hasMatch());
        QVERIFY(QRegularExpression("ptnr2_label_seq_id +\\.\n").match(bond).hasMatch());
        QVERIFY(categories["_struct_conn"].find("auth_comp_id") == std::string::npos);
        QVERIFY(categories["_struct_conn_type"].find("covale") != std::string::npos);
        QVERIFY(categories["_pdbx_branch_scheme"].find("D D 2 2 n SO4 2 D . 2 \n") != std::string::npos);
        QVERIFY(categories["_entity"].find("2 . branched") != std::string::npos);
    }

    // SMILES of the components only where one states any; the canonical one of OpenEye comes first.
    void statesSmilesOfComponents() {
        Case job("g");
        const test::GoldenSample golden = test::goldenSamples()["g seed-1_sample-0"];
        const SampleScores scores = scoreSample(job.batch, test::goldenResult(test::goldenArrays(golden.results), golden.prefix), 0);
        structure::Component own = *job.components->find("SO4");
        own.descriptor = "[O-]S(=O)(=O)[O-]";
        const auto components = job.components->with({own});
        const auto tableOf = [&](const structure::ComponentDictionary& dictionary) {
            job.context.components = &dictionary;
            for (const auto& [category, text] : categoriesOf(modelCif(job.context, scores)))
                if (category == "_chem_comp") return text;
            return std::string();
        };
        QVERIFY(tableOf(*job.components).find("pdbx_smiles") == std::string::npos);
        const std::string table = tableOf(*components);
        QVERIFY2(table.find("_chem_comp.pdbx_smiles\n_chem_comp.pdbx_synonyms\n") != std::string::npos, table.c_str());
        QVERIFY2(table.find("SO4 . \"SULFATE ION\"                     \"[O-]S(=O)(=O)[O-]\" ? ") != std::string::npos, table.c_str());
        QVERIFY2(table.find("GLYCINE                           ?                   ? ") != std::string::npos, table.c_str());
    }

    void quotes_data() {
        QTest::addColumn<std::string>("value");
        QTest::addColumn<std::string>("written");
        const auto row = [](const char* value, const char* written) { QTest::newRow(value) << std::string(value) << std::string(written); };
        row("plain-1.0?", "plain-1.0?");
        row("", "\"\"");
        row("two words", "\"two words\"");
        row("O5'", "\"O5'\"");
        row("a\"b", "'a\"b'");
        row("_tag", "\"_tag\"");
        row("[x]", "\"[x]\"");
        row("a[x]", "a[x]");
        row("Loop_x", "\"Loop_x\"");
        row("GLOBAL_", "\"GLOBAL_\"");
        row("looped", "looped");
        row("a'\"b", "\n;a'\"b\n;\n");
        row("two\nlines", "\n;two\nlines\n;\n");
    }
    void quotes() {
        QFETCH(std::string, value);
        QFETCH(std::string, written);
        QCOMPARE(structure::quotedForCif(value), written);
    }
    void writesNullForNaN() {
        const Case job("a");
        SampleScores scores;
        const double nan = std::nan("");
        scores.iptm = nan;
        scores.chainIptm = scores.chainPtm = scores.chainPairIptm = scores.chainPairPaeMin = {nan};
        const auto json = nlohmann::json::parse(summaryConfidencesJson(job.context, scores));
        QVERIFY(json["iptm"].is_null() && json["chain_pair_iptm"][0][0].is_null() && json["ptm"] == 0.0);
    }

    void chainIdsOfTheSummary() {
        Case job("g");
        SampleScores scores;
        scores.chainIptm = scores.chainPtm = std::vector<double>(5);
        scores.chainPairIptm = scores.chainPairPaeMin = std::vector<double>(25);
        const auto ids = [&](bool strict) {
            job.context.strictAlphafold3 = strict;
            return nlohmann::json::parse(summaryConfidencesJson(job.context, scores))["chain_ids"].get<std::vector<std::string>>();
        };
        QCOMPARE(ids(false), (std::vector<std::string>{"B", "D", "H", "P", "AA"}));
        QCOMPARE(ids(true).size(), std::size_t{96});
    }

    void makesAFolder() {
        const QTemporaryDir folder;
        const std::filesystem::path parent = folder.filePath("out").toStdString();
        const auto first = makeOutputFolder(parent, "job", false);
        QCOMPARE(first, parent / "job");
        QCOMPARE(makeOutputFolder(parent, "job", false), parent / "job");   // still empty
        writeAtomically(first / "file", "x");
        QCOMPARE(makeOutputFolder(parent, "job", true), parent / "job");
        const auto second = makeOutputFolder(parent, "job", false);
        QVERIFY(QRegularExpression("^job_\\d{8}_\\d{6}$").match(QString::fromStdString(second.filename().string())).hasMatch());
        writeAtomically(parent / "blocked", "x");
        QVERIFY_EXCEPTION_THROWN(makeOutputFolder(parent / "blocked", "job", false), DeviceError);
    }
};

FOLDMETER_TEST(tst_output)
#include "tst_output.moc"
