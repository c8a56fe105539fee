#include "support/test_main.h"

#include "base/file.h"
#include "dialects/any_input.h"
#include "dialects/write_alphafold3.h"
#include "gui/job/job_edits.h"
#include "gui/job/seeds_text.h"
#include "gui/job/text_step.h"

#include <QDirIterator>

#include <functional>
#include <random>

using namespace foldmeter;
using namespace foldmeter::job;
using features::EntityKind;

using Change = std::function<Edits(const JobText&)>;
Q_DECLARE_METATYPE(Change)

namespace {

const char* twoChains = R"({
   "name": "two chains",
   "modelSeeds": [1, 2],
   "sequences": [
      {"protein": {"id": ["A", "B"], "sequence": "NLYIQWLKDGGPSSGRPPPS", "modifications": [{"ptmType": "SEP", "ptmPosition": 13}],
                   "unpairedMsa": "", "pairedMsa": "", "templates": []}},
      {"ligand": {"id": "L", "ccdCodes": ["NAG", "NAG"]}}
   ],
   "bondedAtomPairs": [[["A", 8, "NZ"], ["L", 1, "C1"]]],
   "dialect": "alphafold3", "version": 2
}
)";

std::shared_ptr<const JobText> read(const std::string& text) { return readJobText(text, {}); }

// One change that the form offers for this job.
Edits anyChange(const JobText& job, std::mt19937& random) {
    std::vector<std::size_t> readable;
    for (std::size_t i = 0; i < job.job.entities.size(); ++i)
        if (job.job.entities[i].readable) readable.push_back(i);
    const auto one = [&](std::size_t count) { return count == 0 ? std::size_t{0} : random() % count; };
    EntityValue more;
    more.kind = static_cast<EntityKind>(one(4));
    more.item = one(job.job.entities.size() + 2);
    more.sequence = "GACDE";
    more.codes = {"ATP"};
    if (readable.empty()) return one(2) ? withEntity(job, more) : withName(job, "n");
    const std::size_t at = readable[one(readable.size())];
    const EntityValue& value = job.job.entities[at];
    const std::size_t size = value.sequence.size();
    switch (one(17)) {
        case 0: return withEntity(job, more);
        case 1: return withoutEntity(job, at);
        case 2: return withEntityMoved(job, at, one(job.job.entities.size() + 1));
        case 3: return withKind(job, at, static_cast<EntityKind>(one(4)));
        case 4: return withCopies(job, at, 1 + one(3));
        case 5: return withIds(job, at, freeIds(job.job, 1 + one(2)));
        case 6: return withDescription(job, at, one(2) ? "a \"word\"\n" : "");
        case 7: return isPolymer(value.kind) ? withSequence(job, at, one(size + 1), one(4), one(2) ? "W" : "") : withCodes(job, at, {"NAG", "MAN"});
        case 8: return isPolymer(value.kind) ? withModifications(job, at, {{"SEP", static_cast<std::int64_t>(1 + one(size + 1))}}) : withSmiles(job, at, "C/C=C\\C");
        case 9: return isPolymer(value.kind) ? withModifications(job, at, {}) : withCodes(job, at, {});
        case 10: return withAlignment(job, at, one(2) ? AlignmentKind::Paired : AlignmentKind::Unpaired, {static_cast<SourceKind>(one(4)), "a.a3m"}, ">q\nGA\n");
        case 11: return withTemplate(job, at, {{SourceKind::File, "t.cif"}, {0}, {0}});
        case 12: return value.templates.empty() ? withoutTemplates(job, at) : withoutTemplate(job, at, one(value.templates.size()));
        case 13: return withTemplatesAbsent(job, at);
        case 14: return withBonds(job, {{{"A", 1, "CA"}, {"B", 2, "C1"}}});
        case 15: return withBonds(job, {});
        default: return withSeeds(job, {1, static_cast<std::uint32_t>(one(9))});
    }
}

}  // namespace

