// Every dialect: what its example becomes, that a written job reads as the same job, and what is said of wrong ones.
#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "dialects/any_input.h"
#include "dialects/glycan.h"
#include "dialects/paired_csv.h"
#include "dialects/write_alphafold3.h"

#include <QElapsedTimer>
#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace foldmeter;
using dialects::AnyInput;
using dialects::Dialect;
using features::EntityKind;

namespace {

std::string place(const std::string& name) { return test::dataPath("dialects/" + name); }

// "protein A,B PREACHING mods 1; ligand C NAG" and the bonds: all that is compared of a job in one text.
std::string summaryOf(const features::FoldInput& job) {
    static constexpr const char* kinds[] = {"protein", "rna", "dna", "ligand"};
    std::string text;
    for (const features::Entity& entity : job.entities) {
        text += text.empty() ? "" : "; ";
        text += kinds[static_cast<int>(entity.kind)];
        for (std::size_t i = 0; i < entity.ids.size(); ++i) text += (i == 0 ? " " : ",") + entity.ids[i];
        text += " " + entity.sequence + entity.smiles;
        for (std::size_t i = 0; i < entity.ccdCodes.size(); ++i) text += (i == 0 ? "" : "-") + entity.ccdCodes[i];
        for (const features::Modification& change : entity.modifications) text += fmt::format(" {}@{}", change.type, change.position);
    }
    for (const auto& [first, second] : job.bonds) text += fmt::format("; {}{}{}-{}{}{}", first.chain, first.residue, first.atom, second.chain, second.residue, second.atom);
    return text;
}

// Chain by chain, since equal entries are written as one with several ids.
std::map<std::string, std::string> chainsOf(const features::FoldInput& job) {
    std::map<std::string, std::string> chains;
    for (const features::Entity& entity : job.entities) {
        features::FoldInput one;
        one.entities = {entity};
        one.entities[0].ids.clear();
        std::string templates = entity.templates ? std::to_string(entity.templates->size()) : "to be searched";
        for (const features::Template& given : entity.templates.value_or(std::vector<features::Template>())) templates += fmt::format(" {} {} {}", given.mmcif, fmt::join(given.queryIndices, ","), fmt::join(given.templateIndices, ","));
        for (const std::string& id : entity.ids)
            chains[id] = fmt::format("{} | {} | {} | {} | {}", summaryOf(one), entity.description, entity.unpairedMsa.value_or("to be searched"), entity.pairedMsa.value_or("to be searched"), templates);
    }
    return chains;
}
std::string bondsOf(features::FoldInput job) {
    job.entities.clear();
    return summaryOf(job);
}

std::string problemsOf(const AnyInput& input, const std::string& file) {
    std::string text;
    for (const features::Problem& problem : input.problems)
        if (problem.severity == features::Problem::Severity::Error) text += features::toText(problem, file) + "\n";
    return text;
}

std::string remarksOf(const AnyInput& input) {
    std::string text;
    for (const dialects::Remark& remark : input.remarks) text += dialects::toText(remark, "f") + "\n";
    return text;
}

}  // namespace

