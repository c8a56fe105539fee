// Files on request beside AlphaFold 3's own: PAE of pairs in a model's mmCIF, PDB, the denoiser's steps.
#include "engine/predict/golden_case.h"

#include "base/error.h"
#include "predict/pdb_text.h"
#include "predict/trajectory.h"
#include "structure/mmcif.h"

#include <QTemporaryDir>

#include <cmath>

using namespace foldmeter;
using namespace foldmeter::predict;

namespace {

struct Case {
    features::FoldInput input;
    features::Batch batch;
    std::shared_ptr<const structure::ComponentDictionary> components = structure::ComponentDictionary::bundled();
    OutputContext context;
    SeedResult result;
    SampleScores scores;

    explicit Case(const std::string& name, const std::string& sample) : input(features::loadFoldInput(test::dataPath("goldens/" + name + "/input.json"))), batch(test::goldenBatch(name)) {
        context = {&input, &batch, components.get(), std::string(64, '0'), "demo", "It memorises.", "0.1.0", "2026-01-01 00:00:00"};
        const test::GoldenSample golden = test::goldenSamples()[name + " " + sample];
        result = test::goldenResult(test::goldenArrays(golden.results), golden.prefix);
        scores = scoreSample(batch, result, 0);
    }
};

std::vector<std::string> linesOf(const std::string& text, const std::string& start = "") {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        if (line.starts_with(start)) lines.push_back(line);
    return lines;
}

}  // namespace

