#include "model/config.h"

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/paths.h"
#include "model/weight_files.h"

#include <fmt/format.h>

#include <optional>

namespace foldmeter::model {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& file, const json::Value& value, const std::string& what) {
    throw InputError(fmt::format("{}:{}:{}: {}: {}", file.string(), value.position.line, value.position.column, value.path, what));
}

const json::Value* member(const fs::path& file, const json::Value& object, const char* key, json::Kind kind) {
    const json::Value* value = object.find(key);
    if (value && value->kind != kind) refuse(file, *value, fmt::format("expected {}, found {}", nameOf(kind), nameOf(value->kind)));
    return value;
}

void readText(const fs::path& file, const json::Value& object, const char* key, std::string& into) {
    if (const json::Value* value = member(file, object, key, json::Kind::String)) into = value->text;
}

void readCount(const fs::path& file, const json::Value& object, const char* key, int least, int& into) {
    const json::Value* value = member(file, object, key, json::Kind::Integer);
    if (!value) return;
    if (value->integer < least || value->integer > 100000) refuse(file, *value, fmt::format("expected a number from {} to 100000", least));
    into = static_cast<int>(value->integer);
}

void readRecommended(const fs::path& file, const json::Value& object, ModelCard& card) {
    readCount(file, object, "recycles", 0, card.recycles);
    readCount(file, object, "steps", 1, card.steps);
    readCount(file, object, "samples", 1, card.samples);
    readText(file, object, "precision", card.precision);
    const bool known = card.precision.empty() || card.precision == "f32" || card.precision == "bf16" || card.precision == "bf16-all" || card.precision == "tf32";
    if (!known) refuse(file, *object.find("precision"), "expected f32, bf16, bf16-all or tf32");
}

ModelCard readCard(const fs::path& file) {
    const json::Value root = json::parse(foldmeter::readText(file), file.string());
    if (!root.isObject()) refuse(file, root, "expected an object");
    const json::Value* format = member(file, root, "format", json::Kind::String);
    if (!format || format->text != "foldmeter-model") refuse(file, root, "not a model description: \"format\" must be \"foldmeter-model\"");
    const json::Value* version = member(file, root, "version", json::Kind::Integer);
    if (!version || version->integer != 1) refuse(file, version ? *version : root, "this program reads version 1 of model descriptions");
    ModelCard card;
    card.path = file;
    std::string weights;
    readText(file, root, "weights", weights);
    if (weights.empty()) refuse(file, root, "\"weights\" (the weight file's name) is missing");
    card.weights = file.parent_path() / weights;
    card.name = file.stem().string();
    readText(file, root, "name", card.name);
    readText(file, root, "title", card.title);
    readText(file, root, "warning", card.warning);
    readText(file, root, "licence", card.licence);
    if (const json::Value* recommended = member(file, root, "recommended", json::Kind::Object)) readRecommended(file, *recommended, card);
    return card;
}

// A card that names this weight file as its own, among the JSON files beside it.
std::optional<ModelCard> cardBeside(const fs::path& weights) {
    for (const fs::directory_entry& entry : fs::directory_iterator(weights.parent_path().empty() ? "." : weights.parent_path())) {
        if (entry.path().extension() != ".json" || !entry.is_regular_file()) continue;
        try {
            ModelCard card = readCard(entry.path());
            if (fs::exists(card.weights) && fs::equivalent(card.weights, weights)) return card;
        } catch (const InputError&) {
            continue;   // some other JSON: it says nothing of this file
        }
    }
    return std::nullopt;
}

ModelCard cardOfWeights(const fs::path& path) {
    const WeightFiles files = findWeightFiles(path);
    if (std::optional<ModelCard> card = cardBeside(files.files.front())) return *card;
    ModelCard card;
    card.weights = path;
    card.name = files.modelName;
    return card;
}

}  // namespace

ModelCard findModel(const std::string& nameOrPath) {
    const fs::path path(nameOrPath);
    if (fs::is_directory(path) || fs::is_regular_file(path)) {
        ModelCard card = path.extension() == ".json" ? readCard(path) : cardOfWeights(path);
        findWeightFiles(card.weights);   // complains about a missing file here rather than minutes later
        return card;
    }
    const bool isName = !nameOrPath.empty() && nameOrPath.find('/') == std::string::npos && path.extension() != ".json";
    if (isName) {
        const fs::path file = resourcePath("models/" + nameOrPath + ".json");
        if (fs::is_regular_file(file)) {
            ModelCard card = readCard(file);
            findWeightFiles(card.weights);
            return card;
        }
    }
    throw InputError(fmt::format("{}: no such model. Give a weight file (.bin, .bin.zst), a folder that holds one, a model description (.json), "
                                 "or the name of a bundled model (foldmeter-demo).", nameOrPath));
}

}  // namespace foldmeter::model