class tst_any_input : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void examples_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("dialect");
        QTest::addColumn<int>("jobs");
        QTest::addColumn<QString>("expected");   // of the first job
        QTest::addColumn<QString>("remark");     // one of them
        const auto row = [](const char* file, Dialect dialect, int jobs, const char* expected, const char* remark) {
            QTest::newRow(file) << QString(file) << static_cast<int>(dialect) << jobs << QString(expected) << QString(remark);
        };
        row("alphafold3.json", Dialect::AlphaFold3, 1, "protein A GASVK", "");
        row("server.json", Dialect::AlphaFoldServer, 2,
            "protein A,B PREACHINGSNT HY3@1; dna C GATTACA 6OG@1; rna D GUAC; ligand E ATP; ligand F,G MG; ligand H NAG-NAG-BMA-MAN-MAN-FUC; ligand I NAG-NAG-BMA-MAN-MAN-FUC; "
            "H1O4-H2C1; H2O4-H3C1; H3O3-H4C1; H3O6-H5C1; H1O6-H6C1; A8ND2-H1C1; I1O4-I2C1; I2O4-I3C1; I3O3-I4C1; I3O6-I5C1; I1O6-I6C1; B8ND2-I1C1",
            "f:7:50: assumed: $[0].sequences[0].proteinChain.glycans[0].residues: the bonds of the glycan NAG(NAG(BMA(MAN)(MAN)))(FUC)");
        row("protenix.json", Dialect::Protenix, 1,
            "protein A,B PREACHINGSN; ligand C,D NAG-BMA; ligand E CC(=O)Oc1ccccc1C(=O)O; ligand F ZN; A11ND2-C1C1; B11ND2-D1C1; C1O4-C2C1", "dropped: $[0].constraint");
        row("boltz.yaml", Dialect::BoltzYaml, 1,
            "protein A,B MVTPEGNV TPO@3; rna R GUAC; ligand C SAH; ligand E N[C@@H](Cc1ccc(O)cc1)C(=O)O; B1SD-C1C5'", "f:23:5: dropped: $.constraints[1]");
        row("boltz.fasta", Dialect::BoltzFasta, 1, "protein A MVTPEGNVSLVDESLL; dna B GATTACA; ligand C SAH; ligand D N[C@@H](Cc1ccc(O)cc1)C(=O)O", "no seed is given");
        row("chai.fasta", Dialect::ChaiFasta, 1,
            "protein A RKDESMEESN MSE@6; ligand B NAG-NAG-BMA-MAN-MAN; ligand C CC(=O)Oc1ccccc1C(=O)O; rna D GUAC; B1O4-B2C1; B2O4-B3C1; B3O3-B4C1; B3O6-B5C1",
            "f:3:1: assumed: record 2: no bond of the glycan");
        row("chai_bonds.fasta", Dialect::ChaiFasta, 1, "protein A RKDESNESN; ligand B NAG-NAG; ligand C LIG-C; B1O4-B2C1; A6ND2-B1C1; A4OE1-C1C2",
            "chai_bonds.restraints:5: the pocket of chain C and chain A residue S5 within 5.5 Angstrom: the network takes no distances");
        row("boltz_templates.yaml", Dialect::BoltzYaml, 1, "protein P,Q GNSKA; protein R GNSMA; ligand L SAH",
            "f:13:5: assumed: $.templates[0]: chain A1 of small.pdb is laid on chain R: 5 of 5 residues, 5 of them equal");
        row("plain.fasta", Dialect::Fasta, 1, "protein A MKTAYIAKQRQISFVK; dna B GATTACA; rna C GUACGU; protein D MKV; protein E MKT", "taken as dna (chain B)");
        row("small.pdb", Dialect::Pdb, 1, "protein A GNSMA MSE@4; ligand B NAG; ligand C ZN; A2ND2-B1C1", "dropped: structure: 1 water");
        row("small.cif", Dialect::Mmcif, 1, "protein A GNS SEP@3; ligand B NAG-NAG; A2ND2-B1C1; B1O4-B2C1", "dropped: structure: 1 water");
    }
    void examples() {
        QFETCH(QString, file);
        QFETCH(QString, expected);
        QFETCH(QString, remark);
        const AnyInput input = dialects::readAnyInput(place(file.toStdString()));
        QCOMPARE(problemsOf(input, "f"), std::string());
        QTEST(static_cast<int>(input.dialect), "dialect");
        QTEST(static_cast<int>(input.jobs.size()), "jobs");
        QCOMPARE(QString::fromStdString(summaryOf(input.jobs.front())), expected);
        QVERIFY2(QString::fromStdString(remarksOf(input)).contains(remark), remarksOf(input).c_str());
    }

    // The name of the file must not matter.
    void contentDecides() {
        const AnyInput input = dialects::readAnyText(readText(place("boltz.yaml")), place("x.pdb"));
        QCOMPARE(static_cast<int>(input.dialect), static_cast<int>(Dialect::BoltzYaml));
    }

    void roundTrips_data() { examples_data(); }
    void roundTrips() {
        QFETCH(QString, file);
        const AnyInput input = dialects::readAnyInput(place(file.toStdString()));
        for (const features::FoldInput& job : input.jobs) {
            const std::string written = dialects::writeAlphafold3(job, dialects::Absent::Null);
            const AnyInput again = dialects::readAnyText(written, "again.json");
            QCOMPARE(problemsOf(again, "f"), std::string());
            QCOMPARE(again.jobs.size(), std::size_t{1});
            const features::FoldInput& other = again.jobs.front();
            QVERIFY(chainsOf(other) == chainsOf(job));
            QCOMPARE(bondsOf(other), bondsOf(job));
            QCOMPARE(other.name, job.name);
            QCOMPARE(other.userCcd, job.userCcd);
            QVERIFY(other.seeds == job.seeds);
            QCOMPARE(dialects::writeAlphafold3(other, dialects::Absent::Null), written);
        }
    }

    void alignments() {
        const AnyInput boltz = dialects::readAnyInput(place("boltz.yaml"));
        QCOMPARE(boltz.jobs[0].entities[0].unpairedMsa.value_or("-"), std::string(">query\nMVTPEGNV\n>row2\nMVTAEGNV\n"));
        QCOMPARE(boltz.jobs[0].entities[0].pairedMsa.value_or("-"), std::string(">query\nMVTPEGNV\n>tr|A0A000|A0A000_C0000\nMVTPDGNV\n"));
        const AnyInput protenix = dialects::readAnyInput(place("protenix.json"));
        QVERIFY(protenix.jobs[0].entities[0].pairedMsa.value_or("").find("HUMAN") != std::string::npos);
        const AnyInput server = dialects::readAnyInput(place("server.json"));
        QVERIFY(server.jobs[0].entities[0].templates && server.jobs[0].entities[0].templates->empty());
        QVERIFY(!server.jobs[1].entities[0].templates);
    }

    void jobPerRecord() {
        const AnyInput input = dialects::readAnyInput(place("plain.fasta"), {.jobPerRecord = true});
        QCOMPARE(input.jobs.size(), std::size_t{4});
        QCOMPARE(input.jobs[0].name, std::string("sp_P00001_ONE"));
        QCOMPARE(summaryOf(input.jobs[3]), std::string("protein A MKV; protein B MKT"));
    }

    // AlphaFold 3's own reader of the server's dialect refuses what the server itself takes.
    void serverStrictly() {
        const std::string text = R"([{"name": "x", "modelSeeds": [1], "sequences": [{"proteinChain": {"sequence": "AN", "count": 1, "useStructureTemplate": false, "maxTemplateDate": "2021-01-01",
            "unpairedMsa": "", "glycans": [{"residues": "NAG", "position": 2}]}}]}])";
        QVERIFY(!dialects::readAnyText(text, "f").hasErrors());
        const AnyInput strict = dialects::readAnyText(text, "f", {.strictAlphafold3 = true});
        QVERIFY(strict.hasErrors());
        QCOMPARE(std::count_if(strict.problems.begin(), strict.problems.end(), [](const features::Problem& problem) { return problem.text.find("is refused by AlphaFold 3's own reader") != std::string::npos; }), 3);
    }

    // All that is wrong is told in one go, unknown components among it, each with a guess of what was meant.
    void allProblemsAtOnce() {
        const std::string text = R"({"name": "x", "modelSeeds": [1], "dialect": "alphafold3", "version": 1, "sequences": [
            {"protein": {"id": "a", "sequence": "GAVCK", "modifications": [{"ptmType": "CCD_SEPP", "ptmPosition": 3}], "unpairedMsa": "", "pairedMsa": "", "templates": []}},
            {"ligand": {"id": "B", "ccdCodes": ["ATPP"]}},
            {"ligand": {"id": "C", "smiles": "C1CC"}},
            {"ligand": {"id": ["D", "E"], "ccdCodes": ["ATP"]}}]})";
        const AnyInput input = dialects::readAnyText(text, "f");
        QVERIFY(input.hasErrors() && input.jobs.empty());
        const std::string said = features::toText(input.problems, features::Problem::Severity::Error, "f");
        std::size_t last = 0;
        for (const char* part : {"f:2:32: $.sequences[0].protein.id", "Write \"A\"", "Write \"SEPP\"", "component \"SEPP\" is not in the dictionary", "component \"ATPP\" is not in the dictionary. Did you mean", "$.sequences[2].ligand.smiles: the SMILES is malformed"}) {
            const std::size_t place = said.find(part);
            QVERIFY2(place != std::string::npos, (std::string(part) + " in\n" + said).c_str());
            if (std::string_view(part).starts_with("f:") || std::string_view(part).starts_with("component")) {
                QVERIFY2(place >= last, said.c_str());   // in the order of the file
                last = place;
            }
        }
        QCOMPARE(std::count(said.begin(), said.end(), '\n'), 4);   // five problems
    }

    void wrong_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) { QTest::newRow(name) << QString(text) << QString(expected); };
        row("server: letter", R"([{"name": "x", "modelSeeds": [1], "sequences": [{"proteinChain": {"sequence": "AB-", "count": 1}}]}])", "f:1:79: $[0].sequences[0].proteinChain.sequence");
        row("server: count", "[{\"name\": \"x\", \"modelSeeds\": [1],\n \"sequences\": [{\"ion\": {\"ion\": \"MG\", \"count\": 0}}]}]", "f:2:47: $[0].sequences[0].ion.count: the number of copies is 0");
        row("server: nothing beside", R"([{"name": "x", "modelSeeds": [1], "sequences": [{"protein": {"sequence": "AN"}}]}])", "\n");
        row("server: two problems", R"([{"name": "x", "modelSeeds": [-1], "sequences": [{"ion": {"ion": "MG", "count": "a"}}]}])", "seed");
        row("server: glycan on A", R"([{"name": "x", "modelSeeds": [1], "sequences": [{"proteinChain": {"sequence": "AN", "count": 1, "glycans": [{"residues": "NAG", "position": 1}]}}]}])", "a glycan on A");
        row("server: glycan text", R"([{"name": "x", "modelSeeds": [1], "sequences": [{"proteinChain": {"sequence": "AN", "count": 1, "glycans": [{"residues": "nag", "position": 2}]}}]}])", "place 1 holds neither");
        row("server: kind", R"([{"name": "x", "modelSeeds": [1], "sequences": [{"protein": {"sequence": "AN"}}]}])", "proteinChain");
        row("server: no JSON", "[{\"name\": \"x\",\n}]", "f:2:1");
        row("protenix: file", R"([{"name": "x", "sequences": [{"ligand": {"ligand": "FILE_a.sdf", "count": 1}}]}])", "f:1:52: $[0].sequences[0].ligand.ligand");
        row("protenix: bond", R"([{"name": "x", "sequences": [{"ligand": {"ligand": "CCD_ATP", "count": 1}}], "covalent_bonds": [{"entity1": 9, "position1": 1, "atom1": "A", "entity2": 1, "position2": 1, "atom2": "B"}]}])", "9 stands where a whole number from 1 to 1");
        row("boltz: key", "version: 1\nsequences:\n  - protein:\n      id: A\n      sequenc: MKV\n", "f:5:16: $.sequences[0].protein.sequenc: the key \"sequenc\" is unknown");
        row("boltz: bond", "sequences:\n  - ligand: {id: A, ccd: ATP}\nconstraints:\n  - bond: {atom1: [A, 2, PA], atom2: [A, 1, PB]}\n", "f:4:11: $.constraints[0].bond: the bond names residue 2");
        row("boltz: malformed", "sequences:\n  - ligand: {id: A\n", "f:");
        row("boltz: key twice", "version: 1\nversion: 1\nsequences: []\n", "f:2:1: the key \"version\" stands twice");
        row("boltz: msa", "sequences:\n  - protein: {id: A, sequence: MKV, msa: absent.a3m}\n", "f:2:");
        row("boltz: cycle", "sequences: &a\n  - *a\n", "deeper");
        row("boltz fasta", ">A|protein|empty\nMK1\n", "f:2:1: record 1: \"1\" at place 3");
        row("chai: bracket", ">protein|a\nMK(MSE\n", "f:2:1: record 1: the bracket at place 3");
        row("chai: glycan", ">glycan|a\nNAG(4-1 )\n", "f:2:1: record 1: the glycan");
        row("fasta: gap", ">a\nMKV\n>b\n\n  MK-V\n", "f:5:3: record 2: \"-\" at place 3");
        row("fasta: empty record", ">a\n>b\nMKV\n", "f:1:1: record 1");
        row("mmCIF: damaged", "data_x\nloop_\n_atom_site.id\n", "f:");
        row("mmCIF: no atoms", "data_x\n_entry.id x\n", "no atoms");
        row("PDB: no atoms", "HEADER    X\nEND\n", "no");
        row("nothing known", "hello\n", "no job");
        row("empty", "", "no job");
        row("boltz: template without file", "sequences:\n  - protein: {id: A, sequence: MKV}\ntemplates:\n  - chain_id: A\n", "f:4:5: $.templates[0]: a template needs exactly one");
        row("boltz: template absent", "sequences:\n  - protein: {id: A, sequence: MKV}\ntemplates:\n  - cif: absent.cif\n", "f:4:10: $.templates[0].cif: \"cif\": there is no file");
        row("boltz: contact", "sequences:\n  - protein: {id: A, sequence: MKV}\nconstraints:\n  - contact: {token1: [A, 1]}\n", "the key \"token2\" is missing");
        row("not UTF-8", ">a\xff\nMKV\n", "UTF-8");
    }
    void wrong() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        std::string said;
        // One row holds a byte that is no text: as the row's name says.
        const std::string bytes = std::string(QTest::currentDataTag()) == "not UTF-8" ? ">a\xff\nMKV\n" : text.toStdString();
        try {
            const AnyInput input = dialects::readAnyText(bytes, "f");
            QVERIFY(input.jobs.empty());
            said = problemsOf(input, "f");
        } catch (const InputError& error) {
            said = error.what();
        }
        QVERIFY2(QString::fromStdString(said).contains(expected), said.c_str());
        if (std::string(QTest::currentDataTag()) == "server: nothing beside") QCOMPARE(std::count(said.begin(), said.end(), '\n'), 1);
    }

    // Refused, or read, within a bounded time.
    void huge_data() {
        QTest::addColumn<QByteArray>("text");
        const auto repeated = [](const char* piece, int times) { return QByteArray(piece).repeated(times); };
        QTest::newRow("JSON list") << repeated("[", 1000000);
        QTest::newRow("YAML list") << QByteArray("sequences: ") + repeated("[", 100000);
        QTest::newRow("YAML blocks") << QByteArray("sequences:\n") + repeated("- ", 100000);
        QTest::newRow("YAML aliases") << QByteArray("sequences:\n- &a [x,x,x,x,x,x,x,x,x]\n- &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n- &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n- &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                                                    "- &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n- &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n- &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n");
        QTest::newRow("YAML text") << QByteArray("sequences: ") + repeated("A", 100000000);
        QTest::newRow("FASTA letters") << QByteArray(">a\n") + repeated("A", 100000000);
        QTest::newRow("FASTA records") << repeated(">\n", 1000000);
        QTest::newRow("glycan") << QByteArray(">glycan|a\n") + repeated("NAG(", 100000);
        QTest::newRow("nothing") << repeated("A", 100000000);
    }
    void huge() {
        QFETCH(QByteArray, text);
        const std::string bytes = text.toStdString();
        QElapsedTimer timer;
        timer.start();
        bool refused = false;
        try {
            refused = dialects::readAnyText(bytes, "f").hasErrors();
        } catch (const InputError&) {
            refused = true;
        }
        QVERIFY(refused);
        QVERIFY2(timer.elapsed() < 10000, qPrintable(QString::number(timer.elapsed())));   // two busy cores; alone well under a second
    }

    void glycanText_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("bonds");
        QTest::newRow("one") << "NAG" << "";
        QTest::newRow("stated") << "NAG(4-1 NAG(3-2 SIA))" << "O4-C1, O3-C2";
        QTest::newRow("both") << "NAG(4-1 BMA)(NAG)" << "O4-C1, O6-C1";
        QTest::newRow("sialic acid") << "GAL(SIA)" << "O3-C2";
    }
    void glycanText() {
        QFETCH(QString, text);
        const dialects::Glycan glycan = dialects::parseGlycan(text.toStdString());
        QCOMPARE(glycan.complaint, std::string());
        QTEST(QString::fromStdString(dialects::describeBonds(glycan, "")), "bonds");
    }
};

FOLDMETER_TEST(tst_any_input)
#include "tst_any_input.moc"
