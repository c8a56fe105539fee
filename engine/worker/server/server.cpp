#include "worker/server/server.h"

#include "base/error.h"
#include "base/message.h"
#include "base/version.h"
#include "features/build_batch.h"
#include "predict/plan.h"
#include "worker/server/job_run.h"
#include "worker/server/machine.h"
#include "worker/server/request_line.h"
#include "worker/server/workplace.h"

#include <fmt/format.h>

#include <new>
#include <unistd.h>

namespace foldmeter::worker {
namespace {

std::string hostName() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

std::string_view nameOf(LogLevel level) { return level == LogLevel::Debug ? "debug" : level == LogLevel::Info ? "info" : "warning"; }

class Server {
public:
    Server(int input, int output, const ServerOptions& options) : m_outbox(output, options.form), m_line(input, options.form, m_outbox), m_workplace(logOf(m_notes)) {}

    int run() {
        while (!m_outbox.readerIsGone()) {
            const auto request = m_line.next();
            if (!request) break;
            m_present = request->id;
            answer(*request);
            m_line.done();
            m_present = 0;
            if (m_workplace.deviceLost()) return 3;   // whoever wants more starts another process
        }
        return 0;
    }

private:
    // Lines of a job's log carry its number.
    Log logOf(std::vector<std::string>& notes) {
        return [this, &notes](LogLevel level, const std::string& text) {
            if (level != LogLevel::Debug) notes.push_back(text);
            say(LogEvent{std::string(nameOf(level)), text});
        };
    }
    template <typename T> void say(T event) { m_outbox.put({m_present, std::move(event)}); }

    void answer(const Request& request) {
        m_notes.clear();
        try {
            std::visit([this](const auto& what) { handle(what); }, request.what);
        } catch (const std::bad_alloc&) {
            fail(request, 3, message("memory.refused"));
        } catch (const std::exception& problem) {
            fail(request, predict::exitCodeOf(problem), problem.what());
        }
    }

    void fail(const Request& request, int exitCode, const std::string& text) {
        if (std::holds_alternative<PredictRequest>(request.what) || exitCode == 5) say(FailedEvent{exitCode, text});
        else say(RefusedEvent{text});
    }

    void handle(const HelloRequest&) { say(HelloEvent{protocolVersion, fmt::format("foldmeter {}", version), hostName(), ::getpid()}); }
    void handle(const DevicesRequest& request) { say(describeMachine(request.measure)); }
    void handle(const CancelRequest&) {}    // obeyed when they were read
    void handle(const PauseRequest&) {}
    void handle(const ResumeRequest&) {}
    void handle(const ShutdownRequest&) {}
    void handle(const LanguageRequest&) {}

    predict::Session& sessionFor(const PredictOptions& options) {
        predict::Session& session = m_workplace.sessionFor(options);
        m_line.control(m_workplace.control());
        session.cancel()->throwIfRequested();
        return session;
    }

    void handle(const PlanRequest& request) {
        predict::Session& session = sessionFor(request.options);
        const features::FoldInput input = readJob(request.input, request.options, session.log());
        const predict::Plan plan = predict::planJob(session, input, predictSettingsOf(request.options, session));
        PlanEvent event{.job = plan.job,
                        .seeds = static_cast<std::int64_t>(plan.seeds),
                        .tokens = plan.sizes.tokens,
                        .atoms = plan.sizes.atoms,
                        .msaRows = plan.sizes.msaRows,
                        .paddedTokens = plan.sizes.paddedTokens,
                        .recycles = plan.predict.recycles,
                        .steps = plan.predict.steps,
                        .samples = plan.predict.samples,
                        .model = session.card().name,
                        .modelWarning = session.card().warning,
                        .peakBytes = static_cast<std::int64_t>(plan.memory.peakBytes),
                        .availableBytes = plan.availableBytes,
                        .secondsLow = plan.secondsLow,
                        .secondsHigh = plan.secondsHigh,
                        .seconds = plan.seconds,
                        .calibrated = plan.calibrated,
                        .remedies = plan.remedies};
        for (const auto& [name, value] : session.settings().toPairs())
            if (name == "precision") event.precision = value;
        for (const auto& [program, state] : plan.cache) event.cache.push_back({program, state});
        event.notes = m_notes;
        say(std::move(event));
    }

    void handle(const CompileRequest& request) {
        const std::int64_t start = timeline::Recorder::now();
        predict::Session& session = sessionFor(request.options);
        const features::FoldInput input = readJob(request.input, request.options, session.log());
        const features::BatchBuilder builder(input, session.components(), {.buckets = session.settings().buckets, .pool = &session.pool()});
        session.compiledPredictor().bind(builder.build(input.seeds.front()), predictSettingsOf(request.options, session));
        CompiledEvent event{.seconds = static_cast<double>(timeline::Recorder::now() - start) * 1e-9};
        for (const runtime::Program* program : session.predictor().programs()) {
            event.kernels += static_cast<int>(program->compileRecord().kernels);
            event.kernelsCompiled += static_cast<int>(program->compileRecord().kernelsCompiled);
        }
        say(event);
    }

    void handle(const PredictRequest& request) {
        if (request.lowPriority && !stepBack()) say(LogEvent{"warning", message("worker.priority")});
        predict::Session& session = sessionFor(request.options);
        runPrediction(session, m_present, request, *m_workplace.control(), m_outbox);
    }

    std::vector<std::string> m_notes;      // of the present request, for its answer
    RequestId m_present = 0;
    Outbox m_outbox;
    RequestLine m_line;
    Workplace m_workplace;
};

}  // namespace

int serve(int input, int output, const ServerOptions& options) {
    if (options.lowPriority) stepBack();
    return Server(input, output, options).run();
}

}  // namespace foldmeter::worker
