#include "predict/preparation.h"

namespace foldmeter::predict {

using timeline::Category;
using timeline::ScopedSpan;

Preparation::Preparation(Session& session, const features::Batch& batch, const PredictSettings& predict)
    : m_session(session), m_code(m_codeMade.get_future()), m_all(session.pool().submit([this, &batch, predict] { work(batch, predict); })) {}

Preparation::~Preparation() {
    if (m_all.valid()) m_all.wait();
}

// A failure before the code is made reaches awaitCode, a later one awaitWeights.
void Preparation::work(const features::Batch& batch, const PredictSettings& predict) {
    m_session.recorder().nameThread("compiler");
    try {
        const ScopedSpan span(&m_session.recorder(), "make programs", Category::Codegen);
        m_session.predictor().makeCode();
        checkMemory(m_session, jobSizesOf(batch), predict);
        m_codeMade.set_value();
    } catch (...) {
        m_codeMade.set_exception(std::current_exception());
        return;
    }
    const ScopedSpan span(&m_session.recorder(), "bind", Category::Codegen);
    m_session.predictor().bind(batch, predict, runtime::Tuning::Later);   // trials would time a busy machine
}

void Preparation::awaitCode() {
    const ScopedSpan span(&m_session.recorder(), "wait for code", Category::Codegen);
    m_code.get();
}

void Preparation::awaitWeights() {
    const ScopedSpan span(&m_session.recorder(), "wait for weights", Category::Load);
    m_all.get();
}

}  // namespace foldmeter::predict
