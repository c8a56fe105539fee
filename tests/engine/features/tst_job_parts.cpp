// What a job brings along: bonds between residues, its own components, templates laid on columns.
#include "golden.h"

#include "features/input_check.h"
#include "features/template_alignment.h"
#include "structure/component_cif.h"

using namespace foldmeter;
using namespace foldmeter::features;
using namespace foldmeter::test;

namespace {

constexpr const char* protein = R"({"protein": {"id": "A", "sequence": "GANSK", "unpairedMsa": "", "pairedMsa": "", "templates": []}})";

std::string job(const std::string& entries, const std::string& more = "") {
    return R"({"name": "x", "modelSeeds": [1], "dialect": "alphafold3", "version": 4, "sequences": [)" + entries + "]" + more + "}";
}
std::string bonds(const std::string& pairs) { return R"(, "bondedAtomPairs": [)" + pairs + "]"; }
std::string and_(const std::string& a, const std::string& b) { return a + ", " + b; }

std::string withUser(const std::string& cif) { return ", \"userCCD\": \"" + cif + "\""; }

constexpr const char* userComponent = R"(data_MYL-A\n_chem_comp.id MYL-A\n_chem_comp.name 'Test compound'\n_chem_comp.type non-polymer\n_chem_comp.formula 'C2 H6 O'\n_chem_comp.mon_nstd_parent_comp_id ?\n_chem_comp.pdbx_synonyms ?\n_chem_comp.formula_weight 46.1\nloop_\n_chem_comp_atom.comp_id\n_chem_comp_atom.atom_id\n_chem_comp_atom.type_symbol\n_chem_comp_atom.charge\n_chem_comp_atom.pdbx_model_Cartn_x_ideal\n_chem_comp_atom.pdbx_model_Cartn_y_ideal\n_chem_comp_atom.pdbx_model_Cartn_z_ideal\nX C2 C 0 1.5 0.1 0\nX C1 C 0 0 0 0\nX O1 O 0 2.0 1.4 0.1\nX H1 H 0 2.0 -0.9 ?\nloop_\n_chem_comp_bond.atom_id_1\n_chem_comp_bond.atom_id_2\n_chem_comp_bond.value_order\n_chem_comp_bond.pdbx_aromatic_flag\nC1 C2 SING N\nC2 O1 SING N\nC1 H1 SING N\n)";

struct Row {   // of a gather of pairs
    double first, second;
    bool operator==(const Row&) const = default;
};

std::vector<Row> rowsOf(const Batch& batch, const std::string& name) {
    std::vector<Row> rows;
    const Tensor &indices = batch.at(name + ":gather_idxs"), &mask = batch.at(name + ":gather_mask");
    for (std::int64_t r = 0; r < indices.extents()[0]; ++r)
        if (mask.at(2 * r) != 0 && mask.at(2 * r + 1) != 0) rows.push_back({indices.at(2 * r), indices.at(2 * r + 1)});
    return rows;
}

}  // namespace

class tst_job_parts : public QObject {
    Q_OBJECT

    std::shared_ptr<const structure::ComponentDictionary> m_components = structure::ComponentDictionary::bundled();

