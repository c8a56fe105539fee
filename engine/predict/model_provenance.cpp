// What an mmCIF file says about its origin and its own reliability.
#include "predict/model_cif.h"

#include <fmt/format.h>

#include <map>
#include <span>
#include <tuple>

namespace foldmeter::predict {
namespace {

using structure::CifTable;
using structure::CifWriter;

// pLDDT as it stands in the atom table.
std::vector<double> writtenPlddt(const SampleScores& scores) {
    std::vector<double> written;
    for (const float value : scores.atomPlddt) written.push_back(std::stod(fmt::format("{:.2f}", value)));
    return written;
}

// Added up in NumPy's order (eight interleaved sums, halves above 128 values), on which the last digit of a mean that
// ends in a 5 depends.
double sumOf(std::span<const double> values) {
    const std::size_t count = values.size();
    if (count > 128) {
        const std::size_t half = count / 2 - count / 2 % 8;
        return sumOf(values.first(half)) + sumOf(values.subspan(half));
    }
    double sum = 0;
    std::size_t next = 0;
    if (count >= 8) {
        double lanes[8] = {};
        for (; next + 8 <= count; next += 8)
            for (std::size_t k = 0; k < 8; ++k) lanes[k] += values[next + k];
        sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    }
    for (; next < count; ++next) sum += values[next];
    return sum;
}

double meanOf(const std::vector<double>& values) {
    return values.empty() ? 0 : sumOf(values) / static_cast<double>(values.size());
}

// Means over residues; residues of equal name in one ligand chain count as one, since their label number is ".".
void addLocalPlddt(CifWriter& writer, const features::Batch& batch, const std::vector<double>& plddt) {
    using Key = std::tuple<std::string, std::string, std::string>;   // chain, label number, name
    std::vector<Key> order;
    std::map<Key, std::vector<double>> values;
    for (std::size_t i = 0; i < batch.atoms.size(); ++i) {
        const features::LayoutAtom& atom = batch.atoms[i];
        const bool polymer = atom.chainType.starts_with("poly");
        const Key key{atom.chainId, polymer ? std::to_string(atom.residueId) : ".", atom.residueName};
        const auto [found, first] = values.emplace(key, std::vector<double>());
        if (first) order.push_back(key);
        found->second.push_back(plddt[i]);
    }
    CifTable table{{"label_asym_id", "label_comp_id", "label_seq_id", "metric_id", "metric_value", "model_id", "ordinal_id"}, {}};
    for (const Key& key : order) {
        const auto& [chain, number, name] = key;
        table.rows.push_back({chain, name, number, "2", fmt::format("{:.2f}", meanOf(values[key])), "1", std::to_string(table.rows.size() + 1)});
    }
    writer.addTable("_ma_qa_metric_local", table);
}

void addConfidence(CifWriter& writer, const features::Batch& batch, const SampleScores& scores) {
    const std::vector<double> plddt = writtenPlddt(scores);
    writer.addTable("_ma_qa_metric", {{"id", "mode", "name", "software_group_id", "type"},
                                      {{"1", "global", "pLDDT", "1", "pLDDT"}, {"2", "local", "pLDDT", "1", "pLDDT"}}});
    writer.addItems("_ma_qa_metric_global", {{"metric_id", "1"}, {"metric_value", fmt::format("{:.2f}", meanOf(plddt))}, {"model_id", "1"}, {"ordinal_id", "1"}});
    addLocalPlddt(writer, batch, plddt);
}

void addOrigin(CifWriter& writer, const OutputContext& context) {
    writer.addItems("_audit_conform", {{"dict_location", "https://raw.githubusercontent.com/ihmwg/ModelCIF/master/dist/mmcif_ma.dic"},
                                       {"dict_name", "mmcif_ma.dic"},
                                       {"dict_version", "1.4.5"}});
    writer.addItems("_audit_author", {{"name", "Foldmeter"}, {"pdbx_ordinal", "1"}});
    writer.addItems("_ma_data", {{"content_type", "model coordinates"}, {"id", "1"}, {"name", "Model"}});
    writer.addItems("_ma_model_list", {{"data_id", "1"},
                                       {"model_group_id", "1"},
                                       {"model_group_name", fmt::format("{} (Foldmeter {} @ {})", context.modelName, context.softwareVersion, context.timestamp)},
                                       {"model_id", "1"},
                                       {"model_name", "Top ranked model"},
                                       {"model_type", "Ab initio model"},
                                       {"ordinal_id", "1"}});
    writer.addTable("_ma_protocol_step", {{"method_type", "ordinal_id", "protocol_id", "step_id"},
                                          {{"coevolution MSA", "1", "1", "1"}, {"template search", "2", "1", "2"}, {"modeling", "3", "1", "3"}}});
    writer.addItems("_ma_software_group", {{"group_id", "1"}, {"ordinal_id", "1"}, {"software_id", "1"}});
    writer.addItems("_software", {{"classification", "other"},
                                  {"date", "?"},
                                  {"description", "Structure prediction"},
                                  {"name", "Foldmeter"},
                                  {"pdbx_ordinal", "1"},
                                  {"type", "package"},
                                  {"version", fmt::format("{} ({})", context.softwareVersion, context.modelIdentifier)}});
}

// The paper that describes the network; the program that ran it is named under _software.
void addCitation(CifWriter& writer) {
    writer.addItems("_citation", {{"id", "1"},
                                  {"details", "Describes the network; not the program that made this file"},
                                  {"journal_full", "Nature"},
                                  {"journal_volume", "630"},
                                  {"page_first", "493"},
                                  {"page_last", "500"},
                                  {"year", "2024"},
                                  {"pdbx_database_id_DOI", "10.1038/s41586-024-07487-w"},
                                  {"pdbx_database_id_PubMed", "38718835"},
                                  {"title", "Accurate structure prediction of biomolecular interactions with AlphaFold 3"}});
}

void addUse(CifWriter& writer, const OutputContext& context) {
    std::string text = "Computed, not measured: check against experiment before relying on it. Terms of the weights used may restrict the use of this file.";
    if (!context.modelWarning.empty()) text = context.modelWarning + "\n" + text;
    writer.addItems("_pdbx_data_usage", {{"details", text}, {"id", "1"}, {"type", "disclaimer"}, {"url", "?"}});
}

}  // namespace

void addProvenance(CifWriter& writer, const OutputContext& context, const SampleScores& scores) {
    addOrigin(writer, context);
    addCitation(writer);
    addUse(writer, context);
    addConfidence(writer, *context.batch, scores);
}

}  // namespace foldmeter::predict