class tst_job_edits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsTheJob() {
        const auto job = read(twoChains);
        QVERIFY(job);
        QCOMPARE(job->job.name, std::string("two chains"));
        QCOMPARE(job->job.seeds, (std::vector<std::uint32_t>{1, 2}));
        QCOMPARE(job->job.entities.size(), std::size_t{2});
        QCOMPARE(job->job.entities[0].modifications[0].position, 13);
        QCOMPARE(componentAt(job->job.entities[0], 13), std::string("SEP"));
        QCOMPARE(componentAt(job->job.entities[0], 12), std::string("PRO"));
        QCOMPARE(job->job.bonds[0].second.chain, std::string("L"));
        QCOMPARE(freeIds(job->job, 2), (std::vector<std::string>{"C", "D"}));
    }

    void changes_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QByteArray>("found");     // stands in the text afterwards
        QTest::addColumn<QByteArray>("gone");      // does not
        const auto row = [](const char* name, const Change& change, const char* found, const char* gone = "") {
            QTest::newRow(name) << change << QByteArray(found) << QByteArray(gone);
        };
        row("name", [](const JobText& j) { return withName(j, "a \"b\""); }, "\"name\": \"a \\\"b\\\"\"", "two chains");
        row("seeds", [](const JobText& j) { return withSeeds(j, {5, 6, 7}); }, "\"modelSeeds\": [5, 6, 7]", "[1, 2]");
        row("a letter goes in, what is behind moves", [](const JobText& j) { return withSequence(j, 0, 0, 0, "M"); }, "\"ptmPosition\": 14", "\"NLYI");
        row("a bond moves with its residue", [](const JobText& j) { return withSequence(j, 0, 0, 2, ""); }, "[\"A\", 6, \"NZ\"]", "[\"A\", 8");
        row("a bond goes with its residue", [](const JobText& j) { return withSequence(j, 0, 5, 5, ""); }, "\"bondedAtomPairs\": []", "NZ");
        row("a modification goes with its residue", [](const JobText& j) { return withSequence(j, 0, 12, 1, ""); }, "\"modifications\": []", "SEP");
        row("behind everything nothing moves", [](const JobText& j) { return withSequence(j, 0, 20, 0, "GG"); }, "PPPSGG", "PPPS\"");
        row("overwriting keeps modifications", [](const JobText& j) { return withSequence(j, 0, 12, 1, "T"); }, "\"ptmPosition\": 13", "GPSS");
        row("modify", [](const JobText& j) { return withModifications(j, 0, {{"SEP", 13}, {"MSE", 3}}); }, "\"ptmType\": \"MSE\", \"ptmPosition\": 3");
        row("rename a chain", [](const JobText& j) { return withIds(j, 0, {"X", "B"}); }, "[\"X\", 8, \"NZ\"]", "[\"A\"");
        row("fewer copies", [](const JobText& j) { return withCopies(j, 0, 1); }, "\"id\": \"A\"", "\"B\"");
        row("more copies", [](const JobText& j) { return withCopies(j, 1, 3); }, "\"id\": [\"L\", \"C\", \"D\"]");
        row("remove an entity and its bonds", [](const JobText& j) { return withoutEntity(j, 1); }, "\"bondedAtomPairs\": []", "ligand");
        row("move an entity", [](const JobText& j) { return withEntityMoved(j, 1, 0); }, "[\n      {\"ligand\"");
        row("change codes", [](const JobText& j) { return withCodes(j, 1, {"MAN"}); }, "\"ccdCodes\": [\"MAN\"]", "NAG");
        row("to SMILES", [](const JobText& j) { return withSmiles(j, 1, "C/C=C\\C"); }, "\"smiles\": \"C/C=C\\\\C\"", "ccdCodes");
        row("describe", [](const JobText& j) { return withDescription(j, 1, "a sugar"); }, "\"description\": \"a sugar\"");
        row("alignment by file", [](const JobText& j) { return withAlignment(j, 0, AlignmentKind::Unpaired, {SourceKind::File, "m/a.a3m"}); }, "\"unpairedMsaPath\": \"m/a.a3m\"", "\"unpairedMsa\":");
        row("alignment left open", [](const JobText& j) { return withAlignment(j, 0, AlignmentKind::Paired, {SourceKind::Search}); }, "\"pairedMsa\": null");
        row("template", [](const JobText& j) { return withTemplate(j, 0, {{SourceKind::File, "t.cif"}, {0, 1}, {4, 5}}); }, "\"queryIndices\": [0, 1]");
        row("no templates said", [](const JobText& j) { return withTemplatesAbsent(j, 0); }, "\"templates\": null", "\"templates\": []");
        row("add an entity", [](const JobText& j) { EntityValue e; e.kind = EntityKind::Rna; e.sequence = "GACU"; e.item = 99; return withEntity(j, e); }, "\"sequence\": \"GACU\"");
        row("add with an id that is taken", [](const JobText& j) { EntityValue e; e.kind = EntityKind::Ligand; e.ids = {"A"}; e.codes = {"ZN"}; return withEntities(j, {e}); }, "\"id\": \"C\"");
        row("protein to DNA", [](const JobText& j) { return withKind(j, 0, EntityKind::Dna); }, "\"dna\": {", "pairedMsa");
        row("bonds", [](const JobText& j) { return withBonds(j, {{{"A", 1, "CA"}, {"L", 2, "O4"}}}); }, "[[\"A\", 1, \"CA\"], [\"L\", 2, \"O4\"]]", "NZ");
    }
    void changes() {
        QFETCH(Change, change);
        QFETCH(QByteArray, found);
        QFETCH(QByteArray, gone);
        const auto before = read(twoChains);
        const Edits edits = change(*before);
        QVERIFY(!edits.empty());
        const std::string text = json::applied(before->text, edits);
        const auto after = read(text);
        QVERIFY2(after, text.c_str());
        const QByteArray shown = QByteArray::fromStdString(text);
        QVERIFY2(shown.contains(found), text.c_str());
        if (!gone.isEmpty()) QVERIFY2(!shown.contains(gone), text.c_str());
        // Undone to the byte, whole and trimmed.
        QCOMPARE(json::applied(text, inverse(before->text, edits)), before->text);
        const Edits small = trimmed(before->text, edits);
        QCOMPARE(json::applied(before->text, small), text);
        QCOMPARE(json::applied(text, inverse(before->text, small)), before->text);
        // What was not named stays as it was written.
        QVERIFY(shown.contains("\"dialect\": \"alphafold3\", \"version\": 2"));
    }

    void rebuilds_data() {
        QTest::addColumn<QString>("file");
        const auto rows = [](const std::string& folder, const QString& pattern) {
            QDirIterator files(QString::fromStdString(folder), {pattern}, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                const QString file = files.next();
                QTest::newRow(qPrintable(file.section(u'/', -2))) << file;
            }
        };
        rows(test::sourcePath("resources/examples"), QStringLiteral("*.json"));
        rows(test::dataPath("goldens"), QStringLiteral("input.json"));
        rows(test::dataPath("goldens"), QStringLiteral("data.json"));
        rows(test::dataPath("dialects"), QStringLiteral("*.*"));
    }
    // A job built up from nothing by the form's own edits, read by the engine, is the same job.
    void rebuilds() {
        QFETCH(QString, file);
        if (file.endsWith(QLatin1String(".restraints")) || file.endsWith(QLatin1String(".csv")) || file.endsWith(QLatin1String(".a3m"))) return;
        const dialects::AnyInput given = dialects::readAnyInput(file.toStdString());
        QVERIFY(!given.jobs.empty());
        for (const features::FoldInput& input : given.jobs) {
            if (!input.userCcd.empty()) continue;   // the form shows but does not edit it
            const auto source = read(dialects::writeAlphafold3(input, dialects::Absent::Null));
            auto made = read(emptyJobText());
            const auto step = [&](const Edits& edits) {
                made = read(json::applied(made->text, edits));
                QVERIFY(made);
            };
            step(withName(*made, source->job.name));
            step(withSeeds(*made, source->job.seeds));
            for (std::size_t i = 0; i < source->job.entities.size(); ++i) {
                step(withEntities(*made, {source->job.entities[i]}));
                const features::Entity& entity = input.entities.size() == source->job.entities.size() ? input.entities[i] : features::Entity{};
                if (source->job.entities[i].unpaired.kind == SourceKind::Text) step(withAlignment(*made, i, AlignmentKind::Unpaired, source->job.entities[i].unpaired, entity.unpairedMsa.value_or("")));
                if (source->job.entities[i].paired.kind == SourceKind::Text) step(withAlignment(*made, i, AlignmentKind::Paired, source->job.entities[i].paired, entity.pairedMsa.value_or("")));
            }
            step(withBonds(*made, source->job.bonds));
            const features::ReadResult result = features::readFoldInput(made->text, "made.json");
            QVERIFY2(result.input, made->text.c_str());
            features::FoldInput expected = input;
            for (features::Entity& entity : expected.entities)
                if (entity.templates) entity.templates->clear();   // the form adds them by file only
            QCOMPARE(dialects::writeAlphafold3(*result.input, dialects::Absent::Null), dialects::writeAlphafold3(expected, dialects::Absent::Null));
        }
    }

    // Whatever the form does to whatever job, the text stays a JSON object, and undone step by step it is the one before.
    void staysJsonThroughAnyChanges_data() {
        QTest::addColumn<QByteArray>("text");
        const std::string table = readText(test::dataPath("features/bad_inputs.tsv"));
        for (const QByteArray& line : QByteArray::fromStdString(table).split('\n').mid(1)) {
            const QList<QByteArray> columns = line.split('\t');
            if (columns.size() < 6) continue;
            QByteArray text = columns[5];
            text.replace("\\n", "\n").replace("\\t", "\t");
            QTest::newRow(columns[0].constData()) << text;
        }
        QTest::newRow("two chains") << QByteArray(twoChains);
        QTest::newRow("nothing") << QByteArray("{}");
        QTest::newRow("everything of another kind") << QByteArray(R"({"name": [], "modelSeeds": {}, "sequences": [1, {}, {"protein": 3}, {"rna": {"id": {}, "sequence": [], "modifications": "x", "unpairedMsa": 4}},
            {"ligand": {"ccdCodes": "ATP", "smiles": null}}, {"protein": {"templates": {"a": 1}, "modifications": [3, {"ptmPosition": "x"}]}}], "bondedAtomPairs": [1, [], [[], 2]]})");
    }
    void staysJsonThroughAnyChanges() {
        QFETCH(QByteArray, text);
        std::mt19937 random(7);
        auto job = read(text.toStdString());
        if (!job) return;   // the form waits then
        const std::string first = job->text;
        std::vector<Edits> back;
        for (int i = 0; i < 60; ++i) {
            const Edits edits = trimmed(job->text, anyChange(*job, random));
            back.push_back(inverse(job->text, edits));
            const std::string before = job->text, after = json::applied(before, edits);
            job = read(after);
            QVERIFY2(job, (before + "\n---\n" + after).c_str());
            QCOMPARE(json::applied(after, back.back()), before);
        }
        std::string undone = job->text;
        for (auto edits = back.rbegin(); edits != back.rend(); ++edits) undone = json::applied(undone, *edits);
        QCOMPARE(undone, first);
    }

    void seeds_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("written");   // empty: refused
        QTest::newRow("one") << "1" << "1";
        QTest::newRow("list") << "3, 1,2" << "3,1,2";
        QTest::newRow("range") << "1,2,5-8" << "1,2,5-8";
        QTest::newRow("runs become ranges") << "1,2,3,4" << "1-4";
        QTest::newRow("twice") << "1,1" << "1,1";
        QTest::newRow("largest") << "4294967295" << "4294967295";
        for (const char* bad : {"", " ", "a", "1,", "-1", "1-", "8-5", "1.5", "4294967296", "0-4294967295", "1--2", "+3"}) QTest::newRow(bad) << QString(bad) << QString();
    }
    void seeds() {
        QFETCH(QString, text);
        QFETCH(QString, written);
        QString why;
        const auto seeds = seedsOf(text, &why);
        QCOMPARE(seeds.has_value(), !written.isEmpty());
        QCOMPARE(why.isEmpty(), seeds.has_value());
        if (!seeds) return;
        QCOMPARE(job::textOf(*seeds), written);
        QCOMPARE(seedsOf(written), seeds);
    }

    void keepsLongTextsAside() {
        std::string msa = ">query\nNLYIQWLKDGGPSSGRPPPS\n";
        while (msa.size() < 3'000'000) msa += ">s\nNLYIQWLKDGGPSSGRPP-S\n";
        const auto plain = read(twoChains);
        const std::string text = json::applied(plain->text, withAlignment(*plain, 0, AlignmentKind::Unpaired, {SourceKind::Text}, msa));
        KeptTexts kept;
        const std::string shown = kept.setAside(text, read(text)->root);
        QVERIFY(shown.size() < 2000);
        const auto small = readJobText(shown, kept);
        QCOMPARE(small->job.entities[0].unpaired.kind, SourceKind::Text);
        QCOMPARE(small->job.entities[0].unpaired.bytes, msa.size());
        QCOMPARE(small->job.entities[0].unpaired.records, countRecords(msa));
        QVERIFY(kept.restored(shown, small->root) == text);
        QVERIFY(read(twoChains)->job.entities[0].unpaired.kind == SourceKind::None);
    }
};

FOLDMETER_TEST(tst_job_edits)
#include "tst_job_edits.moc"