    FoldInput read(const std::string& text) {
        const ReadResult result = readFoldInput(text, "job.json");
        if (!result.input) qFatal("%s", toText(result.problems.front(), "job.json").c_str());
        return *result.input;
    }
    Batch batchOf(const std::string& text, const BatchOptions& options = {}) {
        const FoldInput input = read(text);
        const BatchBuilder builder(input, m_components, options);
        const JobSizes sizes = sizesOf(input, *builder.components(), options.strictAlphafold3);
        if (sizes.tokens != builder.tokens() || sizes.atoms != builder.atoms()) qFatal("sizes %ld, %ld", long(sizes.tokens), long(sizes.atoms));
        return builder.build(1);
    }
    std::string refusal(const std::string& text, const BatchOptions& options = {}) {
        try {
            BatchBuilder(read(text), m_components, options);
        } catch (const InputError& error) {
            return error.what();
        }
        return {};
    }
    static int tokenOf(const Batch& batch, const std::string& chain, int residue, const std::string& atom) {
        for (const LayoutAtom& a : batch.atoms)
            if (a.chainId == chain && a.residueId == residue && a.atomName == atom) return a.token;
        return -1;
    }
    // A job whose first entry, if any, stands before a protein of eight residues with the template of a row of the table.
    std::string templated(const std::string& before, const std::string& row = "template_ok") {
        for (const auto& cells : readTable(readText(dataPath("features/bad_inputs.tsv")))) {
            if (cells[0] != row) continue;
            std::string text;
            for (std::size_t i = 0; i < cells[5].size(); ++i) {   // the table escapes backslashes
                if (cells[5].compare(i, 2, "\\\\") == 0) ++i;
                text += cells[5][i];
            }
            const std::string start = "\"sequences\": [";
            text.insert(text.find(start) + start.size(), before);
            if (!before.empty()) text.replace(text.find("\"id\": \"A\", \"sequence\": \"GAV"), 9, "\"id\": \"B\"");
            return text;
        }
        return {};
    }

private Q_SLOTS:
    // Asparagine with two sugars: the bonds take no O1, so both sugars lose theirs.
    void glycan() {
        const std::string text = job(and_(protein, R"({"ligand": {"id": "G", "ccdCodes": ["NAG", "NAG"]}})"),
                                     bonds(R"([["A", 3, "ND2"], ["G", 1, "C1"]], [["G", 1, "O4"], ["G", 2, "C1"]], [["A", 1, "N"], ["A", 5, "C"]])"));
        const Batch batch = batchOf(text);
        QCOMPARE(tokenOf(batch, "G", 1, "O1"), -1);
        QCOMPARE(tokenOf(batch, "G", 2, "O1"), -1);
        const double asn = tokenOf(batch, "A", 3, "CA"), sugar = tokenOf(batch, "G", 1, "C1");
        QCOMPARE(rowsOf(batch, "tokens_to_polymer_ligand_bonds"), (std::vector<Row>{{asn, sugar}}));
        const auto ligandBonds = rowsOf(batch, "tokens_to_ligand_ligand_bonds");
        QCOMPARE(ligandBonds.front(), (Row{double(tokenOf(batch, "G", 1, "O4")), double(tokenOf(batch, "G", 2, "C1"))}));
        QCOMPARE(ligandBonds.size(), std::size_t{1 + 2 * 14});   // 14 heavy atoms and one ring each
        QCOMPARE(batch.polymerLigandBonds.size(), std::size_t{1});
        QCOMPARE(batch.atoms[std::size_t(batch.polymerLigandBonds[0].first)].atomName, std::string("ND2"));
        QCOMPARE(batch.ligandLigandBonds.size(), std::size_t{1});
    }

    void bondedAtomsStay() {
        const std::string sugar = R"({"ligand": {"id": "G", "ccdCodes": ["NAG"]}})";
        const Batch free = batchOf(job(and_(protein, sugar)), {.strictAlphafold3 = true});
        QCOMPARE(tokenOf(free, "G", 1, "O1"), -1);
        QCOMPARE(batchOf(job(and_(protein, sugar))).atoms.size(), free.atoms.size() + 1);   // a lone sugar stays whole
        // Both bonded atoms would be lost; the direction is the job's.
        const Batch bound = batchOf(job(and_(protein, sugar), bonds(R"([["G", 1, "O1"], ["A", 2, "OXT"]])")));
        QCOMPARE(bound.atoms.size(), free.atoms.size() + 2);
        QCOMPARE(bound.tokens, free.tokens + 1);
        QCOMPARE(rowsOf(bound, "tokens_to_polymer_ligand_bonds"), (std::vector<Row>{{double(tokenOf(bound, "G", 1, "O1")), 1}}));
        QCOMPARE(rowsOf(bound, "token_atoms_to_polymer_ligand_bonds"), (std::vector<Row>{{double(24 * tokenOf(bound, "G", 1, "O1")), 24 + 5}}));
    }

    // Of two copies one keeps an atom: they are different entities then, of different width.
    void copiesDiffer() {
        const Batch batch = batchOf(job(and_(protein, R"({"ligand": {"id": ["G", "H", "I"], "ccdCodes": ["NAG"]}})"), bonds(R"([["H", 1, "O1"], ["A", 3, "ND2"]])")), {.strictAlphafold3 = true});
        QCOMPARE(batch.chains[2].tokens, batch.chains[1].tokens + 1);
        QCOMPARE(batch.chains[1].entityId, batch.chains[3].entityId);
        QVERIFY(batch.chains[1].entityId != batch.chains[2].entityId);
        for (std::int64_t t = 5; t < batch.tokens; ++t) {
            QCOMPARE(batch.at("msa").at(t), 21.0);
            QCOMPARE(batch.at("profile").at(31 * t + 21), 1.0);
        }
    }

