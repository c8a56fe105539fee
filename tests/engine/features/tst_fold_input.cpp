// Reading and refusing fold inputs: places and texts of complaints, AlphaFold 3's verdicts on odd inputs, damaged bytes.
#include "base/error.h"
#include "features/input_check.h"
#include "golden.h"

#include <random>

using namespace foldmeter;
using namespace foldmeter::features;
using namespace foldmeter::test;

class tst_fold_input : public QObject {
    Q_OBJECT

    static std::string unescaped(const std::string& text) {
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] != '\\' || i + 1 == text.size()) out += text[i];
            else if (const char next = text[++i]; next == 'n') out += '\n';
            else out += next == 't' ? '\t' : next;
        }
        return out;
    }

    static std::string job(const std::string& entries, const std::string& more = "") {
        return R"({"name": "x", "modelSeeds": [1], "dialect": "alphafold3", "version": 4, "sequences": [)" + entries + "]" + more + "}";
    }
    static std::string withHead(const std::string& nameAndSeeds) {
        std::string text = "{" + nameAndSeeds;
        text += R"(, "dialect": "alphafold3", "version": 1, "sequences": [)";
        text += protein;
        return text += "]}";
    }
    static std::string twice(const std::string& entry) {
        std::string text = entry;
        text += ',';
        return text += entry;
    }
    static constexpr const char* protein = R"({"protein": {"id": "A", "sequence": "GAVCK", "unpairedMsa": "", "pairedMsa": "", "templates": []}})";

