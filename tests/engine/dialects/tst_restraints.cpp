// What restraints, templates and alignments of other programs become, and what is said where they are wrong.
#include "support/test_main.h"

#include "base/error.h"
#include "base/file.h"
#include "dialects/any_input.h"
#include "dialects/csv.h"
#include "dialects/fasta.h"
#include "dialects/protenix_alignments.h"
#include "features/build_batch.h"
#include "features/input_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace foldmeter;
using dialects::AnyInput;

namespace {

std::string place(const std::string& name) { return test::dataPath("dialects/" + name); }

std::string saidOf(const AnyInput& input) {
    std::string text;
    for (const dialects::Remark& remark : input.remarks) text += dialects::toText(remark, "f") + "\n";
    for (const features::Problem& problem : input.problems) text += features::toText(problem, "f") + "\n";
    return text;
}

const char* header = "chainA,res_idxA,chainB,res_idxB,connection_type,confidence,min_distance_angstrom,max_distance_angstrom,comment,restraint_id\n";

}  // namespace

class tst_restraints : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cells() {
        const std::vector<dialects::CsvRow> rows = dialects::readCsv("\xef\xbb\xbf" "a, b ,c\r\n\n\"x, \"\"y\"\"\",\"two\nlines\",\n,last");
        QCOMPARE(rows.size(), std::size_t{3});
        QCOMPARE(fmt::format("{}", fmt::join(rows[0].cells, ";")), std::string("a;b;c"));
        QCOMPARE(fmt::format("{}", fmt::join(rows[1].cells, ";")), std::string("x, \"y\";two\nlines;"));
        QCOMPARE(rows[1].line, 3);
        QCOMPARE(rows[2].line, 5);
        QCOMPARE(rows[2].cells.size(), std::size_t{2});
    }

    void wrongTables_data() {
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) { QTest::newRow(name) << QString(text) << QString(expected); };
        row("chain", "D,,A,S5,pocket,1,0,5,,x", "t:2: the chain is \"D\"");
        row("kind", "A,R1,C,@C1,bond,1,0,5,,x", "the connection_type is \"bond\"");
        row("letter", "A,K1,C,@C1,contact,1,0,5,,x", "K1 of chain A is R");
        row("beyond", "A,R10,C,@C1,contact,1,0,5,,x", "residue 10 of chain A, which has 9 residues");
        row("residue", "A,R,C,@C1,contact,1,0,5,,x", "the residue is \"R\"");
        row("zero", "A,R0,C,@C1,contact,1,0,5,,x", "the residue is \"R0\"");
        row("mark", "A,R1@,C,@C1,contact,1,0,5,,x", "the residue is \"R1@\"");
        row("no atom", "A,R1,C,@C1,covalent,1,0,0,,x", "names an atom at both ends");
        row("no residue", "A,@NE,C,@C1,covalent,1,0,0,,x", "names an atom at both ends");
        row("pocket with residue", "A,R1,C,@C1,pocket,1,0,5,,x", "a pocket names a chain");
        row("contact with chain", "A,,C,@C1,contact,1,0,5,,x", "a contact names a residue");
        row("number", "C,,A,S5,pocket,1,0,far,,x", "max_distance_angstrom is \"far\"");
        row("negative", "C,,A,S5,pocket,1,-1,5,,x", "min_distance_angstrom is \"-1\"");
        row("not a number", "C,,A,S5,pocket,1,0,nan,,x", "max_distance_angstrom is \"nan\"");
        row("confidence", "C,,A,S5,pocket,1.5,0,5,,x", "confidence is \"1.5\"");
        row("order", "C,,A,S5,pocket,1,6,5,,x", "at least 6 and at most 5");
        row("twice", "C,,A,S5,pocket,1,0,5,,x\nC,,A,S5,pocket,1,0,5,,x", "t:3: the restraint_id \"x\" stands twice");
        row("short", "C", "the connection_type is \"\"");
        row("unknown atom", "A,R1@NH9,C,@C1,covalent,1,0,0,,x", "the atom \"NH9\"");
        row("polymers", "A,S5@OG,A,S8@OG,covalent,1,0,0,,x", "dropped: t:2: the bond from chain A residue S5 atom OG");
    }
    void wrongTables() {
        QFETCH(QString, row);
        QFETCH(QString, expected);
        dialects::Journal journal;
        const std::vector<dialects::FastaRecord> records = dialects::readFasta(readText(place("chai_bonds.fasta")), journal);
        const json::Value job = dialects::translateChaiFasta(records, "job", {header + row.toStdString() + "\n", "t"}, journal);
        std::string said;
        for (const features::Problem& problem : journal.problems.take()) said += features::toText(problem, "f") + "\n";
        for (const dialects::Remark& remark : journal.take()) said += dialects::toText(remark, "f") + "\n";
        const features::ReadResult read = features::readFoldInput(job, "f");
        if (read.input)
            for (const features::Problem& problem : features::checkInput(*read.input, *structure::ComponentDictionary::bundled(), false)) said += features::toText(problem, "f") + "\n";
        QVERIFY2(QString::fromStdString(said).contains(expected), said.c_str());
    }

    void missingColumn() {
        dialects::Journal journal;
        const std::vector<dialects::FastaRecord> records = dialects::readFasta(readText(place("chai_bonds.fasta")), journal);
        dialects::translateChaiFasta(records, "job", {"chainA,res_idxA,chainB\n", "t"}, journal);
        const std::vector<features::Problem> problems = journal.problems.take();
        QCOMPARE(problems.size(), std::size_t{2});
        QVERIFY(problems[0].text.find("res_idxB") != std::string::npos && problems[1].text.find("connection_type") != std::string::npos);
    }

    // The ligand of a bond is the same molecule as a component as it is as a SMILES.
    void bondedSmiles() {
        const AnyInput bonded = dialects::readAnyInput(place("chai_bonds.fasta"));
        const AnyInput free = dialects::readAnyText(readText(place("chai_bonds.fasta")), "absent.fasta");
        const auto components = structure::ComponentDictionary::bundled();
        const features::BatchBuilder with(bonded.jobs.at(0), components, {}), without(free.jobs.at(0), components, {});
        QCOMPARE(with.tokens(), without.tokens());
        QVERIFY(bonded.jobs[0].userCcd.find("LIG-C O1 O 0") != std::string::npos);
        QVERIFY(bonded.jobs[0].userCcd.find("C2 O1 DOUB N") != std::string::npos);
    }

    void restraintsOfOtherFiles() {
        QVERIFY_EXCEPTION_THROWN(dialects::readAnyInput(place("plain.fasta"), {.restraints = place("chai_bonds.restraints")}), InputError);
        QVERIFY_EXCEPTION_THROWN(dialects::readAnyInput(place("chai.fasta"), {.restraints = place("absent.restraints")}), InputError);
    }

    void templates() {
        const AnyInput input = dialects::readAnyInput(place("boltz_templates.yaml"));
        QVERIFY2(!input.hasErrors(), saidOf(input).c_str());
        const auto& pairs = input.jobs[0].entities;
        QCOMPARE(pairs[0].templates->size(), std::size_t{2});   // the cif's chain, and the pdb's by name
        QCOMPARE(pairs[1].templates->size(), std::size_t{2});
        QCOMPARE(fmt::format("{}", fmt::join((*pairs[1].templates)[0].queryIndices, ",")), std::string("0,1,2,3,4"));
        QVERIFY((*pairs[1].templates)[0].mmcif.find("revision_date 1970-01-01") != std::string::npos);
        QVERIFY((*pairs[1].templates)[0].mmcif.find("A 1 4 MSE") != std::string::npos);
        const std::string said = saidOf(input);
        for (const char* part : {"dropped: $.templates[1].force", "small.cif states no release date", "chain A of small.cif is laid on chain P: 3 of 5 residues"}) QVERIFY2(said.find(part) != std::string::npos, said.c_str());
        const features::BatchBuilder builder(input.jobs[0], structure::ComponentDictionary::bundled(), {});
        QCOMPARE(builder.tokens(), 15 + 26);
    }

    void protenixTaxa() {
        QCOMPARE(dialects::withSpecies(">query\nMKV\n>UniRef100_P12345_9606/1-3 x\nMKI\n>UniRef100_P1\nMKL\n>tr|A0A001|A0A001_HUMAN\nMKF"),
                 std::string(">query\nMKV\n>tr|A0A000|A0A000_UE700 UniRef100_P12345_9606/1-3 x\nMKI\n>UniRef100_P1\nMKL\n>tr|A0A001|A0A001_HUMAN\nMKF"));
    }
};

FOLDMETER_TEST(tst_restraints)
#include "tst_restraints.moc"
