#include "predict/output.h"

#include "base/error.h"
#include "dialects/write_alphafold3.h"
#include "predict/model_cif.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>

namespace foldmeter::predict {
namespace {

namespace fs = std::filesystem;

// As the reference prints: limited, rounded half away from zero in float32.
std::string fixedNumber(float value, float greatest, int decimals) {
    if (std::isnan(value)) return "null";
    const float scale = decimals == 1 ? 10.0f : 100.0f;
    const auto scaled = static_cast<long>(std::round(std::clamp(value, 0.0f, greatest) * scale));
    if (decimals == 1) return fmt::format("{}.{}", scaled / 10, scaled % 10);
    const long fraction = scaled % 100;
    return fraction % 10 == 0 ? fmt::format("{}.{}", scaled / 100, fraction / 10) : fmt::format("{}.{:02}", scaled / 100, fraction);
}

template <typename Items, typename ToText> std::string jsonList(const Items& items, ToText&& itemText) {
    std::string out = "[";
    for (const auto& item : items) {
        if (out.size() > 1) out += ',';
        out += itemText(item);
    }
    return out + "]";
}

// (tokens, tokens) of a tensor that may have samples in front and padding behind.
std::string jsonMatrix(const Tensor& tensor, int sample, std::size_t tokens, float greatest, int decimals) {
    const auto width = static_cast<std::size_t>(tensor.extents().back());
    const std::size_t first = tensor.extents().size() == 3 ? static_cast<std::size_t>(sample) * width * width : 0;
    const auto values = tensor.as<float>().subspan(first);
    std::string out = "[";
    for (std::size_t row = 0; row < tokens; ++row) {
        if (row > 0) out += ',';
        out += jsonList(values.subspan(row * width, tokens), [&](float value) { return fixedNumber(value, greatest, decimals); });
    }
    return out + "]";
}

std::string jsonText(const std::string& text) { return "\"" + text + "\""; }   // chain ids are letters

std::vector<std::string> chainOfTokens(const features::Batch& batch) {
    std::vector<std::string> ids;
    for (const features::ChainInfo& chain : batch.chains) ids.insert(ids.end(), static_cast<std::size_t>(chain.tokens), chain.id);
    return ids;
}

// Two decimals, half to even, shortest text; null for NaN.
std::string summaryNumber(double value) {
    if (std::isnan(value)) return "null";
    std::string text = fmt::format("{}", std::nearbyint(value * 100) / 100);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

// One element a line, one blank of indent a level.
std::string summaryList(const std::vector<std::string>& items, int level) {
    if (items.empty()) return "[]";
    const std::string indent(static_cast<std::size_t>(level) + 1, ' ');
    std::string out = "[\n";
    for (std::size_t i = 0; i < items.size(); ++i) out += indent + items[i] + (i + 1 < items.size() ? ",\n" : "\n");
    return out + std::string(static_cast<std::size_t>(level), ' ') + "]";
}

std::string summaryNumbers(std::span<const double> values, int level) {
    std::vector<std::string> items;
    for (const double value : values) items.push_back(summaryNumber(value));
    return summaryList(items, level);
}

std::string summaryMatrix(const std::vector<double>& matrix, std::size_t width) {
    std::vector<std::string> rows;
    for (std::size_t row = 0; row < width; ++row) rows.push_back(summaryNumbers(std::span(matrix).subspan(row * width, width), 2));
    return summaryList(rows, 1);
}

}  // namespace

std::string modelCif(const OutputContext& context, const SampleScores& scores) {
    structure::CifWriter writer(context.input->sanitisedName);
    addStructure(writer, context, scores);
    addProvenance(writer, context, scores);
    return writer.text();
}

std::string modelCifWithPae(const OutputContext& context, const SampleScores& scores, const SeedResult& result, int sample) {
    structure::CifWriter writer(context.input->sanitisedName);
    addStructure(writer, context, scores);
    addProvenance(writer, context, scores);
    addPairwisePae(writer, context, result, sample);
    return writer.text();
}

std::string confidencesJson(const OutputContext& context, const SampleScores& scores, const SeedResult& result, int sample) {
    const features::Batch& batch = *context.batch;
    const auto tokens = static_cast<std::size_t>(batch.tokens);
    const Tensor& numbers = batch.at("residue_index");
    std::string out = "{\n";
    const auto add = [&](const char* key, const std::string& value, bool last = false) {
        out += fmt::format("  \"{}\": {}{}\n", key, value, last ? "" : ",");
    };
    add("atom_chain_ids", jsonList(batch.atoms, [](const auto& atom) { return jsonText(atom.chainId); }));
    add("atom_plddts", jsonList(scores.atomPlddt, [](float value) { return fixedNumber(value, 99.99f, 2); }));
    add("contact_probs", jsonMatrix(result.contactProbs, 0, tokens, 1.0f, 2));
    add("pae", jsonMatrix(result.pae, sample, tokens, 99.9f, 1));
    add("token_chain_ids", jsonList(chainOfTokens(batch), jsonText));
    add("token_res_ids", jsonList(numbers.as<std::int32_t>().subspan(0, tokens), [](std::int32_t id) { return std::to_string(id); }), true);
    return out + "}";
}

std::string summaryConfidencesJson(const OutputContext& context, const SampleScores& scores) {
    const std::size_t chains = context.batch->chains.size();
    std::vector<std::string> ids;
    if (context.strictAlphafold3)
        for (const std::string& id : chainOfTokens(*context.batch)) ids.push_back(jsonText(id));
    else
        for (const features::ChainInfo& chain : context.batch->chains) ids.push_back(jsonText(chain.id));
    const std::vector<std::pair<const char*, std::string>> members = {
        {"chain_ids", summaryList(ids, 1)},
        {"chain_iptm", summaryNumbers(scores.chainIptm, 1)},
        {"chain_pair_iptm", summaryMatrix(scores.chainPairIptm, chains)},
        {"chain_pair_pae_min", summaryMatrix(scores.chainPairPaeMin, chains)},
        {"chain_ptm", summaryNumbers(scores.chainPtm, 1)},
        {"fraction_disordered", summaryNumber(scores.fractionDisordered)},
        {"has_clash", summaryNumber(scores.hasClash ? 1 : 0)},
        {"iptm", summaryNumber(scores.iptm)},
        {"ptm", summaryNumber(scores.ptm)},
        {"ranking_score", summaryNumber(scores.rankingScore)}};
    std::string out = "{\n";
    for (std::size_t i = 0; i < members.size(); ++i)
        out += fmt::format(" \"{}\": {}{}\n", members[i].first, members[i].second, i + 1 < members.size() ? "," : "");
    return out + "}";
}

std::string termsOfUse(const OutputContext& context) {
    std::string out = fmt::format("# Terms of use\n\nFoldmeter {} computed the structures in this folder with the weights of \"{}\" (identifier {}).\n\n",
                                  context.softwareVersion, context.modelName, context.modelIdentifier);
    if (!context.modelWarning.empty()) out += fmt::format("* About these weights: {}\n", context.modelWarning);
    out += "* Foldmeter itself asks nothing of you for what it computed.\n"
           "* Whoever gave you the weights may: their terms then apply to this folder too. AlphaFold 3's own parameters come\n"
           "  from Google DeepMind with terms for outputs, which among other things exclude commercial use and the training of\n"
           "  similar models. Read them where you got the parameters, and pass them on with these files.\n"
           "* A predicted structure is not a measured one. It is no basis for clinical decisions.\n";
    return out;
}

// An alignment that was not given counts as none here, and is written so.
std::string dataJson(const features::FoldInput& input) { return dialects::writeAlphafold3(input, dialects::Absent::None); }

fs::path makeOutputFolder(const fs::path& parent, const std::string& jobName, bool force) {
    fs::path folder = parent / jobName;
    std::error_code failure;
    const bool taken = !force && fs::exists(folder, failure) && !(fs::is_directory(folder, failure) && fs::is_empty(folder, failure));
    if (taken) folder = parent / fmt::format("{}_{:%Y%m%d_%H%M%S}", jobName, fmt::localtime(std::time(nullptr)));
    fs::create_directories(taken ? parent : folder, failure);
    // Two runs may begin within one second: the folder with the time in its name is only taken when it was made here.
    const fs::path timed = folder;
    for (int n = 2; taken && !failure && !fs::create_directory(folder, failure); ++n) folder = timed.string() + "_" + std::to_string(n);
    if (failure)
        throw DeviceError(fmt::format("cannot make the output folder {}: {}", folder.string(), failure.message()), failure.value());
    return folder;
}

}  // namespace foldmeter::predict