    // Where there are padding slots, the rows beyond the last bond name the last of them.
    void paddedBonds() {
        const std::string text = job(and_(protein, R"({"ligand": {"id": "M", "ccdCodes": ["BME"]}})"), bonds(R"([["A", 4, "OG"], ["M", 1, "S2"]])"));
        const auto rows = rowsOf(batchOf(text, {.buckets = {16}}), "token_atoms_to_polymer_ligand_bonds");
        QCOMPARE(rows.size(), std::size_t{16});
        QCOMPARE(rows.back(), (Row{24 * 16 - 1, 24 * 16 - 1}));
        QCOMPARE(rowsOf(batchOf(text, {.buckets = {16}}), "tokens_to_polymer_ligand_bonds").size(), std::size_t{1});
        QCOMPARE(rowsOf(batchOf(text), "token_atoms_to_polymer_ligand_bonds").size(), std::size_t{1});
    }

    // The bond of a split residue is shown at its CA, whatever atom is bonded; a nucleotide's at C1'.
    void centralAtoms() {
        const std::string modified = R"({"protein": {"id": "A", "sequence": "GASKG", "modifications": [{"ptmType": "SEP", "ptmPosition": 3}], "unpairedMsa": "", "pairedMsa": "", "templates": []}},
            {"dna": {"id": "D", "sequence": "ACGT"}}, {"ligand": {"id": "M", "ccdCodes": ["BME"]}})";
        const Batch batch = batchOf(job(modified, bonds(R"([["A", 3, "O1P"], ["M", 1, "S2"]], [["M", 1, "O1"], ["D", 2, "N4"]], [["M", 1, "C1"], ["A", 1, "HA2"]])")));
        QCOMPARE(rowsOf(batch, "tokens_to_polymer_ligand_bonds"),
                 (std::vector<Row>{{double(tokenOf(batch, "A", 3, "CA")), double(tokenOf(batch, "M", 1, "S2"))},
                                   {double(tokenOf(batch, "M", 1, "O1")), double(tokenOf(batch, "D", 2, "C1'"))}}));
    }

    void bondToUnknownAtom() {
        const std::string said = refusal(job(and_(protein, R"({"ligand": {"id": "M", "ccdCodes": ["BME"]}})"), bonds(R"([["A", 4, "SG"], ["M", 1, "S2"]])")));
        QVERIFY2(said.find("$.bondedAtomPairs[0]: the bond names the atom \"SG\", which SER does not have; it has N, CA") != std::string::npos, said.c_str());
    }

    // Equal SMILES in two chains are two components, and two entities.
    void smilesOfEachChain() {
        const Batch batch = batchOf(job(R"({"ligand": {"id": ["B", "C"], "smiles": "CCO"}})"));
        QCOMPARE(batch.atoms[0].residueName, std::string("LIG_B"));
        QCOMPARE(batch.atoms[3].residueName, std::string("LIG_C"));
        QCOMPARE(batch.chains[0].entityId, 1);
        QCOMPARE(batch.chains[1].entityId, 2);
        QCOMPARE(rowsOf(batch, "tokens_to_ligand_ligand_bonds"), (std::vector<Row>{{0, 1}, {1, 2}, {3, 4}, {4, 5}}));
        const auto mask = batch.at("ref_mask").as<std::uint8_t>();
        for (std::size_t t = 0; t < 6; ++t) QVERIFY(mask[24 * t]);
        QVERIFY(!refusal(job(R"({"ligand": {"id": "B", "smiles": "CCO"}}, {"ligand": {"id": "C", "ccdCodes": ["LIG_B"]}})")).empty());
    }

    // No sizes that are refused anyway are spread over memory.
    void smilesOfManyChains() {
        FoldInput input = read(job(R"({"ligand": {"id": "B", "smiles": "CCO"}})"));
        input.entities[0].ids.assign(1'000'000, "B");
        QVERIFY_EXCEPTION_THROWN(BatchBuilder(input, m_components, {}), InputError);
        QCOMPARE(checkJob(input, m_components).components->size(), m_components->size() + 1);
        FoldInput large = read(job(R"({"ligand": {"id": "B", "smiles": "C"}})"));
        large.entities[0].smiles.assign(200'000, 'C');
        QVERIFY_EXCEPTION_THROWN(BatchBuilder(large, m_components, {}), InputError);
    }

    // Before components, bonds and layouts of every residue are made.
    void moreResiduesThanFit() {
        FoldInput input = read(job(R"({"ligand": {"id": "B", "ccdCodes": ["ATP"]}})"));
        Entity protein;
        protein.ids = {"C"};
        protein.sequence.assign(static_cast<std::size_t>(mostTokens) + 1, 'A');
        input.entities.push_back(protein);
        const CheckedJob checked = checkJob(input, m_components);
        QCOMPARE(checked.problems.size(), std::size_t{1});
        QVERIFY(checked.problems[0].severity == Problem::Severity::Error && checked.problems[0].text.find("100001") != std::string::npos);
        QVERIFY(checked.components == m_components && checked.templates.empty());
        QVERIFY_EXCEPTION_THROWN(BatchBuilder(input, m_components, {}), InputError);
    }

    void userComponent_() {
        const std::string user = withUser(userComponent);
        const std::string ligand = R"({"ligand": {"id": "L", "ccdCodes": ["MYL-A"]}})";
        const Batch batch = batchOf(job(ligand, user));
        QCOMPARE(batch.atoms.size(), std::size_t{3});
        QCOMPARE(batch.atoms[0].atomName, std::string("C2"));   // in the order of the file
        QCOMPARE(rowsOf(batch, "tokens_to_ligand_ligand_bonds"), (std::vector<Row>{{1, 0}, {0, 2}}));
        // A hydrogen without coordinate: no embedding, the text's own coordinates serve.
        const auto p = batch.at("ref_pos").as<float>();
        const double bond = std::hypot(p[0] - p[72], p[1] - p[73], p[2] - p[74]);
        QVERIFY2(std::abs(bond - std::hypot(1.5, 0.1)) < 1e-5, std::to_string(bond).c_str());
        QVERIFY(refusal(job(ligand)).find("not in the dictionary") != std::string::npos);
        const std::string other = user.substr(0, user.find("loop_")) + "\"";
        QVERIFY(refusal(job(ligand, other)).find("component MYL-A: the keys _chem_comp_atom.comp_id, ") != std::string::npos);
    }
    void userComponentReplaces() {
        std::string text = userComponent;
        for (std::size_t at; (at = text.find("MYL-A")) != std::string::npos;) text.replace(at, 5, "ATP");
        const Batch batch = batchOf(job(R"({"ligand": {"id": "L", "ccdCodes": ["ATP"]}})", withUser(text)));
        QCOMPARE(batch.atoms.size(), std::size_t{3});
    }
    void userDescriptors_data() {
        QTest::addColumn<std::string>("rows");
        QTest::addColumn<std::string>("chosen");
        const auto row = [](const char* name, const char* rows, const char* chosen) { QTest::newRow(name) << std::string(rows) << std::string(chosen); };
        row("none", "X InChI InChI 1S/C", "");
        row("plain", "X SMILES CACTVS CO\nX SMILES ACDLabs OC", "CO");
        row("canonical", "X SMILES CACTVS CO\nX SMILES_CANONICAL CACTVS OC\nX SMILES_CANONICAL other C", "OC");
        row("OpenEye", "X SMILES_CANONICAL CACTVS OC\nX SMILES_CANONICAL 'OpenEye OEToolkits' C-O", "C-O");
    }
    void userDescriptors() {
        QFETCH(std::string, rows);
        QFETCH(std::string, chosen);
        std::string text = userComponent;
        for (std::size_t at; (at = text.find("\\n")) != std::string::npos;) text.replace(at, 2, "\n");
        text += "loop_\n_pdbx_chem_comp_descriptor.comp_id\n_pdbx_chem_comp_descriptor.type\n_pdbx_chem_comp_descriptor.program\n_pdbx_chem_comp_descriptor.descriptor\n" + rows + "\n";
        QCOMPARE(structure::readComponentsCif(text, "user.cif").at(0).descriptor, chosen);
    }
    // The network reads four letters of a name.
    void longAtomNames() {
        std::string text = userComponent;
        for (std::size_t at; (at = text.find("O1 ")) != std::string::npos;) text.replace(at, 3, "OXY12 ");
        const std::string said = refusal(job(R"({"ligand": {"id": "L", "ccdCodes": ["MYL-A"]}})", withUser(text)));
        QVERIFY2(said.find("$.sequences[0].ligand.ccdCodes[0]: the atom \"OXY12\" of the component \"MYL-A\"") != std::string::npos, said.c_str());
    }
    // Bonds that AlphaFold 3 leaves out are told.
    void droppedBonds() {
        const FoldInput input = read(job(and_(protein, R"({"ligand": {"id": "M", "ccdCodes": ["BME"]}})"),
                                         bonds(R"([["A", 1, "N"], ["A", 5, "C"]], [["A", 4, "OG"], ["M", 1, "S2"]], [["M", 1, "C1"], ["M", 1, "C2"]], [["A", 4, "HG"], ["M", 1, "O1"]])")));
        std::vector<std::string> places;
        for (const Problem& problem : checkInput(input, *m_components)) {
            QCOMPARE(problem.severity, Problem::Severity::Warning);
            places.push_back(problem.path);
        }
        QCOMPARE(places, (std::vector<std::string>{"$.bondedAtomPairs[0]", "$.bondedAtomPairs[2]", "$.bondedAtomPairs[3]"}));
    }
    // A bonded sugar loses O1. To AlphaFold 3 a user's component is one only where it takes the place of one, whatever it is.
    void userSugars() {
        const std::string bond = bonds(R"([["A", 3, "ND2"], ["L", 1, "C1"]])");
        const auto atoms = [&](const std::string& code, const std::string& cif, bool strict) {
            return batchOf(job(and_(protein, R"({"ligand": {"id": "L", "ccdCodes": [")" + code + R"("]}})"), bond + withUser(cif)), {.strictAlphafold3 = strict}).chains.at(1).tokens;
        };
        std::string text = userComponent;
        text.replace(text.find("non-polymer"), 11, "saccharide");
        QCOMPARE(atoms("MYL-A", text, true), 3);
        QCOMPARE(atoms("MYL-A", text, false), 2);
        for (std::size_t at; (at = text.find("MYL-A")) != std::string::npos;) text.replace(at, 5, "NAG");
        text.replace(text.find("saccharide"), 10, "non-polymer");
        QCOMPARE(atoms("NAG", text, true), 2);
        QCOMPARE(atoms("NAG", text, false), 3);
    }
    void damagedUserComponents() {
        std::string text = userComponent;
        for (std::size_t at; (at = text.find("\\n")) != std::string::npos;) text.replace(at, 2, "\n");
        FoldInput input = read(job(R"({"ligand": {"id": "L", "ccdCodes": ["MG"]}})"));
        unsigned state = 1;
        const auto random = [&] { return state = state * 1664525u + 1013904223u, state >> 8; };
        int accepted = 0;
        for (int i = 0; i < 1000; ++i) {
            input.userCcd = text;
            for (unsigned n = random() % 3 + 1; n > 0; --n) {
                const std::size_t at = random() % input.userCcd.size();
                if (random() % 2) input.userCcd[at] = static_cast<char>(random());
                else input.userCcd.erase(at, random() % 9);
            }
            bool errors = false;
            for (const Problem& problem : checkInput(input, *m_components)) errors |= problem.severity == Problem::Severity::Error;
            accepted += errors ? 0 : 1;
        }
        QVERIFY(accepted > 20 && accepted < 950);
    }

    // Every split nucleotide shifts AlphaFold 3's template columns of later chains; ours stay in place.
    void templateColumns() {
        const std::string rna = R"({"rna": {"id": "A", "sequence": "ACGU", "modifications": [{"modificationType": "PSU", "basePosition": 4}], "unpairedMsa": ""}}, )";
        const Batch alone = batchOf(templated("")), ours = batchOf(templated(rna)), strict = batchOf(templated(rna), {.strictAlphafold3 = true});
        const std::int64_t n = ours.tokens, first = n - 8, shift = first - 4;
        QVERIFY(shift > 10);
        int filled = 0;
        for (const char* name : {"template_aatype", "template_atom_mask", "template_atom_positions"}) {
            const std::int64_t width = ours.at(name).count() / (4 * n);
            for (std::int64_t i = 0; i < 8 * width; ++i) {
                QCOMPARE(ours.at(name).at(first * width + i), alone.at(name).at(i));
                filled += alone.at(name).at(i) != 0 ? 1 : 0;
            }
            for (std::int64_t t = 0; t < n; ++t)   // 8 residues, shifted by more than 8 columns: nothing is left
                for (std::int64_t i = 0; i < width; ++i) {
                    if (t < first) QCOMPARE(ours.at(name).at(t * width + i), 0.0);
                    QCOMPARE(strict.at(name).at(t * width + i), 0.0);
                }
        }
        QVERIFY(filled > 100);
    }

    // The shift carries one chain's templates into the next.
    void shiftedColumns() {
        const std::string rna = R"({"rna": {"id": "A", "sequence": "ACGU", "modifications": [{"modificationType": "PSU", "basePosition": 4}], "unpairedMsa": ""}}, )";
        std::string text = templated(rna);
        const std::string id = "\"id\": \"B\"";
        text.replace(text.find(id), id.size(), R"("id": ["B", "C", "D", "E", "F"])");
        const Batch ours = batchOf(text), strict = batchOf(text, {.strictAlphafold3 = true});
        const std::int64_t n = ours.tokens, shift = n - 5 * 8 - 4;
        for (std::int64_t t = n - 40; t < n; ++t)
            QCOMPARE(strict.at("template_aatype").at(t), t - shift >= n - 40 ? ours.at("template_aatype").at(t - shift) : 0.0);
    }

    // Unknown residues have a row of their own in the table of scores; the others keep theirs.
    void alignsUnknownResidues() {
        const FoldInput input = read(templated(""));
        const TemplateAlignment aligned = alignTemplate(input.entities.at(0).templates->at(0).mmcif, "t.cif", "WWGAXCKXEF");
        std::vector<int> query, templates;
        for (int i = 0; i < 8; ++i) query.push_back(i + 2), templates.push_back(i);
        QCOMPARE(aligned.query, query);
        QCOMPARE(aligned.templates, templates);
        QCOMPARE(aligned.identical, 6);
    }
    void templatesOfEqualChains() {
        const std::string row = templated("");
        FoldInput input = read(row);
        input.entities.push_back(input.entities[0]);
        input.entities[1].ids = {"B"};
        input.entities[1].templates->clear();
        const Batch ours = BatchBuilder(input, m_components, {}).build(1), strict = BatchBuilder(input, m_components, {.strictAlphafold3 = true}).build(1);
        QVERIFY(ours.at("template_aatype").at(0) != 0);
        QCOMPARE(ours.at("template_aatype").at(8), 0.0);
        QCOMPARE(strict.at("template_aatype").at(8), strict.at("template_aatype").at(0));
    }

    void templateComplaints_data() {
        QTest::addColumn<QString>("find");
        QTest::addColumn<QString>("replacement");
        QTest::addColumn<QString>("says");
        QTest::newRow("two polymers") << "2 non-polymer" << "2 polymer" << "";
        QTest::newRow("range") << "\"templateIndices\": [0, 1]" << "\"templateIndices\": [0, 8]" << "templateIndices holds 8, but the template has 8 residues";
        QTest::newRow("query range") << "\"queryIndices\": [0, 1]" << "\"queryIndices\": [0, -9]" << "queryIndices holds -9, but the sequence has 8 residues";
        QTest::newRow("no CIF") << "loop_" << "" << "not readable as mmCIF";
        QTest::newRow("no number") << "1.00 20.00" << "x 20.00" << "the occupancy of an atom is x";
    }
    void templateComplaints() {
        QFETCH(QString, find);
        QFETCH(QString, replacement);
        QFETCH(QString, says);
        std::string text = templated("");
        const std::size_t at = text.find(find.toStdString());
        QVERIFY(at != std::string::npos);
        text.replace(at, static_cast<std::size_t>(find.size()), replacement.toStdString());
        const std::string said = refusal(text);
        QVERIFY2(says.isEmpty() ? said.empty() : said.find(says.toStdString()) != std::string::npos, said.c_str());
    }
    void templateWithoutDate() {
        std::string text = templated("");
        text.replace(text.find("1999-05-01"), 10, "?");
        QVERIFY(refusal(text).empty());
        QVERIFY(refusal(text, {.strictAlphafold3 = true}).find("no release date") != std::string::npos);
    }
    void alignmentsNotGiven() {
        const std::string text = job(R"({"protein": {"id": "A", "sequence": "GAVCK"}}, {"rna": {"id": "B", "sequence": "ACGUA"}})");
        QVERIFY(refusal(text).empty());
        const std::string strict = refusal(text, {.strictAlphafold3 = true});
        for (const char* key : {"\"unpairedMsa\"", "\"pairedMsa\"", "\"templates\"", "$.sequences[1]"}) QVERIFY2(strict.find(key) != std::string::npos, key);
    }
};

FOLDMETER_TEST(tst_job_parts)
#include "tst_job_parts.moc"
