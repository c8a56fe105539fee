// A pass is a name and a pure function Graph -> Graph. run() times, logs, verifies and (on request) keeps the text of
// every pass the same way.
#pragma once

#include "ir/graph.h"
#include "timeline/recorder.h"

#include <functional>
#include <string>
#include <vector>

namespace foldmeter::passes {

// What the pipeline needs to know of the target and the settings, as data.
struct PassOptions {
    bool fuse = true;
    bool decomposeAttention = false;      // --attention decomposed
    DType working = DType::F32;           // what Working becomes in this program
    bool claimsAttention = true;
    // A launch may end one module and begin the next: fewer launches and less traffic on a device, but its time can then no
    // longer be told apart by module.
    bool acrossModules = false;
    std::int64_t maxFusedScratchBytes = 256 * 1024;   // per row tile of 32 rows: keeps a Fused node inside the L2 cache
};

struct Pass {
    std::string name;                     // a verb: "simplify"
    std::string why;                      // one sentence, shown by `foldmeter graph --passes`
    std::function<ir::Graph(const ir::Graph&, const PassOptions&)> apply;
};

// The ordered table: the table of contents of the optimiser.
const std::vector<Pass>& pipeline();

struct PassRecord {
    std::string name;
    double seconds = 0;
    std::size_t nodesBefore = 0, nodesAfter = 0;
    std::string text;                     // graph after the pass, if kept
};
struct PipelineResult {
    ir::Graph graph;
    std::vector<PassRecord> records;
};
// stopAfter: name of the last pass to run ("" = all; "none" = no pass).
PipelineResult runPipeline(const ir::Graph& graph, const PassOptions& options, timeline::Recorder* recorder,
                           bool keepTexts = false, const std::string& stopAfter = {});

}  // namespace foldmeter::passes
