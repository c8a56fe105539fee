// The PAE of pairs of residues in a model's mmCIF.
#include "predict/model_cif.h"

#include <fmt/format.h>

#include <iterator>

namespace foldmeter::predict {
namespace {

// A polymer residue and its tokens, which lie side by side.
struct TokenRun {
    std::string chain, name, number;
    std::size_t first = 0, tokens = 0;
};

std::vector<TokenRun> polymerResidues(const features::Batch& batch) {
    std::vector<TokenRun> runs;
    const features::LayoutAtom* before = nullptr;
    for (const features::LayoutAtom& atom : batch.atoms) {
        if (!atom.chainType.starts_with("poly") || atom.slot < 0) continue;
        const auto token = static_cast<std::size_t>(atom.token);
        if (!before || before->chainId != atom.chainId || before->residueId != atom.residueId)
            runs.push_back({atom.chainId, atom.residueName, std::to_string(atom.residueId), token, 0});
        TokenRun& run = runs.back();
        run.tokens = std::max(run.tokens, token - run.first + 1);
        before = &atom;
    }
    return runs;
}

class PairMeans {
public:
    PairMeans(const Tensor& pae, int sample) : m_width(static_cast<std::size_t>(pae.extents().back())), m_values(pae.as<float>().subspan(static_cast<std::size_t>(sample) * m_width * m_width)) {}
    double of(const TokenRun& aligned, const TokenRun& scored) const {
        double sum = 0;
        for (std::size_t i = 0; i < aligned.tokens; ++i)
            for (std::size_t j = 0; j < scored.tokens; ++j) sum += static_cast<double>(m_values[(aligned.first + i) * m_width + scored.first + j]);
        return sum / static_cast<double>(aligned.tokens * scored.tokens);
    }

private:
    std::size_t m_width;
    std::span<const float> m_values;
};

}  // namespace

void addPairwisePae(structure::CifWriter& writer, const OutputContext& context, const SeedResult& result, int sample) {
    writer.addTable("_ma_qa_metric", {{"id", "mode", "name", "software_group_id", "type"},
                                      {{"1", "global", "pLDDT", "1", "pLDDT"}, {"2", "local", "pLDDT", "1", "pLDDT"}, {"3", "local-pairwise", "PAE", "1", "PAE"}}});
    const std::vector<TokenRun> residues = polymerResidues(*context.batch);
    if (residues.empty()) return;
    const PairMeans means(result.pae, sample);
    std::string text = "loop_\n";
    for (const char* column : {"label_asym_id_1", "label_asym_id_2", "label_comp_id_1", "label_comp_id_2", "label_seq_id_1", "label_seq_id_2", "metric_id", "metric_value", "model_id", "ordinal_id"})
        text += fmt::format("_ma_qa_metric_local_pairwise.{}\n", column);
    std::size_t row = 0;
    for (const TokenRun& a : residues)   // the frame the error is seen from
        for (const TokenRun& b : residues)
            fmt::format_to(std::back_inserter(text), "{} {} {} {} {} {} 3 {:.1f} 1 {}\n", a.chain, b.chain, a.name, b.name, a.number, b.number, means.of(a, b), ++row);
    writer.addText("_ma_qa_metric_local_pairwise", std::move(text));
}

}  // namespace foldmeter::predict
