#include "predict/session.h"

#include "base/message.h"
#include "predict/process_counters.h"
#include "runtime/compute_device.h"

#include <cstdlib>

namespace foldmeter::predict {
namespace {

using timeline::Category;
using timeline::ScopedSpan;

std::string chosenModel(const std::string& given) {
    if (!given.empty()) return given;
    const char* environment = std::getenv("FOLDMETER_MODEL");
    return environment && *environment ? environment : demoModelName;
}

Precision precisionFromCard(const model::ModelCard& card) {
    if (card.precision.empty()) return Precision::BF16;
    CompileSettings settings;
    settings.set("precision", card.precision);
    return settings.precision.value_or(Precision::BF16);
}

}  // namespace

Session::Session(SessionOptions options, const CancelFlag* cancel, Log log)
    : m_options(std::move(options)),
      m_cancel(cancel),
      m_log(std::move(log)),
      m_pool(m_options.settings.threads > 0 ? m_options.settings.threads : availableThreads()) {
    checkForTarget(m_options.settings);
}

Session::~Session() = default;

const model::ModelCard& Session::card() {
    if (!m_card) {
        const ReadingSpan span(m_recorder, "find model", Category::Load);
        m_card = model::findModel(chosenModel(m_options.model));
        if (!m_card->warning.empty()) note(m_log, LogLevel::Warning, message("model.warning", {m_card->name, m_card->warning}));
    }
    return *m_card;
}

const CompileSettings& Session::settings() {
    if (!m_options.settings.precision) m_options.settings.precision = precisionFromCard(card());
    return m_options.settings;
}

const model::Weights& Session::weights() {
    if (!m_weights) {
        const std::filesystem::path file = card().weights;
        const ReadingSpan span(m_recorder, "read weights", Category::Load);
        m_weights = std::make_unique<model::Weights>(model::Weights::read(file, m_log));
    }
    return *m_weights;
}

const model::Config& Session::config() {
    if (!m_config) {
        const model::Weights& all = weights();
        const ScopedSpan span(&m_recorder, "read dimensions", Category::Load);
        m_config = model::configFrom(all, card().weights.string());
        if (m_options.msaRows) m_config->msaRows = *m_options.msaRows;
    }
    return *m_config;
}

std::shared_ptr<const structure::ComponentDictionary> Session::components() {
    if (!m_components) {
        const ReadingSpan span(m_recorder, "open components", Category::Load);
        m_components = structure::ComponentDictionary::bundled();
    }
    return m_components;
}

const std::shared_ptr<runtime::ComputeDevice>& Session::device() {
    if (!m_device) {
        const ScopedSpan span(&m_recorder, "open device", Category::Load);
        m_device = runtime::ComputeDevice::openFor(m_options.settings, m_log);
    }
    return *m_device;
}

bool Session::deviceLost() const { return m_device && *m_device && (*m_device)->lost(); }

Predictor& Session::predictor() {
    if (!m_predictor) {
        const model::Config& dimensions = config();
        const ScopedSpan span(&m_recorder, "prepare programs", Category::Trace);
        const bool interpret = settings().target == "interpret";
        const runtime::Context context{.settings = settings(), .pool = &m_pool, .recorder = m_options.recording ? &m_recorder : nullptr, .cancel = m_cancel,
                                       .weights = interpret ? weights().source() : weights().storedSource(),
                                       .releaseWeight = [this](Bytes packed) { m_weights->release(packed); },
                                       .heldWeightBytes = weights().heldBytes(), .weightsDigest = weights().digest(), .log = m_log, .device = device()};
        m_predictor = std::make_unique<Predictor>(dimensions, context, interpret);
    }
    return *m_predictor;
}

Predictor& Session::compiledPredictor() {
    Predictor& made = predictor();
    if (!m_compiled) {
        const ScopedSpan span(&m_recorder, "compile", Category::Codegen);
        made.compileAll();
        m_compiled = true;
    }
    return made;
}

PredictSettings Session::recommended() {
    return {.recycles = card().recycles, .steps = card().steps, .samples = card().samples};
}

}  // namespace foldmeter::predict
