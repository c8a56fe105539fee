// foldmeter model: bundled models, what a weight file holds, whether it is whole, and synthetic files for speed tests.
#include "base/message.h"
#include "base/paths.h"
#include "cli/command.h"
#include "model/config.h"
#include "model/synthetic_weights.h"
#include "model/weights.h"
#include "report/stage_table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <set>

namespace foldmeter::cli {
namespace {

using Json = nlohmann::ordered_json;

int listModels() {
    const std::filesystem::path folder = resourcePath("models");
    std::set<std::filesystem::path> cards;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".json") cards.insert(entry.path());
    for (const auto& path : cards) {
        const model::ModelCard card = model::findModel(path.string());
        fmt::print("{}  {}\n  {}\n  {}\n", card.name, card.title, card.warning, message("model.recommends", {std::to_string(card.recycles), std::to_string(card.steps), std::to_string(card.samples), card.precision}));
    }
    return 0;
}

Json describe(const model::ModelCard& card, const model::Weights& weights, const model::Config& config) {
    return {{"name", card.name},
            {"title", card.title},
            {"warning", card.warning},
            {"licence", card.licence},
            {"file", card.weights.string()},
            {"identifier", weights.identifier()},
            {"digest", weights.digest()},
            {"parameters", weights.parameterCount()},
            {"records", weights.records().size()},
            {"bytes", weights.bytes()},
            {"channels", {{"pair", config.pair}, {"single", config.single}, {"msa", config.msa}, {"target_feat", config.targetFeat}, {"token_transformer", config.tokenChannels}}},
            {"blocks", {{"trunk", config.trunkBlocks}, {"msa", config.msaBlocks}, {"template", config.templateBlocks}, {"confidence", config.confidenceBlocks}, {"token_transformer", config.tokenBlocks}}},
            {"heads", {{"pair", config.pairHeads}, {"single", config.singleHeads}, {"token_transformer", config.tokenHeads}}},
            {"recommended", {{"recycles", card.recycles}, {"steps", card.steps}, {"samples", card.samples}, {"precision", card.precision}}}};
}

int show(const Invocation& invocation, const std::string& file) {
    const model::ModelCard card = model::findModel(file);
    const model::Weights weights = model::Weights::read(card.weights, invocation.log);
    const Json json = describe(card, weights, model::configFrom(weights, card.weights.string()));
    if (invocation.arguments.has("json")) {
        fmt::print("{}\n", json.dump(1));
        return 0;
    }
    for (const auto& [key, value] : json.items()) fmt::print("{:<14} {}\n", key, value.is_string() ? value.get<std::string>() : value.dump());
    return 0;
}

// Every record is read and every value looked at.
int checkFile(const Invocation& invocation, const std::string& file) {
    const model::ModelCard card = model::findModel(file);
    const model::Weights weights = model::Weights::read(card.weights, invocation.log);
    model::configFrom(weights, card.weights.string());
    std::size_t bad = 0;
    for (const auto& [name, stored] : weights.records()) {
        if (!isFloat(stored.dtype())) continue;
        const Tensor values = weights.record(name).converted(DType::F32);
        weights.release(stored.bytes());
        for (const float value : values.as<float>())
            if (!std::isfinite(value)) {
                fmt::print("{}\n", message("model.not_finite", {card.weights.string(), name}));
                ++bad;
                break;
            }
    }
    if (bad > 0) return 2;
    fmt::print("{}\n", message("model.sound", {card.weights.string(), std::to_string(weights.records().size()), std::to_string(weights.parameterCount()), weights.digest()}));
    return 0;
}

int synthesize(const Invocation& invocation, const std::string& file) {
    const Arguments& arguments = invocation.arguments;
    const std::string like = arguments.word("like", {"af3", "demo"}, "af3");
    const auto seed = arguments.integer("seed", 0, std::numeric_limits<std::int64_t>::max()).value_or(1);
    model::writeSyntheticWeights(file, like == "af3" ? model::publishedConfig() : model::demoConfig(), static_cast<std::uint64_t>(seed), invocation.log);
    fmt::print("{}\n", message("model.synthesized", {file, report::bytesText(static_cast<double>(std::filesystem::file_size(file)))}));
    return 0;
}

}  // namespace

int runModel(const Invocation& invocation) {
    const auto& words = invocation.arguments.positional();
    const std::string verb = words.empty() ? std::string() : words[0];
    if (verb == "list" && words.size() == 1) return listModels();
    if (words.size() != 2) throw UsageError(message("usage.model"));
    if (verb == "show") return show(invocation, words[1]);
    if (verb == "check") return checkFile(invocation, words[1]);
    if (verb == "synthesize") return synthesize(invocation, words[1]);
    throw UsageError(message("usage.model"));
}

}  // namespace foldmeter::cli
