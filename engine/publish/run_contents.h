// Everything that a run's folder tells, gathered once for all formats of a report. What is missing or damaged is told in
// words and leaves the rest as it is.
#pragma once

#include "report/answer.h"
#include "report/run_folder.h"
#include "report/seed_stages.h"
#include "results/prediction.h"
#include "results/stored_picture.h"
#include "results/verdict.h"
#include "structure/structure.h"
#include "timeline/timeline.h"

#include <optional>
#include <string>
#include <vector>

namespace foldmeter::publish {

struct RunContents {
    report::RunFolder run;
    std::optional<timeline::Timeline> timeline;
    report::Answer answer;
    std::vector<report::SeedStages> seeds;                       // from the timeline
    std::optional<timeline::StageSeconds> others;                // median of all but the first

    std::optional<results::Sample> best;                         // best sample that has a structure
    std::optional<structure::Structure> structure;               // of it
    std::optional<results::Summary> summary;
    std::optional<results::Confidences> confidences;
    std::optional<results::StoredPicture> picture;               // of it, where a window has drawn it
    std::vector<results::Statement> verdict;
    std::size_t samples = 0;

    std::string version, started, commandLine;                   // from the settings file; empty: not known
    std::vector<std::string> problems;
    std::vector<std::string> notMeasured;                        // in words
};
RunContents gatherRun(const report::RunFolder& run);

// "demo model", "synthetic weights" or empty, by the model's name.
std::string badgeOf(const std::string& model);

}  // namespace foldmeter::publish