class tst_extra_files : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pairwisePae() {
        const Case job("g", "seed-1_sample-0");   // chains B (protein) and four ligands
        const std::string plain = modelCif(job.context, job.scores), with = modelCifWithPae(job.context, job.scores, job.result, 0);
        QCOMPARE(structure::readStructure(with, "with").atoms(), structure::readStructure(plain, "plain").atoms());
        std::size_t residues = 0;
        for (const features::Entity& entity : job.input.entities) residues += entity.sequence.size() * entity.ids.size();
        const std::vector<std::string> rows = linesOf(with, "");
        std::size_t found = 0;
        const std::string chain = [&] { for (const auto& c : job.batch.chains) if (c.type.starts_with("poly")) return c.id; return std::string(); }();
        const std::int64_t first = [&] { for (const auto& c : job.batch.chains) if (c.type.starts_with("poly")) return c.firstToken; return -1; }();
        for (const std::string& row : rows) {
            std::istringstream fields(row);
            std::string a, b, nameA, nameB;
            int i = 0, j = 0, metric = 0, model = 0, ordinal = 0;
            double value = 0;
            if (!(fields >> a >> b >> nameA >> nameB >> i >> j >> metric >> value >> model >> ordinal) || a != chain || metric != 3) continue;
            ++found;
            QCOMPARE(ordinal, int(found));
            const double pae = job.result.pae.at((first + i - 1) * job.batch.tokens + first + j - 1);
            QVERIFY(std::abs(value - pae) <= 0.0501);
        }
        QCOMPARE(found, residues * residues);
        QVERIFY(with.find("local-pairwise") != std::string::npos);
        // In its place among the categories, and nothing else is changed.
        QVERIFY(with.find("_ma_qa_metric_local.") < with.find("_ma_qa_metric_local_pairwise.") && with.find("_ma_qa_metric_local_pairwise.") < with.find("_ma_software_group."));
    }

    void pdb() {
        Case job("g", "seed-1_sample-0");   // chain AA has two letters
        job.batch.polymerLigandBonds = {{80, 1}};
        const std::string text = pdbText(job.context, job.scores);
        const auto atoms = [&] { auto all = linesOf(text, "ATOM"); const auto more = linesOf(text, "HETATM"); all.insert(all.end(), more.begin(), more.end()); return all; }();
        QCOMPARE(atoms.size(), job.batch.atoms.size());
        QVERIFY(text.find("REMARK   1 CHAIN AA IS CALLED ") != std::string::npos);
        QCOMPARE(linesOf(text, "LINK").size(), std::size_t{1});
        QCOMPARE(linesOf(text, "TER").size(), std::size_t{1});
        for (const std::string& line : linesOf(text)) QVERIFY2(line.size() <= 80, line.c_str());
        std::set<char> chains;
        std::size_t i = 0;
        for (const std::string& line : linesOf(text)) {
            if (!line.starts_with("ATOM") && !line.starts_with("HETATM")) continue;
            QCOMPARE(line.size(), std::size_t{78});
            for (std::size_t axis = 0; axis < 3; ++axis) QVERIFY(std::abs(std::stod(line.substr(30 + 8 * axis, 8)) - double(job.scores.atomPositions[3 * i + axis])) < 6e-4);
            chains.insert(line[21]);
            ++i;
        }
        QCOMPARE(chains.size(), job.batch.chains.size());
    }
    void pdbNamesComponents() {
        const Case job("h", "seed-1_sample-0");   // SMILES: LIG_B and so on
        const std::string text = pdbText(job.context, job.scores);
        QVERIFY(text.find(" IS CALLED LIG") != std::string::npos);
        std::set<std::string> names;
        for (const std::string& line : linesOf(text, "HETATM")) names.insert(line.substr(17, 3));
        QCOMPARE(names, (std::set<std::string>{"LIG", "X01", "X02", "X03", "X04", "X05"}));   // six molecules, told apart
    }
    void pdbRefuses() {
        Case job("a", "seed-1_sample-0");
        QVERIFY(pdbRefusal(job.batch).empty());
        features::Batch batch = job.batch;
        batch.atoms.back().residueId = 10'000;
        QVERIFY(pdbRefusal(batch).find("9999") != std::string::npos);
        batch = job.batch;
        batch.chains.resize(63, batch.chains[0]);
        QVERIFY(pdbRefusal(batch).find("63 chains") != std::string::npos);
        batch = job.batch;
        batch.atoms.resize(99'999, batch.atoms[0]);
        QVERIFY(pdbRefusal(batch).find("atoms") != std::string::npos);
        job.scores.atomPositions[5] = 10'000;
        QVERIFY_EXCEPTION_THROWN(pdbText(job.context, job.scores), InputError);
    }

    // Guesses turned and shifted at random come to lie on the sample again.
    void trajectory_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << "t.cif";
        QTest::newRow("packed") << "t.cif.zst";
    }
    void trajectory() {
        QFETCH(QString, name);
        const Case job("g", "seed-1_sample-0");
        const PredictSettings settings{.steps = 3, .samples = 2, .firstSample = 1};
        Trajectory trajectory(job.batch, settings);
        const std::int64_t tokens = job.batch.paddedTokens, values = tokens * 24 * 3;
        for (int step = 1; step <= 3; ++step) {
            Tensor guess(DType::F32, {1, tokens, 24, 3});
            const auto given = job.result.positions.as<float>();
            const auto made = guess.mutableAs<float>();
            const double angle = 0.7 * step, c = std::cos(angle), s = std::sin(angle);
            for (std::int64_t v = 0; v < values; v += 3) {
                const auto p = static_cast<std::size_t>(v);
                made[p] = float(c * given[p] - s * given[p + 1] + 5 * step);
                made[p + 1] = float(s * given[p] + c * given[p + 1] - 3 * step);
                made[p + 2] = given[p + 2] + float(3 - step);   // the same for all atoms: a shift
            }
            Progress progress{.stage = "denoise", .done = step, .total = 3, .denoised = &guess, .sigma = 100.0 / step, .step = step, .firstSample = 1};
            trajectory.add(progress);
        }
        trajectory.add({.stage = "confidence"});
        QCOMPARE(trajectory.steps(), std::size_t{3});
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(name).toStdString();
        trajectory.write(path, job.context, job.scores, 1);
        const std::string text = name.endsWith(".zst") ? decompressZstd(readText(path), "t") : readText(path);
        const structure::Structure first = structure::readStructure(text, "t");   // the first model
        QCOMPARE(first.atoms(), job.batch.atoms.size());
        int models[4] = {};
        double worst = 0;
        std::size_t row = 0;
        for (const std::string& line : linesOf(text)) {
            if (!line.starts_with("ATOM ") && !line.starts_with("HETATM ")) continue;
            std::istringstream fields(line);
            std::vector<std::string> field;
            for (std::string one; fields >> one;) field.push_back(one);
            QCOMPARE(field.size(), std::size_t{18});
            QCOMPARE(std::stoul(field[1]), row + 1);
            const std::size_t atom = row++ % job.batch.atoms.size();
            for (std::size_t axis = 0; axis < 3; ++axis) worst = std::max(worst, std::abs(std::stod(field[10 + axis]) - double(job.scores.atomPositions[3 * atom + axis])));
            ++models[std::stoi(field[17])];
        }
        for (int m = 1; m <= 3; ++m) QCOMPARE(models[m], int(job.batch.atoms.size()));
        QVERIFY2(worst < 2e-3, std::to_string(worst).c_str());
        for (const char* part : {"_foldmeter_trajectory.noise_level", "100     1", "33.3333 3"}) QVERIFY2(text.find(part) != std::string::npos, part);
    }
};

FOLDMETER_TEST(tst_extra_files)
#include "tst_extra_files.moc"
