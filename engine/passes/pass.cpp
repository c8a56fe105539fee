#include "passes/pass.h"

#include "base/error.h"
#include "ir/print.h"
#include "ir/verify.h"

#include <algorithm>

namespace foldmeter::passes {

namespace {

PassRecord runPass(const Pass& pass, ir::Graph& graph, const PassOptions& options, timeline::Recorder* recorder, bool keepText) {
    PassRecord record;
    record.name = pass.name;
    record.nodesBefore = graph.countDeep();
    const char* spanName = recorder ? recorder->intern(pass.name) : "";
    timeline::ScopedSpan span(recorder, spanName, timeline::Category::Optimize);
    const std::int64_t start = timeline::Recorder::now();
    try {
        graph = pass.apply(graph, options);
        ir::verify(graph);
    } catch (Error& error) {
        error.addContext("in pass " + pass.name + " of graph " + graph.name());
        throw;
    }
    record.seconds = static_cast<double>(timeline::Recorder::now() - start) * 1e-9;
    record.nodesAfter = graph.countDeep();
    span.with("nodes", static_cast<std::int64_t>(record.nodesAfter));
    if (keepText) record.text = ir::print(graph);
    return record;
}

}  // namespace

PipelineResult runPipeline(const ir::Graph& graph, const PassOptions& options, timeline::Recorder* recorder, bool keepTexts, const std::string& stopAfter) {
    const bool known = stopAfter.empty() || stopAfter == "none" ||
                       std::any_of(pipeline().begin(), pipeline().end(), [&](const Pass& pass) { return pass.name == stopAfter; });
    if (!known) throw InputError("there is no pass '" + stopAfter + "'; `foldmeter graph --passes` lists them");
    PipelineResult result{graph, {}};
    if (stopAfter == "none") return result;
    for (const Pass& pass : pipeline()) {
        result.records.push_back(runPass(pass, result.graph, options, recorder, keepTexts));
        if (pass.name == stopAfter) break;
    }
    return result;
}

}  // namespace foldmeter::passes
