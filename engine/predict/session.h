// What stays while a process predicts one job after another: threads, recorder, component dictionary, model, compiled
// programs. Each is made at first use, so that a command which needs only some of it pays only for that.
#pragma once

#include "base/cancel.h"
#include "base/log.h"
#include "base/threads.h"
#include "model/config.h"
#include "model/weights.h"
#include "predict/predictor.h"
#include "settings/settings.h"
#include "structure/components.h"
#include "timeline/recorder.h"

#include <memory>
#include <optional>
#include <string>

namespace foldmeter::predict {

inline constexpr const char* demoModelName = "foldmeter-demo";

struct SessionOptions {
    CompileSettings settings;       // precision: none = what the model recommends
    std::string model;                // name or path; empty: FOLDMETER_MODEL, else the demonstration model
    std::optional<int> msaRows;       // --msa-rows
    bool recording = true;            // off: programs record no spans (benchmarks of the recorder itself)
};

class Session {
public:
    // The settings are checked against this machine here (InputError). `cancel` must outlive the session.
    Session(SessionOptions options, const CancelFlag* cancel, Log log);
    ~Session();

    timeline::Recorder& recorder() { return m_recorder; }
    ThreadPool& pool() { return m_pool; }
    const Log& log() const { return m_log; }
    const CancelFlag* cancel() const { return m_cancel; }

    const model::ModelCard& card();                  // found at first use, its warning told to the log
    const CompileSettings& settings();             // with the model's precision filled in
    const model::Weights& weights();                 // read at first use (stage load)
    const model::Config& config();
    std::shared_ptr<const structure::ComponentDictionary> components();
    Predictor& predictor();                          // made, not compiled
    // The GPU that predictions run on; none: this processor. Opened at first use; DeviceError when one was asked for and
    // cannot be used.
    const std::shared_ptr<runtime::ComputeDevice>& device();
    bool deviceLost() const;                         // the GPU failed for good: only another process can use it again
    Predictor& compiledPredictor();                  // compiled and loaded at first use
    bool compiled() const { return m_compiled; }

    // Recommended numbers of the model, where the user gave none.
    PredictSettings recommended();

private:
    SessionOptions m_options;
    const CancelFlag* m_cancel;
    Log m_log;
    timeline::Recorder m_recorder;
    ThreadPool m_pool;
    std::optional<model::ModelCard> m_card;
    std::unique_ptr<model::Weights> m_weights;
    std::optional<model::Config> m_config;
    std::shared_ptr<const structure::ComponentDictionary> m_components;
    std::unique_ptr<Predictor> m_predictor;
    bool m_compiled = false;
    std::optional<std::shared_ptr<runtime::ComputeDevice>> m_device;
};

}  // namespace foldmeter::predict