private Q_SLOTS:
    void readsEverything() {
        const std::string text = job(R"({"protein": {"id": ["B", "AA"], "sequence": "GAVCK", "description": "two",
            "modifications": [{"ptmType": "SEP", "ptmPosition": 2}], "unpairedMsa": ">q\nGAVCK", "pairedMsa": "", "templates": []}},
            {"ligand": {"id": "L", "ccdCodes": ["NAG", "NAG"]}}, {"ligand": {"id": "S", "smiles": "CCO"}})",
                                     R"(, "bondedAtomPairs": [[["B", 4, "SG"], ["L", 1, "C1"]]], "userCCD": "data_X")");
        const ReadResult read = readFoldInput(text, "job.json");
        QVERIFY2(read.input, read.problems.empty() ? "" : toText(read.problems[0], "job.json").c_str());
        const FoldInput& input = *read.input;
        QCOMPARE(input.entities.size(), std::size_t{3});
        const Entity& first = input.entities[0];
        QCOMPARE(first.ids, (std::vector<std::string>{"B", "AA"}));
        QCOMPARE(first.description, std::string("two"));
        QCOMPARE(first.modifications.size(), std::size_t{1});
        QCOMPARE(first.modifications[0].type, std::string("SEP"));
        QCOMPARE(first.modifications[0].position, 2);
        QCOMPARE(*first.unpairedMsa, std::string(">q\nGAVCK"));
        QCOMPARE(*first.pairedMsa, std::string());
        QCOMPARE(first.path, std::string("$.sequences[0].protein"));
        QCOMPARE(input.entities[1].ccdCodes, (std::vector<std::string>{"NAG", "NAG"}));
        QCOMPARE(input.entities[2].smiles, std::string("CCO"));
        QCOMPARE(input.bonds.size(), std::size_t{1});
        QCOMPARE(input.bonds[0].first.residue, 4);
        QCOMPARE(input.bonds[0].second.atom, std::string("C1"));
        QCOMPARE(input.userCcd, std::string("data_X"));
        QVERIFY(read.problems.empty());
    }

    void names_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("sanitised");
        QTest::newRow("spaces") << "Case A single" << "Case_A_single";
        QTest::newRow("symbols") << "a/b\\c:d@1.2-3_e" << "abcd1.2-3_e";
        QTest::newRow("umlaut") << "M\u00fcsli" << "Msli";
    }
    void names() {
        QFETCH(QString, name);
        QFETCH(QString, sanitised);
        std::string quoted;
        for (const char c : name.toStdString()) quoted += c == '\\' ? std::string("\\\\") : std::string(1, c);
        const ReadResult read = readFoldInput(withHead(R"("name": ")" + quoted + R"(", "modelSeeds": [1])"), "f");
        QVERIFY(read.input);
        QCOMPARE(QString::fromStdString(read.input->sanitisedName), sanitised);
    }

    void complaints_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");   // beginning of the first complaint
        const auto row = [](const char* name, const std::string& text, const char* says) { QTest::newRow(name) << QString::fromStdString(text) << says; };
        row("malformed", "{\n \"name\": ,\n}", "f:2:10: $: ");
        row("not UTF-8 closed", "{\"name\": \"x", "f:1:");
        row("empty", "", "f:1:1: $: ");
        row("a number", "5", "f:1:1: $: the file holds 5");
        row("server dialect", "[{}]", "f:1:1: $: a list of jobs is the AlphaFold Server dialect");
        row("misspelt key", job(protein, R"(, "bondedAtomPair": [])"), "f:1:206: $.bondedAtomPair: the key \"bondedAtomPair\" is unknown; allowed are dialect, version, name, modelSeeds, sequences, bondedAtomPairs, userCCD, userCCDPath. Did you mean \"bondedAtomPairs\"?");
        row("misspelt kind", job(R"({"protien": {}})"), "f:1:99: $.sequences[0].protien: the kind of entry \"protien\" is unknown; allowed are protein, rna, dna, ligand. Did you mean \"protein\"?");
        row("letter", job(R"({"dna": {"id": "A", "sequence": "AC-T"}})"), "f:1:119: $.sequences[0].dna.sequence: \"-\" at place 3 is no letter of a dna sequence");
        row("duplicate id", job(twice(protein)), "f:1:198: $.sequences[1].protein.id: the chain id \"A\" is taken already by $.sequences[0].protein");
        row("no seeds", withHead(R"("name": "x", "modelSeeds": [])"), "f:1:29: $.modelSeeds: the seeds are a list of 0");
        row("path", job(R"({"rna": {"id": "A", "sequence": "ACG", "unpairedMsaPath": "x.a3m"}})"), "f:1:145: $.sequences[0].rna.unpairedMsaPath: \"unpairedMsaPath\": there is no file x.a3m");
        row("folder", job(R"({"rna": {"id": "A", "sequence": "ACG", "unpairedMsaPath": "/"}})"), "f:1:145: $.sequences[0].rna.unpairedMsaPath: \"unpairedMsaPath\": / is not a file");
        row("both", job(R"({"rna": {"id": "A", "sequence": "ACG", "unpairedMsa": "", "unpairedMsaPath": "x"}})"), "f:1:164: $.sequences[0].rna.unpairedMsaPath: both \"unpairedMsa\" and");
        row("path as content", job(R"({"rna": {"id": "A", "sequence": "ACG", "unpairedMsa": "/etc/passwd"}})"), "f:1:141: $.sequences[0].rna.unpairedMsa: \"unpairedMsa\" is \"/etc/passwd\", which names a file");
        row("name above", withHead(R"("name": "..", "modelSeeds": [1])"), "f:1:10: $.name: the name is \"..\"");
    }
    void complaints() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const ReadResult read = readFoldInput(text.toStdString(), "f");
        QVERIFY(!read.input);
        QVERIFY(!read.problems.empty());
        const std::string first = toText(read.problems.front(), "f");
        QVERIFY2(first.starts_with(says.toStdString()), first.c_str());
    }

    void allComplaintsAtOnce() {
        const std::string text = R"({"name": "", "modelSeeds": [-1, 2.5, "x"], "dialect": "alphafold4", "version": 9, "foo": 1,
            "sequences": [{"protein": {"id": "a", "sequence": "G1"}}, {"ligand": {"id": "B"}}, {"lipid": {}}]})";
        const ReadResult read = readFoldInput(text, "f");
        std::size_t errors = 0;
        for (const Problem& problem : read.problems) errors += problem.severity == Problem::Severity::Error ? 1 : 0;
        QCOMPARE(errors, std::size_t{10});
        for (std::size_t i = 1; i < read.problems.size(); ++i)
            QVERIFY(read.problems[i - 1].position.line < read.problems[i].position.line || read.problems[i - 1].position.column <= read.problems[i].position.column);
        QCOMPARE(read.problems.back().position.line, 2);
    }
    void complaintsAreCounted() {
        std::string seeds = "-1";
        for (int i = 0; i < 999; ++i) seeds += ", -1";
        const ReadResult read = readFoldInput(withHead(R"("name": "x", "modelSeeds": [)" + seeds + "]"), "f");
        QCOMPARE(read.problems.size(), std::size_t{101});
        QCOMPARE(toText(read.problems.back(), "f"), std::string("f: $: 900 more of this kind."));
    }

    void warnings_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const std::string& text, const char* says) { QTest::newRow(name) << QString::fromStdString(text) << says; };
        row("seed twice", withHead(R"("name": "x", "modelSeeds": [3, 3])"), "the seed 3 stands more than once");
        row("seed cast", withHead(R"("name": "x", "modelSeeds": ["12"])"), "the seed \"12\" is taken as 12");
        row("absent MSA", job(R"({"rna": {"id": "A", "sequence": "ACGUA"}})"), "no \"unpairedMsa\"; no search is done");
        row("absent templates", job(R"({"protein": {"id": "A", "sequence": "GAVCK", "unpairedMsa": "", "pairedMsa": ""}})"), "no \"templates\"; no search is done");
        row("unknown residues", job(R"({"rna": {"id": "A", "sequence": "ACTGT", "unpairedMsa": ""}})"), "2 letter(s) of the sequence name no standard residue (T, first at place 3) and are read as N");
    }
    void warnings() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const ReadResult read = readFoldInput(text.toStdString(), "f");
        QVERIFY(read.input);
        QCOMPARE(read.problems.size(), std::size_t{1});
        QVERIFY(read.problems[0].severity == Problem::Severity::Warning);
        QVERIFY2(read.problems[0].text.find(says.toStdString()) != std::string::npos, read.problems[0].text.c_str());
    }

    void loadNamesTheFile() {
        try {
            loadFoldInput("/no/such/job.json");
            QFAIL("read a file that is not there");
        } catch (const InputError& error) {
            QVERIFY(std::string(error.what()).find("/no/such/job.json") != std::string::npos);
        }
    }

    // Verdicts of AlphaFold 3, followed strictly.
    void verdicts_data() {
        QTest::addColumn<QString>("verdict");
        QTest::addColumn<QString>("facts");
        QTest::addColumn<QString>("text");
        for (const auto& row : readTable(readText(dataPath("features/bad_inputs.tsv"))))
            QTest::newRow(row[0].c_str()) << QString::fromStdString(row[1]) << QString::fromStdString(row[4]) << QString::fromStdString(unescaped(row[5]));
    }
    void verdicts() {
        QFETCH(QString, verdict);
        QFETCH(QString, facts);
        QFETCH(QString, text);
        std::string refusal;
        const ReadResult read = readFoldInput(text.toStdString(), "f");
        std::unique_ptr<BatchBuilder> builder;
        try {
            if (read.input) builder = std::make_unique<BatchBuilder>(*read.input, structure::ComponentDictionary::bundled(), BatchOptions{.strictAlphafold3 = true});
            else refusal = toText(read.problems.front(), "f");
        } catch (const InputError& error) {
            refusal = error.what();
        }
        if (verdict == "error") {
            QVERIFY(!refusal.empty());
            return;
        }
        QVERIFY2(refusal.empty(), refusal.c_str());
        const Batch batch = builder->build(read.input->seeds.front());
        const auto count = [&](const char* name) {
            const auto mask = batch.at(name).as<std::uint8_t>();
            return std::count(mask.begin(), mask.end(), 1);
        };
        std::string seeds;
        for (const std::uint32_t seed : read.input->seeds) seeds += (seeds.empty() ? "" : ", ") + std::to_string(seed);
        const std::string ours = "seeds [" + seeds + "], tokens " + std::to_string(batch.tokens) + ", atoms " + std::to_string(batch.atoms.size()) +
                                 ", msa rows " + std::to_string(batch.msaRows) + ", polymer-ligand bonds " +
                                 std::to_string(count("tokens_to_polymer_ligand_bonds:gather_mask") / 2) + ", ligand-ligand bonds " +
                                 std::to_string(count("tokens_to_ligand_ligand_bonds:gather_mask") / 2) + ", template atoms " +
                                 std::to_string(count("template_atom_mask"));
        QCOMPARE(QString::fromStdString(ours), facts);
    }

    // Damaged inputs are read or refused, never anything else. FOLDMETER_FUZZ_ROUNDS asks for a longer run.
    void damagedInputs() {
        const auto rows = readTable(readText(dataPath("features/bad_inputs.tsv")));
        std::mt19937 random(1);
        const std::string inserts = "{}[]\",:\\0u1e-\xff\x00\n";
        bool given = false;
        const int asked = qEnvironmentVariableIntValue("FOLDMETER_FUZZ_ROUNDS", &given);
        const int rounds = given ? asked : 3000;
        int accepted = 0;
        for (int i = 0; i < rounds; ++i) {
            std::string text = unescaped(rows[random() % rows.size()].back());
            for (unsigned n = random() % 4; n > 0 && !text.empty(); --n) {
                const std::size_t at = random() % text.size();
                switch (random() % 4) {
                    case 0: text[at] = static_cast<char>(random()); break;
                    case 1: text.erase(at, random() % 20); break;
                    case 2: text.insert(at, 1, inserts[random() % inserts.size()]); break;
                    default: text.insert(at, text.substr(random() % text.size(), random() % 60));
                }
            }
            const ReadResult read = readFoldInput(text, "f");
            QVERIFY(read.input || !read.problems.empty());
            for (const Problem& problem : read.problems) QVERIFY(!toText(problem, "f").empty());
            accepted += read.input ? 1 : 0;
        }
        QVERIFY(accepted > rounds / 30);
    }
    void deepNesting() {
        const ReadResult read = readFoldInput(std::string(1'000'000, '['), "f");
        QVERIFY(!read.input);
        QVERIFY(!read.problems.empty());
    }
};

FOLDMETER_TEST(tst_fold_input)
#include "tst_fold_input.moc"
